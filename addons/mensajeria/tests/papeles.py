"""Signed papers for the tests: pages with codes, as a scanner or a phone would give them."""

import io
import zipfile

import zxingcpp
from PIL import Image
from pypdf import PdfReader, PdfWriter

FORMATOS = {
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code39": zxingcpp.BarcodeFormat.Code39,
    "qr": zxingcpp.BarcodeFormat.QRCode,
}


def hoja(*codigos, formato="code128", giro=0):
    """A Letter page at 100 dpi with these codes, one below the other."""
    pagina = Image.new("L", (850, 1100), 255)
    for n, texto in enumerate(codigos):
        codigo = zxingcpp.create_barcode(texto, FORMATOS[formato])
        dibujo = Image.fromarray(codigo.to_image(scale=4 if formato == "qr" else 2))
        pagina.paste(dibujo, (60, 80 + 260 * n))
    return pagina.rotate(giro, expand=True, fillcolor=255)


def foto(*codigos, **kwargs):
    salida = io.BytesIO()
    hoja(*codigos, **kwargs).save(salida, "JPEG", quality=80)
    return salida.getvalue()


def pdf(*hojas, clave=None):
    """A PDF with these pages (pictures)."""
    salida = io.BytesIO()
    hojas[0].save(salida, "PDF", resolution=100, save_all=True, append_images=list(hojas[1:]))
    if clave:
        escritor = PdfWriter(clone_from=PdfReader(io.BytesIO(salida.getvalue())))
        escritor.encrypt(clave)
        salida = io.BytesIO()
        escritor.write(salida)
    return salida.getvalue()


def paquete(archivos):
    """A ZIP of ``{name: content}``."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as z:
        for nombre, contenido in archivos.items():
            z.writestr(nombre, contenido)
    return salida.getvalue()
