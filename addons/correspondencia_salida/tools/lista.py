"""Lists of addressees: what the columns of a file are, whatever case, accents or synonyms their headers are written in.

Pure Python.
"""

import re
import unicodedata

from .marcadores import de_columna

#: the addressees that a series may have
RENGLONES_MAX = 2000

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
    "email": "correo, correo electronico, email, e mail, mail",
    "medio": "medio, medio de envio, forma de envio",
    "area": "area, siglas, unidad, area interna",
}
MEDIOS_DE_LISTA = {
    "local": "local, mensajero, mensajero local, mensajeria local, mensajero propio, own messenger",
    "sepomex": "sepomex, correo postal, correos de mexico",
    "foranea": "foranea, mensajeria, mensajeria foranea, paqueteria, courier",
    "correo": "correo, correo electronico, email, e mail",
    "portal": "portal, enlace, portal con enlace",
    "personal": "personal, ventanilla, mostrador, entrega en ventanilla",
    "interno": "interno, interna, internal",
}


def plano(texto: str) -> str:
    """``texto`` as it is compared: without accents, case nor punctuation, with single spaces."""
    sin = "".join(c for c in unicodedata.normalize("NFKD", texto or "") if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+|_", " ", sin.casefold()).split())


def _inverso(tabla):
    return {nombre: clave for clave, nombres in tabla.items() for nombre in nombres.split(", ")}


_CAMPOS = _inverso(COLUMNAS)
_MEDIOS = _inverso(MEDIOS_DE_LISTA)


def columnas(encabezados: list[str]) -> list[tuple[str, str]]:
    """What each column is: ``("campo", field)``, ``("dato", placeholder)`` or ``("", "")`` for one without header.

    The first column of a name wins; a second one of it is data of its own.
    """
    vistas, resultado = set(), []
    for encabezado in encabezados:
        campo = _CAMPOS.get(plano(encabezado))
        tipo, clave = ("campo", campo) if campo and campo not in vistas else ("dato", de_columna(encabezado))
        if not clave or clave in vistas:
            tipo, clave = "", ""
        vistas.add(clave)
        resultado.append((tipo, clave))
    return resultado


def medio(texto: str) -> str | None:
    """The means that ``texto`` names; None when it names none."""
    return _MEDIOS.get(plano(texto))
