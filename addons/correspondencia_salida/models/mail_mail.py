import re
from datetime import timedelta

from odoo import fields, models

#: how long a message waits for a mail server that is down
REINTENTO = timedelta(minutes=15)
#: failures that no retry mends
DEFINITIVOS = frozenset((False, None, "mail_email_invalid", "mail_email_missing", "mail_spam"))
#: what a server says of an address, or of a message, that it will never take
_DEFINITIVO = re.compile(r"SMTP(RecipientsRefused|DataError): .*\(5\d\d,", re.DOTALL)


class MailMail(models.Model):
    """What happens to the message of an official letter happens to the line of its addressee."""

    _inherit = "mail.mail"

    def _lineas_de_oficio(self):
        """The lines (sudo) whose message this is, in the language of their institution."""
        Destinatario = self.env["correspondencia.destinatario"].sudo()
        if self.model != "correspondencia.oficio" or not self.message_id:
            return Destinatario
        lineas = Destinatario.search([("message_id", "=", self.message_id)])
        return lineas.with_context(lang=lineas.company_id.partner_id.lang or self.env.lang)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Hold the line before its message leaves: who is moving it makes this fail now, not once it was sent."""
        lineas = self._lineas_de_oficio()
        lineas.oficio_id._bloquear()
        lineas._bloquear()
        return super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        for correo in self:
            if lineas := correo._lineas_de_oficio():
                correo._avisar_a_lineas(lineas, failure_type)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _avisar_a_lineas(self, lineas, failure_type):
        """Sent, refused for good, or to be tried again."""
        motivo = (self.failure_reason or "").strip().splitlines()[-1:]
        motivo = motivo[0] if motivo else ""
        if self.state == "sent":
            lineas._mensaje_entregado()
        elif failure_type in DEFINITIVOS or _DEFINITIVO.search(self.failure_reason or ""):
            lineas._reboto(lineas.env._("The mail server refused the message: %s", motivo))
        else:
            cuando = fields.Datetime.now() + REINTENTO
            self.write({"state": "outgoing", "scheduled_date": cuando})
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger(cuando)
            lineas._mensaje_aplazado(motivo)
