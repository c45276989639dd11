"""The demo data live through their weeks without a mistake, and every list has something to show."""

from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from ..tools.acuses import ANTIGUEDADES


@tagged("post_install", "-at_install", "datos_demo")
class TestDemoEnvios(TransactionCase):
    def test_the_days_are_lived_through(self):
        envios = self.env["mensajeria.envio"]
        if envios.search_count([], limit=1):
            self.skipTest("this database has pieces of its own")
        self._cargar()
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
        self.assertFalse(piezas.filtered(lambda e: e.servicio_id and not e.costo), "each service has its tariff")
        self._revisar_acuses()
        self._revisar_transportistas()
        self._cargar("update")
        self.assertEqual(envios.search([]), piezas, "twice is once")

    def _cargar(self, mode="init"):
        for archivo in Manifest.for_addon("mensajeria")["demo"]:
            convert_file(self.env, "mensajeria", archivo, {}, mode=mode, noupdate=True)

    def _faltan(self, modelo, campo, *sobran):
        """Values of a field that no record of ``modelo`` has."""
        registros = self.env[modelo].search([])
        return set(dict(registros._fields[campo].selection)) - set(registros.mapped(campo)) - set(sobran)

    def _revisar_acuses(self):
        # the day on which a piece leaves, its acuse goes with it
        self.assertFalse(self._faltan("mensajeria.acuse", "state", "requerido"))
        cuentas = self.env["mensajeria.acuse"]._contar_por_antiguedad()
        self.assertEqual(set(cuentas), set(ANTIGUEDADES), "pending ones of all ages")
        self.assertFalse(self._faltan("mensajeria.reclamacion", "state", "cancelada"))
        self.assertTrue(self.env["mensajeria.reclamacion"].search_count([("vencida", "=", True)]))
        self.assertFalse(self._faltan("mensajeria.lote.hoja", "resultado", "pendiente", "ya", "fallo", "descartada"))
        self.assertTrue(self.env["mensajeria.lectura.linea"].search_count([("cuarentena", "=", True)]))

    def _revisar_transportistas(self):
        self.assertFalse(self._faltan("mensajeria.archivo.linea", "resultado", "pendiente", "ignorado"))
        self.assertFalse(self._faltan("mensajeria.conciliacion", "state", "borrador"))
        self.assertFalse(self._faltan("mensajeria.conciliacion.linea", "resultado", "error"))
        self.assertTrue(sum(self.env["mensajeria.conciliacion"].search([]).mapped("disputa")))
