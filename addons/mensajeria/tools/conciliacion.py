"""What a carrier charges for a guía against what is known of it."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

RESULTADOS = [
    ("usada", "Used"),
    ("perdida", "Lost Piece"),
    ("sin_usar", "Not Used"),
    ("baja", "Void Guía"),
    ("repetida", "Charged Before"),
    ("ajena", "Not Ours"),
    ("error", "Error"),
]
#: what a claim about a line is about
TIPO_DE_RECLAMO = {"perdida": "extravio"}


class Cargo(NamedTuple):
    """One line of an invoice, with what is known of its guía.

    :param estado: state of the guía; None when it is not ours
    :param estado_envio: state of its piece
    :param importe: what the carrier charges
    :param esperado: what its tariff says; None when there is none
    :param compromiso: day until which it had to be delivered
    :param entrega: day on which it was; None when it is not delivered
    :param antes: whether it was charged before
    """

    estado: str | None
    estado_envio: str | None
    importe: Decimal
    esperado: Decimal | None
    compromiso: date | None
    entrega: date | None
    antes: bool = False


def resultado(cargo: Cargo) -> str:
    """Key of :data:`RESULTADOS` of a charge."""
    if cargo.estado is None:
        return "ajena"
    if cargo.antes:
        return "repetida"
    if cargo.estado in ("disponible", "reservada", "asignada"):
        return "sin_usar"
    if cargo.estado != "usada":
        return "baja"
    return "perdida" if cargo.estado_envio == "extraviado" else "usada"


def dias_tarde(cargo: Cargo, hoy: date) -> int:
    """Natural days by which a piece came, or still is, late; 0 in time."""
    if not cargo.compromiso or cargo.estado != "usada" or cargo.estado_envio in ("devuelto", "en_devolucion"):
        return 0
    return max(((cargo.entrega or hoy) - cargo.compromiso).days, 0)


def en_disputa(cual: str, importe: Decimal, diferencia: Decimal) -> Decimal:
    """How much of a charge is not owed: all of what was not used, else what exceeds the tariff."""
    if cual == "error":
        return Decimal(0)
    return max(importe, Decimal(0)) if cual != "usada" else max(diferencia, Decimal(0))
