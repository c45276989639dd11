from odoo import models

from ..tools.catalogos import TIPOS_PROVEEDOR


class ResUsers(models.Model):
    _inherit = "res.users"

    def _tipos_de_mensajeria(self):
        """The kinds of provider that this user operates, for record rules and domains."""
        self.ensure_one()
        return [tipo for tipo, _etiqueta in TIPOS_PROVEEDOR if self.has_group(f"mensajeria.group_{tipo}")]
