"""The demo data live through their weeks without a mistake."""

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file


@tagged("post_install", "-at_install")
class TestDemoEnvios(TransactionCase):
    def test_the_days_are_lived_through(self):
        envios = self.env["mensajeria.envio"]
        if envios.search_count([], limit=1):
            self.skipTest("this database has pieces of its own")
        for archivo in Manifest.for_addon("mensajeria")["demo"]:
            convert_file(self.env, "mensajeria", archivo, {}, mode="init", noupdate=True)
        piezas = envios.search([])
        self.assertGreaterEqual(len(piezas), 140)
        faltan = {estado for estado, _etiqueta in envios._fields["state"].selection} - set(piezas.mapped("state"))
        self.assertFalse(faltan, "pieces in all states")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("mensajeria.envio"))
        self.assertFalse(self.env["mensajeria.relacion"].search([])._verificar_contenido())
        usadas = piezas.filtered(lambda e: e.fecha_deposito and e.servicio_id.requiere_guia)
        self.assertEqual(set(usadas.guia_id.mapped("state")), {"usada"})
        for solicitud in self.env["mensajeria.solicitud"].search([("state", "=", "atendida")]):
            self.assertFalse(solicitud._tareas_abiertas())
        self.assertTrue(self.env["seguimiento.tarea"].search_count([("state", "=", "pendiente")]))
