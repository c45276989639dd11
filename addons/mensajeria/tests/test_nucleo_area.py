import random
from datetime import date, datetime, time, timedelta

import pytz
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NucleoCommon


@tagged("post_install", "-at_install")
class TestArea(NucleoCommon):
    # Acronym

    @mute_logger("odoo.sql_db")
    def test_an_acronym_is_unique_in_its_company_whatever_its_case(self):
        otra = self.env["res.company"].create({"name": "Otra entidad"})
        Area = self.env["hr.department"]
        for company in (self.company, self.env["res.company"]):
            Area.create({"name": "Primera", "siglas": "ZZ", "company_id": company.id})
            with self.assertRaises(UniqueViolation), self.cr.savepoint():
                Area.create({"name": "Segunda", "siglas": "zz", "company_id": company.id})
        Area.create({"name": "De otra", "siglas": "ZZ", "company_id": otra.id})
        Area.create([{"name": "Sin siglas"}, {"name": "Tampoco"}])

    def test_an_archived_unit_frees_its_acronym(self):
        self.subdireccion.active = False
        self.env.flush_all()
        self.env["hr.department"].create({"name": "Nueva", "siglas": "SDP", "company_id": self.company.id})

    def test_an_oficialia_needs_an_acronym(self):
        for siglas in (False, "", "  "):
            with self.assertRaisesRegex(ValidationError, "acronym"):
                self.env["hr.department"].create({"name": "Muda", "es_oficialia": True, "siglas": siglas})
        with self.assertRaisesRegex(ValidationError, "acronym"):
            self.oficialia.siglas = False

    # Units in charge

    def a_cargo(self, user):
        user.invalidate_recordset(["areas_a_cargo_ids"])
        return user.areas_a_cargo_ids

    def test_the_head_is_in_charge_of_the_whole_branch(self):
        nieta = self.env["hr.department"].create({"name": "Departamento", "parent_id": self.subdireccion.id})
        self.assertEqual(self.a_cargo(self.titular), self.direccion | self.subdireccion | nieta)
        self.assertFalse(self.a_cargo(self.empleada))
        self.subdireccion.titular_id = self.empleada
        self.assertEqual(self.a_cargo(self.empleada), self.subdireccion | nieta)
        self.assertEqual(self.a_cargo(self.titular), self.direccion | self.subdireccion | nieta)

    def _tareas_visibles(self, user):
        return self.env["seguimiento.tarea"].with_user(user).search([("id", "in", self.tarea.ids)])

    def test_a_change_of_head_tree_or_staff_counts_at_once(self):
        """Record rules are cached: each of these changes must empty the cache, in this transaction too."""
        self.tarea = self._documento()._abrir_tarea("prueba_atender", user=self.ventanilla, area=self.subdireccion)
        self.assertTrue(self._tareas_visibles(self.titular))
        self.assertFalse(self._tareas_visibles(self.ajeno))

        self.direccion.titular_id = self.ajeno
        self.assertFalse(self._tareas_visibles(self.titular))
        self.assertTrue(self._tareas_visibles(self.ajeno))

        self.subdireccion.parent_id = False
        self.assertFalse(self._tareas_visibles(self.ajeno))
        self.subdireccion.parent_id = self.direccion
        self.assertTrue(self._tareas_visibles(self.ajeno))

        nueva = self.env["hr.department"].create({"name": "Nueva", "titular_id": self.titular.id})
        self.assertFalse(self._tareas_visibles(self.titular))
        self.subdireccion.parent_id = nueva
        self.assertTrue(self._tareas_visibles(self.titular))

    def test_a_change_of_staff_of_an_oficialia_counts_at_once(self):
        self.tarea = self._documento()._abrir_tarea(
            "prueba_revisar", grupo=self.grupo_ventanilla, area=self.otra_oficialia
        )
        self.assertFalse(self._tareas_visibles(self.ventanilla))
        self.otra_oficialia.oficialia_user_ids = [Command.link(self.ventanilla.id)]
        self.assertTrue(self._tareas_visibles(self.ventanilla))
        self.ventanilla.oficialia_ids = [Command.unlink(self.otra_oficialia.id)]
        self.assertFalse(self._tareas_visibles(self.ventanilla))
        self.ventanilla.oficialia_ids = [Command.link(self.otra_oficialia.id)]
        self.assertTrue(self._tareas_visibles(self.ventanilla))

    def test_the_unit_of_a_person_follows_human_resources(self):
        empleado = self.env["hr.employee"].create(
            {"name": "Ajeno", "user_id": self.ajeno.id, "department_id": self.subdireccion.id}
        )
        self.assertEqual(self.ajeno.area_id, self.subdireccion)
        self.assertIn(self.ajeno, self.subdireccion.personal_ids)
        empleado.department_id = self.direccion
        self.assertEqual(self.ajeno.area_id, self.direccion)
        empleado.department_id = False  # HR forgets; the unit stays until somebody says otherwise
        self.assertEqual(self.ajeno.area_id, self.direccion)
        self.env["hr.employee"].create({"name": "Sin usuario", "department_id": self.direccion.id})

    # Who inherits

    def test_the_nearest_head_above_inherits(self):
        self.assertEqual(self.empleada._suplente(), self.titular)
        self.subdireccion.titular_id = self.ajeno
        self.assertEqual(self.empleada._suplente(), self.ajeno)
        self.assertEqual(self.empleada._suplente(excepto=self.ajeno | self.empleada), self.titular)
        self.assertFalse(self.titular._suplente())
        self.assertFalse(self.ajeno._suplente())
        self.direccion.titular_id = self.ventanilla
        self.titular.active = False
        self.ajeno.active = False
        self.assertEqual(self.empleada._suplente(), self.ventanilla)

    # Working days

    def _calendario(self, tz="America/Mexico_City", dias=range(5)):
        jornada = [
            {"name": f"{dia}{turno}", "dayofweek": str(dia), "hour_from": desde, "hour_to": hasta, "day_period": turno}
            for dia in dias
            for turno, desde, hasta in [("morning", 9, 14), ("afternoon", 15, 18)]
        ]
        return self.env["resource.calendar"].create(
            {"name": "Jornada", "tz": tz, "attendance_ids": [Command.clear(), *map(Command.create, jornada)]}
        )

    def _festivo(self, calendario, dia, desde=time.min, hasta=time(23, 59, 59), dias=1):
        zona = pytz.timezone(calendario.tz)
        inicio, fin = (
            zona.localize(datetime.combine(d, h)).astimezone(pytz.utc).replace(tzinfo=None)
            for d, h in [(dia, desde), (dia + timedelta(dias - 1), hasta)]
        )
        self.env["resource.calendar.leaves"].create(
            {"name": str(dia), "calendar_id": calendario.id, "date_from": inicio, "date_to": fin}
        )

    def test_the_calendar_is_the_units_its_ancestors_or_the_companys(self):
        self.assertEqual(self.subdireccion._calendario(), self.company.resource_calendar_id)
        self.direccion.resource_calendar_id = self._calendario()
        self.assertEqual(self.subdireccion._calendario(), self.direccion.resource_calendar_id)
        self.subdireccion.resource_calendar_id = self._calendario(dias=[5])
        self.assertEqual(self.subdireccion._calendario().attendance_ids.mapped("dayofweek"), ["5", "5"])

    def test_known_deadlines(self):
        self.direccion.resource_calendar_id = calendario = self._calendario()
        self._festivo(calendario, date(2026, 9, 16))
        self._festivo(calendario, date(2026, 12, 21), dias=12)
        for desde, dias, vence in [
            (date(2026, 9, 15), 1, date(2026, 9, 17)),  # Tuesday, before a holiday
            (date(2026, 9, 18), 1, date(2026, 9, 21)),  # Friday
            (date(2026, 9, 19), 1, date(2026, 9, 21)),  # Saturday
            (date(2026, 9, 18), 0, date(2026, 9, 18)),
            (date(2026, 12, 18), 1, date(2027, 1, 4)),  # over the end of the year
            (date(2026, 1, 1), 10, date(2026, 1, 15)),
        ]:
            self.assertEqual(self.subdireccion._sumar_dias_habiles(desde, dias), vence, f"{desde} + {dias}")

    def test_a_thousand_random_deadlines_against_a_day_by_day_count(self):
        azar = random.Random(20260302)
        for tz in ("America/Mexico_City", "America/Tijuana", "UTC", "Pacific/Kiritimati"):
            semana = set(azar.sample(range(7), azar.randint(3, 7)))
            self.direccion.resource_calendar_id = calendario = self._calendario(tz, sorted(semana))
            festivos = set()
            for _ in range(60):
                dia, dias = date(2025, 1, 1) + timedelta(azar.randrange(1400)), azar.choice([1, 1, 1, 2, 15])
                festivos |= {dia + timedelta(n) for n in range(dias)}
                self._festivo(calendario, dia, dias=dias)
            for anio in (2025, 2026, 2027):  # the end of the year, closed
                festivos |= {date(anio, 12, 20) + timedelta(n) for n in range(17)}
                self._festivo(calendario, date(anio, 12, 20), dias=17)
            for _ in range(20):  # a morning off is still a working day
                self._festivo(calendario, date(2025, 1, 1) + timedelta(azar.randrange(1400)), time(8), time(14, 30))

            def oraculo(desde, dias, semana=semana, festivos=festivos):
                while dias:
                    desde += timedelta(1)
                    dias -= desde.weekday() in semana and desde not in festivos
                return desde

            for _ in range(250):
                desde, dias = date(2025, 1, 1) + timedelta(azar.randrange(1100)), azar.randint(1, 60)
                if azar.random() < 0.3:
                    desde = date(azar.choice([2025, 2026, 2027]), 12, azar.randint(10, 31))
                self.assertEqual(
                    self.subdireccion._sumar_dias_habiles(desde, dias), oraculo(desde, dias), f"{tz}: {desde} + {dias}"
                )

    def test_without_working_days_it_says_what_is_missing(self):
        self.direccion.resource_calendar_id = self._calendario(dias=[])
        with self.assertRaisesRegex(UserError, "Dirección General de Pruebas.*working calendar"):
            self.direccion._sumar_dias_habiles(date(2026, 3, 2), 3)
        self.direccion.resource_calendar_id = False
        self.company.resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "working calendar"):
            self.direccion._sumar_dias_habiles(date(2026, 3, 2), 3)
