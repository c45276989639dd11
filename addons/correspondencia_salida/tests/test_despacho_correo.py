import smtplib
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .test_despacho import DespachoCommon

RESPUESTA = """From: Juana <obras@municipio.example>
To: {para}
Subject: Re: Oficio
Message-Id: <respuesta@municipio.example>
In-Reply-To: {mensaje}
References: {mensaje}
Content-Type: text/plain; charset=utf-8

Lo revisamos el lunes.
"""
REBOTE = """From: MAILER-DAEMON@municipio.example
To: {para}
Subject: Undelivered Mail Returned to Sender
Message-Id: <rebote-{n}@municipio.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

Buzón lleno

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; municipio.example

Final-Recipient: rfc822; {quien}
Action: failed
Status: 5.2.2

--x
Content-Type: text/rfc822-headers

Message-Id: {mensaje}
Subject: Oficio

--x--
"""


class ServidorDeCorreo:
    """What Odoo wants of an SMTP session. ``falla``: exception with which it answers each message."""

    from_filter = smtp_from = False

    def __init__(self, falla=None):
        self.falla, self.enviados = falla, []

    def send_message(self, mensaje, _de, para):
        if self.falla:
            raise self.falla
        self.enviados.append((mensaje, para))

    def quit(self):
        """Nothing to close."""


