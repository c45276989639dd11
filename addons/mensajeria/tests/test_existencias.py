"""Allotments, the audit of folios, low stock and expiry."""

import io

from freezegun import freeze_time
from psycopg2.errors import CheckViolation
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import Manifest
from odoo.tests import Form, TransactionCase, tagged
from odoo.tools import convert_file, mute_logger

from .guias_comun import GuiasCommon


@tagged("post_install", "-at_install")
class TestDotacion(GuiasCommon):
    def dotacion(self, rango, cantidad=5, user=None, **vals):
        vals = vals or {"area_id": self.oficialia.id}
        return self.como(self.env["mensajeria.dotacion"], user or self.op_sepomex).create(
            {"rango_id": rango.id, "cantidad": cantidad, **vals}
        )

    def pdf(self, reporte, registro):
        contenido, _tipo = self.env["ir.actions.report"].with_user(registro.env.user)._render_qweb_pdf(
            reporte, registro.ids
        )  # fmt: skip
        return " ".join("".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(contenido)).pages).split())

    def test_whoever_bought_left(self):
        """Nobody waits for somebody who is not here any more."""
        self.sepomex.comprador_id.active = False
        self.sepomex.umbral_minimo = 10_000
        self.alta(1, 10)
        self.registrada._revisar_existencias()
        tarea = self.registrada._tareas_abiertas("guias_comprar")
        self.assertFalse(tarea.user_id)
        self.assertEqual(tarea.group_id, self.env.ref("mensajeria.group_administrador"))

    def test_a_block_changes_hands(self):
        rango = self.alta(1, 20)
        with Form(self.como(self.env["mensajeria.dotacion"], self.op_sepomex)) as form:
            form.rango_id = rango
            self.assertEqual(form.folio_inicial, self.registrada._formatear(1))
            form.cantidad = 30
            self.assertIn("must lie within", form.problema)
            form.cantidad = 5
            self.assertEqual(form.folio_final, self.registrada._formatear(5))
            form.area_id = self.oficialia
        dotacion = form.record
        self.assertRechaza("Hand them over first", self.pdf, "mensajeria.report_vale", dotacion)
        dotacion.action_entregar()
        self.assertRegex(dotacion.name, r"^DOT/2026/\d{5}$")
        self.assertEqual(dotacion.disponibles, 5)
        self.assertEqual(self.Guia.search([("area_id", "=", self.oficialia.id)]).mapped("serial"), [1, 2, 3, 4, 5])
        self.assertEqual(self.dotacion(rango).folio_inicial, self.registrada._formatear(6))
        vale = self.pdf("mensajeria.report_vale", dotacion)
        for texto in (dotacion.name, "RR000000014MX", self.registrada._formatear(5), "Correos de Prueba"):
            self.assertIn(texto, vale)
        self.assertRechaza("does not change", dotacion.write, {"cantidad": 6})

    def test_the_receiver_confirms(self):
        rango = self.alta(1, 20)
        dotacion = self.dotacion(rango)
        dotacion.action_entregar()
        tarea = dotacion.sudo()._tareas_abiertas("guias_recibir")
        self.assertEqual((tarea.area_id, tarea.group_id), (self.oficialia, self.env.ref("mensajeria.group_operador")))
        de_otra = self._persona("otra_op", "sepomex", area=self.juridico)
        self.assertRechaza("has to confirm", self.como(dotacion, de_otra).action_recibir, error=AccessError)
        self.como(dotacion, self._persona("vecina", "sepomex", oficialias=self.oficialia)).action_recibir()
        self.assertEqual((dotacion.state, tarea.state), ("recibida", "hecha"))
        self.assertRechaza("cannot become", dotacion.action_recibir)

    def test_a_messenger_gets_his_own(self):
        rango = self.alta(1, 20)
        dotacion = self.dotacion(rango, mensajero_id=self.mensajero.id)
        dotacion.action_entregar()
        self.assertEqual(dotacion.sudo()._tareas_abiertas("guias_recibir").user_id, self.repartidor)
        suya = self.como(dotacion, self.repartidor)
        suya.action_recibir()
        self.assertFalse(self.como(self.env["mensajeria.dotacion"], self.repartidora).search([]))
        with self.assertRaises(AccessError):
            self.como(dotacion, self.repartidora).action_devolver("x")

    def test_what_is_not_free_is_not_handed_over(self):
        rango = self.alta(1, 20)
        dotacion = self.dotacion(rango, 10)
        self.asignar(self.envios(3))
        self.assertRechaza("3 guías of the block are not free", dotacion.action_entregar)
        self.assertEqual((dotacion.state, dotacion.disponibles), ("borrador", 0))
        self.assertRechaza("must lie within", self.dotacion, rango, 10, folio_inicial=self.registrada._formatear(15),
                           area_id=self.oficialia.id)  # fmt: skip
        with self.assertRaises(UserError), self.cr.savepoint():
            self.dotacion(rango, folio_inicial="RR000000015MX", area_id=self.oficialia.id)
        for vals in ({"cantidad": 0, "area_id": self.oficialia.id}, {"area_id": False}):
            with self.subTest(vals), self.assertRaises(CheckViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.dotacion(rango, **vals)

    def test_what_is_left_comes_back(self):
        rango = self.alta(1, 20)
        dotacion = self.dotacion(rango, 5)
        dotacion.action_entregar()
        self.asignar(self.envios(2))
        self.assertRechaza("reason", dotacion.action_devolver)
        dotacion.action_devolver("Se cierra la ventanilla")
        self.assertEqual(dotacion.state, "devuelta")
        self.assertEqual(self.Guia.search_count([("area_id", "=", self.oficialia.id)]), 2, "the used ones stay theirs")
        self.assertEqual(self.dotacion(rango).folio_inicial, self.registrada._formatear(3))

    def test_who_hands_over(self):
        rango = self.alta(1, 20)
        for user in (self.op_foranea, self.solicitante, self.repartidor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.dotacion(rango, user=user)
        dotacion = self.dotacion(rango, area_id=self.oficialia.id, recibe_user_id=self.op_sepomex.id, name="DOT/1")
        self.assertEqual((dotacion.recibe_user_id.ids, dotacion.name), ([], False))
        self.assertRechaza("kept by the system", dotacion.write, {"fecha_recepcion": "2026-01-01 00:00:00"})
        for metodo in ("action_entregar", "action_recibir", "action_imprimir", "action_ver_guias"):
            with self.subTest(metodo), self.assertRaises(AccessError):
                getattr(self.como(dotacion, self.op_foranea), metodo)()


@tagged("post_install", "-at_install")
class TestArqueo(GuiasCommon):
    def test_it_always_balances(self):
        rango, otro = self.alta(1, 100), self.alta(1001, 1050)
        self.alta(1, 30, self.etiqueta)
        guias = self.asignar(self.envios(20))
        guias[:12]._usar()
        guias[12:14]._soltar()
        self.como(guias[14:16], self.op_sepomex).action_baja("danada", "Mojadas")
        self.como(self.guia(rango, 90), self.op_sepomex).action_baja("extraviada", "x")
        self.como(self.Guia, self.op_sepomex)._tomar(self.sepomex, 4)  # reserved
        self.env["mensajeria.dotacion"].create(
            {"rango_id": otro.id, "cantidad": 10, "area_id": self.oficialia.id}
        ).action_entregar()
        self.registrada.folios_externos = "registrar"
        self.como(self.Guia, self.op_sepomex).asignar_folio(self.envios().id, self.registrada._formatear(7000))
        arqueo = self.como(self.env["mensajeria.arqueo"], self.op_sepomex).create({"proveedor_id": self.sepomex.id})
        filas = arqueo._cuentas()
        totales = arqueo._totales(filas)
        self.assertEqual([fila["rango"] for fila in filas], [rango, otro])
        self.assertEqual(
            {c: totales[c] for c in ("compradas", "usadas", "asignadas", "bajas", "disponibles", "diferencia")},
            {"compradas": 150, "usadas": 12, "asignadas": 8, "bajas": 3, "disponibles": 127, "diferencia": 0},
        )
        self.assertTrue(arqueo.cuadra)
        self.cr.execute(  # the same, straight from the table
            """SELECT count(*) FILTER (WHERE state = 'usada'), count(*) FILTER (WHERE state = 'disponible'), count(*)
                 FROM mensajeria_guia WHERE proveedor_id = %s AND rango_id IS NOT NULL""",
            [self.sepomex.id],
        )
        self.assertEqual(self.cr.fetchone(), (12, 127, 150))
        texto = TestDotacion.pdf(self, "mensajeria.report_arqueo", arqueo)
        for parte in ("150", "127", "Damaged 2", "Lost 1", "not bought here 1", "Registrada"):
            self.assertIn(
                parte.replace(" ", ""), texto.replace(" ", "")
            )  # a PDF says where it draws, not what is a word
        self.assertNotIn("Etiqueta", texto)
        self.assertIn("127", arqueo.tabla)

    def test_a_missing_row_shows(self):
        rango = self.alta(1, 100)
        self.cr.execute("DELETE FROM mensajeria_guia WHERE rango_id = %s AND serial = 50", [rango.id])
        self.env.invalidate_all()
        arqueo = self.env["mensajeria.arqueo"].create({"serie_id": self.registrada.id})
        self.assertFalse(arqueo.cuadra)
        self.assertEqual(arqueo._cuentas()[0]["diferencia"], 1)

    def test_by_days_and_in_use(self):
        self.alta(1, 10, fecha_compra="2026-01-15")
        cerrado = self.alta(11, 20, fecha_compra="2026-02-15")
        self.como(cerrado, self.administradora).action_cerrar("x")
        arqueo = self.env["mensajeria.arqueo"].create({"desde": "2026-02-01", "hasta": "2026-02-28"})
        self.assertEqual(arqueo._cuentas()[0]["rango"], cerrado)
        arqueo.solo_abiertos = True
        self.assertRechaza("No guías were bought", arqueo.action_imprimir)

    def test_only_ones_own(self):
        self.alta(1, 10)
        for user in (self.op_foranea, self.administrador_b):
            arqueo = self.como(self.env["mensajeria.arqueo"], user).create({})
            self.assertFalse(arqueo._cuentas())


@tagged("post_install", "-at_install")
class TestExistencias(GuiasCommon):
    def abiertas(self, registro=None, codigo="guias_comprar"):
        return (registro or self.registrada)._tareas_abiertas(codigo)

    def test_caso_24_una_sola_tarea_y_otra_tras_la_compra(self):
        self.sepomex.write({"umbral_minimo": 5, "dias_alerta": 0})
        self.registrada._revisar_existencias()
        self.assertFalse(self.abiertas(), "a series that nobody bought is not missed")
        self.alta(1, 10)
        self.registrada._revisar_existencias()
        self.assertFalse(self.abiertas())
        self.asignar(self.envios(5))
        for _dia in range(3):
            self.registrada._revisar_existencias()
        tarea = self.abiertas()
        self.assertEqual(len(tarea), 1)
        self.assertEqual((tarea.user_id, tarea.asunto[:15]), (self.op_sepomex, "5 guías left, 2"))
        self.assertEqual(len(tarea.activity_ids), 1)
        self.asignar(self.envios(2))
        self.registrada._revisar_existencias()
        self.assertEqual(self.abiertas(), tarea)
        self.assertTrue(tarea.asunto.startswith("3 guías left"))
        self.comprar(folio_inicial=self.registrada._formatear(11), cantidad=10).action_alta()
        self.assertEqual((tarea.state, tarea.activity_ids.ids), ("hecha", []))
        self.asignar(self.envios(9))
        self.registrada._revisar_existencias()
        self.assertEqual(len(self.abiertas()), 1)
        self.assertNotEqual(self.abiertas(), tarea)

    def test_caso_24_sin_consumo(self):
        self.alta(1, 10)
        self.assertRecordValues(
            self.registrada,
            [{"disponibles": 10, "consumo_diario": 0, "dias_cobertura": 0, "situacion": "suficiente"}],
        )
        self.assertEqual(self.etiqueta.situacion, "sin_compras")

    def test_caso_24_dias_de_cobertura(self):
        self.sepomex.dias_alerta = 10
        self.alta(1, 100)
        with freeze_time("2026-02-02 18:00:00"):  # twenty working days ago
            self.asignar(self.envios(56))
        with freeze_time("2025-11-03 18:00:00"):
            self.asignar(self.envios(4))  # too long ago to count
        self.registrada.invalidate_recordset()
        self.assertRecordValues(
            self.registrada,
            [{"disponibles": 40, "consumo_diario": 2, "dias_cobertura": 20, "situacion": "suficiente"}],
        )
        self.sepomex.dias_alerta = 20
        self.registrada._revisar_existencias()
        self.assertEqual(self.abiertas().fecha_limite, fields.Date.to_date("2026-03-22"))

    def test_caso_24_por_oficina(self):
        self.registrada.umbral_oficina = 2
        rango = self.alta(1, 50)
        self.env["mensajeria.dotacion"].create(
            {"rango_id": rango.id, "cantidad": 4, "area_id": self.oficialia.id}
        ).action_entregar()
        self.assertFalse(self.abiertas(codigo="guias_dotar"))
        self.asignar(self.envios(2))
        for _dia in range(2):
            self.registrada._revisar_existencias()
        tarea = self.abiertas(codigo="guias_dotar")
        self.assertEqual((tarea.area_id, tarea.asunto), (self.oficialia, "Oficialía de Partes has 2 guías left"))
        self.env["mensajeria.dotacion"].create(
            {"rango_id": rango.id, "cantidad": 4, "area_id": self.oficialia.id}
        ).action_entregar()
        self.assertEqual(tarea.state, "hecha")

    def test_without_buyer_it_waits_for_an_administrator(self):
        serie = self.serie("Propia", self.local, prefijo="L")
        self.alta(1, 1, serie)
        self.asignar(self.envios(1, self.local), self.op_local)
        serie._revisar_existencias()
        tarea = self.abiertas(serie)
        self.assertEqual((tarea.user_id.ids, tarea.group_id), ([], self.env.ref("mensajeria.group_administrador")))

    def test_expiry(self):
        self.sepomex.dias_alerta = 15
        rango = self.alta(1, 10, caducidad="2026-03-20")
        rango._revisar_caducidad()
        self.assertFalse(self.abiertas(rango, "guias_caducidad"))
        with freeze_time("2026-03-05 18:00:00"):
            for _dia in range(2):
                rango._revisar_caducidad()
            tarea = self.abiertas(rango, "guias_caducidad")
            self.assertEqual((len(tarea), tarea.user_id, tarea.asunto), (1, self.op_sepomex, "10 guías expire"))
        with freeze_time("2026-03-21 18:00:00"):
            rango.invalidate_recordset()
            self.assertTrue(rango.caduco)
            self.assertRechaza("no guías left", self.asignar, self.envios())
            self.assertRechaza("expired or was closed", self.como(self.Guia, self.op_sepomex).asignar_folio,
                               self.envios().id, rango.folio_inicial)  # fmt: skip
            self.registrada.invalidate_recordset()
            self.assertEqual(self.registrada.situacion, "vacia")
            self.como(rango, self.op_sepomex).action_cerrar("Caducó")
        self.assertEqual(tarea.state, "hecha")

    def test_the_states_follow(self):
        rango = self.alta(1, 2)
        guias = self.asignar(self.envios(2))
        self.Rango._revisar_estados()
        self.assertEqual(rango.state, "activo", "an assigned one may still come back")
        guias._usar()
        self.Rango._revisar_estados()
        self.assertEqual(rango.state, "agotado")

    def test_the_crons_run(self):
        self.alta(1, 2)
        for nombre in ("ir_cron_existencias", "ir_cron_liberar_reservas"):
            with self.enter_registry_test_mode():
                self.env.ref(f"mensajeria.{nombre}").method_direct_trigger()


@tagged("post_install", "-at_install")
class TestDemoFolios(TransactionCase):
    def test_the_demo_purchases_load(self):
        if not self.env.ref("mensajeria.demo_dotacion_mensajero", raise_if_not_found=False):
            for archivo in Manifest.for_addon("mensajeria")["demo"]:
                convert_file(self.env, "mensajeria", archivo, {}, mode="init")
        series = [
            self.env.ref(f"mensajeria.demo_serie_{nombre}").id for nombre in ("registrado", "mexpost", "paqueteria")
        ]
        rangos = self.env["mensajeria.rango"].search([("serie_id", "in", series)])
        self.assertEqual((len(rangos), sum(rangos.mapped("cantidad"))), (4, 1420))
        self.assertTrue(any(rangos.mapped("disponibles")))  # the demo pieces used one up
        dotacion = self.env.ref("mensajeria.demo_dotacion_mensajero")
        self.assertEqual(
            (dotacion.mensajero_id, dotacion.cantidad), (self.env.ref("mensajeria.demo_mensajero_ramon"), 40)
        )
        self.assertTrue(dotacion.name.startswith("DOT/"))
