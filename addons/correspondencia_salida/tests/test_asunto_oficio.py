import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestAsuntoOficio(DespachoCommon):
    """From what came in to the acuse of its answer."""

    def respondido(self, asunto=None, **instruccion):
        asunto = asunto or self.descargado(self.juridica, numero_oficio="SOBSE/12/2026", prioridad="2")
        asunto.sudo().instruccion_id.write(instruccion)
        accion = asunto.with_user(self.juridica).action_oficio()
        oficio = self.Oficio.with_user(self.juridica).browse(accion["res_id"])
        oficio.write({"cuerpo": "<p>Se informa.</p>", "modo_firma": "autografa"})
        oficio.destinatario_ids.write({"medio": "correo", "email": "obras@municipio.example"})
        return asunto, oficio

    def fuera(self, oficio):
        oficio.action_terminar()
        oficio.action_numerar()
        oficio.action_subir_firmado("firmado.pdf", base64.b64encode(pdf("Firmado")))
        linea = self.lineas(oficio)
        linea.action_despachar()
        return linea

    def test_one_click_carries_the_matter_over(self):
        asunto, oficio = self.respondido()
        self.assertEqual(
            (oficio.asunto_ids, oficio.referencia, oficio.prioridad, oficio.area_id, oficio.oficialia_id),
            (asunto, "SOBSE/12/2026", "2", self.juridico, self.oficialia),
        )
        self.assertEqual(oficio.destinatario_ids.mapped("dest_nombre"), ["Juana Pérez Ñúñez"])
        self.assertEqual(asunto.with_user(self.juridica).oficios, 1)

    def test_concludes_when_it_is_dispatched(self):
        asunto, oficio = self.respondido()
        self.fuera(oficio)
        self.assertEqual(asunto.sudo().state, "concluido")
        self.assertIn(oficio.name, asunto.sudo().turno_ids.motivo_cierre)

    def test_concludes_when_it_is_acknowledged(self):
        asunto, oficio = self.respondido(oficio_concluye="acuse")
        linea = self.fuera(oficio)
        self.assertEqual(asunto.sudo().state, "en_atencion")
        linea.sudo()._acuso("R")
        self.assertEqual(asunto.sudo().state, "concluido")

    def test_never_by_itself(self):
        asunto, oficio = self.respondido(oficio_concluye="no")
        self.fuera(oficio).sudo()._acuso("R")
        self.assertEqual((asunto.sudo().state, oficio.state), ("en_atencion", "acusado"))

    def test_the_instruction_of_who_turned_it_counts_before_that_of_the_matter(self):
        asunto, oficio = self.respondido(oficio_concluye="no")
        asunto.sudo().turno_ids.instruccion_id = asunto.sudo().instruccion_id.copy(
            {"name": "Con oficio", "oficio_concluye": "despacho"}
        )
        self.fuera(oficio)
        self.assertEqual(asunto.sudo().state, "concluido")

    def test_without_any_instruction_it_concludes_when_it_leaves(self):
        asunto, oficio = self.respondido(self.descargado(self.juridica, instruccion_id=False))
        self.assertFalse(asunto.sudo().instruccion_id | asunto.sudo().turno_ids.instruccion_id)
        self.fuera(oficio)
        self.assertEqual(asunto.sudo().state, "concluido")

    def test_where_no_acuse_is_asked_for_none_is_told_and_it_concludes(self):
        asunto, oficio = self.respondido(oficio_concluye="acuse")
        oficio.destinatario_ids.requiere_acuse = False
        self.fuera(oficio)
        self.assertEqual((oficio.state, oficio.fecha_acuse, asunto.sudo().state), ("despachado", False, "concluido"))
        oficio.action_archivar()

    def test_the_draft_tells_what_it_will_conclude(self):
        for cuando, dicho in (
            ("despacho", "when the letter leaves"),
            ("acuse", "all acuses"),
            ("no", "stays open: its"),
        ):
            asunto, oficio = self.respondido(self.descargado(self.juridica, descripcion=cuando), oficio_concluye=cuando)
            self.assertRegex(oficio.que_concluye, f"{asunto.name} .*{dicho}")
        self.assertFalse(self.como(oficio, self.redactora).que_concluye, "she reads the letter, and not the matter")
        copia = self.descargado(self.contadora, cc=[self.juridica]).with_user(self.juridica)
        oficio.asunto_ids |= copia
        self.assertRegex(oficio.que_concluye, f"(?m)^{copia.name} stays open: whoever")
        copia.sudo().turno_ids.filtered(lambda t: t.tipo == "atencion")._concluir("Listo")
        self.assertNotIn(copia.name, oficio.que_concluye, "it concluded")
        self.assertFalse(self.oficio().que_concluye)

    def test_the_topic_of_the_matter_is_carried_over(self):
        tema = self.env["correspondencia.tema"].create({"name": "Obra", "company_id": self.company.id})
        _asunto, oficio = self.respondido(self.descargado(self.juridica, tema_id=tema.id))
        self.assertEqual(oficio.tema_id, tema)

    def test_who_does_not_hold_it_does_not_answer(self):
        asunto = self.descargado(self.juridica)
        for user in (self.directora, self.contadora, self.ventanilla):
            with self.subTest(user.login), self.assertRaises(UserError):
                asunto.with_user(user).action_oficio()
        copia = self.descargado(self.juridica, cc=[self.abogado])
        with self.assertRaisesRegex(UserError, "for «Information»"):
            copia.with_user(self.abogado).action_oficio()
        sin_rol = self.descargado(self.directora)
        with self.assertRaises(AccessError):
            sin_rol.with_user(self.directora).action_oficio()

    def test_one_letter_answers_several_matters(self):
        uno, otro, ajeno = (
            self.descargado(self.juridica),
            self.descargado(self.juridica),
            self.descargado(self.contadora),
        )
        accion = (uno | otro).with_user(self.juridica).action_oficio()
        oficio = self.Oficio.with_user(self.juridica).browse(accion["res_id"])
        self.assertEqual(oficio.asunto_ids, uno | otro)
        self.assertEqual(oficio.sudo().turno_ids.asunto_id, uno | otro)
        self.assertEqual(oficio.firmante_ids.user_id, self.juridica, "the head of the unit signs")
        oficio.write({"cuerpo": "<p>Se informa.</p>", "modo_firma": "autografa"})
        oficio.destinatario_ids.write({"medio": "correo", "email": "obras@municipio.example"})
        self.fuera(oficio)
        self.assertEqual((uno | otro).sudo().mapped("state"), ["concluido"] * 2)
        self.assertEqual(ajeno.sudo().state, "en_atencion")

    def test_matters_added_by_hand_conclude_too_and_those_taken_out_do_not(self):
        asunto, oficio = self.respondido()
        otro = self.descargado(self.juridica)
        oficio.asunto_ids = otro
        self.assertEqual(oficio.sudo().turno_ids.asunto_id, otro)
        with self.assertRaises(AccessError):
            self.como(oficio, self.redactora).asunto_ids = asunto | otro  # none of them was turned to her

    def test_who_a_draft_is_handed_to_reads_what_it_answers(self):
        asunto, oficio = self.respondido()
        oficio.cuerpo = "<p>Se atiende {{asunto.numero_oficio}}.</p>"
        suyo = self.como(asunto, self.redactora)
        self.assertFalse(suyo.has_access("read"))
        self.assertTrue(oficio.action_encargar(self.redactora.id) is True)
        self.assertTrue(suyo.has_access("read"))
        copia = self.turno(asunto, self.redactora, "informacion")
        self.assertEqual((copia.tipo, copia.parent_id), ("informacion", self.turno(asunto, self.juridica)))
        # the draft comes back, and goes again: one copy is enough
        self.como(oficio, self.redactora).action_encargar(self.juridica.id)
        oficio.action_encargar(self.redactora.id)
        self.assertEqual(len(asunto.sudo().turno_ids), 2)
        self.assertEqual(self.turno(asunto, self.juridica).state, "pendiente")
        self.como(oficio, self.redactora).action_numerar()
        self.assertIn("SOBSE/12/2026", oficio.cuerpo)

    def test_who_does_not_attend_to_a_matter_gives_it_to_nobody(self):
        """The copy is of whoever attends to it; who only takes a draft over sees no more than before."""
        asunto, oficio = self.respondido()
        self.como(oficio, self.redactora).action_encargar(self.redactora.id)
        self.assertFalse(self.como(asunto, self.redactora).has_access("read"))
        copia = {"user_id": self.redactora.id, "tipo": "informacion"}
        asunto.sudo().turno_ids._turnar_a(asunto.sudo(), [copia])
        otra = self._persona("otra", "correspondencia_salida.group_redactor", self.juridico)
        aviso = self.como(oficio, self.redactora).action_encargar(otra.id)
        self.assertIn(asunto.display_name, aviso["params"]["message"])
        self.assertFalse(self.como(asunto, otra).has_access("read"))

    def test_an_internal_matter_is_answered_inside(self):
        asunto = self.registrado(
            self.juridica,
            origen="interno",
            remitente_id=False,
            area_remitente_id=self.direccion.id,
            turnado_directo=True,
        )
        accion = asunto.with_user(self.juridica).action_oficio()
        linea = self.Oficio.browse(accion["res_id"]).destinatario_ids
        self.assertRecordValues(
            linea,
            [{"clase": "interno", "medio": "interno", "area_id": self.direccion.id, "user_id": self.directora.id}],
        )
        self.assertEqual((linea.dest_nombre, linea.falta), ("Directora", ""))

    def test_a_template_replaces_the_subject_that_the_matter_brought(self):
        plantilla = self.env["correspondencia.plantilla"].create(
            {
                "name": "Informe",
                "company_id": self.company.id,
                "descripcion": "Se remite informe",
                "cuerpo": "<p>Va.</p>",
            }
        )
        _asunto, oficio = self.respondido()
        oficio.cuerpo = False
        for user in (self.redactora, self.juridica):  # also of who does not read the matter
            with self.subTest(user.login), self.cr.savepoint() as vuelta:
                form = Form(self.como(oficio, user))
                form.plantilla_id = plantilla
                self.assertEqual((form.descripcion, form.plantilla_aviso), ("Se remite informe", False))
                vuelta.rollback()