@tagged("post_install", "-at_install")
class TestDespachoCorreo(DespachoCommon):
    """A line by e-mail is on its way until the mail server has its message."""

    correo_al_instante = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"  # messages are in the language of the institution

    def correo(self, linea):
        return self.env["mail.mail"].sudo().search([("message_id", "=", linea.sudo().message_id)])

    @contextmanager
    def servidor(self, falla=None, conexion=None):
        IrMailServer = self.registry["ir.mail_server"]
        servidor = ServidorDeCorreo(falla)
        conectar = patch.object(IrMailServer, "_connect__", return_value=servidor, side_effect=conexion)
        with conectar, patch.object(IrMailServer, "_disable_send", return_value=False):
            yield servidor

    def enviar(self, linea, **servidor):
        """The queue is worked off; gives what the server got."""
        with self.servidor(**servidor) as abierto, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env["mail.mail"].sudo().process_email_queue(self.correo(linea).ids)
        self.env.invalidate_all()
        return abierto.enviados

    def despachada(self, **vals):
        linea = self.lineas(self.firmado(self.destinatario(**vals)))
        linea.action_despachar()
        return linea

    def test_one_message_each_with_the_signed_document(self):
        oficio = self.firmado(self.destinatario(), self.destinatario(email="otra@municipio.example"))
        una, otra = self.lineas(oficio).sorted("id")
        (una | otra).action_despachar()
        self.assertEqual((una.state, oficio.state), ("en_despacho", "firmado"))
        correos = self.correo(una) | self.correo(otra)
        self.assertEqual(correos.mapped("email_to"), ["obras@municipio.example", "otra@municipio.example"])
        self.assertEqual(correos.attachment_ids, oficio.sudo().escaneo_id)
        ((mensaje, para),) = self.enviar(una)
        self.assertEqual((para, mensaje["Message-Id"]), (["obras@municipio.example"], una.sudo().message_id))
        (adjunto,) = mensaje.iter_attachments()
        self.assertEqual(adjunto.get_content(), oficio.sudo().escaneo_id.raw)
        self.assertEqual((una.state, otra.state, oficio.state), ("despachado", "en_despacho", "firmado"))
        self.enviar(otra)
        self.assertEqual((otra.state, oficio.state), ("despachado", "despachado"))

    def test_nobody_else_reads_the_link_in_the_chatter(self):
        linea = self.despachada()
        mensajes = linea.sudo().oficio_id.message_ids
        self.assertIn(self.correo(linea).mail_message_id, mensajes)
        self.assertIn(linea.sudo().token, self.correo(linea).body_html)
        self.assertFalse(any(linea.sudo().token in (mensaje.body or "") for mensaje in mensajes))

    def test_the_chatter_tells_to_whom_the_message_went(self):
        linea = self.despachada()
        dicho = self.correo(linea).mail_message_id.with_user(self.redactora)
        texto = html2plaintext(dicho.body)
        self.assertIn("Message to *Juana Pérez Ñúñez*, obras@municipio.example, with a link until 05/31/2026", texto)
        self.assertIn(f"Message-Id: {linea.sudo().message_id}", texto)

    def test_a_server_that_is_down_is_tried_again(self):
        linea = self.despachada()
        self.enviar(linea, conexion=OSError("Connection refused"))
        self.assertEqual((linea.state, linea.oficio_id.state), ("en_despacho", "firmado"))
        self.assertIn("tried again by itself. Connection refused", linea.motivo)
        self.assertFalse(self.enviar(linea))  # not at once
        with freeze_time("2026-03-02 18:15:00"):
            self.enviar(linea, falla=smtplib.SMTPRecipientsRefused({"x": (450, b"busy")}))
        self.assertIn("450", linea.motivo)
        with freeze_time("2026-03-02 18:30:00"):
            self.assertTrue(self.enviar(linea))
        self.assertEqual((linea.state, linea.motivo), ("despachado", False))

    def test_an_address_that_is_refused_waits_to_be_corrected(self):
        linea = self.despachada()
        self.enviar(linea, falla=smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}))
        self.assertEqual((linea.state, linea.sudo().message_id, linea.sudo().token), ("pendiente", False, False))
        self.assertIn("no such user", linea.motivo)
        linea.sudo().email = "Sin correo"
        with self.assertRaisesRegex(UserError, "«Sin correo» of Juana Pérez Ñúñez is no e-mail address"):
            linea.action_despachar()
        linea.sudo().email = "buena@municipio.example"
        linea.action_despachar()
        self.assertTrue(self.enviar(linea))

    def test_taken_back_before_it_leaves(self):
        linea = self.despachada()
        correo = self.correo(linea)
        linea.action_retirar("Era para otra persona")
        self.assertEqual((linea.state, correo.state), ("pendiente", "cancel"))
        with self.servidor() as servidor:
            correo.process_email_queue(correo.ids)
        self.assertFalse(servidor.enviados)

    def test_what_is_too_big_for_a_message_is_under_a_link(self):
        self.env["ir.config_parameter"].sudo().set_param("base.default_max_email_size", "0.1")
        oficio = self.oficio(destinatarios=[self.destinatario(requiere_acuse=False)])
        anexo = self.archivo("plano.bin", b"x" * 100_000, user=self.redactora)
        oficio.anexo_ids = [Command.link(anexo.id)]
        oficio.action_terminar()
        oficio.action_numerar()
        self.subir(oficio)
        linea = self.lineas(oficio)
        linea.action_despachar()
        correo = self.correo(linea)
        self.assertEqual(correo.attachment_ids, oficio.sudo().escaneo_id)
        self.assertIn("too big", correo.body_html)
        self.assertIn(linea.sudo().token, correo.body_html)
        mensaje, _para = self.enviar(linea)[0]
        self.assertNotIn("/web/content", mensaje.as_string())
        self.assertFalse(anexo.sudo().access_token)

    # What comes back

    def recibir(self, texto):
        return self.env["mail.thread"].sudo().with_context(mail_channel_nosubscribe=True).message_process(False, texto)

    def rebote(self, mensaje, n=1, quien="obras@municipio.example"):
        para = self.company.sudo().bounce_email or "bounce@prueba.example"
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            self.recibir(REBOTE.format(para=para, mensaje=mensaje, n=n, quien=quien))
        self.env.invalidate_all()

    def test_a_bounce_brings_back_its_line_and_no_other(self):
        oficio = self.firmado(self.destinatario(), self.destinatario(email="otra@municipio.example"))
        una, otra = self.lineas(oficio).sorted("id")
        (una | otra).action_despachar()
        self.enviar(una)
        self.enviar(otra)
        self.rebote("<otro-mensaje@otra.parte>", 1)
        self.rebote("<otro-mensaje@otra.parte>", 2, "otra@municipio.example")  # says an address, knows no message
        self.assertEqual((una.state, otra.state), ("despachado", "despachado"))
        self.rebote(una.sudo().message_id, 3)
        self.assertEqual((una.state, otra.state), ("devuelto", "despachado"))
        self.assertIn("Buzón lleno", una.motivo)
        self.assertEqual(oficio.state, "despachado")
        otra.sudo()._acuso("Quien recibió")
        self.rebote(otra.sudo().message_id, 4)
        self.assertEqual(otra.state, "acusado")

    def test_the_answer_of_the_addressee_stands_in_the_document(self):
        linea = self.despachada()
        self.enviar(linea)
        oficio = linea.sudo().oficio_id
        self.recibir(RESPUESTA.format(para="catchall@prueba.example", mensaje=linea.sudo().message_id))
        respuesta = oficio.message_ids.sorted("id")[-1]
        self.assertIn("Lo revisamos el lunes.", respuesta.body)
        self.assertIn(self.redactora.partner_id, respuesta.notified_partner_ids)
        self.assertEqual(linea.state, "despachado")  # an answer is no acuse
