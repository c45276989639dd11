"""A receiver at the reading station, in a browser."""

import json

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .acuses_comun import AcusesCommon
from .mensajeria_comun import AHORA


class EstacionMixin:
    allow_inherited_tests_method = True

    def test_tour(self):
        pieza, otra = self.fuera(2)
        codigos = {"pieza": pieza.name, "guia": pieza.folio_guia, "otra": otra.name, "desconocido": "ENV/0"}
        with freeze_time(AHORA, tick=True):  # the browser's time-outs need a clock that moves
            self._recorrer(codigos)
        self.assertEqual((pieza | otra).mapped("state"), ["entregado"] * 2)
        self.assertEqual(self.acuse(pieza | otra).mapped("state"), ["recibido"] * 2)
        self.assertEqual(len(self.eventos(pieza, "entregado")), 1)
        self.assertEqual(self.Lectura.search([("user_id", "=", self.op_sepomex.id)]).state, "cerrada")

    def _recorrer(self, codigos):
        self.browser_js(
            "/odoo/estacion",
            f"window.codigosDePrueba = {json.dumps(codigos)};"
            "odoo.startTour('mensajeria_estacion', { stepDelay: 0, keepWatchBrowser: false, mode: 'auto' })",
            "odoo.isTourReady('mensajeria_estacion')",
            login=self.op_sepomex.login,
            success_signal="tour succeeded",
        )


@tagged("post_install", "-at_install")
class TestEstacion(EstacionMixin, AcusesCommon, HttpCase):
    pass


@tagged("post_install", "-at_install")
class TestEstacionTelefono(EstacionMixin, AcusesCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True
