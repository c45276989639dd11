"""The printed number of a guía: prefix, serial, check digit and suffix, read from whatever was scanned or typed."""

import re
import unicodedata
from typing import NamedTuple

from .digitos import ALGORITMOS, LARGOS

#: a purchase of more is entered in parts
MAXIMO = 100_000
#: longer texts are no tracking number of any carrier
LARGO_MAXIMO = 100
#: serials are kept as int8
ANCHO_MAXIMO = 18
#: letters that are taken for digits, by people and by scanners that read text
_CONFUSAS = str.maketrans("OQIL", "0011")


class FolioInvalidoError(ValueError):
    """A text that is not a number of the series.

    :ivar codigo: ``vacio``, ``largo``, ``patron``, ``prefijo``, ``sufijo``, ``cifras``, ``ceros``, ``letra``,
        ``digito``, ``ancho``, ``agotada``, ``cantidad``, ``maximo`` or ``orden``
    :ivar datos: what the sentence for the user needs
    """

    def __init__(self, codigo, **datos):
        super().__init__(codigo, datos)
        self.codigo = codigo
        self.datos = datos


class Formato(NamedTuple):
    """How a series prints its numbers.

    :param prefijo: what every number begins with; its digits enter into the check digit when it is all digits, save in S10
    :param sufijo: what every number ends with
    :param ancho: digits of the serial, with zeros on the left; 0 when they vary
    :param algoritmo: ``ninguno`` or a key of :data:`.digitos.ALGORITMOS`
    :param patron: regular expression that a scanned text must match whole; a group ``folio`` cuts the number out
    """

    prefijo: str = ""
    sufijo: str = ""
    ancho: int = 0
    algoritmo: str = "ninguno"
    patron: str = ""


def normalizar(texto: str) -> str:
    """The text as it is compared: no spaces, hyphens, dots nor brackets, capital letters."""
    texto = unicodedata.normalize("NFKC", texto or "")
    return "".join(c for c in texto if c.isalnum() and c.isascii()).upper()


def revisar(formato: Formato) -> None:
    """Refuse a format that could not print its numbers.

    :raises FolioInvalidoError: ``ancho`` or ``patron``
    """
    fijo = LARGOS.get(formato.algoritmo)
    cuerpo = formato.ancho + (len(formato.prefijo) if _prefijo_cuenta(formato) else 0)
    if not 0 <= formato.ancho <= ANCHO_MAXIMO or (formato.algoritmo in ALGORITMOS and not formato.ancho):
        raise FolioInvalidoError("ancho", debe=f"1-{ANCHO_MAXIMO}", es=formato.ancho)
    if fijo and cuerpo != fijo:
        raise FolioInvalidoError("ancho", debe=fijo, es=cuerpo)
    try:
        re.compile(formato.patron)
    except re.error as error:
        raise FolioInvalidoError("patron", texto=formato.patron) from error


def ultimo_serial(formato: Formato) -> int:
    """The greatest serial that the series can print."""
    return 10 ** (formato.ancho or ANCHO_MAXIMO) - 1


def formatear(formato: Formato, serial: int) -> str:
    """The number as printed.

    :raises FolioInvalidoError: ``agotada`` when the serial has more digits than the series
    """
    if not 0 <= serial <= ultimo_serial(formato):
        raise FolioInvalidoError("agotada", ultimo=ultimo_serial(formato), es=serial)
    cifras = f"{serial:0{formato.ancho}d}" if formato.ancho else str(serial)
    return f"{formato.prefijo}{cifras}{_digito(formato, cifras)}{formato.sufijo}"


