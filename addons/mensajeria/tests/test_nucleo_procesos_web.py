"""Procesos and Seguimiento in the browser: the landing page and a tour."""

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import NucleoCommon


class EntradaMixin:
    """Who logs in lands on Seguimiento, unless they chose another home."""

    vista = None

    def _entrar(self, user, ruta, senal):
        self.browser_js(
            "/odoo",
            f"""if (location.pathname === "{ruta}" && document.querySelector("{senal}")) {{ console.log("test successful") }}
                else {{ console.error("landed on " + location.pathname) }}""",
            ready=f"""!!document.querySelector("{senal}")""",
            login=user.login,
        )

    def test_landing(self):
        self.documento._abrir_tarea("prueba_revisar", user=self.empleada)
        self._entrar(self.empleada, "/odoo/seguimiento", self.vista)

    def test_own_home_is_respected(self):
        self.empleada.action_id = self.env.ref("mensajeria.procesos_action").id
        self._entrar(self.empleada, "/odoo/procesos", ".nucleo_procesos")


@tagged("post_install", "-at_install")
class TestEntrada(EntradaMixin, NucleoCommon, HttpCase):
    vista = ".o_list_view .nucleo_plazo"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documento = cls._documento()

    def test_tour(self):
        """From the landing page to a step's list by way of Procesos; take the task and open its document."""
        revisar, atender = self.pasos
        revisar.write({"estados": "borrador", "group_ids": [Command.set(self.grupo_ventanilla.ids)]})
        atender.write({"estados": "registrado", "group_ids": [Command.set(self.grupo_ventanilla.ids)]})
        tarea = self.documento._abrir_tarea("prueba_revisar", grupo=self.grupo_ventanilla, area=self.oficialia)
        tarea.folio = "OPP/2026/00001"
        self.documento._abrir_tarea("prueba_atender", user=self.ventanilla)
        self.start_tour("/odoo", "nucleo_procesos", login=self.ventanilla.login)
        self.assertEqual(tarea.user_id, self.ventanilla)


@tagged("post_install", "-at_install")
class TestEntradaTelefono(EntradaMixin, NucleoCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True
    vista = ".o_kanban_view .nucleo_plazo"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documento = cls._documento()
