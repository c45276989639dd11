from freezegun import freeze_time
from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import api, fields
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.mensajeria.nucleo.tools.folio import formatear

from .common import CarreraCommon, NucleoCommon


@tagged("post_install", "-at_install")
class TestFolioTexto(BaseCase):
    valores = {"siglas": "OP", "tipo": "general", "anio": 2026, "numero": 42}

    def test_a_pattern_is_filled(self):
        for patron, texto in [
            ("{siglas}/{anio}/{numero:05d}", "OP/2026/00042"),
            ("{numero}-{anio}", "42-2026"),
            ("{tipo} {anio:02d} {numero:01d}", "general 2026 42"),
            ("Núm. {numero:010d} de {anio}", "Núm. 0000000042 de 2026"),
        ]:
            self.assertEqual(formatear(patron, **self.valores), texto)

    def test_a_bad_pattern_is_refused(self):
        for patron in (
            "",
            "{anio}",
            "{numero}",
            "{anio}/{numero}/{otro}",
            "{anio}/{numero!r}",
            "{anio}/{numero:d}",
            "{anio}/{numero}/{",
            "{anio}/{numero}}",
            "{anio.__class__}/{numero}",
        ):
            with self.subTest(patron), self.assertRaises(ValueError):
                formatear(patron, **self.valores)


