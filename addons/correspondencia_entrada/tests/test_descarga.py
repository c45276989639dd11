from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestDescarga(EntradaCommon):
    def descargar(self, asunto, user=None, **vals):
        wizard = (
            self.env["correspondencia.descarga"].with_user(user or self.ventanilla).with_context(active_id=asunto.id)
        )
        with Form(wizard) as form:
            for campo, valor in vals.items():
                form[campo] = valor
        return form.record.action_descargar()

    def test_the_discharge_makes_the_turnos_effective_and_keeps_the_custody_of_the_paper(self):
        asunto = self.digitalizado(self.juridica, cc=[self.revisor])
        self.descargar(asunto, entregado_a="  Lic. Ramírez ")
        self.assertRecordValues(
            asunto,
            [{"state": "en_atencion", "original_entregado_a": "Lic. Ramírez", "original_fecha": asunto.original_fecha}],
        )
        self.assertTrue(asunto.original_fecha)
        self.assertEqual(self.eventos(asunto), ["registrar", "digitalizar", "descargar", "turno_turnar"])
        self.assertEqual(self.pasos(self.ventanilla, asunto), [])
        tarea = asunto.sudo().tarea_ids.filtered(lambda t: t.user_id == self.juridica)
        self.assertEqual((tarea.folio, tarea.contraparte), (asunto.name, "Juana Pérez Ñúñez, Municipio de Prueba"))
        actividad = asunto.sudo().activity_ids.filtered(lambda a: a.user_id == self.juridica)
        self.assertRecordValues(actividad, [{"user_id": self.juridica.id, "tarea_id": tarea.id}])

    def test_the_paper_may_stay_or_not_exist(self):
        for original, texto in [("archivo", "Stays in this office"), ("sin_papel", "There is no paper")]:
            asunto = self.digitalizado(self.juridica)
            self.descargar(asunto, original=original)
            self.assertEqual(asunto.original_entregado_a, texto)

    def test_somebody_must_get_it(self):
        asunto = self.digitalizado()
        self.assertRechaza("Turn", asunto.action_descargar, registros=asunto)
        self.turnar(asunto, self.ventanilla, self.juridica)
        self.turno(asunto, self.juridica).with_user(self.ventanilla).action_retirar()
        self.assertRechaza("Turn", asunto.action_descargar, registros=asunto)

    def test_copies_only_conclude_at_once(self):
        asunto = self.digitalizado(cc=[self.revisor])
        asunto.action_descargar()
        self.assertTrue(asunto.fecha_conclusion)
        self.assertEqual(asunto.state, "concluido")
        self.assertEqual(self.pasos(self.revisor, asunto), ["recibir_cc"])

    def test_only_at_its_time(self):
        for asunto in (self.borrador(self.juridica), self.registrado(self.juridica), self.descargado(self.juridica)):
            with self.subTest(asunto.state):
                self.assertRechaza("Reload the page", asunto.action_descargar, registros=asunto)

    def test_who_may(self):
        asunto = self.digitalizado(self.juridica)
        for user in (self.digitalizadora, self.ventanilla_x, self.juridica, self.directora, self.ventanilla_b):
            with self.subTest(user.login):
                self.assertRechaza("", self.como(asunto, user).action_descargar, registros=asunto, error=AccessError)
        asunto.with_user(self.administradora).action_descargar()

    def test_a_colleague_who_took_the_task_goes_first(self):
        asunto = self.digitalizado(self.juridica)
        asunto.sudo()._tareas_abiertas("descargar").with_user(self.ventanilla_2).action_tomar()
        self.assertRechaza("Ventanilla 2 took this task", asunto.action_descargar, registros=asunto)
        asunto.with_user(self.ventanilla_2).action_descargar()

    def test_two_clerks_discharge_the_same_matter(self):
        asunto = self.digitalizado(self.juridica)
        asunto.with_user(self.ventanilla_2).action_descargar("Ramírez")
        self.assertRechaza("Under Attention", asunto.action_descargar, "López", registros=asunto)
        self.assertEqual(asunto.original_entregado_a, "Ramírez")

    def test_a_recipient_who_left_meanwhile(self):
        asunto = self.digitalizado(self.juridica, self.ajeno)
        self.ajeno.active = False
        self.assertRechaza("Ajeno is no longer active", asunto.action_descargar, registros=asunto)
        self.turno(asunto, self.ajeno).with_user(self.ventanilla).action_retirar()
        asunto.action_descargar()
