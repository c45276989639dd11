from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class MensajeriaEnvio(models.Model):
    """How the claim of pieces to their carrier is drafted."""

    _inherit = "mensajeria.envio"

    def action_reclamar(self):
        """A draft claim to the carrier for these pieces, to be completed and sent."""
        envios = self._exigir_operador()
        if len(envios.proveedor_id) != 1:
            raise UserError(self.env._("Choose pieces of one provider: each claim goes to one."))
        perdidas = all(envio.state == "extraviado" for envio in envios)
        oficialia = envios.oficialia_id[:1] or self.env["mensajeria.relacion"]._default_oficialia_id()
        reclamacion = self.env["mensajeria.reclamacion"].create(
            {
                "tipo": "extravio" if perdidas else "acuse",
                "company_id": envios.company_id.id,
                "proveedor_id": envios.proveedor_id.id,
                "oficialia_id": oficialia.id,
                "destinatario": envios.proveedor_id.partner_id.name,
                "envio_ids": [Command.set(envios.ids)],
                "hechos": envios._hechos_de_reclamo(perdidas),
                "peticion": self._peticion_de_reclamo(perdidas),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "mensajeria.reclamacion",
            "res_id": reclamacion.id,
            "views": [(False, "form")],
        }

    def _hechos_de_reclamo(self, perdidas):
        for envio in self:
            if not envio.fecha_deposito:
                raise UserError(self.env._("%s never left: there is nothing to claim.", envio.display_name))
        dias = sorted({envio._en_local(envio.fecha_deposito).date() for envio in self})
        primero, ultimo = (format_date(self.env, dia, date_format="long") for dia in (dias[0], dias[-1]))
        if len(dias) == 1:
            salida = self.env._("On %s we handed over to you the pieces listed below.", primero)
        else:
            salida = self.env._(
                "Between %(first)s and %(last)s we handed over to you the pieces listed below.",
                first=primero,
                last=ultimo,
            )
        queja = (
            self.env._("They were lost in your hands.")
            if perdidas
            else self.env._("To this day we have not received their acuses.")
        )
        return f"{salida} {queja}"

    def _peticion_de_reclamo(self, perdidas):
        if perdidas:
            return self.env._("Tell us what became of the pieces, and pay the indemnity that corresponds.")
        return self.env._("Return the signed acuses, or certify on what date and to whom each piece was delivered.")


class MensajeriaAcuse(models.Model):
    _inherit = "mensajeria.acuse"

    def action_reclamar(self):
        """A draft claim to the carrier for these acuses, to be completed and sent."""
        self._exigir_operador()
        return self.envio_id.action_reclamar()
