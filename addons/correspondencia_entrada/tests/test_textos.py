from markupsafe import Markup

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import EntradaCommon

MALO = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@tagged("post_install", "-at_install")
class TestTextos(EntradaCommon):
    """What people type is text everywhere: never markup, never code."""

    def assertEscapado(self, html):
        self.assertIn("&lt;script&gt;", html)
        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)

    def test_script_in_every_text_field(self):
        """The whole life of a matter whose every text is hostile: kept as typed, told escaped."""
        self.remitente.write({"name": MALO, "function": MALO})
        self.juridica.name = MALO
        tema = self.env["correspondencia.tema"].create({"name": MALO})
        asunto = self.registrado(
            self.juridica,
            cc=[self.revisor],
            numero_oficio=MALO,
            referencia=MALO,
            descripcion=MALO,
            comentarios=MALO,
            tema_id=tema.id,
        )
        suyo = asunto.with_user(self.digitalizadora)
        suyo.action_rechazar_digitalizacion(MALO)
        asunto.action_corregido()
        self.archivo(MALO + ".pdf", user=self.digitalizadora, asunto=asunto)
        suyo.action_terminar_digitalizacion()
        asunto.action_descargar(MALO)
        self.cr.flush()
        self.turno(asunto, self.juridica).action_solicitar_prorroga("2026-04-01", MALO)
        self.turno(asunto, self.juridica).sudo().prorroga_ids.with_user(self.ventanilla).action_negar(MALO)
        self.turnar(asunto, self.juridica, self.abogado, nota=MALO)
        self.turno(asunto, self.abogado).action_devolver(MALO)
        self.cr.flush()
        self.turno(asunto, self.juridica).action_concluir(MALO)
        self.cr.flush()
        asunto.action_reabrir(MALO)
        self.cr.flush()
        asunto.action_cancelar(MALO)
        self.cr.flush()
        asunto.invalidate_recordset()
        self.assertRecordValues(asunto, [{"descripcion": MALO, "numero_oficio": MALO, "original_entregado_a": MALO}])
        mensajes = self.env["mail.message"].search([("model", "=", asunto._name), ("res_id", "=", asunto.id)])
        con_malo = mensajes.filtered(lambda m: "alert" in (m.body or ""))
        self.assertGreaterEqual(len(con_malo), 5)
        for mensaje in con_malo:
            self.assertEscapado(mensaje.body)

    def test_the_duplicate_guard(self):
        self.remitente.name = MALO
        self.registrado(numero_oficio="A/1", descripcion=MALO)
        accion = self.borrador(numero_oficio="A/1").action_registrar()
        resumen = self.env[accion["res_model"]].with_user(self.ventanilla).browse(accion["res_id"]).resumen
        self.assertIsInstance(resumen, Markup)
        self.assertEscapado(resumen)

    def test_the_mail_of_an_extension(self):
        asunto = self.descargado(self.juridica)
        self.turno(asunto, self.juridica).action_solicitar_prorroga("2026-04-01", "x")
        self.turno(asunto, self.juridica).sudo().prorroga_ids.with_user(self.ventanilla).action_negar(MALO)
        aviso = self.env["mail.message"].search([("partner_ids", "in", self.juridica.partner_id.ids)], limit=1)
        self.assertEscapado(aviso.body)

    def test_long_texts(self):
        for campo, largo in [("descripcion", 4000), ("numero_oficio", 100), ("referencia", 250)]:
            with self.subTest(campo):
                borrador = self.borrador(**{campo: "á" * largo})
                self.assertRechaza(
                    f"takes at most {largo} characters and has 10000",
                    borrador.write,
                    {campo: "á" * 10_000},
                    registros=borrador,
                    error=ValidationError,
                )
        asunto = self.descargado(self.juridica, descripcion="Largo " * 600)
        tarea = asunto.sudo()._tareas_abiertas("atender")
        self.assertEqual(len(tarea.asunto), 300)
        self.assertLessEqual(len(tarea.busqueda), 2000)

    def test_odd_characters(self):
        for texto in (
            "Ñandú «áéíóú» ½ € 日本語 🙂",
            "línea 1\nlínea 2\r\n\ttres",
            "%s %(folio)s {siglas} %%",
            "' OR 1=1 --",
            "\\",
        ):
            with self.subTest(texto):
                asunto = self.descargado(
                    self.juridica, descripcion=texto, numero_oficio=texto, documento_ids=[Command.clear()]
                )
                self.assertEqual(asunto.descripcion, texto)
                self.assertIn(asunto, self.como(self.Asunto, self.juridica).search([("descripcion", "=", texto)]))
                self.responder(asunto, self.juridica)
