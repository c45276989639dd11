from odoo import api, fields, models


class CorrespondenciaVistoDecision(models.TransientModel):
    """A reviewer approves with a comment, or returns the text with a reason."""

    _name = "correspondencia.visto.decision"
    _description = "Decision of a Reviewer"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

    visto_id = fields.Many2one("correspondencia.oficio.visto", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection([("aprobar", "Approve"), ("devolver", "Return")], required=True, default="aprobar")
    texto = fields.Text("Comment", required=True)
    destino_id = fields.Many2one(
        "correspondencia.oficio.visto",
        "Return To",
        ondelete="cascade",
        domain="[('id', 'in', previo_ids)]",
        help="Somebody who already approved it. The drafter when empty.",
    )
    previo_ids = fields.Many2many("correspondencia.oficio.visto", compute="_compute_previo_ids")

    @api.depends("visto_id")
    def _compute_previo_ids(self):
        for decision in self:
            visto = decision.visto_id
            decision.previo_ids = visto.oficio_id.visto_ids.filtered(
                lambda p, v=visto: p.state == "aprobado" and p.sequence < v.sequence
            )

    def action_confirmar(self):
        """Take the decision, as the user."""
        self.ensure_one()
        if self.decision == "aprobar":
            self.visto_id.action_aprobar(self.texto)
            return {"type": "ir.actions.act_window_close"}
        self.visto_id.action_devolver(self.texto, self.destino_id.id)
        # who returned it does not read it until it comes back
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.seguimiento_tarea_action") | {"target": "main"}