@tagged("post_install", "-at_install")
class TestFolio(NucleoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "America/Mexico_City"

    def emitir(self, area=None, tipo="general"):
        documento = self._documento()
        return documento, documento._emitir_folio(area or self.oficialia, tipo)

    @freeze_time("2026-03-02 15:00:00")
    def test_numbers_are_consecutive_per_office_kind_and_year(self):
        self.assertEqual([self.emitir()[1] for _ in range(3)], ["OPP/2026/00001", "OPP/2026/00002", "OPP/2026/00003"])
        self.assertEqual(self.emitir(self.otra_oficialia)[1], "OPX/2026/00001")
        self.assertEqual(self.emitir(tipo="circular")[1], "OPP/2026/00001")
        documento, folio = self.emitir()
        self.assertEqual(folio, "OPP/2026/00004")
        self.assertRecordValues(documento, [{"folio_anio": 2026, "folio_numero": 4}])
        self.assertRecordValues(
            documento.folio_serie_id, [{"area_id": self.oficialia.id, "modelo": "nucleo.prueba", "tipo": "general"}]
        )

    def test_the_year_is_the_one_of_the_office_at_midnight(self):
        for utc, folio in [
            ("2027-01-01 05:59:58", "OPP/2026/00001"),
            ("2027-01-01 05:59:59", "OPP/2026/00002"),  # 23:59:59 in Mexico City
            ("2027-01-01 06:00:00", "OPP/2027/00001"),
            ("2027-01-01 06:00:01", "OPP/2027/00002"),
        ]:
            with freeze_time(utc):
                self.assertEqual(self.emitir()[1], folio)
        self.oficialia.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Noroeste", "tz": "America/Tijuana"}
        )
        with freeze_time("2027-01-01 06:00:02"):  # 22:00:02 in Tijuana
            self.assertEqual(self.emitir()[1], "OPP/2026/00003")

    @freeze_time("2027-01-01 05:30:00")
    def test_the_time_zone_of_the_person_does_not_matter(self):
        self.empleada.tz = "Asia/Tokyo"
        documento = self._documento().with_user(self.empleada).with_context(tz="Asia/Tokyo")
        self.assertEqual(documento._emitir_folio(self.oficialia), "OPP/2026/00001")

    @freeze_time("2026-03-02 15:00:00")
    def test_a_rollback_leaves_no_gap(self):
        self.emitir()
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.emitir()
            1 / 0  # noqa: B018
        self.assertEqual(self.emitir()[1], "OPP/2026/00002")

    @freeze_time("2026-03-02 15:00:00")
    def test_a_record_has_one_folio(self):
        documento, _folio = self.emitir()
        with self.assertRaisesRegex(UserError, "already has its folio"):
            documento._emitir_folio(self.oficialia)
        self.assertEqual(self.emitir()[1], "OPP/2026/00002")

    @freeze_time("2026-03-02 15:00:00")
    def test_cancelled_keeps_number_and_reason(self):
        documento, _folio = self.emitir()
        documento._transitar("registrado")
        documento._transitar("cancelado", motivo="Se capturó dos veces")
        self.assertRecordValues(documento, [{"state": "cancelado", "folio_anio": 2026, "folio_numero": 1}])
        self.assertEqual(documento.bitacora_ids.sorted("numero")[-1].motivo, "Se capturó dos veces")
        self.assertEqual(self.emitir()[1], "OPP/2026/00002")

    def test_a_folio_is_neither_chosen_nor_edited_nor_deleted(self):
        documento, _folio = self.emitir()
        for vals in ({"folio_numero": 7}, {"folio_anio": 2020}, {"folio_serie_id": False}):
            with self.assertRaisesRegex(UserError, "folio"):
                documento.sudo().write(vals)
        for contexto in ({}, {"_force_unlink": True}):
            with self.assertRaisesRegex(UserError, "never deleted"):
                documento.sudo().with_context(**contexto).unlink()
        forjado = self.Prueba.with_context(default_folio_numero=9, default_folio_anio=2026).create(
            {"name": "x", "folio_numero": 8, "folio_serie_id": documento.folio_serie_id.id}
        )
        copia = documento.copy()
        for nuevo in (forjado, copia):
            self.assertRecordValues(nuevo, [{"folio_numero": 0, "folio_anio": 0, "folio_serie_id": False}])

    def test_the_next_number_is_found_by_index(self):
        self.emitir()
        documento = self._documento()
        self.env.flush_all()
        lecturas = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'nucleo_prueba'"
        self.cr.execute("SET LOCAL enable_seqscan = off")  # small as the table is
        antes = self.env.execute_query(SQL(lecturas))
        documento._emitir_folio(self.oficialia)
        self.assertEqual(self.env.execute_query(SQL(lecturas)), antes)

    # The series

    @freeze_time("2026-03-02 15:00:00")
    def test_the_administrator_sets_the_pattern(self):
        documento, _folio = self.emitir()
        serie = documento.folio_serie_id  # other addons give the office series of their own
        with Form(serie.with_user(self.administrador)) as form:
            form.patron = False
            self.assertFalse(form.ejemplo)
            form.patron = "{siglas}-{numero:03d}-{anio}"
            self.assertEqual(form.ejemplo, "OPP-001-2026")
        self.assertEqual(self.emitir()[1], "OPP-002-2026")
        self.assertEqual(serie.display_name, "OPP · OPP-001-2026")
        self.oficialia.siglas = "OPN"
        self.assertEqual(serie.display_name, "OPN · OPN-001-2026")

    def test_a_pattern_that_would_repeat_is_refused(self):
        serie = self.env["nucleo.folio.serie"]._para(self.oficialia, "nucleo.prueba", "general")
        for patron in ("{siglas}/{numero}", "{anio}", "{anio}{numero}{x}"):
            with self.assertRaisesRegex(ValidationError, "not valid"):
                serie.patron = patron

    def test_the_series_of_another_company_is_out_of_reach(self):
        otra = self.env["res.company"].create({"name": "Otra entidad"})
        area = self.env["hr.department"].create({"name": "Oficialía ajena", "siglas": "OAJ", "company_id": otra.id})
        Serie = self.env["nucleo.folio.serie"]
        ajena = Serie._para(area, "nucleo.prueba", "general")
        propia = Serie._para(self.oficialia, "nucleo.prueba", "general")
        self.assertEqual(Serie.with_user(self.administrador).search([("id", "in", (ajena | propia).ids)]), propia)

    # What was numbered before the system

    def continuar(self, numero=850, user=None, **vals):
        Asistente = self.env["nucleo.folio.continuar"].with_user(user or self.administrador)
        vals = {"area_id": self.oficialia.id, "que": "nucleo.prueba,general", "numero": numero, **vals}
        with self.enter_registry_test_mode():
            asistente = Asistente.create(vals)
            asistente.action_continuar()
        return asistente

    @freeze_time("2026-03-02 15:00:00")
    def test_an_earlier_numbering_goes_on(self):
        form = Form(self.env["nucleo.folio.continuar"].with_user(self.administrador))
        self.assertFalse(form.siguiente)
        form.area_id, form.que, form.numero = self.oficialia, "nucleo.prueba,general", 850
        self.assertEqual((form.anio, form.siguiente), (2026, "OPP/2026/00851"))
        with self.enter_registry_test_mode():
            form.save().action_continuar()
        self.continuar(860)  # mended, before any was given
        prever = self.env["nucleo.prueba"]._prever_folio
        self.assertEqual(
            (prever(self.oficialia), prever(self.oficialia, antes=1)), ("OPP/2026/00861", "OPP/2026/00862")
        )
        documento, folio = self.emitir()
        self.assertEqual(prever(self.oficialia), "OPP/2026/00862")
        self.assertEqual((folio, self.emitir()[1]), ("OPP/2026/00861", "OPP/2026/00862"))
        self.assertEqual(self.emitir(tipo="circular")[1], "OPP/2026/00001")
        with freeze_time("2027-01-04 15:00:00"):
            self.assertEqual(self.emitir()[1], "OPP/2027/00001")
        serie = documento.folio_serie_id.with_user(self.administrador)
        self.assertRecordValues(serie, [{"previo_numero": 860, "previo_anio": 2026, "que": "Test Document"}])
        self.assertEqual([e.evento for e in serie.bitacora_ids], ["continuar_numeracion"] * 2)
        nota = self.env["nucleo.folio.serie"].with_user(self.empleada)._nota_previa
        self.assertIn("2026 up to 860", nota(self.oficialia, "nucleo.prueba", "general", [2025, 2026]))
        self.assertEqual(nota(self.oficialia, "nucleo.prueba", "general", [2027]), "")
        with self.assertRaisesRegex(UserError, "OPP/2026/00862 was given already"):
            self.continuar(900)

    @freeze_time("2026-03-02 15:00:00")
    def test_who_continues_what(self):
        for numero, vals, texto in [
            (-1, {}, "from 0 to"),
            (10_000_000, {}, "from 0 to"),
            (1, {"anio": 2025}, "this year or the next"),
            (1, {"anio": 2028}, "this year or the next"),
        ]:
            with self.subTest(numero=numero, **vals), self.assertRaisesRegex(UserError, texto):
                self.continuar(numero, **vals)
        with self.assertRaises(AccessError):
            self.continuar(user=self.ventanilla)
        otra = self.env["res.company"].create({"name": "Otra entidad"})
        ajena = self.env["hr.department"].create({"name": "Ajena", "siglas": "OAJ", "company_id": otra.id})
        with self.assertRaises(AccessError):
            self.continuar(area_id=ajena.id, company_id=otra.id)
        serie = self.env["nucleo.folio.serie"]._para(self.oficialia, "nucleo.prueba", "general")
        with self.assertRaisesRegex(UserError, "Continue an Earlier"):
            serie.write({"previo_numero": 7})


