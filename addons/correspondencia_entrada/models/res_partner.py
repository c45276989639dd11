from collections import Counter

from odoo import api, models
from odoo.fields import Domain

#: how many of the last matters tell who writes often
RECIENTES = 500


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

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Where a sender is chosen, those who write often come first."""
        encontrados = super().name_search(name, domain, operator, limit)
        if not self.env.context.get("remitente") or operator != "ilike":
            return encontrados
        frecuentes = self._remitentes_frecuentes(
            Domain("display_name", operator, name or "") & Domain(domain or Domain.TRUE)
        )
        primeros = [(p.id, p.display_name) for p in frecuentes[:limit]]
        return (primeros + [par for par in encontrados if par[0] not in frecuentes.ids])[:limit]

    def _remitentes_frecuentes(self, domain):
        """Senders of the last matters that the user can read, the most frequent first."""
        recientes = self.env["correspondencia.asunto"].search_fetch(
            [("remitente_id", "!=", False)], ["remitente_id"], limit=RECIENTES
        )
        veces = Counter(a.remitente_id.id for a in recientes)
        return self.search(Domain("id", "in", list(veces)) & domain).sorted(lambda p: -veces[p.id])
