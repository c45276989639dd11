from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TareaCommon


@tagged("post_install", "-at_install")
class TestProyeccion(TareaCommon):
    """An open task that has a person is mirrored as an activity, which cannot finish it."""

    @freeze_time("2026-03-02 15:00:00")
    def test_an_open_task_of_a_person_has_one_activity(self):
        tarea, del_pool = self._persona_tarea(fecha_limite="2026-03-09"), self._pool_tarea()
        self.assertRecordValues(
            self.actividad(tarea),
            [
                {
                    "user_id": self.empleada.id,
                    "date_deadline": date(2026, 3, 9),
                    "summary": "Atender",
                    "res_model": "nucleo.prueba",
                    "res_id": self.documento.id,
                }
            ],
        )
        self.assertEqual(self.documento.with_user(self.empleada).activity_ids, self.actividad(tarea))
        self.assertFalse(self.actividad(del_pool))
        self.assertEqual(self.actividad(self._persona_tarea()).date_deadline, date(2026, 4, 1))

    def test_it_follows_taking_releasing_reassigning_deadline_and_end(self):
        tarea = self._pool_tarea(fecha_limite="2026-03-09")
        tarea.with_user(self.ventanilla).action_tomar()
        self.assertEqual(self.actividad(tarea).user_id, self.ventanilla)
        tarea.with_user(self.ventanilla).action_soltar()
        self.assertFalse(self.actividad(tarea))
        tarea._reasignar(self.empleada)
        self.assertRecordValues(
            self.actividad(tarea), [{"user_id": self.empleada.id, "date_deadline": date(2026, 3, 9)}]
        )
        tarea._reasignar(self.ventanilla_2)
        self.assertEqual(self.actividad(tarea).user_id, self.ventanilla_2)
        tarea.fecha_limite = "2026-03-20"
        self.assertEqual(self.actividad(tarea).date_deadline, date(2026, 3, 20))
        misma = self.actividad(tarea)
        tarea.resultado = "x"
        self.assertEqual(self.actividad(tarea), misma)
        tarea._cerrar()
        self.assertFalse(self.actividad(tarea))

    def _correr_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("mensajeria.ir_cron_reproyectar").method_direct_trigger()

    def test_lost_and_left_over_projections_are_mended(self):
        tareas = self._persona_tarea() | self._persona_tarea(self.ventanilla)
        sobrante = self._persona_tarea()
        self.env.flush_all()
        self.cr.execute("DELETE FROM mail_activity WHERE tarea_id IN %s", [tuple(tareas.ids)])
        self.cr.execute("UPDATE seguimiento_tarea SET state = 'hecha' WHERE id = %s", [sobrante.id])
        self.env.invalidate_all()
        self._correr_cron()
        self.assertEqual([self.actividad(t).user_id for t in tareas], [self.empleada, self.ventanilla])
        self.assertFalse(self.actividad(sobrante))
        antes = self.actividad(tareas)
        self._correr_cron()
        self.assertEqual(self.actividad(tareas), antes)

    def test_archiving_the_document_loses_projections_and_the_cron_brings_them_back(self):
        tarea = self._persona_tarea()
        self.actividad(tarea).sudo().unlink()
        self.assertEqual(tarea.state, "pendiente")
        self._correr_cron()
        self.assertEqual(self.actividad(tarea).user_id, self.empleada)

    def test_the_activity_cannot_finish_move_or_drop_the_task(self):
        tarea = self._persona_tarea(fecha_limite="2026-03-09")
        actividad = self.actividad(tarea)
        for user in (self.empleada, self.administrador):
            propia = actividad.with_user(user)
            documento = self.documento.with_user(user)
            for nombre, operacion in {
                "done": lambda a: a.action_done(),
                "feedback": lambda a: a.action_feedback("listo"),
                "feedback y siguiente": lambda a: a.action_feedback_schedule_next("listo"),
                "cancel": lambda a: a.action_cancel(),
                "unlink": lambda a: a.unlink(),
                "today": lambda a: a.action_reschedule_today(),
                "tomorrow": lambda a: a.action_reschedule_tomorrow(),
                "next week": lambda a: a.action_reschedule_nextweek(),
                "user": lambda a: a.write({"user_id": self.ajeno.id}),
                "deadline": lambda a: a.write({"date_deadline": "2030-01-01"}),
                "archive": lambda a: a.action_archive(),
                "type": lambda a: a.write({"activity_type_id": False}),
                "document": lambda a: a.write({"res_id": 1}),
                "context": lambda a: a.with_context(nucleo_proyeccion=True, _force_unlink=True).unlink(),
                "feedback del documento": lambda _a, d=documento: d.activity_feedback(
                    ["mensajeria.mail_activity_type_tarea"], only_automated=False
                ),
                "reschedule del documento": lambda _a, d=documento: d.activity_reschedule(
                    ["mensajeria.mail_activity_type_tarea"], date_deadline=date(2030, 1, 1), only_automated=False
                ),
                "unlink del documento": lambda _a, d=documento: d.activity_unlink(
                    ["mensajeria.mail_activity_type_tarea"], only_automated=False
                ),
            }.items():
                with (
                    self.subTest(nombre, user=user.login),
                    self.assertRaisesRegex(UserError, r"«Atender» of P/2026/00001.*from Seguimiento"),
                    self.cr.savepoint(),
                ):
                    operacion(propia)
            with self.assertRaisesRegex(UserError, "by the system"):
                propia.write({"tarea_id": False})
        self.assertEqual(self.actividad(tarea), actividad)
        self.assertEqual(tarea.state, "pendiente")

    def test_who_does_not_see_the_document_does_not_learn_its_name(self):
        actividad = self.actividad(self._persona_tarea())
        self.env["ir.model.access"].search([("model_id.model", "=", "nucleo.prueba")]).unlink()
        for operacion in (
            lambda a: a.unlink(),
            lambda a: a.write({"date_deadline": "2030-01-01"}),
            lambda a: a.action_done(),
        ):
            with self.assertRaises(AccessError) as negado, self.cr.savepoint():
                operacion(actividad.with_user(self.ajeno))
            self.assertNotIn("P/2026/00001", str(negado.exception))

    def test_a_client_does_not_forge_a_projection(self):
        tarea = self._pool_tarea()
        Actividad = self.env["mail.activity"].with_user(self.empleada)
        vals = {
            "res_model_id": self.env["ir.model"]._get_id("nucleo.prueba"),
            "res_id": self.documento.id,
            "user_id": self.empleada.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
        }
        falsas = Actividad.create(vals | {"tarea_id": tarea.id})
        falsas |= Actividad.with_context(default_tarea_id=tarea.id).create(vals)
        self.assertFalse(falsas.tarea_id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            tarea.with_user(self.empleada).write({"activity_ids": [Command.link(falsas[0].id)]})
        with self.assertRaisesRegex(UserError, "by the system"), self.cr.savepoint():
            falsas.sudo().write({"tarea_id": tarea.id})
        self.assertFalse(self.actividad(tarea))

    def test_other_activities_are_left_alone(self):
        actividad = self.documento.with_user(self.empleada).activity_schedule("mail.mail_activity_data_todo")
        actividad.action_reschedule_tomorrow()
        actividad.action_feedback("listo")
        self.assertFalse(actividad.active)


@tagged("post_install", "-at_install")
class TestHerencia(TareaCommon):
    """Nobody's task vanishes when a person leaves."""

    def test_personal_tasks_pass_to_the_head_and_taken_ones_to_their_pool(self):
        personal, del_pool, cerrada = self._persona_tarea(self.empleada), self._pool_tarea(), self._persona_tarea()
        self.empleada.oficialia_ids = self.oficialia
        self.grupo_ventanilla.user_ids += self.empleada
        del_pool.with_user(self.empleada).action_tomar()
        cerrada._cerrar()
        with patch.object(self.registry["nucleo.prueba"], "_al_heredar_tarea", autospec=True) as aviso:
            self.empleada.action_archive()
        aviso.assert_called_once_with(self.documento, personal, self.empleada)
        self.assertEqual(personal.user_id, self.titular)
        self.assertEqual(self.actividad(personal).user_id, self.titular)
        self.assertRecordValues(del_pool, [{"user_id": False, "fecha_tomada": False, "state": "pendiente"}])
        self.assertEqual(cerrada.user_id, self.empleada)

    def test_every_way_to_deactivate_counts(self):
        for n, vals in enumerate([{"active": False}, {"active": 0}, {"active": None}]):
            user = self._persona(f"prueba_baja_{n}", area_id=self.subdireccion.id)
            tarea = self._persona_tarea(user)
            user.write(vals)
            self.assertFalse(user.active)
            self.assertEqual(tarea.user_id, self.titular)

    def test_two_who_leave_together_do_not_inherit_from_each_other(self):
        superior = self.env["hr.department"].create({"name": "Secretaría", "titular_id": self.ajeno.id})
        self.direccion.parent_id = superior
        tareas = self._persona_tarea(self.empleada) | self._persona_tarea(self.titular)
        (self.empleada | self.titular).action_archive()
        self.assertEqual(tareas.user_id, self.ajeno)

    def test_without_heir_the_person_stays_and_the_sentence_says_what_to_do(self):
        tarea = self._persona_tarea(self.ajeno)
        with (
            self.assertRaisesRegex(UserError, "prueba_ajeno.*P/2026/00001 · Atender.*Name the head"),
            self.cr.savepoint(),
        ):
            self.ajeno.action_archive()
        self.assertTrue(self.ajeno.active)
        self.assertEqual(tarea.user_id, self.ajeno)

    def test_who_may_not_deactivate_learns_nothing(self):
        self._persona_tarea(self.ajeno)
        with self.assertRaises(AccessError) as negado, self.cr.savepoint():
            self.ajeno.with_user(self.empleada).write({"active": False})
        self.assertNotIn("P/2026/00001", str(negado.exception))

    def test_a_person_with_tasks_is_not_deleted(self):
        self._persona_tarea(self.ajeno)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
            self.ajeno.unlink()
