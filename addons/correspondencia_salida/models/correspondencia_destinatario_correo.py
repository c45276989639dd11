from odoo import fields, models


class CorrespondenciaDestinatario(models.Model):
    """By e-mail: one message for each addressee, with the signed document. A bounce brings that line back, and no other."""

    _inherit = "correspondencia.destinatario"

    message_id = fields.Char("Message-Id", readonly=True, copy=False, index="btree_not_null")

    def _despachar_correo(self):
        """Put the messages in the queue: they are sent after this transaction, once."""
        for linea in self:
            oficio = linea.oficio_id
            idioma = oficio._como_papel().env.lang
            plantilla = self.env["ir.qweb"].with_context(lang=idioma)
            correo = self.env["mail.mail"].create(
                {
                    "subject": f"{oficio.tipo_id.with_context(lang=idioma).name} {oficio.name}: {oficio.descripcion}"[
                        :200
                    ],
                    "body_html": plantilla._render(
                        "correspondencia_salida.correo_de_oficio",
                        {"linea": linea, "oficio": oficio, "url": linea._url()},
                    ),
                    "email_to": linea.email,
                    "email_from": oficio.company_id.email_formatted or self.env.user.email_formatted,
                    "reply_to": oficio.redactor_id.email_formatted or False,
                    "model": oficio._name,
                    "res_id": oficio.id,
                    "auto_delete": False,
                    "attachment_ids": [(6, 0, linea._adjuntos_de_correo().ids)],
                }
            )
            linea.message_id = correo.message_id
        self._salio()
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _adjuntos_de_correo(self):
        """The signed document and its annexes."""
        oficio = self.oficio_id
        return (oficio.escaneo_id or oficio.pdf_id) | oficio.anexo_ids

    def _reboto(self, motivo):
        """The messages of these lines did not arrive."""
        self.filtered(lambda d: d.state == "despachado")._volvio(motivo)

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.message_id = False
