"""What happens at another desk, or by itself, and leaves something to do: a task that closes when it is done."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .acuses_comun import AcusesCommon
from .test_transportistas import TransportistasCommon


class TareasCommon:
    def tareas(self, registro, codigo=None):
        return registro.sudo()._tareas_abiertas(codigo)

    def codigos(self, registro):
        return self.tareas(registro).mapped("paso_id.codigo")


@tagged("post_install", "-at_install")
class TestTareasPendientes(TareasCommon, AcusesCommon):
    def no_entregada(self):
        """A piece of ours that came back with its messenger, off its route."""
        relacion = self.en_ruta(1)
        pieza = self.como(relacion.linea_ids.envio_id, self.op_local)
        pieza.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        self.assertNotIn("msj_reintentar", self.codigos(pieza), "while it is with the messenger")
        relacion.action_cerrar()
        return pieza

    def test_failed_attempt_waits_for_another_route(self):
        pieza = self.no_entregada()
        tarea = self.tareas(pieza, "msj_reintentar")
        self.assertEqual((tarea.group_id, tarea.area_id), (self.env.ref("mensajeria.group_local"), self.oficialia))
        self.assertEqual(tarea.fecha_limite, pieza._en_local(pieza.intento_ids.siguiente).date())
        self.assertTrue(tarea.with_user(self.op_local).por_tomar)
        relacion = self.relacion(pieza)
        self.assertTrue(self.tareas(pieza, "msj_reintentar"), "a draft may still be thrown away")
        relacion.action_emitir()
        self.assertFalse(self.tareas(pieza, "msj_reintentar"))
        relacion.action_salir(relacion.linea_ids.ids)
        pieza.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        self.assertEqual(pieza.state, "en_resguardo")
        relacion.action_cerrar()
        self.assertEqual(self.tareas(pieza, "msj_reintentar").fecha_limite, pieza.resguardo_hasta)
        pieza.action_registrar("en_devolucion")
        self.assertEqual(self.codigos(pieza), ["msj_devolver"])

    def test_what_a_carrier_tries_again_is_its_own_task(self):
        pieza = self.fuera()
        pieza.sudo()._registrar_evento("intento_fallido", origen="archivo", motivo_id=self.ausente.id)
        self.assertFalse(self.tareas(pieza, "msj_reintentar"))

    def test_papers_in_quarantine(self):
        lectura = self.sesion("recibir")
        for codigo in ("ZZ-1", "ZZ-2"):
            self.assertEqual(self.leer(lectura, codigo)["resultado"], "no_existe")
        tarea = self.tareas(lectura)
        self.assertEqual((tarea.paso_id.codigo, tarea.user_id), ("msj_cuarentena", self.op_sepomex))
        self.assertIn("ZZ-1, ZZ-2", tarea.asunto)
        self.assertEqual(tarea.with_user(self.op_sepomex).action_abrir()["res_model"], "mensajeria.lectura.linea")
        lineas = self.como(lectura.sudo().linea_ids, self.op_sepomex)
        lineas[0].action_resolver(motivo="De otra entidad")
        self.assertEqual(tarea.state, "pendiente")
        lineas[1].action_resolver(motivo="De otra entidad")
        self.assertEqual(tarea.state, "hecha")
        self.assertFalse(self.tareas(self.sesion("devolver")), "an ordinary session leaves nothing to do")

    def solo_quedan(self, inicio, fin):
        """A range of the series of which no other guía is left."""
        otras = self.Guia.search([("serie_id", "=", self.registrada.id)])
        rango = self.alta(inicio, fin)
        otras._dar_de_baja("cancelada", "No son de esta prueba")
        return rango

    def test_inventory_with_guias_missing(self):
        rango = self.solo_quedan(2001, 2003)
        lectura = self.sesion("inventario", serie_id=self.registrada.id)
        self.leer(lectura, self.guia(rango, 2001).name)
        self.assertFalse(self.tareas(lectura), "not while it is being counted")
        lectura.cerrar()
        tarea = self.tareas(lectura)
        self.assertEqual((tarea.paso_id.codigo, tarea.user_id), ("msj_inventario", self.op_sepomex))
        self.assertIn("2 guías", tarea.asunto)
        accion = tarea.with_user(self.op_sepomex).action_abrir()
        self.assertEqual(self.Guia.search(accion["domain"]).mapped("serial"), [2002, 2003])
        self.como(self.guia(rango, 2002), self.op_sepomex).action_baja("extraviada", "No está en el cajón")
        self.assertEqual(tarea.state, "pendiente")
        self.assertIn("1 guías", tarea.asunto)
        self.como(self.guia(rango, 2003), self.op_sepomex).action_baja("extraviada", "No está en el cajón")
        self.assertEqual(tarea.state, "hecha")

    def test_a_new_inventory_replaces_the_former(self):
        rango = self.solo_quedan(2001, 2002)
        sesiones = []
        for seriales in ((2001,), (2001, 2002)):
            sesion = self.sesion("inventario", serie_id=self.registrada.id)
            for serial in seriales:
                self.leer(sesion, self.guia(rango, serial).name)
            sesion.cerrar()
            sesiones.append(sesion)
        self.assertEqual([self.codigos(sesion) for sesion in sesiones], [[], []])


@tagged("post_install", "-at_install")
class TestTareasTransportistas(TareasCommon, TransportistasCommon):
    def test_rows_that_nobody_can_use(self):
        uno, otro = self.piezas(2)
        filas = [
            f"{uno.folio_guia},Entregado,28/02/2026 10:00,Ana,",
            f"{otro.folio_guia},EN CEDIS XQ-7,28/02/2026 10:00,,",
            "9999999999,Entregado,28/02/2026 10:00,,",
        ]
        archivo = self.archivo(*filas)
        tarea = self.tareas(archivo)
        self.assertEqual(
            (tarea.paso_id.codigo, tarea.group_id), ("msj_archivo_revisar", self.env.ref("mensajeria.group_foranea"))
        )
        self.assertIn("2 of 3", tarea.asunto)
        ajena = archivo.linea_ids.filtered(lambda linea: linea.resultado == "ajena")
        for user in (self.op_local, self.op_b, self.solicitante):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.como(ajena, user).action_atender()
        ajena.action_atender()
        self.assertEqual((archivo.por_revisar, tarea.state), (1, "pendiente"))
        self.estados.write({"estado_ids": [(0, 0, {"name": "EN CEDIS XQ-7", "tipo": "en_transito"})]})
        archivo.action_aplicar()
        self.assertEqual((archivo.por_revisar, tarea.state), (0, "hecha"), "and what was seen stays seen")
        self.assertEqual(self.codigos(archivo), [])

    def test_a_file_that_says_nothing_odd(self):
        pieza = self.piezas()
        self.assertFalse(self.tareas(self.archivo(f"{pieza.folio_guia},Entregado,28/02/2026 10:00,Ana,")))

    def test_invoice_waits_until_it_is_closed(self):
        pieza = self.piezas()
        factura = self.cotejar(f"{pieza.folio_guia},150.00")
        tarea = self.tareas(factura)
        self.assertEqual(tarea.paso_id.codigo, "msj_conciliar")
        self.assertIn("1 charges", tarea.asunto)
        self.assertIn("30.00", tarea.asunto)
        factura.action_cotejar()
        self.assertEqual(self.tareas(factura), tarea, "one, however often it is compared")
        factura.action_cerrar()
        self.assertEqual(tarea.state, "hecha")
