from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _prefijos_vigilados(self):
        return (*super()._prefijos_vigilados(), "correspondencia.")
