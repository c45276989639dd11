"""Who a certificate says that somebody is, whether it may sign, and opening its private key.

What tells an e.firma (FIEL) from a seal for invoices (CSD) is written in no official rule; three marks of the
certificates that SAT issues are asked to agree: key usages, extended usages and the absence of an organizational unit.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from unicodedata import normalize

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

from .archivo_clave import LARGO_RSA, abrir_key, abrir_p12
from .asn1 import ERRORES_DE_LECTURA
from .errores import FirmaError

#: bytes; SAT's certificates take less than two thousand
LARGO_CERTIFICADO = 16_384
USOS_FIEL = {"digital_signature", "non_repudiation", "data_encipherment", "key_agreement"}
USOS_CSD = {"digital_signature", "non_repudiation"}
EXTENDIDOS_FIEL = {"email_protection", "client_auth"}
RFC = re.compile(r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identidad:
    """What a certificate says of its holder.

    - ``tipo``: ``FIEL``, ``CSD`` or ``OTRO``.
    - ``nombre``: of the person or of the legal person.
    - ``rfc``: the holder's; ``rfc_representante``: of who signs for a legal person, else empty.
    - ``curp``: of the person who signs, in either case.
    - ``no_certificado``: SAT's twenty digits, or the serial number in hexadecimal.
    - ``emisor``: common name of the issuer.
    - ``desde``, ``hasta``: validity, with time zone.
    - ``sha256``: of the DER, in hexadecimal.
    """

    tipo: str
    nombre: str
    rfc: str
    rfc_representante: str
    curp: str
    no_certificado: str
    emisor: str
    desde: datetime
    hasta: datetime
    sha256: str

    @property
    def rfc_firmante(self) -> str:
        """RFC of the person who signs."""
        return self.rfc_representante or self.rfc


@dataclass(frozen=True, slots=True)
class Credencial:
    """A certificate judged good with its open private key, which never shows in a representation."""

    cert: x509.Certificate = field(repr=False)
    clave: rsa.RSAPrivateKey = field(repr=False)
    identidad: Identidad


def leer_certificado(der: bytes) -> x509.Certificate:
    """Certificate of a ``.cer`` file: exactly one certificate in DER.

    :raises FirmaError: CER_FORMAT
    """
    if not 0 < len(der) <= LARGO_CERTIFICADO:
        raise FirmaError("CER_FORMAT", f"{len(der)} bytes")
    try:
        load_der_x509_certificate(der).public_key()  # stricter than the next, which is lazy
        cert = x509.Certificate.load(der, strict=True)
        _ = cert.native  # reads every part now
    except ERRORES_DE_LECTURA as error:
        raise FirmaError("CER_FORMAT", type(error).__name__) from None
    return cert


def identidad(cert: x509.Certificate) -> Identidad:
    """What the certificate says, without judging it.

    :param cert: as :func:`leer_certificado` gives it
    :raises FirmaError: CER_FORMAT if the certificate states the name, the RFC or the CURP twice
    """
    rfc, rfc_representante = _partes(_dato(cert.subject, "unique_identifier"))
    curp, curp_representante = _partes(_dato(cert.subject, "serial_number"))
    return Identidad(
        tipo=_tipo(cert, rfc_representante or rfc),
        nombre=_dato(cert.subject, "common_name"),
        rfc=rfc,
        rfc_representante=rfc_representante,
        curp=curp_representante or curp,
        no_certificado=no_certificado(cert.serial_number),
        emisor=" ".join(_datos(cert.issuer, "common_name")),
        desde=cert.not_valid_before,
        hasta=cert.not_valid_after,
        sha256=hashlib.sha256(cert.dump()).hexdigest(),
    )


def no_certificado(serie: int) -> str:
    """SAT's number: the bytes of the serial number are twenty ASCII digits. Hexadecimal for other issuers."""
    crudo = serie.to_bytes((serie.bit_length() + 7) // 8, "big") if serie > 0 else b""
    return crudo.decode("ascii") if len(crudo) == 20 and crudo.isdigit() else f"{serie:x}"


def juzgar(cert: x509.Certificate, *, en: datetime, rfc: str | None = None, curp: str | None = None) -> Identidad:
    """The identity of a certificate that may sign at an instant.

    Its issuer and its revocation are judged elsewhere.

    :param en: with time zone
    :param rfc: that the holder or the representative must have; None accepts any
    :param curp: that the person who signs must have; None accepts any
    :raises FirmaError: CER_FORMAT, NOT_FIEL, NOT_YET_VALID, EXPIRED, RFC_MISMATCH, CURP_MISMATCH
    """
    quien = identidad(cert)
    if quien.tipo != "FIEL":
        raise FirmaError("NOT_FIEL", quien.tipo)
    if cert.public_key.algorithm != "rsa" or cert.public_key.bit_size < LARGO_RSA:
        raise FirmaError("NOT_FIEL", "not RSA of 2048 bits or more")
    if en < quien.desde:
        raise FirmaError("NOT_YET_VALID", quien.desde.isoformat())
    if en > quien.hasta:
        raise FirmaError("EXPIRED", quien.hasta.isoformat())
    if rfc is not None and _clave(rfc) not in (quien.rfc, quien.rfc_firmante):
        raise FirmaError("RFC_MISMATCH")
    if curp is not None and _clave(curp) != quien.curp:
        raise FirmaError("CURP_MISMATCH")
    return quien


def abrir_efirma(
    cer: bytes, key: bytes, contrasena: str, *, en: datetime, rfc: str | None = None, curp: str | None = None
) -> Credencial:
    """Open an e.firma: the ``.cer`` and ``.key`` files that SAT gives.

    The certificate is judged first, as by :func:`juzgar`.

    :raises FirmaError: what :func:`juzgar` raises; KEY_FORMAT, BAD_PASSWORD, KEY_CERT_MISMATCH
    """
    cert = leer_certificado(cer)
    quien = juzgar(cert, en=en, rfc=rfc, curp=curp)
    clave = abrir_key(key, contrasena)
    if not _son_pareja(cert, clave):
        raise FirmaError("KEY_CERT_MISMATCH")
    return Credencial(cert, clave, quien)


def abrir_pkcs12(
    p12: bytes, contrasena: str, *, en: datetime, rfc: str | None = None, curp: str | None = None
) -> Credencial:
    """Open an e.firma kept in a ``.p12`` or ``.pfx`` file.

    :raises FirmaError: what :func:`juzgar` raises; P12_FORMAT, BAD_PASSWORD, KEY_CERT_MISMATCH
    """
    clave, certificados = abrir_p12(p12, contrasena)
    if not certificados:
        raise FirmaError("P12_FORMAT", "no certificate")
    for der in certificados:
        cert = leer_certificado(der)
        if _son_pareja(cert, clave):
            return Credencial(cert, clave, juzgar(cert, en=en, rfc=rfc, curp=curp))
    raise FirmaError("KEY_CERT_MISMATCH")


def _son_pareja(cert: x509.Certificate, clave: rsa.RSAPrivateKey) -> bool:
    publica = clave.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return publica == cert.public_key.dump()


def _tipo(cert: x509.Certificate, rfc: str) -> str:
    usos = set(cert.key_usage_value.native) if cert.key_usage_value else set()
    extendidos = set(cert.extended_key_usage_value.native) if cert.extended_key_usage_value else set()
    unidad = bool(_datos(cert.subject, "organizational_unit_name"))
    if usos == USOS_FIEL and extendidos >= EXTENDIDOS_FIEL and not unidad and RFC.fullmatch(rfc):
        return "FIEL"
    if usos == USOS_CSD and not extendidos and unidad:
        return "CSD"
    return "OTRO"


def _datos(nombre: x509.Name, tipo: str) -> list[str]:
    pares = (par for rdn in nombre.chosen for par in rdn)
    return [str(par["value"].native) for par in pares if par["type"].native == tipo]


def _dato(nombre: x509.Name, tipo: str) -> str:
    """The one attribute of that type, or an empty string. Two would let a reader choose whom to believe."""
    valores = _datos(nombre, tipo)
    if len(valores) > 1:
        raise FirmaError("CER_FORMAT", f"more than one {tipo}")
    return normalize("NFC", valores[0]).strip() if valores else ""


def _partes(valor: str) -> tuple[str, str]:
    """Holder and representative of ``A / B``; either may be empty."""
    titular, _, representante = valor.partition("/")
    return _clave(titular), _clave(representante)


def _clave(valor: str) -> str:
    """An RFC or a CURP as they are compared."""
    return normalize("NFC", valor).strip().upper()
