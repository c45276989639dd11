from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CorrespondenciaTema(models.Model):
    """Topic of a matter; what it says about deadline, unit and priority is proposed, never imposed."""

    _name = "correspondencia.tema"
    _description = "Topic"
    _parent_store = True
    _order = "complete_name"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name"]
    _check_company_auto = True

    name = fields.Char(required=True)
    complete_name = fields.Char("Full Name", compute="_compute_complete_name", store=True, recursive=True)
    parent_id = fields.Many2one(
        "correspondencia.tema", "Parent Topic", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("correspondencia.tema", "parent_id", "Subtopics")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", help="Only for this company; for all when empty.")
    plazo_dias = fields.Integer("Term (Working Days)", help="Proposes the required date of answer.")
    area_id = fields.Many2one("hr.department", "Default Unit", check_company=True)
    prioridad = fields.Selection([("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")], "Default Priority")

    _plazo = models.Constraint(
        "CHECK (plazo_dias >= 0 AND plazo_dias <= 1000)", "The term goes from 0 to 1,000 working days."
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for tema in self:
            tema.complete_name = f"{tema.parent_id.complete_name} / {tema.name}" if tema.parent_id else tema.name

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A topic cannot be under itself."))

    def _heredado(self, campo):
        """Value of ``campo`` on this topic or the nearest one above that has it."""
        tema = self
        while tema and not tema[campo]:
            tema = tema.parent_id
        return tema[campo]
