from odoo import models
from odoo.fields import Domain


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain(self, model_name, mode="read"):
        """A wizard belongs to whoever opened it: what it shows it reads as the system, and its group is everybody's."""
        dominio = super()._compute_domain(model_name, mode)
        if model_name.startswith("mensajeria.") and self.env[model_name]._transient and not self.env.su:
            dominio &= Domain("create_uid", "=", self.env.uid)
        return dominio
