"""PDFs as this package takes them: bytes in memory, or the path of a big file that is extended in place."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.crypt import PdfKeyNotAvailableError
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from . import hexadecimal  # noqa: F401 (mends pyHanko)
from .errores import FirmaError

Documento = bytes | Path

#: bytes read at a time
TROZO = 1 << 20


class Revision(IncrementalPdfFileWriter):
    """An incremental update that leaves the metadata of the document alone.

    pyHanko writes its name and the clock of the machine into ``/Info`` and XMP at every update. What is signed here
    was printed as PDF/A by somebody else, who answers for those data.
    """

    def _update_meta(self):
        pass


@contextmanager
def legible() -> Iterator[None]:
    """Turn whatever a parser raises on a bad file into a refusal.

    A hostile PDF provokes any exception (KeyError, AssertionError, RecursionError...), hence the broad net. Lack of
    memory is left to whoever set the limit.

    :raises FirmaError: ``PDF_ENCRYPTED`` or ``PDF_MALFORMED``; refusals pass as they are
    """
    try:
        yield
    except (FirmaError, MemoryError):
        raise
    except PdfKeyNotAvailableError as error:
        raise FirmaError("PDF_ENCRYPTED") from error
    except Exception as error:
        raise FirmaError("PDF_MALFORMED", type(error).__name__) from error


def leer(flujo: BinaryIO) -> PdfFileReader:
    """A strict reader, with pyHanko's limits against decompression bombs.

    :raises FirmaError: ``PDF_ENCRYPTED`` (whatever the password, even an empty one) or ``PDF_MALFORMED``
    """
    with legible():
        lector = PdfFileReader(flujo, strict=True)
        if lector.encrypted:
            raise FirmaError("PDF_ENCRYPTED")
        if lector.xrefs.hybrid_xrefs_present:
            raise FirmaError("PDF_MALFORMED", "two cross-reference tables that may disagree")
        return lector


@contextmanager
def abierto(pdf: Documento) -> Iterator[BinaryIO]:
    """A stream to read from."""
    with pdf.open("rb") if isinstance(pdf, Path) else io.BytesIO(pdf) as flujo:
        yield flujo


class Extension:
    """A document under extension. ``flujo``: readable and writable; ``resultado``: what to give back."""

    def __init__(self, pdf: Documento, flujo: BinaryIO):
        self._pdf = pdf
        self.flujo = flujo

    @property
    def resultado(self) -> Documento:
        return self._pdf if isinstance(self._pdf, Path) else self.flujo.getvalue()


@contextmanager
def recortado_si_falla(pdf: Documento) -> Iterator[None]:
    """Cut a file back to its present length when the block fails; so the block may only append, or write last of all."""
    largo = pdf.stat().st_size if isinstance(pdf, Path) else None
    try:
        yield
    except BaseException:
        if largo is not None:
            os.truncate(pdf, largo)
        raise


@contextmanager
def extendido(pdf: Documento) -> Iterator[Extension]:
    """Extend a document: bytes give other bytes, a file grows where it is, or stays as it was on failure."""
    with recortado_si_falla(pdf), pdf.open("r+b") if isinstance(pdf, Path) else io.BytesIO(pdf) as flujo:
        yield Extension(pdf, flujo)


def sha256_salvo(flujo: BinaryIO, inicio: int, fin: int) -> bytes:
    """SHA-256 of everything but ``[inicio, fin)``: the gap that a signature leaves for itself."""
    suma = hashlib.sha256()
    flujo.seek(0)
    faltan = inicio
    while faltan and (trozo := flujo.read(min(faltan, TROZO))):
        suma.update(trozo)
        faltan -= len(trozo)
    flujo.seek(fin)
    while trozo := flujo.read(TROZO):
        suma.update(trozo)
    return suma.digest()
