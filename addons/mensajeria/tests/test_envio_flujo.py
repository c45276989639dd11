"""From the request of a unit to the last result: who does what, and what becomes of the tasks."""

from odoo.tests import tagged

from .envios_comun import EnviosCommon


@tagged("post_install", "-at_install")
class TestFlujo(EnviosCommon):
    def tareas(self, registro):
        return registro.sudo()._tareas_abiertas().mapped("paso_id.codigo")

    def test_local_route(self):
        solicitud = self.solicitud(2, fecha_limite="2026-03-06")
        self.assertEqual(solicitud.name, "/")
        solicitud.action_enviar()
        self.assertEqual((solicitud.name, solicitud.state), ("SOL-OPM/2026/00001", "enviada"))
        self.assertEqual(self.tareas(solicitud), ["msj_aceptar"])
        self.assertEqual(solicitud.envio_ids.mapped("state"), ["solicitado"] * 2)
        suya = self.como(solicitud, self.op_local)
        suya.action_aceptar()
        piezas = suya.envio_ids
        self.assertRecordValues(
            piezas,
            [
                {
                    "state": "por_asignar",
                    "proveedor_id": self.local.id,
                    "servicio_id": self.en_mano.id,
                    "mensajero_id": self.mensajero.id,
                    "zona_id": self.zona_centro.id,
                }
            ]
            * 2,
        )
        self.assertEqual(self.tareas(solicitud), ["msj_despachar"])
        piezas.action_asignar()
        relacion = self.emitida(piezas)
        self.assertEqual((relacion.name, relacion.state), ("HR-OPM/2026/00001", "emitida"))
        self.assertEqual((solicitud.state, self.tareas(solicitud)), ("en_proceso", []))
        self.assertEqual(self.tareas(relacion), ["msj_cargar"])
        for pieza in piezas:
            self.assertEqual(relacion.registrar_carga(f" {pieza.name.lower()}\n")["resultado"], "ok")
        relacion.action_salir()
        self.assertEqual(piezas.mapped("state"), ["en_reparto"] * 2)
        self.assertEqual((relacion.state, self.tareas(relacion)), ("en_ruta", ["msj_repartir"]))
        self.assertEqual(relacion.sudo()._tareas_abiertas().user_id, self.repartidor)
        self.entregar(piezas)
        self.assertEqual(relacion.linea_ids.mapped("resultado"), ["entregado"] * 2)
        self.assertEqual(self.tareas(relacion), ["msj_cerrar"])
        self.assertEqual(solicitud.state, "atendida")
        relacion.action_cerrar()
        self.assertEqual((relacion.state, self.tareas(relacion)), ("cerrada", []))
        self.assertFalse(piezas.relacion_id)
