"""The time that a document proves: time-stamps judged from the newest to the oldest.

A stamp is judged at the instant that the next newer one proves, the newest at the present. So an old stamp stays good
after its certificate expired, as long as a newer one was put on in time (ETSI EN 319 102-1, past validation).
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, x509
from pyhanko.sign.general import SignedDataCerts, extract_certificate_info
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from .confianza import Confianza
from .dictamen import INVALIDA, VALIDA, DictamenSello
from .documento import legible
from .errores import FirmaError
from .incrustadas import hueco_limpio

#: how far the clocks of TSA and verifier may differ
HOLGURA = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Prueba:
    """A trusted time-stamp says that everything up to ``revision`` existed at ``momento``."""

    revision: int
    momento: datetime


def contexto(anclas: Iterable[x509.Certificate], en: datetime) -> ValidationContext:
    """Trust in ``anclas`` alone at an instant, without network. Revocation is judged apart."""
    return ValidationContext(trust_roots=list(anclas), moment=en, allow_fetching=False, revocation_mode="soft-fail")


def recorrer(
    sellos: Iterable[EmbeddedPdfSignature], confianza: Confianza, ahora: datetime
) -> tuple[list[DictamenSello], list[Prueba]]:
    """Judge the archive time-stamps of a document.

    :param sellos: from the oldest to the newest
    :returns: a verdict for each, in the same order, and what the good ones prove
    """
    dictamenes, pruebas = [], []
    en = ahora
    for sello in reversed(list(sellos)):
        dictamen = _archivo(sello, confianza, en)
        dictamenes.insert(0, dictamen)
        if dictamen.momento:
            pruebas.append(Prueba(sello.signed_revision, dictamen.momento))
            en = dictamen.momento
    return dictamenes, pruebas


def _archivo(sello: EmbeddedPdfSignature, confianza: Confianza, en: datetime) -> DictamenSello:
    autoridad, momento = "", None
    try:
        with legible():
            autoridad = str(sello.signer_cert.subject.native.get("common_name", ""))
            if not _intacto(sello):
                problemas = ["HASH_MISMATCH"]  # the rest would cost time and speak of other bytes
            else:
                problemas, momento = _juzgar_archivo(sello, confianza, en)
    except FirmaError:
        problemas = ["MALFORMED_SIGNATURE"]
    veredicto = INVALIDA if problemas else VALIDA
    return DictamenSello(sello.field_name, veredicto, None if problemas else momento, autoridad, tuple(problemas))


def _intacto(sello: EmbeddedPdfSignature) -> bool:
    huella = sello.signed_data["encap_content_info"]["content"].parsed["message_imprint"]
    return sello.compute_digest() == huella["hashed_message"].native


def _juzgar_archivo(sello: EmbeddedPdfSignature, confianza: Confianza, en: datetime) -> tuple[list[str], datetime]:
    """Codes, and the time that the stamp claims."""
    anclas = contexto(_anclas(confianza), en)
    estado = asyncio.run(async_validate_pdf_timestamp(sello, anclas, skip_diff=True))
    problemas = _problemas(estado, extract_certificate_info(sello.signed_data), confianza, en)
    if estado.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        problemas.append("PARTIAL_COVERAGE")
    if not hueco_limpio(sello):
        problemas.append("GAP_TAMPERED")
    return problemas, min(estado.timestamp, en)


def juzgar_token(
    token: cms.SignedData, huella: Callable[[str], bytes], confianza: Confianza, en: datetime
) -> datetime | None:
    """The time that the stamp on a signature value proves, or None when it proves nothing.

    :param huella: gives what is stamped, hashed with the algorithm that is asked for
    :param en: instant at which the TSA's certificate has to be good
    """
    try:
        with legible():
            estado = TimestampSignatureStatus(
                **asyncio.run(validate_tst_signed_data(token, contexto(_anclas(confianza), en), huella))
            )
            if _problemas(estado, extract_certificate_info(token), confianza, en):
                return None
            return min(estado.timestamp, en)
    except FirmaError:
        return None


def _anclas(confianza: Confianza) -> list[x509.Certificate]:
    return [autoridad.cert for autoridad in confianza.tsa]


def _problemas(
    estado: TimestampSignatureStatus, certificados: SignedDataCerts, confianza: Confianza, en: datetime
) -> list[str]:
    """Codes; empty when the time-stamp is good at ``en``."""
    if not estado.valid:
        return ["BAD_SIGNATURE"]
    if not estado.intact:
        return ["HASH_MISMATCH"]
    if en > certificados.signer_cert.not_valid_after:
        return ["EXPIRED"]
    if not estado.trusted:
        return ["UNTRUSTED"]
    if estado.timestamp > en + HOLGURA:
        return ["TIMESTAMP_INVALID"]
    try:
        confianza.camino(certificados.signer_cert, "tsa", en=estado.timestamp, otros=certificados.other_certs)
    except FirmaError:
        return ["UNTRUSTED"]
    return []
