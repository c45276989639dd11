"""What the messenger's phone sends, read with suspicion: the shape of one action, and the files that prove it."""

import base64
import binascii
import hashlib
import re
from datetime import UTC, datetime
from typing import NamedTuple

#: what a messenger can tell from the street
TIPOS_MOVIL = ("entregado", "intento_fallido")
#: what whoever receives shows to identify themselves
IDENTIFICACIONES = ("ine", "pasaporte", "cedula", "licencia", "gafete", "otra")
#: actions in one call
MAX_ITEMS = 50
#: proofs of one action, and bytes of each
MAX_EVIDENCIAS = 12
MAX_OCTETOS = 15 * 2**20
#: clocks that differ by less than this agree
TOLERANCIA = 120
_UUID = re.compile(r"[0-9a-fA-F-]{16,64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FORMATOS = ((b"\xff\xd8\xff", "image/jpeg", "jpg"), (b"\x89PNG\r\n\x1a\n", "image/png", "png"))


class ItemError(ValueError):
    """What was sent cannot be read; ``args[0]`` is a code."""


class Prueba(NamedTuple):
    """A signature or a photo: announced by its SHA-256, with its bytes when they came in the same call."""

    tipo: str
    sha256: str
    contenido: bytes | None


def uuid_de(item) -> str:
    """The identifier of an action; the rest may be unreadable."""
    uuid = item.get("uuid") if isinstance(item, dict) else None
    if not isinstance(uuid, str) or not _UUID.fullmatch(uuid):
        raise ItemError("uuid")
    return uuid


def fecha(texto) -> datetime:
    """A moment as the browser writes it (ISO 8601 with its zone), in naive UTC."""
    try:
        momento = datetime.fromisoformat(texto).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (TypeError, ValueError, OverflowError):
        raise ItemError("fecha") from None
    if not 1970 <= momento.year < 2200:  # a clock whose battery died begins in 1970
        raise ItemError("fecha")
    return momento


def posicion(item) -> dict:
    """Position with its accuracy in meters, or that it was denied."""
    valores = [item.get(campo) for campo in ("latitud", "longitud", "precision")]
    if any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in valores):
        return {"geo_negada": True}
    latitud, longitud, precision = valores
    if not (-90 <= latitud <= 90 and -180 <= longitud <= 180 and precision >= 0):  # nor what is no number
        return {"geo_negada": True}
    return {"latitud": latitud, "longitud": longitud, "precision": min(precision, 10_000_000), "geo_negada": False}


def texto(item, campo, largo=250) -> str:
    """One line of text, without what no keyboard writes."""
    valor = item.get(campo)
    if not isinstance(valor, str):
        return ""
    visible = "".join(c if c.isprintable() else " " for c in valor)  # half an emoji is none
    return " ".join(visible.split())[:largo]


def entero(item, campo) -> int:
    """An id; 0 when it is none."""
    valor = item.get(campo)
    return valor if isinstance(valor, int) and not isinstance(valor, bool) and 0 < valor < 2**31 else 0


def pruebas(item) -> list[Prueba]:
    """The signature and the photos of an action, each once."""
    firma, fotos = item.get("firma"), item.get("fotos") or []
    if not isinstance(fotos, list) or len(fotos) > MAX_EVIDENCIAS:
        raise ItemError("evidencias")
    leidas = [_prueba("firma", firma)] if firma else []
    leidas += [_prueba("foto", foto) for foto in fotos]
    return list({prueba.sha256: prueba for prueba in leidas}.values())


def _prueba(tipo, dicho):
    sha256 = dicho.get("sha256") if isinstance(dicho, dict) else None
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise ItemError("evidencias")
    return Prueba(tipo, sha256, _contenido(dicho.get("datos"), sha256))


def _contenido(datos, sha256):
    """The bytes that came; None when they did not, or broke on their way: they are asked for again."""
    if not isinstance(datos, str) or len(datos) > MAX_OCTETOS * 4 // 3 + 4:
        return None
    try:
        contenido = base64.b64decode(datos, validate=True)
    except (binascii.Error, ValueError):
        return None
    if hashlib.sha256(contenido).hexdigest() != sha256:
        return None
    if not formato(contenido):
        raise ItemError("imagen")
    return contenido


def formato(contenido: bytes):
    """``(mimetype, extension)`` of an image by its first bytes, or None."""
    for firma, mimetype, extension in _FORMATOS:
        if contenido.startswith(firma):
            return mimetype, extension
    return None


def desfase(enviado, ahora: datetime) -> int:
    """Seconds that the clock of the phone is behind that of the server (negative: ahead); 0 when they agree.

    The way there counts as difference too, which is why small ones are none.
    """
    segundos = round((ahora - fecha(enviado)).total_seconds())
    return segundos if abs(segundos) > TOLERANCIA else 0
