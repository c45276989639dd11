"""What a carrier says of a guía, in the words of this house."""

import hashlib
from datetime import datetime
from typing import NamedTuple

#: events that a carrier can tell
TIPOS_RASTREO = (
    "en_transito", "en_reparto", "intento_fallido", "en_resguardo", "entregado", "en_devolucion", "devuelto", "extraviado",
)  # fmt: skip
#: statuses that say nothing new of a piece: they are known, and left aside
SIN_NOVEDAD = "sin_novedad"

RESULTADOS = [
    ("pendiente", "Waiting"),
    ("aplicado", "Applied"),
    ("ya", "Already Known"),
    ("tarde", "Older Than What Is Known"),
    ("ignorado", "Left Aside"),
    ("desconocido", "Unknown Status"),
    ("conflicto", "Conflict"),
    ("ajena", "Not Ours"),
    ("error", "Error"),
]

#: what a person has to look at
POR_REVISAR = ("desconocido", "conflicto", "ajena", "error")

#: statuses of Karrio (https://docs.karrio.io), the same for all carriers behind it
DE_KARRIO = {
    "pending": SIN_NOVEDAD,
    "delivery_delayed": SIN_NOVEDAD,
    "picked_up": "en_transito",
    "in_transit": "en_transito",
    "out_for_delivery": "en_reparto",
    "delivery_failed": "intento_fallido",
    "ready_for_pickup": "en_resguardo",
    "on_hold": "en_resguardo",
    "delivered": "entregado",
    "return_to_sender": "en_devolucion",
}


class Lectura(NamedTuple):
    """One thing that a carrier told of one guía.

    :param folio: the number, as the carrier writes it
    :param tipo: one of :data:`TIPOS_RASTREO`, :data:`SIN_NOVEDAD`, or None when nobody knows what ``texto`` means
    :param texto: in the carrier's own words
    :param fecha: by the clock of the institution; None when it does not say
    :param receptor: who received it
    :param detalle: why it was not delivered, where it is
    """

    folio: str
    tipo: str | None
    texto: str = ""
    fecha: datetime | None = None
    receptor: str = ""
    detalle: str = ""


def huella(origen: str, guia_id: int, lectura: Lectura) -> str:
    """Identity of a reading: told again, in whatever file, it is the same event."""
    partes = (lectura.tipo or "", lectura.texto.casefold(), lectura.fecha.isoformat() if lectura.fecha else "")
    resumen = hashlib.sha256("\x1f".join(partes).encode()).hexdigest()[:32]
    return f"{origen}:{guia_id}:{resumen}"
