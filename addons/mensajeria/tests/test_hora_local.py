"""The evening: by UTC it is tomorrow already. Crons run by nobody's clock, and so do users that never chose one."""

from datetime import date

from odoo import fields
from odoo.tests import tagged

from .acuses_comun import AcusesCommon

#: Monday 2 March and Friday 6 March, 19:00 in Mexico City
LUNES, VIERNES = "2026-03-03 01:00:00", "2026-03-07 01:00:00"


@tagged("post_install", "-at_install")
class TestHoraLocal(AcusesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([("login", "=like", "msj_%")]).tz = False
        cls.company.partner_id.tz = False

    def cron(self, nombre):
        """As the scheduler runs it: by nobody's clock."""
        with self.enter_registry_test_mode():
            self.env.ref(f"mensajeria.{nombre}").method_direct_trigger()

    def test_today(self):
        with self.hoy(LUNES):
            self.assertEqual(self.company._hoy(), date(2026, 3, 2))
            self.company.partner_id.tz = "Asia/Tokyo"
            self.assertEqual(self.company._hoy(), date(2026, 3, 3))

    def test_what_is_made_in_the_evening_is_of_that_day(self):
        """The phone asks for the lists of today by this clock."""
        with self.hoy(LUNES):
            for modelo, campo in [
                ("mensajeria.relacion", "fecha"),
                ("mensajeria.despachar", "fecha"),
                ("mensajeria.hacer.relacion", "fecha"),
                ("mensajeria.hacer.entrega", "fecha"),
                ("mensajeria.ausencia", "desde"),
            ]:
                with self.subTest(modelo):
                    propio = self.env[modelo].with_user(self.op_local)
                    self.assertEqual(fields.Date.to_date(propio.default_get([campo])[campo]), date(2026, 3, 2))

    def test_the_last_day_on_hold_is_a_whole_day(self):
        pieza = self.fuera()
        pieza.sudo()._registrar_evento("en_resguardo")
        pieza.sudo().resguardo_hasta = "2026-03-02"
        with self.hoy(LUNES):
            self.cron("ir_cron_resguardo")
            self.assertEqual(pieza.state, "en_resguardo")
        with self.hoy("2026-03-03 06:01:00"):
            self.cron("ir_cron_resguardo")
            self.assertEqual(pieza.state, "en_devolucion")

    def test_nobody_is_chased_the_evening_before(self):
        acuse = self.acuse(self.fuera()).sudo()
        acuse.fecha_persecucion = "2026-03-03"
        with self.hoy(LUNES):
            self.cron("ir_cron_perseguir")
            self.assertEqual(acuse.nivel, 0)
        with self.hoy("2026-03-03 06:01:00"):
            self.cron("ir_cron_perseguir")
            self.assertRecordValues(acuse, [{"nivel": 1, "fecha_persecucion": date(2026, 3, 13)}])

    def test_age_and_overdue(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        acuse.sudo().plazo = "2026-03-02"
        with self.hoy(LUNES):
            acuse.invalidate_recordset()
            self.assertEqual((acuse.dias, acuse.vencido), (0, False))
            self.assertFalse(acuse.search([("vencido", "=", True)]))
            acuse.action_recibir()
            self.assertEqual(acuse.dias, 0)  # the same day
        with self.hoy("2026-03-04 18:00:00"):
            acuse.invalidate_recordset()
            self.assertEqual(acuse.dias, 0)

    def test_deadline_of_today(self):
        with self.hoy(LUNES):
            solicitud = self.solicitud(fecha_limite="2026-03-02")
            solicitud.action_enviar()
            self.assertEqual(solicitud.state, "enviada")

    def test_guias_are_good_until_the_end_of_their_last_day(self):
        self.Rango.search([]).caducidad = "2026-03-02"
        with self.hoy(LUNES):
            self.assertTrue(self.por_sepomex().sudo().guia_id)
        with self.hoy("2026-03-03 06:01:00"):
            self.assertRechaza("no guías left", self.por_sepomex)

    def test_relief_on_a_friday_evening(self):
        relacion = self.en_ruta()
        with self.hoy(VIERNES):
            relacion.action_relevar(self.suplente.id, "x")
        self.assertEqual(relacion.mensajero_id, self.suplente)

    def test_the_route_of_tomorrow_is_not_shown_today(self):
        relacion = self.emitida(self.asignada(), fecha="2026-03-03")
        Relacion = self.como(self.Relacion, self.repartidor)
        with self.hoy(LUNES):
            self.assertFalse(Relacion.ruta_movil()["rutas"])
        with self.hoy("2026-03-03 14:00:00"):
            self.assertEqual([r["id"] for r in Relacion.ruta_movil()["rutas"]], relacion.ids)

    def test_no_acuse_of_tomorrow(self):
        lectura = self.sesion("recibir")
        with self.hoy(LUNES):
            self.assertRechaza("has not come yet", lectura.configurar, {"fecha_entrega": "2026-03-03"})
            lectura.configurar({"fecha_entrega": "2026-03-02"})
