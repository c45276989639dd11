"""Tracking by Karrio, an open library of carriers: used when its packages are installed, and named nowhere else.

``pip install karrio karrio-dhl-universal karrio-fedex``; it is no dependency of the addon.
"""

import base64
import binascii
import importlib
import importlib.util
import queue
import threading
from datetime import datetime

from .rastreo import DE_KARRIO, Lectura

#: integration: carrier of Karrio, package that brings it, and what it calls the two halves of our key
TRANSPORTISTAS = {
    "karrio_dhl": ("dhl_universal", "karrio-dhl-universal", ("consumer_key", "consumer_secret")),
    "karrio_fedex": ("fedex", "karrio-fedex", ("track_api_key", "track_secret_key")),
}

#: seconds that a question may take: Karrio itself waits for ever
PLAZO = 30


#: why a parcel of which nothing else is known does not arrive
PERDIDA = "carrier_parcel_lost"


def disponible(integracion: str) -> bool:
    """Whether the packages of this integration are installed."""
    transportista = TRANSPORTISTAS[integracion][0]
    try:
        return importlib.util.find_spec(f"karrio.mappers.{transportista}") is not None
    except ModuleNotFoundError:
        return False


def rastrear(integracion: str, clave: str, secreto: str, folios: list[str]) -> tuple[list[Lectura], list[str]]:
    """What the carrier tells of these numbers.

    :return: readings, the oldest first; and what it complains about
    :raises TimeoutError: when it does not answer in :data:`PLAZO` seconds
    """
    detalles, quejas = _preguntar(integracion, clave, secreto, folios)
    return [lectura for detalle in detalles for lectura in _lecturas(detalle)], quejas


def prueba(integracion: str, clave: str, secreto: str, folio: str) -> tuple[bytes | None, list[str]]:
    """The picture of the delivery, or else of the signature, that the carrier keeps of this number.

    :return: the picture, or None; and what it complains about
    :raises TimeoutError: when it does not answer in :data:`PLAZO` seconds
    """
    detalles, quejas = _preguntar(integracion, clave, secreto, [folio])
    for detalle in detalles:
        imagenes = getattr(detalle, "images", None)
        for nombre in ("delivery_image", "signature_image"):
            if texto := imagenes and getattr(imagenes, nombre, None):
                try:
                    return base64.b64decode(texto, validate=True), quejas
                except binascii.Error:
                    continue
    return None, quejas


def _preguntar(integracion, clave, secreto, folios):
    sdk = importlib.import_module("karrio.sdk")
    modelos = importlib.import_module("karrio.core.models")
    _callar()
    transportista, _paquete, nombres = TRANSPORTISTAS[integracion]
    cuenta = sdk.gateway[transportista].create(dict(zip(nombres, (clave, secreto), strict=True)))
    pedido = modelos.TrackingRequest(tracking_numbers=folios)
    detalles, mensajes = _con_plazo(lambda: sdk.Tracking.fetch(pedido).from_(cuenta).parse())
    return detalles, [str(mensaje.message or mensaje.code or "") for mensaje in mensajes]


def _con_plazo(hacer, plazo=None):
    """What ``hacer`` returns, within ``plazo`` seconds. What hangs is left behind: it only asked, and keeps nobody waiting."""
    respuesta = queue.SimpleQueue()

    def correr():
        try:
            respuesta.put((hacer(), None))
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
            respuesta.put((None, error))

    threading.Thread(target=correr, name="karrio", daemon=True).start()
    try:
        valor, error = respuesta.get(timeout=plazo or PLAZO)
    except queue.Empty:
        raise TimeoutError from None
    if error:
        raise error
    return valor


def _callar():
    """Karrio tells every step to the console."""
    try:
        importlib.import_module("loguru").logger.disable("karrio")
    except ModuleNotFoundError:
        return


def _lecturas(detalle):
    firma = getattr(detalle.info, "signed_by", None) or "" if detalle.info else ""
    lecturas = [
        Lectura(
            detalle.tracking_number,
            DE_KARRIO.get(evento.status) or ("extraviado" if evento.reason == PERDIDA else None),
            (evento.description or evento.code or evento.status or "").strip(),
            _fecha(evento),
            firma if evento.status == "delivered" else "",
            " · ".join(filter(None, (evento.reason, evento.location))),
        )
        for evento in detalle.events or []
    ]
    return sorted(lecturas, key=lambda lectura: lectura.fecha.isoformat() if lectura.fecha else "")


def _fecha(evento):
    """By the clock of the place where it happened: Karrio marks it as UTC and does not convert it."""
    try:
        return datetime.fromisoformat((evento.timestamp or evento.date or "").split(".")[0].rstrip("Z"))
    except ValueError:
        return None
