"""The codes on signed papers: pages of PDFs and photos, read by a process of its own so that none of them can harm.

As a program it reads some pages of one file: ``python lectura_codigos.py FILE PAGE…`` writes one line of JSON for each;
``python lectura_codigos.py FILE extraer PAGE`` writes that page of a PDF.
A page that crashes or stalls the decoder takes only that process with it; :func:`leer` goes on after it with another.
"""

import base64
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import PurePosixPath
from typing import NamedTuple

#: what may be uploaded at once
TAMANO_MAX = 100 * 2**20
#: what a ZIP may hold, and how much larger than itself
DESCOMPRIMIDO_MAX = 300 * 2**20
ARCHIVOS_MAX = 500
PAGINAS_MAX = 1000
#: resolution of a page; narrow bars need it
PPP = 200
LADO_MAX = 4000
PIXELES_MAX = 60_000_000
SEGUNDOS_POR_PAGINA = 20
MEMORIA_MAX = 3 * 2**30
CODIGOS_MAX = 20
MINIATURA = (360, 480)
#: instead of codes, the page itself
EXTRAER = "extraer"
FIRMAS = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "imagen",
    b"\x89PNG\r\n\x1a\n": "imagen",
    b"II*\x00": "imagen",
    b"MM\x00*": "imagen",
    b"PK\x03\x04": "zip",
}


class ArchivoInvalidoError(ValueError):
    """A file whose pages cannot be read.

    :ivar codigo: ``vacio``, ``tamano``, ``ajeno``, ``cifrado``, ``danado``, ``zip``, ``bomba`` or ``paginas``
    """

    def __init__(self, codigo):
        super().__init__(codigo)
        self.codigo = codigo


class Pagina(NamedTuple):
    """What was found on a page.

    :param numero: from 0
    :param codigos: texts of its codes, without repetitions
    :param miniatura: JPEG, to recognise it; empty when it could not be shown
    :param problema: None, ``danada`` (it cannot be shown), ``grande`` or ``tiempo`` (it took too long, or felled the reader)
    """

    numero: int
    codigos: tuple = ()
    miniatura: bytes = b""
    problema: str | None = None


def tipo(contenido: bytes) -> str | None:
    """``pdf``, ``imagen``, ``zip`` or None, by what the file is and not by its name."""
    inicio = contenido[:1024].lstrip()
    return next((clase for firma, clase in FIRMAS.items() if inicio.startswith(firma)), None)


def desempacar(contenido: bytes) -> list[tuple[str, bytes]]:
    """Name and content of the files of a ZIP, in order of their names; without folders, hidden files and what is no page.

    :raises ArchivoInvalidoError: ``zip``, ``cifrado``, ``bomba`` or ``vacio``
    """
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
            archivos = [
                (_nombre(entrada), paquete.read(entrada))  # no more than it says: the library sees to that
                for entrada in _entradas(paquete)
            ]
    except ArchivoInvalidoError:
        raise
    except Exception as error:  # a hostile archive breaks the parser in any way
        raise ArchivoInvalidoError("zip") from error
    if not archivos:
        raise ArchivoInvalidoError("vacio")
    return archivos


def _nombre(entrada):
    return PurePosixPath(entrada.filename.replace("\\", "/")).name


def _entradas(paquete):
    """The files of a ZIP that may be pages, once it is known that they fit."""
    entradas = [
        entrada
        for entrada in sorted(paquete.infolist(), key=lambda e: e.filename)
        if not (entrada.is_dir() or _nombre(entrada).startswith(".") or "__MACOSX" in entrada.filename)
    ]
    if any(entrada.flag_bits & 1 for entrada in entradas):
        raise ArchivoInvalidoError("cifrado")
    if len(entradas) > ARCHIVOS_MAX or sum(entrada.file_size for entrada in entradas) > DESCOMPRIMIDO_MAX:
        raise ArchivoInvalidoError("bomba")
    return entradas


def contar(contenido: bytes, antes: int = 0) -> int:
    """How many pages a file has.

    :param antes: how many come with it, in other files

    :raises ArchivoInvalidoError: it is none, or cannot be opened
    """
    if not contenido:
        raise ArchivoInvalidoError("vacio")
    if len(contenido) > TAMANO_MAX:
        raise ArchivoInvalidoError("tamano")
    clase = tipo(contenido)
    if clase not in ("pdf", "imagen"):
        raise ArchivoInvalidoError("ajeno")
    respuesta = _programa(contenido, [], lambda flujo: next(flujo, ""))
    try:
        datos = json.loads(respuesta)
    except ValueError:
        raise ArchivoInvalidoError("danado") from None
    if "problema" in datos:
        raise ArchivoInvalidoError(datos["problema"])
    if datos["paginas"] + antes > PAGINAS_MAX:
        raise ArchivoInvalidoError("paginas")
    return datos["paginas"]


def leer(contenido: bytes, paginas: list[int]) -> list[Pagina]:
    """What is on these pages of a PDF or photo; one that cannot be read does not stop the others."""
    faltan, leidas = list(paginas), []
    while faltan:

        def recoger(flujo):
            return [_pagina(linea) for linea in flujo]

        nuevas = [p for p in _programa(contenido, faltan, recoger) if p]
        leidas += nuevas
        faltan = faltan[len(nuevas) :]
        if faltan:  # it fell on this one
            leidas.append(Pagina(faltan.pop(0), problema="tiempo"))
    return leidas


