"""What the tests of the messenger's phone share: routes on the street, and what a phone sends."""

import base64
import hashlib
import uuid
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields

from .envios_comun import EnviosCommon

#: the smallest images; photos differ by what follows their end
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def jpeg(n=0):
    return b"\xff\xd8\xff\xe0" + f"foto {n}".encode() + b"\xff\xd9"


def prueba(contenido, con_datos=True):
    dicha = {"sha256": hashlib.sha256(contenido).hexdigest()}
    return {**dicha, "datos": base64.b64encode(contenido).decode()} if con_datos else dicha


def iso(momento):
    return momento.isoformat() + ".000Z"


class MovilCommon(EnviosCommon):
    def calle(self, cuantas=1, cuando="2026-03-02 15:00:00", **kwargs):
        """A route that left some hours ago."""
        with freeze_time(cuando):
            return self.en_ruta(cuantas, **kwargs)

    def item(self, pieza, tipo="entregado", hace=None, reloj=None, **datos):
        """What the phone sends of ``pieza``.

        :param hace: time between the deed and the sending
        :param reloj: how far the phone's clock is ahead
        """
        ahora = fields.Datetime.now() + (reloj or timedelta())
        propios = (
            {"receptor_nombre": "Quien Recibe", "caracter": "destinatario", "firma": prueba(PNG), "fotos": []}
            if tipo == "entregado"
            else {"motivo": "ausente", "aviso_dejado": True, "fotos": []}
        )
        return {
            "uuid": str(uuid.uuid4()),
            "envio": pieza.id,
            "tipo": tipo,
            "fecha": iso(ahora - (hace or timedelta())),
            "enviado": iso(ahora),
            "latitud": 19.4326,
            "longitud": -99.1332,
            "precision": 12.5,
            **propios,
            **datos,
        }

    def enviar(self, *items, user=None):
        return self.como(self.Evento, user or self.repartidor).registrar_movil(list(items))

    def uno(self, item, user=None):
        return self.enviar(item, user=user)[0]

    def eventos(self, pieza, *tipos):
        return self.Evento.search([("envio_id", "=", pieza.id), ("tipo", "in", tipos or ("entregado",))])

    @staticmethod
    def hora(texto):
        return datetime.fromisoformat(texto)
