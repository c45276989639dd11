"""The life of a piece: its states, what can happen to it, and the codes by which posts tell it to one another."""

from typing import NamedTuple

ESTADOS_ENVIO = [
    ("solicitado", "Requested"),
    ("por_asignar", "To Assign"),
    ("asignado", "Assigned"),
    ("en_relacion", "On a List"),
    ("en_transito", "In Transit"),
    ("en_reparto", "Out for Delivery"),
    ("intento_fallido", "Attempt Failed"),
    ("en_resguardo", "On Hold"),
    ("entregado", "Delivered"),
    ("en_devolucion", "Coming Back"),
    ("devuelto", "Returned"),
    ("extraviado", "Lost"),
    ("cancelado", "Cancelled"),
]
#: the piece is still in the house, and its address may be mended
EN_OFICINA = ("solicitado", "por_asignar", "asignado")
#: somebody carries or keeps it for the addressee
FUERA = ("en_transito", "en_reparto", "intento_fallido", "en_resguardo")
#: nothing more is expected
FINALES = ("entregado", "devuelto", "extraviado", "cancelado")


class TipoEvento(NamedTuple):
    """What can happen to a piece.

    :param nombre: label
    :param destino: state to which it leads; None when it moves nothing
    :param upu: code of the Universal Postal Union (EMSEVT, M40) for exchange with posts
    """

    nombre: str
    destino: str | None = None
    upu: str | None = None


EVENTOS = {
    "aceptado": TipoEvento("Accepted", "por_asignar"),
    "asignado": TipoEvento("Assigned", "asignado"),
    "reasignado": TipoEvento("Reassigned"),
    "desasignado": TipoEvento("Assignment Withdrawn", "por_asignar"),
    "relacionado": TipoEvento("On a List Now", "en_relacion"),
    "retirado": TipoEvento("Taken Off the List", "asignado"),
    "no_cargado": TipoEvento("Not Loaded", "por_asignar"),
    "depositado": TipoEvento("Deposited", "en_transito", "EMA"),
    "recolectado": TipoEvento("Collected", "en_transito", "EMA"),
    "en_transito": TipoEvento("In Transit", "en_transito", "EMD"),
    "en_reparto": TipoEvento("Out for Delivery", "en_reparto", "EDG"),
    "intento_fallido": TipoEvento("Attempt Failed", "intento_fallido", "EMH"),
    "en_resguardo": TipoEvento("On Hold", "en_resguardo", "EDH"),
    "entregado": TipoEvento("Delivered", "entregado", "EMI"),
    "en_devolucion": TipoEvento("Coming Back", "en_devolucion"),
    "devuelto": TipoEvento("Returned to Sender", "devuelto", "EDX"),
    "extraviado": TipoEvento("Lost", "extraviado"),
    "cancelado": TipoEvento("Cancelled", "cancelado"),
    "acuse": TipoEvento("Acuse"),
    "nota": TipoEvento("Note"),
    "correccion": TipoEvento("Correction"),
}
TIPOS_EVENTO = [(clave, tipo.nombre) for clave, tipo in EVENTOS.items()]
#: with these the piece leaves the house for the first time
SALIDAS = ("depositado", "recolectado", "en_transito", "en_reparto")

ORIGENES = [
    ("manual", "By hand"),
    ("lote", "Batch"),
    ("movil", "Messenger's phone"),
    ("api", "Carrier's API"),
    ("archivo", "Carrier's file"),
    ("sistema", "System"),
]
#: who tells it was not here: what contradicts the piece is kept as a conflict, not refused
ORIGENES_AJENOS = ("movil", "api", "archivo")
