from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestRedactor(SalidaCommon):
    """What a drafter counts on every day."""

    def tareas(self, oficio, user):
        return oficio.sudo().tarea_ids.filtered(
            lambda t: t.state == "pendiente" and t.user_id == user and t.paso_id.codigo == "oficio_redactar"
        )

    def test_what_a_reviewer_returns_waits_for_its_drafter_until_it_is_sent_again(self):
        oficio = self.oficio(visto_ids=[Command.create({"user_id": self.directora.id})])
        oficio.action_enviar_a_revision()
        self.como(oficio.sudo().visto_ids, self.directora).action_devolver("Falta el fundamento")
        tarea = self.tareas(oficio, self.redactora)
        self.assertEqual(len(tarea), 1)
        self.assertIn("Falta el fundamento", tarea.asunto)
        self.assertIn(oficio.descripcion, tarea.asunto)
        self.assertIn("oficio_redactar", self.pasos(self.redactora))
        oficio.action_enviar_a_revision()
        self.assertFalse(self.tareas(oficio, self.redactora))
        self.assertEqual(tarea.state, "hecha")

    def test_what_others_take_back_waits_too_but_not_what_the_drafter_did(self):
        oficio = self.aprobado()
        oficio.action_corregir("Otra fecha")
        self.assertFalse(self.tareas(oficio, self.redactora))
        oficio.action_numerar()
        self.como(oficio, self.juridica).action_recuperar("El monto no es ese")
        self.assertIn("El monto no es ese", self.tareas(oficio, self.redactora).asunto)
        oficio.action_cancelar("Ya no procede")
        self.assertFalse(self.tareas(oficio, self.redactora))

    def test_a_draft_that_nobody_reviews_is_numbered_at_once(self):
        oficio = self.oficio()
        oficio.action_numerar()
        self.assertEqual((oficio.state, oficio.version), ("numerado", 1))
        con_revisor = self.oficio(visto_ids=[Command.create({"user_id": self.directora.id})])
        self.assertRechaza("has reviewers", con_revisor.action_numerar, registros=self.Oficio)

    def test_the_head_of_the_unit_signs_unless_another_is_named(self):
        with Form(self.como(self.Oficio, self.abogado)) as form:
            form.descripcion = "Sin firmante propio"
            self.assertFalse(form.firmante_ids._records)  # Litigio has no head
            form.area_id = self.litigio
        self.litigio.titular_id = self.abogado
        with Form(self.como(self.Oficio, self.juridica)) as form:
            form.descripcion = "De la jefa"
            self.assertEqual([linea["user_id"] for linea in form.firmante_ids._records], [self.juridica.id])
            form.area_id = self.litigio  # another unit in her charge: its head signs
        self.assertEqual(form.record.firmante_ids.user_id, self.abogado)
        otro = self.oficio(firmante=self.directora)
        self.assertEqual(otro.firmante_ids.user_id, self.directora)

    def test_a_copy_is_a_new_draft_with_the_text_as_it_was_typed(self):
        oficio = self.numerado(cuerpo="<p>Oficio {{numero}}</p>", referencia="SOP/1", fecha_limite="2026-03-06")
        self.assertIn("JUT/0001/2026", oficio.cuerpo)
        copia = oficio.copy()
        self.assertRecordValues(
            copia,
            [{"state": "borrador", "name": False, "referencia": False, "fecha_limite": False, "version": 0}],
        )
        self.assertEqual(copia.cuerpo, "<p>Oficio {{numero}}</p>")
        self.assertEqual(copia.destinatario_ids.mapped("dest_nombre"), oficio.destinatario_ids.mapped("dest_nombre"))
        self.assertEqual(copia.firmante_ids.user_id, oficio.firmante_ids.user_id)

    def test_drafts_print_with_their_mark_and_numbered_ones_are_the_very_file(self):
        oficio = self.oficio()
        self.assertEqual(oficio.action_imprimir()["type"], "ir.actions.report")
        oficio.action_numerar()
        self.assertIn(f"/web/content/{oficio.pdf_id.id}", oficio.action_imprimir()["url"])

    def test_its_priority_is_set_while_it_is_a_draft(self):
        oficio = self.oficio()
        with Form(oficio) as formulario:
            formulario.prioridad = "1"
        oficio.action_terminar()
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(oficio).prioridad = "2"

    def test_the_signed_paper_is_uploaded_in_a_window(self):
        oficio = self.numerado()
        Ventana = self.como(self.env["correspondencia.subir.firmado"], self.redactora)
        ventana = Ventana.create({"oficio_id": oficio.id, "archivo": "bm8gZXMgcGRm", "nombre": "firmado.pdf"})
        with self.assertRaises(UserError):
            ventana.action_subir()

    def test_known_addressees_are_offered_from_letters_and_the_directory(self):
        self.oficio(destinatarios=[self.destinatario(dest_nombre="Zzyx Anterior", email="zzyx@prueba.example")])
        ajena = [self.destinatario(dest_nombre="Zzyx Ajena")]
        self.oficio(user=self.contadora, destinatarios=ajena)
        partner = self.env["res.partner"].create({"name": "Zzyx del directorio"})
        Destinatario = self.como(self.env["correspondencia.destinatario"], self.redactora)
        self.assertFalse(Destinatario.destinatarios_conocidos("zz"))
        anterior, directorio = Destinatario.destinatarios_conocidos("zzyx")
        self.assertEqual((anterior["nombre"], anterior["datos"]["email"]), ("Zzyx Anterior", "zzyx@prueba.example"))
        self.assertEqual(directorio["datos"]["partner_id"]["id"], partner.id)

    def test_a_confidential_draft_is_left_by_who_hands_it_over(self):
        otra = self._persona("otra", "correspondencia_salida.group_redactor", self.juridico)
        oficio = self.oficio(confidencialidad="confidencial")
        self.assertIn(self.redactora.partner_id, oficio.message_partner_ids)
        for nueva in (otra, self.redactora):
            antes = oficio.redactor_id
            ventana = self.como(self.env["correspondencia.encargar"], antes).create(
                {"oficio_id": oficio.id, "user_id": nueva.id}
            )
            self.assertEqual(ventana.action_encargar()["res_model"], "seguimiento.tarea")
            self.assertEqual(oficio.sudo().redactor_id, nueva)
            siguen = oficio.sudo().message_partner_ids
            self.assertIn(nueva.partner_id, siguen)
            self.assertNotIn(antes.partner_id, siguen)
            self.assertFalse(self.como(oficio, antes).has_access("read"))

    def test_a_draft_is_handed_over_to_who_writes_for_the_unit(self):
        oficio = self.oficio(user=self.juridica)
        oficio.action_encargar(self.redactora.id, "Para hoy")
        self.assertEqual(oficio.redactor_id, self.redactora)
        tarea = self.tareas(oficio, self.redactora)
        self.assertIn("Para hoy", tarea.asunto)
        ida = self._persona("ida", "correspondencia_salida.group_redactor", self.juridico)
        ida.active = False
        for ajeno in (self.contadora, self.revisor, self.redactor_b, ida):
            with self.subTest(ajeno.login), self.assertRaises(UserError):
                oficio.action_encargar(ajeno.id)
        self.como(oficio, self.redactora).action_encargar(self.juridica.id)
        self.assertEqual((oficio.redactor_id, tarea.state), (self.juridica, "cancelada"))
        self.como(oficio, self.redactora).action_encargar(self.redactora.id)  # who takes it over needs no telling
        self.assertFalse(self.tareas(oficio, self.redactora).filtered(lambda t: t.state == "pendiente"))
        self.como(oficio, self.redactora).action_encargar(self.juridica.id)
        oficio.action_terminar()
        with self.assertRaises(UserError):
            oficio.action_encargar(self.redactora.id)
