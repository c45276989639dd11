import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestOficio(SalidaCommon):
    def test_from_draft_to_signed_by_hand(self):
        oficio = self.oficio()
        self.assertEqual((oficio.state, oficio.para, oficio.name), ("borrador", "Juana Pérez Ñúñez", False))
        oficio.action_terminar()
        self.assertEqual((oficio.state, oficio.version), ("aprobado", 1))
        self.assertEqual(oficio.tarea_ids.filtered(lambda t: t.state == "pendiente").paso_id.codigo, "oficio_numerar")
        oficio.action_numerar()
        self.assertEqual((oficio.state, oficio.name), ("numerado", "JUT/0001/2026"))
        self.assertTrue(oficio.sudo().pdf_id.evidencia)
        abierta = oficio.tarea_ids.filtered(lambda t: t.state == "pendiente")
        self.assertEqual((abierta.paso_id.codigo, abierta.folio), ("oficio_firmado", "JUT/0001/2026"))
        oficio.action_subir_firmado("firmado.pdf", base64.b64encode(pdf("Firmado")))
        self.assertEqual(oficio.state, "firmado")
        self.assertTrue(oficio.sudo().escaneo_id.evidencia)
        self.assertFalse(oficio.tarea_ids.filtered(lambda t: t.state == "pendiente"))
        self.assertEqual(
            oficio.sudo().bitacora_ids.sorted("numero").mapped("evento"), ["terminar", "numerar", "firmar"]
        )

    def test_what_is_missing_is_named(self):
        casos = {
            "Write the text": {"cuerpo": "<p><br></p>"},
            "Say who signs": {"firmante_ids": [Command.clear()]},
            "Say to whom": {"destinatario_ids": [Command.clear()]},
            "complete: E-mail": {"destinatario_ids": [Command.clear(), Command.create(self.destinatario(email=False))]},
            "complete: Street, Postal Code": {
                "destinatario_ids": [
                    Command.clear(),
                    Command.create(self.destinatario(medio="sepomex", dest_municipio="Centro", dest_estado="Tabasco")),
                ]
            },
        }
        for texto, vals in casos.items():
            with self.subTest(texto):
                oficio = self.oficio()
                oficio.write(vals)
                with self.assertRaisesRegex(UserError, texto):
                    oficio.action_terminar()
                self.assertEqual(oficio.state, "borrador")

    def test_the_text_is_frozen_outside_the_draft(self):
        for estado, oficio in (("aprobado", self.aprobado()), ("numerado", self.numerado())):
            for registro in (oficio, oficio.sudo(), oficio.with_user(self.administradora)):
                for vals in (
                    {"cuerpo": "<p>Otra cosa</p>"},
                    {"descripcion": "Otro"},
                    {"area_id": self.finanzas.id},
                    {"destinatario_ids": [Command.create(self.destinatario())]},
                    {"firmante_ids": [Command.clear()]},
                ):
                    with self.subTest(estado, su=registro.env.su, uid=registro.env.uid, campo=next(iter(vals))):
                        with self.assertRaises(UserError):
                            registro.write(vals)
                with self.assertRaises(UserError):
                    registro.destinatario_ids.write({"dest_nombre": "Otra"})
                with self.assertRaises(UserError):
                    registro.firmante_ids.write({"user_id": self.directora.id})

    def test_back_to_the_draft_before_it_has_a_number(self):
        oficio = self.aprobado()
        with self.assertRaisesRegex(UserError, "Write the reason"):
            oficio.action_corregir()
        oficio.action_corregir("Falta un anexo")
        self.assertEqual((oficio.state, oficio.motivo), ("borrador", "Falta un anexo"))
        oficio.cuerpo = "<p>Corregido</p>"
        oficio.action_terminar()
        self.assertEqual(oficio.version_ids.sorted("numero").mapped("numero"), [1, 2])
        with self.assertRaisesRegex(UserError, "is now"):
            oficio.action_terminar()

    def test_taken_back_after_its_number(self):
        oficio = self.numerado()
        numero = oficio.sudo().numero_id
        oficio.action_recuperar("Se equivocó la fecha")
        self.assertEqual((oficio.state, oficio.name, numero.state), ("borrador", False, "anulado"))
        oficio.action_terminar()
        oficio.action_numerar()
        self.assertEqual(oficio.name, "JUT/0002/2026")

    def test_an_answer_carries_what_the_matter_says(self):
        asunto = self.descargado(self.juridica, numero_oficio="SOBSE/12/2026", prioridad="2")
        vals = self.Oficio._de_asuntos(asunto)
        oficio = self.oficio(user=self.juridica, destinatarios=[], **vals)
        self.assertEqual(oficio.asunto_ids, asunto)
        self.assertEqual((oficio.prioridad, oficio.referencia), ("2", "SOBSE/12/2026"))
        self.assertEqual(oficio.destinatario_ids.mapped("dest_nombre"), ["Juana Pérez Ñúñez"])

    def test_a_document_that_was_read_is_not_deleted(self):
        self.oficio().unlink()
        oficio = self.aprobado()
        oficio.action_corregir("Otra vez")
        with self.assertRaisesRegex(UserError, "never deleted"):
            oficio.unlink()

    def test_the_head_writes_for_the_units_below(self):
        oficio = self.como(self.Oficio, self.directora)
        with self.assertRaises(AccessError):
            oficio.create({"descripcion": "X", "area_id": self.juridico.id})
        self.directora.group_ids = [Command.link(self.env.ref("correspondencia_salida.group_redactor").id)]
        self.assertTrue(self.oficio(user=self.directora, area_id=self.juridico.id))

    def test_what_an_archived_unit_left_is_closed_by_the_administrator(self):
        borrador, aprobado = oficios = self.oficio() | self.aprobado()
        firmado = self.numerado()
        firmado.action_subir_firmado("firmado.pdf", base64.b64encode(pdf("Firmado")))
        self.juridico.active = False
        borrador, aprobado, firmado = (self.como(o, self.administradora) for o in (borrador, aprobado, firmado))
        with self.assertRaises(AccessError):
            self.como(borrador, self.contadora).action_cancelar("Ya no hay área")
        self.assertTrue(borrador.puede_redactar)
        borrador.action_cancelar("Ya no hay área")
        aprobado.action_corregir("Ya no hay área")
        self.assertEqual(oficios.mapped("state"), ["cancelado", "borrador"])
        self.assertTrue(firmado.action_sustituir("Ya no hay área"))

    def test_whose_units_they_are_is_asked_once_for_many(self):
        oficios = self.oficio() | self.oficio() | self.oficio()
        for user in (self.redactora, self.administradora):
            suyos = self.como(oficios, user)
            suyos.mapped("area_id.name")
            with (
                self.subTest(user.login),
                patch.object(
                    type(oficios), "_areas_propias", autospec=True, side_effect=type(oficios)._areas_propias
                ) as preguntas,
            ):
                self.assertEqual(suyos.mapped("puede_redactar"), [True] * 3)
                self.assertLessEqual(preguntas.call_count, 1)

    def test_strangers(self):
        oficio = self.aprobado()
        for user in (self.contadora, self.ventanilla, self.ajeno, self.redactor_b):
            suyo = self.como(oficio, user)
            with self.subTest(user.login):
                self.assertFalse(suyo.has_access("read"))
                for accion in (
                    "action_terminar",
                    "action_numerar",
                    "action_corregir",
                    "action_cancelar",
                    "action_recuperar",
                ):
                    with self.assertRaises(AccessError):
                        getattr(suyo, accion)()
        with self.assertRaises(AccessError):
            self.oficio(user=self.contadora, area_id=self.juridico.id)

    def test_confidential_ones_are_of_few(self):
        oficio = self.oficio(confidencialidad="confidencial")
        self.assertTrue(self.como(oficio, self.juridica).has_access("read"))  # head of the unit, and signer
        companera = self._persona("companera", "correspondencia_salida.group_redactor", self.juridico)
        self.assertFalse(self.como(oficio, companera).has_access("read"))
        self.assertFalse(self.como(self.Oficio, companera).search([("id", "=", oficio.id)]))
        oficio.confidencialidad = "publico"
        self.assertTrue(self.como(oficio, companera).has_access("read"))
