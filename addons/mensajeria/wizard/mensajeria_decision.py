from odoo import api, fields, models
from odoo.exceptions import UserError


class MensajeriaDecision(models.TransientModel):
    """Asks for the reason of a decision and then takes it, as the user."""

    _name = "mensajeria.decision"
    _description = "Courier Decision with a Reason"

    res_model = fields.Char(required=True, default=lambda self: self.env.context.get("active_model"))
    res_ids = fields.Json(required=True, default=lambda self: self.env.context.get("active_ids"))
    metodo = fields.Char(required=True)
    motivo = fields.Text("Reason", required=True)
    consecuencia = fields.Text("What Follows", compute="_compute_consecuencia")

    @api.depends("res_model", "metodo")
    def _compute_consecuencia(self):
        textos = self._consecuencias()
        for decision in self:
            decision.consecuencia = textos.get(decision.res_model, {}).get(decision.metodo)

    @api.model
    def _consecuencias(self):
        """``{model: {method: text}}``: what follows from the decisions of which the button does not tell it. To extend."""
        return {}

    @api.model
    def _decisiones(self):
        """``{(model, method)}`` that need a reason. To extend."""
        return {
            ("mensajeria.rango", "action_cerrar"),
            ("mensajeria.rango", "action_reabrir"),
            ("mensajeria.rango", "action_cancelar"),
            ("mensajeria.rango", "action_reciclar"),
            ("mensajeria.dotacion", "action_devolver"),
            ("mensajeria.dotacion", "action_cancelar"),
            ("mensajeria.guia", "action_revertir"),
        }

    def action_confirmar(self):
        """Take the decision with the reason written.

        :return: what the decision opens, if it opens anything
        """
        self.ensure_one()
        if (self.res_model, self.metodo) not in self._decisiones():
            raise UserError(self.env._("This decision is not known."))
        ids = [res_id for res_id in self.res_ids or [] if isinstance(res_id, int)]
        abre = getattr(self.env[self.res_model].browse(ids), self.metodo)(motivo=self.motivo)
        return abre if isinstance(abre, dict) else {"type": "ir.actions.act_window_close"}
