from psycopg2.errors import NotNullViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models.correspondencia_asunto import CAMPOS_REGISTRADOS, CAMPOS_SISTEMA
from .common import EntradaCommon, pdf


@tagged("post_install", "-at_install")
class TestRegistro(EntradaCommon):
    def test_registering_issues_the_folio_and_puts_the_matter_in_the_digitizers_tray(self):
        asunto = self.borrador(self.juridica, numero_oficio="MP/OB/0012/2026")
        self.assertFalse(asunto.name)
        asunto.action_registrar()
        self.assertRecordValues(
            asunto,
            [
                {
                    "name": "OPT/2026/00001",
                    "state": "por_digitalizar",
                    "remitente_nombre": "Juana Pérez Ñúñez",
                    "remitente_cargo": "Directora de Obras",
                    "remitente_institucion": "Municipio de Prueba",
                    "registro_user_id": self.ventanilla.id,
                }
            ],
        )
        self.assertTrue(asunto.sudo().acuse_token)
        self.assertEqual(self.eventos(asunto), ["registrar"])
        self.assertEqual(self.pasos(self.digitalizadora, asunto), ["digitalizar"])
        self.assertEqual(self.pasos(self.ventanilla, asunto), [])
        self.assertEqual(self.pasos(self.juridica, asunto), [], "the turno waits for the discharge")
        self.assertEqual(self.registrado().name, "OPT/2026/00002")

    def test_the_form_of_the_counter(self):
        """What the clerk does not type: office, type, instruction, reception, and what the topic proposes."""
        with Form(self.como(self.Asunto, self.ventanilla)) as form:
            form.descripcion = "Solicita informe"
            form.remitente_id = self.remitente
            form.tema_id = self.tema
        asunto = form.record
        self.assertRecordValues(
            asunto,
            [
                {
                    "oficialia_id": self.oficialia.id,
                    "company_id": self.company.id,
                    "origen": "externo",
                    "medio": "ventanilla",
                    "prioridad": "1",
                    "fecha_requerida": Date.to_date("2026-03-16"),  # ten working days after the 2nd
                }
            ],
        )
        self.assertTrue(asunto.tipo_documento_id and asunto.instruccion_id and asunto.fecha_recepcion)

    def test_the_topic_proposes_and_what_was_typed_stays(self):
        asunto = self.borrador(fecha_requerida="2026-03-05", tema_id=self.tema.id)
        self.assertEqual(asunto.fecha_requerida, Date.to_date("2026-03-05"))
        hijo = self.env["correspondencia.tema"].create({"name": "De obra", "parent_id": self.tema.id})
        self.assertEqual(
            self.borrador(tema_id=hijo.id).fecha_requerida, Date.to_date("2026-03-16"), "inherited from its parent"
        )
        hijo.plazo_dias = 1
        self.assertEqual(self.borrador(tema_id=hijo.id).fecha_requerida, Date.to_date("2026-03-03"))

    def test_a_topic_with_a_unit_proposes_its_head(self):
        self.tema.write({"company_id": self.company.id, "area_id": self.juridico.id})
        cambio = self.como(self.Asunto, self.ventanilla).onchange(
            {"tema_id": self.tema.id, "turno_ids": []},
            ["tema_id"],
            {"tema_id": {}, "turno_ids": {"fields": {"user_id": {}, "area_id": {}, "tipo": {}}}},
        )
        propuesto = {"user_id": self.juridica.id, "area_id": self.juridico.id, "tipo": "atencion"}
        self.assertEqual(cambio["value"]["turno_ids"], [Command.create(propuesto)])

    def test_an_internal_matter_comes_from_a_unit(self):
        asunto = self.borrador(self.juridica, remitente_id=False, origen="interno", area_remitente_id=self.finanzas.id)
        asunto.action_registrar()
        self.assertRecordValues(asunto, [{"remitente_nombre": "Finanzas", "remitente_institucion": "Finanzas"}])

    def test_register_and_new_keeps_the_common_fields(self):
        asunto = self.borrador(medio="correo")
        accion = asunto.action_registrar_otro()
        self.assertEqual(asunto.state, "por_digitalizar")
        with Form(asunto.browse().with_context(**accion["params"]["next"]["context"])) as form:
            self.assertEqual(form.remitente_id, self.remitente)
            self.assertEqual(form.medio, "correo")
            self.assertFalse(form.descripcion)
            self.assertFalse(form.numero_oficio)
            form.descripcion = "El siguiente"

    def test_an_office_may_skip_digitization_of_what_is_already_scanned(self):
        self.oficialia.omitir_digitalizacion = True
        self.assertEqual(self.registrado().state, "por_digitalizar")
        asunto = self.borrador(documento_ids=[Command.link(self.archivo().id)])
        asunto.action_registrar()
        self.assertEqual(asunto.state, "por_descargar")
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["descargar"])

    def test_documents_are_fixed_at_registration(self):
        anexo = self.archivo("planos.pdf", pdf("Planos", paginas=3), clase="anexo")
        oficio = self.archivo("oficio.pdf", pdf("Oficio", paginas=2))
        asunto = self.registrado(documento_ids=[Command.set([anexo.id, oficio.id])])
        self.assertRecordValues(
            (oficio | anexo).sorted("id"),
            [
                {"clase": "anexo", "paginas": 3, "evidencia": True, "res_id": asunto.id},
                {"clase": "principal", "paginas": 2, "evidencia": True, "res_id": asunto.id},
            ],
        )
        registro = asunto.sudo().bitacora_ids
        self.assertIn(oficio.sha256, registro.datos)
        with self.assertRaisesRegex(UserError, "cannot change"):
            oficio.sudo().raw = b"otro"
        with self.assertRaises(UserError):
            asunto.with_user(self.digitalizadora).documento_ids = [Command.unlink(oficio.id)]
        with self.assertRaises(UserError):
            asunto.with_user(self.digitalizadora).documento_ids = [Command.clear()]

    def test_files_of_other_records_are_not_taken(self):
        """Linking somebody's file would read and lock it with the rights of the matter."""
        secreto = self.archivo(user=self.ajeno)
        ajeno = self.archivo(asunto=self.borrador())
        for archivo, mensaje in [(secreto, "not allowed"), (ajeno, "another record")]:
            with self.subTest(mensaje):
                self.assertRechaza(mensaje, self.borrador, documento_ids=[Command.link(archivo.id)], registros=archivo)

    def test_registered_data_are_locked_for_everybody(self):
        asunto = self.registrado(documento_ids=[Command.link(self.archivo().id)])
        campos = CAMPOS_REGISTRADOS | {"state", "folio_numero", "bitacora_hash", "documento_ids"}
        valores = {
            "company_id": self.otra_company.id,
            "oficialia_id": self.oficialia_x.id,
            "documento_ids": [Command.clear()],
        }
        antes = self._fotografia(asunto)
        for campo in sorted(campos):
            for como in (
                asunto.sudo(),
                asunto,
                asunto.with_user(self.administradora),
                asunto.with_user(self.digitalizadora),
            ):
                with self.subTest(campo, como=como.env.user.login, su=como.env.su), self.assertRaises(UserError):
                    como.write({campo: valores.get(campo, False)})
        self.assertEqual(self._fotografia(asunto), antes)

    def test_the_lock_cannot_be_opened_from_the_context(self):
        asunto = self.registrado()
        for llave in (True, "AUTORIZADO", 1, {}):
            forzado = asunto.sudo().with_context(correspondencia_registro=llave, nucleo_transicion=llave)
            self.assertRechaza("rectification", forzado.write, {"descripcion": "otra"}, registros=asunto)
            self.assertRechaza("steps of the process", forzado.write, {"state": "concluido"}, registros=asunto)

    def test_what_the_system_writes_is_never_typed(self):
        borrador = self.borrador()
        antes = self._fotografia(borrador)
        for campo in sorted(CAMPOS_SISTEMA):
            with self.subTest(campo), self.assertRaises(UserError):
                borrador.write({campo: "1"})
        self.assertEqual(self._fotografia(borrador), antes)
        forjado = self.borrador(name="OPT/2026/09999", relacion_tipo="ninguna", original_entregado_a="Nadie")
        forjado |= self.borrador(contexto={"default_name": "OPT/1", "default_relacion_tipo": "ninguna"})
        self.assertRecordValues(forjado, [{"name": False, "relacion_tipo": False, "original_entregado_a": False}] * 2)

    def test_a_registered_matter_is_never_deleted(self):
        asunto, borrador = self.registrado(), self.borrador()
        self.assertRechaza("never deleted", asunto.sudo().unlink, registros=asunto)
        borrador.unlink()
        self.assertFalse(borrador.exists())

    def test_a_draft_is_not_handed_to_an_office_of_others(self):
        borrador = self.borrador()
        self.assertRechaza(
            "", borrador.write, {"oficialia_id": self.oficialia_x.id}, registros=borrador, error=AccessError
        )

    def test_a_cancelled_folio_keeps_its_number_and_its_reason(self):
        asunto = self.registrado(self.juridica)
        self.assertRechaza("reason", asunto.action_cancelar, registros=asunto)
        asunto.action_cancelar("Se registró en la oficialía equivocada")
        self.assertRecordValues(asunto, [{"state": "cancelado", "name": "OPT/2026/00001", "folio_numero": 1}])
        self.assertEqual(
            asunto.sudo().bitacora_ids.sorted("numero")[-1].motivo, "Se registró en la oficialía equivocada"
        )
        self.assertFalse(asunto.sudo().tarea_ids.filtered(lambda t: t.state == "pendiente"))
        self.assertEqual(self.registrado().name, "OPT/2026/00002")
        self.assertRechaza("Cancelled", asunto.action_cancelar, "otra vez", registros=asunto)

    def test_missing_data(self):
        for vals, mensaje in [
            ({"remitente_id": False}, "who sends"),
            ({"descripcion": "  \n "}, "Describe the subject"),
            ({"remitente_id": False, "origen": "interno"}, "who sends"),
            ({"remitente_id": False, "area_remitente_id": self.finanzas.id}, "who sends"),
        ]:
            with self.subTest(vals):
                asunto = self.borrador(**vals)
                self.assertRechaza(mensaje, asunto.action_registrar, registros=asunto)
        with self.assertRaises(NotNullViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.borrador(descripcion=False)
