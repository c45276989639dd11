import pytz

from odoo import api, fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    _inherit = "res.company"

    def _zona_horaria(self):
        """The clock of the institution: the same for everybody, for its crons too, which run as nobody in particular."""
        return pytz.timezone(self.sudo().partner_id.tz or "America/Mexico_City")

    def _hoy(self):
        """The date there; the current company's when empty."""
        company = self or self.env.company
        return pytz.utc.localize(fields.Datetime.now()).astimezone(company._zona_horaria()).date()

    def _a_utc(self, local):
        """``local`` (naive, by the clock of the institution) in naive UTC."""
        return self._zona_horaria().localize(local).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _dominio_de_hoy(self, campo, operador):
        """Records of any company whose date ``campo`` compares so with today there. For crons."""
        return Domain.OR(
            Domain("company_id", "=", company.id) & Domain(campo, operador, company._hoy())
            for company in self.sudo().search([])
        )
