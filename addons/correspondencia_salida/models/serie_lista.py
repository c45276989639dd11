"""Lists of the addressees of a series: their columns, and the data of each that the text uses.

It knows no model: it stands here because it builds on the list of ``mensajeria``.
"""

from odoo.addons.mensajeria.tools import lista
from odoo.addons.mensajeria.tools.lista import plano

from ..tools.marcadores import de_columna

#: the addressees that a series may have
RENGLONES_MAX = 2000

#: besides those of the address
COLUMNAS = lista.COLUMNAS | {
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


_CAMPOS = lista.por_nombre(COLUMNAS)
_MEDIOS = lista.por_nombre(MEDIOS_DE_LISTA)


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
