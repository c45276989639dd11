from odoo import api, models


class MensajeriaDecision(models.TransientModel):
    _inherit = "mensajeria.decision"

    @api.model
    def _decisiones(self):
        return super()._decisiones() | {
            ("correspondencia.oficio", "action_retirar"),
            ("correspondencia.oficio", "action_corregir"),
            ("correspondencia.oficio", "action_recuperar"),
            ("correspondencia.oficio", "action_cancelar"),
            ("correspondencia.oficio", "action_sustituir"),
            ("correspondencia.numero", "action_anular"),
            ("correspondencia.serie", "action_cancelar"),
            ("correspondencia.destinatario", "action_retirar"),
            ("correspondencia.destinatario", "action_cancelar"),
        }
