"""Time-stamp tokens (RFC 3161): ask for one and prove one. A NOM-151 constancy is such a token too.

Proved here and not by pyHanko because a provider of constancies signs with a certificate that is not for
time-stamping (specification, §0 fact 7), which pyHanko and ``openssl ts`` refuse.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import cms, core, tsp, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .asn1 import ERRORES_DE_LECTURA
from .confianza import Confianza
from .errores import FirmaError
from .red import ErrorDeRed, publicar

ALGORITMOS = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
_OTORGADOS = {"granted", "granted_with_mods"}


class TokenInvalido(Exception):
    """A token that proves nothing; the text is for logs."""


@dataclass(frozen=True, slots=True)
class Sello:
    """What a good token says.

    - ``momento``: genTime, with time zone.
    - ``numero``: serial number; ``politica``: OID.
    - ``firmante``: certificate of who signed the token.
    - ``extensiones``: DER of each value by OID.
    """

    momento: datetime
    numero: int
    politica: str
    firmante: x509.Certificate = field(repr=False)
    extensiones: dict[str, bytes]


class _Respuesta(core.Sequence):
    """TimeStampResp. asn1crypto's own cannot read a refusal, which brings no token."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


def pedir(
    url: str, digest: bytes, *, algoritmo: str, plazo: float, acceso: tuple[str, str] | None
) -> tuple[cms.ContentInfo, int]:
    """Ask a service for a token over a digest: the token, not proved yet, and the nonce it has to bear.

    :param plazo: seconds
    :param acceso: user and password
    :raises ErrorDeRed: no answer, or a refusal to stamp
    :raises TokenInvalido: an answer that is none
    """
    nonce = secrets.randbits(63) | 1 << 62
    peticion = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": algoritmo}, "hashed_message": digest},
            "nonce": nonce,
            "cert_req": True,
        }
    )
    respuesta = publicar(url, peticion.dump(), tipo="application/timestamp-query", plazo=plazo, acceso=acceso)
    if respuesta.tipo != "application/timestamp-reply":
        raise TokenInvalido(f"content type {respuesta.tipo[:80]!r}")
    try:
        leida = _Respuesta.load(respuesta.cuerpo, strict=True)
        estado, token = leida["status"]["status"].native, leida["time_stamp_token"]
        motivo = str(leida["status"]["status_string"].native or "")
    except ERRORES_DE_LECTURA as error:
        raise TokenInvalido(type(error).__name__) from None
    if estado not in _OTORGADOS:
        raise ErrorDeRed(f"{estado}: {motivo[:200]!r}")
    if not isinstance(token, cms.ContentInfo):
        raise TokenInvalido("no token")
    return token, nonce


def verificar(
    token: cms.ContentInfo,
    digest: bytes,
    *,
    algoritmo: str,
    confianza: Confianza,
    rol: str,
    nonce: int | None = None,
) -> Sello:
    """What a token says, once it is proved that a service of that role signed it over that digest.

    :param algoritmo: of the digest, one of :data:`ALGORITMOS`
    :param rol: ``tsa``, whose certificate must be for time-stamping only, or ``psc``
    :param nonce: that the token has to bear; None for a token that was kept
    :raises TokenInvalido:
    """
    try:
        return _verificar(token, digest, algoritmo, confianza, rol, nonce)
    except FirmaError as error:
        raise TokenInvalido(str(error)) from None
    except ERRORES_DE_LECTURA as error:
        raise TokenInvalido(type(error).__name__) from None


