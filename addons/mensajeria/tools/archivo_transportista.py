"""The files that carriers send: rows of a CSV or of an Excel workbook, with their dates and amounts."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from openpyxl import load_workbook

TAMANO_MAX = 10 * 2**20
#: what a workbook may hold once it is unpacked
DESCOMPRIMIDO_MAX = 200 * 2**20
FILAS_MAX = 20_000
COLUMNAS_MAX = 200
LARGO_CELDA = 500
SEPARADORES = ",;\t|"

#: orders in which the parts of a date are written
ORDENES_FECHA = [("dmy", "Day/Month/Year"), ("mdy", "Month/Day/Year"), ("ymd", "Year/Month/Day")]
_MESES = dict(zip("ene feb mar abr may jun jul ago sep oct nov dic".split(), range(1, 13), strict=True)) | dict(
    zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True)
)
_FECHA = re.compile(
    r"(\d{1,4})[/\-. ](\d{1,2}|[a-z]{3,})[/\-. ](\d{2,4})"
    r"(?:[t ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?\s*m?\.?)?(?:z|[+\-]\d{2}:?\d{2})?"
)


class ArchivoInvalidoError(ValueError):
    """A file that cannot be read.

    :ivar codigo: ``vacio``, ``tamano``, ``filas``, ``excel``, ``texto`` or ``columna``
    :ivar detalle: what the sentence for the user needs
    """

    def __init__(self, codigo, detalle=""):
        super().__init__(codigo, detalle)
        self.codigo = codigo
        self.detalle = detalle


class Tabla(NamedTuple):
    """The header of a file and its rows; each with the number of its line."""

    encabezados: list
    filas: list


def leer(contenido: bytes) -> Tabla:
    """Rows of a file, whatever its name says.

    The header is the first line with at least two cells: what carriers print above it is skipped.

    :raises ArchivoInvalidoError: telling what is wrong
    """
    if not contenido or not contenido.strip():
        raise ArchivoInvalidoError("vacio")
    if len(contenido) > TAMANO_MAX:
        raise ArchivoInvalidoError("tamano", TAMANO_MAX // 2**20)
    crudas = _filas_excel(contenido) if contenido.startswith(b"PK") else _filas_csv(contenido)
    encabezados, filas = None, []
    for numero, celdas in crudas:
        celdas = celdas[:COLUMNAS_MAX]
        if encabezados is None:
            if sum(bool(_texto(celda)) for celda in celdas) >= 2:
                encabezados = [_texto(celda) for celda in celdas]
                while not encabezados[-1]:
                    encabezados.pop()
        elif any(_texto(celda) for celda in celdas):
            filas.append((numero, celdas))
            if len(filas) > FILAS_MAX:
                raise ArchivoInvalidoError("filas", FILAS_MAX)
    if not encabezados or not filas:
        raise ArchivoInvalidoError("vacio")
    return Tabla(encabezados, filas)


def columna(tabla: Tabla, nombre: str) -> int | None:
    """Place of the column ``nombre``, without regard to case, accents and spaces; None when no name is given.

    :raises ArchivoInvalidoError: ``columna`` when the file has none of that name
    """
    if not (nombre or "").strip():
        return None
    buscado = clave(nombre)
    for lugar, encabezado in enumerate(tabla.encabezados):
        if clave(encabezado) == buscado:
            return lugar
    raise ArchivoInvalidoError("columna", nombre)


def celda(celdas: list, lugar: int | None):
    """What stands at ``lugar`` of a row, which may be shorter than its header."""
    return celdas[lugar] if lugar is not None and lugar < len(celdas) else None


def texto(valor) -> str:
    """A cell as text: numbers of guías that Excel took for figures keep all their digits."""
    return _texto(valor)


def clave(valor) -> str:
    """A text as it is compared: without accents, case, double spaces nor punctuation around."""
    plano = unicodedata.normalize("NFKD", _texto(valor))
    plano = "".join(c for c in plano if not unicodedata.combining(c)).casefold()
    return " ".join(plano.split()).strip(" .:;,-*")


def fecha(valor, orden: str = "dmy") -> datetime | None:
    """Date and time of a cell, by the clock of the carrier; midnight when it tells no hour. None when it is empty.

    :raises ValueError: a text that is no date
    """
    if isinstance(valor, datetime):
        return _posible(valor.replace(tzinfo=None, microsecond=0))
    if isinstance(valor, date):
        return _posible(datetime(valor.year, valor.month, valor.day))
    plano = clave(valor)
    if not plano:
        return None
    partes = _FECHA.fullmatch(plano)
    if not partes:
        raise ValueError(plano)
    a, mes, c, hora, minuto, segundo, meridiano = partes.groups()
    if len(a) == 4:
        anio, dia = a, c
    elif not mes.isdigit() or orden != "mdy":
        anio, dia = (a, c) if orden == "ymd" and len(c) < 4 else (c, a)
    else:
        anio, mes, dia = c, a, mes
    mes = int(mes) if mes.isdigit() else _MESES.get(mes[:3], 0)
    hora = int(hora or 0)
    if meridiano:
        hora = hora % 12 + 12 * (meridiano == "p")
    anio = int(anio) + (2000 if len(anio) == 2 else 0)
    return _posible(datetime(anio, mes, int(dia), hora, int(minuto or 0), int(segundo or 0)))


def _posible(momento):
    """``momento``, unless it only stands for a date that nobody wrote, like 31/12/9999."""
    if not 2000 <= momento.year < 2100:
        raise ValueError(momento)
    return momento


def importe(valor) -> Decimal | None:
    """Amount of a cell, to the cent; None when it is empty.

    :raises ValueError: a text that is no amount
    """
    if isinstance(valor, (int, float, Decimal)) and not isinstance(valor, bool):
        plano = str(valor)
    else:
        plano = re.sub(r"(?i)mxn|m\.n\.|[$\s]", "", _texto(valor))
        if not plano:
            return None
        if re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d{1,2}", plano):  # 1.234,50
            plano = plano.replace(".", "").replace(",", ".")
        elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plano):  # 1,234.50
            plano = plano.replace(",", "")
    try:
        numero = Decimal(plano)
        if not numero.is_finite() or abs(numero) >= 10**12:
            raise ValueError(plano)
        return numero.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError(plano) from error


def _texto(valor):
    if valor is None:
        return ""
    if isinstance(valor, float) and valor.is_integer():
        valor = int(valor)
    if isinstance(valor, datetime):
        valor = valor.isoformat(" ", "minutes")
    limpio = "".join(c if c.isprintable() else " " for c in str(valor))
    return " ".join(limpio.split()).lstrip("'")[:LARGO_CELDA]


def _filas_csv(contenido):
    for codificacion in ("utf-16" if contenido[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            plano = contenido.decode(codificacion)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ArchivoInvalidoError("texto")
    if "\x00" in plano:
        raise ArchivoInvalidoError("texto")
    muestra = plano.splitlines()[:20]
    separador = max(SEPARADORES, key=lambda s: sorted(linea.count(s) for linea in muestra)[len(muestra) // 2])
    try:
        lector = csv.reader(io.StringIO(plano, newline=""), delimiter=separador)
        yield from ((lector.line_num, celdas) for celdas in lector)
    except csv.Error as error:
        raise ArchivoInvalidoError("texto") from error


def _filas_excel(contenido):
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as libro:
            _exigir_tamano(libro)
        hoja = load_workbook(io.BytesIO(contenido), read_only=True, data_only=True).worksheets[0]
        hoja.reset_dimensions()  # what the file says of its own size may be anything
        for numero, celdas in enumerate(hoja.iter_rows(values_only=True, max_col=COLUMNAS_MAX), 1):
            yield numero, list(celdas)
    except ArchivoInvalidoError:
        raise
    except Exception as error:  # a hostile workbook breaks the parser in any way
        raise ArchivoInvalidoError("excel") from error


def _exigir_tamano(libro):
    if sum(parte.file_size for parte in libro.infolist()) > DESCOMPRIMIDO_MAX:
        raise ArchivoInvalidoError("tamano", DESCOMPRIMIDO_MAX // 2**20)
