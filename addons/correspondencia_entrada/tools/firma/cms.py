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
    find_unique_cms_attribute,
    simple_cms_attribute,
)
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .asn1 import ERRORES_DE_LECTURA
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


def sellar(digest: bytes, sellador: TimeStamper) -> cms.ContentInfo:
    """A time-stamp token over a SHA-256, judged by ``sellador``.

    :raises FirmaError: what ``sellador`` raises
    """
    return asyncio.run(sellador.async_timestamp(digest, "sha256"))


def envolver(
    cert: x509.Certificate,
    cadena: Iterable[x509.Certificate],
    atributos: bytes,
    valor: bytes,
    sellador: TimeStamper | None,
) -> cms.ContentInfo:
    """The CMS of a signature, with one time-stamp over the signature value when there is a ``sellador``.

    :param cadena: certificates that travel along; roots stay out
    :raises FirmaError: what ``sellador`` raises
    """
    almacen = SimpleCertificateStore()
    almacen.register_multiple(cadena)
    firmante = ExternalSigner(cert, almacen, valor, embed_roots=False)
    atributos = cms.CMSAttributes.load(atributos)
    return asyncio.run(firmante.async_sign_prescribed_attributes("sha256", atributos, timestamper=sellador))
