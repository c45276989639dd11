"""What the tests of PDFs look at."""

import io

import pypdf
from PIL import Image


def png(color="red", lado=8):
    salida = io.BytesIO()
    Image.new("RGB", (lado, lado), color).save(salida, "PNG")
    return salida.getvalue()


def leer(contenido):
    return pypdf.PdfReader(io.BytesIO(contenido))


def textos(contenido):
    """Text of each page, on one line."""
    return [" ".join(pagina.extract_text().split()) for pagina in leer(contenido).pages]


def objetos(lector):
    return [lector.get_object(i) for i in range(1, lector.trailer["/Size"] - 1)]


def fuentes(lector):
    """(name, embedded program or None) of each font."""
    descriptores = [o for o in objetos(lector) if isinstance(o, dict) and o.get("/Type") == "/FontDescriptor"]
    return [(d["/FontName"], d.get("/FontFile2") or d.get("/FontFile3")) for d in descriptores]


def imagenes(contenido):
    return [o for o in objetos(leer(contenido)) if isinstance(o, dict) and o.get("/Subtype") == "/Image"]
