"""Seguimiento: what is mine, what I may take, and the counters of the filter panel."""

from freezegun import freeze_time
from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .common import NucleoCommon

LUCES = {"rojo": "2026-05-03", "ambar": "2026-05-04", "verde": "2026-05-20", "gris": False}


@tagged("post_install", "-at_install")
class TestSeguimiento(NucleoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documento = cls._documento()

    def _tarea(self, **vals):
        return self.documento._abrir_tarea("prueba_revisar", **vals)

    def test_to_take(self):
        """Whoever the pool calls may take; a head of unit who only sees it may not."""
        self.oficialia.titular_id = self.titular
        tarea = self._tarea(grupo=self.grupo_ventanilla, area=self.oficialia)
        Tarea = self.env["seguimiento.tarea"]
        for user, puede in [
            (self.ventanilla, True),
            (self.administrador, False),  # may take it all the same, but it does not fill their tray
            (self.titular, False),
            (self.ventanilla_x, False),
        ]:
            del_user = Tarea.with_user(user)
            self.assertEqual(tarea in del_user.search([("por_tomar", "=", True)]), puede, user.login)
            self.assertEqual(tarea in del_user.search(Tarea.with_user(user)._dominio_mias()), puede, user.login)
            if tarea.with_user(user).has_access("read"):
                self.assertEqual(tarea.with_user(user).por_tomar, puede, user.login)
                self.assertEqual(tarea in del_user.search([("por_tomar", "!=", True)]), not puede, user.login)

    def test_taken_and_closed_are_not_to_take(self):
        tarea = self._tarea(grupo=self.grupo_ventanilla, area=self.oficialia)
        tarea.with_user(self.ventanilla).action_tomar()
        otra = self._tarea(grupo=self.grupo_ventanilla, area=self.oficialia)
        otra._cerrar()
        ajena = self._tarea(user=self.empleada)
        mias = self.env["seguimiento.tarea"].with_user(self.ventanilla)
        self.assertFalse(mias.search([("por_tomar", "=", True)]) & (tarea | otra | ajena))
        self.assertFalse(any((tarea | otra | ajena).mapped("por_tomar")))
        self.assertIn(tarea, mias.search(mias._dominio_mias()))
        self.assertNotIn(
            tarea, mias.with_user(self.ventanilla_2).search(mias.with_user(self.ventanilla_2)._dominio_mias())
        )

    def test_a_pool_without_office(self):
        tarea = self._tarea(grupo=self.grupo_ventanilla)
        self.assertTrue(tarea.with_user(self.ventanilla_x).sudo().por_tomar)

    @freeze_time("2026-05-04 18:00:00")
    def test_counters_of_the_light(self):
        for luz, fecha in LUCES.items():
            for _vez in range(len(luz)):
                self._tarea(user=self.empleada, fecha_limite=fecha)
        self._tarea(user=self.titular, fecha_limite="2026-05-03")
        Tarea = self.env["seguimiento.tarea"].with_user(self.empleada)
        opciones = {"search_domain": [("state", "=", "pendiente")], "enable_counters": True, "expand": True}
        valores = Tarea.search_panel_select_multi_range("semaforo", **opciones)["values"]
        self.assertEqual({v["id"]: v["__count"] for v in valores}, {luz: len(luz) for luz in LUCES})
        for valor in valores:
            self.assertEqual(Tarea.search_count([("semaforo", "in", [valor["id"]])]), valor["__count"])
        otro_filtro = Tarea.search_panel_select_multi_range(
            "semaforo", **opciones, filter_domain=[("fecha_limite", "!=", False)]
        )
        self.assertEqual(next(v["__count"] for v in otro_filtro["values"] if v["id"] == "gris"), 0)
        sin_cuenta = Tarea.search_panel_select_multi_range("semaforo", search_domain=[], expand=True)
        self.assertNotIn("__count", sin_cuenta["values"][0])

    @freeze_time("2026-05-04 18:00:00")
    def test_counters_per_step(self):
        for codigo, cuantas in (("prueba_revisar", 2), ("prueba_atender", 3)):
            for _vez in range(cuantas):
                self.documento._abrir_tarea(codigo, user=self.empleada)
        Tarea = self.env["seguimiento.tarea"].with_user(self.empleada)
        valores = Tarea.search_panel_select_multi_range("paso_id", search_domain=[], enable_counters=True)["values"]
        self.assertEqual({v["id"]: v["__count"] for v in valores}, dict(zip(self.pasos.ids, (2, 3), strict=True)))

    def test_opening_costs_the_same_with_80_tasks(self):
        vistas = (
            self.env["seguimiento.tarea"].with_user(self.ventanilla).get_views([(False, "list"), (False, "search")])
        )
        lista = etree.fromstring(vistas["views"]["list"]["arch"])
        modelo = self.env["seguimiento.tarea"]
        especificacion = {
            nombre: {"fields": {"display_name": {}}} if modelo._fields[nombre].relational else {}
            for nombre in {campo.get("name") for campo in lista.iter("field")} | {"dias_restantes", "semaforo", "state"}
        }
        consultas = []
        for cuantas in (5, 75):
            for _vez in range(cuantas):
                self._tarea(grupo=self.grupo_ventanilla, area=self.oficialia, folio="OPP/1")
            Tarea = self.env["seguimiento.tarea"].with_user(self.ventanilla)
            dominio = list(Tarea._dominio_mias())
            Tarea.web_search_read(dominio, especificacion, limit=100)  # what stays in the cache of the server
            self.env.invalidate_all()
            antes = self.cr.sql_log_count
            leidas = Tarea.web_search_read(dominio, especificacion, limit=100)
            Tarea.search_panel_select_multi_range("paso_id", search_domain=dominio, enable_counters=True)
            Tarea.search_panel_select_multi_range("semaforo", search_domain=dominio, enable_counters=True, expand=True)
            consultas.append(self.cr.sql_log_count - antes)
        self.assertEqual(len(leidas["records"]), 80)
        self.assertEqual(*consultas)
        self.assertLess(consultas[0], 20)

    def test_entrance_is_open_to_every_role(self):
        """Our application is the first one, so whoever has a role enters by Seguimiento."""
        menus = self.env["ir.ui.menu"].with_user(self.empleada).load_web_menus(False)
        primera = menus[menus["root"]["children"][0]]
        self.assertEqual(primera["id"], self.env.ref("mensajeria.menu_root").id)
        self.assertEqual(primera["actionPath"], "seguimiento")
        sin_rol = self.env["res.users"].create(
            {
                "name": "Sin rol",
                "login": "prueba_sin_rol",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        menus = self.env["ir.ui.menu"].with_user(sin_rol).load_web_menus(False)
        self.assertNotIn(self.env.ref("mensajeria.menu_root").id, menus)
