"""Letterhead of the letters: fonts that are embedded, and the sheet of styles of one letterhead. Pure Python."""

from typing import NamedTuple

GOOGLE = "/web/static/fonts/google"
#: by key: name as it is chosen, folder and prefix of its files, and its variants as (suffix, weight, style)
FUENTES = {
    "open_sans": ("Open Sans", "Open_Sans"),
    "montserrat": ("Montserrat", "Montserrat"),
    "raleway": ("Raleway", "Raleway"),
    "roboto": ("Roboto", "Roboto"),
}
VARIANTES = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("Bold", 700, "normal"),
    ("BoldItalic", 700, "italic"),
)

#: smallest and largest sensible values: millimetres, and points of the text
LIMITES = {
    "margen_superior": (15, 80),
    "margen_inferior": (15, 60),
    "margen_izquierdo": (10, 50),
    "margen_derecho": (10, 50),
    "letra_puntos": (8, 14),
}
#: what holds where neither the unit nor the company says otherwise: those of ``papel.css``
PREDETERMINADOS = {
    "margen_superior": 39,
    "margen_inferior": 27,
    "margen_izquierdo": 25,
    "margen_derecho": 22,
    "letra_puntos": 10,
    "fuente": "open_sans",
}
#: room that the letterhead's image leaves to the edge and to the text
AIRE = 7


class Membrete(NamedTuple):
    """The letterhead that counts for a unit. Images are base64, or empty."""

    cabeza: bytes
    pie: bytes
    margen_superior: int
    margen_inferior: int
    margen_izquierdo: int
    margen_derecho: int
    letra_puntos: int
    fuente: str

    @property
    def css(self) -> str:
        """Its style sheet: wins over ``papel.css``, except on the page of signatures."""
        caras = "".join(
            f"@font-face {{ font-family: Carta; font-weight: {peso}; font-style: {estilo};"
            f" src: url({GOOGLE}/{carpeta}/{carpeta}-{variante}.ttf) }}\n"
            for carpeta in (FUENTES[self.fuente][1],)
            for variante, peso, estilo in VARIANTES
        )
        margenes = (self.margen_superior, self.margen_derecho, self.margen_inferior, self.margen_izquierdo)
        arriba = "@top-center { content: element(membrete-imagen) }" if self.cabeza else ""
        abajo = "@bottom-center { content: element(pie-imagen) }" if self.pie else ""
        return (
            f"{caras}@page {{ margin: {' '.join(f'{m}mm' for m in margenes)}; {arriba} {abajo} }}\n"
            f".papel .carta {{ font-family: Carta, Papel, sans-serif; font-size: {self.letra_puntos}pt }}\n"
            f".papel .membrete-imagen img {{ max-height: {self.margen_superior - AIRE}mm }}\n"
            f".papel .pie-imagen img {{ max-height: {self.margen_inferior - AIRE - 4}mm }}\n"
        )
