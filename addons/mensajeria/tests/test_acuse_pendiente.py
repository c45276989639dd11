"""The tray of acuses that have not come back, and who is asked for them."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Date
from odoo.tests import tagged

from .acuses_comun import AcusesCommon
from .indices import Indices


@tagged("post_install", "-at_install")
class TestPendientes(Indices, AcusesCommon):
    def test_tray_by_age(self):
        for dia in ("2026-01-01", "2026-01-20", "2026-02-14", "2026-02-15", "2026-02-24", "2026-02-25", "2026-03-02"):
            with self.hoy(f"{dia} 18:00:00"):
                self.fuera()
        esperadas = {"mas_40": 2, "16_40": 1, "6_15": 2, "0_5": 2}
        suyo = self.como(self.Acuse, self.op_sepomex)
        cuentas = suyo._contar_por_antiguedad()
        self.assertEqual(dict(cuentas), esperadas)
        for clave, cuantos in cuentas.items():
            hallados = suyo.search([("antiguedad", "=", clave)])
            self.assertEqual(len(hallados), cuantos)
            self.assertEqual(set(hallados.mapped("antiguedad")), {clave})
        self.assertEqual(suyo.search_count([("antiguedad", "!=", "mas_40"), ("state", "=", "en_proveedor")]), 5)
        panel = suyo.search_panel_select_multi_range("antiguedad", enable_counters=True)["values"]
        self.assertEqual({v["id"]: v["__count"] for v in panel}, dict(cuentas))
        self.assertEqual(suyo.search_count([("vencido", "=", True)]), 3)
        self.assertFalse(self.como(self.Acuse, self.op_local).search_count([("vencido", "=", True)]))

    def test_one_that_cannot_be_chased_holds_up_nobody(self):
        with self.hoy("2026-02-02 18:00:00"):
            terco, otro = self.acuse(self.fuera()).sudo(), self.acuse(self.fuera()).sudo()
        clase = self.registry["mensajeria.acuse"]
        perseguir = clase._perseguir

        def negarse(acuse, hoy):
            perseguir(acuse, hoy)
            if acuse == terco:
                raise UserError(terco.display_name)

        with (
            self.hoy("2026-02-18 18:00:00"),
            patch.object(clase, "_perseguir", negarse),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.mensajeria.nucleo.models.bloqueo_mixin", "ERROR"),
        ):
            self.env.ref("mensajeria.ir_cron_perseguir").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((terco.nivel, otro.nivel), (0, 1))
        self.assertFalse(terco._tareas_abiertas("msj_acuse_perseguir"))

    def test_chase_and_escalation(self):
        self.oficialia.titular_id = self.op_foranea
        with self.hoy("2026-02-02 18:00:00"):
            sepomex = self.acuse(self.fuera())
            relacion = self.en_ruta(1, fecha_limite=False)
            local = self.acuse(relacion.linea_ids.envio_id, self.op_local)
        todos = (sepomex | local).sudo()

        def perseguir(dia):
            with self.hoy(f"{dia} 18:00:00"), self.enter_registry_test_mode():
                self.env.ref("mensajeria.ir_cron_perseguir").method_direct_trigger()
            self.env.invalidate_all()
            return [
                (t.paso_id.codigo, t.user_id.login or t.group_id.name, t.prioridad)
                for acuse in todos
                for t in acuse._tareas_abiertas()
            ]

        paso = "msj_acuse_perseguir"
        self.assertEqual(perseguir("2026-02-17"), [])
        primera = [(paso, "SEPOMEX", "0"), (paso, "msj_repartidor", "0")]
        self.assertEqual(perseguir("2026-02-18"), primera)
        self.assertEqual(todos.mapped("nivel"), [1, 1])
        for dia in ("2026-02-18", "2026-02-25"):
            self.assertEqual(perseguir(dia), primera, "never doubled")
        self.assertTrue(self.acuse(local.envio_id, self.repartidor).display_name)  # who owes it can open it
        segunda = [(paso, "msj_op_foranea", "2")] * 2
        self.assertEqual(perseguir("2026-02-28"), segunda)
        self.assertIn("26 days old", sepomex.sudo().message_ids[0].body)
        self.assertEqual(perseguir("2026-04-30"), segunda, "never doubled")
        sepomex.action_recibir()
        self.assertEqual(sepomex.sudo()._tareas_abiertas().mapped("paso_id.codigo"), ["msj_acuse_revisar"])

    def test_indexes(self):
        """The tray, its counters, the chase and the scan are each served by an index."""
        self.env.flush_all()
        self.cr.execute("SET LOCAL enable_seqscan = off")
        pendientes = "state IN ('requerido', 'en_mensajero', 'en_proveedor')"
        mios = f"company_id = 1 AND proveedor_tipo = 'sepomex' AND {pendientes}"
        conteo = f"SELECT fecha_salida, count(*) FROM mensajeria_acuse WHERE {mios} GROUP BY 1"
        sesion = (
            "SELECT resultado, count(*) FROM mensajeria_lectura_linea WHERE lectura_id = 1 GROUP BY resultado, anulada"
        )
        for consulta, indice in (
            (conteo, "_pendientes_idx"),
            ("SELECT id FROM mensajeria_acuse WHERE envio_id = 7", "_envio_uniq"),
            ("SELECT id FROM mensajeria_envio WHERE name = 'ENV/000001'", "mensajeria_envio_name_idx"),
            (sesion, "_sesion_idx"),
        ):
            with self.subTest(indice=indice):
                self.cr.execute(f"EXPLAIN {consulta}")
                self.assertIn(indice, "\n".join(fila[0] for fila in self.cr.fetchall()))
        vencidos = [
            ("state", "in", ("requerido", "en_mensajero", "en_proveedor")),
            ("fecha_persecucion", "<=", "2026-01-01"),
        ]
        self.assertIndice("mensajeria_acuse_persecucion_idx", "mensajeria.acuse", vencidos)

    def test_dates(self):
        with self.hoy("2026-02-02 18:00:00"):
            acuse = self.acuse(self.fuera())
        self.assertRecordValues(acuse, [{"plazo": Date.to_date("2026-02-17"), "dias": 28, "vencido": True}])
