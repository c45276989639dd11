from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import EntradaCommon, pdf


@tagged("post_install", "-at_install")
class TestDigitalizacion(EntradaCommon):
    def test_the_scans_are_fixed_and_the_matter_goes_to_the_counter(self):
        asunto = self.registrado(self.juridica)
        escaneo = self.archivo("escaneo.pdf", pdf(paginas=12), self.digitalizadora, asunto)
        anexo = self.archivo("plano.pdf", pdf("Plano"), self.digitalizadora, asunto, clase="anexo")
        self.assertEqual(asunto.documento_ids, escaneo | anexo, "a file uploaded on the matter is a document of it")
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        self.assertEqual(asunto.state, "por_descargar")
        self.assertRecordValues(
            escaneo | anexo,
            [
                {"clase": "principal", "paginas": 12, "evidencia": True, "evidencia_user_id": self.digitalizadora.id},
                {"clase": "anexo", "paginas": 1, "evidencia": True, "evidencia_user_id": self.digitalizadora.id},
            ],
        )
        self.assertEqual(self.eventos(asunto), ["registrar", "digitalizar"])
        self.assertEqual(self.pasos(self.digitalizadora, asunto), [])
        self.assertEqual(self.pasos(self.ventanilla_2, asunto), ["descargar"])

    def test_nothing_to_finish_without_a_scan(self):
        asunto = self.registrado()
        self.assertRechaza(
            "Attach the scan", asunto.with_user(self.digitalizadora).action_terminar_digitalizacion, registros=asunto
        )

    def test_rejected_and_corrected(self):
        asunto = self.registrado(self.juridica)
        suyo = asunto.with_user(self.digitalizadora)
        for motivo in (None, "", "   "):
            self.assertRechaza("reason", suyo.action_rechazar_digitalizacion, motivo, registros=asunto)
        suyo.action_rechazar_digitalizacion("Faltan anexos")
        self.cr.flush()
        self.assertIn("Faltan anexos", " ".join(asunto.sudo().message_ids.mapped("body")))
        self.assertEqual(asunto.state, "por_corregir")
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["corregir"])
        self.assertEqual(self.pasos(self.digitalizadora, asunto), [])
        asunto.documento_ids = [Command.link(self.archivo("anexo.pdf").id)]
        asunto.action_corregido()
        self.assertEqual(self.pasos(self.digitalizadora, asunto), ["digitalizar"])
        self.assertEqual(self.eventos(asunto), ["registrar", "rechazar_digitalizacion", "corregir"])

    def test_the_counter_returns_a_scan_that_does_not_match(self):
        asunto = self.digitalizado(self.juridica)
        self.assertRechaza("reason", asunto.action_devolver_a_digitalizacion, registros=asunto)
        asunto.action_devolver_a_digitalizacion("Es de otro oficio")
        self.assertEqual(self.pasos(self.digitalizadora, asunto), ["digitalizar"])
        self.assertEqual(self.pasos(self.ventanilla, asunto), [])
        self.archivo("bueno.pdf", pdf("El bueno"), self.digitalizadora, asunto)
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        self.assertEqual(len(asunto.documento_ids), 2, "the first scan stays: it is evidence")

    def test_who_may(self):
        asunto = self.registrado(self.juridica)
        self.archivo(user=self.digitalizadora, asunto=asunto)
        for user in (self.ventanilla, self.ventanilla_x, self.juridica, self.ventanilla_b):
            with self.subTest(user.login):
                suyo = self.como(asunto, user)
                self.assertRechaza("", suyo.action_terminar_digitalizacion, registros=asunto, error=AccessError)
                self.assertRechaza("", suyo.action_rechazar_digitalizacion, "no", registros=asunto, error=AccessError)
        asunto.with_user(self.administradora).action_terminar_digitalizacion()

    def test_a_taken_task_belongs_to_who_took_it(self):
        otra = self._persona("digitalizadora_2", "digitalizador", oficialias=self.oficialia)
        asunto = self.registrado()
        self.archivo(user=self.digitalizadora, asunto=asunto)
        tarea = asunto.sudo()._tareas_abiertas("digitalizar")
        tarea.with_user(otra).action_tomar()
        self.assertEqual(self.pasos(self.digitalizadora, asunto), [])
        terminar = asunto.with_user(self.digitalizadora).action_terminar_digitalizacion
        self.assertRechaza("took this task", terminar, registros=asunto)
        tarea.with_user(otra).action_soltar()
        terminar()
        self.assertEqual(tarea.cerrada_user_id, self.digitalizadora)

    def test_files_of_comments_are_not_documents(self):
        """A recipient who has the matter before it is digitized may comment with a file; it is no scan."""
        asunto = self.registrado(self.juridica, turnado_directo=True)
        comentario = asunto.with_user(self.juridica).message_post(
            body="Ya lo tengo", attachments=[("borrador.pdf", pdf("Nota"))]
        )
        self.assertEqual(len(comentario.sudo().attachment_ids), 1)
        self.assertFalse(asunto.documento_ids)

    def test_after_the_discharge_nothing_more_is_a_document(self):
        asunto = self.descargado(self.juridica)
        documentos = asunto.documento_ids
        asunto.message_post(body="Llegó después", attachments=[("tarde.pdf", pdf("Tarde"))])
        self.assertEqual(asunto.documento_ids, documentos)
        for user in (self.ventanilla, self.digitalizadora, self.administradora):
            with self.subTest(user.login):
                suyo = asunto.with_user(user)
                self.assertRechaza("", suyo.write, {"documento_ids": [Command.clear()]}, registros=asunto)
        self.assertRechaza("already fixed", asunto.sudo().write, {"documento_ids": [Command.clear()]}, registros=asunto)
