"""The reading station: each code answered at once, and never done twice."""

import csv
import gc
import io
import logging
import time
from statistics import median, quantiles

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools import lecturas
from .acuses_comun import AcusesCommon

_logger = logging.getLogger(__name__)

#: what one scan may take on the server, in milliseconds
LIMITE_MS = 150


@tagged("post_install", "-at_install")
class TestLectura(AcusesCommon):
    def espera(self, lectura, texto, resultado, contiene="", **kwargs):
        linea = self.leer(lectura, texto, **kwargs)
        self.assertEqual(linea["resultado"], resultado, linea["mensaje"])
        self.assertIn(contiene, linea["mensaje"])
        return linea

    def test_text(self):
        self.assertEqual(lecturas.normalizar(" env/000001\r\n"), "ENV/000001")
        self.assertEqual(lecturas.normalizar("rr\u00a0473124829\u00a0pl\x1d"), "RR 473124829 PL")
        self.assertEqual(lecturas.normalizar("x" * 500), "X" * 200)
        self.assertEqual(lecturas.normalizar(None), "")
        self.assertEqual(lecturas.separar('A\n\n"B";x\nC\tz\n D ,1'), ["A", "B", "C", "D"])
        self.assertTrue(lecturas.es_orden("OCDSAVE") and lecturas.es_orden("OBTVALIDATE"))
        self.assertFalse(lecturas.es_orden("OCD123"))

    def test_caso_06_numbers_as_they_come(self):
        pieza = self.fuera()
        folio = pieza.folio_guia  # RR…MX
        cuerpo = folio[2:-2]
        lectura = self.sesion("recibir")
        letra = f"RR{cuerpo.replace('0', 'O')}MX"
        self.espera(lectura, letra, "digito_invalido", folio)
        malo = f"RR{cuerpo[:-1]}{(int(cuerpo[-1]) + 1) % 10}MX"
        self.espera(lectura, malo, "digito_invalido", f"must be {cuerpo[-1]}")
        self.assertEqual(pieza.state, "en_transito")
        self.espera(lectura, f"rr {cuerpo} mx", "ok")
        for texto in (
            f"RR-{cuerpo[:-1]}-{cuerpo[-1]}-MX",
            f"RR\u00a0{cuerpo}\u00a0MX",
            folio.lower(),
            pieza.name,
            pieza.name.lower(),
        ):
            self.espera(lectura, texto, "duplicado_en_sesion")
        self.assertEqual(len(self.eventos(pieza, "entregado")), 1)

    def test_caso_21_a_voided_guia_turns_up(self):
        rango = self.alta(900, 905)
        guia = self.guia(rango, 900)
        self.como(guia, self.op_sepomex).action_baja("extraviada", "Se perdió")
        inventario = self.sesion("inventario")
        linea = self.espera(inventario, guia.name, "estado_invalido", "Do not use it")
        self.assertTrue(linea["alerta"])
        self.assertIn(guia.name, rango.message_ids[0].body)
        pieza = self.aceptada(1, self.op_sepomex, tipo_sugerido="sepomex")
        pieza.write({"proveedor_id": self.sepomex.id, "servicio_id": self.registrado.id})
        asignar = self.sesion("asignar")
        self.leer(asignar, pieza.name)
        self.assertTrue(self.espera(asignar, guia.name, "estado_invalido", "Do not use it")["alerta"])
        self.assertEqual(guia.state, "extraviada")

    def test_caso_42_acuse_of_a_piece_that_never_left(self):
        pieza = self.por_sepomex()
        lectura = self.sesion("recibir")
        for codigo in (pieza.name, pieza.folio_guia):
            self.espera(lectura, codigo, "estado_invalido", "never left")
        self.assertFalse(pieza.sudo().acuse_ids)

    def test_caso_43_opposite_result(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        lectura = self.sesion("recibir", motivo_id=self.ausente.id)
        self.espera(lectura, pieza.name, "ok")
        lectura.configurar({"resultado": "no_entregado"})
        self.espera(lectura, pieza.name, "por_confirmar", "Confirm")
        self.assertEqual((acuse.state, pieza.state), ("recibido", "entregado"))
        self.espera(lectura, pieza.name, "ok", confirmar=True)
        self.assertEqual((acuse.state, pieza.state), ("no_entregado", "devuelto"))
        entregado, correccion, devuelto = self.eventos(pieza, "entregado", "correccion", "devuelto")
        self.assertEqual((correccion.anula_id, devuelto.motivo_id), (entregado, self.ausente))
        self.espera(lectura, pieza.name, "duplicado_en_sesion")
        lectura.configurar({"resultado": "entregado"})
        self.espera(lectura, pieza.name, "por_confirmar")
        self.espera(lectura, pieza.name, "ok", confirmar=True)
        self.assertEqual((acuse.state, pieza.state), ("recibido", "entregado"))
        self.assertEqual(
            lectura.linea_ids.filtered(lambda v: v.resultado == "ok" and not v.anulada).mapped("numero"), [6]
        )

    def test_caso_44_quarantine(self):
        lectura = self.sesion("recibir")
        for codigo in ("ENV/999999", "ACUSE VIEJO 77", "RR473124829PL"):
            linea = self.leer(lectura, codigo)
            self.assertIn(linea["resultado"], ("no_existe", "digito_invalido"))
        linea = self.Linea.search([("crudo", "=", "ENV/999999")])
        self.assertTrue(linea.cuarentena)
        suya = self.como(linea, self.op_sepomex)
        self.assertRechaza("Write the reason", suya.action_resolver)
        with self.assertRaises(AccessError):
            self.como(linea, self.solicitante).action_resolver(motivo="x")
        self.como(linea, self.op_local).action_resolver(motivo="Era de otra entidad")  # any operator may know it
        self.assertEqual((linea.cuarentena, linea.cuarentena_nota), (False, "Era de otra entidad"))
        self.assertRechaza("not in quarantine", suya.action_resolver, motivo="x")

    def test_caso_47_envelope_and_acuse(self):
        """The envelope came back and its signed acuse is here as well, in either order."""
        primero, segundo, validada = self.fuera(3)
        devolver = self.sesion("devolver", motivo_id=self.ausente.id)
        recibir = self.sesion("recibir")
        self.espera(recibir, primero.name, "ok")
        self.espera(devolver, primero.name, "por_confirmar")
        self.assertTrue(self.espera(devolver, primero.name, "ok", "Irregular", confirmar=True)["alerta"])
        self.espera(devolver, segundo.name, "ok")
        self.espera(recibir, segundo.name, "por_confirmar")
        self.espera(recibir, segundo.name, "ok", "Irregular", confirmar=True)
        for pieza, estado in ((primero, "entregado"), (segundo, "devuelto")):
            acuse = self.acuse(pieza)
            self.assertEqual((acuse.state, acuse.irregularidad, pieza.state), ("irregular", "sobre_devuelto", estado))
        self.validado(validada)
        self.assertTrue(self.espera(devolver, validada.name, "estado_invalido", "validated")["alerta"])
        self.assertEqual(self.acuse(validada).state, "validado")

    def test_caso_56_commands_and_short_codes(self):
        lectura = self.sesion("recibir")
        for codigo in ("OCDSAVE", "ocdprev", "OBTVALIDATE"):
            self.assertFalse(self.espera(lectura, codigo, "no_existe", "command for the scanner")["id"])
        self.assertFalse(lectura.linea_ids)
        self.espera(lectura, "A1", "no_existe")
        self.assertEqual(lectura.linea_ids.crudo, "A1")
        self.assertRechaza("Scan or write", lectura.leer, "  ")
        self.assertRechaza("Scan or write", lectura.leer)

    def test_caso_52_other_companies_and_offices(self):
        pieza = self.fuera()
        suya = self.como(self.Lectura, self.op_b)
        lectura = suya.browse(suya.abrir("recibir")["id"])
        self.espera(lectura, pieza.name, "no_existe")
        self.espera(lectura, pieza.folio_guia, "no_existe")
        local = self.sesion("recibir", self.op_local)
        linea = self.espera(local, pieza.name, "otra_unidad", "another office")
        self.assertEqual((linea["pieza"], linea["destinatario"]), ("", ""))
        self.espera(local, pieza.folio_guia, "otra_unidad")
        self.assertEqual(pieza.state, "en_transito")

    def test_assign(self):
        piezas = self.aceptada(2, self.op_sepomex, tipo_sugerido="sepomex")
        piezas.write({"proveedor_id": self.sepomex.id, "servicio_id": self.registrado.id})
        uno, dos = piezas
        folios = [self.registrada._formatear(n) for n in (101, 102)]
        lectura = self.sesion("asignar")
        self.espera(lectura, folios[0], "estado_invalido", "piece first")
        self.assertEqual(lectura.leer(uno.name)["pendiente"], uno.display_name)
        respuesta = lectura.leer(folios[0].lower())
        self.assertEqual((respuesta["linea"]["resultado"], respuesta["linea"]["pieza"]), ("ok", uno.name))
        self.assertFalse(respuesta["pendiente"])
        self.assertEqual((uno.state, uno.folio_guia), ("asignado", folios[0]))
        self.espera(lectura, uno.name, "duplicado_en_sesion")
        self.leer(lectura, dos.name)
        self.espera(lectura, folios[0], "duplicado_en_sesion")
        self.espera(lectura, "RR999999999MX", "digito_invalido")
        self.espera(lectura, folios[1], "ok")
        self.assertEqual(lectura.deshacer()["linea"]["pieza"], dos.name)
        self.assertEqual(
            (
                dos.state,
                dos.folio_guia,
                self.guia(self.Rango.search([("serie_id", "=", self.registrada.id)]), 102).state,
            ),
            ("por_asignar", False, "disponible"),
        )
        self.leer(lectura, dos.name)
        self.espera(lectura, folios[1], "ok")

    def test_load(self):
        piezas = self.asignada(3)
        relacion = self.relacion(piezas[:1])
        lectura = self.sesion("cargar", self.op_local)
        self.espera(lectura, piezas[1].name, "estado_invalido", "Choose the list")
        lectura.configurar({"relacion_id": relacion.id})
        self.espera(lectura, piezas[0].name, "ya_procesado")
        self.espera(lectura, piezas[1].name, "ok")
        self.espera(lectura, piezas[2].name, "ok")
        lectura.deshacer()
        self.assertEqual(relacion.linea_ids.envio_id, piezas[:2])
        relacion.action_emitir()
        self.espera(lectura, piezas[2].name, "estado_invalido", "not on")
        lectura.cerrar()
        salida = self.sesion("cargar", self.op_local, relacion_id=relacion.id)
        self.espera(salida, piezas[0].name, "ok", "Loaded")
        salida.deshacer()
        self.assertFalse(any(relacion.linea_ids.mapped("cargado")))
        ajena = self.sesion("cargar", self.op_sepomex)
        with self.assertRaises(AccessError):
            ajena.configurar({"relacion_id": relacion.id})

    def test_deposit(self):
        piezas = self.por_sepomex(3)
        lectura = self.sesion("depositar")
        for pieza in piezas:
            self.espera(lectura, pieza.folio_guia, "ok", "To be handed over")
        lectura.deshacer()
        self.assertEqual(set(piezas.mapped("state")), {"asignado"})
        piezas[1].action_desasignar(motivo="No va")
        problemas = lectura.cerrar()["problemas"]
        self.assertEqual(piezas.mapped("state"), ["en_transito", "por_asignar", "asignado"])
        self.assertEqual(len(problemas), 1)
        self.assertIn(piezas[1].name, problemas[0])
        otra = self.sesion("depositar")
        self.espera(otra, piezas[0].name, "ya_procesado")
        emitida = self.emitida(piezas[2], "deposito_sepomex")
        self.espera(otra, piezas[2].name, "ok", "Loaded")
        self.assertTrue(emitida.linea_ids.cargado)

    def test_receive_with_settings_and_undo(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        lectura = self.sesion("recibir", caracter="familiar_tercero", fecha_entrega="2026-03-02")
        self.assertTrue(self.espera(lectura, pieza.name, "ok", "Irregular")["alerta"])
        self.assertEqual(acuse.irregularidad, "tercero")
        linea = lectura.deshacer()["linea"]
        self.assertTrue(linea["anulada"])
        self.assertEqual((acuse.state, acuse.caracter, pieza.state), ("en_proveedor", False, "en_transito"))
        self.assertRechaza("nothing to undo", lectura.deshacer)
        self.espera(lectura, pieza.name, "ok")
        self.leer_papel(acuse)
        acuse.action_digitalizar()
        acuse.action_validar()
        self.assertRechaza("validated", lectura.deshacer)
        self.assertRechaza("has not come", lectura.configurar, {"fecha_entrega": "2027-01-01"})
        self.assertRechaza("kept by the system", lectura.configurar, {"user_id": 1})

    def test_hand_over(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        lectura = self.sesion("entregar")
        self.espera(lectura, pieza.name, "estado_invalido", "is now")
        self.validado(pieza)
        otra = self._area("Otra", "OTR")
        lectura.configurar({"area_id": otra.id})
        self.espera(lectura, pieza.name, "otra_unidad", "Jurídico")
        lectura.configurar({"area_id": self.juridico.id})
        self.espera(lectura, pieza.name, "ok")
        self.assertEqual(acuse.state, "entregado_solicitante")
        lectura.deshacer()
        self.assertEqual(acuse.state, "validado")
        self.espera(lectura, pieza.name, "ok")
        self.espera(self.sesion("entregar"), pieza.folio_guia, "duplicado_en_sesion")
        lectura.cerrar()
        self.espera(self.sesion("entregar"), pieza.folio_guia, "ya_procesado")

    def test_returns(self):
        uno, dos = self.fuera(2)
        lectura = self.sesion("devolver")
        self.espera(lectura, uno.name, "estado_invalido", "Choose the reason")
        lectura.configurar({"motivo_id": self.ausente.id})
        self.espera(lectura, uno.name, "ok", self.ausente.name)
        self.assertEqual((uno.state, self.acuse(uno).state), ("devuelto", "no_entregado"))
        lectura.deshacer()
        self.assertEqual((uno.state, self.acuse(uno).state), ("en_transito", "en_proveedor"))
        dos.action_registrar("entregado", receptor_nombre="Ana", caracter="destinatario")
        self.espera(lectura, dos.name, "por_confirmar", "delivered")
        self.espera(lectura, dos.name, "ok", confirmar=True)
        self.assertEqual((dos.state, self.acuse(dos).state), ("devuelto", "no_entregado"))

    def test_inventory(self):
        rango = self.alta(2001, 2005)
        lectura = self.sesion("inventario", serie_id=self.registrada.id)
        for serial in (2001, 2002, 2003):
            self.espera(lectura, self.guia(rango, serial).name, "ok")
        lectura.deshacer()
        self.espera(lectura, self.registrada._formatear(90000001), "no_existe", "stock")
        pieza = self.fuera()
        self.espera(lectura, pieza.folio_guia, "estado_invalido", "used by")
        faltan = self.Guia.search(lectura.action_ver_faltantes()["domain"]) & self.Guia.search(
            [("rango_id", "=", rango.id)]
        )
        self.assertEqual(faltan.mapped("serial"), [2003, 2004, 2005])

    def test_list_and_csv(self):
        piezas = self.fuera(3)
        lectura = self.sesion("recibir")
        respuesta = lectura.leer_lista("\n".join([*piezas.mapped("folio_guia"), piezas[0].name, "=1+1"]))
        self.assertEqual(
            [linea["resultado"] for linea in respuesta["lineas"]], ["ok"] * 3 + ["duplicado_en_sesion", "no_existe"]
        )
        self.assertEqual(respuesta["contadores"]["ok"], 3)
        filas = list(csv.reader(io.StringIO(lectura.exportar())))
        self.assertEqual(len(filas), 6)
        self.assertEqual(filas[5][2], "'=1+1")
        self.assertRechaza("in parts", lectura.leer_lista, ["x"] * 501)

    def test_caso_51_sessions_are_their_users(self):
        lectura = self.sesion("recibir")
        self.assertEqual(self.sesion("recibir"), lectura)
        self.assertRechaza("Choose what", self.como(self.Lectura, self.op_sepomex).abrir, "otra")
        for user in (self.op_local, self.solicitante, self.repartidor, self.op_b):
            ajena = self.como(lectura, user)
            for metodo in (
                "estado",
                "configurar",
                "leer",
                "leer_lista",
                "deshacer",
                "cerrar",
                "exportar",
                "action_ver_faltantes",
            ):
                with self.subTest(user=user.login, metodo=metodo), self.assertRaises(AccessError):
                    getattr(ajena, metodo)()
        with self.assertRaises(AccessError):
            self.como(lectura, self.administradora).leer("x")
        for user in (self.solicitante, self.repartidor):
            with self.assertRaises(AccessError):
                self.como(self.Lectura, user).abrir("recibir")
        self.leer(lectura, "A1")
        for modelo, vals in ((lectura, {"name": "x"}), (lectura.linea_ids, {"resultado": "ok"})):
            for quien in (modelo, self.como(modelo, self.administradora)):
                with self.assertRaises(AccessError):
                    quien.write(vals)
                with self.assertRaises(AccessError):
                    quien.unlink()
        with self.assertRaises(UserError):
            lectura.linea_ids.sudo().unlink()
        lectura.cerrar()
        self.assertRechaza("was closed", lectura.leer, "A1")

    def test_500_codes_in_one_session(self):
        """What each scan costs, from the first to the last of a long session: the same queries, and far from the limit."""
        piezas = self.fuera(250)
        codigos = [*piezas.mapped("folio_guia"), *piezas.mapped("name")]
        lectura = self.sesion("recibir", fecha_entrega="2026-03-02", caracter="destinatario")
        tiempos, consultas, resultados = [], [], []
        self.addCleanup(gc.unfreeze)
        gc.collect()
        gc.freeze()  # what all the tests before have left in memory
        for codigo in codigos:
            antes, cuenta = time.process_time(), self.cr.sql_log_count
            resultados.append(self.leer(lectura, codigo)["resultado"])
            self.env.flush_all()
            # of this process: what else the machine does is no cost of a scan
            tiempos.append((time.process_time() - antes) * 1000)
            consultas.append(self.cr.sql_log_count - cuenta)
            self.env.invalidate_all()
        self.assertEqual(resultados, ["ok"] * 250 + ["duplicado_en_sesion"] * 250)
        _logger.info(
            "station: %s scans, processor median %.0f ms, p99 %.0f ms (limit %s ms), max %.0f ms; queries %s to %s",
            len(tiempos), median(tiempos), quantiles(tiempos, n=100)[-1], LIMITE_MS, max(tiempos),
            min(consultas), max(consultas),
        )  # fmt: skip
        self.assertLess(quantiles(tiempos, n=100)[-1], LIMITE_MS, "but for a pause of the machine")
        self.assertLess(median(tiempos[200:250]), 2 * median(tiempos[:50]), "a long session is no slower")
        self.assertLessEqual(max(consultas), 60)
        # the last piece also ends its request
        self.assertEqual(len(set(consultas[1:249])), 1, "nothing is read again for each code before")
        self.assertLessEqual(max(consultas[250:]), 15, "a code read twice does nothing")
