import re
from unittest.mock import patch

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import EntradaDatos

DESCONOCIDO = "A" * 22


@tagged("post_install", "-at_install")
class TestPaginaPublica(EntradaDatos, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        for idioma in ("en_US", "es_MX"):
            cls.env["res.lang"]._activate_lang(idioma)

    def abrir(self, token, idioma="en", **kwargs):
        self.opener.cookies.clear()
        return self.url_open(f"/acuse/{token}", headers={"Accept-Language": idioma}, allow_redirects=False, **kwargs)

    def test_genuine(self):
        asunto = self.registrado(
            fecha_recepcion="2026-03-02 15:05:00",
            descripcion="Secreto & reservado",
            documento_ids=[Command.set((self.archivo("secreto.pdf") | self.archivo("b.txt", b"b")).ids)],
        )
        respuesta = self.abrir(asunto.sudo().acuse_token)
        self.assertEqual(respuesta.status_code, 200)
        for dicho in ("is genuine", asunto.name, "Entidad de Prueba", "March 2, 2026, 09:05 h", "Oficialía de Partes"):
            self.assertIn(dicho, respuesta.text)
        self.assertRegex(respuesta.text, r"<dt>Documents</dt>\s*<dd>\s*2\s")
        for ajeno in (
            "Secreto",
            "Juana",
            "secreto.pdf",
            "Municipio",
            "por_digitalizar",
            "Ventanilla",
            "acuse_token",
            "data-oe",
        ):
            self.assertNotIn(ajeno, respuesta.text)

    def test_scanned_and_rectified_after_the_paper_was_printed(self):
        asunto = self.registrado(fecha_recepcion="2026-03-02 15:05:00")
        self.assertIn("Received on paper", self.abrir(asunto.sudo().acuse_token).text)
        self.archivo(user=self.digitalizadora, asunto=asunto)
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        wizard = self.env["correspondencia.rectificar"].with_user(self.ventanilla).with_context(active_id=asunto.id)
        wizard.create({"motivo": "Día equivocado", "fecha_recepcion": "2026-03-01 15:05:00"}).action_rectificar()
        texto = " ".join(self.abrir(asunto.sudo().acuse_token).text.split())
        self.assertIn("<small>1 digitized after the reception</small>", texto)
        self.assertIn("<dd> March 1, 2026, 09:05 h <small>", texto)
        self.assertIn("<small>Rectified. Printed before: March 2, 2026, 09:05 h</small>", texto)
        self.assertNotIn("equivocado", texto)

    def test_not_genuine_always_looks_the_same(self):
        self.registrado()
        patron = self.abrir(DESCONOCIDO)
        self.assertEqual(patron.status_code, 404)
        self.assertIn("is not genuine", patron.text)
        for token in (
            "x",
            "A" * 21,
            "A" * 23,
            "A" * 5000,
            "%00",
            "A" * 21 + "%00",
            "ñ" * 22,
            "%ff%fe",
            "a/b/c",
            "' OR 1=1 --",
            "%F0%9F%98%80",
            "False",
            "None",
            "0",
            "<script>alert(1)</script>",
            DESCONOCIDO + "?acuse_token=x",
        ):
            with self.subTest(token[:40]):
                respuesta = self.abrir(token)
                self.assertEqual((respuesta.status_code, respuesta.text), (404, patron.text))
                self.assertEqual(set(respuesta.headers), set(patron.headers))
        self.assertEqual(self.url_open("/acuse", headers={"Accept-Language": "en"}).text, patron.text)

    def test_headers(self):
        asunto = self.registrado()
        for token in (asunto.sudo().acuse_token, DESCONOCIDO):
            cabeceras = self.abrir(token).headers
            self.assertIn("default-src 'none'", cabeceras["Content-Security-Policy"])
            self.assertNotIn("unsafe", cabeceras["Content-Security-Policy"])
            self.assertEqual(cabeceras["Referrer-Policy"], "no-referrer")
            self.assertIn("noindex", cabeceras["X-Robots-Tag"])
            self.assertEqual(cabeceras["X-Content-Type-Options"], "nosniff")
            self.assertEqual(cabeceras["X-Frame-Options"], "DENY")
            self.assertEqual(cabeceras["Cache-Control"], "no-store")
            self.assertNotIn("Set-Cookie", cabeceras)

    def test_nothing_is_written(self):
        asunto = self.registrado()
        with patch.object(http.root.session_store, "save") as guardar:
            self.abrir(asunto.sudo().acuse_token)
        guardar.assert_not_called()
        self.assertEqual(self.url_open(f"/acuse/{DESCONOCIDO}", data={"a": "b"}).status_code, 405)

    def test_language_of_the_visitor(self):
        for pedido, idioma in (
            ("en", "en-US"),
            ("es-AR,en;q=0.5", "es-MX"),
            ("fr", "es-MX"),
            ("", "es-MX"),
            ("xx;q=z, ,,en-GB", "en-US"),
        ):
            with self.subTest(pedido):
                self.assertIn(f'<html lang="{idioma}">', self.abrir(DESCONOCIDO, pedido).text)

    def test_it_speaks_spanish(self):
        token = self.registrado().sudo().acuse_token
        self.assertIn("This acknowledgement is genuine", self.abrir(token, "en").text)
        self.assertIn("Este acuse es auténtico", self.abrir(token, "es").text)

    def test_html_in_the_data(self):
        self.oficialia.name = "<script>alert(1)</script>"
        asunto = self.registrado()
        respuesta = self.abrir(asunto.sudo().acuse_token)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", respuesta.text)
        self.assertNotIn("<script", respuesta.text)

    def test_its_style_sheets_are_public(self):
        enlaces = re.findall(r'<link rel="stylesheet" href="([^"]+)"', self.abrir(DESCONOCIDO).text)
        self.assertEqual(len(enlaces), 2)
        for enlace in enlaces:
            respuesta = self.url_open(enlace)
            self.assertEqual(
                (respuesta.status_code, respuesta.headers["Content-Type"].split(";")[0]), (200, "text/css")
            )
