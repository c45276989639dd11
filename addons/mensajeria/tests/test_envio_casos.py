"""Hard cases of pieces and their events, by their numbers in the specification."""

from datetime import datetime, timedelta
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .envios_comun import EnviosCommon
from .mensajeria_comun import AHORA


@tagged("post_install", "-at_install")
class TestCasosEnvio(EnviosCommon):
    def eventos(self, pieza):
        """Keys of what happened to a piece, oldest first."""
        return pieza.sudo().evento_ids.sorted("id").mapped("tipo")

    def test_caso_17_a_piece_with_one_guia_and_a_guia_with_one_piece(self):
        piezas = self.por_sepomex(2)
        guias = piezas.sudo().guia_id
        self.assertEqual((len(guias), guias.mapped("state")), (2, ["asignada"] * 2))
        self.assertEqual(guias.envio_id, piezas.sudo())
        self.assertRechaza("already has guía", self.como(self.Guia, self.op_sepomex)._asignar, piezas[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.cr.execute("UPDATE mensajeria_guia SET envio_id = %s WHERE id = %s", [piezas[0].id, guias[1].id])

    def test_caso_18_a_copy_has_nothing_of_the_trip(self):
        pieza = self.por_sepomex()
        relacion = self.emitida(pieza, "deposito_sepomex")
        relacion.action_salir(relacion.linea_ids.ids)
        copia = pieza.copy()
        self.assertRecordValues(
            copia,
            [
                {
                    "state": "por_asignar",
                    "guia_id": False,
                    "relacion_id": False,
                    "solicitud_id": False,
                    "fecha_deposito": False,
                    "fecha_compromiso": False,
                    "dest_nombre": pieza.dest_nombre,
                    "dest_cp": "06000",
                }
            ],
        )
        self.assertFalse(copia.linea_ids)
        self.assertNotEqual(copia.name, pieza.name)
        self.assertEqual(self.eventos(copia), ["aceptado"])

    def test_caso_19_cancelling_frees_the_guia_only_before_it_leaves(self):
        libre, impresa, fuera = self.por_sepomex(3)
        guia_libre, guia_impresa = libre.sudo().guia_id, impresa.sudo().guia_id
        self.assertRechaza("reason", libre.action_cancelar)
        libre.action_cancelar(motivo="Ya no se envía")
        self.assertEqual((libre.state, guia_libre.state, libre.guia_id.id), ("cancelado", "disponible", False))
        guia_impresa._marcar_impresas()
        impresa.action_cancelar(motivo="Ya no se envía")
        self.assertEqual((impresa.state, guia_impresa.state), ("cancelado", "cancelada"))
        relacion = self.emitida(fuera, "deposito_sepomex")
        self.assertRechaza("take it off first", fuera.action_cancelar, motivo="Tarde")
        relacion.action_salir(relacion.linea_ids.ids)
        self.assertEqual((fuera.state, fuera.sudo().guia_id.state), ("en_transito", "usada"))
        self.assertRechaza("", fuera.action_cancelar, motivo="Tarde")
        self.assertEqual(fuera.sudo().guia_id.state, "usada")

    def test_caso_23_another_provider_after_assignment(self):
        pieza = self.por_sepomex()
        guia = pieza.sudo().guia_id
        suya = self.como(pieza, self.administradora)
        self.assertRechaza("already assigned", pieza.write, {"servicio_id": self.registrado.copy({"name": "Otro"}).id})
        self.assertRechaza("reason", suya.action_reasignar, self.en_mano.id)
        suya.action_reasignar(self.en_mano.id, self.mensajero.id, "Sale más barato")
        self.assertEqual((pieza.sudo().proveedor_id, guia.state), (self.local, "disponible"))
        self.assertFalse(pieza.sudo().guia_id)
        aviso = pieza.sudo().solicitud_id.message_ids[0]
        self.assertIn(guia.name, aviso.body)
        self.assertIn(self.solicitante.partner_id, aviso.notified_partner_ids)
        self.assertRechaza("", self.como(pieza, self.op_sepomex).action_reasignar, 1, error=AccessError)

    def test_what_was_archived_is_not_proposed(self):
        for archivado in (self.en_mano, self.local):
            archivado.active = False
            pieza = self.Envio.create(self.pieza_vals())
            self.assertEqual(pieza.zona_id, self.zona_centro)
            self.assertFalse(pieza.proveedor_id)
            archivado.active = True
        self.mensajero.active = False
        pieza = self.Envio.create(self.pieza_vals())
        self.assertEqual((pieza.servicio_id, pieza.mensajero_id), (self.en_mano, self.mensajero.browse()))

    def test_caso_31_the_snapshot_stays(self):
        partner = self.env["res.partner"].create(
            {"name": "Notaría 5", "street": "Av. Juárez 10", "zip": "6000", "city": "Cuauhtémoc", "is_company": True}
        )
        pieza = self.Envio.create({**self.Envio._destinatario_de(partner), "partner_id": partner.id})
        self.assertEqual((pieza.dest_cp, pieza.zona_id), ("06000", self.zona_centro))
        partner.write({"name": "Notaría 6", "street": "Otra calle"})
        self.assertEqual((pieza.dest_nombre, pieza.dest_calle), ("Notaría 5", "Av. Juárez 10"))
        pieza.dest_calle = "Av. Juárez 12"
        pieza.action_asignar()
        relacion = self.emitida(pieza)
        for cambio in ({"dest_nombre": "Otro"}, {"dest_cp": "14000"}, {"peso": 5}):
            self.assertRechaza("its address stays", pieza.write, cambio)
        self.assertRechaza("its address stays", self.como(pieza, self.administradora).write, {"dest_calle": "x"})
        relacion.action_salir(relacion.linea_ids.ids)
        self.assertRechaza("its address stays", pieza.write, {"dest_nombre": "Otro"})
        self.assertEqual(pieza.dest_direccion, "Av. Juárez 12, C.P. 06000, Cuauhtémoc")

    def test_caso_33_an_event_sent_twice_is_one(self):
        pieza = self.en_ruta().linea_ids.envio_id.sudo()
        uno = pieza._registrar_evento("entregado", uuid_cliente="u-1", origen="movil", receptor_nombre="Ana")
        cuantos = len(pieza.evento_ids)
        otro = pieza._registrar_evento("entregado", uuid_cliente="u-1", origen="movil", receptor_nombre="Luis")
        self.assertEqual((uno, len(pieza.evento_ids)), (otro, cuantos))
        self.assertEqual(pieza.receptor_nombre, "Ana")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.Evento.create(uno.copy_data()[0] | {"uuid_cliente": "u-1"}).flush_recordset()

    def test_caso_34_clocks_ahead_behind_and_three_days_offline(self):
        pieza = self.en_ruta().linea_ids.envio_id.sudo()
        ahora = fields.Datetime.now()
        pieza._registrar_evento(
            "nota", origen="movil", fecha_dispositivo=ahora + timedelta(hours=2), motivo="adelantado"
        )
        with freeze_time(ahora + timedelta(days=3)):
            real = ahora + timedelta(hours=1)
            pieza._registrar_evento(
                "intento_fallido", origen="movil", fecha_dispositivo=real, motivo_id=self.ausente.id, uuid_cliente="a"
            )
            entregado = pieza._registrar_evento(
                "entregado", origen="movil", fecha_dispositivo=real + timedelta(hours=4), uuid_cliente="b"
            )
            tarde = pieza._registrar_evento(
                "en_reparto", origen="movil", fecha_dispositivo=real - timedelta(minutes=5), uuid_cliente="c"
            )
        self.assertEqual(pieza.fecha_entrega, real + timedelta(hours=4), "when it happened, not when it was told")
        self.assertEqual(entregado.fecha_servidor, ahora + timedelta(days=3))
        self.assertFalse(tarde.conflicto, "it only came late")
        self.assertEqual(pieza.state, "entregado")
        orden = pieza.evento_ids.sorted(lambda e: (e.fecha_dispositivo, e.id)).mapped("tipo")[-5:]
        self.assertEqual(orden, ["en_reparto", "en_reparto", "intento_fallido", "nota", "entregado"])
        self.assertEqual(
            self.Evento.search([("envio_id", "=", pieza.id)]).mapped("tipo")[:5], orden[::-1], "newest first, as shown"
        )

    def test_a_clock_ahead_does_not_deliver_in_the_future(self):
        pieza = self.en_ruta().linea_ids.envio_id.sudo()
        ahora = fields.Datetime.now()
        evento = pieza._registrar_evento("entregado", origen="movil", fecha_dispositivo=ahora + timedelta(days=1))
        self.assertEqual((pieza.fecha_entrega, evento.fecha_dispositivo), (ahora, ahora + timedelta(days=1)))

    def test_contradictions_from_afar_are_kept(self):
        """First wins; the other stays as a conflict with what it said. By hand it is refused."""
        pieza = self.en_ruta().linea_ids.envio_id
        self.entregar(pieza)
        evento = pieza.sudo()._registrar_evento("devuelto", origen="archivo", datos_del_archivo="RETURNED")
        self.assertTrue(evento.conflicto)
        self.assertEqual(evento.display_name, f"{evento.envio_id.name} · Returned to Sender")
        self.assertEqual((pieza.state, evento.estado_nuevo), ("entregado", False))
        self.assertEqual(evento.datos, {"datos_del_archivo": "RETURNED"})
        self.assertRechaza("does not apply", pieza.action_registrar, "devuelto")
        self.assertRechaza(
            "does not apply", pieza.action_registrar, "entregado", receptor_nombre="x", caracter="destinatario"
        )

    def test_caso_45_attempts(self):
        """A second one at the same half of the day is told; after the last one it is held, and then comes back."""
        pieza = self.en_ruta().linea_ids.envio_id
        ahora = fields.Datetime.now()
        fallo = {"motivo_id": self.ausente.id, "aviso_dejado": True}
        pieza.action_registrar("intento_fallido", fecha=ahora, **fallo)
        primero = pieza.intento_ids
        self.assertEqual((pieza.state, primero.numero, primero.reparo), ("intento_fallido", 1, False))
        self.assertEqual(primero.siguiente, ahora + timedelta(hours=4), "at four, the other half of the day")
        with freeze_time(ahora + timedelta(hours=1)):
            pieza.action_registrar("intento_fallido", **fallo)
        segundo = pieza.intento_ids - primero
        self.assertIn("same half", segundo.reparo)
        self.assertIn("less than 3 h", segundo.reparo)
        self.assertFalse(segundo.siguiente)
        self.assertEqual((pieza.state, pieza.intentos), ("en_resguardo", 2))
        self.assertEqual(pieza.resguardo_hasta, fields.Date.to_date("2026-03-09"), "five working days")
        with self.enter_registry_test_mode():
            self.env.ref("mensajeria.ir_cron_resguardo").method_direct_trigger()
        self.assertEqual(pieza.state, "en_resguardo")
        with freeze_time("2026-03-10 18:00:00"), self.enter_registry_test_mode():
            self.env.ref("mensajeria.ir_cron_resguardo").method_direct_trigger()
        self.assertEqual(pieza.state, "en_devolucion")
        self.assertEqual(pieza.sudo()._tareas_abiertas().mapped("paso_id.codigo"), ["msj_devolver"])
        pieza.action_registrar("devuelto")
        self.assertEqual((pieza.state, pieza.solicitud_id.state), ("devuelto", "atendida"))
        self.assertFalse(pieza.sudo()._tareas_abiertas())

    def test_a_hold_that_cannot_end_holds_up_nobody(self):
        piezas = self.como(self.en_ruta(2).linea_ids.envio_id, self.op_local)
        for _vez in range(2):
            piezas.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        self.assertEqual(set(piezas.mapped("state")), {"en_resguardo"})
        terca, otra = piezas.sudo()
        clase = self.registry["mensajeria.envio"]
        registrar = clase._registrar_evento

        def negarse(envio, tipo, **datos):
            if envio == terca:
                raise UserError(terca.name)
            return registrar(envio, tipo, **datos)

        with (
            freeze_time("2026-04-10 18:00:00"),
            patch.object(clase, "_registrar_evento", negarse),
            self.enter_registry_test_mode(),
            self.assertLogs("odoo.addons.mensajeria.nucleo.models.bloqueo_mixin", "ERROR"),
        ):
            self.env.ref("mensajeria.ir_cron_resguardo").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((terca.state, otra.state), ("en_resguardo", "en_devolucion"))

    def test_caso_45_the_rule_is_that_of_the_provider(self):
        self.local.write({"intento_corte": 11, "intento_horas": 1, "intentos_max": 3})
        pieza = self.en_ruta().linea_ids.envio_id  # at noon: the second half of the day
        ahora = fields.Datetime.now()
        pieza.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        self.assertEqual(pieza.intento_ids.siguiente, ahora + timedelta(hours=22), "at ten of the next day")
        with freeze_time(ahora + timedelta(minutes=30)):
            pieza.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        self.assertIn("less than 1 h", pieza.intento_ids.sorted("numero")[-1].reparo)
        self.assertEqual(pieza.state, "intento_fallido")

    def test_a_reason_that_sends_it_back_at_once(self):
        rehusado = self.env["mensajeria.motivo"].search([("devolver", "=", True)], limit=1)
        pieza = self.en_ruta().linea_ids.envio_id
        self.assertRechaza("reason of non-delivery", pieza.action_registrar, "intento_fallido")
        pieza.action_registrar("intento_fallido", motivo_id=rehusado.id)
        self.assertEqual(pieza.state, "en_devolucion")
        self.assertEqual(self.eventos(pieza)[-2:], ["intento_fallido", "en_devolucion"])

    def test_caso_51_events_are_for_ever(self):
        pieza = self.en_ruta().linea_ids.envio_id
        evento = pieza.sudo().evento_ids[0]
        for user in (self.administradora, self.op_local, self.solicitante, self.repartidor):
            suyo = self.como(evento, user)
            for accion in (
                lambda suyo=suyo: suyo.write({"tipo": "nota"}),
                suyo.unlink,
                lambda suyo=suyo: suyo.create({"envio_id": pieza.id, "tipo": "entregado"}),
            ):
                self.assertRechaza("", accion, error=AccessError)
        for sql in (
            "UPDATE mensajeria_evento SET tipo = 'nota' WHERE id = %s",
            "DELETE FROM mensajeria_evento WHERE id = %s",
            "TRUNCATE mensajeria_evento CASCADE",
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error) as rechazo, self.cr.savepoint():
                self.cr.execute(sql, [evento.id] if "%s" in sql else None)
            self.assertIn("append-only", str(rechazo.exception))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.cr.savepoint():
            evento.tipo = "nota"
            evento.flush_recordset()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.cr.savepoint():
            evento.unlink()

    def test_a_mistake_is_corrected_by_another_event(self):
        pieza = self.en_ruta().linea_ids.envio_id
        self.entregar(pieza)
        self.assertEqual(pieza.solicitud_id.state, "atendida")
        self.assertRechaza("reason", pieza.action_corregir)
        pieza.action_corregir(motivo="Era la del piso de arriba")
        self.assertEqual(
            (pieza.state, pieza.fecha_entrega, pieza.receptor_nombre, pieza.solicitud_id.state),
            ("en_reparto", False, False, "en_proceso"),
        )
        self.assertFalse(pieza.sudo().linea_ids.resultado)
        correccion = pieza.sudo().evento_ids.sorted("id")[-1]
        self.assertEqual((correccion.tipo, correccion.anula_id.tipo), ("correccion", "entregado"))
        self.assertRechaza("nothing to correct", self.asignada().action_corregir, motivo="x")
        self.entregar(pieza)
        self.assertEqual(pieza.state, "entregado")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("mensajeria.envio", pieza.ids))

    def test_what_is_told_by_hand(self):
        pieza = self.en_ruta().linea_ids.envio_id
        mala = "2026-03-01 10:00:00"
        for texto, args, datos in (
            ("who received it", ["entregado"], {}),
            ("had not left", ["entregado"], {"fecha": mala, "receptor_nombre": "x", "caracter": "destinatario"}),
            ("not come yet", ["entregado"], {"fecha": "2030-01-01 10:00:00", "receptor_nombre": "x", "caracter": "autorizado"}),
            ("reason", ["extraviado"], {}),
            ("reason", ["nota"], {}),
            ("what happened", ["aceptado"], {}),
            ("by the system", ["nota", "x"], {"estado_nuevo": "entregado"}),
        ):  # fmt: skip
            with self.subTest(texto, args=args):
                self.assertRechaza(texto, pieza.action_registrar, *args, **datos)
        pieza.action_registrar("extraviado", motivo="Robo de la motocicleta")
        self.assertEqual((pieza.state, pieza.solicitud_id.state), ("extraviado", "atendida"))

    def test_caso_58_days_of_a_service_skip_holidays_and_closures(self):
        calendario = self.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            [
                {
                    "name": "Natalicio de Benito Juárez",
                    "calendar_id": calendario.id,
                    "company_id": self.company.id,
                    "date_from": datetime(2026, 3, 16, 6),
                    "date_to": datetime(2026, 3, 17, 5, 59, 59),
                },
                {
                    "name": "Vacaciones",
                    "calendar_id": calendario.id,
                    "company_id": self.company.id,
                    "date_from": datetime(2026, 3, 30, 6),
                    "date_to": datetime(2026, 4, 11, 5, 59, 59),
                },
            ]
        )
        for sale, dias, promesa in (
            (AHORA, 8, "2026-03-12"),
            ("2026-03-13 18:00:00", 1, "2026-03-17"),
            ("2026-03-27 18:00:00", 2, "2026-04-14"),
            ("2026-03-06 18:00:00", 0, "2026-03-06"),
        ):
            with self.subTest(sale), freeze_time(sale):
                self.en_mano.sla_dias = dias
                pieza = self.asignada()
                pieza.sudo()._registrar_evento("en_reparto")
                self.assertEqual(str(pieza.fecha_compromiso), promesa)

    def test_caso_30_addresses_and_their_zones(self):
        self.zona_sur.regla_ids.create(
            {"zona_id": self.zona_sur.id, "tipo": "colonia", "valores": "Centro / Cuauhtémoc", "prioridad": 1}
        )
        for vals, zona in (
            ({"dest_cp": "1000"}, self.zona_sur),
            ({"dest_cp": 1000}, self.zona_sur),
            ({"dest_cp": False, "dest_colonia": "Roma"}, self.zona_centro.browse()),
            ({"dest_cp": "99999", "dest_colonia": False}, self.zona_centro.browse()),
            ({"dest_cp": "06000", "dest_colonia": "Roma"}, self.zona_centro),
            ({"dest_cp": "06000"}, self.zona_sur),  # two rules match: the one with priority
        ):
            with self.subTest(vals):
                self.assertEqual(self.Envio.create(self.pieza_vals(**vals)).zona_id, zona)
        self.assertEqual(self.Envio.create(self.pieza_vals(dest_cp=1000)).dest_cp, "01000")
        self.assertRechaza("five digits", self.Envio.create, self.pieza_vals(dest_cp="600A"))
        # without postal code it can still be dispatched, by whoever chooses the service
        pieza = self.aceptada(pieza={"dest_cp": False, "dest_colonia": False})
        self.assertFalse(pieza.servicio_id)
        self.assertRechaza("Choose provider and service", pieza.action_asignar)
        pieza.write({"proveedor_id": self.local.id, "servicio_id": self.en_mano.id})
        pieza.action_asignar()
        self.assertEqual(pieza.state, "asignado")

    def test_queries_of_accepting_a_hundred(self):
        """A constant number of queries, whatever the pieces; and of assigning them, with their guías."""
        self.aceptada()  # groups, steps and zones in memory
        for cuantas in (10, 100):
            solicitud = self.enviada(cuantas, tipo_sugerido="sepomex")
            suya = self.como(solicitud, self.op_sepomex)
            piezas = suya.envio_ids.browse(suya.envio_ids.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(cuantas), self.assertQueryCount(60):
                suya.action_aceptar()
                self.env.flush_all()
            piezas.write({"proveedor_id": self.sepomex.id, "servicio_id": self.registrado.id})
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(cuantas), self.assertQueryCount(60):
                piezas.action_asignar()
                self.env.flush_all()
            self.assertEqual(len(piezas.sudo().guia_id), cuantas)

    def test_a_request_is_mended_or_cancelled(self):
        solicitud = self.enviada(2)
        suya = self.como(solicitud, self.op_local)
        self.assertRechaza("reason", suya.action_rechazar)
        suya.action_rechazar(motivo="Falta el anexo")
        self.assertEqual((solicitud.state, solicitud.motivo), ("rechazada", "Falta el anexo"))
        folio = solicitud.name
        solicitud.action_corregir()
        solicitud.envio_ids[0].dest_referencias = "Segundo piso"
        solicitud.action_enviar()
        self.assertEqual((solicitud.name, solicitud.motivo), (folio, False))
        suya.action_aceptar()
        self.assertRechaza("Reload", suya.action_aceptar)
        self.assertRechaza("already sent", solicitud.write, {"urgencia": "1"})
        solicitud.action_cancelar(motivo="Ya no hace falta")
        self.assertEqual(solicitud.envio_ids.mapped("state"), ["cancelado"] * 2)
        self.assertEqual((solicitud.state, solicitud.motivo), ("cancelada", "Ya no hace falta"))
        self.assertFalse(solicitud.sudo()._tareas_abiertas())
        with self.assertRaises(UserError):
            solicitud.unlink()
