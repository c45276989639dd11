from odoo import api, fields, models

from ..tools.acuses import ENTREGABLES


class MensajeriaEntregarAcuse(models.TransientModel):
    """Asks who receives acuses that are handed over at the counter."""

    _name = "mensajeria.entregar.acuse"
    _description = "Handover of Acuses at the Counter"
    _inherit = ["mensajeria.asistente"]

    acuse_ids = fields.Many2many(
        "mensajeria.acuse", string="Acuses", required=True, default=lambda self: self._default_acuse_ids()
    )
    recibe = fields.Char("Handed Over To", required=True)
    fecha = fields.Datetime("When", required=True, default=fields.Datetime.now)

    @api.model
    def _default_acuse_ids(self):
        return self._activos("mensajeria.acuse").filtered(lambda a: a.state in ENTREGABLES)

    def action_entregar(self):
        """Hand them over."""
        self.ensure_one()
        self.check_access("read")
        self.acuse_ids.action_entregar(self.recibe, self.fecha)
        return {"type": "ir.actions.act_window_close"}
