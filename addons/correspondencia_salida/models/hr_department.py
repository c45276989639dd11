from odoo import models

from .correspondencia_membrete_mixin import membrete_de


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["hr.department", "correspondencia.membrete.mixin"]

    def _membrete(self):
        """The letterhead of this unit: its own, those of the units above it, that of the company."""
        area = self.sudo()
        registros = []
        while area:
            registros.append(area)
            area = area.parent_id
        return membrete_de([*registros, (self.company_id or self.env.company).sudo()])