def extraer(contenido: bytes, pagina: int) -> bytes:
    """A PDF with only that page of a PDF, as it is: nothing is drawn anew.

    :raises ArchivoInvalidoError: ``danado``
    """
    respuesta = _programa(contenido, [EXTRAER, pagina], lambda flujo: next(flujo, ""))
    try:
        return base64.b64decode(json.loads(respuesta)["pdf"])
    except (ValueError, KeyError):
        raise ArchivoInvalidoError("danado") from None


def _pagina(linea):
    try:
        datos = json.loads(linea)
    except ValueError:  # cut short by its own end
        return None
    return Pagina(datos["numero"], tuple(datos["codigos"]), base64.b64decode(datos["miniatura"]), datos.get("problema"))


def _programa(contenido, argumentos, recoger):
    """Run this file as a program on ``contenido`` and hand the lines that it writes to ``recoger``."""
    with tempfile.NamedTemporaryFile(prefix="lote-") as archivo:
        archivo.write(contenido)
        archivo.flush()
        orden = [sys.executable, os.path.abspath(__file__), archivo.name, *map(str, argumentos)]
        with subprocess.Popen(  # noqa: S603 (our own file, on a path that we made)
            orden,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={"LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        ) as proceso:
            try:
                return recoger(proceso.stdout)
            finally:
                proceso.kill()


# What runs in the other process


def _abrir(ruta):
    """``(how many pages, function that draws one)`` of a file."""
    with open(ruta, "rb") as archivo:
        clase = tipo(archivo.read(1024))
    return _abrir_pdf(ruta) if clase == "pdf" else _abrir_imagen(ruta)


def _abrir_pdf(ruta):
    import pypdfium2

    try:
        documento = pypdfium2.PdfDocument(ruta)
    except pypdfium2.PdfiumError as error:
        raise ArchivoInvalidoError("cifrado" if "assword" in str(error) else "danado") from error
    if not len(documento):
        raise ArchivoInvalidoError("danado")

    def dibujar(numero):
        pagina = documento[numero]
        ancho, alto = pagina.get_size()
        if not (0 < ancho < 20000 and 0 < alto < 20000):
            raise ArchivoInvalidoError("grande")
        escala = min(PPP / 72, LADO_MAX / max(ancho, alto))
        return pagina.render(scale=escala, grayscale=True).to_pil()

    return len(documento), dibujar


def _abrir_imagen(ruta):
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # judged below, with a name
    try:
        imagen = Image.open(ruta, formats=["JPEG", "PNG", "TIFF"])
        cuadros = getattr(imagen, "n_frames", 1)
    except Exception as error:
        raise ArchivoInvalidoError("danado") from error

    def dibujar(numero):
        imagen.seek(numero)
        if imagen.width * imagen.height > PIXELES_MAX:
            raise ArchivoInvalidoError("grande")
        imagen.draft("L", (LADO_MAX, LADO_MAX))
        return ImageOps.exif_transpose(imagen).convert("L")

    return cuadros, dibujar


def codigos(imagen) -> list[str]:
    """Texts of the codes on a picture, without repetitions, in the order in which they are found."""
    import zxingcpp

    formatos = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.QRCode]
    hallados = zxingcpp.read_barcodes(imagen, formats=formatos)
    return list(dict.fromkeys(codigo.text for codigo in hallados if codigo.text))[:CODIGOS_MAX]


def _leer_pagina(dibujar, numero):
    datos = {"numero": numero, "codigos": [], "miniatura": ""}
    try:
        imagen = dibujar(numero)
        datos["codigos"] = codigos(imagen)
        imagen.thumbnail(MINIATURA)
        salida = io.BytesIO()
        imagen.save(salida, "JPEG", quality=70)
        datos["miniatura"] = base64.b64encode(salida.getvalue()).decode()
    except ArchivoInvalidoError as error:
        datos["problema"] = error.codigo
    except Exception:  # noqa: BLE001 (whatever the decoders say of a broken page)
        datos["problema"] = "danada"
    return datos


def _sacar(ruta, numero):
    """Say that page of the PDF, alone."""
    import pypdfium2

    salida = io.BytesIO()
    sola = pypdfium2.PdfDocument.new()
    sola.import_pages(pypdfium2.PdfDocument(ruta), [numero])
    sola.save(salida)
    _decir({"pdf": base64.b64encode(salida.getvalue()).decode()})


def _decir(datos):
    sys.stdout.write(json.dumps(datos) + "\n")
    sys.stdout.flush()


def _main(ruta, *argumentos):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORIA_MAX, MEMORIA_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SEGUNDOS_POR_PAGINA)  # nobody catches it: it ends the process
    if argumentos[:1] == (EXTRAER,):
        _sacar(ruta, int(argumentos[1]))
        return
    paginas = [int(numero) for numero in argumentos]
    try:
        cuantas, dibujar = _abrir(ruta)
    except ArchivoInvalidoError as error:
        _decir({"problema": error.codigo})
        return
    if not paginas:
        _decir({"paginas": cuantas})
    for numero in paginas:
        signal.alarm(SEGUNDOS_POR_PAGINA)
        _decir(_leer_pagina(dibujar, numero))


if __name__ == "__main__":
    _main(*sys.argv[1:])
