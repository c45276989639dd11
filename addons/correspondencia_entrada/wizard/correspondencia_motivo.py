from odoo import api, fields, models
from odoo.exceptions import UserError

#: decisions that need a reason: (model, method)
DECISIONES = {
    ("correspondencia.asunto", "action_cancelar"),
    ("correspondencia.asunto", "action_reabrir"),
    ("correspondencia.asunto", "action_rechazar_digitalizacion"),
    ("correspondencia.asunto", "action_devolver_a_digitalizacion"),
    ("correspondencia.turno", "action_concluir"),
    ("correspondencia.turno", "action_devolver"),
    ("correspondencia.turno", "action_retirar"),
    ("correspondencia.prorroga", "action_negar"),
    ("correspondencia.respuesta", "action_recuperar"),
    ("firma.autoridad", "action_retirar"),
    ("firma.autorizacion", "action_revocar"),
    ("firma.documento", "rechazar"),
}


class CorrespondenciaMotivo(models.TransientModel):
    """Asks for the reason of a decision and then takes it, as the user."""

    _name = "correspondencia.motivo"
    _description = "Decision with a Reason"

    res_model = fields.Char(required=True, default=lambda self: self.env.context.get("active_model"))
    res_id = fields.Integer(required=True, default=lambda self: self.env.context.get("active_id"))
    metodo = fields.Char(required=True)
    frecuente = fields.Selection(
        [
            ("ilegible", "Illegible"),
            ("faltan_anexos", "Annexes missing"),
            ("no_corresponde", "Does not match the data"),
        ],
        "Frequent Reason",
    )
    motivo = fields.Text("Reason", required=True)

    @api.onchange("frecuente")
    def _onchange_frecuente(self):
        if self.frecuente:
            self.motivo = dict(self._fields["frecuente"]._description_selection(self.env))[self.frecuente]

    def action_confirmar(self):
        """Take the decision with the reason written."""
        self.ensure_one()
        if (self.res_model, self.metodo) not in DECISIONES:
            raise UserError(self.env._("This decision is not known."))
        getattr(self.env[self.res_model].browse(self.res_id), self.metodo)(motivo=self.motivo)
        return {"type": "ir.actions.act_window_close"}
