from odoo import api, models


class MensajeriaDecision(models.TransientModel):
    _inherit = "mensajeria.decision"

    @api.model
    def _decisiones(self):
        return super()._decisiones() | {
            ("mensajeria.acuse", "action_deshacer"),
            ("mensajeria.acuse", "action_dispensar"),
            ("mensajeria.acuse", "action_extraviar"),
            ("mensajeria.acuse", "action_separar"),
            ("mensajeria.envio", "action_aclarar"),
            ("mensajeria.lectura.linea", "action_resolver"),
            ("mensajeria.reclamacion", "action_cancelar"),
        }
