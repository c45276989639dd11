from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import tagged

from .common import EntradaCommon

NUEVA = Date.to_date("2026-03-27")


@tagged("post_install", "-at_install")
class TestProrroga(EntradaCommon):
    def pedir(self, asunto, user, fecha=NUEVA, motivo="Falta el dictamen"):
        wizard = self.env["correspondencia.pedir.prorroga"].with_user(user)
        wizard.create({"turno_id": self.turno(asunto, user).id, "fecha": fecha, "motivo": motivo}).action_pedir()
        return self.turno(asunto, user).sudo().prorroga_ids.sorted("id")[-1:].with_user(user)

    def plazo(self, asunto, user):
        return asunto.sudo()._tareas_abiertas("atender").filtered(lambda t: t.user_id == user).fecha_limite

    def test_granted_by_the_counter(self):
        asunto = self.descargado(self.juridica, fecha_requerida="2026-03-20")
        prorroga = self.pedir(asunto, self.juridica)
        self.assertRecordValues(
            prorroga,
            [{"state": "solicitada", "fecha_anterior": Date.to_date("2026-03-20"), "solicitante_id": self.juridica.id}],
        )
        self.assertEqual(self.pasos(self.ventanilla_2, asunto), ["resolver_prorroga"])
        self.assertRechaza("Only who turned", prorroga.action_autorizar, registros=asunto, error=AccessError)
        prorroga.with_user(self.ventanilla_2).action_autorizar()
        self.assertRecordValues(prorroga, [{"state": "autorizada", "resuelve_id": self.ventanilla_2.id}])
        self.assertEqual(self.turno(asunto, self.juridica).fecha_limite, NUEVA)
        self.assertEqual(self.plazo(asunto, self.juridica), NUEVA)
        self.assertEqual(asunto.sudo().activity_ids.filtered(lambda a: a.user_id == self.juridica).date_deadline, NUEVA)
        self.assertEqual(self.pasos(self.ventanilla, asunto), [])
        self.assertIn("turno_prorrogar", self.eventos(asunto))
        aviso = self.env["mail.message"].search([("partner_ids", "in", self.juridica.partner_id.ids)], limit=1)
        self.assertIn("Granted", aviso.body)
        self.assertRechaza("already decided", prorroga.with_user(self.ventanilla).action_negar, "no", registros=asunto)

    def test_decided_by_the_holder_who_turned_it(self):
        asunto = self.descargado(self.juridica, fecha_requerida="2026-03-20")
        self.turnar(asunto, self.juridica, self.abogado)
        prorroga = self.pedir(asunto, self.abogado)
        self.assertEqual(self.pasos(self.juridica), ["resolver_prorroga"])
        self.assertEqual(self.pasos(self.ventanilla, asunto), [])
        for user in (self.ventanilla, self.directora, self.abogado):
            with self.subTest(user.login):
                suya = prorroga.with_user(user)
                self.assertRechaza("", suya.action_autorizar, registros=asunto, error=AccessError)
        tarea = asunto.sudo()._tareas_abiertas("resolver_prorroga").with_user(self.juridica)
        accion = tarea.action_abrir()
        self.assertEqual((accion["res_model"], accion["res_id"]), ("correspondencia.prorroga", prorroga.id))
        suya = prorroga.with_user(self.juridica)
        self.assertRechaza("reason", suya.action_negar, registros=asunto)
        suya.action_negar("Es improrrogable")
        self.assertRecordValues(prorroga, [{"state": "negada", "respuesta": "Es improrrogable"}])
        self.assertEqual(self.plazo(asunto, self.abogado), Date.to_date("2026-03-20"))
        self.assertEqual(self.pasos(self.juridica), [])

    def test_refused_requests(self):
        asunto = self.descargado(self.juridica, fecha_requerida="2026-03-20")
        turno = self.turno(asunto, self.juridica)
        for fecha, motivo, mensaje in [
            (NUEVA, " ", "why you need"),
            (None, "x", "after the present deadline"),
            ("2026-03-20", "x", "after the present deadline"),
            ("2026-02-27", "x", "not in the past"),
            ("2206-03-27", "x", "Check the year"),
            ("mañana", "x", "is not a date"),
        ]:
            with self.subTest(fecha):
                self.assertRechaza(mensaje, turno.action_solicitar_prorroga, fecha, motivo, registros=asunto)
        self.pedir(asunto, self.juridica)
        self.assertRechaza("already a request", turno.action_solicitar_prorroga, "2026-04-10", "x", registros=asunto)

    def test_one_decided_leaves_room_for_another(self):
        asunto = self.descargado(self.juridica, fecha_requerida="2026-03-20")
        self.pedir(asunto, self.juridica).with_user(self.ventanilla).action_autorizar()
        self.assertRechaza("after the present", self.pedir, asunto, self.juridica, registros=asunto)
        self.pedir(asunto, self.juridica, "2026-04-10").with_user(self.ventanilla).action_autorizar()
        self.assertEqual(self.plazo(asunto, self.juridica), Date.to_date("2026-04-10"))

    def test_a_request_is_void_when_its_turno_closes(self):
        for cerrar in (
            lambda asunto: self.responder(asunto, self.juridica),
            lambda asunto: self.turno(asunto, self.juridica).action_devolver("No es mío"),
            lambda asunto: self.turno(asunto, self.juridica).with_user(self.ventanilla).action_retirar("Error"),
            lambda asunto: asunto.action_cancelar("Error"),
        ):
            asunto = self.descargado(self.juridica)
            prorroga = self.pedir(asunto, self.juridica)
            cerrar(asunto)
            self.assertEqual(prorroga.sudo().state, "sin_efecto")
            self.assertFalse(asunto.sudo()._tareas_abiertas("resolver_prorroga"))
            self.assertRechaza(
                "already decided", prorroga.with_user(self.ventanilla).action_autorizar, registros=asunto
            )

    def test_who_turned_it_on_may_still_ask(self):
        asunto = self.descargado(self.juridica, fecha_requerida="2026-03-20")
        self.turnar(asunto, self.juridica, self.abogado)
        self.pedir(asunto, self.juridica).with_user(self.ventanilla).action_autorizar()
        self.assertEqual(self.turno(asunto, self.juridica).fecha_limite, NUEVA)
        self.assertEqual(self.plazo(asunto, self.abogado), Date.to_date("2026-03-20"), "theirs is their own")

    def test_only_the_holder_asks(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        turno = self.turno(asunto, self.juridica)
        for user in (self.directora, self.revisor, self.ventanilla, self.ajeno):
            with self.subTest(user.login):
                pedir = turno.with_user(user).action_solicitar_prorroga
                self.assertRechaza("", pedir, NUEVA, "x", registros=asunto, error=AccessError)
        copia = self.turno(asunto, self.revisor, "informacion")
        self.assertRechaza("", copia.action_solicitar_prorroga, NUEVA, "x", registros=asunto)

    def test_nobody_writes_a_request(self):
        asunto = self.descargado(self.juridica)
        prorroga = self.pedir(asunto, self.juridica)
        for user in (self.juridica, self.ventanilla, self.administradora):
            with self.subTest(user.login):
                suya = prorroga.with_user(user)
                self.assertRechaza(
                    "", suya.write, {"fecha_solicitada": "2027-01-01"}, registros=asunto, error=AccessError
                )
                self.assertRechaza("", suya.unlink, registros=asunto, error=AccessError)
