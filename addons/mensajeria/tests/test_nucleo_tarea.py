from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import TareaCommon


@tagged("post_install", "-at_install")
class TestTarea(TareaCommon):
    # Life

    @freeze_time("2026-03-02 15:00:00")
    def test_a_task_carries_what_a_tray_shows(self):
        tarea = self._persona_tarea(fecha_limite="2026-03-09", prioridad="1")
        self.assertRecordValues(
            tarea,
            [
                {
                    "state": "pendiente",
                    "paso_id": self.pasos[1].id,
                    "proceso_id": self.proceso.id,
                    "res_model": "nucleo.prueba",
                    "res_id": self.documento.id,
                    "company_id": self.company.id,
                    "user_id": self.empleada.id,
                    "group_id": False,
                    "area_id": self.subdireccion.id,
                    "folio": "P/2026/00001",
                    "asunto": "Asunto de P/2026/00001",
                    "prioridad": "1",
                    "fecha_apertura": datetime(2026, 3, 2, 15),
                    "fecha_limite": date(2026, 3, 9),
                    "display_name": "P/2026/00001 · Atender",
                }
            ],
        )
        self.assertEqual(self.documento.tarea_ids, tarea)
        self.assertEqual(self.documento._tareas_abiertas("prueba_atender"), tarea)
        self.assertFalse(self.documento._tareas_abiertas("prueba_revisar"))
        with self.assertRaises(ValueError):
            self.documento._tareas_abiertas("no existe")

    def test_closing_says_by_whom_when_and_how_and_only_once(self):
        tarea, cancelada = self._persona_tarea(), self._pool_tarea()
        with freeze_time("2026-03-02 15:00:00"):
            tarea.with_user(self.empleada)._cerrar("contestado")
            cancelada._cerrar(state="cancelada")
        hecha = {
            "state": "hecha",
            "fecha_cierre": datetime(2026, 3, 2, 15),
            "cerrada_user_id": self.empleada.id,
            "resultado": "contestado",
        }
        self.assertRecordValues(tarea, [hecha])
        self.assertEqual(cancelada.state, "cancelada")
        (tarea | cancelada)._cerrar("otra vez")
        self.assertRecordValues(tarea, [hecha])
        self.assertEqual(cancelada.state, "cancelada")
        self.assertFalse(self.documento._tareas_abiertas())

    @mute_logger("odoo.sql_db")
    def test_a_pending_task_needs_a_person_or_a_pool(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.documento._abrir_tarea("prueba_revisar")

    def test_the_open_task_is_found_or_the_step_is_done(self):
        tarea = self._pool_tarea()
        documento = self.documento.with_user(self.ventanilla)
        self.assertEqual(documento._exigir_tarea_libre("prueba_revisar"), tarea)
        tarea.with_user(self.ventanilla).action_tomar()
        self.assertEqual(documento._exigir_tarea_libre("prueba_revisar"), tarea)
        with self.assertRaisesRegex(UserError, "prueba_ventanilla.* took this task.*ask them"):
            documento.with_user(self.ventanilla_2)._exigir_tarea_libre("prueba_revisar")
        tarea._cerrar()
        with self.assertRaisesRegex(UserError, "already done"):
            documento._exigir_tarea_libre("prueba_revisar")

    def test_changed_data_reach_the_open_tasks_only(self):
        abierta, cerrada = self._persona_tarea(fecha_limite="2026-03-09"), self._pool_tarea()
        cerrada._cerrar()
        self.documento.name = "P/2026/00009"
        self.documento._refrescar_tareas()
        self.assertRecordValues(abierta, [{"folio": "P/2026/00009", "fecha_limite": date(2026, 3, 9)}])
        self.assertEqual(cerrada.folio, "P/2026/00001")

    def test_opening_shows_the_document_at_its_step(self):
        tarea = self._persona_tarea()
        accion = tarea.with_user(self.empleada).action_abrir()
        self.assertEqual(
            (accion["res_model"], accion["res_id"], accion["context"]),
            ("nucleo.prueba", self.documento.id, {"tarea_id": tarea.id}),
        )
        with self.assertRaises(AccessError):
            tarea.with_user(self.ajeno).action_abrir()

    # Pools

    def test_one_takes_and_releases(self):
        tarea = self._pool_tarea()
        with freeze_time("2026-03-02 15:00:00"):
            tarea.with_user(self.ventanilla).action_tomar()
        self.assertRecordValues(tarea, [{"user_id": self.ventanilla.id, "fecha_tomada": datetime(2026, 3, 2, 15)}])
        self.assertTrue(tarea.with_user(self.ventanilla).es_mia)
        self.assertFalse(tarea.with_user(self.ventanilla_2).es_mia)
        tarea.with_user(self.ventanilla).action_tomar()  # a double click takes nothing away
        with self.assertRaisesRegex(UserError, "prueba_ventanilla.* already took P/2026/00001 · Revisar"):
            tarea.with_user(self.ventanilla_2).action_tomar()
        with self.assertRaisesRegex(UserError, "Only .*prueba_ventanilla.* or an administrator"):
            tarea.with_user(self.ventanilla_2).action_soltar()
        tarea.with_user(self.ventanilla).action_soltar()
        self.assertRecordValues(tarea, [{"user_id": False, "fecha_tomada": False}])
        tarea.with_user(self.ventanilla_2).action_tomar()
        tarea.with_user(self.administrador).action_soltar()
        self.assertFalse(tarea.user_id)

    def test_taking_is_refused_with_a_sentence(self):
        del_pool, de_persona, ajena = self._pool_tarea(), self._persona_tarea(), self._pool_tarea(self.otra_oficialia)
        for user, tarea, error, frase in [
            (self.ajeno, del_pool, AccessError, ""),
            (self.ventanilla, ajena, AccessError, ""),
            (self.empleada, de_persona, UserError, "belongs to one person"),
        ]:
            for metodo in ("action_tomar", "action_soltar"):
                with self.assertRaisesRegex(error, frase):
                    getattr(tarea.with_user(user), metodo)()
        for tarea in (del_pool, de_persona):
            for metodo in ("action_tomar", "action_soltar", "action_abrir"):
                with self.assertRaises(AccessError) as negado:
                    getattr(tarea.with_user(self.ajeno), metodo)()
                self.assertNotIn("P/2026/00001", str(negado.exception))
        self.direccion.titular_id = self.titular
        self.oficialia.parent_id = self.direccion  # sees it, as head; does not take part
        with self.assertRaisesRegex(AccessError, "do not take part"):
            del_pool.with_user(self.titular).action_tomar()
        del_pool._cerrar()
        with self.assertRaisesRegex(UserError, "no longer pending"):
            del_pool.with_user(self.ventanilla).action_tomar()

    def test_a_pool_of_a_role_without_office_is_open_to_the_role(self):
        tarea = self.documento._abrir_tarea("prueba_revisar", grupo=self.grupo_ventanilla)
        tarea.with_user(self.ventanilla_x).action_tomar()
        self.assertEqual(tarea.user_id, self.ventanilla_x)

    # Who sees what

    def test_record_rules_by_person_pool_head_and_company(self):
        otra_company = self.env["res.company"].create({"name": "Otra entidad"})
        tareas = {
            "persona": self._persona_tarea(),
            "pool": self._pool_tarea(),
            "pool_x": self._pool_tarea(self.otra_oficialia),
            "rol": self.documento._abrir_tarea("prueba_revisar", grupo=self.grupo_ventanilla),
            "cerrada": self._persona_tarea(self.titular),
            "otra_company": self._persona_tarea(self.empleada, company_id=otra_company.id),
        }
        tareas["cerrada"].with_user(self.ventanilla_x)._cerrar()
        todas = self.Tarea.union(*tareas.values())
        esperado = {
            self.empleada: {"persona"},
            self.titular: {"persona", "cerrada"},
            self.ventanilla: {"pool", "rol"},
            self.ventanilla_2: {"pool", "rol"},
            self.ventanilla_x: {"pool_x", "rol", "cerrada"},
            self.ajeno: set(),
            self.administrador: {"persona", "pool", "pool_x", "rol", "cerrada"},
        }
        dominio = [("id", "in", todas.ids)]
        for user, nombres in esperado.items():
            with self.subTest(user.login):
                visibles = self.Tarea.union(*(tareas[n] for n in nombres))
                Tarea = self.Tarea.with_user(user)
                self.assertEqual(Tarea.search(dominio), Tarea.search([("id", "in", visibles.ids)]))
                self.assertEqual(set(Tarea.search(dominio).ids), set(visibles.ids))
                self.assertEqual(
                    sum(n for _g, n in Tarea._read_group(dominio, ["paso_id"], ["__count"])), len(visibles)
                )
                for tarea in todas - visibles:
                    with self.assertRaises(AccessError):
                        tarea.with_user(user).read(["folio"])

    def test_what_i_may_take_is_what_i_see_to_take(self):
        tareas = self.Tarea.union(
            self._pool_tarea(),
            self._pool_tarea(self.otra_oficialia),
            self.documento._abrir_tarea("prueba_revisar", grupo=self.grupo_ventanilla),
            self._persona_tarea(),
        )
        tomada, cerrada = self._pool_tarea(), self._pool_tarea()
        tomada.with_user(self.ventanilla_2).action_tomar()
        cerrada._cerrar()
        tareas |= tomada | cerrada
        for user, cuantas in [(self.ventanilla, 2), (self.ventanilla_x, 2), (self.ajeno, 0), (self.administrador, 0)]:
            Tarea = self.Tarea.with_user(user)
            visibles = Tarea.search([("id", "in", tareas.ids)])
            for valor in (True, False):
                self.assertEqual(
                    Tarea.search([("id", "in", tareas.ids), ("por_tomar", "=", valor)]),
                    visibles.filtered(lambda t, v=valor: t.por_tomar == v),
                )
            self.assertEqual(len(visibles.filtered("por_tomar")), cuantas, user.login)

    def test_nobody_writes_tasks_by_hand(self):
        tarea = self._persona_tarea()
        for user in (self.empleada, self.administrador):
            propia = tarea.with_user(user)
            for operacion in (
                lambda t: t.write({"state": "hecha"}),
                lambda t: t.write({"user_id": self.ajeno.id}),
                lambda t: t.unlink(),
                lambda t: t.copy(),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    operacion(propia)
            self.patch(self.env.transaction, "default_env", self.env(user=user))  # as in a request of theirs
            for orden in (
                Command.update(tarea.id, {"state": "hecha"}),
                Command.delete(tarea.id),
                Command.create({"folio": "falsa"}),
            ):
                for documento in (self.documento.with_user(user), self.documento.with_user(user).sudo()):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        documento.write({"tarea_ids": [orden]})
        self.assertEqual(tarea.state, "pendiente")

    # Light

    def test_the_light_is_searched_as_it_is_shown(self):
        limites = [False, *(date(2026, 3, 1) + timedelta(dias) for dias in range(-4, 8))]
        tareas = self.Tarea.union(*(self._persona_tarea(fecha_limite=limite) for limite in limites))
        colores = ("rojo", "ambar", "verde", "gris")
        for ahora, zona, hoy in [
            ("2026-03-02 03:00:00", "America/Mexico_City", date(2026, 3, 1)),  # still the evening before
            ("2026-03-02 03:00:00", "UTC", date(2026, 3, 2)),
            ("2026-03-01 12:00:00", "Pacific/Kiritimati", date(2026, 3, 2)),
        ]:
            with freeze_time(ahora):
                Tarea = self.Tarea.with_user(self.administrador).with_context(tz=zona)
                propias = Tarea.browse(tareas.ids)
                propias.invalidate_recordset()
                for tarea in propias:
                    dias = (tarea.fecha_limite - hoy).days if tarea.fecha_limite else None
                    esperado = "gris" if dias is None else "rojo" if dias < 0 else "ambar" if dias <= 2 else "verde"
                    self.assertEqual((tarea.semaforo, tarea.dias_restantes), (esperado, dias or 0))
                self.assertEqual(set(propias.mapped("semaforo")), set(colores))
                for operador, valor, pasa in [
                    *((op, c, (lambda s, c=c, op=op: (s == c) == (op == "="))) for op in ("=", "!=") for c in colores),
                    ("in", ["rojo", "gris"], lambda s: s in ("rojo", "gris")),
                    ("not in", ["rojo", "gris"], lambda s: s not in ("rojo", "gris")),
                    ("in", list(colores), lambda s: True),
                    ("in", ["otro"], lambda s: False),
                    ("=", False, lambda s: False),
                    ("!=", False, lambda s: True),
                ]:
                    with self.subTest(ahora=ahora, zona=zona, operador=operador, valor=valor):
                        self.assertEqual(
                            set(Tarea.search([("id", "in", tareas.ids), ("semaforo", operador, valor)]).ids),
                            set(propias.filtered(lambda t, p=pasa: p(t.semaforo)).ids),
                        )

    # Cost

    def test_opening_the_list_costs_the_same_for_ten_and_for_eighty(self):
        for n in range(80):
            self._pool_tarea(fecha_limite=date(2026, 3, 1) + timedelta(n))
        simples = "folio asunto contraparte prioridad fecha_apertura fecha_limite dias_restantes semaforo state es_mia"
        campos = {campo: {} for campo in [*simples.split(), "por_tomar"]} | {
            campo: {"fields": {"display_name": {}}} for campo in ("paso_id", "area_id", "user_id", "group_id")
        }
        Tarea = self.Tarea.with_user(self.ventanilla)
        Tarea.web_search_read(Tarea._dominio_mias(), campos, limit=1)  # rules and access rights into the cache
        for limite in (10, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(9):
                leidas = Tarea.web_search_read(Tarea._dominio_mias(), campos, limit=limite)["records"]
            self.assertEqual(len(leidas), limite)


@tagged("post_install", "-at_install")
class TestTareaCarrera(TransactionCase):
    """Two people take the same task at once: one gets it, the other is told who did."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {"mail_create_nolog": True})
            documento = env["res.partner"].create({"name": "Documento en carrera"})
            proceso = env["seguimiento.proceso"].create({"name": "Carrera", "codigo": "carrera"})
            paso = env["seguimiento.paso"].create(
                {"name": "Correr", "codigo": "carrera_correr", "proceso_id": proceso.id, "modelo": "res.partner"}
            )
            usuarios = env["res.users"].create(
                [
                    {
                        "name": login,
                        "login": login,
                        "lang": "en_US",
                        "group_ids": [Command.set(env.ref("mensajeria.group_administrador").ids)],
                    }
                    for login in ("carrera_una", "carrera_otra")
                ]
            )
            tarea = env["seguimiento.tarea"].create(
                {
                    "paso_id": paso.id,
                    "res_model": "res.partner",
                    "res_id": documento.id,
                    "company_id": env.company.id,
                    "group_id": env.ref("mensajeria.group_usuario").id,
                    "folio": "C/1",
                }
            )
            cls.creados = [(r._name, r.ids) for r in (tarea, paso, proceso, documento, usuarios, usuarios.partner_id)]
            cls.tarea_id, cls.usuarios_ids = tarea.id, usuarios.ids
        cls.addClassCleanup(cls._borrar)

    @classmethod
    def _borrar(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            for modelo, ids in cls.creados:
                env[modelo].browse(ids).unlink()

    def _tarea(self, n):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '5s'")  # a wait would be a deadlock here: fail instead
        return api.Environment(cr, self.usuarios_ids[n], {"lang": "en_US"})["seguimiento.tarea"].browse(self.tarea_id)

    @mute_logger("odoo.sql_db")
    def test_one_gets_it_and_the_other_is_told(self):
        una, otra = self._tarea(0), self._tarea(1)
        self.assertFalse(otra.user_id)  # both see it free
        una.action_tomar()
        una.env.cr.commit()
        intentos = []

        def tomar():
            intentos.append(otra.user_id.login)
            otra.action_tomar()

        with (
            patch("odoo.service.model.time.sleep"),
            self.assertRaisesRegex(UserError, "carrera_una already took C/1 · Correr"),
        ):
            retrying(tomar, otra.env)
        self.assertEqual(intentos, [False, "carrera_una"])  # Odoo tried again after a serialization error
