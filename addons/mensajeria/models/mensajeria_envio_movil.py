from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class MensajeriaEnvio(models.Model):
    """A piece in the hands of a messenger with a phone."""

    _inherit = "mensajeria.envio"

    evidencia_ids = fields.One2many(
        "mensajeria.evidencia", "envio_id", "Proofs", readonly=True, copy=False, groups="mensajeria.group_operador"
    )

    def _quien_entrega(self, user):
        """As whom ``user`` may tell what became of this piece, and whether somebody else carries it now.

        Whoever carries its route may, their substitute, and who carried it before and was without network since.

        :return: ``(mensajero, ajena)``; ``ajena`` when it meanwhile travels on the route of another
        :raises UserError: in the same words whether the piece is of others or does not exist
        """
        envio = self.sudo().exists()
        lineas = envio.linea_ids.filtered(
            lambda linea: linea.relacion_id.tipo == "hoja_ruta" and linea.relacion_id._como_lo_lleva(user)
        )
        if not lineas:
            raise UserError(self.env._("This piece is not on your route."))
        relaciones = lineas.relacion_id
        salieron = relaciones.filtered(lambda r: r.state in ("en_ruta", "cerrada"))
        if not salieron:
            raise UserError(
                self.env._("%s has not left yet: ask the office to let it leave, then try again.", relaciones[0].name)
            )
        abierta = envio.linea_ids._con_pieza().filtered("abierta").relacion_id
        relacion = (abierta & salieron) or salieron.sorted("id")[-1:]
        return relacion._como_lo_lleva(user), bool(abierta - relaciones)

    def _momento(self, datos, ahora):
        """When it really happened: the phone's clock, put right by what it was off when it sent. Never before the piece
        left. The event keeps both clocks as they were.
        """
        cuando = fields.Datetime.to_datetime(datos.get("fecha_dispositivo"))
        if cuando and datos.get("desfase"):
            datos = {**datos, "fecha_dispositivo": cuando + timedelta(seconds=datos["desfase"])}
        momento = super()._momento(datos, ahora)
        salidas = [fecha for fecha in self.mapped("fecha_deposito") if fecha]
        return max([momento, *salidas]) if datos.get("origen") == "movil" else momento

    def _anotar_intento(self, evento, datos):
        """The next attempt is what was agreed at the door, where there is one."""
        res = super()._anotar_intento(evento, datos)
        acordado = fields.Datetime.to_datetime(datos.get("siguiente"))
        intento = self.intento_ids.filtered(lambda i: i.evento_id == evento)
        if acordado and intento.siguiente and acordado > evento.fecha_dispositivo:
            intento.siguiente = acordado
        return res
