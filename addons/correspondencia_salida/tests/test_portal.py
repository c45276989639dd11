import json

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestPortal(DespachoCommon, HttpCase):
    """The addressee's link: looking proves nothing, opening the document is the acuse."""

    def setUp(self):
        super().setUp()
        self.linea = self.lineas(self.firmado(self.destinatario(medio="portal")))
        self.linea.action_despachar()
        self.ruta = f"/o/{self.linea.sudo().token}"

    def test_opening_the_document_is_the_acuse(self):
        self.assertIn(self.ruta, self.linea._url())
        correo = self.env["mail.mail"].sudo().search([("message_id", "=", self.linea.sudo().message_id)])
        self.assertIn(self.ruta, correo.body_html)
        self.assertFalse(correo.attachment_ids)
        pagina = self.url_open(self.ruta)
        self.assertEqual(pagina.status_code, 200)
        self.assertIn("Se remite informe de obra", pagina.text)
        self.linea.invalidate_recordset()
        self.assertEqual(self.linea.state, "despachado")
        documento = self.url_open(self.ruta, data={"abrir": "1"})
        self.assertEqual(documento.content, self.linea.sudo().oficio_id.escaneo_id.raw)
        self.env.invalidate_all()
        self.assertEqual((self.linea.state, self.linea.oficio_id.state), ("acusado", "acusado"))
        acuse = self.linea.sudo().bitacora_ids.sorted("numero")[-1]
        datos = json.loads(acuse.datos)
        self.assertEqual((acuse.evento, datos["medio"], bool(datos["ip"])), ("acusar", "portal", True))
        cuando = self.linea.fecha_acuse
        self.assertEqual(self.url_open(self.ruta, data={"abrir": "1"}).status_code, 200)  # again: the same acuse
        self.env.invalidate_all()
        self.assertEqual(self.linea.fecha_acuse, cuando)

    def test_guessed_expired_and_revoked_links_open_nothing(self):
        self.assertNada("/o/" + "A" * 22)
        self.assertNada("/o/x")
        self.assertNada("/o/%00")
        with freeze_time("2026-06-30 18:00:00"):
            self.assertNada(self.ruta)
        self.linea.action_revocar()
        self.assertNada(self.ruta)
        self.assertEqual(self.linea.state, "despachado")

    def test_a_letter_that_was_substituted_opens_nothing(self):
        oficio = self.linea.sudo().oficio_id
        oficio._transitar("sustituido", "Error en el monto")
        self.assertNada(self.ruta)

    def assertNada(self, ruta):
        for datos in (None, {"abrir": "1"}):
            respuesta = self.url_open(ruta, data=datos)
            self.assertEqual(respuesta.status_code, 404)
            self.assertNotIn("Se remite", respuesta.text)
