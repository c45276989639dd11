from odoo import fields, models
from odoo.tools import email_normalize

#: means that reach the addressee by a message
POR_MENSAJE = ("correo", "portal")
#: a link that is seen: mail programs know no stylesheets
BOTON = "display:inline-block;padding:10px 18px;border-radius:4px;background:#714b67;color:#ffffff;text-decoration:none"


class CorrespondenciaDestinatario(models.Model):
    """By e-mail: one message for each addressee, with the signed document.

    The line is on its way while its message is in the queue, and out once the mail server has taken it. A bounce brings
    that line back, and no other. Answers go to the document, whose drafter follows it.
    """

    _inherit = "correspondencia.destinatario"

    message_id = fields.Char("Message-Id", readonly=True, copy=False, index="btree_not_null")

    def _reparo(self):
        if (reparo := super()._reparo()) or self.medio not in POR_MENSAJE:
            return reparo
        if not email_normalize(self.email):
            return self.env._("«%(email)s» of %(who)s is no e-mail address.", email=self.email, who=self.dest_nombre)
        return None

    def _despachar_correo(self):
        """Put the messages in the queue: they are sent after this transaction, once."""
        self._mandar_mensajes()
        self._transitar("en_despacho", datos={"medio": self[:1].medio})

    def _mandar_mensajes(self):
        """Queue the messages of these lines, with a link where the addressee needs one."""
        limite = self._limite_de_mensaje()
        adjuntos = {linea: linea._adjuntos_de_correo(limite) for linea in self}
        for linea in self:
            if linea.requiere_acuse or adjuntos[linea] != linea._documentos():
                linea._nuevo_enlace()
        correos = self.with_context(adjuntos_de_correo=adjuntos)._correos("correspondencia_salida.correo_de_oficio")
        for linea, correo in zip(self, correos, strict=True):
            correo.attachment_ids = adjuntos[linea]
            linea.message_id = correo.message_id
            correo.mail_message_id.body = linea._en_historia(correo)

    def _correos(self, plantilla):
        """One message to each of these addressees, in the language of the paper, waiting in the queue."""
        correos = self.env["mail.mail"].create([linea._vals_de_correo(plantilla) for linea in self])
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return correos

    def _vals_de_correo(self, plantilla):
        oficio = self.oficio_id._como_papel()
        redactor = oficio.redactor_id.email_formatted or oficio.company_id.email_formatted
        adjuntos = self.env.context.get("adjuntos_de_correo", {}).get(self)
        valores = {"linea": self, "oficio": oficio, "url": self._url(), "adjuntos": adjuntos, "boton": BOTON}
        return {
            "subject": f"{oficio.tipo_id.name} {oficio.name}: {oficio.descripcion}"[:200],
            "body_html": oficio.env["ir.qweb"]._render(plantilla, valores),
            "email_to": email_normalize(self.email),
            "email_from": oficio.company_id.email_formatted or self.env.user.email_formatted,
            "reply_to": oficio._notify_get_reply_to(default=redactor)[oficio.id] or False,
            "model": oficio._name,
            "res_id": oficio.id,
            "auto_delete": False,
        }

    def _en_historia(self, correo):
        """What the history of the document says of the message ``correo``: it shows neither its text nor its link."""
        valores = {"linea": self, "correo": correo, "url": self._url()}
        return self.oficio_id._como_papel().env["ir.qweb"]._render("correspondencia_salida.correo_en_historia", valores)

    def _documentos(self):
        """What this line brings to its addressee: the signed document, and its annexes."""
        oficio = self.oficio_id
        return (oficio.escaneo_id or oficio.pdf_id) | oficio.anexo_ids

    def _adjuntos_de_correo(self, limite):
        """As many of the documents as a message may carry: all, else the letter alone, else none; the link has the rest."""
        documentos = self._documentos()
        for adjuntos in (documentos, documentos[:1]):
            if self.env["mail.mail"]._estimate_email_size({}, "", adjuntos.mapped("file_size")) < limite:
                return adjuntos
        return documentos.browse()

    def _limite_de_mensaje(self):
        """Bytes of attachments that no mail server refuses: of more, Odoo would give public links, and this is evidence."""
        servidores = self.env["ir.mail_server"].sudo().search([("active", "=", True)])
        megas = min([servidor._get_max_email_size() for servidor in servidores] or [servidores._get_max_email_size()])
        return megas * 1024 * 1024 * 0.95  # the text needs room too

    # What becomes of the message

    def _mensaje_entregado(self):
        """The mail server took the messages of these lines."""
        listas = self.filtered(lambda d: d.state == "en_despacho")
        listas._salio()
        listas.oficio_id._revisar_despacho()

    def _mensaje_aplazado(self, motivo):
        """The mail server is down: it is tried again by itself, and meanwhile whoever looks knows."""
        en_cola = self.filtered(lambda d: d.state == "en_despacho")
        en_cola.motivo = self.env._("The mail server does not answer; it is tried again by itself. %s", motivo)

    def _reboto(self, motivo):
        """The messages of these lines do not arrive."""
        self.filtered(lambda d: d.state == "en_despacho")._quedo_pendiente(motivo)
        self.filtered(lambda d: d.state == "despachado")._volvio(motivo)

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        if mensajes := [mensaje for mensaje in self.mapped("message_id") if mensaje]:
            en_cola = [("message_id", "in", mensajes), ("state", "in", ("outgoing", "exception"))]
            self.env["mail.mail"].search(en_cola).cancel()
        self.message_id = False
