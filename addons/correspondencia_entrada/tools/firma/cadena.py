"""Cadena original and sello digital: the signature that also lives on paper.

The text says who signs what, when; its signature is printed beside it. Whoever holds the paper checks it with
``openssl dgst -sha256 -verify`` and the signer's certificate, without this system. Separators and clean-up are those
of SAT for the CFDI (Anexo 20 of the Resolución Miscelánea Fiscal, "Generación de sellos digitales").
"""

import re
import unicodedata
from datetime import datetime, timezone

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .errores import FirmaError

VERSION = "1.0"


def _limpio(valor: str) -> str:
    """NFC, one space between words, no control characters and no pipe: it separates."""
    visible = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in valor)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", visible).replace("|", " ")).strip()


def cadena_original(*, folio: str, fecha: datetime, rfc: str, no_certificado: str, entidad: str, sha256: str) -> str:
    """The text to sign: ``||1.0|folio|fecha|RFC|noCertificado|entidad|SHA-256||``.

    :param fecha: aware; written in UTC to the second
    :param sha256: of the document before any signature, 64 hexadecimal digits
    :raises ValueError: a datum is missing; that is an error of the program, not of the signer
    """
    if fecha.tzinfo is None or not re.fullmatch(r"[0-9a-fA-F]{64}", sha256):
        raise ValueError("an aware datetime and a SHA-256 in hexadecimal are needed")
    instante = fecha.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    datos = [_limpio(dato) for dato in (folio, instante, rfc, no_certificado, entidad, sha256.lower())]
    if not all(datos):
        raise ValueError("a datum of the cadena original is empty")
    return f"||{'|'.join([VERSION, *datos])}||"


def es_cadena(texto: str) -> bool:
    """Whether a text has the shape of :func:`cadena_original`."""
    return bool(re.fullmatch(r"\|\|1\.0(\|[^|\x00-\x1f]+){5}\|[0-9a-f]{64}\|\|", texto))


def firmar_cadena(clave: RSAPrivateKey, cadena: str) -> bytes:
    """The sello: RSASSA-PKCS1-v1_5 with SHA-256 over the UTF-8 text."""
    return clave.sign(cadena.encode(), PKCS1v15(), SHA256())


def verificar_cadena(cert: x509.Certificate, cadena: str, sello: bytes) -> None:
    """:raises FirmaError: ``BAD_SIGNATURE``"""
    try:
        load_der_public_key(cert.public_key.dump()).verify(sello, cadena.encode(), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise FirmaError("BAD_SIGNATURE", "the sello does not match the cadena original") from error
