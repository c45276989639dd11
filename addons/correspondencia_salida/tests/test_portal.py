import json

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestPortal(DespachoCommon, HttpCase):
    """The addressee's link: looking proves nothing, receiving the document is the acuse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def setUp(self):
        super().setUp()
        self.opener.headers["Accept-Language"] = "en"
        # the clock stands still: all the tests of a day ask within one minute
        parametro = "correspondencia_entrada.verificacion_consultas_por_minuto"
        self.env["ir.config_parameter"].sudo().set_param(parametro, 1_000_000)
        oficio = self.oficio(
            destinatarios=[
                self.destinatario(medio="portal"),
                self.destinatario(dest_nombre="Otro Destinatario", medio="portal", requiere_acuse=False, tipo="ccp"),
            ]
        )
        anexo = self.archivo("plano.html", b"<script>alert(1)</script>", user=self.redactora)
        oficio.anexo_ids = [Command.link(anexo.id)]
        oficio.action_terminar()
        oficio.action_numerar()
        self.subir(oficio)
        self.oficio_enviado = oficio.sudo()
        self.linea, self.copia = self.lineas(oficio).sorted("id")
        (self.linea | self.copia).action_despachar()
        self.ruta = f"/o/{self.linea.sudo().token}"

    def assertNada(self, ruta):
        cuerpos = set()
        for datos in (None, {"nombre": "Alguien"}):
            respuesta = self.url_open(ruta, data=datos)
            self.assertEqual(respuesta.status_code, 404)
            self.assertNotIn("Se remite", respuesta.text)
            cuerpos.add(respuesta.text)
        return cuerpos

    def test_receiving_the_document_is_the_acuse(self):
        correo = self.env["mail.mail"].sudo().search([("message_id", "=", self.linea.sudo().message_id)])
        self.assertIn(self.ruta, correo.body_html)
        self.assertFalse(correo.attachment_ids)
        for metodo in ("HEAD", "GET"):  # what scanners and previewers do
            pagina = self.opener.request(metodo, self.base_url() + self.ruta, timeout=20)
            self.assertEqual(pagina.status_code, 200)
            self.assertEqual(pagina.headers["X-Robots-Tag"], "noindex, nofollow, noarchive")
        self.assertIn("Se remite informe de obra", pagina.text)
        self.assertNotIn("Otro Destinatario", pagina.text)
        self.assertNada(f"{self.ruta}/0")  # not before it was received
        sin_nombre = self.url_open(self.ruta, data={"nombre": "  "})
        self.assertEqual(sin_nombre.status_code, 400)
        self.assertIn("Write the name", sin_nombre.text)
        self.env.invalidate_all()
        self.assertEqual((self.linea.state, self.linea.fecha_acuse), ("despachado", False))

        pagina = self.url_open(self.ruta, data={"nombre": " Raúl  Ñáñez " + 200 * "x"})
        self.assertIn("Raúl Ñáñez", pagina.text)
        self.env.invalidate_all()
        receptor = ("Raúl Ñáñez " + 200 * "x")[:100]
        self.assertEqual((self.linea.state, self.linea.receptor), ("acusado", receptor))
        self.assertEqual((self.copia.state, self.oficio_enviado.state), ("despachado", "acusado"))
        acuse = self.linea.sudo().bitacora_ids.sorted("numero")[-1]
        datos = json.loads(acuse.datos)
        escaneo = self.oficio_enviado.escaneo_id
        self.assertEqual((acuse.evento, datos["medio"], datos["sha256"]), ("acusar", "portal", escaneo.sha256))
        self.assertTrue(datos["ip"] and datos["agente"])

        documento = self.url_open(f"{self.ruta}/0")
        self.assertEqual((documento.content, documento.headers["Content-Disposition"]), (escaneo.raw, "inline"))
        anexo = self.url_open(f"{self.ruta}/1")
        self.assertEqual(anexo.content, b"<script>alert(1)</script>")
        self.assertTrue(anexo.headers["Content-Disposition"].startswith("attachment"))
        self.assertNada(f"{self.ruta}/2")

        cuando = self.linea.fecha_acuse
        with freeze_time("2026-03-05 18:00:00"):
            self.url_open(self.ruta, data={"nombre": "Otra persona"})
        self.env.invalidate_all()
        self.assertEqual((self.linea.receptor, self.linea.fecha_acuse), (receptor, cuando))

    def test_where_no_acuse_is_needed_opening_is_enough(self):
        ruta = f"/o/{self.copia.sudo().token}"
        self.assertNotIn('name="nombre"', self.url_open(ruta).text)
        self.assertIn(f"{ruta}/0", self.url_open(ruta, data={"abrir": "1"}).text)
        self.env.invalidate_all()
        self.assertEqual((self.copia.state, self.linea.state), ("acusado", "despachado"))

    def test_guessed_expired_and_revoked_links_get_one_and_the_same_answer(self):
        nada = self.assertNada("/o/" + "A" * 22)
        for ruta in ("/o/x", "/o/%00", f"/o/{'A' * 22}/0", f"{self.ruta}x", f"{self.ruta}/x"):
            self.assertEqual(self.assertNada(ruta), nada, ruta)
        with freeze_time("2026-06-30 18:00:00"):
            self.assertEqual(self.assertNada(self.ruta), nada)
        self.linea.action_revocar()
        self.assertEqual(self.assertNada(self.ruta), nada)
        self.assertEqual(self.linea.state, "despachado")

    def test_a_link_whose_message_bounced_opens_nothing(self):
        self.linea.sudo()._reboto("No existe")
        self.assertEqual(self.linea.state, "devuelto")
        self.assertNada(self.ruta)
        with self.assertRaisesRegex(UserError, "«Returned»"):
            self.linea.action_renovar()

    def test_another_link_closes_the_one_before(self):
        self.linea.action_revocar()
        mensaje = self.linea.sudo().message_id
        self.linea.action_renovar()
        nueva = f"/o/{self.linea.sudo().token}"
        self.assertNada(self.ruta)
        self.assertEqual(self.url_open(nueva).status_code, 200)
        correo = self.env["mail.mail"].sudo().search([("message_id", "=", self.linea.sudo().message_id)])
        self.assertNotEqual(correo.message_id, mensaje)
        self.assertIn(nueva, correo.body_html)
        eventos = self.linea.sudo().bitacora_ids.sorted("numero").mapped("evento")
        self.assertEqual(eventos[-2:], ["revocar_enlace", "renovar_enlace"])
        sin_enlace = self.lineas(self.firmado(self.destinatario(medio="personal")))
        with self.assertRaisesRegex(UserError, "has no link"):
            sin_enlace.action_renovar()

    def test_a_document_that_was_substituted_says_so_and_whom_to_ask(self):
        self.company.phone = "55 1234 5678"
        self.oficio_enviado._transitar("sustituido", "Error en el monto")
        for datos in (None, {"nombre": "Raúl"}):
            pagina = self.url_open(self.ruta, data=datos).text
            for texto in ("was substituted", self.oficio_enviado.name, "Jurídico", "55 1234 5678"):
                self.assertIn(texto, pagina)
            self.assertNotIn("Se remite informe", pagina)
        self.env.invalidate_all()
        self.assertFalse(self.linea.fecha_acuse)
        self.assertNotIn("%PDF", self.url_open(f"{self.ruta}/0").text)

    def test_who_asks_too_often_waits(self):
        self.patch(self.registry["firma.consulta"], "_contar", lambda *_args: 30)
        for datos in (None, {"nombre": "Raúl"}):
            respuesta = self.url_open(self.ruta, data=datos)
            self.assertEqual((respuesta.status_code, respuesta.headers["Retry-After"]), (429, "30"))
        self.env.invalidate_all()
        self.assertFalse(self.linea.fecha_acuse)
