import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.mensajeria.tests.lector_pdf import textos

from ..wizard import correspondencia_libro
from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestLibro(EntradaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def libro(self, user=None, oficialia=None, **vals):
        valores = {"oficialia_id": oficialia.id} if oficialia else {}
        return self.como(self.env["correspondencia.libro"], user or self.ventanilla).create({**valores, **vals})

    def imprimir(self, libro):
        contenido, _tipo = libro.env["ir.actions.report"]._render_qweb_pdf(
            "correspondencia_entrada.action_report_libro", libro.ids
        )
        return textos(contenido)

    def xlsx(self, libro):
        archivo = io.BytesIO()
        libro._escribir_xlsx(archivo)
        return load_workbook(archivo).active

    def folios(self, libro):
        return [entrada["folio"] for entrada in libro._entradas()]

    def test_todays_book_of_my_office(self):
        libro = self.libro()
        self.assertRecordValues(
            libro,
            [
                {
                    "oficialia_id": self.oficialia.id,
                    "desde": Date.to_date("2026-03-02"),
                    "hasta": Date.to_date("2026-03-02"),
                    "con_cancelados": True,
                }
            ],
        )

    def test_in_folio_order_with_voids(self):
        uno = self.registrado(self.juridica, self.contadora, numero_oficio="A/1")
        dos = self.registrado(descripcion="Se cancela\nmañana")
        tres = self.registrado(origen="interno", remitente_id=False, area_remitente_id=self.finanzas.id)
        dos.action_cancelar("Duplicado")
        self.borrador()
        libro = self.libro()
        entradas = list(libro._entradas())
        self.assertEqual([e["folio"] for e in entradas], [uno.name, dos.name, tres.name])
        self.assertEqual([e["cancelado"] for e in entradas], [False, True, False])
        self.assertEqual(entradas[0]["remitente"], "Juana Pérez Ñúñez, Municipio de Prueba")
        self.assertEqual(entradas[0]["destinatarios"], "JUT, FIT")
        self.assertEqual((entradas[1]["asunto"], entradas[1]["motivo"]), ("Se cancela mañana", "Duplicado"))
        self.assertEqual(libro._contar(), {"total": 3, "cancelados": 1, "externos": 2, "internos": 1})
        self.cr.execute(
            "UPDATE nucleo_folio_serie SET previo_anio = 2026, previo_numero = 850 WHERE id = %s",
            [uno.folio_serie_id.id],
        )
        self.env.invalidate_all()
        texto = " ".join(self.imprimir(libro))
        self.assertIn("The numbers of 2026 up to 850 were given before this system.", texto)
        for dicho in (f"{dos.name} 02/03/26 12:00", "Void: Duplicado", "Page 1 of 1", "March 2, 2026", "by Ventanilla"):
            self.assertIn(dicho, texto)
        self.assertRegex(texto, r"ENTRIES ?3 EXTERNAL ?2 INTERNAL ?1 VOID ?1")
        libro.con_cancelados = False
        self.assertEqual(self.folios(libro), [uno.name, tres.name])
        self.assertIn("without void folios", " ".join(self.imprimir(libro)))

    def test_days_are_those_of_the_office(self):
        with freeze_time("2026-03-10 05:59:59"):  # 23:59:59 of the 9th in Mexico City
            noche = self.registrado()
        with freeze_time("2026-03-10 06:00:00"):
            manana = self.registrado()
        self.assertEqual(self.folios(self.libro(desde="2026-03-09", hasta="2026-03-09")), [noche.name])
        self.assertEqual(self.folios(self.libro(desde="2026-03-10", hasta="2026-03-10")), [manana.name])
        self.assertEqual(self.folios(self.libro(desde="2026-03-01", hasta="2026-03-31")), [noche.name, manana.name])
        self.assertRechaza("Nothing was registered", self.libro(desde="2026-01-01", hasta="2026-01-02").action_pdf)
        self.assertRechaza("Nothing was registered", self.libro(desde="2026-01-01", hasta="2026-01-02").action_xlsx)
        self.assertRechaza("after it ends", self.libro, desde="2026-01-03", hasta="2026-01-02")

    def test_spreadsheet(self):
        self.registrado(
            self.juridica, descripcion="=HYPERLINK('http://x')", numero_oficio="http://ejemplo.mx", referencia="+1"
        )
        self.registrado().action_cancelar("@SUM(1)")
        hoja = self.xlsx(self.libro())
        filas = [[c.value for c in fila] for fila in hoja.iter_rows()]
        self.assertEqual(filas[0][0], "Register Book")
        self.assertEqual(filas[1][0], "Entidad de Prueba · Oficialía de Partes")
        self.assertEqual(filas[4][:2], ["Folio", "Received"])
        self.assertEqual(str(filas[5][1]), "2026-03-02 12:00:00", "a date, in the office's time")
        self.assertEqual((filas[5][3], filas[5][5]), ("http://ejemplo.mx", "=HYPERLINK('http://x')"))
        self.assertEqual(filas[6][8], "@SUM(1)")
        self.assertEqual([c.data_type for c in hoja[6]][5], "s" if hoja["F6"].data_type != "f" else "f")
        self.assertTrue(hoja["A7"].font.strike)
        self.assertFalse(hoja["A6"].font.strike)
        self.assertEqual(
            [fila[:2] for fila in filas[-4:]], [["Entries", 2], ["External", 2], ["Internal", 0], ["Void", 1]]
        )
        self.assertEqual(hoja.freeze_panes, "B6")
        self.assertEqual(hoja.print_title_rows, "$5:$5")

    def test_confidential_matters_are_masked(self):
        abierto = self.registrado()
        secreto = self.registrado(
            user=self.ventanilla_2, confidencialidad="confidencial", descripcion="Denuncia", numero_oficio="D/1"
        )
        secreto_x = self.registrado(user=self.ventanilla_2, confidencialidad="confidencial", descripcion="Denuncia 2")
        secreto_x.with_user(self.ventanilla_2).action_cancelar("Denuncia repetida")
        libro = self.libro()
        self.assertEqual(self.folios(libro), [abierto.name, secreto.name, secreto_x.name], "no folio is missing")
        oculta = list(libro._entradas())[1]
        self.assertTrue(oculta["reservada"])
        self.assertNotIn("asunto", oculta)
        self.assertNotIn("remitente", oculta)
        celdas = str([[c.value for c in fila] for fila in self.xlsx(libro).iter_rows()])
        for contenido in (" ".join(self.imprimir(libro)), celdas):
            self.assertIn("Confidential", contenido)
            for dato in ("Denuncia", "D/1", "repetida"):
                self.assertNotIn(dato, contenido)
        for user in (self.ventanilla_2, self.administradora):
            self.assertIn("Denuncia", " ".join(self.imprimir(self.libro(user, self.oficialia))))

    def test_only_for_the_staff_of_the_office(self):
        self.registrado()
        libro = self.libro(self.administradora, self.oficialia)
        self.assertEqual(len(self.folios(libro)), 1)
        for user in (self.ventanilla_x, self.ventanilla_b, self.administrador_b):
            with self.subTest(user.login):
                suyo = self.libro(user, self.oficialia_x if user == self.ventanilla_x else self.oficialia_b)
                suyo.sudo().oficialia_id = self.oficialia
                for metodo in (
                    suyo.action_pdf,
                    suyo.action_xlsx,
                    suyo._contar,
                    lambda s=suyo: self.imprimir(s),
                    lambda s=suyo: self.xlsx(s),
                ):
                    self.assertRechaza("Only the staff of", metodo, error=AccessError)
        for user in (self.juridica, self.digitalizadora):
            self.assertRechaza("", self.libro, user, self.oficialia, error=AccessError)
        for user, suyas in (
            (self.ventanilla, self.oficialia),
            (self.administradora, self.oficialia | self.oficialia_x),
        ):
            dominio = self.como(self.env["correspondencia.libro"], user)._dominio_oficialias()
            self.assertEqual(self.env["hr.department"].search(dominio), suyas)

    def test_a_pdf_has_a_limit_and_says_so(self):
        for _vez in range(3):
            self.registrado()
        libro = self.libro()
        self.patch(correspondencia_libro, "MAXIMO_PDF", 2)
        for metodo in (libro.action_pdf, lambda: self.imprimir(libro)):
            self.assertRechaza("3 entries and a PDF takes 2: choose fewer days, or download the spreadsheet", metodo)
        self.assertEqual(libro.action_xlsx()["url"], f"/correspondencia/libro/{libro.id}")
        self.patch(correspondencia_libro.libro_xlsx, "MAXIMO_FILAS", 2)
        with self.assertRaisesRegex(UserError, "more than a spreadsheet takes"):
            self.xlsx(libro)

    def test_memory_and_queries_do_not_grow_with_each_row(self):
        for _vez in range(6):
            self.registrado(self.juridica)
        libro = self.libro()
        self.folios(libro)
        self.env.invalidate_all()
        with self.assertQueryCount(__system__=40):
            self.assertEqual(len(self.folios(libro)), 6)

    def test_html_in_the_data(self):
        self.registrado(descripcion="<script>alert(1)</script>", numero_oficio="<b>1</b>")
        texto = " ".join(self.imprimir(self.libro()))
        self.assertIn("<script>alert(1)</script>", texto)
        self.assertIn("<b>1</b>", texto)
