"""Proof that outlives certificates: revocation data and archive time-stamps (PAdES B-LT and B-LTA)."""

from collections.abc import Iterable, Iterator

from asn1crypto import ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from .cms import sellar
from .confianza import Confianza
from .documento import TROZO, Documento, Revision, extendido, leer, legible
from .errores import FirmaError

#: hexadecimal digits kept for an archive time-stamp: 10 kB of DER, where a token with its chain takes 3 to 8
RESERVA_SELLO = 20480
#: names of the fields of archive time-stamps: SelloArchivo1, SelloArchivo2...
CAMPO_SELLO = "SelloArchivo"


def incrustar_pruebas(pdf: Documento, ocsps: Iterable[bytes], confianza: Confianza) -> Documento:
    """B-LT: put into the file what a verifier without network needs.

    :param ocsps: OCSP responses (DER) about the signers, already verified
    :param confianza: gives the chains of signers and time-stamps; what is there already is not repeated
    :raises FirmaError: ``PDF_ENCRYPTED``, ``PDF_MALFORMED``, ``OCSP_INVALID``
    """
    try:
        respuestas = [ocsp.OCSPResponse.load(der, strict=True) for der in ocsps]
    except ValueError as error:
        raise FirmaError("OCSP_INVALID", "malformed") from error
    with extendido(pdf) as extension:
        lector = leer(extension.flujo)
        with legible():
            revision = Revision.from_reader(lector)
            almacen = DocumentSecurityStore.supply_dss_in_writer(
                revision, None, certs=_cadenas(lector, confianza), ocsps=respuestas
            )
            if almacen.modified:
                revision.write_in_place()
        return extension.resultado


def archivar(pdf: Documento, sellador: TimeStamper, confianza: Confianza) -> Documento:
    """B-LTA: one time-stamp over the whole file, with the chains of the stamps it protects. One call to ``sellador``.

    The same renews an old document: the new stamp proves that the old ones existed while their certificates were
    good. And it gives a trusted time to a signature whose own stamp could not be had.

    :raises FirmaError: ``PDF_ENCRYPTED``, ``PDF_MALFORMED``, ``TSA_UNAVAILABLE``, ``TSA_INVALID``, ``CLOCK_SKEW``; the
        document stays as it was
    """
    with extendido(pdf) as extension:
        lector = leer(extension.flujo)
        with legible():
            revision = Revision.from_reader(lector)
            DocumentSecurityStore.supply_dss_in_writer(revision, None, certs=_cadenas(lector, confianza))
            nombre = f"{CAMPO_SELLO}{len(lector.embedded_timestamp_signatures) + 1}"
            pasos = PdfCMSEmbedder(SigFieldSpec(nombre)).write_cms(nombre, revision)
            next(pasos)
            pasos.send(SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=RESERVA_SELLO)))
            hueco, flujo = pasos.send(SigIOSetup(md_algorithm="sha256", in_place=True, chunk_size=TROZO))
        token = sellar(hueco.document_digest, sellador)
        if len(token.dump()) * 2 > RESERVA_SELLO:
            raise FirmaError("TSA_INVALID", "the time-stamp does not fit into the gap")
        hueco.fill_with_cms(flujo, token)
        return extension.resultado


def _cadenas(lector: PdfFileReader, confianza: Confianza) -> Iterator[x509.Certificate]:
    """Certificates of every signature and time-stamp of a document, up to their roots."""
    for firma in lector.embedded_signatures:
        for datos in (firma.signed_data, *extract_tst_data_iter(firma.signer_info, signed=False)):
            yield from confianza.certificados_de(extract_certificate_info(datos).signer_cert)
