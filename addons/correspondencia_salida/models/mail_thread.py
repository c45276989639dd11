from odoo import api, models
from odoo.tools import html2plaintext


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """A bounce brings back the line of the message that bounced: it is known by its Message-Id, not by the address."""
        res = super()._routing_handle_bounce(email_message, message_dict)
        if mensajes := message_dict.get("bounced_msg_ids"):
            lineas = self.env["correspondencia.destinatario"].sudo().search([("message_id", "in", mensajes)])
            texto = html2plaintext(message_dict.get("body") or "").strip()[:500]
            lineas._reboto(texto or self.env._("The message bounced."))
        return res
