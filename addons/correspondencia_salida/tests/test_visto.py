from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.tests.common import AHORA

from .salida_comun import SalidaCommon


class VistoCommon(SalidaCommon):
    """A drafter in Jurídico, whose head, and others, review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Visto = cls.env["correspondencia.oficio.visto"]
        cls.Regla = cls.env["correspondencia.visto.regla"]
        cls.Delegacion = cls.env["correspondencia.visto.delegacion"]

    def regla(self, *pasos, **vals):
        return self.Regla.create(
            {"company_id": self.company.id, "paso_ids": [Command.create(paso) for paso in pasos], **vals}
        )

    def con_revisores(self, *ordenes, **vals):
        """A draft whose reviewers are ``ordenes``: a person each, or several at once."""
        pasos = [
            Command.create({"sequence": orden, "user_id": user.id})
            for orden, users in enumerate(ordenes, start=1)
            for user in users
        ]
        return self.oficio(visto_ids=pasos, **vals)

    def en_revision(self, *ordenes, **vals):
        oficio = self.con_revisores(*ordenes, **vals)
        oficio.action_enviar_a_revision()
        return oficio

    def paso(self, oficio, user):
        """The step of the present round that is in turn for ``user``, as they see it."""
        pasos = oficio.sudo().visto_ids.filtered(lambda p: p.user_id == user and p.state == "en_turno")
        return self.como(pasos, user)

    def estados(self, oficio):
        return [(p.user_id.login.removeprefix("prueba_"), p.state) for p in oficio.sudo().visto_ids.sorted()]

    def assertNoRevisa(self, oficio, user):
        """``user`` neither reads the document nor has it in their tray."""
        self.assertFalse(self.como(oficio, user).has_access("read"))
        self.assertFalse(self.como(self.Oficio, user).search([("id", "=", oficio.id)]))
        self.assertNotIn("oficio_revisar", self.pasos(user))


@tagged("post_install", "-at_install")
class TestVisto(VistoCommon):
    def test_one_after_another(self):
        oficio = self.con_revisores(self.juridica, self.contadora)
        self.assertNoRevisa(oficio, self.contadora)
        oficio.action_enviar_a_revision()
        self.assertEqual((oficio.state, oficio.version), ("en_revision", 1))
        self.assertEqual(self.estados(oficio), [("juridica", "en_turno"), ("contadora", "pendiente")])
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])
        self.assertEqual(oficio.sudo()._tareas_abiertas("oficio_revisar").folio, "No Number Yet")
        self.assertNoRevisa(oficio, self.contadora)
        self.paso(oficio, self.juridica).action_aprobar("Muy bien")
        self.assertEqual(self.estados(oficio), [("juridica", "aprobado"), ("contadora", "en_turno")])
        self.assertFalse(self.pasos(self.juridica))
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])
        self.paso(oficio, self.contadora).action_aprobar()
        self.assertEqual(oficio.state, "aprobado")
        self.assertFalse(self.pasos(self.contadora))
        self.assertEqual(self.pasos(self.redactora), ["oficio_numerar"])
        primero = oficio.visto_ids.sorted()[0]
        self.assertEqual((primero.comentario, primero.version), ("Muy bien", 1))
        self.assertEqual(primero.fecha, fields.Datetime.now())
        self.assertIn("Muy bien", "".join(oficio.message_ids.mapped("body")))
        oficio.action_numerar()
        self.assertTrue(oficio.name)

    def test_at_once(self):
        oficio = self.en_revision(self.juridica | self.contadora, self.directora)
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])
        self.paso(oficio, self.contadora).action_aprobar()
        self.assertFalse(self.pasos(self.directora))
        self.assertEqual(oficio.state, "en_revision")
        self.paso(oficio, self.juridica).action_aprobar()
        self.assertEqual(self.pasos(self.directora), ["oficio_revisar"])

    def test_each_step_is_an_activity(self):
        oficio = self.en_revision(self.contadora)
        actividad = self.env["mail.activity"].search(
            [("res_model", "=", oficio._name), ("res_id", "=", oficio.id), ("user_id", "=", self.contadora.id)]
        )
        self.assertEqual(actividad.summary, "Review Document")
        self.paso(oficio, self.contadora).action_aprobar()
        self.assertFalse(actividad.exists())

    def test_without_reviewers_it_goes_on_to_its_number(self):
        oficio = self.oficio()
        oficio.action_enviar_a_revision()
        self.assertEqual((oficio.state, oficio.version), ("aprobado", 1))

    def test_with_reviewers_nobody_skips_them(self):
        oficio = self.con_revisores(self.contadora)
        with self.assertRaisesRegex(UserError, "send it for review"):
            oficio.action_terminar()
        self.assertEqual(oficio.state, "borrador")

    def test_what_is_missing_is_named_before_anybody_reads_it(self):
        oficio = self.con_revisores(self.contadora, cuerpo=False)
        with self.assertRaisesRegex(UserError, "Write the text"):
            oficio.action_enviar_a_revision()
        self.assertFalse(self.pasos(self.contadora))

    # Returned and withdrawn

    def test_returned_to_the_drafter(self):
        oficio = self.en_revision(self.juridica, self.contadora | self.revisor, self.directora)
        self.paso(oficio, self.juridica).action_aprobar()
        with self.assertRaisesRegex(UserError, "Write the reason"):
            self.paso(oficio, self.contadora).action_devolver()
        self.paso(oficio, self.contadora).action_devolver("Falta el monto")
        self.assertEqual((oficio.state, oficio.motivo), ("borrador", "Falta el monto"))
        for user in (self.juridica, self.contadora, self.revisor, self.directora):
            self.assertFalse(self.pasos(user))
        self.assertNoRevisa(oficio, self.contadora)
        self.assertIn("Falta el monto", "".join(oficio.message_ids.mapped("body")))
        aviso = self.env["mail.message"].search(
            [("res_id", "=", oficio.id), ("model", "=", oficio._name), ("message_type", "=", "user_notification")]
        )
        self.assertIn(self.redactora.partner_id, aviso.notified_partner_ids)
        # the round stays as it was; the next one has all of them before it
        previos = oficio.visto_previo_ids.sorted()
        self.assertEqual(
            [(p.user_id, p.state, p.comentario) for p in previos],
            [
                (self.juridica, "aprobado", ""),
                (self.contadora, "devuelto", "Falta el monto"),
                (self.revisor, "retirado", False),
            ],
        )
        self.assertEqual({estado for _user, estado in self.estados(oficio)}, {"pendiente"})
        self.assertEqual(len(oficio.visto_ids), 4)
        oficio.cuerpo = "<p>En atención a su solicitud, se remite el informe por $5.</p>"
        oficio.action_enviar_a_revision()
        self.assertEqual((oficio.version, oficio.motivo), (2, False))
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])
        self.assertEqual(self.paso(oficio, self.juridica).version, 2)

    def test_returned_to_an_earlier_step(self):
        oficio = self.en_revision(self.juridica, self.contadora, self.directora)
        self.paso(oficio, self.juridica).action_aprobar()
        self.paso(oficio, self.contadora).action_aprobar()
        destino = oficio.visto_ids.sorted()[0]
        self.paso(oficio, self.directora).action_devolver("Revise el fundamento", destino.id)
        self.assertEqual(oficio.state, "en_revision")
        self.assertEqual(
            self.estados(oficio), [("juridica", "en_turno"), ("contadora", "pendiente"), ("directora", "pendiente")]
        )
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])
        self.assertNoRevisa(oficio, self.contadora)
        self.assertEqual(oficio.visto_previo_ids.sorted().mapped("state"), ["aprobado", "aprobado", "devuelto"])
        for user in (self.juridica, self.contadora, self.directora):
            self.paso(oficio, user).action_aprobar()
        self.assertEqual((oficio.state, oficio.version), ("aprobado", 1))

    def test_returned_only_to_who_came_before(self):
        oficio = self.en_revision(self.juridica | self.revisor, self.contadora, self.directora)
        otro = self.en_revision(self.juridica, self.contadora)
        self.paso(otro, self.juridica).action_aprobar()
        self.paso(oficio, self.juridica).action_aprobar()
        pasos = oficio.visto_ids.sorted()
        with self.assertRaisesRegex(UserError, "reviewed it before"):  # at the same time is not before
            self.paso(oficio, self.revisor).action_devolver("No", pasos[0].id)
        self.paso(oficio, self.revisor).action_aprobar()
        for destino in (pasos[2], pasos[3], otro.visto_ids.sorted()[0]):
            with self.assertRaisesRegex(UserError, "reviewed it before"):
                self.paso(oficio, self.contadora).action_devolver("No", destino.id)
        self.paso(oficio, self.contadora).action_devolver("Sí", pasos[0].id)
        # whoever approved at the same time as the one who starts again stands
        self.assertEqual(
            sorted(self.estados(oficio)),
            [
                ("contadora", "pendiente"),
                ("directora", "pendiente"),
                ("juridica", "en_turno"),
                ("revisor", "aprobado"),
            ],
        )

    def test_withdrawn_by_the_drafter(self):
        oficio = self.en_revision(self.contadora)
        paso = self.paso(oficio, self.contadora)
        with self.assertRaisesRegex(UserError, "Write the reason"):
            oficio.action_retirar("  ")
        oficio.action_retirar("Llegó información nueva")
        self.assertEqual((oficio.state, oficio.motivo), ("borrador", "Llegó información nueva"))
        self.assertNoRevisa(oficio, self.contadora)
        with self.assertRaisesRegex(UserError, "is now «Withdrawn». Reload"):
            paso.action_aprobar()
        with self.assertRaisesRegex(UserError, "is now"):
            oficio.action_retirar("Otra vez")

    def test_a_page_that_is_out_of_date_approves_no_other_text(self):
        oficio = self.en_revision(self.contadora)
        paso = self.paso(oficio, self.contadora)
        vieja = self.como(oficio, self.contadora).with_context(visto_id=paso.id)
        oficio.action_retirar("Cambia")
        oficio.cuerpo = "<p>Otro texto</p>"
        oficio.action_enviar_a_revision()
        with self.assertRaisesRegex(UserError, "Reload"):
            vieja.action_aprobar_visto()
        self.assertEqual(oficio.state, "en_revision")
        with self.assertRaisesRegex(UserError, "Reload"):
            self.como(oficio, self.contadora).action_aprobar_visto()
        nueva = self.como(oficio, self.contadora)
        nueva.with_context(visto_id=nueva.mi_visto_id.id).action_aprobar_visto()
        self.assertEqual(oficio.state, "aprobado")

    def test_a_double_click_approves_once(self):
        oficio = self.en_revision(self.contadora, self.directora)
        paso = self.paso(oficio, self.contadora)
        paso.action_aprobar()
        with self.assertRaisesRegex(UserError, "is now «Approved». Reload"):
            paso.action_aprobar()
        with self.assertRaisesRegex(UserError, "is now «Approved». Reload"):
            paso.action_devolver("No")
        self.assertEqual(self.estados(oficio)[1], ("directora", "en_turno"))

    def test_cancelled_in_review(self):
        oficio = self.en_revision(self.contadora, self.directora)
        oficio.action_cancelar("Ya no procede")
        self.assertFalse(self.pasos(self.contadora))
        self.assertEqual(self.estados(oficio)[0], ("contadora", "retirado"))

    def test_corrected_after_its_approval_it_is_reviewed_again(self):
        oficio = self.en_revision(self.contadora)
        self.paso(oficio, self.contadora).action_aprobar()
        oficio.action_corregir("Cambia el monto")
        self.assertEqual(self.estados(oficio), [("contadora", "pendiente")])
        with self.assertRaisesRegex(UserError, "send it for review"):
            oficio.action_terminar()
        oficio.action_enviar_a_revision()
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])

    # Who may

    def test_only_who_is_in_turn_decides(self):
        oficio = self.en_revision(self.contadora, self.directora)
        for user, error in (
            (self.redactora, "reviews it, not you"),
            (self.juridica, "reviews it, not you"),
            (self.administradora, "reviews it, not you"),
            (self.directora, ""),  # it will be her turn: she does not read it yet
            (self.ajeno, ""),
            (self.redactor_b, ""),
        ):
            paso = self.como(oficio.sudo().visto_ids.sorted()[0], user)
            for accion, args in (("action_aprobar", ()), ("action_devolver", ("No",))):
                with self.subTest(user.login, accion=accion), self.assertRaisesRegex(AccessError, error):
                    getattr(paso, accion)(*args)
        for user, error in ((self.directora, ""), (self.contadora, "is now «Waiting»")):
            segundo = self.como(oficio.sudo().visto_ids.sorted()[1], user)
            with self.assertRaisesRegex((UserError, AccessError), error):
                segundo.action_aprobar()
        for user in (self.contadora, self.ajeno):
            with self.assertRaises(AccessError):
                self.como(oficio, user).action_retirar("No")
        self.assertEqual(self.estados(oficio), [("contadora", "en_turno"), ("directora", "pendiente")])

    def test_reviewers_read_confidential_ones_with_their_annexes(self):
        anexo = self.env["ir.attachment"].with_user(self.redactora).create({"name": "a.txt", "raw": b"Anexo"})
        oficio = self.con_revisores(
            self.revisor, self.contadora, confidencialidad="confidencial", anexo_ids=[Command.link(anexo.id)]
        )
        self.assertNoRevisa(oficio, self.revisor)
        oficio.action_enviar_a_revision()
        suyo = self.como(oficio, self.revisor)
        self.assertEqual(suyo.cuerpo, oficio.cuerpo)
        self.assertEqual(suyo.anexo_ids.raw, b"Anexo")
        self.assertEqual(suyo.destinatario_ids.dest_nombre, "Juana Pérez Ñúñez")
        self.assertTrue(suyo.firmante_ids.user_id)
        self.assertEqual(len(suyo.version_ids), 1)
        self.assertEqual(suyo.visto_ids.sorted().user_id, self.revisor | self.contadora)
        self.assertEqual(suyo.mi_visto_id.user_id, self.revisor)
        with self.assertRaises(AccessError):
            suyo.write({"prioridad": "2"})
        self.assertNoRevisa(oficio, self.contadora)
        with self.assertRaises(AccessError):
            self.como(anexo, self.contadora).read(["raw"])
        self.paso(oficio, self.revisor).action_aprobar()
        self.assertTrue(suyo.has_access("read"))  # what they approved
        companera = self._persona("companera", "correspondencia_salida.group_redactor", self.juridico)
        self.assertFalse(self.como(oficio.visto_ids, companera).has_access("read"))

    def test_nobody_approves_their_own_text(self):
        oficio = self.con_revisores(self.redactora)
        with self.assertRaisesRegex(UserError, "Redactora wrote this text"):
            oficio.action_enviar_a_revision()
        # nor who sent the draft of a colleague
        oficio = self.con_revisores(self.juridica)
        with self.assertRaisesRegex(UserError, "Juridica wrote this text"):
            self.como(oficio, self.juridica).action_enviar_a_revision()
        oficio.action_enviar_a_revision()
        self.assertEqual(oficio.state, "en_revision")

    def test_unless_the_rule_says_so(self):
        regla = self.regla({"quien": "persona", "user_id": self.redactora.id}, propio=True)
        oficio = self.oficio()
        self.assertEqual(oficio.visto_ids.user_id, self.redactora)
        oficio.action_enviar_a_revision()
        regla.propio = False
        with self.assertRaisesRegex(AccessError, "You wrote this text"):
            self.paso(oficio, self.redactora).action_aprobar()
        regla.propio = True
        self.paso(oficio, self.redactora).action_aprobar()
        self.assertEqual(oficio.state, "aprobado")

    def test_who_cannot_review_is_named(self):
        casos = {"Redactor b cannot review": self.redactor_b, "Portal cannot review": self._portal()}
        for texto, user in casos.items():
            with self.subTest(texto), self.assertRaisesRegex(UserError, texto):
                self.con_revisores(user).action_enviar_a_revision()

    def _portal(self):
        return self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "prueba_portal",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )

    # What stays

    def test_the_proposal_is_edited_before_its_start_only(self):
        oficio = self.con_revisores(self.contadora)
        oficio.visto_ids = [Command.create({"sequence": 2, "user_id": self.directora.id})]
        oficio.visto_ids.sorted()[0].sequence = 3
        self.assertEqual(oficio.visto_ids.sorted().user_id, self.directora | self.contadora)
        oficio.action_enviar_a_revision()
        paso = oficio.visto_ids.sorted()[1]
        for registro in (paso, self.como(paso, self.administradora)):
            with self.assertRaises(UserError):
                registro.write({"user_id": self.ajeno.id})
            with self.assertRaises(UserError):
                registro.unlink()
            with self.assertRaises(UserError):
                registro.create({"oficio_id": oficio.id, "user_id": self.ajeno.id})
        with self.assertRaises(AccessError):
            self.como(paso, self.contadora).write({"sequence": 9})

    def test_no_decision_is_written_by_hand(self):
        oficio = self.con_revisores(self.contadora)
        paso = oficio.visto_ids
        for vals in ({"state": "aprobado"}, {"comentario": "X"}, {"vigente": False}, {"suplente_de_id": self.ajeno.id}):
            with self.subTest(vals), self.assertRaises(UserError):
                paso.write(vals)
        nuevo = paso.create({"oficio_id": oficio.id, "user_id": self.ajeno.id, "state": "aprobado", "comentario": "X"})
        self.assertEqual((nuevo.state, nuevo.comentario), ("pendiente", False))
        nuevo.unlink()
        oficio.action_enviar_a_revision()
        self.paso(oficio, self.contadora).action_aprobar("Bien")
        for vals in ({"comentario": "Mal"}, {"user_id": self.ajeno.id}, {"fecha": False}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "stays as it is"):
                paso.sudo().write(vals)
        with self.assertRaisesRegex(UserError, "never deleted"):
            paso.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_nobody_stands_twice(self):
        with self.assertRaises(IntegrityError):
            self.con_revisores(self.contadora, self.contadora).flush_recordset()

    # Screens

    def test_approve_with_comment_from_the_page(self):
        oficio = self.en_revision(self.contadora)
        wizard = self._wizard(oficio, self.contadora, "aprobar")
        with Form(wizard) as form:
            form.texto = "Con una observación"
        form.save().action_confirmar()
        self.assertEqual((oficio.state, oficio.visto_ids.comentario), ("aprobado", "Con una observación"))

    def test_return_from_the_page(self):
        oficio = self.en_revision(self.contadora, self.revisor)
        self.paso(oficio, self.contadora).action_aprobar()
        with Form(self._wizard(oficio, self.revisor, "devolver")) as form:
            form.texto = "Otra vez"
            form.destino_id = oficio.visto_ids.sorted()[0]
        accion = form.save().action_confirmar()
        self.assertEqual(accion["res_model"], "seguimiento.tarea")
        self.assertEqual(self.estados(oficio), [("contadora", "en_turno"), ("revisor", "pendiente")])

    def _wizard(self, oficio, user, decision):
        mio = self.como(oficio, user).mi_visto_id
        return (
            self.como(self.env["correspondencia.visto.decision"], user)
            .with_context(default_visto_id=mio.id, default_decision=decision)
        )  # fmt: skip

    def test_the_wizard_shows_nobody_elses_review(self):
        oficio = self.en_revision(self.contadora)
        with self.assertRaises(AccessError):
            self.como(self.env["correspondencia.visto.decision"], self.ajeno).create(
                {"visto_id": oficio.visto_ids.id, "texto": "X"}
            )

    def test_withdraw_from_the_page(self):
        oficio = self.en_revision(self.contadora)
        self.env["mensajeria.decision"].with_user(self.redactora).create(
            {"res_model": oficio._name, "res_ids": oficio.ids, "metodo": "action_retirar", "motivo": "Cambia"}
        ).action_confirmar()
        self.assertEqual(oficio.state, "borrador")

    def test_versions_tell_who_gets_it_and_who_signs_it(self):
        oficio = self.en_revision(self.contadora)
        oficio.action_retirar("Cambia")
        oficio.destinatario_ids.dest_cargo = "Director de Obras"
        oficio.despedida = "Respetuosamente"
        oficio.action_enviar_a_revision()
        visto = self.como(oficio, self.contadora)
        self.assertIn("Respetuosamente", visto.diferencia)
        self.assertIn("<del>Directora</del> <ins>Director</ins> de Obras", visto.diferencia)
        self.assertNotIn("No word changed", visto.diferencia)

    def test_versions_are_compared(self):
        oficio = self.en_revision(self.contadora)
        self.assertFalse(oficio.diferencia)
        oficio.action_retirar("Cambia")
        oficio.write({"cuerpo": "<p>En atención a su oficio, se remite el informe.</p>", "descripcion": "A < B"})
        oficio.action_enviar_a_revision()
        visto = self.como(oficio, self.contadora)
        self.assertIn("<del>solicitud,</del> <ins>oficio,</ins>", visto.diferencia)
        self.assertIn("<ins>A &lt; B</ins>", visto.diferencia)
        oficio.action_retirar("Otra")
        oficio.action_enviar_a_revision()
        self.assertIn("No word changed", oficio.diferencia)
        Comparar = self.env["correspondencia.comparar.versiones"]
        with Form(self.como(Comparar, self.contadora).with_context(default_oficio_id=oficio.id)) as form:
            self.assertEqual((form.antes_id.numero, form.despues_id.numero), (2, 3))
            form.antes_id = oficio.version_ids.filtered(lambda v: v.numero == 1)
            self.assertIn("<ins>oficio,</ins>", form.diferencia)
        uno, dos = oficio.version_ids[:2]
        with self.assertRaises(AccessError):
            self.como(Comparar, self.ajeno).create({"oficio_id": oficio.id, "antes_id": uno.id, "despues_id": dos.id})


@tagged("post_install", "-at_install")
class TestVistoRegla(VistoCommon):
    def test_heads_and_people_are_proposed(self):
        self.regla(
            {"sequence": 1, "quien": "titular"},
            {"sequence": 2, "quien": "superior"},
            {"sequence": 2, "quien": "area", "area_id": self.juridico.id},
            {"sequence": 3, "quien": "persona", "user_id": self.contadora.id},
            {"sequence": 4, "quien": "area", "area_id": self.finanzas.id},
        )
        oficio = self.oficio()
        self.assertEqual(
            [(p.sequence, p.user_id) for p in oficio.visto_ids.sorted()],
            [(1, self.juridica), (2, self.directora), (3, self.contadora)],  # nobody twice; Finanzas has no head
        )

    def test_the_form_shows_the_proposal(self):
        self.regla({"quien": "titular"})
        formulario = Form(self.como(self.Oficio, self.redactora))
        self.assertEqual(len(formulario.visto_ids), 1)

    def test_the_most_particular_rule_holds(self):
        def revisores(**vals):
            return self.oficio(user=self.abogado, **vals).visto_ids.user_id

        self.abogado.area_id = self.litigio
        self.assertFalse(revisores())
        self.regla({"quien": "persona", "user_id": self.ajeno.id}, company_id=self.otra_company.id)
        self.assertFalse(revisores())
        self.regla({"quien": "persona", "user_id": self.contadora.id})
        self.assertEqual(revisores(), self.contadora)
        self.regla({"quien": "persona", "user_id": self.revisor.id}, tipo_id=self.tipo.id)
        self.assertEqual(revisores(), self.revisor)
        self.assertEqual(revisores(tipo_id=self.memorandum.id), self.contadora)
        self.regla({"quien": "persona", "user_id": self.directora.id}, area_id=self.juridico.id)
        self.assertEqual(revisores(), self.directora)  # of the unit above
        self.regla({"quien": "persona", "user_id": self.juridica.id}, area_id=self.litigio.id)
        self.assertEqual(revisores(), self.juridica)
        self.regla(area_id=self.litigio.id, tipo_id=self.memorandum.id)
        self.assertFalse(revisores(tipo_id=self.memorandum.id))

    def test_a_change_of_kind_proposes_again(self):
        self.regla({"quien": "titular"}, tipo_id=self.memorandum.id)
        oficio = self.oficio()
        self.assertFalse(oficio.visto_ids)
        oficio.tipo_id = self.memorandum
        self.assertEqual(oficio.visto_ids.user_id, self.juridica)

    def test_what_the_head_drafts_goes_to_the_head_above(self):
        self.regla({"quien": "titular"})
        self.assertEqual(self.oficio(user=self.juridica).visto_ids.user_id, self.directora)

    def test_required_reviewers_are_not_left_out(self):
        self.regla({"quien": "titular"}, {"quien": "persona", "user_id": self.revisor.id, "obligatorio": False})
        oficio = self.oficio()
        oficio.visto_ids.filtered(lambda p: p.user_id == self.revisor).unlink()
        oficio.visto_ids.unlink()
        for accion in ("action_terminar", "action_enviar_a_revision"):
            with self.assertRaisesRegex(UserError, "Juridica has to review"):
                getattr(oficio, accion)()
        oficio.visto_ids = [Command.create({"user_id": self.contadora.id})]
        with self.assertRaisesRegex(UserError, "Juridica has to review"):
            oficio.action_enviar_a_revision()
        oficio.visto_ids = [Command.create({"user_id": self.juridica.id, "sequence": 2})]
        oficio.action_enviar_a_revision()
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])

    @mute_logger("odoo.sql_db")
    def test_one_rule_each(self):
        self.regla(area_id=self.juridico.id)
        self.regla(area_id=self.juridico.id, active=False)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.regla(area_id=self.juridico.id)

    def test_a_rule_for_everything_has_reviewers(self):
        with self.assertRaisesRegex(ValidationError, "Say who reviews"):
            self.regla()
        self.regla(tipo_id=self.memorandum.id)  # these need none

    def test_who_has_to_be_said(self):
        for quien in ("area", "persona"):
            with self.assertRaises(ValidationError):
                self.regla({"quien": quien})

    def test_rules_are_of_the_administrator(self):
        regla = self.regla({"quien": "titular"})
        for user in (self.redactora, self.contadora, self.administrador_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.como(regla, user).write({"propio": True})
        self.como(regla, self.administradora).write({"propio": True})


@tagged("post_install", "-at_install")
class TestVistoAusencia(VistoCommon):
    def ausencia(self, user, delegado, por=None, desde=0, hasta=5):
        hoy = fields.Date.today()
        return self.como(self.Delegacion, por or user).create(
            {
                "company_id": self.company.id,
                "user_id": user.id,
                "delegado_id": delegado.id,
                "desde": hoy + timedelta(days=desde),
                "hasta": hoy + timedelta(days=hasta),
            }
        )

    def test_what_waits_passes_to_the_delegate_and_back(self):
        oficio = self.en_revision(self.contadora, confidencialidad="confidencial")
        ausencia = self.ausencia(self.contadora, self.revisor)
        self.assertEqual(self.pasos(self.revisor), ["oficio_revisar"])
        self.assertNoRevisa(oficio, self.contadora)
        self.assertTrue(self.como(oficio, self.revisor).cuerpo)
        ausencia.unlink()
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])
        self.assertNoRevisa(oficio, self.revisor)
        self.assertFalse(oficio.visto_ids.suplente_de_id)

    def test_the_delegate_decides_on_behalf_of_who_is_away(self):
        self.ausencia(self.contadora, self.revisor, por=self.administradora)
        oficio = self.en_revision(self.contadora)
        paso = self.paso(oficio, self.revisor)
        self.assertEqual(paso.suplente_de_id, self.contadora)
        paso.action_devolver("No")
        self.assertIn("on behalf of Contadora", "".join(oficio.message_ids.mapped("body")))
        self.assertEqual(oficio.visto_ids.user_id, self.contadora)  # whoever was asked is asked again
        self.assertEqual(oficio.visto_previo_ids.suplente_de_id, self.contadora)

    def test_a_delegate_who_reviews_too(self):
        self.ausencia(self.contadora, self.revisor)
        oficio = self.en_revision(self.contadora | self.revisor)
        self.assertEqual(self.pasos(self.revisor), ["oficio_revisar"])
        pasos = self.paso(oficio, self.revisor)
        self.assertEqual(len(pasos), 2)
        pasos[0].action_aprobar()
        self.assertEqual(self.pasos(self.revisor), ["oficio_revisar"])
        pasos[1].action_aprobar()
        self.assertEqual(oficio.state, "aprobado")

    def test_the_delegate_of_a_delegate(self):
        self.ausencia(self.contadora, self.revisor)
        self.ausencia(self.revisor, self.directora)
        oficio = self.en_revision(self.contadora)
        self.assertEqual(self.pasos(self.directora), ["oficio_revisar"])
        oficio.action_retirar("X")
        self.ausencia(self.directora, self.contadora)  # all are away
        oficio.action_enviar_a_revision()
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])

    def test_a_delegate_who_left_replaces_nobody(self):
        self.ausencia(self.contadora, self.revisor)
        self.revisor.active = False
        self.en_revision(self.contadora)
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])

    def test_the_drafter_does_not_review_as_delegate(self):
        self.ausencia(self.contadora, self.redactora)
        self.en_revision(self.contadora)
        self.assertFalse(self.pasos(self.redactora))
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])  # the head of the drafter's unit

    def test_the_day_comes(self):
        oficio = self.en_revision(self.contadora)
        self.ausencia(self.contadora, self.revisor, desde=1, hasta=2)
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])
        with self.enter_registry_test_mode():
            for dias, quien in ((1, self.revisor), (2, self.revisor), (3, self.contadora)):
                self._avanzar(dias)
                self.env.ref("correspondencia_salida.ir_cron_visto_repartir").method_direct_trigger()
                self.assertEqual(self.paso(oficio, quien).state, "en_turno")

    def test_one_that_cannot_be_passed_holds_up_no_other(self):
        uno, otro = self.en_revision(self.contadora), self.en_revision(self.contadora)
        self.ausencia(self.contadora, self.revisor, desde=1, hasta=2)
        asignar = type(self.Visto)._asignar

        def asignar_salvo_uno(paso, persona):
            if paso.oficio_id == uno:
                motivo = "No se puede"
                raise UserError(motivo)
            asignar(paso, persona)

        self._avanzar(1)
        with (
            patch.object(type(self.Visto), "_asignar", asignar_salvo_uno),
            mute_logger("odoo.addons.mensajeria.nucleo.models.bloqueo_mixin"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("correspondencia_salida.ir_cron_visto_repartir").method_direct_trigger()
        self.assertEqual((uno | otro).visto_ids.user_id, self.contadora | self.revisor)
        self.assertTrue(self.paso(otro, self.revisor))

    def _avanzar(self, dias):
        reloj = freeze_time(fields.Datetime.to_datetime(AHORA) + timedelta(days=dias))
        reloj.start()
        self.addCleanup(reloj.stop)

    def test_refusals(self):
        ausencia = self.ausencia(self.contadora, self.revisor)
        with self.assertRaisesRegex(ValidationError, "already has a delegate"):
            self.ausencia(self.contadora, self.directora, desde=5, hasta=9)
        with self.assertRaises(AccessError):
            self.ausencia(self.directora, self.revisor, por=self.revisor)
        with self.assertRaises(AccessError):
            self.como(ausencia, self.revisor).unlink()
        with self.assertRaises(AccessError):
            self.como(ausencia, self.revisor).write({"hasta": "2030-01-01"})
        with self.assertRaises(AccessError):
            self.como(ausencia, self.contadora).write({"user_id": self.directora.id})
        with self.assertRaisesRegex(UserError, "cannot review"):
            self.ausencia(self.directora, self.redactor_b)
        self.assertFalse(self.como(self.Delegacion, self.ajeno).search([("id", "=", ausencia.id)]))
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.ausencia(self.directora, self.directora)
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.ausencia(self.directora, self.revisor, desde=3, hasta=2)

    def test_who_leaves_is_replaced_by_the_head_of_the_unit(self):
        self.finanzas.titular_id = self.contadora
        oficio = self.en_revision(self.revisor, self.abogado)
        (self.revisor | self.abogado).active = False
        self.assertEqual(self.pasos(self.contadora), ["oficio_revisar"])
        paso = self.paso(oficio, self.contadora)
        self.assertEqual(paso.suplente_de_id, self.revisor)
        paso.action_aprobar()
        self.assertEqual(self.pasos(self.juridica), ["oficio_revisar"])  # whose turn came after they left
        self.assertEqual(oficio.sudo().tarea_ids.filtered(lambda t: t.user_id == self.revisor).state, "cancelada")

    def test_who_leaves_has_a_head_who_wrote_it(self):
        self.finanzas.titular_id = self.redactora
        oficio = self.en_revision(self.revisor)
        self.revisor.active = False
        self.assertFalse(self.pasos(self.redactora))
        self.assertEqual(self.paso(oficio, self.directora).suplente_de_id, self.revisor)

    def test_approved_after_its_drafter_left(self):
        ida = self._persona("ida", "correspondencia_salida.group_redactor", self.juridico)
        oficio = self.en_revision(self.contadora, user=ida)
        ida.active = False
        self.paso(oficio, self.contadora).action_aprobar()
        self.assertEqual(oficio.state, "aprobado")
        self.assertEqual(oficio.sudo()._tareas_abiertas().user_id, self.juridica)

    def test_nobody_leaves_a_review_without_heir(self):
        self.en_revision(self.ajeno)
        with self.assertRaisesRegex(UserError, "no head of unit"):
            self.ajeno.active = False


@tagged("post_install", "-at_install")
class TestVistoCarrera(VistoCommon):
    def test_a_decision_holds_the_whole_round(self):
        """Who decides beside it waits: otherwise both would see the other's step still in turn, and nobody be called."""
        oficio = self.en_revision(self.juridica | self.contadora, self.directora)
        bloqueados = []
        bloquear = self.registry["nucleo.bloqueo.mixin"]._bloquear

        def espia(registros):
            bloqueados.append(registros)
            return bloquear(registros)

        self.patch(self.registry["nucleo.bloqueo.mixin"], "_bloquear", espia)
        self.paso(oficio, self.contadora).action_aprobar()
        self.assertEqual(bloqueados[0], oficio)
        self.assertEqual(bloqueados[1], oficio.sudo().visto_ids)
        self.assertEqual(len(bloqueados[1]), 3)