@tagged("post_install", "-at_install")
class TestFolioCarrera(CarreraCommon):
    """Rivals on one office wait for each other; nobody repeats, nobody skips, nobody fails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            cls.area_id = env["hr.department"].create({"name": "Oficialía en carrera", "siglas": "OEC"}).id
        cls.addClassCleanup(cls._borrar_area)

    @classmethod
    def _borrar_area(cls):
        with cls.registry.cursor() as cr:
            cr.execute("DELETE FROM nucleo_carrera")
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            serie = env["nucleo.folio.serie"].search([("area_id", "=", cls.area_id)])
            cr.execute("ALTER TABLE nucleo_bitacora DISABLE TRIGGER USER")
            cr.execute("DELETE FROM nucleo_bitacora WHERE res_model = %s AND res_id IN %s", [serie._name, serie._ids])
            cr.execute("ALTER TABLE nucleo_bitacora ENABLE TRIGGER USER")
            cr.execute("DELETE FROM nucleo_folio_serie WHERE id IN %s", [serie._ids])
            env["hr.department"].browse(cls.area_id).unlink()

    def _env(self):
        env = api.Environment(self._cursor(), api.SUPERUSER_ID, {})
        self._sin_esperar(env)
        return env

    def _sin_esperar(self, env):
        env.cr.execute("SET LOCAL lock_timeout = '100ms'")  # what would wait, in one thread, is seen as this error

    def _emitir(self, env, tipo="general"):
        documento = env["nucleo.carrera"].create({"name": "C"})
        documento._emitir_folio(env["hr.department"].browse(self.area_id), tipo)
        return documento.folio_numero

    @mute_logger("odoo.sql_db")
    def test_rivals_wait_and_step_on(self):
        una, otra = self._env(), self._env()
        self.assertEqual(self._emitir(una), 1)
        una.cr.commit()
        self.assertFalse(otra["nucleo.carrera"].search_count([("name", "=", "Z")]))  # takes its snapshot: last is 1

        tercera = self._env()
        self.assertEqual(self._emitir(tercera), 2)
        with self.assertRaises(LockNotAvailable) as espera, otra.cr.savepoint():
            self._emitir(otra)
        # in the queue of the series, where the first to come is the first served
        self.assertIn("pg_advisory_xact_lock", espera.exception.diag.context)
        tercera.cr.commit()
        self.assertEqual(self._emitir(otra), 3)  # though it does not see number 2

        cuarta = self._env()
        with self.assertRaises(LockNotAvailable), cuarta.cr.savepoint():
            self._emitir(cuarta)
        otra.cr.rollback()
        self.assertEqual(self._emitir(cuarta), 3)  # no gap

    @mute_logger("odoo.sql_db")
    def test_the_first_two_of_a_new_office_do_not_clash(self):
        una, otra = self._env(), self._env()
        series = [env["nucleo.folio.serie"] for env in (una, otra)]
        areas = [env["hr.department"].browse(self.area_id) for env in (una, otra)]
        self.assertFalse(series[1].search_count([("modelo", "=", "nueva")]))
        series[0]._para(areas[0], "nueva", "general")
        una.cr.commit()
        with self.assertRaises(ConcurrencyError):  # Odoo rolls back and tries again
            series[1]._para(areas[1], "nueva", "general")
        otra.cr.rollback()
        self.assertTrue(series[1]._para(areas[1], "nueva", "general"))

    @mute_logger("odoo.sql_db")
    def test_a_number_and_the_one_it_follows_do_not_cross(self):
        una, otra = self._env(), self._env()
        anio = fields.Datetime.context_timestamp(
            una["res.users"].with_context(tz="America/Mexico_City"), una.cr.now()
        ).year
        serie = una["nucleo.folio.serie"]._para(una["hr.department"].browse(self.area_id), "nucleo.carrera", "previa")
        una.cr.commit()
        self.assertFalse(otra["nucleo.carrera"].search_count([("folio_serie_id", "=", serie.id)]))  # its snapshot
        serie._continuar(anio, 850)
        with self.assertRaises(LockNotAvailable), otra.cr.savepoint():
            self._emitir(otra, "previa")  # waits until it is known where to begin
        una.cr.commit()
        with self.assertRaises(SerializationFailure):  # Odoo rolls back and tries again
            self._emitir(otra, "previa")
        otra.cr.rollback()
        self.assertEqual(self._emitir(otra, "previa"), 851)
        self._sin_esperar(una)
        with self.assertRaises(LockNotAvailable), una.cr.savepoint():
            serie._continuar(anio, 900)  # waits for whoever is taking one
        otra.cr.commit()
        with self.assertRaisesRegex(UserError, "851 was given already"):  # which its own snapshot does not see
            serie._continuar(anio, 900)
