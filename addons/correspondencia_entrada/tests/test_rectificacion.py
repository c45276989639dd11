import json

from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import Form, tagged

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestRectificacion(EntradaCommon):
    def rectificar(self, asunto, motivo="Error de captura", user=None, **vals):
        wizard = (
            self.env["correspondencia.rectificar"].with_user(user or self.ventanilla).with_context(active_id=asunto.id)
        )
        wizard = wizard.create({"motivo": motivo, **vals})
        return wizard.action_rectificar()

    def cambios(self, asunto):
        evento = asunto.sudo().bitacora_ids.filtered(lambda e: e.evento == "rectificar")[:1]
        return json.loads(evento.datos)["cambios"]

    def test_old_and_new_values_stay_in_the_log(self):
        asunto = self.descargado(self.juridica, numero_oficio="A/1", fecha_requerida="2026-03-20")
        self.rectificar(asunto, numero_oficio="A/11", descripcion="Solicita informe de la obra 7")
        self.assertRecordValues(asunto, [{"numero_oficio": "A/11", "numero_normalizado": "A.11"}])
        self.assertEqual(
            self.cambios(asunto),
            {
                "numero_oficio": {"antes": "A/1", "despues": "A/11"},
                "descripcion": {"antes": "Solicita informe de obra", "despues": "Solicita informe de la obra 7"},
            },
        )
        evento = asunto.sudo().bitacora_ids[0]
        self.assertEqual((evento.motivo, evento.user_id), ("Error de captura", self.ventanilla))
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(asunto._name, asunto.ids))
        self.assertEqual(asunto.name, "OPT/2026/00001")

    def test_the_wizard_opens_with_the_present_data(self):
        asunto = self.registrado(numero_oficio="A/1", tema_id=self.tema.id, comentarios="Sin anexos")
        wizard = self.env["correspondencia.rectificar"].with_user(self.ventanilla).with_context(active_id=asunto.id)
        with Form(wizard) as form:
            self.assertEqual((form.numero_oficio, form.tema_id, form.comentarios), ("A/1", self.tema, "Sin anexos"))
            form.motivo = "Nada en realidad"
        self.assertRechaza("Nothing was changed", form.record.action_rectificar, registros=asunto)

    def test_open_tasks_follow(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor], fecha_requerida="2026-03-20")
        self.turnar(asunto, self.ventanilla, self.contadora, fecha_limite="2026-03-10")
        self.rectificar(asunto, descripcion="Otro asunto", fecha_requerida="2026-03-25", prioridad="2")
        tareas = asunto.sudo()._tareas_abiertas()
        self.assertEqual(set(tareas.mapped("asunto")), {"Otro asunto"})
        self.assertEqual(set(tareas.mapped("prioridad")), {"2"})
        plazos = {t.user_id: str(t.fecha_limite or "") for t in tareas}
        self.assertEqual(plazos, {self.juridica: "2026-03-25", self.contadora: "2026-03-10", self.revisor: ""})

    def test_a_change_of_topic_changes_nothing_else(self):
        asunto = self.registrado(fecha_requerida=False)
        self.rectificar(asunto, tema_id=self.tema.id)
        self.assertRecordValues(asunto, [{"tema_id": self.tema.id, "prioridad": "0", "fecha_requerida": False}])
        self.assertEqual(self.cambios(asunto), {"tema_id": {"antes": "", "despues": "Peticiones"}})

    def test_another_sender_brings_their_data(self):
        asunto = self.registrado()
        otro = self.env["res.partner"].create({"name": "Pedro Páramo", "function": "Síndico"})
        self.rectificar(asunto, remitente_id=otro.id)
        self.assertRecordValues(asunto, [{"remitente_nombre": "Pedro Páramo", "remitente_cargo": "Síndico"}])
        self.assertEqual(
            self.cambios(asunto)["remitente_nombre"], {"antes": "Juana Pérez Ñúñez", "despues": "Pedro Páramo"}
        )
        otro.active = False
        tercero = self.registrado()
        self.assertRechaza("is archived", self.rectificar, tercero, remitente_id=otro.id, registros=tercero)

    def test_the_rules_of_the_data_hold(self):
        asunto = self.registrado(fecha_requerida="2026-03-20")
        for vals, mensaje in [
            ({"descripcion": "x" * 10_000}, "at most 4000"),
            ({"fecha_elaboracion": "2026-03-10"}, "after it was received"),
            ({"fecha_requerida": "2026-02-01"}, "before the letter was received"),
            ({"fecha_recepcion": "1026-03-02 18:00:00"}, "not possible"),
            ({"fecha_requerida": "2206-03-02"}, "Check the year"),
            ({"motivo": "  ", "numero_oficio": "B"}, "reason of the rectification"),
        ]:
            with self.subTest(vals):
                self.assertRechaza(mensaje, self.rectificar, asunto, registros=asunto, **vals)

    def test_making_it_confidential_hides_the_titles_of_closed_tasks_too(self):
        asunto = self.descargado(self.abogado, descripcion="Denuncia contra un funcionario")
        self.responder(asunto, self.abogado)
        Tarea = self.como(self.Tarea, self.juridica)
        self.assertTrue(Tarea.search([("asunto_id", "=", asunto.id)]), "the head sees what her unit did")
        self.rectificar(asunto, confidencialidad="confidencial")
        self.assertFalse(Tarea.search([("asunto", "ilike", "Denuncia")]))
        self.assertTrue(self.como(self.Tarea, self.abogado).search([("asunto_id", "=", asunto.id)]))

    def test_who_and_when(self):
        asunto = self.descargado(self.juridica)
        for user in (self.juridica, self.digitalizadora, self.ventanilla_x, self.ventanilla_b):
            with self.subTest(user.login):
                self.assertRechaza(
                    "", self.rectificar, asunto, user=user, referencia="R", registros=asunto, error=AccessError
                )
        self.rectificar(asunto, referencia="R", user=self.administradora)
        asunto.action_cancelar("Error")
        self.assertRechaza("valid matter", self.rectificar, asunto, referencia="S", registros=asunto)
        borrador = self.borrador()
        self.assertRechaza("Only a registered", self.rectificar, borrador, referencia="S", registros=borrador)

    def test_a_concluded_matter_may_be_rectified(self):
        asunto = self.descargado(self.juridica)
        self.responder(asunto, self.juridica)
        self.rectificar(asunto, fecha_elaboracion="2026-02-27")
        self.assertEqual(asunto.fecha_elaboracion, Date.to_date("2026-02-27"))
        self.assertEqual(asunto.state, "concluido")

    def test_choices_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("es_MX")
        campos, idioma = ["prioridad", "confidencialidad"], {"lang": "es_MX"}
        for valor in self.env["ir.model.fields.selection"].search(
            [("field_id.model", "=", "correspondencia.asunto"), ("field_id.name", "in", campos)]
        ):
            valor.with_context(**idioma).name = f"{valor.value} en español"
        opciones = self.env["correspondencia.rectificar"].with_context(**idioma).fields_get(campos, ["selection"])
        for campo in campos:
            for clave, etiqueta in opciones[campo]["selection"]:
                self.assertEqual(etiqueta, f"{clave} en español", campo)