def _verificar(
    token: cms.ContentInfo, digest: bytes, algoritmo: str, confianza: Confianza, rol: str, nonce: int | None
) -> Sello:
    _exigir(token["content_type"].native == "signed_data", "not signed")
    firmado = token["content"]
    _exigir(firmado["encap_content_info"]["content_type"].native == "tst_info", "not a time-stamp")
    _exigir(len(firmado["signer_infos"]) == 1, "not exactly one signature")
    firma, contenido = firmado["signer_infos"][0], bytes(firmado["encap_content_info"]["content"])
    certificados = [opcion.chosen for opcion in firmado["certificates"] if opcion.name == "certificate"]
    firmante = _firmante(firma, certificados)
    _verificar_firma(firma, firmante, contenido)
    informacion = tsp.TSTInfo.load(contenido, strict=True)
    huella = informacion["message_imprint"]
    _exigir(huella["hash_algorithm"]["algorithm"].native == algoritmo, "another hash algorithm")
    _exigir(huella["hashed_message"].native == digest, "another imprint")
    _exigir(nonce is None or informacion["nonce"].native == nonce, "another nonce")
    _exigir(not any(una["critical"].native for una in informacion["extensions"]), "a critical extension")
    momento = informacion["gen_time"].native
    if rol == "tsa":
        _exigir(_solo_sella(firmante), "its certificate is not for time-stamping")
    confianza.camino(firmante, rol, en=momento, otros=certificados)
    return Sello(
        momento=momento,
        numero=informacion["serial_number"].native,
        politica=informacion["policy"].dotted,
        firmante=firmante,
        extensiones={una["extn_id"].dotted: bytes(una["extn_value"]) for una in informacion["extensions"]},
    )


def _exigir(cumple: bool, motivo: str) -> None:
    if not cumple:
        raise TokenInvalido(motivo)


def _firmante(firma: cms.SignerInfo, certificados: list[x509.Certificate]) -> x509.Certificate:
    quien = firma["sid"]
    for cert in certificados:
        if quien.name == "subject_key_identifier":
            es = cert.key_identifier == quien.native
        else:
            emisor, serie = quien.chosen["issuer"], quien.chosen["serial_number"]
            es = cert.issuer.dump() == emisor.chosen.dump() and cert.serial_number == serie.native
        if es:
            return cert
    raise TokenInvalido("it does not bring the certificate of who signed it")


def _verificar_firma(firma: cms.SignerInfo, firmante: x509.Certificate, contenido: bytes) -> None:
    """The signature over the attributes; through them over the content and over the certificate."""
    algoritmo = firma["digest_algorithm"]["algorithm"].native
    _exigir(algoritmo in ALGORITMOS, f"hash algorithm {algoritmo}")
    atributos = {uno["type"].native: uno["values"] for uno in firma["signed_attrs"]}
    _exigir(atributos["content_type"][0].native == "tst_info", "attributes of something else")
    resumen = hashlib.new(algoritmo, contenido).digest()
    _exigir(atributos["message_digest"][0].native == resumen, "attributes of another content")
    _exigir(_nombra(atributos, firmante), "attributes of another certificate")
    publica = load_der_public_key(firmante.public_key.dump())
    datos, valor = firma["signed_attrs"].untag().dump(), firma["signature"].native
    esquema, resumidor = firma["signature_algorithm"].signature_algo, ALGORITMOS[algoritmo]()
    try:
        if isinstance(publica, rsa.RSAPublicKey) and esquema == "rsassa_pkcs1v15":
            publica.verify(valor, datos, padding.PKCS1v15(), resumidor)
        elif isinstance(publica, ec.EllipticCurvePublicKey) and esquema == "ecdsa":
            publica.verify(valor, datos, ec.ECDSA(resumidor))
        else:
            raise TokenInvalido(f"signature algorithm {esquema}")
    except InvalidSignature:
        raise TokenInvalido("its signature does not match") from None


def _nombra(atributos: dict[str, cms.CMSAttribute], cert: x509.Certificate) -> bool:
    """Whether the attributes name the certificate, with SHA-1 (ESSCertID) or with what they say (ESSCertIDv2)."""
    if segunda := atributos.get("signing_certificate_v2"):
        uno = segunda[0]["certs"][0]
        algoritmo = uno["hash_algorithm"]["algorithm"].native
        return algoritmo in ALGORITMOS and uno["cert_hash"].native == hashlib.new(algoritmo, cert.dump()).digest()
    primera = atributos["signing_certificate"][0]["certs"][0]
    return primera["cert_hash"].native == hashlib.sha1(cert.dump()).digest()  # noqa: S324 (RFC 2634)


def _solo_sella(cert: x509.Certificate) -> bool:
    """Time-stamping is the one extended usage, and critical (RFC 3161, 2.3)."""
    usos = cert.extended_key_usage_value
    return usos is not None and usos.native == ["time_stamping"] and "extended_key_usage" in cert.critical_extensions
