"""Code 128 as a vector, no narrower than what scanners read."""

import base64
import functools

#: width of the narrowest bar in mm: whole dots of a label printer (0.125 mm), none below the 0.25 mm that scanners need
ANCHOS_X = (0.5, 0.375, 0.25)
#: light margin on each side, in modules, that ISO/IEC 15417 asks for
SILENCIO = 10


class CodigoDemasiadoLargo(ValueError):
    """The text does not fit into the width with bars that can be read."""


def modulos(texto: str) -> list[int]:
    """Widths of bars and spaces, in turn, beginning with a bar.

    :raises ValueError: the text is empty or has characters that Code 128 has not
    """
    from reportlab.graphics.barcode.code128 import Code128  # one of Odoo's own requirements

    if not texto or not texto.isascii() or not texto.isprintable():
        raise ValueError("Code 128 is for a printable ASCII text.")
    codigo = Code128(texto)
    codigo.validate()
    codigo.encode()
    codigo.decompose()
    return [ord(letra.lower()) - ord("a") + 1 for letra in codigo.decomposed]


def ancho_x(texto: str, ancho_mm: float) -> float:
    """The widest bar with which ``texto`` fits into ``ancho_mm``, its light margins included.

    :raises CodigoDemasiadoLargo: not even with the narrowest
    """
    total = sum(modulos(texto)) + 2 * SILENCIO
    for x in ANCHOS_X:
        if total * x <= ancho_mm:
            return x
    raise CodigoDemasiadoLargo(f"«{texto}» needs {total * ANCHOS_X[-1]:.0f} mm, and there are {ancho_mm:.0f}.")


@functools.lru_cache(maxsize=64)
def code128(texto: str, ancho_mm: float, alto_mm: float = 16.0) -> dict:
    """``{"src", "ancho", "alto"}``: Code 128 as a ``data:`` URI of an SVG, and the size in mm at which to print it."""
    x = ancho_x(texto, ancho_mm)
    barras, posicion, trazos = modulos(texto), SILENCIO, []
    for indice, ancho in enumerate(barras):
        if not indice % 2:
            trazos.append(f"M{posicion} 0h{ancho}v1h-{ancho}z")
        posicion += ancho
    total = posicion + SILENCIO
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total * x}mm" height="{alto_mm}mm"'
        f' viewBox="0 0 {total} 1" preserveAspectRatio="none"><rect width="{total}" height="1" fill="#fff"/>'
        f'<path d="{"".join(trazos)}" shape-rendering="crispEdges"/></svg>'
    )
    return {
        "src": "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode(),
        "ancho": total * x,
        "alto": alto_mm,
    }
