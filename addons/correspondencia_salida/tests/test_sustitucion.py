import ast

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestSustitucion(DespachoCommon):
    """What was signed stays as it was: another one takes its place once it is signed."""

    def sustituto(self, oficio, motivo="El monto está mal"):
        accion = oficio.action_sustituir(motivo)
        return self.como(self.Oficio, self.redactora).browse(accion["res_id"])

    def test_the_old_one_stands_until_the_new_one_is_signed(self):
        oficio = self.firmado(self.destinatario(), self.destinatario(medio="personal"))
        correo, ventanilla = lineas = self.lineas(oficio).sorted("id")
        correo.action_despachar()
        nuevo = self.sustituto(oficio)
        self.assertEqual((nuevo.state, nuevo.sustituye_id, nuevo.referencia), ("borrador", oficio, oficio.name))
        self.assertEqual(len(nuevo.destinatario_ids), 2)
        self.assertEqual(set(nuevo.destinatario_ids.mapped("state")), {"pendiente"})
        self.assertEqual(oficio.state, "firmado")
        self.assertTrue(oficio._tareas_abiertas("oficio_despachar"))
        self.firmar(nuevo)
        self.assertEqual((oficio.state, oficio.motivo), ("sustituido", "El monto está mal"))
        self.assertFalse(oficio._tareas_abiertas())
        self.assertEqual(oficio.sudo().numero_id.state, "usado")
        self.assertEqual(lineas.mapped("state"), ["despachado", "cancelado"])
        with self.assertRaises(UserError):
            ventanilla.action_entregar("X")

    def firmar(self, oficio):
        oficio.action_terminar()
        oficio.action_numerar()
        self.subir(oficio)

    def test_once_and_with_a_reason(self):
        oficio = self.firmado()
        with self.assertRaisesRegex(UserError, "Write the reason"):
            oficio.action_sustituir(" ")
        nuevo = self.sustituto(oficio)
        with self.assertRaisesRegex(UserError, "already substitutes"):
            oficio.action_sustituir("Otra vez")
        nuevo.action_cancelar("Siempre no")
        self.firmar(self.sustituto(oficio))
        self.assertEqual(oficio.state, "sustituido")
        with self.assertRaisesRegex(UserError, "is now «Substituted»"):
            oficio.action_sustituir("Más")

    def test_nobody_asks_for_the_acuses_of_what_does_not_count(self):
        oficio = self.firmado(self.destinatario(medio="portal"), self.destinatario(medio="portal"))
        linea, otra = lineas = self.lineas(oficio).sorted("id")
        lineas.action_despachar()
        lineas.sudo()._mensaje_entregado()
        self.firmar(self.sustituto(oficio))
        self.assertEqual((oficio.state, set(lineas.mapped("state"))), ("sustituido", {"despachado"}))
        enviados = self.env["mail.mail"].sudo().search_count([])
        with freeze_time("2026-06-01 18:00:00"), self.enter_registry_test_mode():
            self.env.ref("correspondencia_salida.ir_cron_perseguir").sudo().method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((self.env["mail.mail"].sudo().search_count([]), linea.nivel), (enviados, 0))
            self.assertFalse(oficio._tareas_abiertas())
            self.assertEqual((linea.vencido, oficio.por_acusar), (False, 0))
            self.assertFalse(lineas & lineas.search([("vencido", "=", True)]))
            pendientes = ast.literal_eval(
                self.env.ref("correspondencia_salida.correspondencia_destinatario_action_acuses").sudo().domain
            )
            self.assertFalse(lineas & lineas.search(pendientes))
        with self.assertRaisesRegex(UserError, "is now «Substituted»"):
            otra.action_renovar()

    def test_by_one_at_a_time_that_is_not_cancelled(self):
        oficio, nuevo, otro = self.firmado(), self.oficio().sudo(), self.oficio().sudo()
        nuevo.sustituye_id = oficio
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            otro.sustituye_id = oficio
            otro.flush_recordset()
        nuevo.action_cancelar("Siempre no")
        self.env.flush_all()
        otro.sustituye_id = oficio
        otro.flush_recordset()
        self.assertEqual(oficio.sustituto_id, otro)

    def test_one_that_was_filed_meanwhile_is_crossed_through_too(self):
        oficio = self.firmado(self.destinatario(requiere_acuse=False))
        self.lineas(oficio).action_despachar()
        nuevo = self.sustituto(oficio)
        oficio.action_archivar()
        self.firmar(nuevo)
        self.assertEqual((oficio.state, oficio.sudo().numero_id.sustituido), ("sustituido", True))

    def test_the_window_tells_what_follows_and_opens_the_new_one(self):
        oficio = self.firmado()
        Decision = self.como(self.env["mensajeria.decision"], self.redactora).with_context(
            active_model=oficio._name, active_ids=oficio.ids, default_metodo="action_sustituir"
        )
        with Form(Decision) as ventana:
            self.assertIn("stands until that one is signed", ventana.consecuencia)
            ventana.motivo = "El monto está mal"
        accion = ventana.record.action_confirmar()
        self.assertEqual((accion["res_model"], accion["res_id"]), (oficio._name, oficio.sustituto_id.id))
        contadas = {(modelo, metodo) for modelo, textos in Decision._consecuencias().items() for metodo in textos}
        self.assertLessEqual(contadas, Decision._decisiones())

    def test_one_that_was_filed_is_substituted(self):
        oficio = self.firmado(self.destinatario(requiere_acuse=False))
        self.lineas(oficio).action_despachar()
        oficio.action_archivar()
        self.firmar(self.sustituto(oficio))
        self.assertEqual(oficio.state, "sustituido")

    def test_who_has_it_inside_is_told(self):
        oficio = self.firmado(
            self.destinatario(clase="interno", medio="interno", area_id=self.finanzas.id, user_id=self.contadora.id),
            tipo_id=self.memorandum.id,
        )
        self.lineas(oficio).action_despachar()
        asunto = oficio.sudo().destinatario_ids.turno_interno_id.asunto_id
        self.firmar(self.sustituto(oficio))
        aviso = asunto.message_ids.filtered(lambda m: "does not count any more" in m.body)
        self.assertEqual(aviso.partner_ids, self.contadora.partner_id)

    def test_one_that_went_to_somebody_is_substituted_not_cancelled(self):
        oficio = self.firmado(self.destinatario(), self.destinatario(medio="personal"))
        linea = self.lineas(oficio).sorted("id")[0]
        linea.action_despachar()
        linea.sudo()._mensaje_entregado()
        self.assertEqual(oficio.state, "firmado")
        with self.assertRaisesRegex(UserError, "substitute it instead"):
            oficio.action_cancelar("Error")

    def test_a_draft_is_corrected_not_substituted(self):
        with self.assertRaisesRegex(UserError, "is now «Draft»"):
            self.oficio().action_sustituir("X")
