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

    @api.model
    def _consecuencias(self):
        return super()._consecuencias() | {
            "correspondencia.oficio": {
                "action_retirar": self.env._(
                    "It is a draft again and leaves its reviewers: what they approved already, they review again."
                ),
                "action_corregir": self.env._("It is a draft again, and its reviewers see it again."),
                "action_recuperar": self.env._(
                    "It is a draft again. Its number is void and stays in the register with this reason: it will take another."
                ),
                "action_cancelar": self.env._(
                    "It will not be sent, and this is not undone. If it has a number, the number is void and stays in the "
                    "register with this reason."
                ),
                "action_sustituir": self.env._(
                    "A new draft with the same text opens. This document stands until that one is signed; then it is crossed "
                    "through in the register, its links open nothing, and what has not left stays here."
                ),
            },
            "correspondencia.numero": {
                "action_anular": self.env._(
                    "Nobody gets this number any more: it stays in the register, void, with this reason."
                ),
            },
            "correspondencia.serie": {
                "action_cancelar": self.env._(
                    "No more documents are made. Those that were made stay, with their numbers."
                ),
            },
            "correspondencia.destinatario": {
                "action_retirar": self.env._(
                    "They are not sent for now and wait in the tray again. Their pieces are taken from the courier."
                ),
                "action_cancelar": self.env._(
                    "These addressees do not get the document, and it does not wait for their acuses."
                ),
            },
        }
