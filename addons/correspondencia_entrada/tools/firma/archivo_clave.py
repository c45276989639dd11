"""Open files with a private key: SAT's ``.key`` (PKCS#8) and PKCS#12.

The structure is proved before the password is tried. What fails after that is the password: of many wrong ones a few
decrypt to something that is nearly a key, so that the text of the error tells nothing.
"""

from collections.abc import Callable, Iterator
from typing import TypeVar
from unicodedata import normalize

from asn1crypto import algos, keys, pkcs12
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from .asn1 import ERRORES_DE_LECTURA
from .errores import FirmaError

#: bytes
LARGO_KEY = 8_192
LARGO_P12 = 131_072
#: SAT derives with 2048 and OpenSSL with 2048 to 20000; two million take about a second
ITERACIONES = 2_000_000
#: bits of the shortest RSA key that may sign
LARGO_RSA = 2048
CIFRADOS = {"tripledes_3key", "aes128_cbc", "aes192_cbc", "aes256_cbc"}

T = TypeVar("T")


def abrir_key(datos: bytes, contrasena: str) -> rsa.RSAPrivateKey:
    """Private key of an encrypted PKCS#8 file in DER (PBES2 with PBKDF2 and 3DES or AES).

    :raises FirmaError: KEY_FORMAT, BAD_PASSWORD
    """
    if not 0 < len(datos) <= LARGO_KEY:
        raise FirmaError("KEY_FORMAT", f"{len(datos)} bytes")
    try:
        sobre = keys.EncryptedPrivateKeyInfo.load(datos, strict=True)
        _ = sobre.native
        soportado = _pbes2(sobre["encryption_algorithm"])
    except ERRORES_DE_LECTURA:
        raise FirmaError("KEY_FORMAT", "not an encrypted PKCS#8 in DER") from None
    if not soportado:
        raise FirmaError("KEY_FORMAT", "encryption not supported")
    clave = _probar(contrasena, lambda secreto: load_der_private_key(datos, secreto))
    return _rsa(clave, "KEY_FORMAT")


def abrir_p12(datos: bytes, contrasena: str) -> tuple[rsa.RSAPrivateKey, list[bytes]]:
    """Private key and certificates (DER) of a PKCS#12 file.

    :raises FirmaError: P12_FORMAT, BAD_PASSWORD
    """
    if not 0 < len(datos) <= LARGO_P12:
        raise FirmaError("P12_FORMAT", f"{len(datos)} bytes")
    try:
        archivo = pkcs12.Pfx.load(datos, strict=True)
        soportado = archivo["auth_safe"]["content_type"].native == "data" and _iteraciones(archivo) <= ITERACIONES
    except ERRORES_DE_LECTURA:
        raise FirmaError("P12_FORMAT", "not a PKCS#12 in DER") from None
    if not soportado:
        raise FirmaError("P12_FORMAT", "protection not supported")
    abierto = _probar(contrasena, lambda secreto: load_pkcs12(datos, secreto))
    if abierto.key is None:
        raise FirmaError("P12_FORMAT", "no private key")
    certificados = [abierto.cert, *abierto.additional_certs]
    return _rsa(abierto.key, "P12_FORMAT"), [
        uno.certificate.public_bytes(Encoding.DER) for uno in certificados if uno is not None
    ]


def _pbes2(algoritmo: algos.EncryptionAlgorithm) -> bool:
    if algoritmo["algorithm"].native != "pbes2" or algoritmo.kdf != "pbkdf2":
        return False
    cifrado = algoritmo["parameters"]["encryption_scheme"]["algorithm"].native
    return cifrado in CIFRADOS and 0 < algoritmo.kdf_iterations <= ITERACIONES


def _iteraciones(archivo: pkcs12.Pfx) -> int:
    """The most iterations asked for anywhere that is legible without the password."""
    cuentas = [archivo["mac_data"]["iterations"].native] if archivo["mac_data"].native else [0]
    for parte in archivo.authenticated_safe:
        if parte["content_type"].native == "encrypted_data":
            cifrado = parte["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            cuentas.append(cifrado.kdf_iterations)
        else:
            bolsas = pkcs12.SafeContents.load(parte["content"].native)
            cuentas += [
                bolsa["bag_value"]["encryption_algorithm"].kdf_iterations
                for bolsa in bolsas
                if bolsa["bag_id"].native == "pkcs8_shrouded_key_bag"
            ]
    return max(cuentas)


def _probar(contrasena: str, abrir: Callable[[bytes], T]) -> T:
    for secreto in _codificaciones(contrasena):
        try:
            return abrir(secreto)
        except ERRORES_DE_LECTURA:
            continue
    raise FirmaError("BAD_PASSWORD")


def _codificaciones(contrasena: str) -> Iterator[bytes]:
    """UTF-8, then Latin-1 where it differs: old programs wrote the password of a key in either."""
    try:
        yield contrasena.encode("utf-8")
        if not contrasena.isascii():
            yield normalize("NFC", contrasena).encode("latin-1")
    except UnicodeEncodeError:
        return


def _rsa(clave: object, codigo: str) -> rsa.RSAPrivateKey:
    if not isinstance(clave, rsa.RSAPrivateKey) or clave.key_size < LARGO_RSA:
        raise FirmaError(codigo, "not RSA of 2048 bits or more")
    return clave
