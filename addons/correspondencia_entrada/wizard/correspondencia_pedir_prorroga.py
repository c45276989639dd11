from odoo import api, fields, models


class CorrespondenciaPedirProrroga(models.TransientModel):
    _name = "correspondencia.pedir.prorroga"
    _description = "Ask for an Extension"

    turno_id = fields.Many2one("correspondencia.turno", required=True, readonly=True, ondelete="cascade")
    fecha_limite = fields.Date(related="turno_id.fecha_limite", string="Present Deadline")
    fecha = fields.Date("New Deadline", required=True)
    motivo = fields.Text("Reason", required=True)

    @api.constrains("turno_id")
    def _check_turno_id(self):
        self.turno_id.with_user(self.env.user).check_access("read")  # a wizard would tell the deadline of any turno

    def action_pedir(self):
        """Send the request to whoever turned the matter."""
        self.ensure_one()
        self.turno_id.action_solicitar_prorroga(self.fecha, self.motivo)
        return {"type": "ir.actions.act_window_close"}
