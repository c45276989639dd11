from odoo import fields, models


class CorrespondenciaEncargar(models.TransientModel):
    """Hands a draft over to a colleague."""

    _name = "correspondencia.encargar"
    _description = "Draft Handed Over"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

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
        """Hand it over, as the user, who leaves a confidential one: it is read by its new drafter now."""
        self.ensure_one()
        oficio = self.oficio_id
        aviso = oficio.action_encargar(self.user_id.id, self.nota)
        sigue = {"type": "ir.actions.act_window_close"}
        if not oficio.has_access("read"):
            sigue = self.env["ir.actions.act_window"]._for_xml_id("mensajeria.seguimiento_tarea_action")
            sigue["target"] = "main"
        if not isinstance(aviso, dict):
            return sigue
        aviso["params"]["next"] = sigue
        return aviso
