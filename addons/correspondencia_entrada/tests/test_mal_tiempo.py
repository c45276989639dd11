from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestFechas(EntradaCommon):
    """Impossible dates are refused with a sentence that names them."""

    def test_impossible_dates(self):
        for vals, mensaje in [
            ({"fecha_recepcion": "1026-03-02 18:00:00"}, "1026-03-02 is not possible"),
            ({"fecha_recepcion": "2206-03-02 18:00:00"}, "2206-03-02 is not possible"),
            ({"fecha_recepcion": "2026-03-04 06:00:00"}, "2026-03-04 is not possible"),
            ({"fecha_recepcion": "0001-01-01 00:00:00"}, "is not possible"),
            ({"fecha_recepcion": "9999-12-31 23:59:59"}, "is not possible"),
            ({"fecha_elaboracion": "2026-03-03"}, "after it was received"),
            ({"fecha_elaboracion": "2206-01-01"}, "after it was received"),
            ({"fecha_elaboracion": "1026-03-01"}, "Check the year in which the letter was written: 1026"),
            ({"fecha_elaboracion": "0001-01-01"}, "Check the year"),
            ({"fecha_requerida": "2026-03-01"}, "before the letter was received"),
            ({"fecha_requerida": "1026-03-09"}, "before the letter was received"),
            ({"fecha_requerida": "2206-03-09"}, "Check the year by which the answer is required: 2206"),
            ({"fecha_requerida": "9999-12-31"}, "Check the year"),
        ]:
            for tema in (self.tema.id, False):
                with self.subTest(vals, tema=tema):
                    self.assertRechaza(mensaje, self.borrador, tema_id=tema, error=ValidationError, **vals)
        borrador = self.borrador()
        self.assertRechaza("not possible", borrador.write, {"fecha_recepcion": "1026-03-02"}, registros=borrador)

    def test_the_limits_are_possible(self):
        for vals in (
            {"fecha_recepcion": "2000-01-02 18:00:00"},
            {"fecha_elaboracion": "2026-03-02", "fecha_requerida": "2026-03-02"},
            {"fecha_elaboracion": "1950-01-01"},
            {"fecha_requerida": "2046-12-31"},
        ):
            with self.subTest(vals):
                self.registrado(**vals)

    def test_the_day_is_the_one_of_the_office(self):
        """At 19:30 in Mexico it is already tomorrow in UTC."""
        borrador = self.borrador(
            fecha_recepcion="2026-03-03 01:30:00", fecha_elaboracion="2026-03-02", fecha_requerida="2026-03-02"
        )
        self.assertEqual(str(borrador._dia_recepcion()), "2026-03-02")
        self.assertRechaza(
            "after it was received", borrador.write, {"fecha_elaboracion": "2026-03-03"}, registros=borrador
        )


@tagged("post_install", "-at_install")
class TestMalTiempo(EntradaCommon):
    def test_an_inactive_sender(self):
        for campo, quien in [("remitente_id", self.remitente), ("area_remitente_id", self.finanzas)]:
            with self.subTest(campo):
                vals = {"origen": "interno", "remitente_id": False, campo: quien.id}
                asunto = self.borrador(**vals)
                quien.active = False
                self.assertRechaza("is archived: choose another sender", asunto.action_registrar, registros=asunto)
                quien.active = True
                asunto.action_registrar()

    def test_second_clicks(self):
        """The same click again finds the step done and says so."""
        asunto = self.borrador(self.juridica, cc=[self.revisor])
        asunto.action_registrar()
        self.assertRechaza("is now «To Digitize». Reload the page.", asunto.action_registrar, registros=asunto)
        self.archivo(user=self.digitalizadora, asunto=asunto)
        terminar = asunto.with_user(self.digitalizadora).action_terminar_digitalizacion
        terminar()
        self.assertRechaza("is now «To Discharge»", terminar, registros=asunto)
        asunto.action_descargar("Ana")
        self.assertRechaza("is now «Under Attention»", asunto.action_descargar, "Ana", registros=asunto)
        turno = self.turno(asunto, self.juridica)
        turno.action_concluir("Listo")
        self.assertRechaza("is «Concluded». Reload the page.", turno.action_concluir, "Listo", registros=asunto)
        self.assertRechaza("no open turno", asunto.with_user(self.juridica).action_responder, registros=asunto)
        asunto.action_reabrir("Falta")
        self.assertRechaza("is now «Under Attention»", asunto.action_reabrir, "Falta", registros=asunto)

    def test_reassigned_while_its_screen_was_open(self):
        asunto = self.descargado(self.juridica)
        pantalla = self.turno(asunto, self.juridica)
        respuesta = self.env["correspondencia.respuesta"].with_user(self.juridica)
        respuesta = respuesta.browse(pantalla.action_responder()["res_id"])
        pantalla.with_user(self.ventanilla).action_retirar("Era para Finanzas")
        self.turnar(asunto, self.ventanilla, self.contadora)
        for metodo, args in [
            (pantalla.action_concluir, ["x"]),
            (pantalla.action_devolver, ["x"]),
            (pantalla.action_turnar, []),
            (pantalla.action_solicitar_prorroga, ["2026-05-04", "x"]),
            (respuesta.action_enviar, []),
        ]:
            with self.subTest(metodo.__name__):
                self.assertRechaza("«Withdrawn». Reload the page.", metodo, *args, registros=asunto)

    def test_who_only_reads_it_is_told_with_whom_it_is(self):
        asunto = self.descargado(self.abogado)
        pantalla = self.turno(asunto, self.abogado).with_user(self.juridica)
        self.assertRechaza("is with Abogado now", pantalla.action_concluir, "x", registros=asunto, error=AccessError)

    def test_nothing_selected(self):
        """An empty list of records is nothing to do, not an error of the system."""
        vacio = self.Asunto.with_user(self.ventanilla)
        for metodo in ("action_registrar", "action_descargar", "action_cancelar", "action_reabrir", "action_corregido"):
            with self.subTest(metodo):
                getattr(vacio, metodo)()
        turnos = self.env["correspondencia.turno"].with_user(self.juridica)
        for metodo in ("action_devolver", "action_retirar", "action_marcar_visto"):
            with self.subTest(metodo):
                getattr(turnos, metodo)()


