"""Messengers: when they work, and who takes their route."""

from datetime import date, datetime

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged, users

from .mensajeria_comun import MensajeriaCommon

LUNES, MARTES, SABADO = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 7)


@tagged("post_install", "-at_install")
class TestMensajero(MensajeriaCommon):
    def ausentar(self, mensajero, desde, hasta=None, user=None):
        vals = {"mensajero_id": mensajero.id, "desde": desde} | ({"hasta": hasta} if hasta else {})
        return self.env["mensajeria.ausencia"].with_user(user or self.op_local).create(vals)

    def test_their_days(self):
        self.assertTrue(self.mensajero._disponible(LUNES))
        self.assertFalse(self.mensajero._disponible(SABADO))
        self.mensajero.write({"sat": True, "mon": False})
        self.assertTrue(self.mensajero._disponible(SABADO))
        self.assertFalse(self.mensajero._disponible("2026-03-02"))

    def test_absent(self):
        ausencia = self.ausentar(self.mensajero, LUNES)
        self.assertEqual(ausencia.hasta, LUNES)
        self.assertFalse(self.mensajero._disponible(LUNES))
        self.assertTrue(self.mensajero._disponible(MARTES))
        self.assertTrue(self.suplente._disponible(LUNES))
        self.assertFalse(self.como(self.mensajero, self.op_local).disponible_hoy)
        self.assertFalse(
            self.como(self.mensajero, self.repartidor).disponible_hoy, "who may not read absences knows that much"
        )

    def test_archived(self):
        self.mensajero.active = False
        self.assertFalse(self.mensajero._disponible(LUNES))

    def test_holiday_of_the_institution(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Día inhábil",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": datetime(2026, 3, 2, 6),
                "date_to": datetime(2026, 3, 3, 5, 59, 59),
            }
        )
        self.assertFalse((self.mensajero | self.suplente)._disponibles(LUNES))
        self.assertEqual((self.mensajero | self.suplente)._disponibles(MARTES), self.mensajero | self.suplente)

    def test_time_off_that_personnel_registered(self):
        empleado = self.env["hr.employee"].create({"name": "Repartidor", "company_id": self.company.id})
        self.mensajero.employee_id = empleado
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": empleado.resource_id.id,
                "calendar_id": empleado.resource_id.calendar_id.id,
                "date_from": datetime(2026, 3, 2, 6),
                "date_to": datetime(2026, 3, 3, 5, 59, 59),
            }
        )
        todos = self.mensajero | self.suplente
        self.assertEqual(todos.with_user(self.op_local)._disponibles(LUNES), self.suplente)

    def test_caso_29_the_substitute_takes_the_route(self):
        self.assertEqual(self.mensajero._efectivo(LUNES), self.mensajero)
        self.ausentar(self.mensajero, LUNES, MARTES)
        self.assertEqual(self.mensajero._efectivo(MARTES), self.suplente)
        self.ausentar(self.suplente, MARTES)
        self.assertFalse(self.mensajero._efectivo(MARTES), "nobody is left")
        self.assertEqual(self.mensajero._efectivo(LUNES), self.suplente)

    def test_caso_29_the_substitute_of_the_substitute(self):
        tercera = self.env["mensajeria.mensajero"].create({"name": "Tercera"})
        self.suplente.suplente_id = tercera
        self.ausentar(self.mensajero, LUNES)
        self.suplente.active = False
        self.assertEqual(self.mensajero._efectivo(LUNES), tercera)

    def test_caso_29_no_circle_of_substitutes(self):
        with self.assertRaises(ValidationError):
            self.suplente.suplente_id = self.mensajero
        with self.assertRaises(ValidationError):
            self.mensajero.suplente_id = self.mensajero

    def test_some_day(self):
        with self.assertRaises(ValidationError):
            self.mensajero.write(dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), False))

    @users("msj_administradora")
    def test_name_and_contact_come_from_the_user(self):
        with Form(self.env["mensajeria.mensajero"]) as form:
            form.user_id = self.solicitante
            self.assertEqual(form.name, self.solicitante.name)
        self.assertEqual(form.record.partner_id, self.solicitante.partner_id)
        externo = self.env["res.partner"].sudo().create({"name": "Externo", "phone": "555 010 0000"})
        with Form(self.env["mensajeria.mensajero"]) as form:
            form.partner_id = externo
        self.assertEqual((form.record.name, form.record.phone), ("Externo", "555 010 0000"))
        with self.assertRaises(AccessError):
            form.record.with_user(self.repartidor).read(["phone"])

    def test_caso_50_absences_are_written_by_the_local_operator_only(self):
        for user in (self.op_sepomex, self.op_foranea, self.repartidor, self.solicitante):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ausentar(self.mensajero, LUNES, user=user)
        with self.assertRaises(AccessError):
            self.ausentar(self.mensajero, LUNES, user=self.op_b)
        self.assertNotIn("name", self.env["mensajeria.ausencia"]._fields, "nobody asks why")
