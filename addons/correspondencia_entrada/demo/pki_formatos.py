"""Pieces of a certificate and of a key file as SAT writes them, for the demo authority only."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone

from asn1crypto import algos, core, keys, x509
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import load_der_x509_certificate

from ..tools.firma import asn1

#: salt of every SAT key file seen; with it the key file is no better than an unsalted hash of the password
SAL_SAT = bytes.fromhex("0201000282010100")
ITERACIONES_SAT = 2048
#: characters of a PrintableString; SAT writes the rest as UTF8String
_IMPRIMIBLES = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")


def clave_nueva() -> rsa.RSAPrivateKey:
    """RSA of 2048 bits, also where Banco de México and SAT use 4096: ten times faster to make, and judged alike."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def clave_clara(clave: rsa.RSAPrivateKey) -> bytes:
    """Unencrypted PKCS#8 in DER."""
    return clave.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def nombre(*atributos: tuple[str, str]) -> x509.Name:
    """Distinguished name with one attribute per RDN, in the given order, as SAT does.

    :param atributos: asn1crypto's name of each attribute and its text
    """
    return x509.Name(name="", value=x509.RDNSequence([_rdn(tipo, texto) for tipo, texto in atributos]))


def _rdn(tipo: str, texto: str) -> x509.RelativeDistinguishedName:
    if tipo == "email_address":
        valor = x509.EmailAddress(texto)
    else:
        clase = asn1.IdentificadorUnico if tipo == "unique_identifier" else x509.DirectoryString
        forma = "printable_string" if _IMPRIMIBLES.issuperset(texto) else "utf8_string"
        valor = clase(name=forma, value=texto)
    return x509.RelativeDistinguishedName([x509.NameTypeAndValue({"type": tipo, "value": valor})])


def extension(tipo: str, valor: core.Asn1Value, critica: bool = False) -> x509.Extension:
    """An extension of a certificate by asn1crypto's name of it."""
    return x509.Extension({"extn_id": tipo, "critical": critica, "extn_value": core.ParsableOctetString(valor.dump())})


def numero_de_serie(digitos: str) -> int:
    """SAT's serial number: the bytes of twenty ASCII digits (*noCertificado*) read as one integer."""
    return int.from_bytes(digitos.encode("ascii"), "big")


def certificado(
    *,
    sujeto: x509.Name,
    numero: str,
    desde: datetime,
    hasta: datetime,
    publica: rsa.RSAPublicKey,
    emisor: x509.Name,
    firma: rsa.RSAPrivateKey,
    extensiones: Iterable[x509.Extension],
) -> x509.Certificate:
    """Certificate signed with SHA-256. ``numero``: twenty digits; dates with time zone, to the second."""
    algoritmo = {"algorithm": "sha256_rsa"}
    informacion = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": numero_de_serie(numero),
            "signature": algoritmo,
            "issuer": emisor,
            "validity": {"not_before": _tiempo(desde), "not_after": _tiempo(hasta)},
            "subject": sujeto,
            "subject_public_key_info": keys.PublicKeyInfo.load(
                publica.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
            ),
            "extensions": list(extensiones),
        }
    )
    valor = firma.sign(informacion.dump(), padding.PKCS1v15(), hashes.SHA256())
    armado = x509.Certificate(
        {"tbs_certificate": informacion, "signature_algorithm": algoritmo, "signature_value": valor}
    )
    return x509.Certificate.load(armado.dump())


def _tiempo(instante: datetime) -> x509.Time:
    """UTCTime to 2049 and GeneralizedTime after it (RFC 5280, 4.1.2.5)."""
    instante = instante.astimezone(timezone.utc)
    return x509.Time({"utc_time": instante} if instante.year < 2050 else {"general_time": instante})


def key_3des(clave: rsa.RSAPrivateKey, contrasena: bytes) -> bytes:
    """Key file as SAT's Certifica writes it: PBES2, PBKDF2-HMAC-SHA1, constant salt, 3DES, IV = start of the plaintext."""
    claro = clave_clara(clave)
    iv = claro[:8]
    derivada = hashlib.pbkdf2_hmac("sha1", contrasena, SAL_SAT, ITERACIONES_SAT, 24)
    relleno = 8 - len(claro) % 8
    cifrador = Cipher(TripleDES(derivada), modes.CBC(iv)).encryptor()
    cifrado = cifrador.update(claro + bytes([relleno]) * relleno) + cifrador.finalize()
    pbkdf2 = {
        "salt": algos.Pbkdf2Salt(name="specified", value=core.OctetString(SAL_SAT)),
        "iteration_count": ITERACIONES_SAT,
    }
    return keys.EncryptedPrivateKeyInfo(
        {
            "encryption_algorithm": {
                "algorithm": "pbes2",
                "parameters": {
                    "key_derivation_func": {"algorithm": "pbkdf2", "parameters": pbkdf2},
                    "encryption_scheme": {"algorithm": "tripledes_3key", "parameters": iv},
                },
            },
            "encrypted_data": cifrado,
        }
    ).dump()


def key_aes(clave: rsa.RSAPrivateKey, contrasena: bytes) -> bytes:
    """Key file in PBES2 with AES-256-CBC, as OpenSSL writes it."""
    return clave.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(contrasena),
    )


@dataclass(frozen=True, slots=True)
class Par:
    """A certificate and its private key, which never shows in a representation."""

    cert: x509.Certificate = field(repr=False)
    clave: rsa.RSAPrivateKey = field(repr=False)

    @property
    def cer(self) -> bytes:
        """The ``.cer`` file: DER."""
        return self.cert.dump()

    def archivo_key(self, contrasena: str, *, cifrado: str = "3des", codificacion: str = "utf-8") -> bytes:
        """The ``.key`` file. ``cifrado``: ``3des`` as SAT, or ``aes``; ``codificacion`` of the password's letters."""
        return {"3des": key_3des, "aes": key_aes}[cifrado](self.clave, contrasena.encode(codificacion))

    def archivo_p12(self, contrasena: str, *, antiguo: bool = False) -> bytes:
        """A PKCS#12 file with this pair, in AES-256, or in 3DES with SHA-1 as old programs write it."""
        proteccion = serialization.BestAvailableEncryption(contrasena.encode())
        if antiguo:
            proteccion = (
                serialization.PrivateFormat.PKCS12.encryption_builder()
                .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
                .hmac_hash(hashes.SHA1())  # noqa: S303
                .build(contrasena.encode())
            )
        publico = load_der_x509_certificate(self.cer)
        return pkcs12.serialize_key_and_certificates(b"efirma", self.clave, publico, None, proteccion)
