"""Invented papers of the demo data: signed acuses, their scans, certifications and the stamp of a post office."""

import io
from html import escape

import pypdfium2
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from ..nucleo.tools.pdf import RecursoRechazado, render_pdf

#: strokes of a signature, in a box of 100 × 40
TRAZOS = (
    "M4 30 C14 2 22 2 20 22 S30 36 36 16 44 34 50 20 58 34 64 12 70 36 96 18 M10 34 C40 28 70 30 94 26",
    "M6 14 C20 40 26 2 34 22 S48 34 50 14 60 36 70 22 76 8 84 24 92 30 96 12",
    "M8 26 C12 4 30 4 26 20 S12 38 30 30 52 8 56 22 66 34 74 18 88 32 96 22 M20 36 L90 33",
)
CSS = """
@page { size: 140mm 108mm; margin: 9mm 10mm }
body { font: 9pt/1.4 "Liberation Sans", "DejaVu Sans", sans-serif; color: #222; margin: 0 }
section + section { break-before: page }
h1 { font-size: 13pt; margin: 0 0 4mm; border-bottom: 1pt solid #222 } h1 span { float: right; font-weight: normal }
p { margin: 0 0 1.5mm } .tinta { color: #1b3f8b; font-size: 13pt; font-style: italic; font-family: "Liberation Serif", serif }
svg { height: 22mm; display: block }
.sello { border: 1.4pt solid #7a1f3d; color: #7a1f3d; padding: 2mm 4mm; position: absolute; right: 4mm; bottom: 4mm; text-align: center }
"""


def acuses_firmados(papeles):
    """One PDF for each of ``papeles``: ``{"pieza", "titulo", "lineas", "nombre", "fecha", "sello"}``."""
    secciones = "".join(_seccion(numero, papel) for numero, papel in enumerate(papeles))
    html = f'<html lang="es"><head><style>{CSS}</style></head><body>{secciones}</body></html>'
    lector = PdfReader(io.BytesIO(render_pdf([html], base_url="http://demo.example.org", leer_recurso=_nada)))
    return [_una(pagina) for pagina in lector.pages]


def _seccion(numero, papel):
    lineas = "".join(f"<p>{escape(linea)}</p>" for linea in papel["lineas"])
    firma = f'<svg viewBox="0 0 100 40"><path d="{TRAZOS[numero % len(TRAZOS)]}" fill="none" stroke="#1b3f8b"/></svg>'
    sello = f'<div class="sello">RECIBIDO<br/>{escape(papel["fecha"])}</div>' if papel["sello"] else ""
    tinta = f'<p class="tinta">{escape(papel["nombre"])}, {escape(papel["fecha"])}</p>'
    titulo = f"<h1>{escape(papel['titulo'])} <span>{escape(papel['pieza'])}</span></h1>"
    return f"<section>{titulo}{lineas}{tinta}{firma}{sello}</section>"


def _una(pagina):
    escritor = PdfWriter()
    escritor.add_page(pagina)
    salida = io.BytesIO()
    escritor.write(salida)
    return salida.getvalue()


def _nada(url):
    raise RecursoRechazado("an invented paper carries all that it shows")


def escaneo(formatos, *, juntas, sueltas):
    """What the scanner makes of printed acuse forms that came back signed.

    :param formatos: PDF with a form on each page
    :param juntas: indexes of two forms that went through the scanner on one page
    :param sueltas: texts of pages without any code, that came among them
    """
    documento = pypdfium2.PdfDocument(formatos)
    hojas = [pagina.render(scale=150 / 72).to_pil() for pagina in documento]
    for numero, hoja in enumerate(hojas):
        _firmar(hoja, numero)
    ancho, alto = hojas[0].size
    encimada = Image.new("RGB", (ancho, alto), "white")
    for lugar, numero in enumerate(juntas):
        encimada.paste(hojas[numero].crop((0, 0, ancho, alto // 2)), (0, lugar * alto // 2))
    paginas = [hoja for numero, hoja in enumerate(hojas) if numero not in juntas] + [encimada]
    paginas += [_suelta(ancho, alto, texto) for texto in sueltas]
    salida = io.BytesIO()
    paginas[0].save(salida, "PDF", save_all=True, append_images=paginas[1:], resolution=150)
    return salida.getvalue()


def _firmar(hoja, numero):
    """A signature in the box for it."""
    ancho, alto = hoja.size
    x, y = ancho * 0.15, alto * (0.53 + 0.01 * (numero % 3))
    puntos = [(x + paso * ancho * 0.025, y + (-1) ** paso * alto * 0.012 * (1 + paso % 3)) for paso in range(11)]
    ImageDraw.Draw(hoja).line(puntos, fill="#1b3f8b", width=4, joint="curve")


def _suelta(ancho, alto, texto):
    hoja = Image.new("RGB", (ancho, alto), "#fdfcf8")
    dibujo = ImageDraw.Draw(hoja)
    dibujo.text((ancho * 0.12, alto * 0.12), texto, fill="#333", font_size=34)
    for renglon in range(12):
        y = alto * (0.2 + renglon * 0.03)
        dibujo.line((ancho * 0.12, y, ancho * (0.88 - renglon % 3 * 0.06), y), fill="#888", width=3)
    return hoja


def sello():
    """A picture of the stamp of a post office."""
    imagen = Image.new("RGB", (420, 240), "white")
    dibujo = ImageDraw.Draw(imagen)
    dibujo.ellipse((20, 20, 400, 220), outline="#1f3c88", width=6)
    dibujo.text((150, 110), "RECIBIDO", fill="#1f3c88", font_size=26)
    salida = io.BytesIO()
    imagen.save(salida, "PNG")
    return salida.getvalue()
