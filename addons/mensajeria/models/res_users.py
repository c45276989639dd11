from odoo import models

from ..tools.catalogos import TIPOS_PROVEEDOR
from ..tools.relaciones import TIPOS


class ResUsers(models.Model):
    _inherit = "res.users"

    def _tipos_de_mensajeria(self):
        """The kinds of provider that this user operates, for record rules and domains."""
        self.ensure_one()
        return [tipo for tipo, _etiqueta in TIPOS_PROVEEDOR if self.has_group(f"mensajeria.group_{tipo}")]

    def _tipos_de_relacion(self):
        """The kinds of list that this user issues."""
        tipos = self._tipos_de_mensajeria()
        return [clave for clave, tipo in TIPOS.items() if tipos and tipo.proveedor_tipo in (None, *tipos)]
