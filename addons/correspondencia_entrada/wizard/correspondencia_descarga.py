from odoo import api, fields, models


class CorrespondenciaDescarga(models.TransientModel):
    """Last look before the turnos take effect, and the custody of the paper."""

    _name = "correspondencia.descarga"
    _description = "Discharge a Matter"

    asunto_id = fields.Many2one(
        "correspondencia.asunto",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    turno_ids = fields.One2many(related="asunto_id.turno_ids", string="Recipients")
    original = fields.Selection(
        [("entregado", "Handed over"), ("archivo", "Stays in this office"), ("sin_papel", "There is no paper")],
        "Paper Original",
        default="entregado",
        required=True,
    )
    entregado_a = fields.Char("Received By", help="Name of the person who takes the paper original.")

    @api.constrains("asunto_id")
    def _check_asunto_id(self):
        self.asunto_id.with_user(self.env.user).check_access("read")  # a wizard would tell the folio of any matter

    def action_descargar(self):
        """Discharge the matter."""
        self.ensure_one()
        etiquetas = dict(self._fields["original"]._description_selection(self.env))
        recibe = (self.entregado_a or "").strip() if self.original == "entregado" else etiquetas[self.original]
        self.asunto_id.action_descargar(original_entregado_a=recibe)
        return {"type": "ir.actions.act_window_close"}
