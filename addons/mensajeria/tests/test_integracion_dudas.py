"""What a carrier's service leaves open: labels in doubt, cancellations, and proofs of delivery."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_integracion import IntegracionCommon

ETIQUETA = "odoo.addons.mensajeria.models.mensajeria_etiqueta"
DUDAS = "odoo.addons.mensajeria.models.mensajeria_etiqueta_dudas"
PRUEBA = "odoo.addons.mensajeria.models.mensajeria_acuse_prueba"


class EtiquetasCommon(IntegracionCommon):
    def tareas(self, registro):
        return registro.sudo()._tareas_abiertas("msj_etiqueta")

    def mia(self, etiqueta, user=None):
        return self.como(etiqueta.sudo(False), user or self.op_foranea)

    def en_duda(self, sin_busqueda=True):
        """A piece whose label the carrier may have made, and its label."""
        if sin_busqueda:
            self.startPatcher(patch.object(self.Proveedor, "_manual_buscar_envio", None))
        pieza = self.por_asignar()
        self.transportista.falla = "después"
        etiqueta = self.pedir(pieza)
        self.transportista.falla = None
        self.assertEqual(etiqueta.state, "dudosa")
        return pieza, self.mia(etiqueta)

    def decidir(self, etiqueta, metodo, motivo="Lo dijo Laura por teléfono"):
        contexto = {"active_model": etiqueta._name, "active_ids": etiqueta.ids}
        Decision = self.como(self.env["mensajeria.decision"], self.op_foranea).with_context(**contexto)
        Decision.create({"metodo": metodo, "motivo": motivo}).action_confirmar()


@tagged("post_install", "-at_install")
class TestEtiquetasDudosas(EtiquetasCommon):
    def test_nobody_but_a_person_can_tell(self):
        """The carrier cannot be asked: the piece stands in the list, and nothing is made meanwhile."""
        pieza, etiqueta = self.en_duda()
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("dudosa", 1))
        tarea = self.tareas(etiqueta)
        self.assertEqual((tarea.group_id, tarea.folio), (self.env.ref("mensajeria.group_foranea"), pieza.name))
        accion = self.como(self.env["ir.actions.act_window"], self.op_foranea)._for_xml_id(
            "mensajeria.mensajeria_etiqueta_action"
        )
        self.assertEqual(accion["res_model"], "mensajeria.etiqueta")
        self.assertIn("Ask the carrier", pieza.aviso_etiqueta)
        self.assertFalse(etiqueta.se_puede_preguntar)
        self.assertRechaza("call them", etiqueta.action_preguntar)
        self.assertRechaza("already asked", pieza.action_pedir_etiqueta)
        self.assertRechaza("is in doubt", pieza.action_asignar)

    def test_it_was_made(self):
        pieza, etiqueta = self.en_duda()
        asistente = self.como(self.env["mensajeria.etiqueta.folio"], self.op_foranea).with_context(
            active_model=etiqueta._name, active_ids=etiqueta.ids
        )
        with Form(asistente) as form:
            form.folio = "00000010007"
        self.assertRechaza("digit", form.record.action_confirmar)
        form.record.folio = "00000010006"
        form.record.action_confirmar()
        self.assertEqual((etiqueta.state, etiqueta.guia_id.name, pieza.folio_guia), ("hecha", *["00000010006"] * 2))
        self.assertFalse(self.tareas(etiqueta))
        self.assertFalse(pieza.aviso_etiqueta)
        self.assertRechaza("moved on", etiqueta.action_hecha, "00000010006")
        pieza.action_asignar()

    def test_it_was_not_made(self):
        pieza, etiqueta = self.en_duda()
        self.assertRechaza("reason", etiqueta.action_no_hecha)
        self.decidir(etiqueta, "action_no_hecha")
        self.assertEqual((etiqueta.state, etiqueta.problema), ("rechazada", "Lo dijo Laura por teléfono"))
        self.assertFalse(self.tareas(etiqueta))
        otra = self.pedir(pieza)
        self.assertEqual((otra.state, otra.referencia), ("hecha", f"{pieza.name}-2"))

    def test_its_carrier_can_tell(self):
        _pieza, etiqueta = self.en_duda(sin_busqueda=False)
        self.assertTrue(etiqueta.se_puede_preguntar)
        etiqueta.action_preguntar()
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("hecha", 1))
        self.assertFalse(self.tareas(etiqueta))

    def test_a_number_that_cannot_be_used(self):
        """The label exists, and its number belongs to no series: it is told, and corrected by hand."""
        pieza = self.por_asignar()
        self.serie_f.folios_externos = "rechazar"
        etiqueta = self.mia(self.pedir(pieza))
        self.assertEqual((etiqueta.state, etiqueta.folio, pieza.folio_guia), ("hecha", "00000010006", False))
        self.assertIn("not in the stock", self.tareas(etiqueta).asunto)
        self.serie_f.folios_externos = "registrar"
        etiqueta.action_hecha(etiqueta.folio)
        self.assertEqual(pieza.folio_guia, "00000010006")
        self.assertFalse(self.tareas(etiqueta))

    def test_who_may(self):
        _pieza, etiqueta = self.en_duda()
        for user in (self.op_sepomex, self.solicitante, self.repartidor, self.op_b, self.administrador_b):
            ajena = self.mia(etiqueta, user)
            for metodo, args in (
                ("action_preguntar", ()),
                ("action_hecha", ("00000010006",)),
                ("action_no_hecha", ("x",)),
                ("action_cancelada", ("x",)),
            ):
                with self.subTest(user=user.login, metodo=metodo), self.assertRaises(AccessError), self.cr.savepoint():
                    getattr(ajena, metodo)(*args)
        self.assertRechaza("moved on", etiqueta.action_cancelada, "x")


@tagged("post_install", "-at_install")
class TestCancelaciones(EtiquetasCommon):
    def setUp(self):
        super().setUp()
        self.sabe(cancelar=self.transportista.cancelar)

    def hecha(self):
        pieza = self.por_asignar()
        return pieza, self.mia(self.pedir(pieza))

    def test_the_piece_is_cancelled(self):
        pieza, etiqueta = self.hecha()
        pieza.action_cancelar(motivo="Ya no se envía")
        self.assertEqual((etiqueta.state, self.transportista.canceladas), ("por_cancelar", []), "after the commit")
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(self.transportista.canceladas, [("00000010006", etiqueta.referencia)])
        self.assertEqual(etiqueta.state, "cancelada")
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(len(self.transportista.canceladas), 1)
        self.assertRechaza(
            "cancelled at its carrier", self.mia(etiqueta.guia_id, self.administradora).action_revertir, "x"
        )

    def test_the_guia_is_voided(self):
        pieza, etiqueta = self.hecha()
        self.como(etiqueta.guia_id, self.op_foranea).action_baja("danada", "Se imprimió con la dirección equivocada")
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(etiqueta.state, "cancelada")
        otra = self.pedir(pieza)
        self.assertEqual((otra.state, self.transportista.llamadas), ("hecha", 2), "the piece may have another one")

    def test_no_answer_loses_no_cancellation(self):
        pieza, etiqueta = self.hecha()
        pieza.action_cancelar(motivo="Ya no se envía")
        self.transportista.falla = "calla"
        for _vez in range(2):
            self.correr("mensajeria.ir_cron_etiqueta")
            self.assertEqual((etiqueta.state, etiqueta.problema), ("por_cancelar", "timed out"))
        self.assertEqual(self.tareas(etiqueta).asunto, "timed out")
        self.transportista.falla = None
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, etiqueta.problema), ("cancelada", False))
        self.assertFalse(self.tareas(etiqueta))

    @mute_logger(DUDAS)
    def test_its_service_breaks(self):
        pieza, etiqueta = self.hecha()
        with patch.object(self.Proveedor, "_manual_cancelar", lambda *args: 1 / 0):
            pieza.action_cancelar(motivo="Ya no se envía")
            self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, etiqueta.problema), ("por_cancelar", "The carrier's service failed."))

    def test_refused(self):
        pieza, etiqueta = self.hecha()
        pieza.action_cancelar(motivo="Ya no se envía")
        self.transportista.falla = "rechaza"
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, etiqueta.problema), ("no_cancelada", "Already picked up"))
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(len(self.transportista.canceladas), 1, "until somebody says so")
        self.transportista.falla = None
        etiqueta.action_preguntar()
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(etiqueta.state, "cancelada")

    def test_its_service_cannot(self):
        pieza, etiqueta = self.hecha()
        with patch.object(self.Proveedor, "_manual_cancelar", None):
            pieza.action_cancelar(motivo="Ya no se envía")
        self.assertEqual(etiqueta.state, "no_cancelada")
        self.assertIn("Ask the carrier to cancel label 00000010006", self.tareas(etiqueta).asunto)
        self.decidir(etiqueta, "action_cancelada")
        self.assertEqual((etiqueta.state, etiqueta.problema), ("cancelada", "Lo dijo Laura por teléfono"))
        self.assertFalse(self.tareas(etiqueta))

    def test_cancelled_before_it_was_asked_for(self):
        pieza = self.por_asignar()
        pieza.action_pedir_etiqueta()
        pieza.action_cancelar(motivo="Ya no se envía")
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((pieza.etiqueta_ids.state, self.transportista.llamadas), ("rechazada", 0))

    def test_cancelled_while_in_doubt(self):
        """When it turns out that it was made, nobody needs it: it is cancelled."""
        pieza, etiqueta = self.en_duda(sin_busqueda=False)
        pieza.action_cancelar(motivo="Ya no se envía")
        self.assertEqual(etiqueta.state, "dudosa")
        for _vez in range(2):
            self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(etiqueta.state, "cancelada")
        self.assertEqual(self.transportista.canceladas, [("00000010006", etiqueta.referencia)])

    def test_not_there_and_not_needed(self):
        pieza = self.por_asignar()
        self.transportista.falla = "antes"
        etiqueta = self.pedir(pieza)
        pieza.action_cancelar(motivo="Ya no se envía")
        self.transportista.falla = None
        for _vez in range(2):
            self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("rechazada", 1))


@tagged("post_install", "-at_install")
class TestPruebaDeEntrega(IntegracionCommon):
    PDF = b"%PDF-1.4 proof"

    def setUp(self):
        super().setUp()
        self.respuesta, self.preguntas = None, []
        self.sabe(prueba_entrega=self.responder)

    def responder(self, proveedor, guia):
        self.preguntas.append(guia.name)
        if isinstance(self.respuesta, Exception):
            raise self.respuesta
        return self.respuesta

    def entregada(self):
        pieza = self.piezas()
        pieza.sudo()._registrar_evento("entregado", origen="api", receptor_nombre="Ana")
        return pieza, self.como(pieza.sudo().acuse_ids.sudo(False), self.op_foranea)

    def test_fetched_once_the_piece_is_delivered(self):
        self.respuesta = self.PDF
        pieza, acuse = self.entregada()
        self.assertEqual((acuse.state, self.preguntas), ("en_proveedor", []))
        self.correr("mensajeria.ir_cron_prueba")
        self.assertEqual((acuse.state, self.preguntas), ("digitalizado", [pieza.folio_guia]))
        self.assertEqual(acuse.archivo_ids.sudo().raw, self.PDF)
        self.assertTrue(acuse.archivo_ids.sudo().evidencia)
        self.assertEqual(acuse.sudo()._tareas_abiertas().mapped("paso_id.codigo"), ["msj_acuse_revisar"])
        self.correr("mensajeria.ir_cron_prueba")
        self.assertEqual(len(self.preguntas), 1)

    @mute_logger(PRUEBA)
    def test_not_there_yet(self):
        """Told in a sentence, and asked again, less and less often."""
        _pieza, acuse = self.entregada()
        for respuesta, frase in (
            (None, "no proof of delivery yet"),
            (UserError("Access denied"), "Access denied"),
            (TimeoutError("timed out"), "timed out"),
            (b"<html>", "neither a PDF nor a picture"),
        ):
            self.respuesta = respuesta
            acuse.sudo().prueba_siguiente = "2026-03-01"
            self.correr("mensajeria.ir_cron_prueba")
            self.assertIn(frase, acuse.prueba_problema)
            self.assertEqual((acuse.state, acuse.archivo_ids.ids), ("en_proveedor", []))
        self.assertEqual(acuse.prueba_espera, 16)
        self.respuesta = self.PDF
        self.assertTrue(acuse.pide_prueba)
        acuse.action_pedir_prueba()
        self.correr("mensajeria.ir_cron_prueba")
        self.assertEqual((acuse.state, acuse.prueba_problema), ("digitalizado", False))
        self.assertRechaza("cannot be asked", acuse.action_pedir_prueba)

    def test_the_paper_came_first(self):
        _pieza, acuse = self.entregada()
        acuse.action_recibir()
        self.correr("mensajeria.ir_cron_prueba")
        self.assertFalse(self.preguntas)
        self.assertFalse(acuse.prueba_siguiente)

    def test_who_may(self):
        _pieza, acuse = self.entregada()
        for user in (self.op_sepomex, self.solicitante, self.repartidor, self.op_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.como(acuse, user).action_pedir_prueba()
        self.assertRechaza("kept by the system", acuse.write, {"prueba_siguiente": "2026-03-01"})
