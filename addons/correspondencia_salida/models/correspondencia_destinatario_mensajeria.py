from odoo import fields, models
from odoo.fields import Command

from odoo.addons.mensajeria.models.mensajeria_destino_mixin import CAMPOS_DESTINATARIO


class CorrespondenciaDestinatario(models.Model):
    """A line that a courier carries is a piece of ``mensajeria``: what happens to the piece happens to the line."""

    _inherit = "correspondencia.destinatario"

    solicitud_id = fields.Many2one(
        "mensajeria.solicitud", "Request", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    envio_id = fields.Many2one(
        "mensajeria.envio", "Piece", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    def _despachar_mensajeria(self):
        """One request for each unit, office and kind of courier, with a piece for each line; accepted at once where the
        user attends that kind.
        """
        grupos = self.grouped(lambda d: (d.oficio_id.area_id, d.oficio_id.oficialia_id, d.medio, d.oficio_id.prioridad))
        for (area, oficialia, medio, prioridad), lineas in grupos.items():
            solicitud = self.env["mensajeria.solicitud"].create(
                {
                    "company_id": area.company_id.id,
                    "solicitante_id": self.env.uid,
                    "area_id": area.id,
                    "oficialia_id": oficialia.id,
                    "origen_model": lineas.oficio_id[:1]._name if len(lineas.oficio_id) == 1 else False,
                    "origen_id": lineas.oficio_id.id if len(lineas.oficio_id) == 1 else False,
                    "tipo_sugerido": medio,
                    "urgencia": prioridad,
                    "envio_ids": [Command.create(linea._pieza()) for linea in lineas],
                }
            )
            for linea, envio in zip(lineas, solicitud.envio_ids.sorted("id"), strict=True):
                linea.write({"solicitud_id": solicitud.id, "envio_id": envio.id})
                linea._transitar("en_despacho", datos={"medio": medio, "pieza": envio.name})
            solicitud._enviar()
            propia = solicitud.sudo(False)
            if propia.has_access("read") and propia._puede_operar():
                propia.action_aceptar()

    def _pieza(self):
        """Values of the piece that carries this line."""
        return {
            **{
                campo: self[campo].id if self._fields[campo].relational else self[campo]
                for campo in CAMPOS_DESTINATARIO
            },
            "partner_id": self.partner_id.id,
            "latitud": self.latitud,
            "longitud": self.longitud,
            "documento": self.oficio_id.name,
            "res_model": self.oficio_id._name,
            "res_id": self.oficio_id.id,
            "area_id": self.oficio_id.area_id.id,
            "company_id": self.company_id.id,
            "anexos": ", ".join(self.oficio_id.anexo_ids.mapped("name")) or False,
        }

    def _retirar_pieza(self, motivo):
        """The pieces of these lines are not sent; refused when one stands on a list that was issued."""
        for linea in self:
            if linea.envio_id:
                linea.envio_id._cancelar(motivo)  # which brings the line back
            else:
                linea._quedo_pendiente(motivo)

    def _quedo_pendiente(self, motivo):
        for linea in self:
            linea._transitar("pendiente", motivo)
            linea.write({"solicitud_id": False, "envio_id": False, "motivo": motivo})

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.write({"solicitud_id": False, "envio_id": False})

    def _quedar_sin_despacho(self, motivo):
        """Their document is not sent any more: neither are these lines, nor their pieces; refused when one left."""
        self.filtered(lambda d: d.state == "en_despacho")._retirar_pieza(motivo)
        self.filtered(lambda d: d.state != "cancelado")._transitar("cancelado", motivo)
