"""POST a small request to a service of the trust infrastructure and take a small answer, within a time."""

import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

#: bytes; time-stamps take five thousand, OCSP answers three thousand
LARGO_RESPUESTA = 65_536
#: SAT's server also offers Diffie-Hellman of 1024 bits, which OpenSSL refuses; this asks for what is strong on both sides
CIFRADOS = "ECDHE+AESGCM:ECDHE+CHACHA20"
_BUCLE = {"127.0.0.1", "::1", "localhost"}


class ErrorDeRed(OSError):
    """No usable answer; the text is for logs and never holds credentials."""


@dataclass(frozen=True, slots=True)
class Respuesta:
    """``tipo``: content type in lower case, without parameters."""

    tipo: str
    cuerpo: bytes


class _AdaptadorTls(HTTPAdapter):
    def init_poolmanager(self, *args, **kwargs):
        contexto = ssl.create_default_context()
        contexto.set_ciphers(CIFRADOS)
        super().init_poolmanager(*args, **kwargs, ssl_context=contexto)


def publicar(url: str, cuerpo: bytes, *, tipo: str, plazo: float, acceso: tuple[str, str] | None = None) -> Respuesta:
    """POST without following redirections.

    :param url: ``https://`` or ``http://``; with ``acceso`` only the first, or this machine
    :param tipo: content type of the request
    :param plazo: seconds for the headers, and as many from the start for the body
    :param acceso: user and password for basic authentication
    :raises ErrorDeRed: no connection, no time, a status other than 200, an answer too large
    """
    partes = urlsplit(url)
    if partes.scheme not in ("http", "https"):
        raise ErrorDeRed("not an http address")
    if acceso and partes.scheme == "http" and partes.hostname not in _BUCLE:
        raise ErrorDeRed("credentials travel only over https")
    limite = time.monotonic() + plazo
    try:
        with requests.Session() as sesion:
            sesion.mount("https://", _AdaptadorTls())
            with sesion.post(
                url,
                data=cuerpo,
                headers={"Content-Type": tipo, "Accept-Encoding": "identity"},
                auth=_acceso(acceso),
                timeout=plazo,
                allow_redirects=False,
                stream=True,
            ) as respuesta:
                if respuesta.status_code != requests.codes.ok:
                    raise ErrorDeRed(f"status {respuesta.status_code}")
                contenido = _leer(respuesta, limite)
                recibido = respuesta.headers.get("Content-Type", "")
    except (requests.RequestException, HTTPError) as error:
        raise ErrorDeRed(type(error).__name__) from None
    return Respuesta(recibido.partition(";")[0].strip().lower(), contenido)


def _acceso(acceso: tuple[str, str] | None) -> tuple[bytes, bytes] | None:
    """In UTF-8 (RFC 7617): requests would take Latin-1, and fail at the rest."""
    return (acceso[0].encode(), acceso[1].encode()) if acceso else None


def _leer(respuesta: requests.Response, limite: float) -> bytes:
    """The body as it arrives, bit by bit: who sends a byte now and then does not hold the server."""
    contenido = b""
    while trozo := respuesta.raw.read1(4096, decode_content=False):
        contenido += trozo
        if len(contenido) > LARGO_RESPUESTA:
            raise ErrorDeRed("answer too large")
        if time.monotonic() > limite:
            raise ErrorDeRed("answer too slow")
    return contenido
