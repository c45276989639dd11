from odoo import fields, models


class CorrespondenciaPedirProrroga(models.TransientModel):
    _name = "correspondencia.pedir.prorroga"
    _description = "Ask for an Extension"

    turno_id = fields.Many2one("correspondencia.turno", required=True, readonly=True, ondelete="cascade")
    fecha_limite = fields.Date(related="turno_id.fecha_limite", string="Present Deadline")
    fecha = fields.Date("New Deadline", required=True)
    motivo = fields.Text("Reason", required=True)

    def action_pedir(self):
        """Send the request to whoever turned the matter."""
        self.ensure_one()
        self.turno_id.action_solicitar_prorroga(self.fecha, self.motivo)
        return {"type": "ir.actions.act_window_close"}
