"""The kinds of list on which pieces travel, and what becomes of each piece."""

from typing import NamedTuple


class TipoRelacion(NamedTuple):
    """One kind of list.

    :param nombre: label
    :param prefijo: begins its folios
    :param proveedor_tipo: kind of provider that carries it; any when None
    :param entran: states of the pieces that may stand on it; none where papers travel, not pieces
    :param salida: event of the pieces when it leaves; None when it moves none
    :param estado_salida: state of the list when it leaves
    :param resultados: what may be told of each piece
    """

    nombre: str
    prefijo: str
    proveedor_tipo: str | None
    entran: tuple
    salida: str | None
    estado_salida: str
    resultados: tuple


TIPOS = {
    "hoja_ruta": TipoRelacion(
        "Route Sheet",
        "HR",
        "local",
        ("asignado", "intento_fallido", "en_resguardo"),
        "en_reparto",
        "en_ruta",
        ("entregado", "no_entregado", "extraviado"),
    ),
    "deposito_sepomex": TipoRelacion(
        "SEPOMEX Deposit", "DEP", "sepomex", ("asignado",), "depositado", "depositada", ("aceptado",)
    ),
    "recoleccion_foranea": TipoRelacion(
        "Carrier Collection", "REC", "foranea", ("asignado",), "recolectado", "depositada", ("aceptado",)
    ),
    "entrega_acuses": TipoRelacion(
        "Handover of Acuses", "EA", None, (), None, "en_ruta", ("entregado", "no_entregado")
    ),
}
TIPOS_RELACION = [(clave, tipo.nombre) for clave, tipo in TIPOS.items()]
RESULTADOS = [
    ("aceptado", "Taken by the Provider"),
    ("entregado", "Delivered"),
    ("no_entregado", "Not Delivered"),
    ("extraviado", "Lost"),
    ("no_cargado", "Did Not Leave"),
]
#: what an event of a piece says of its line on a route sheet; False takes the result back
RESULTADO_DE = {
    "entregado": "entregado",
    "intento_fallido": "no_entregado",
    "en_resguardo": "no_entregado",
    "en_devolucion": "no_entregado",
    "devuelto": "no_entregado",
    "extraviado": "extraviado",
}
#: kind of list of a kind of provider
TIPO_DE_PROVEEDOR = {t.proveedor_tipo: clave for clave, t in TIPOS.items() if t.proveedor_tipo}
