"""Lists of addressees: what their columns are, whatever case, accents or synonyms the headers are written in.

Pure Python.
"""

import re
import unicodedata

#: field of an addressee, and the headers under which people write it
COLUMNAS = {
    "dest_nombre": "nombre, nombre completo, destinatario, a quien",
    "dest_cargo": "cargo, puesto",
    "dest_institucion": "institucion, dependencia, organismo, empresa, organizacion",
    "dest_calle": "calle, domicilio, direccion, calle y numero",
    "dest_numero": "numero, num, no, numero exterior",
    "dest_colonia": "colonia, col",
    "dest_cp": "cp, c p, codigo postal",
    "dest_municipio": "municipio, alcaldia, delegacion, ciudad, municipio o alcaldia",
    "dest_estado": "estado, entidad, entidad federativa",
    "dest_referencias": "referencias",
    "dest_telefono": "telefono, tel",
}
#: field of a piece
COLUMNAS_PIEZA = {
    "documento": "documento, oficio, numero de oficio, num de oficio, no de oficio, expediente",
    "anexos": "anexo, anexos",
    "peso": "peso, gramos, peso g",
    "copias": "copias",
}


def plano(texto: str) -> str:
    """``texto`` as it is compared: without accents, case nor punctuation, with single spaces."""
    sin = "".join(c for c in unicodedata.normalize("NFKD", texto or "") if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", sin.casefold()).split())


def por_nombre(nombres: dict[str, str]) -> dict[str, str]:
    """The key of each name, of a table that gives each key its names separated by commas."""
    return {nombre: clave for clave, lista in nombres.items() for nombre in lista.split(", ")}


def campos(encabezados: list[str], nombres: dict[str, str]) -> list[str | None]:
    """The field that each header names; None for one that names none, or one that was named before."""
    indice, vistos, resultado = por_nombre(nombres), set(), []
    for encabezado in encabezados:
        campo = indice.get(plano(encabezado))
        resultado.append(None if campo in vistos else campo)
        vistos.add(campo)
    return resultado
