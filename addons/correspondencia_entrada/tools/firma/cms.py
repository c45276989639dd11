"""What the key signs, and the CMS around it: PAdES baseline (ETSI EN 319 142-1), built alike in both modes."""

import asyncio
from collections.abc import Iterable

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign.general import (
    as_signing_certificate_v2,
    extract_certificate_info,
    find_unique_cms_attribute,
    simple_cms_attribute,
)
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .asn1 import ERRORES_DE_LECTURA
from .confianza import Confianza
from .errores import FirmaError


def atributos_firmados(digest: bytes, cert: x509.Certificate) -> bytes:
    """The signed attributes: content type, digest of the document, digest of the certificate. Nothing else.

    A function of its arguments only, so that the browser can build the same bytes and compare before it signs.

    :param digest: SHA-256 of the byte range, 32 bytes
    :returns: DER of the SET OF (tag 0x31), which is what RSASSA-PKCS1-v1_5 with SHA-256 is applied to
    """
    return cms.CMSAttributes(
        [
            simple_cms_attribute("content_type", "data"),
            simple_cms_attribute("message_digest", digest),
            simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(cert)),
        ]
    ).dump()


def digest_de(atributos: bytes) -> bytes:
    """The digest of the document that signed attributes name.

    :raises FirmaError: ``STATE_TAMPERED`` when they are no attributes
    """
    try:
        return find_unique_cms_attribute(cms.CMSAttributes.load(atributos, strict=True), "message_digest").native
    except ERRORES_DE_LECTURA as error:
        raise FirmaError("STATE_TAMPERED", "not signed attributes") from error


def verificar_valor(cert: x509.Certificate, atributos: bytes, valor: bytes) -> None:
    """Check the raw signature over the attributes.

    :raises FirmaError: ``BAD_SIGNATURE``
    """
    clave = load_der_public_key(cert.public_key.dump())
    if not isinstance(clave, RSAPublicKey):
        raise FirmaError("BAD_SIGNATURE", "not an RSA key")
    try:
        clave.verify(valor, atributos, PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise FirmaError("BAD_SIGNATURE", "the value does not match the signed attributes") from error


class _SelladorConfiable(TimeStamper):
    """A time-stamper whose tokens are refused when the authority behind them is not a trusted TSA."""

    def __init__(self, sellador: TimeStamper, confianza: Confianza):
        super().__init__()
        self._sellador = sellador
        self._confianza = confianza

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = await self._sellador.async_timestamp(message_digest, md_algorithm)
        datos = token["content"]
        certificados = extract_certificate_info(datos)
        momento = datos["encap_content_info"]["content"].parsed["gen_time"].native
        self._confianza.camino(certificados.signer_cert, "tsa", en=momento, otros=certificados.other_certs)
        return token


def sellar(digest: bytes, sellador: TimeStamper, confianza: Confianza) -> cms.ContentInfo:
    """A time-stamp token over a SHA-256.

    :raises FirmaError: ``UNTRUSTED`` when no TSA of ``confianza`` signed it; what ``sellador`` raises
    """
    return asyncio.run(_SelladorConfiable(sellador, confianza).async_timestamp(digest, "sha256"))


def envolver(
    cert: x509.Certificate,
    intermedios: Iterable[x509.Certificate],
    atributos: bytes,
    valor: bytes,
    *,
    confianza: Confianza,
    sellador: TimeStamper | None,
) -> cms.ContentInfo:
    """The CMS of a signature, with one time-stamp over the signature value when there is a ``sellador``.

    :raises FirmaError: as :func:`sellar`
    """
    almacen = SimpleCertificateStore()
    almacen.register_multiple(intermedios)
    firmante = ExternalSigner(cert, almacen, valor, embed_roots=False)
    confiable = _SelladorConfiable(sellador, confianza) if sellador else None
    atributos = cms.CMSAttributes.load(atributos)
    return asyncio.run(firmante.async_sign_prescribed_attributes("sha256", atributos, timestamper=confiable))
