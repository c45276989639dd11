"""The examination of one signature: integrity, time, trust and revocation, in that order."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    KeyUsageConstraints,
    SignatureCoverageLevel,
    async_validate_cms_signature,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker

from .confianza import Autoridad, Confianza
from .credencial import Identidad, identidad
from .dictamen import INDETERMINADA, INVALIDA, VALIDA, DictamenFirma
from .documento import legible
from .errores import FirmaError
from .marcas_tiempo import HOLGURA, Prueba, contexto, juzgar_token
from .revocacion import verificar

#: an OCSP response proves for a day after it was given that a certificate was good
EDAD_OCSP = timedelta(hours=24)
_DEBILES = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}
_COBERTURAS = {
    SignatureCoverageLevel.ENTIRE_FILE: "archivo",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


@dataclass(frozen=True, slots=True)
class Expediente:
    """What is known of a document before its signatures are examined.

    ``marcas``: what the archive time-stamps prove. ``clonadas``: fields with a copied signature. ``ocsps``: OCSP
    responses given apart; ``ocsps_incrustadas``: in the file; ``ocsps_archivadas``: under an archive time-stamp.
    ``avisos``: doubts about the whole document.
    """

    confianza: Confianza
    ahora: datetime
    marcas: tuple[Prueba, ...]
    clonadas: frozenset[str]
    ocsps: frozenset[bytes]
    ocsps_incrustadas: frozenset[bytes]
    ocsps_archivadas: frozenset[bytes]
    avisos: tuple[str, ...]


@dataclass(slots=True)
class _Hallazgos:
    """What the examination has found so far."""

    identidad: Identidad | None = None
    momento: datetime | None = None
    declarado: datetime | None = None
    autoridad: Autoridad | None = None
    cobertura: str = "parcial"
    revocacion: str = "desconocido"
    probantes: set[bytes] = field(default_factory=set)
    problemas: list[str] = field(default_factory=list)


def dictaminar_firma(firma: EmbeddedPdfSignature, expediente: Expediente) -> DictamenFirma:
    """Examine one signature. Never raises for what is in the file."""
    hallazgos = _Hallazgos()
    try:
        with legible():
            _examinar(firma, expediente, hallazgos)
    except FirmaError:
        hallazgos.problemas.append("MALFORMED_SIGNATURE")
    problemas = tuple(dict.fromkeys(hallazgos.problemas))
    avisos = list(expediente.avisos)
    if not hallazgos.momento:
        avisos.append("NO_TIMESTAMP")
    if hallazgos.revocacion == "desconocido":
        avisos.append("NO_REVOCATION_PROOF")
    return DictamenFirma(
        campo=firma.field_name,
        veredicto=INVALIDA if problemas else INDETERMINADA if avisos else VALIDA,
        nivel=_nivel(firma, expediente, hallazgos),
        identidad=hallazgos.identidad,
        momento=hallazgos.momento,
        declarado=hallazgos.declarado,
        revocacion=hallazgos.revocacion,
        autoridad=hallazgos.autoridad.cert.sha256.hex() if hallazgos.autoridad else "",
        cobertura=hallazgos.cobertura,
        problemas=problemas,
        avisos=tuple(avisos),
    )


def _examinar(firma: EmbeddedPdfSignature, expediente: Expediente, hallazgos: _Hallazgos) -> None:
    hallazgos.identidad = identidad(firma.signer_cert)
    hallazgos.declarado = _declarado(firma)
    if firma.field_name in expediente.clonadas:
        hallazgos.problemas.append("CLONED_SIGNATURE")
    if firma.compute_digest() != find_unique_cms_attribute(firma.signer_info["signed_attrs"], "message_digest").native:
        hallazgos.problemas.append("HASH_MISMATCH")
        return  # nothing of what follows would speak of these bytes
    _extension(firma, hallazgos)
    _tiempo(firma, expediente, hallazgos)
    _confianza(firma, expediente, hallazgos)
    if hallazgos.autoridad:
        _revocacion(firma, expediente, hallazgos)


def _declarado(firma: EmbeddedPdfSignature) -> datetime | None:
    """The time that the file claims; many programs write it their own way."""
    try:
        with legible():
            return firma.self_reported_timestamp
    except FirmaError:
        return None


def _extension(firma: EmbeddedPdfSignature, hallazgos: _Hallazgos) -> None:
    """How far the signature reaches, and whether what follows was permitted."""
    firma.compute_integrity_info()
    hallazgos.cobertura = _COBERTURAS.get(firma.coverage, "parcial")
    if hallazgos.cobertura == "parcial":
        hallazgos.problemas.append("PARTIAL_COVERAGE")
    cambios = firma.diff_result
    prohibidos = cambios is not None and (
        not isinstance(cambios, DiffResult) or cambios.modification_level > ModificationLevel.FORM_FILLING
    )
    if prohibidos or not firma.summarise_integrity_info()["docmdp_ok"]:
        hallazgos.problemas.append("MODIFIED_AFTER_SIGNING")


def _tiempo(firma: EmbeddedPdfSignature, expediente: Expediente, hallazgos: _Hallazgos) -> None:
    """The earliest trusted time: of its own time-stamp, or of an archive time-stamp over it."""
    momentos = [marca.momento for marca in expediente.marcas if marca.revision > firma.signed_revision]
    cota = min(momentos, default=expediente.ahora)
    huella = message_imprint_checker(firma.signer_info)
    for token in extract_tst_data_iter(firma.signer_info, signed=False):
        momento = juzgar_token(token, huella, expediente.confianza, cota)
        if momento is None:
            hallazgos.problemas.append("TIMESTAMP_INVALID")
        else:
            momentos.append(momento)
    hallazgos.momento = min(momentos, default=None)


def _confianza(firma: EmbeddedPdfSignature, expediente: Expediente, hallazgos: _Hallazgos) -> None:
    """Signature value, certificate and issuer, at the time of the signature or, unproved, at present."""
    en = hallazgos.momento or expediente.ahora
    anclas = [autoridad.cert for autoridad in expediente.confianza.ac]
    estado = asyncio.run(
        async_validate_cms_signature(
            firma.signed_data,
            raw_digest=firma.compute_digest(),
            validation_context=contexto(anclas, en),
            key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
        )
    )
    if not estado.valid:
        hallazgos.problemas.append("BAD_SIGNATURE")
        return
    quien = hallazgos.identidad
    if quien.tipo != "FIEL":
        hallazgos.problemas.append("NOT_FIEL")
    try:
        hallazgos.autoridad = expediente.confianza.emisor_de(firma.signer_cert)
    except FirmaError:
        hallazgos.problemas.append("UNTRUSTED")
        return
    if en < quien.desde:
        hallazgos.problemas.append("NOT_YET_VALID")
    elif en > quien.hasta:
        hallazgos.problemas.append("EXPIRED")
    elif estado.trust_problem_indic in _DEBILES:
        hallazgos.problemas.append("WEAK_ALGORITHM")
    elif not estado.trusted and quien.tipo == "FIEL":
        hallazgos.problemas.append("UNTRUSTED")
    if not hallazgos.autoridad.vigente(en):
        hallazgos.problemas.append("AC_NOT_VALID")


def _revocacion(firma: EmbeddedPdfSignature, expediente: Expediente, hallazgos: _Hallazgos) -> None:
    """Whether the certificate was good when it signed, by every OCSP response that can tell."""
    en = hallazgos.momento or expediente.ahora
    hasta = min(expediente.ahora + HOLGURA, hallazgos.identidad.hasta)
    for der in expediente.ocsps | expediente.ocsps_incrustadas:
        try:
            estado = verificar(
                der,
                firma.signer_cert,
                hallazgos.autoridad,
                en=en,
                edad_maxima=EDAD_OCSP,
                holgura=max(hasta - en, HOLGURA),
            )
        except FirmaError:
            continue
        if estado.estado == "revocado" and estado.revocado_en <= en:
            hallazgos.revocacion = "revocado"
            hallazgos.problemas.append("REVOKED")
            return
        if estado.estado in {"vigente", "revocado"}:
            hallazgos.revocacion = "vigente"
            hallazgos.probantes.add(der)


def _nivel(firma: EmbeddedPdfSignature, expediente: Expediente, hallazgos: _Hallazgos) -> str:
    """What the file itself proves."""
    if not hallazgos.momento:
        return "B-B"
    if not hallazgos.probantes & expediente.ocsps_incrustadas:
        return "B-T"
    archivada = any(marca.revision > firma.signed_revision for marca in expediente.marcas)
    return "B-LTA" if archivada and hallazgos.probantes & expediente.ocsps_archivadas else "B-LT"
