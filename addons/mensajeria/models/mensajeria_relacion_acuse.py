from odoo import models

from ..tools.acuses import ENTREGABLES


class MensajeriaRelacionLinea(models.Model):
    """What is told on a list by which acuses are handed over, is told of the acuses."""

    _inherit = "mensajeria.relacion.linea"

    def write(self, vals):
        res = super().write(vals)
        if vals.get("resultado") == "entregado":
            entregas = self.sudo().filtered(lambda linea: linea.relacion_id.tipo == "entrega_acuses")
            entregas.envio_id.acuse_ids.filtered(lambda a: a.state in ENTREGABLES)._entregar()
        return res
