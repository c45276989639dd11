"""Ask whether a certificate is revoked, and judge the answer (RFC 6960).

Own verifier because SAT's leaves name no OCSP service, so that pyHanko never consults one for them, and because SAT's
responder signs with SHA-1 and carries no *ocsp-nocheck* (specification, §0 fact 2 and §2).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from asn1crypto import core, ocsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .asn1 import ERRORES_DE_LECTURA
from .confianza import Autoridad, emitido_por, vigente
from .errores import FirmaError
from .red import LARGO_RESPUESTA, ErrorDeRed, publicar

EDAD_MAXIMA = timedelta(minutes=10)
HOLGURA = timedelta(minutes=5)
PLAZO = 10.0
_HASHES = {
    "sha1_rsa": hashes.SHA1,
    "sha256_rsa": hashes.SHA256,
    "sha384_rsa": hashes.SHA384,
    "sha512_rsa": hashes.SHA512,
}
_ESTADOS = {"good": "vigente", "revoked": "revocado", "unknown": "desconocido"}
_PASAJEROS = {"try_later", "internal_error"}


@dataclass(frozen=True, slots=True)
class EstadoRevocacion:
    """What a good answer says of one certificate. Instants with time zone.

    - ``estado``: ``vigente``, ``revocado`` or ``desconocido``.
    - ``desde``, ``hasta``: thisUpdate and nextUpdate; the second may be missing.
    - ``producido``: producedAt.
    - ``revocado_en``: only of what is revoked.
    - ``algoritmo``: of the answer's signature, as ``sha1_rsa``.
    """

    estado: str
    desde: datetime
    hasta: datetime | None
    producido: datetime
    revocado_en: datetime | None
    algoritmo: str


def pedir(cert: x509.Certificate, autoridad: Autoridad) -> tuple[bytes, bytes]:
    """A request about one certificate (DER) and the nonce in it. The certificate is named with SHA-1, as SAT wants."""
    nonce = secrets.token_bytes(16)
    peticion = ocsp.OCSPRequest(
        {
            "tbs_request": {
                "request_list": [
                    {
                        "req_cert": {
                            "hash_algorithm": {"algorithm": "sha1"},
                            "issuer_name_hash": hashlib.sha1(cert.issuer.dump()).digest(),  # noqa: S324 (RFC 6960)
                            "issuer_key_hash": autoridad.cert.public_key.sha1,
                            "serial_number": cert.serial_number,
                        }
                    }
                ],
                "request_extensions": [{"extn_id": "nonce", "extn_value": core.OctetString(nonce)}],
            }
        }
    )
    return peticion.dump(), nonce


def consultar(cert: x509.Certificate, autoridad: Autoridad, *, plazo: float = PLAZO) -> tuple[bytes, EstadoRevocacion]:
    """Ask the authority's OCSP service now: the answer as it came, to be kept, and what it says.

    :param plazo: seconds
    :raises FirmaError: OCSP_UNAVAILABLE, OCSP_INVALID. That a certificate is revoked is no error here.
    """
    if not autoridad.ocsp_url:
        raise FirmaError("OCSP_UNAVAILABLE", "the authority has no OCSP address")
    peticion, nonce = pedir(cert, autoridad)
    try:
        der = publicar(autoridad.ocsp_url, peticion, tipo="application/ocsp-request", plazo=plazo).cuerpo
    except ErrorDeRed as error:
        raise FirmaError("OCSP_UNAVAILABLE", str(error)) from None
    return der, verificar(der, cert, autoridad, en=datetime.now(timezone.utc), nonce=nonce)


def verificar(
    der: bytes,
    cert: x509.Certificate,
    autoridad: Autoridad,
    *,
    en: datetime,
    nonce: bytes | None = None,
    edad_maxima: timedelta = EDAD_MAXIMA,
    holgura: timedelta = HOLGURA,
) -> EstadoRevocacion:
    """What an OCSP answer says of a certificate at an instant.

    :param autoridad: issuer of the certificate
    :param en: with time zone
    :param nonce: that has to come back; None for an answer that was kept
    :param edad_maxima: age at ``en`` up to which an answer counts though its nextUpdate is missing or past
    :param holgura: how far after ``en`` it may have been issued
    :raises FirmaError: OCSP_UNAVAILABLE if the service says to come again later; OCSP_INVALID, with one of MALFORMED,
        RESPONDER_*status*, RESPONDER_UNKNOWN, RESPONDER_UNAUTHORIZED, BAD_ALGORITHM, WEAK_ALGORITHM, BAD_SIGNATURE,
        NONCE_MISSING, NONCE_MISMATCH, CERT_MISMATCH, FUTURE, STALE in ``detalle``
    """
    basica = _leer(der)
    try:
        producido = _instante(basica["tbs_response_data"]["produced_at"])
        una = _autentica(basica, cert, autoridad, producido, nonce)
        desde, hasta = _instante(una["this_update"]), _instante(una["next_update"])
        estado = una["cert_status"]
        revocado_en = _instante(estado.chosen["revocation_time"]) if estado.name == "revoked" else None
    except FirmaError:
        raise
    except ERRORES_DE_LECTURA:
        raise _invalida("MALFORMED") from None
    if desde > en + holgura:
        raise _invalida("FUTURE")
    if en - desde > edad_maxima and not (hasta and en <= hasta):
        raise _invalida("STALE")
    algoritmo = basica["signature_algorithm"]["algorithm"].native
    return EstadoRevocacion(_ESTADOS[estado.name], desde, hasta, producido, revocado_en, algoritmo)


def _autentica(
    basica: ocsp.BasicOCSPResponse,
    cert: x509.Certificate,
    autoridad: Autoridad,
    producido: datetime,
    nonce: bytes | None,
) -> ocsp.SingleResponse:
    """What an answer says of the certificate, once it is proved who said it and to whom."""
    datos = basica["tbs_response_data"]
    respondedor = _respondedor(basica, autoridad)
    _verificar_firma(basica, respondedor, autoridad, producido)
    _verificar_autorizacion(respondedor, autoridad, producido)
    if nonce is not None:
        _verificar_nonce(datos, nonce)
    return _sobre(datos, cert, autoridad)


def _instante(valor: core.Asn1Value) -> datetime | None:
    instante = valor.native
    if instante is not None and instante.tzinfo is None:
        raise ValueError("an instant without time zone")
    return instante


def _invalida(caso: str) -> FirmaError:
    return FirmaError("OCSP_INVALID", caso)


def _leer(der: bytes) -> ocsp.BasicOCSPResponse:
    """The signed part of an answer, all of it read."""
    if len(der) > LARGO_RESPUESTA:
        raise _invalida("MALFORMED")
    try:
        respuesta = ocsp.OCSPResponse.load(der, strict=True)
        estado = respuesta["response_status"].native
        basica = None
        if estado == "successful" and respuesta["response_bytes"]["response_type"].native == "basic_ocsp_response":
            basica = respuesta["response_bytes"]["response"].parsed
            _ = basica.native
    except ERRORES_DE_LECTURA:
        raise _invalida("MALFORMED") from None
    if estado in _PASAJEROS:
        raise FirmaError("OCSP_UNAVAILABLE", f"RESPONDER_{estado.upper()}")
    if estado != "successful":
        raise _invalida(f"RESPONDER_{str(estado).upper()}")
    if basica is None:
        raise _invalida("MALFORMED")
    return basica


def _respondedor(basica: ocsp.BasicOCSPResponse, autoridad: Autoridad) -> x509.Certificate:
    """The certificate that the answer says signed it: from inside it, pinned, or the authority itself."""
    quien = basica["tbs_response_data"]["responder_id"]
    for candidato in [*(basica["certs"] or []), *autoridad.respondedores, autoridad.cert]:
        if _es(candidato, quien):
            return candidato
    raise _invalida("RESPONDER_UNKNOWN")


def _es(cert: x509.Certificate, quien: ocsp.ResponderId) -> bool:
    if quien.name == "by_key":
        return cert.public_key.sha1 == quien.native
    return cert.subject.chosen.dump() == quien.chosen.chosen.dump()


def _verificar_firma(
    basica: ocsp.BasicOCSPResponse, respondedor: x509.Certificate, autoridad: Autoridad, producido: datetime
) -> None:
    algoritmo = basica["signature_algorithm"]["algorithm"].native
    if algoritmo not in _HASHES:
        raise _invalida("BAD_ALGORITHM")
    if algoritmo == "sha1_rsa" and (autoridad.sha1_hasta is None or producido > autoridad.sha1_hasta):
        raise _invalida("WEAK_ALGORITHM")
    publica = load_der_public_key(respondedor.public_key.dump())
    datos = basica["tbs_response_data"].dump()
    try:
        publica.verify(basica["signature"].native, datos, padding.PKCS1v15(), _HASHES[algoritmo]())
    except InvalidSignature:
        raise _invalida("BAD_SIGNATURE") from None


def _verificar_autorizacion(respondedor: x509.Certificate, autoridad: Autoridad, producido: datetime) -> None:
    """The authority itself, or whom it issued a certificate for this, or whom the entity pinned (RFC 6960, 4.2.2.2)."""
    if respondedor.dump() == autoridad.cert.dump():
        return
    usos = respondedor.extended_key_usage_value
    fijado = any(respondedor.dump() == otro.dump() for otro in autoridad.respondedores)
    if (
        not usos
        or "ocsp_signing" not in usos.native
        or not vigente(respondedor, producido)
        or not (fijado or emitido_por(respondedor, autoridad.cert))
    ):
        raise _invalida("RESPONDER_UNAUTHORIZED")


def _verificar_nonce(datos: ocsp.ResponseData, nonce: bytes) -> None:
    for extension in datos["response_extensions"] or []:
        if extension["extn_id"].native == "nonce":
            if hmac.compare_digest(bytes(extension["extn_value"].parsed.native), nonce):
                return
            raise _invalida("NONCE_MISMATCH")
    raise _invalida("NONCE_MISSING")


def _sobre(datos: ocsp.ResponseData, cert: x509.Certificate, autoridad: Autoridad) -> ocsp.SingleResponse:
    """The one answer about the certificate. The hash of the issuer's name is not asked: SAT's has 21 bytes."""
    propias = [una for una in datos["responses"] if _es_de(una["cert_id"], cert, autoridad)]
    if len(propias) != 1:
        raise _invalida("CERT_MISMATCH")
    return propias[0]


def _es_de(cert_id: ocsp.CertId, cert: x509.Certificate, autoridad: Autoridad) -> bool:
    publica = autoridad.cert.public_key
    huella = {"sha1": publica.sha1, "sha256": publica.sha256}.get(cert_id["hash_algorithm"]["algorithm"].native)
    return cert_id["serial_number"].native == cert.serial_number and cert_id["issuer_key_hash"].native == huella
