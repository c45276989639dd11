import io
from datetime import date

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mensajeria.nucleo.tools import pdf

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestNumero(SalidaCommon):
    """The register of numbers: consecutive for each unit, kind and year, voids and reservations in sight."""

    def test_each_unit_and_kind_counts_on_its_own(self):
        numeros = [
            self.numerado(user=user, tipo_id=tipo.id).name
            for user, tipo in (
                (self.redactora, self.tipo),
                (self.redactora, self.tipo),
                (self.contadora, self.tipo),
                (self.redactora, self.memorandum),
            )
        ]
        self.assertEqual(numeros, ["JUT/0001/2026", "JUT/0002/2026", "FIT/0001/2026", "JUT/MEMO/0001/2026"])

    def test_the_year_is_that_of_the_unit(self):
        with freeze_time("2026-01-01 05:59:00"):  # still 2025 in Mexico City
            self.assertEqual(self.numerado().name, "JUT/0001/2025")
        with freeze_time("2026-01-01 06:00:00"):
            oficio = self.numerado()
        self.assertEqual((oficio.name, oficio.fecha), ("JUT/0001/2026", date(2026, 1, 1)))

    def test_a_number_that_was_reserved_is_used_by_the_paper_that_was_late(self):
        Numero = self.como(self.Numero, self.redactora)
        numero = Numero.browse(Numero.reservar(self.juridico.id, self.tipo.id, "Convenio con el municipio"))
        self.assertEqual((numero.name, numero.state), ("JUT/0001/2026", "reservado"))
        self.assertEqual(self.numerado().name, "JUT/0002/2026")
        tarde = self.numerado(numero_reservado_id=numero.id)
        self.assertEqual((tarde.name, numero.state, numero.oficio_id), ("JUT/0001/2026", "usado", tarde))
        self.assertEqual(self.numerado().name, "JUT/0003/2026")
        otro = self.aprobado(numero_reservado_id=numero.id)
        with self.assertRaisesRegex(UserError, "is now «Used»"):
            otro.action_numerar()

    def test_a_reserved_number_is_of_one_unit_and_kind(self):
        Numero = self.como(self.Numero, self.redactora)
        numero = Numero.reservar(self.juridico.id, self.memorandum.id, "Nota")
        oficio = self.aprobado(numero_reservado_id=numero)
        with self.assertRaisesRegex(UserError, "another unit or kind"):
            oficio.action_numerar()

    def dibujando(self):
        """What is drawn and what is taken from now on, in order."""
        pasos = []

        def dibujar(*args, **kwargs):
            pasos.append("drawn")
            return render_pdf(*args, **kwargs)

        def tomar(serie, registro, anio):
            pasos.append("taken")
            return tomar_numero(serie, registro, anio)

        render_pdf, tomar_numero = pdf.render_pdf, self.registry["nucleo.folio.serie"]._tomar_numero
        self.patch(pdf, "render_pdf", dibujar)
        self.patch(self.registry["nucleo.folio.serie"], "_tomar_numero", tomar)
        return pasos

    def texto(self, oficio):
        return " ".join(hoja.extract_text() for hoja in PdfReader(io.BytesIO(oficio.sudo().pdf_id.raw)).pages)

    def test_drawn_before_any_number_is_taken(self):
        """Others of the unit wait for theirs from the first number to the commit: not while pages are drawn."""
        Numero = self.como(self.Numero, self.redactora)
        reservado = Numero.reservar(self.juridico.id, self.tipo.id, "Convenio")
        oficios = self.aprobado(cuerpo="<p>Dice {{numero}}</p>")
        oficios |= self.aprobado(numero_reservado_id=reservado)
        oficios |= self.aprobado(tipo_id=self.memorandum.id)
        oficios |= self.aprobado()
        pasos = self.dibujando()
        oficios.action_numerar()
        self.assertEqual(pasos, ["drawn"] * 4 + ["taken"] * 3)
        self.assertEqual(
            oficios.mapped("name"), ["JUT/0002/2026", "JUT/0001/2026", "JUT/MEMO/0001/2026", "JUT/0003/2026"]
        )
        for oficio in oficios:
            self.assertIn(oficio.name, self.texto(oficio))
            self.assertFalse(oficio.sudo().pdf_id.index_content, "its words are not read again out of the file")
        self.assertIn("Dice JUT/0002/2026", self.texto(oficios[0]))
        self.assertEqual(self.Numero.search_count([("area_id", "=", self.juridico.id)]), 4)

    def test_drawn_anew_when_a_rival_took_its_number(self):
        self.patch(self.registry["correspondencia.numero"], "_prever_folio", lambda *args: "JUT/0009/2026")
        oficio = self.aprobado()
        pasos = self.dibujando()
        oficio.action_numerar()
        self.assertEqual(pasos, ["drawn", "taken", "drawn"])
        self.assertIn("JUT/0001/2026", self.texto(oficio))
        self.assertNotIn("JUT/0009/2026", self.texto(oficio))

    def test_voids_stay_in_the_register(self):
        oficio = self.numerado()
        numero = oficio.sudo().numero_id
        oficio.action_cancelar("Se capturó por error")
        self.assertEqual(
            (numero.state, numero.motivo, numero.oficio_id, numero.name),
            ("anulado", "Se capturó por error", oficio, "JUT/0001/2026"),
        )
        self.assertEqual(self.numerado().name, "JUT/0002/2026")
        Numero = self.como(self.Numero, self.redactora)
        reservado = Numero.browse(Numero.reservar(self.juridico.id, self.tipo.id, "Nunca llegó"))
        reservado.action_anular("No se usó")
        self.assertEqual(reservado.state, "anulado")
        with self.assertRaisesRegex(UserError, "is now «Void»"):
            reservado.action_anular("Otra vez")
        usado = self.como(self.numerado().sudo().numero_id, self.redactora)
        with self.assertRaisesRegex(UserError, "cancel the document"):
            usado.action_anular("No se usó")

    def test_nobody_writes_the_register(self):
        numero = self.numerado().sudo().numero_id
        for registro in (numero, numero.with_user(self.redactora), numero.with_user(self.administradora)):
            for vals in ({"name": "JUT/0009/2026"}, {"state": "reservado"}, {"oficio_id": False}, {"folio_numero": 9}):
                with self.subTest(uid=registro.env.uid, **vals), self.assertRaises(UserError):
                    registro.write(vals)
            with self.assertRaises(UserError):
                registro.unlink()
        with self.assertRaises(AccessError):
            self.como(self.Numero, self.administradora).create(
                {"area_id": self.juridico.id, "tipo_id": self.tipo.id, "fecha": "2026-03-02"}
            )

    def test_who_does_not_write_for_the_unit_reserves_nothing(self):
        for user in (self.contadora, self.ventanilla, self.redactor_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.como(self.Numero, user).reservar(self.juridico.id, self.tipo.id, "X")
        with self.assertRaisesRegex(UserError, "reserved for"):
            self.como(self.Numero, self.redactora).reservar(self.juridico.id, self.tipo.id, " ")

    def test_a_unit_without_acronym_is_told(self):
        area = self._area("Sin siglas", False)
        self.redactora.area_id = area
        oficio = self.aprobado(area_id=area.id)
        with self.assertRaisesRegex(UserError, "Give «Sin siglas» an acronym"):
            oficio.action_numerar()

    def test_the_key_of_a_kind_stays_once_it_has_numbered(self):
        self.numerado()
        with self.assertRaisesRegex(UserError, "its key stays"):
            self.tipo.clave = "X"
        self.memorandum.clave = "M"

    def test_the_register_says_to_whom_and_about_what(self):
        oficio = self.numerado()
        secreto = self.numerado(user=self.juridica, confidencialidad="confidencial")
        Numero = self.como(self.Numero, self.redactora)
        reservado = Numero.browse(Numero.reservar(self.juridico.id, self.tipo.id, "Convenio"))
        numero = self.como(oficio.sudo().numero_id, self.redactora)
        self.assertEqual((numero.para, numero.asunto), ("Juana Pérez Ñúñez", "Se remite informe de obra"))
        self.assertEqual((reservado.para, reservado.asunto), (False, "Convenio"))
        self.assertEqual(numero.action_abrir()["res_id"], oficio.id)
        self.assertFalse(reservado.action_abrir())
        ajeno = self.como(secreto.sudo().numero_id, self.redactora)
        self.assertEqual((ajeno.name, ajeno.para, ajeno.asunto), (secreto.name, False, False))
        propio = self.como(secreto.sudo().numero_id, self.juridica)
        self.assertEqual(propio.asunto, "Se remite informe de obra")
