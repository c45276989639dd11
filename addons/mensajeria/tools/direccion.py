"""Mexican addresses as people write them, brought to one form for comparing."""

import re
import unicodedata
from functools import lru_cache

#: ways to say the same state, without accents; the postal service writes the value
ESTADOS = {
    "cdmx": "ciudad de mexico",
    "df": "ciudad de mexico",
    "distrito federal": "ciudad de mexico",
    "mexico df": "ciudad de mexico",
    "edomex": "mexico",
    "edo de mexico": "mexico",
    "edo mex": "mexico",
    "edo mexico": "mexico",
    "estado de mexico": "mexico",
    "coahuila": "coahuila de zaragoza",
    "michoacan": "michoacan de ocampo",
    "veracruz": "veracruz de ignacio de la llave",
    "nl": "nuevo leon",
    "slp": "san luis potosi",
    "qroo": "quintana roo",
    "bc": "baja california",
    "bcs": "baja california sur",
}

_ROTULO_CP = re.compile(r"^\s*(?:c\.?\s*p\.?|c[oó]digo postal)\s*[:.]?\s*", re.IGNORECASE)
_ROTULO_COLONIA = re.compile(r"^(?:col|colonia|fracc|fraccionamiento|barrio|pueblo) ")
_ROTULO_MUNICIPIO = re.compile(r"^(?:(?:alcaldia|delegacion|deleg|municipio|mpio)(?: de)?) ")


@lru_cache(maxsize=1024)
def normalizar_cp(valor):
    """Postal code with its five digits, or "" when ``valor`` is none.

    Spreadsheets eat the leading zero of Mexico City: 1000, 1000.0 and "1000" mean "01000".
    """
    if isinstance(valor, float) and valor.is_integer():
        valor = int(valor)
    texto = _ROTULO_CP.sub("", unicodedata.normalize("NFKC", str(valor or ""))).strip()
    texto = texto.removesuffix(".0")
    if not re.fullmatch(r"[0-9]{4,5}", texto):
        return ""
    cp = texto.zfill(5)
    return cp if cp >= "01000" else ""


def sin_acentos(texto):
    """``texto`` in lower case, without accents nor punctuation, with single spaces; "ñ" becomes "n"."""
    plano = unicodedata.normalize("NFKD", str(texto or "")).casefold()
    plano = "".join(c for c in plano if not unicodedata.combining(c))
    plano = re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\. (?=\w\.)", "", plano)  # "d.f.", "s. l. p." are one word
    return " ".join(re.sub(r"[^\w]+|_", " ", plano).split())


def normalizar_estado(texto):
    """State for comparing: "CDMX", "D.F." and "Ciudad de México" are the same."""
    plano = sin_acentos(texto)
    return ESTADOS.get(plano, plano)


def normalizar_municipio(texto):
    """Municipality or borough for comparing, without what it is: "Alcaldía Cuauhtémoc" is "cuauhtemoc"."""
    plano = sin_acentos(texto)
    return _ROTULO_MUNICIPIO.sub("", plano) or plano


def normalizar_colonia(texto):
    """Neighbourhood for comparing, without what it is: "Col. Roma Norte" is "roma norte"."""
    plano = sin_acentos(texto)
    return _ROTULO_COLONIA.sub("", plano) or plano
