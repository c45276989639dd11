import http.client as cliente
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EntradaDatos, pdf

MB = 1024 * 1024
#: what a page or a script sent as a document may not be served as
EJECUTABLES = ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript")


@tagged("post_install", "-at_install")
class TestSubida(EntradaDatos, HttpCase):
    """Files as the browser sends them and gets them back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()

    def setUp(self):
        super().setUp()
        self.asunto = self.borrador(self.juridica)

    def subir(self, nombre, contenido, **datos):
        return self.url_open(
            "/mail/attachment/upload",
            data={"thread_id": self.asunto.id, "thread_model": self.asunto._name, **datos},
            files={"ufile": (nombre, contenido)},
        )

    def test_a_file_dropped_on_the_matter_is_a_document(self):
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        respuesta = self.subir("Petición «1».pdf", pdf(), csrf_token=http.Request.csrf_token(self))
        self.assertEqual(respuesta.status_code, 200, respuesta.text[:300])
        self.assertRecordValues(self.asunto.documento_ids, [{"name": "Petición «1».pdf", "raw": pdf()}])

    def test_a_stranger_uploads_nothing(self):
        self.authenticate("prueba_ajeno", "prueba_ajeno")
        with mute_logger("odoo.http"):
            respuesta = self.subir("x.pdf", pdf(), csrf_token=http.Request.csrf_token(self))
        self.assertNotEqual(respuesta.status_code, 200)
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", self.asunto._name), ("res_id", "=", self.asunto.id)])
        )

    def test_200_megabytes_are_refused_before_they_travel(self):
        """The size that the client announces is enough: the server answers at once and reads nothing."""
        clave = self.env["res.users.apikeys"].with_user(self.ventanilla)
        clave = clave._generate("rpc", "prueba", datetime.now() + timedelta(hours=1))  # noqa: DTZ005
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        sitio = urlsplit(self.base_url())
        formulario = {
            "Content-Type": "multipart/form-data; boundary=x",
            "Cookie": f"session_id={self.session.sid}",
        }
        for ruta, cabeceras in [
            ("/mail/attachment/upload", formulario),
            ("/web/binary/upload_attachment", formulario),
            ("/json/2/ir.attachment/create", {"Content-Type": "application/json", "Authorization": f"Bearer {clave}"}),
        ]:
            with self.subTest(ruta), self.allow_requests(all_requests=True), mute_logger("odoo.http", "werkzeug"):
                conexion = cliente.HTTPConnection(sitio.hostname, sitio.port, timeout=20)
                self.addCleanup(conexion.close)
                conexion.putrequest("POST", ruta)
                for nombre, valor in {**cabeceras, "Content-Length": str(200 * MB)}.items():
                    conexion.putheader(nombre, valor)
                conexion.endheaders()
                respuesta = conexion.getresponse()
                self.assertEqual(respuesta.status, 413)
                texto = respuesta.read().decode()
                texto = (
                    json.loads(texto)["message"] if ruta.startswith("/json/") else texto
                )  # the rest is for programmers
                self.assertIn("exceeds the capacity limit", texto)
                self.assertNotIn("Traceback", texto)
        self.assertFalse(self.asunto.documento_ids)

    def test_the_limit_is_configured_and_told(self):
        self.env["ir.config_parameter"].set_param("web.max_file_upload_size", MB)
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        with mute_logger("odoo.http"):
            respuesta = self.subir("grande.pdf", b"%PDF-" + b"0" * (MB + 1), csrf_token=http.Request.csrf_token(self))
        self.assertEqual(respuesta.status_code, 413)
        self.assertFalse(self.asunto.documento_ids)
        sesion = self.url_open(
            "/web/session/get_session_info",
            data=json.dumps({"params": {}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertEqual(sesion.json()["result"]["max_file_upload_size"], MB)

    def test_nothing_executable_is_rendered_inline(self):
        guion = b"<html><script>alert(1)</script></html>"
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        for nombre in ("oficio.html", "oficio.svg", "oficio.pdf", "oficio.xhtml", "oficio"):
            with self.subTest(nombre):
                contenido = (
                    guion
                    if nombre != "oficio.svg"
                    else b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
                )
                archivo = self.archivo(nombre, contenido, asunto=self.asunto)
                respuesta = self.url_open(f"/web/content/{archivo.id}")
                self.assertEqual(respuesta.content, contenido, "kept as received")
                tipo = respuesta.headers["Content-Type"].split(";")[0]
                inocuo = tipo not in EJECUTABLES or respuesta.headers["Content-Disposition"].startswith("attachment")
                self.assertTrue(
                    inocuo or "default-src 'none'" in respuesta.headers.get("Content-Security-Policy", ""), tipo
                )
                self.assertEqual(respuesta.headers["X-Content-Type-Options"], "nosniff")
