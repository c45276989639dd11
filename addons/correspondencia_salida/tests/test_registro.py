import io
from unittest.mock import patch

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..wizard import correspondencia_registro as modulo
from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestRegistro(DespachoCommon):
    """The register of numbers, printed: all of them in order, voids and substituted ones crossed through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def registro(self, user=None, **vals):
        return self.como(self.env["correspondencia.registro"], user or self.redactora).create(vals)

    def textos(self, registro):
        contenido, _tipo = registro.env["ir.actions.report"]._render_qweb_pdf(
            "correspondencia_salida.action_report_registro", registro.ids
        )
        return "\n".join(hoja.extract_text() for hoja in PdfReader(io.BytesIO(contenido)).pages)

    def renglones(self, registro):
        return [r for _area, _tipo, renglones in registro._libros() for r in renglones]

    def hoja(self, registro):
        archivo = io.BytesIO()
        registro._escribir_xlsx(archivo)
        return load_workbook(archivo).active

    def test_printed(self):
        primero = self.firmado()
        self.numerado().action_cancelar("Se capturó por error")
        self.como(self.Numero, self.redactora).reservar(self.juridico.id, self.tipo.id, "Convenio que viene")
        accion = primero.action_sustituir("Dice mal la cifra")
        nuevo = self.Oficio.browse(accion["res_id"]).with_user(self.redactora)
        nuevo.destinatario_ids.write({"medio": "correo", "email": "x@y.example"})
        nuevo.action_terminar()
        nuevo.action_numerar()
        self.subir(nuevo)
        self.assertEqual(primero.state, "sustituido")
        confidencial = self.numerado(user=self.juridica, descripcion="Cosa secreta")
        confidencial.sudo()._escribir_texto({"confidencialidad": "confidencial"})
        serie = primero.numero_id.folio_serie_id
        self.cr.execute(
            "UPDATE nucleo_folio_serie SET previo_anio = %s, previo_numero = 850 WHERE id = %s",
            [primero.numero_id.folio_anio, serie.id],
        )
        serie.invalidate_recordset()
        texto = self.textos(self.registro())
        self.assertIn("up to 850 were given before", texto)
        numeros = [f"JUT/{n:04}/2026" for n in range(1, 6)]
        indices = [texto.rindex(n) for n in numeros]  # the substitute is named twice
        self.assertEqual(indices, sorted(indices))
        for dicho in (
            "Void: Se capturó por error",
            "Reserved for: Convenio que viene",
            f"Substituted by {nuevo.name}",
            "Register of Numbers 2026",
            "Confidential",
        ):
            self.assertIn(dicho, " ".join(texto.split()))
        self.assertNotIn("Cosa secreta", texto)
        self.assertIn("Cosa secreta", self.textos(self.registro(self.juridica)))
        filas = {r["numero"]: r for r in self.renglones(self.registro())}
        self.assertEqual([filas[n]["anulado"] for n in numeros], [False, True, False, False, False])
        self.assertEqual([filas[n]["sustituido"] for n in numeros], [True, False, False, False, False])
        hoja = self.hoja(self.registro())
        celdas = [[c.value for c in fila] for fila in hoja.iter_rows()]
        self.assertEqual(celdas[0][0], "Register of Numbers 2026")
        self.assertEqual([fila[0] for fila in celdas[4:9]], numeros)
        self.assertEqual(str(celdas[4][1]), "2026-03-02 00:00:00")
        self.assertEqual(
            [fila[8] or "" for fila in celdas[4:9]],
            [
                f"Substituted by {nuevo.name}",
                "Se capturó por error",
                "Reserved for: Convenio que viene",
                "",
                "",
            ],
        )
        self.assertEqual([hoja[f"A{n}"].font.strike or False for n in range(5, 10)], [True, True, False, False, False])
        self.assertEqual((celdas[8][4] or "", celdas[8][5]), ("", "Confidential"))
        Numero = self.como(self.Numero, self.redactora)
        self.assertEqual(Numero.search([("sustituido", "=", True)]), Numero.search([("name", "=", numeros[0])]))

    def test_by_unit_kind_and_year(self):
        self.numerado()
        self.numerado(tipo_id=self.memorandum.id)
        self.numerado(user=self.contadora)
        self.assertEqual(
            [(a.siglas, t) for a, t, _r in self.registro()._libros()], [("JUT", self.tipo), ("JUT", self.memorandum)]
        )
        self.assertEqual(len(list(self.registro(tipo_id=self.memorandum.id)._libros())), 1)
        self.assertEqual(len(list(self.registro(self.ventanilla, area_id=False)._libros())), 3)
        self.assertEqual(len(list(self.registro(self.redactora, area_id=False)._libros())), 2)
        for vals in ({"anio": 2020}, {"area_id": self.finanzas.id}):
            with self.assertRaisesRegex(UserError, "No number was taken"):
                self.registro(**vals).action_imprimir()
        with patch.object(modulo, "MAXIMO_PDF", 1):
            registro = self.registro()
            for imprimir in (registro.action_imprimir, lambda: self.textos(registro)):
                with self.assertRaisesRegex(UserError, "A PDF takes 1 numbers and this register has more: choose"):
                    imprimir()
            self.assertEqual(registro.action_xlsx()["url"], f"/correspondencia/registro/{registro.id}")
        with (
            patch.object(modulo.libro_xlsx, "MAXIMO_FILAS", 1),
            self.assertRaisesRegex(UserError, "a spreadsheet takes"),
        ):
            self.hoja(registro)
        with self.assertRaises(AccessError):
            self.registro(self.ajeno)
        with self.assertRaises(AccessError):
            self.registro().with_user(self.contadora).action_imprimir()
        with self.assertRaises(AccessError):
            self.registro().with_user(self.contadora).action_xlsx()
        self.assertEqual([a for a, _t, _r in self.registro(self.contadora, area_id=False)._libros()], [self.finanzas])

    def test_queries_do_not_grow(self):
        def tomar(cuantos):
            for _n in range(cuantos):
                self.Numero._tomar(self.juridico, self.tipo, reservado_para="x")
            self.env.flush_all()
            self.env.invalidate_all()

        tomar(3)
        registro = self.registro()
        self.renglones(registro)
        tomar(100)
        with self.assertQueryCount(15):
            filas = self.renglones(registro)
        self.assertEqual([f["numero"] for f in filas], [f"JUT/{n:04}/2026" for n in range(1, 104)])
