from datetime import time

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.envios import EN_OFICINA, EVENTOS, FINALES
from ..tools.rastreo import SIN_NOVEDAD, huella


class MensajeriaEnvio(models.Model):
    """What the carrier of a piece tells of it, by a file or by its service: it informs, it never overrules."""

    _inherit = "mensajeria.envio"

    def _registrar_rastreo(self, lectura, origen):
        """Register what a carrier told of this piece. The caller has checked who may.

        A status that nobody knows, and what is older than what is known, stay on the timeline as a note and move
        nothing. What contradicts a final state is kept as a conflict. Told again, it is the same event.

        :param lectura: :class:`~odoo.addons.mensajeria.tools.rastreo.Lectura`
        :param origen: ``archivo`` or ``api``
        :return: ``(key of RESULTADOS, event)``
        """
        self.ensure_one()
        envio, Evento = self.sudo(), self.env["mensajeria.evento"].sudo()
        if lectura.tipo == SIN_NOVEDAD:
            return "ignorado", Evento
        uuid = huella(origen, envio.guia_id.id, lectura)
        if repetido := Evento.search([("uuid_cliente", "=", uuid)]):
            return "ya", repetido
        comunes = {"origen": origen, "uuid_cliente": uuid, "texto": lectura.texto}
        cuando = envio._momento_de_rastreo(lectura.fecha)
        if cuando:
            comunes["fecha_dispositivo"] = cuando
        dicho = " · ".join(filter(None, (lectura.texto, lectura.detalle)))
        if not lectura.tipo:
            return "desconocido", envio._registrar_evento("nota", motivo=dicho, **comunes)
        destino = EVENTOS[lectura.tipo].destino
        if envio.state == destino and destino in FINALES:
            return "ya", Evento
        if destino not in FINALES and envio._hay_posterior(cuando):
            return "tarde", envio._registrar_evento("nota", motivo=dicho, **comunes)
        envio._exigir_que_saliera(cuando)
        if lectura.receptor:
            comunes["receptor_nombre"] = lectura.receptor
        evento = envio._registrar_evento(lectura.tipo, motivo=lectura.detalle or False, **comunes)
        return ("conflicto" if evento.conflicto else "aplicado"), evento

    def _momento_de_rastreo(self, fecha):
        """The carrier's date in UTC, not later than now; at noon when it tells no hour. None when it tells no date."""
        if not fecha:
            return None
        momento = self.company_id._a_utc(fecha.replace(hour=12) if fecha.time() == time() else fecha)
        if self.fecha_deposito and fecha.date() == self._en_local(self.fecha_deposito).date():
            momento = max(momento, self.fecha_deposito)  # the same day, by another clock
        return min(momento, fields.Datetime.now())

    def _exigir_que_saliera(self, cuando):
        """Refuse an end before the day of the departure: its date is misread, or it is of an earlier use of the number."""
        if (
            cuando
            and self.fecha_deposito
            and self._en_local(cuando).date() < self._en_local(self.fecha_deposito).date()
        ):
            raise UserError(self.env._("%s had not left yet on that date: correct it.", self.name))

    def _hay_posterior(self, cuando):
        """Whether something later than ``cuando`` already moved this piece."""
        return bool(cuando) and bool(
            self.env["mensajeria.evento"]
            .sudo()
            .search_count(
                [
                    ("envio_id", "=", self.id),
                    ("estado_nuevo", "not in", [False, *EN_OFICINA]),
                    ("fecha_dispositivo", ">", cuando),
                ],
                limit=1,
            )
        )
