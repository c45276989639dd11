"""Lists: hard cases of routes by their numbers in the specification, their paper and their wizards."""

import json
from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .envios_comun import EnviosCommon
from .lector_pdf import textos


@tagged("post_install", "-at_install")
class TestRelacion(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"  # of its papers

    def imprimir(self, relacion):
        contenido, tipo = (
            self.como(self.env["ir.actions.report"], self.op_local)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("mensajeria.action_report_relacion", relacion.ids)
        )
        self.assertEqual(tipo, "pdf")
        return " ".join(textos(contenido))

    def test_caso_25_not_on_two_open_lists(self):
        pieza = self.asignada()
        relacion = self.relacion(pieza)
        self.assertEqual(pieza.relacion_id, relacion)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.relacion(pieza).flush_recordset()
        relacion.action_cancelar(motivo="Se rehace")
        self.assertFalse(pieza.relacion_id)
        otra = self.emitida(pieza)
        self.assertEqual((pieza.relacion_id, pieza.state), (otra, "en_relacion"))
        otra.action_cancelar(motivo="El mensajero enfermó")
        self.assertEqual((pieza.relacion_id.id, pieza.state), (False, "asignado"))
        indice = "SELECT indexdef FROM pg_indexes WHERE indexname = 'mensajeria_relacion_linea_una_abierta'"
        self.cr.execute(indice)
        self.assertIn("UNIQUE", self.cr.fetchone()[0])

    def test_caso_26_issued_is_frozen_and_prints_the_same(self):
        piezas = self.asignada(3)
        relacion = self.emitida(piezas)
        primera = self.imprimir(relacion)
        self.assertIn("HR-OPM/2026/00001", primera)
        self.assertNotIn("REPRINT", primera)
        # the world moves on
        self.zona_centro.name, self.zona_centro.clave = "Otra", "OTR"
        self.en_mano.name = "Otro nombre"
        self.mensajero.sudo().name = "Otro mensajero"
        relacion.action_salir(relacion.linea_ids[:2].ids)
        segunda = self.imprimir(relacion)
        self.assertIn("REPRINT 1", segunda)
        self.assertEqual(segunda.replace(" REPRINT 1", "").replace("REPRINT 1", ""), primera)
        self.assertIn("REPRINT 2", self.imprimir(relacion))
        self.assertEqual(relacion.reimpresiones, 2)
        linea = relacion.linea_ids[0]
        otra = self.asignada()
        for accion in (
            lambda: relacion.write({"fecha": "2026-03-05"}),
            lambda: relacion.write({"linea_ids": [Command.create({"envio_id": otra.id})]}),
            lambda: relacion.sudo().write({"tipo": "entrega_acuses"}),
            lambda: linea.write({"orden": 9}),
            lambda: linea.sudo().write({"envio_id": otra.id}),
            lambda: linea.sudo().unlink(),
            lambda: linea.sudo().create({"relacion_id": relacion.id, "envio_id": otra.id}),
        ):
            self.assertRechaza("issued", accion)
        self.assertRechaza("never deleted", relacion.unlink)
        for campo in ("contenido", "hash", "name"):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.cr.savepoint():
                self.cr.execute(f"UPDATE mensajeria_relacion SET {campo} = 'x' WHERE id = %s", [relacion.id])
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.cr.savepoint():
            self.cr.execute("DELETE FROM mensajeria_relacion WHERE id = %s", [relacion.id])
        self.assertFalse(relacion._verificar_contenido())
        self.cr.execute("UPDATE mensajeria_relacion_linea SET orden = 77 WHERE id = %s", [linea.id])
        linea.invalidate_recordset()
        self.assertEqual(relacion._verificar_contenido().ids, relacion.ids, "the lines no longer say what was issued")

    def test_caso_27_not_loaded_goes_back_to_be_assigned(self):
        piezas = self.asignada(3)
        relacion = self.emitida(piezas)
        self.assertRechaza("Nothing is loaded", relacion.action_salir)
        self.assertEqual(relacion.registrar_carga(piezas[0].name)["resultado"], "ok")
        self.assertEqual(relacion.registrar_carga(piezas[0].name)["resultado"], "repetido")
        self.assertEqual(relacion.registrar_carga("ENV/999999")["resultado"], "ajeno")
        self.assertEqual(self.como(relacion, self.repartidor).registrar_carga(piezas[1].name)["resultado"], "ok")
        relacion.action_salir(motivo="No cupo")
        self.assertEqual(piezas.mapped("state"), ["en_reparto", "en_reparto", "por_asignar"])
        quedada = piezas[2]
        linea = quedada.sudo().linea_ids
        self.assertEqual((linea.resultado, linea.nota, linea.abierta), ("no_cargado", "No cupo", False))
        self.assertEqual(quedada.sudo().evento_ids.sorted("id")[-1].tipo, "no_cargado")
        self.assertEqual(
            quedada.solicitud_id.sudo()._tareas_abiertas().mapped("paso_id.codigo"),
            ["msj_despachar"],
            "again in the tray",
        )
        quedada.action_asignar()
        self.emitida(quedada)
        self.assertEqual(quedada.state, "en_relacion")

    def test_caso_28_closing_demands_every_result(self):
        relacion = self.en_ruta(2)
        piezas = relacion.linea_ids.envio_id
        self.entregar(piezas[0])
        self.assertRechaza("1 pieces without result", relacion.action_cerrar)
        asistente = Form(
            self.como(self.env["mensajeria.cierre"], self.op_local).with_context(
                active_model="mensajeria.relacion", active_ids=relacion.ids
            )
        ).save()
        self.assertEqual(asistente.linea_ids.envio_id, piezas[1])
        self.assertRechaza("Say what became", asistente.action_cerrar)
        asistente.linea_ids.write({"resultado": "intento_fallido", "motivo_id": self.ausente.id, "aviso_dejado": True})
        asistente.action_cerrar()
        self.assertEqual((relacion.state, piezas[1].state), ("cerrada", "intento_fallido"))
        self.assertEqual(relacion.linea_ids.mapped("resultado"), ["entregado", "no_entregado"])
        otra = self.emitida(piezas[1])  # the next attempt
        self.assertEqual(piezas[1].relacion_id, otra)
        otra.action_salir(otra.linea_ids.ids)
        self.assertEqual(piezas[1].state, "en_reparto")

    def test_caso_29_relief_in_mid_route(self):
        relacion = self.en_ruta(3)
        piezas = relacion.linea_ids.envio_id
        self.entregar(piezas[0])
        self.assertTrue(self.como(piezas[1], self.repartidor).has_access("read"))
        self.assertTrue(self.como(piezas[1], self.repartidora).has_access("read"), "the substitute may have to take it")
        self.mensajero.suplente_id = False
        self.assertFalse(self.como(piezas[1], self.repartidora).has_access("read"))
        self.mensajero.suplente_id = self.suplente
        self.assertRechaza("still carries", self.mensajero.write, {"active": False})
        self.assertRechaza("reason", relacion.action_relevar, self.suplente.id)
        self.assertRechaza("another messenger", relacion.action_relevar, self.mensajero.id, "x")
        asistente = (
            self.como(self.env["mensajeria.relevar"], self.op_local)
            .with_context(active_model="mensajeria.relacion", active_ids=relacion.ids)
            .create({"motivo": "Se descompuso la motocicleta"})
        )
        self.assertEqual(asistente.mensajero_id, self.suplente)
        asistente.action_relevar()
        self.assertEqual(relacion.mensajero_id, self.suplente)
        self.assertEqual(piezas.mapped("mensajero_id.name"), ["Repartidor", "Repartidora"])
        self.assertEqual(piezas[0].mensajero_id, self.mensajero, "what was delivered remains of who did")
        self.assertFalse(self.como(piezas[1], self.repartidor).has_access("read"))
        self.assertTrue(self.como(piezas[1], self.repartidora).has_access("read"))
        self.assertEqual(relacion.sudo()._tareas_abiertas("msj_repartir").user_id, self.repartidora)
        self.assertIn("Repartidor", json.loads(relacion.contenido)["mensajero"], "the paper stays as issued")
        self.assertEqual(piezas[1].sudo().evento_ids.sorted("id")[-1].tipo, "reasignado")
        self.mensajero.active = False
        self.assertFalse(relacion._verificar_contenido())

    def test_a_messenger_who_leaves_gives_back_the_route(self):
        relacion = self.en_ruta()
        self.repartidor.sudo().active = False
        tarea = relacion.sudo()._tareas_abiertas("msj_repartir")
        self.assertEqual((tarea.user_id.id, tarea.group_id), (False, self.env.ref("mensajeria.group_local")))

    def test_the_messenger_of_the_day(self):
        self.env["mensajeria.ausencia"].create({"mensajero_id": self.mensajero.id, "desde": "2026-03-02"})
        piezas = self.asignada(2)
        relacion = self.relacion(piezas)
        self.assertIn("give the route to Repartidora", relacion.aviso)
        self.assertRechaza("does not work", relacion.action_emitir)
        relacion.action_cancelar(motivo="x")
        nuevas = piezas._hacer_relaciones(fields.Date.today())
        self.assertEqual(nuevas.mensajero_id, self.suplente)
        self.suplente.capacidad_diaria = 1
        nuevas.invalidate_recordset(["aviso"])
        self.assertIn("carries 1", nuevas.aviso)
        nuevas.action_emitir()
        self.assertEqual(piezas.mensajero_id, self.suplente)

    def test_deposit(self):
        """In the order of the numbers; what the counter does not take stays; closed with the stamped copy."""
        piezas = self.por_sepomex(3)
        piezas.sudo().guia_id._soltar()
        for pieza, serial in zip(piezas, (30, 10, 20), strict=True):
            self.como(self.Guia, self.op_sepomex).asignar_folio(pieza.id, self.registrada._formatear(serial))
        relacion = self.emitida(piezas, "deposito_sepomex")
        orden = [linea["guia"] for linea in json.loads(relacion.contenido)["lineas"]]
        self.assertEqual(orden, [self.registrada._formatear(n) for n in (10, 20, 30)])
        asistente = Form(
            self.como(self.env["mensajeria.salida"], self.op_sepomex).with_context(
                active_model="mensajeria.relacion", active_ids=relacion.ids
            )
        ).save()
        self.assertFalse(asistente.faltan, "at the counter everything goes, but for what is refused")
        asistente.linea_ids[0].cargado = False
        asistente.motivo = "Sobre roto"
        asistente.action_salir()
        self.assertEqual(piezas.mapped("state"), ["en_transito", "por_asignar", "en_transito"])
        self.assertEqual(piezas.sudo().guia_id.mapped("state"), ["usada", "asignada", "usada"])
        self.assertEqual(relacion.linea_ids.mapped("resultado"), ["no_cargado", "aceptado", "aceptado"])
        self.assertRechaza("Attach the copy", relacion.action_cerrar)
        sello = self.como(self.env["ir.attachment"], self.op_sepomex).create({"name": "sello.pdf", "raw": b"%PDF-1.4"})
        asistente = (
            self.como(self.env["mensajeria.cierre"], self.op_sepomex)
            .with_context(active_model="mensajeria.relacion", active_ids=relacion.ids)
            .create({"evidencia_ids": [Command.set(sello.ids)]})
        )
        asistente.action_cerrar()
        self.assertEqual(relacion.state, "cerrada")
        self.assertTrue(sello.sudo().evidencia)

    def test_paper_of_a_deposit(self):
        piezas = self.por_sepomex(2)
        relacion = self.emitida(piezas, "deposito_sepomex")
        reportes = self.como(self.env["ir.actions.report"], self.op_sepomex).with_context(force_report_rendering=True)
        contenido, _tipo = reportes._render_qweb_pdf("mensajeria.action_report_relacion", relacion.ids)
        texto = " ".join(textos(contenido))
        for parte in ("DEP-OPM/2026/00001", "Stamp of the provider", "Total", piezas[0].folio_guia, relacion.hash[:20]):
            self.assertIn(parte.lower(), texto.lower())
        self.assertRechaza(
            "", self.como(self.env["ir.actions.report"], self.op_local)._render_qweb_pdf,
            "mensajeria.action_report_relacion", relacion.ids, error=AccessError,
        )  # fmt: skip
        borrador = self.relacion(self.asignada())
        self.assertRechaza("Issue the list first", borrador.action_imprimir)

    def test_reading_codes_at_the_door(self):
        piezas = self.por_sepomex(2)
        relacion = self.emitida(piezas, "deposito_sepomex")
        formulario = Form(
            self.como(self.env["mensajeria.salida"], self.op_sepomex).with_context(
                active_model="mensajeria.relacion", active_ids=relacion.ids
            )
        )
        guia = piezas[0].folio_guia
        formulario.codigos = f"{guia[:2]} {guia[2:].lower()}\n{piezas[1].name}\nNADA"
        self.assertIn("NADA", formulario.aviso)
        self.assertNotIn(guia, formulario.aviso)

    def test_consolidation(self):
        """By zone and service, with cost and stock told; one click assigns and makes the lists."""
        self.env["mensajeria.tarifa"].create(
            [
                {"servicio_id": self.en_mano.id, "precio": 30, "peso_hasta": 500, "company_id": self.company.id},
                {"servicio_id": self.registrado.id, "precio": 55, "peso_hasta": 500, "company_id": self.company.id},
            ]
        )
        locales = self.aceptada(3)
        lejos = self.aceptada(2, pieza={"dest_cp": "64000", "dest_municipio": "Monterrey", "dest_estado": "Nuevo León"})
        admin = self.como(self.env["mensajeria.despachar"], self.administradora).with_context(
            active_model="mensajeria.envio", active_ids=(locales | lejos).ids
        )
        asistente = Form(admin).save()
        self.assertEqual(len(asistente.linea_ids), 2)
        self.assertEqual(asistente.linea_ids.mapped("piezas"), [2, 3])
        sin_zona, centro = asistente.linea_ids
        self.assertEqual((centro.zona_id, centro.servicio_id, centro.costo), (self.zona_centro, self.en_mano, 90))
        self.administradora.oficialia_ids = self.oficialia
        self.assertRechaza("Choose the service", asistente.action_despachar)
        sin_zona.servicio_id = self.registrado
        self.assertEqual(sin_zona.costo, 110)
        accion = asistente.action_despachar()
        relaciones = self.Relacion.search(accion["domain"])
        self.assertEqual(set(relaciones.mapped("tipo")), {"hoja_ruta", "deposito_sepomex"})
        self.assertEqual(relaciones.linea_ids.envio_id, locales.sudo() | lejos.sudo())
        self.assertEqual(sum((locales | lejos).sudo().mapped("costo")), 200)
        # not enough guías: nothing is assigned
        mas = self.aceptada(2)
        mas.sudo().write({"proveedor_id": self.foranea.id, "servicio_id": self.dia_siguiente.id})
        corta = Form(admin.with_context(active_ids=mas.ids)).save()
        self.assertIn("guías needed", corta.linea_ids.aviso)
        self.assertRechaza("", corta.action_despachar)
        self.assertEqual(mas.sudo().mapped("state"), ["por_asignar"] * 2)

    def test_who_issues_what(self):
        piezas = self.asignada()
        self.assertRechaza("", self.relacion, piezas, user=self.op_sepomex, error=AccessError)
        sin_oficina = self._persona("local_sin_oficina", "local")
        self.assertRechaza("", self.relacion, piezas, user=sin_oficina, error=AccessError)
        de_correo = self.por_sepomex()
        self.assertRechaza(
            "", self.relacion, de_correo, user=self.op_local, proveedor_id=self.local.id, error=AccessError
        )
        self.assertRechaza("cannot stand", self.relacion, self.aceptada(), proveedor_id=self.local.id)
        vacia = self.relacion(piezas.browse(), proveedor_id=self.local.id)
        self.assertRechaza("at least one", vacia.action_emitir)

    def test_folios_of_lists_have_no_gap(self):
        nombres = [self.emitida(self.asignada()).name for _n in range(3)]
        self.assertEqual(nombres, [f"HR-OPM/2026/{n:05d}" for n in (1, 2, 3)])
        with self.cr.savepoint() as punto:
            self.emitida(self.asignada())
            punto.rollback()
        self.env.invalidate_all()
        self.assertEqual(self.emitida(self.asignada()).name, "HR-OPM/2026/00004")
        with freeze_time("2027-01-04 18:00:00"):
            self.assertEqual(self.emitida(self.asignada(), fecha="2027-01-04").name, "HR-OPM/2027/00001")

    def test_queries_of_issuing_a_hundred(self):
        """And of sending them out, and of knowing them delivered: as many as of ten."""
        self.en_mano.requiere_acuse = True
        self.entregar(self.en_ruta().linea_ids.envio_id)
        for cuantas in (10, 100):
            relacion = self.relacion(self.asignada(cuantas))
            for hacer in (
                relacion.action_emitir,
                lambda relacion=relacion: relacion.action_salir(relacion.linea_ids.ids),
                lambda relacion=relacion: relacion.linea_ids.envio_id.sudo()._registrar_evento("entregado"),
            ):
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(cuantas=cuantas), self.assertQueryCount(90):
                    hacer()
                    self.env.flush_all()

    def test_queries_of_sending_out_what_no_office_dispatches(self):
        for cuantas in (10, 100):
            piezas = self.Envio.sudo().create(
                [self.pieza_vals(proveedor_id=self.local.id, servicio_id=self.en_mano.id) for _pieza in range(cuantas)]
            )
            piezas.write({"oficialia_id": False, "area_id": False})
            piezas.action_asignar()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(cuantas), self.assertQueryCount(60):
                piezas._registrar_evento("en_reparto")
                self.env.flush_all()
            self.assertEqual(len(set(piezas.mapped("fecha_compromiso"))), 1)

    def test_late_and_early(self):
        """The day after, an open route still closes; what the messenger did keeps its hour."""
        relacion = self.en_ruta(2)
        piezas = relacion.linea_ids.envio_id
        hora = fields.Datetime.now() + timedelta(hours=2)
        with freeze_time("2026-03-03 18:00:00"):
            self.entregar(piezas, fecha=hora)
            relacion.action_cerrar()
        self.assertEqual(set(piezas.mapped("fecha_entrega")), {hora})
