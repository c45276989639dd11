from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.depends_context("remitente")
    def _compute_display_name(self):
        """Where a sender is chosen, tell namesakes apart by position and institution."""
        super()._compute_display_name()
        if self.env.context.get("remitente"):
            for partner in self:
                institucion = partner.parent_id.name or partner.company_name
                partes = [partner.name, partner.function, institucion]
                partner.display_name = ", ".join(p for p in partes if p)
