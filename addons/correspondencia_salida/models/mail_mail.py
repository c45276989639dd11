from odoo import models


class MailMail(models.Model):
    """A message of an official letter that the server refuses brings its line back to the tray."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        if failure_type:
            lineas = self.env["correspondencia.destinatario"].sudo().search(
                [("message_id", "in", [mensaje for mensaje in self.mapped("message_id") if mensaje])]
            )  # fmt: skip
            lineas._reboto(failure_reason or self.env._("The mail server refused the message."))
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
