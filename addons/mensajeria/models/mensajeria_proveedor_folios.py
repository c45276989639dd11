from odoo import models
from odoo.exceptions import AccessError


class MensajeriaProveedor(models.Model):
    """Who may do what with the folios of a provider."""

    _inherit = "mensajeria.proveedor"

    def _es_comprador(self):
        """Whether the user buys the folios of this provider: as its buyer, or as administrator."""
        self.ensure_one()
        user = self.env.user
        return user.has_group("mensajeria.group_administrador") or self.sudo().comprador_id == user

    def _exigir_comprador(self):
        for proveedor in self:
            if not proveedor._es_comprador():
                raise AccessError(
                    self.env._("Only the buyer of %s or an administrator can do this.", proveedor.sudo().name)
                )

    def _exigir_operador(self):
        """Refuse who does not operate the kind of these providers."""
        tipos = self.env.user._tipos_de_mensajeria()
        for proveedor in self.sudo():
            if proveedor.tipo not in tipos:
                raise AccessError(self.env._("You do not take part in the dispatches of %s.", proveedor.name))
