from odoo import fields, models


class CorrespondenciaDestinatario(models.Model):
    """By e-mail: one message for each addressee, with the signed document. A bounce brings that line back, and no other."""

    _inherit = "correspondencia.destinatario"

    message_id = fields.Char("Message-Id", readonly=True, copy=False, index="btree_not_null")

    def _despachar_correo(self):
        """Put the messages in the queue: they are sent after this transaction, once."""
        correos = self._correos("correspondencia_salida.correo_de_oficio")
        for linea, correo in zip(self, correos, strict=True):
            correo.attachment_ids = linea._adjuntos_de_correo()
            linea.message_id = correo.message_id
        self._salio()

    def _correos(self, plantilla):
        """One message to each of these addressees, in the language of the paper, waiting in the queue."""
        correos = self.env["mail.mail"].create([linea._vals_de_correo(plantilla) for linea in self])
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return correos

    def _vals_de_correo(self, plantilla):
        oficio = self.oficio_id
        idioma = oficio._como_papel().env.lang
        return {
            "subject": f"{oficio.tipo_id.with_context(lang=idioma).name} {oficio.name}: {oficio.descripcion}"[:200],
            "body_html": self.env["ir.qweb"]
            .with_context(lang=idioma)
            ._render(plantilla, {"linea": self, "oficio": oficio, "url": self._url()}),
            "email_to": self.email,
            "email_from": oficio.company_id.email_formatted or self.env.user.email_formatted,
            "reply_to": oficio.redactor_id.email_formatted or False,
            "model": oficio._name,
            "res_id": oficio.id,
            "auto_delete": False,
        }

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
