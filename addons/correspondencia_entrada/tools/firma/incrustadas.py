"""The signatures inside a PDF, found one by one so that a broken one does not hide the others."""

import binascii
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from asn1crypto import parser
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from .documento import TROZO, legible
from .errores import FirmaError

#: bytes of the biggest table of cross-references that is looked through, half a million objects
_TABLA = 10 * TROZO
_FIRMAS = {SigSeedSubFilter.PADES.value, SigSeedSubFilter.ADOBE_PKCS7_DETACHED.value}


@dataclass(slots=True)
class Incrustadas:
    """``firmas`` and ``sellos`` (archive time-stamps) from the oldest to the newest; ``ilegibles``: code by field."""

    firmas: list[EmbeddedPdfSignature] = field(default_factory=list)
    sellos: list[EmbeddedPdfSignature] = field(default_factory=list)
    ilegibles: dict[str, str] = field(default_factory=dict)

    @property
    def todas(self) -> list[EmbeddedPdfSignature]:
        return self.firmas + self.sellos


def recoger(lector: PdfFileReader) -> Incrustadas:
    """Every filled signature field of a document.

    :raises FirmaError: ``PDF_MALFORMED`` when the form itself is illegible
    """
    encontradas = Incrustadas()
    with legible():
        llenos = [(str(nombre), campo) for nombre, _valor, campo in enumerate_sig_fields(lector, filled_status=True)]
    for nombre, campo in llenos:
        try:
            with legible():
                firma = EmbeddedPdfSignature(lector, campo, nombre)
                tipo, formato = firma.sig_object_type, firma.sig_object.get("/SubFilter")
        except FirmaError:
            encontradas.ilegibles[nombre] = "MALFORMED_SIGNATURE"
            continue
        if tipo == "/DocTimeStamp" and formato == SigSeedSubFilter.ETSI_RFC3161.value:
            encontradas.sellos.append(firma)
        elif tipo == "/Sig" and formato in _FIRMAS:
            encontradas.firmas.append(firma)
        else:
            encontradas.ilegibles[nombre] = "UNSUPPORTED_SIGNATURE"
    encontradas.firmas.sort(key=lambda firma: firma.signed_revision)
    encontradas.sellos.sort(key=lambda firma: firma.signed_revision)
    return encontradas


def clonadas(firmas: Iterable[EmbeddedPdfSignature]) -> set[str]:
    """Fields whose CMS stands in another field too: somebody copied a signature onto another place."""
    sumas = {firma.field_name: hashlib.sha256(firma.pkcs7_content).digest() for firma in firmas}
    veces = Counter(sumas.values())
    return {campo for campo, suma in sumas.items() if veces[suma] > 1}


def hueco_limpio(firma: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that a signature does not cover are its CMS in hexadecimal, zeros, and nothing else."""
    flujo = firma.reader.stream
    inicio, fin = int(firma.byte_range[1]), int(firma.byte_range[2])
    flujo.seek(inicio)
    hueco = flujo.read(fin - inicio)
    try:
        contenido = binascii.unhexlify(hueco[1:-1])
        relleno = contenido[parser.peek(contenido) :]
    except ValueError:
        return False
    digitos = contenido.hex().encode()
    exactos = hueco in (b"<%s>" % digitos, b"<%s>" % digitos.upper())
    return exactos and contenido == firma.pkcs7_content and not any(relleno) and _cabecera_en_orden(firma)


def _cabecera_en_orden(firma: EmbeddedPdfSignature) -> bool:
    """The head of the CMS, which nothing signs and nobody reads, says what RFC 5652 (5.1) wants it to say."""
    datos = firma.signed_data
    algoritmos = {algoritmo["algorithm"].native for algoritmo in datos["digest_algorithms"]}
    version = "v1" if datos["encap_content_info"]["content_type"].native == "data" else "v3"
    return datos["version"].native in {version, "v3"} and algoritmos == {firma.md_algorithm}


def restos(lector: PdfFileReader) -> bool:
    """Whether bytes that belong to no revision follow the last one, blanks apart."""
    lector.stream.seek(lector.last_startxref)
    final = lector.stream.read(_TABLA)
    marca = re.search(rb"startxref\s+%d\s+%%%%EOF" % lector.last_startxref, final)
    return not marca or bool(final[marca.end() :].strip())


def ocsps_de(estado: PdfHandler) -> set[bytes]:
    """OCSP responses (DER) kept in the document, or in one of its revisions; those that can be read."""
    encontradas = set()
    with suppress(FirmaError), legible():
        referencias = estado.root["/DSS"].get("/OCSPs", ()) if "/DSS" in estado.root else ()
        for referencia in referencias:
            with suppress(PdfError):
                encontradas.add(referencia.get_object().read_data(DecodePurpose.OCSP_RESPONSE))
    return encontradas
