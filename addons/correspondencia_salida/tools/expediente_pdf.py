"""One PDF out of many documents: bookmarks, a number on each page, and none of its parts able to spoil the whole."""

import io
from typing import BinaryIO

from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

#: pictures that become pages
IMAGENES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"))
#: letter size, in points; a picture is fitted into it
CARTA = (612, 792)
_MARGEN = 36


class SinPaginas(ValueError):
    """A file that has no pages to show. ``codigo``: ``cifrado``, ``danado`` or ``otro``."""

    def __init__(self, codigo: str):
        super().__init__(codigo)
        self.codigo = codigo


def hojas_de(contenido: bytes, tipo: str) -> PdfReader:
    """The pages of a file, written anew: what is broken inside breaks here and not in the whole.

    :param contenido: its bytes
    :param tipo: its MIME type; that of a picture makes it one page
    :raises SinPaginas: it asks for a password, is broken, or has no pages by its nature
    """
    if tipo in IMAGENES:
        return _hojas_de_imagen(contenido)
    if tipo != "application/pdf" and not contenido[:1024].lstrip().startswith(b"%PDF-"):
        raise SinPaginas("otro")
    limpio = io.BytesIO()
    try:
        lector = PdfReader(io.BytesIO(contenido))
        cifrado = lector.is_encrypted and not lector.decrypt("")
        escritor = PdfWriter()
        for pagina in () if cifrado else lector.pages:
            escritor.add_page(pagina).transfer_rotation_to_content()
        escritor.write(limpio)
        hojas = PdfReader(limpio)
        vacio = not hojas.pages
    except Exception as error:  # a hostile file breaks the parser in any way
        raise SinPaginas("danado") from error
    if cifrado or vacio:
        raise SinPaginas("cifrado" if cifrado else "danado")
    return hojas


def _hojas_de_imagen(contenido):
    ancho, alto = (lado - 2 * _MARGEN for lado in CARTA)
    try:
        with Image.open(io.BytesIO(contenido)) as imagen:
            fondo = Image.new("RGB", imagen.size, "white")
            rgba = imagen.convert("RGBA")
            fondo.paste(rgba, mask=rgba.getchannel("A"))
            escala = min(ancho / fondo.width, alto / fondo.height, 1)
            pliego = io.BytesIO()
            lienzo = Canvas(pliego, pagesize=CARTA, invariant=True)
            lado_x, lado_y = fondo.width * escala, fondo.height * escala
            lienzo.drawInlineImage(fondo, (CARTA[0] - lado_x) / 2, CARTA[1] - _MARGEN - lado_y, lado_x, lado_y)
            lienzo.showPage()
            lienzo.save()
    except Exception as error:  # a hostile picture breaks its decoder in any way
        raise SinPaginas("danado") from error
    return PdfReader(pliego)


def unir(destino: BinaryIO, partes: list[tuple[str, PdfReader]], titulo: str, leyenda: str, fecha: str) -> int:
    """Write ``partes`` one behind the other into ``destino``, and return how many pages they are.

    Each begins at a bookmark with its name, and each page says at its head which one it is.

    :param leyenda: what stands before the number of each page
    :param fecha: of the PDF, as PDF writes it: ``D:20260302180000Z``
    """
    escritor = PdfWriter()
    for nombre, hojas in partes:
        primera = len(escritor.pages)
        for hoja in hojas.pages:
            escritor.add_page(hoja)
        escritor.add_outline_item(nombre, primera)
    sellos = _sellos([(float(p.mediabox.width), float(p.mediabox.height)) for p in escritor.pages], leyenda)
    for pagina, sello in zip(escritor.pages, sellos.pages, strict=True):
        x, y = pagina.mediabox.lower_left
        pagina.merge_translated_page(sello, float(x), float(y))
    escritor.page_mode = "/UseOutlines"
    escritor.add_metadata({"/Title": titulo, "/CreationDate": fecha, "/ModDate": fecha})
    escritor.write(destino)
    return len(escritor.pages)


def _sellos(medidas, leyenda):
    """The numbers, one page for each of ``medidas``, in the corner where files are numbered by hand."""
    pliego = io.BytesIO()
    lienzo = Canvas(pliego, invariant=True)
    for numero, (ancho, alto) in enumerate(medidas, 1):
        texto = f"{leyenda} · {numero} / {len(medidas)}"
        largo = lienzo.stringWidth(texto, "Helvetica", 7)
        lienzo.setPageSize((ancho, alto))
        lienzo.setFillColorRGB(1, 1, 1)
        lienzo.rect(ancho - largo - 22, alto - 20, largo + 8, 12, stroke=0, fill=1)
        lienzo.setFillColorRGB(0.3, 0.3, 0.3)
        lienzo.setFont("Helvetica", 7)
        lienzo.drawString(ancho - largo - 18, alto - 16, texto)
        lienzo.showPage()
    lienzo.save()
    return PdfReader(pliego)
