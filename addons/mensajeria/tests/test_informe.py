"""The figures: each equals what an independent query finds, and each person sees those of their own pieces."""

import math
import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import SQL

from ..wizard.mensajeria_tablero import RENGLONES
from .envios_comun import EnviosCommon
from .lector_pdf import textos

MEDIDAS = [
    "__count", "entregadas:sum", "devueltas:sum", "extraviadas:sum", "costo:sum", "costo_pieza:avg", "en_plazo:avg",
    "primer_intento:avg", "tasa_devolucion:avg", "dias_entrega:avg", "dias_p50:avg", "dias_p90:avg", "entregas_dia:avg",
]  # fmt: skip
FINALES = ("entregado", "devuelto", "extraviado")


class InformeCommon(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Informe = cls.env["mensajeria.informe"]
        cls.calendario = cls.company.resource_calendar_id
        # a holiday, and a week in which the institution is closed
        cls.inhabiles = {date(2026, 3, 16), *(date(2026, 3, 30) + timedelta(days=n) for n in range(5))}
        cls.env["resource.calendar.leaves"].create(
            [
                {
                    "name": str(dia),
                    "calendar_id": cls.calendario.id,
                    "company_id": cls.company.id,
                    "date_from": datetime(dia.year, dia.month, dia.day, 6),
                    "date_to": datetime(dia.year, dia.month, dia.day, 6) + timedelta(hours=23, minutes=59),
                }
                for dia in cls.inhabiles
            ]
        )
        cls.calendario.tz = "America/Mexico_City"
        cls.company.partner_id.tz = "America/Mexico_City"  # whatever the clock of who runs the tests

    def habiles(self, desde, hasta):
        """Working days, counted one by one."""
        dias = (desde + timedelta(days=n) for n in range(1, (hasta - desde).days + 1))
        return sum(dia.weekday() < 5 and dia not in self.inhabiles for dia in dias)

    def tablero(self, user=None, desde="2026-03-01", hasta="2026-03-31", **vals):
        return self.como(self.env["mensajeria.tablero"], user or self.administradora).create(
            {"desde": desde, "hasta": hasta, **vals}
        )


@tagged("post_install", "-at_install")
class TestDiasHabiles(InformeCommon):
    def test_caso_58_holidays_and_closures_are_no_working_days(self):
        contar = self.oficialia._contar_dias_habiles
        self.assertEqual(contar(date(2026, 3, 13), date(2026, 3, 17)), 1)  # Friday to Tuesday, over a holiday Monday
        self.assertEqual(contar(date(2026, 3, 27), date(2026, 4, 6)), 1)  # over the closure
        self.assertEqual(contar(date(2026, 3, 2), date(2026, 3, 2)), 0)
        self.assertEqual(contar(date(2026, 3, 6), date(2026, 3, 7)), 0)  # Friday to Saturday
        for salto in range(45):
            hasta = date(2026, 3, 2) + timedelta(days=salto)
            self.assertEqual(contar(date(2026, 3, 2), hasta), self.habiles(date(2026, 3, 2), hasta), hasta)

    def test_caso_58_counting_is_the_inverse_of_adding(self):
        for dias in range(1, 40):
            vence = self.oficialia._sumar_dias_habiles(date(2026, 3, 3), dias)
            self.assertEqual(self.oficialia._contar_dias_habiles(date(2026, 3, 3), vence), dias)

    def test_caso_58_the_office_counts_by_its_own_calendar(self):
        self.oficialia.resource_calendar_id = self.calendario.copy({"tz": "America/Mexico_City"})
        self.oficialia.resource_calendar_id.leave_ids.unlink()
        self.assertEqual(self.oficialia._contar_dias_habiles(date(2026, 3, 13), date(2026, 3, 17)), 2)
        self.assertEqual(self.juridico._contar_dias_habiles(date(2026, 3, 13), date(2026, 3, 17)), 1)

    def test_caso_58_of_a_piece(self):
        """Left on Friday at 20:00 in Mexico, which is Saturday in UTC; delivered on Tuesday after the holiday."""
        with freeze_time("2026-03-14 02:00:00"):
            pieza = self.en_ruta().linea_ids.envio_id
        with freeze_time("2026-03-17 18:00:00"):
            self.entregar(pieza)
        self.assertEqual((pieza.dias_entrega, pieza.entrega_en_plazo), (1, True))
        self.como(pieza, self.op_local).action_corregir("Era otra pieza")
        self.assertEqual((pieza.dias_entrega, pieza.entrega_en_plazo), (0, False))


@tagged("post_install", "-at_install")
class TestInforme(InformeCommon):
    def azar(self, cuantas=160):
        """Pieces with any result, by three providers, written past the steps."""
        dado = random.Random(58)
        servicios = (self.registrado, self.dia_siguiente, self.en_mano)
        piezas = self.Envio.create(
            [
                {
                    **self.pieza_vals(n, dest_cp=dado.choice(("06000", "01000", "99999"))),
                    "name": f"AZAR/{n:05d}",
                    "company_id": self.company.id,
                    "area_id": dado.choice((self.juridico, self.oficialia)).id,
                    "oficialia_id": self.oficialia.id,
                    "proveedor_id": (servicio := dado.choice(servicios)).proveedor_id.id,
                    "servicio_id": servicio.id,
                }
                for n in range(cuantas)
            ]
        )
        for pieza in piezas:
            salida = datetime(2026, 3, 1) + timedelta(minutes=dado.randrange(60 * 24 * 31))
            estado = dado.choice(("entregado", "entregado", "entregado", "devuelto", "extraviado", "en_transito"))
            llegada = salida + timedelta(minutes=dado.randrange(60 * 24 * 20))
            pieza.sudo().write(
                {
                    "fecha_deposito": salida,
                    "fecha_compromiso": dado.choice((False, (salida + timedelta(days=dado.randrange(12))).date())),
                    "fecha_entrega": llegada if estado == "entregado" else False,
                    "mensajero_id": dado.choice((False, self.mensajero.id, self.suplente.id)),
                    "costo": dado.randrange(0, 300) + 0.5,
                }
            )
            pieza.flush_recordset()
            self.env.cr.execute(
                SQL("UPDATE mensajeria_envio SET state = %s, intentos = %s WHERE id = %s",
                    estado, dado.choice((0, 0, 1, 2)), pieza.id)
            )  # fmt: skip
        piezas.invalidate_recordset()
        return piezas

    def oraculo(self, piezas):
        """The figures of these pieces from their rows, added up in Python."""
        self.env.cr.execute(
            SQL(
                """SELECT state, costo::float, intentos, mensajero_id, fecha_compromiso,
                    (fecha_deposito AT TIME ZONE 'UTC' AT TIME ZONE 'America/Mexico_City')::date AS salida,
                    (fecha_entrega AT TIME ZONE 'UTC' AT TIME ZONE 'America/Mexico_City')::date AS llegada
                FROM mensajeria_envio WHERE id IN %s""",
                tuple(piezas.ids),
            )
        )
        filas = self.env.cr.dictfetchall()
        entregadas = [f for f in filas if f["state"] == "entregado"]
        finales = [f for f in filas if f["state"] in FINALES]
        prometidas = [f for f in finales if f["fecha_compromiso"]]
        intentadas = [f for f in finales if f["state"] != "extraviado"]
        dias = sorted(self.habiles(f["salida"], f["llegada"]) for f in entregadas)
        propias = [(f["mensajero_id"], f["llegada"]) for f in entregadas if f["mensajero_id"]]

        def porcentaje(parte, todo):
            return 100.0 * len(parte) / len(todo) if todo else False

        def percentil(p):
            return dias[max(math.ceil(p * len(dias)) - 1, 0)] if dias else False

        return {
            "__count": len(filas),
            "entregadas:sum": len(entregadas),
            "devueltas:sum": sum(f["state"] == "devuelto" for f in filas),
            "extraviadas:sum": sum(f["state"] == "extraviado" for f in filas),
            "costo:sum": sum(f["costo"] for f in filas),
            "costo_pieza:avg": sum(f["costo"] for f in filas) / len(filas),
            "en_plazo:avg": porcentaje(
                [f for f in prometidas if f["llegada"] and f["llegada"] <= f["fecha_compromiso"]], prometidas
            ),
            "primer_intento:avg": porcentaje([f for f in entregadas if not f["intentos"]], intentadas),
            "tasa_devolucion:avg": porcentaje([f for f in finales if f["state"] == "devuelto"], finales),
            "dias_entrega:avg": sum(dias) / len(dias) if dias else False,
            "dias_p50:avg": percentil(0.5),
            "dias_p90:avg": percentil(0.9),
            "entregas_dia:avg": len(propias) / len(set(propias)) if propias else False,
        }

    def assertCifras(self, halladas, esperadas):
        for medida, hallada in zip(MEDIDAS, halladas, strict=True):
            esperada = esperadas[medida]
            with self.subTest(medida=medida):
                if esperada is False:
                    self.assertFalse(hallada)
                else:
                    self.assertAlmostEqual(float(hallada), esperada, 4)

    def test_figures_of_any_group_equal_the_oracle(self):
        piezas = self.azar()
        Informe = self.como(self.Informe, self.administradora)
        (total,) = Informe._read_group([], [], MEDIDAS)
        self.assertCifras(total, self.oraculo(piezas))
        for por in ("proveedor_id", "zona_id", "area_id", "mensajero_id", "servicio_id"):
            grupos = defaultdict(self.Envio.browse)
            for pieza in piezas:
                grupos[pieza[por]] |= pieza
            hallados = Informe._read_group([], [por], MEDIDAS)
            self.assertEqual({fila[0] for fila in hallados}, set(grupos))
            for grupo, *cifras in hallados:
                self.assertCifras(cifras, self.oraculo(grupos[grupo]))

    def test_pivot_and_graph_give_the_same(self):
        piezas = self.azar(60)
        conjuntos = self.como(self.Informe, self.administradora).formatted_read_grouping_sets(
            [], [[], ["proveedor_id"], ["proveedor_id", "fecha_deposito:month"]], MEDIDAS
        )
        total = conjuntos[0][0]
        self.assertCifras([total[medida] for medida in MEDIDAS], self.oraculo(piezas))
        self.assertEqual(sum(fila["__count"] for fila in conjuntos[2]), 60)

    def test_dashboard_equals_the_oracle(self):
        piezas = self.azar(80)
        cifras = self.tablero()._cifras()
        marzo = piezas.filtered(lambda p: date(2026, 3, 1) <= p._en_local(p.fecha_deposito).date() <= date(2026, 3, 31))
        esperado = self.oraculo(marzo)
        for nombre, medida in (("count", "__count"), ("en_plazo", "en_plazo:avg"), ("dias_p90", "dias_p90:avg")):
            self.assertAlmostEqual(float(cifras["total"][nombre]), esperado[medida], 4)
        afuera = marzo.filtered(lambda p: p.state == "en_transito" and p.fecha_compromiso)
        self.assertEqual(cifras["vencidas"], len(afuera.filtered(lambda p: p.fecha_compromiso < date(2026, 3, 2))))
        self.assertEqual(sum(fila["count"] for fila in cifras["areas"]), len(marzo))
        propias = self.tablero(proveedor_id=self.local.id)._cifras()
        self.assertEqual(propias["total"]["count"], len(marzo.filtered(lambda p: p.proveedor_id == self.local)))

    def test_a_period_by_the_steps(self):
        """What people do, and what the dashboard then says: all figures by hand."""
        relacion = self.en_ruta(4, fecha_limite="2026-03-06")
        uno, dos, tres, cuatro = relacion.linea_ids.envio_id
        with freeze_time("2026-03-03 18:00:00"):
            self.entregar(uno)
            self.como(dos, self.op_local).action_registrar("intento_fallido", motivo_id=self.ausente.id)
            rehusado = self.env.ref("mensajeria.motivo_rehusado")
            self.como(tres, self.op_local).action_registrar("intento_fallido", motivo_id=rehusado.id)
        with freeze_time("2026-03-06 18:00:00"):
            self.como(dos, self.op_local).action_registrar("en_reparto")
            self.entregar(dos)
            self.como(tres, self.op_local).action_registrar("devuelto")
        with freeze_time("2026-03-10 18:00:00"):
            cifras = self.tablero()._cifras()
        total = cifras["total"]
        self.assertEqual((total["count"], total["entregadas"], cifras["vencidas"]), (4, 2, 1))
        self.assertAlmostEqual(total["en_plazo"], 100 / 3)  # of three with a result, one by its day
        self.assertAlmostEqual(total["primer_intento"], 100 / 3)
        self.assertEqual((total["dias_p50"], total["dias_p90"]), (1, 4))
        self.assertAlmostEqual(total["tasa_devolucion"], 100 / 3)
        self.assertEqual(total["entregas_dia"], 1)
        self.assertEqual(cifras["motivos"], [(rehusado, 1)])
        self.assertEqual((cifras["rutas"]["salieron"], cifras["rutas"]["cerradas"]), (1, 0))
        self.assertEqual([fila["grupo"] for fila in cifras["zonas"]], [self.zona_centro])
        # a perfect route beside it: closed, nothing undelivered, its request within the deadline
        with freeze_time("2026-03-03 18:00:00"):
            otra = self.en_ruta(fecha_limite="2026-03-04")
            self.entregar(otra.linea_ids.envio_id)
            otra.action_cerrar()
        cifras = self.tablero()._cifras()
        self.assertEqual(cifras["rutas"], {"salieron": 2, "cerradas": 1, "sin_pendientes": 50})
        self.assertEqual(cifras["solicitudes"], {"atendidas": 1, "en_sla": 100})
        with freeze_time("2026-03-09 18:00:00"):
            self.entregar(cuatro)
        self.assertEqual(self.tablero()._cifras()["solicitudes"], {"atendidas": 2, "en_sla": 50})

    def test_phones(self):
        relacion = self.en_ruta(3)
        lugares = ((19.4, -99.1), (19.5, -99.2), None)
        for n, (pieza, lugar) in enumerate(zip(relacion.linea_ids.envio_id, lugares, strict=True)):
            with freeze_time(datetime(2026, 3, 3, 18, 10 * (n + 1))):
                datos = {"latitud": lugar[0], "longitud": lugar[1]} if lugar else {"geo_negada": True}
                pieza._registrar_evento(
                    "entregado", origen="movil", uuid_cliente=f"u{n}", fecha_dispositivo=datetime(2026, 3, 3, 18),
                    receptor_nombre="Quien", caracter="destinatario", **datos,
                )  # fmt: skip
        cifras = self.tablero()._cifras()["moviles"]
        self.assertEqual(cifras["eventos"], 3)
        self.assertAlmostEqual(float(cifras["con_gps"]), 200 / 3)
        self.assertEqual((cifras["minutos_p50"], cifras["minutos_p90"]), (20, 30))

    def test_folios(self):
        piezas = self.por_sepomex(10)
        piezas[0].sudo().guia_id._marcar_impresas()
        piezas[:2].action_cancelar("Ya no se manda")
        libre = self.Guia.search([("serie_id", "=", self.registrada.id), ("state", "=", "disponible")], limit=4)
        self.como(libre, self.administradora).action_baja("extraviada", "No aparecen")
        (fila,) = self.tablero()._cifras()["folios"]
        self.env.cr.execute(
            SQL(
                """SELECT count(*), count(*) FILTER (WHERE fecha_asignacion >= '2026-03-01'),
                    count(*) FILTER (WHERE state = 'disponible'),
                    100.0 * count(*) FILTER (WHERE state IN ('cancelada', 'extraviada')) / count(*)
                FROM mensajeria_guia WHERE serie_id = %s""",
                self.registrada.id,
            )
        )
        compradas, asignadas, disponibles, merma = self.env.cr.fetchone()
        self.assertEqual(fila["serie"], self.registrada)
        self.assertEqual(
            (fila["compradas"], fila["asignadas"], fila["disponibles"]), (compradas, asignadas, disponibles)
        )
        self.assertEqual((compradas, disponibles), (500, 487))
        self.assertAlmostEqual(fila["merma"], float(merma))
        self.assertEqual(fila["cobertura"], int(disponibles / (asignadas / 28)))

    def test_nothing_happened(self):
        cifras = self.tablero(desde="2020-01-01", hasta="2020-01-31")._cifras()
        self.assertEqual((cifras["total"]["count"], cifras["vencidas"], cifras["zonas"]), (0, 0, []))
        self.assertIn("–", self.tablero(desde="2020-01-01", hasta="2020-01-31").tabla)

    def test_one_page(self):
        self.azar(60)
        tablero = self.tablero()
        self.assertEqual(tablero.action_imprimir()["report_name"], "mensajeria.report_tablero")
        Report = self.como(self.env["ir.actions.report"], self.administradora)
        paginas = textos(Report._render_qweb_pdf("mensajeria.report_tablero", tablero.ids)[0])
        self.assertEqual(len(paginas), 1)
        self.assertIn("Courier dashboard", paginas[0])

    def test_one_page_with_all_its_lines(self):
        self.azar(60)
        self.por_sepomex()
        tablero = self.tablero()
        cifras = tablero._cifras()
        for nombre in ("proveedores", "zonas", "areas", "motivos", "folios"):
            self.assertTrue(cifras[nombre], nombre)
            cifras[nombre] = (cifras[nombre] * RENGLONES)[:RENGLONES]
        Report = self.como(self.env["ir.actions.report"], self.administradora)
        with patch.object(type(tablero), "_cifras", lambda tablero: cifras):
            contenido = Report._render_qweb_pdf("mensajeria.report_tablero", tablero.ids)[0]
        self.assertEqual(len(textos(contenido)), 1)

    def test_screen(self):
        self.azar(20)
        with Form(
            self.como(self.env["mensajeria.tablero"], self.op_local).with_context(tz="America/Mexico_City")
        ) as form:
            form.desde = "2026-03-01"
            form.hasta = "2026-03-31"
            self.assertIn("msj-ficha", form.tabla)

    def test_everyone_sees_their_own(self):
        piezas = self.azar(60)
        vistas = {
            self.solicitante: piezas.filtered(lambda p: p.area_id == self.juridico),
            self.op_sepomex: piezas.filtered(lambda p: p.proveedor_tipo == "sepomex"),
            self.op_local: piezas.filtered(lambda p: p.proveedor_tipo == "local"),
            self.administradora: piezas,
            self.administrador_b: piezas.browse(),
        }
        for user, suyas in vistas.items():
            with self.subTest(user=user.login):
                informe = self.como(self.Informe, user).search([("envio_id", "in", piezas.ids)])
                self.assertEqual(informe.envio_id, self.como(self.Envio, user).search([("id", "in", piezas.ids)]))
                self.assertEqual(set(informe.ids), set(suyas.ids))
        with self.assertRaises(AccessError):
            self.como(self.Informe, self.repartidor).search([])
        for user in (self.solicitante, self.repartidor):
            with self.assertRaises(AccessError):
                self.tablero(user)
        ajena = self.como(self.Informe.browse(piezas[0].id), self.administrador_b)
        with self.assertRaises(AccessError):
            ajena.action_abrir()

    def test_dashboard_counts_only_what_its_user_sees(self):
        piezas = self.azar(60)
        marzo = piezas.filtered(
            lambda p: p._en_local(p.fecha_deposito).date() >= date(2026, 3, 1) and p.proveedor_tipo == "sepomex"
        )
        self.assertEqual(self.tablero(self.op_sepomex)._cifras()["total"]["count"], len(marzo))

    def test_counts_what_was_just_written(self):
        pieza = self.azar(1)
        Informe = self.como(self.Informe, self.administradora)
        pieza.sudo().costo = 777
        self.assertEqual(Informe._read_group([], [], ["costo:sum"]), [(777,)])
        self.assertEqual(Informe.search([("costo", "=", 777)]).envio_id, self.como(pieza, self.administradora))

    def test_opens_its_piece(self):
        pieza = self.azar(1)
        accion = self.como(self.Informe.browse(pieza.id), self.administradora).action_abrir()
        self.assertEqual((accion["res_model"], accion["res_id"]), ("mensajeria.envio", pieza.id))
