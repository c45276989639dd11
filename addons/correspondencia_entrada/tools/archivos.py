"""What a file really is, whatever its name says."""

import io
import logging
import re

from pypdf import PdfReader

# What the parser remarks on a damaged file is told to whoever uploads it; the server's log is not the place.
logging.getLogger("pypdf").setLevel(logging.ERROR)

#: longest name kept; most file systems allow 255 bytes
LARGO_NOMBRE = 200

FIRMAS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
}


class ArchivoInvalido(ValueError):
    """A file that cannot be taken. ``codigo``: ``vacio``, ``extension``, ``pdf_cifrado`` or ``pdf_danado``."""

    def __init__(self, codigo: str):
        super().__init__(codigo)
        self.codigo = codigo


def extension(nombre: str) -> str:
    """Lower-case extension without the dot, or an empty string."""
    return nombre.rpartition(".")[2].lower() if "." in nombre else ""


def nombre_seguro(nombre: str) -> str:
    """A file name without path, control characters or excess length; accents and extension stay."""
    limpio = re.sub(r"[\x00-\x1f\x7f]", "", nombre or "").replace("\\", "/").rpartition("/")[2]
    limpio = re.sub(r'[<>:"|?*]', "_", limpio).strip(" .") or "documento"
    if len(limpio) <= LARGO_NOMBRE:
        return limpio
    ext = extension(limpio)[:10]
    return f"{limpio[: LARGO_NOMBRE - len(ext) - 1]}.{ext}" if ext else limpio[:LARGO_NOMBRE]


def examinar(nombre: str, contenido: bytes) -> int:
    """Number of pages of a file (1 for images, 0 when pages mean nothing).

    :param nombre: file name with its extension
    :param contenido: its bytes
    :raises ArchivoInvalido: empty file, content that belies the extension, PDF encrypted or broken
    """
    if not contenido:
        raise ArchivoInvalido("vacio")
    ext = extension(nombre)
    firmas = FIRMAS.get(ext)
    if firmas and not any(
        contenido[:1024].lstrip().startswith(f) if ext == "pdf" else contenido.startswith(f) for f in firmas
    ):
        raise ArchivoInvalido("extension")
    if ext == "pdf":
        return _paginas_pdf(contenido)
    return 1 if ext in ("png", "jpg", "jpeg", "gif", "tif", "tiff") else 0


def _paginas_pdf(contenido):
    try:
        lector = PdfReader(io.BytesIO(contenido))
        cifrado = lector.is_encrypted and not lector.decrypt("")
        paginas = 0 if cifrado else len(lector.pages)
    except Exception as error:  # a hostile file breaks the parser in any way
        raise ArchivoInvalido("pdf_danado") from error
    if cifrado:
        raise ArchivoInvalido("pdf_cifrado")
    if not paginas:
        raise ArchivoInvalido("pdf_danado")
    return paginas
