"""The signed proof that a piece arrived: its states, and what makes it void by itself."""

from datetime import date
from typing import NamedTuple

ESTADOS_ACUSE = [
    ("requerido", "Required"),
    ("en_mensajero", "With the Messenger"),
    ("en_proveedor", "With the Provider"),
    ("recibido", "Back in the Office"),
    ("digitalizado", "Digitized"),
    ("validado", "Validated"),
    ("irregular", "Irregular Acuse"),
    ("no_entregado", "Piece Returned"),
    ("extraviado", "Acuse Lost"),
    ("sustituido", "Replaced"),
    ("no_requerido", "Not Required"),
    ("entregado_solicitante", "Handed Over to the Unit"),
    ("archivado", "Filed"),
]
#: the paper has not come back
PENDIENTES = ("requerido", "en_mensajero", "en_proveedor")
#: the paper is here, and what it says may still be corrected
EN_REVISION = ("recibido", "digitalizado", "irregular")
#: what can be handed over to the unit that sent the piece
ENTREGABLES = ("validado", "sustituido", "no_entregado", "irregular")
#: nothing of it changes any more, but where it is kept
FIRMES = ("validado", "sustituido", "entregado_solicitante", "archivado")

IRREGULARIDADES = [
    ("tercero", "Received by a third party, and the service is personal"),
    ("sello_fisica", "Office stamp for a natural person"),
    ("fecha_anterior", "Dated before the piece left"),
    ("sobre_devuelto", "The envelope came back as well"),
    ("sin_fecha", "Without a date"),
    ("sin_firma", "Without signature or stamp"),
    ("ilegible", "Illegible"),
    ("otra_pieza", "Of another piece"),
    ("otra", "Other"),
]
#: those that a person sees on the paper
OBSERVACIONES = [
    par for par in IRREGULARIDADES if par[0] in ("sin_fecha", "sin_firma", "ilegible", "otra_pieza", "otra")
]

IDENTIFICACIONES = [
    ("ine", "Voter card"),
    ("pasaporte", "Passport"),
    ("cedula", "Professional license"),
    ("licencia", "Driver's license"),
    ("gafete", "Employee badge"),
    ("otra", "Other"),
]

#: days since the piece left: first, last (none: no end) and label
ANTIGUEDADES = {
    "0_5": (0, 5, "0 to 5 days"),
    "6_15": (6, 15, "6 to 15 days"),
    "16_40": (16, 40, "16 to 40 days"),
    "mas_40": (41, None, "More than 40 days"),
}


class Entrega(NamedTuple):
    """What an acuse says of a delivery, as far as the rules need to know it."""

    caracter: str | None
    entrega_personal: bool
    persona_moral: bool
    fecha_entrega: date | None
    fecha_deposito: date | None
    con_papel: bool = False
    sobre_devuelto: bool = False


def irregularidad(entrega: Entrega) -> str | None:
    """Key of :data:`IRREGULARIDADES` that makes a delivery void by itself, or None."""
    if entrega.sobre_devuelto and entrega.con_papel:
        return "sobre_devuelto"
    if entrega.entrega_personal and entrega.caracter == "familiar_tercero":
        return "tercero"
    if entrega.caracter == "oficina_sello" and not entrega.persona_moral:
        return "sello_fisica"
    if entrega.fecha_entrega and entrega.fecha_deposito and entrega.fecha_entrega < entrega.fecha_deposito:
        return "fecha_anterior"
    return None


def antiguedad(dias: int) -> str:
    """Key of :data:`ANTIGUEDADES` of what left ``dias`` days ago."""
    return next(clave for clave, (_de, hasta, _texto) in ANTIGUEDADES.items() if hasta is None or dias <= hasta)
