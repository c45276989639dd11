from odoo import fields, models


class CorrespondenciaEncargar(models.TransientModel):
    """Hands a draft over to a colleague."""

    _name = "correspondencia.encargar"
    _description = "Draft Handed Over"

    oficio_id = fields.Many2one("correspondencia.oficio", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users",
        "Drafter",
        required=True,
        ondelete="cascade",
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("correspondencia_salida.group_redactor").ids),
        ],
    )
    nota = fields.Text("What Is Asked")

    def action_encargar(self):
        """Hand it over, as the user."""
        self.ensure_one()
        res = self.oficio_id.action_encargar(self.user_id.id, self.nota)
        return res if isinstance(res, dict) else {"type": "ir.actions.act_window_close"}
