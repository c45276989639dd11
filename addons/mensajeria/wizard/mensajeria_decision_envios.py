from odoo import api, models


class MensajeriaDecision(models.TransientModel):
    _inherit = "mensajeria.decision"

    @api.model
    def _decisiones(self):
        return super()._decisiones() | {
            ("mensajeria.solicitud", "action_rechazar"),
            ("mensajeria.solicitud", "action_cancelar"),
            ("mensajeria.envio", "action_cancelar"),
            ("mensajeria.envio", "action_desasignar"),
            ("mensajeria.envio", "action_corregir"),
            ("mensajeria.relacion", "action_cancelar"),
            ("mensajeria.etiqueta", "action_no_hecha"),
            ("mensajeria.etiqueta", "action_cancelada"),
        }