@tagged("post_install", "-at_install")
class TestQuienSeVa(EntradaCommon):
    """A person is deactivated: nobody's task vanishes."""

    def test_tasks_and_turnos_go_to_the_head(self):
        asunto = self.descargado(self.abogado, cc=[self.revisor])
        self.finanzas.titular_id = self.contadora
        (self.abogado | self.revisor).active = False
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.contadora)), (["atender"], ["recibir_cc"]))
        self.assertRecordValues(
            asunto.sudo().turno_ids,
            [{"user_id": self.juridica.id, "state": "pendiente"}, {"user_id": self.contadora.id, "state": "pendiente"}],
        )
        self.assertEqual(self.eventos(asunto).count("turno_heredar"), 2)
        self.assertFalse(self.env["mail.activity"].search([("user_id", "in", (self.abogado | self.revisor).ids)]))
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "concluido")

    def test_a_turno_that_waits_for_others_goes_too(self):
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.contadora, al_concluir="revisar")
        self.turno(asunto, self.contadora).action_solicitar_prorroga("2026-05-04", "Falta")
        self.juridica.active = False
        self.assertEqual(self.pasos(self.directora), ["resolver_prorroga"])
        self.assertEqual(self.turno(asunto, self.contadora).sudo().user_id, self.contadora, "hers stays hers")
        prorroga = self.turno(asunto, self.contadora).sudo().prorroga_ids.with_user(self.directora)
        prorroga.action_autorizar()
        self.responder(asunto, self.contadora)
        self.assertEqual(self.pasos(self.directora), ["atender"])

    def test_the_head_who_turned_it_gets_it_back(self):
        """Heads turn to their people: who inherits already holds the matter."""
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.abogado)
        self.abogado.active = False
        self.assertEqual(self.pasos(self.juridica), ["atender"])
        self.assertEqual(asunto.sudo().turno_ids.mapped("state"), ["pendiente", "retirado"])
        self.assertIn("Abogado left", asunto.sudo().turno_ids[1].motivo_cierre)
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "concluido")

    def test_a_link_of_the_chain_leaves(self):
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.abogado)
        self.turnar(asunto, self.abogado, self.contadora)
        self.abogado.active = False
        raiz, eslabon, hoja = asunto.sudo().turno_ids
        self.assertEqual((raiz.state, eslabon.state, hoja.state), ("turnado", "retirado", "pendiente"))
        self.assertEqual(hoja.parent_id, raiz)
        self.responder(asunto, self.contadora)
        self.assertEqual(asunto.state, "concluido")

    def test_the_heir_holds_it_below(self):
        asunto = self.descargado(self.abogado)
        self.turnar(asunto, self.abogado, self.juridica)
        self.turnar(asunto, self.juridica, self.contadora)
        self.abogado.active = False
        self.assertEqual(asunto.sudo().turno_ids.mapped("state"), ["retirado", "turnado", "pendiente"])
        self.assertFalse(asunto.sudo().turno_ids[1].parent_id)
        self.responder(asunto, self.contadora)
        self.assertEqual(asunto.state, "concluido")

    def test_taken_tasks_return_to_their_pool(self):
        asunto = self.digitalizado(self.juridica)
        tarea = asunto.sudo()._tareas_abiertas("descargar").with_user(self.ventanilla)
        tarea.action_tomar()
        self.assertEqual(self.pasos(self.ventanilla_2, asunto), [])
        self.ventanilla.active = False
        self.assertEqual(self.pasos(self.ventanilla_2, asunto), ["descargar"])

    def test_without_a_head_they_cannot_leave(self):
        for preparar, quien in [
            (lambda: self.descargado(self.ajeno), self.ajeno),
            (lambda: self.turnar(self.descargado(self.directora), self.directora, self.ajeno), self.directora),
        ]:
            with self.subTest(quien.login), self.cr.savepoint() as punto:
                preparar()
                asuntos = self.Asunto.search([("turno_ids.user_id", "=", quien.id)])
                self.assertRechaza("no head of unit to inherit", quien.write, {"active": False}, registros=asuntos)
                self.assertTrue(quien.active)
                punto.rollback()

    def test_everybody_leaves_at_once(self):
        asunto = self.descargado(self.abogado)
        (self.abogado | self.juridica).active = False
        self.assertEqual(self.pasos(self.directora), ["atender"])
        self.assertRechaza("no head of unit", self.directora.write, {"active": False}, registros=asunto)

    def test_a_head_without_the_role(self):
        self.litigio.titular_id = self._persona("sin_rol", "mensajeria.group_usuario", self.litigio)
        asunto = self.descargado(self.abogado)
        self.assertRechaza("has no role to receive", self.abogado.write, {"active": False}, registros=asunto)

    def test_who_has_nothing_pending_just_leaves(self):
        asunto = self.descargado(self.ajeno)
        self.responder(asunto, self.ajeno)
        self.ajeno.active = False
        self.assertFalse(self.ajeno.active)
