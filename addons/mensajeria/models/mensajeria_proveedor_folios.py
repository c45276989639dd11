from odoo import Command, api, models
from odoo.exceptions import AccessError


class MensajeriaProveedor(models.Model):
    """Who may do what with the folios of a provider."""

    _inherit = "mensajeria.proveedor"

    @api.model_create_multi
    def create(self, vals_list):
        proveedores = super().create(vals_list)
        if proveedores.comprador_id:
            self._agrupar_compradores()
        return proveedores

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"comprador_id", "active"}:
            self._agrupar_compradores()
        return res

    @api.model
    def _agrupar_compradores(self):
        """Only buyers see where guías are bought: they are the members of its group. Each purchase asks again."""
        compradores = self.sudo().search([("comprador_id", "!=", False)]).comprador_id
        self.env.ref("mensajeria.group_comprador").sudo().user_ids = [Command.set(compradores.ids)]

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