def parse(formato: Formato, texto: str) -> int:
    """The serial of the number in ``texto``, as scanned or typed.

    :raises FolioInvalidoError: telling what is wrong; ``digito`` says which it is and which it must be
    """
    folio = _recortar(formato, texto)
    if not folio.startswith(formato.prefijo):
        raise FolioInvalidoError("prefijo", es=folio[: len(formato.prefijo)], debe=formato.prefijo)
    if not folio.endswith(formato.sufijo) or len(folio) < len(formato.prefijo) + len(formato.sufijo):
        raise FolioInvalidoError("sufijo", es=folio[len(folio) - len(formato.sufijo) :], debe=formato.sufijo)
    cuerpo = folio[len(formato.prefijo) : len(folio) - len(formato.sufijo)]
    if not cuerpo.isdigit():
        if cuerpo.translate(_CONFUSAS).isdigit():
            corregido = formato.prefijo + cuerpo.translate(_CONFUSAS) + formato.sufijo
            raise FolioInvalidoError("letra", es=folio, debe=corregido)
        raise FolioInvalidoError("cifras", es=cuerpo)
    con_digito = formato.algoritmo in ALGORITMOS
    ancho = formato.ancho + con_digito if formato.ancho else 0
    if (ancho and len(cuerpo) != ancho) or len(cuerpo) - con_digito > ANCHO_MAXIMO:
        fijo = len(formato.prefijo) + len(formato.sufijo)
        raise FolioInvalidoError("largo", es=len(folio), debe=fijo + (ancho or ANCHO_MAXIMO))
    cifras = cuerpo[:-1] if con_digito else cuerpo
    if con_digito and (debe := _digito(formato, cifras)) != cuerpo[-1]:
        raise FolioInvalidoError("digito", folio=folio, es=cuerpo[-1], debe=debe)
    if not formato.ancho and len(cifras) > 1 and cifras[0] == "0":
        raise FolioInvalidoError("ceros", es=folio)  # it would be printed back without them
    return int(cifras)


def limites(formato: Formato, primero: str, ultimo: str = "", cantidad: int | None = None) -> tuple[int, int]:
    """First and last serial of a purchase, given as its first number and either the last one or how many there are.

    :raises FolioInvalidoError: as :func:`parse` (with ``cual``, ``primero`` or ``ultimo``), or ``orden``, ``cantidad``, ``maximo``
    """
    inicio = _parse_extremo(formato, primero, "primero")
    if ultimo:
        fin = _parse_extremo(formato, ultimo, "ultimo")
        if fin < inicio:
            raise FolioInvalidoError("orden", primero=primero, ultimo=ultimo)
    else:
        if isinstance(cantidad, bool) or not isinstance(cantidad, int) or cantidad < 1:
            raise FolioInvalidoError("cantidad", es=cantidad)
        fin = inicio + cantidad - 1
    if fin - inicio >= MAXIMO:
        raise FolioInvalidoError("maximo", es=fin - inicio + 1, debe=MAXIMO)
    formatear(formato, fin)
    return inicio, fin


def huecos(inicio: int, fin: int, ocupados: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of ``inicio``..``fin`` is in none of the intervals ``ocupados`` (ends included, in order, not overlapping)."""
    faltan = []
    for desde, hasta in ocupados:
        if desde > inicio:
            faltan.append((inicio, desde - 1))
        inicio = max(inicio, hasta + 1)
    if inicio <= fin:
        faltan.append((inicio, fin))
    return faltan


def _parse_extremo(formato, texto, cual):
    try:
        return parse(formato, texto)
    except FolioInvalidoError as error:
        error.datos["cual"] = cual
        raise


def _recortar(formato, texto):
    folio = normalizar(texto)
    if not folio:
        raise FolioInvalidoError("vacio")
    if len(folio) > LARGO_MAXIMO:
        raise FolioInvalidoError("largo", es=len(folio), debe=LARGO_MAXIMO)
    if formato.patron:
        coincide = re.fullmatch(formato.patron, folio)
        if not coincide:
            raise FolioInvalidoError("patron", texto=folio)
        folio = coincide.groupdict().get("folio") or folio
    return folio


def _prefijo_cuenta(formato):
    return formato.algoritmo != "s10" and formato.prefijo.isdigit()


def _digito(formato, cifras):
    algoritmo = ALGORITMOS.get(formato.algoritmo)
    if not algoritmo:
        return ""
    return str(algoritmo((formato.prefijo if _prefijo_cuenta(formato) else "") + cifras))
