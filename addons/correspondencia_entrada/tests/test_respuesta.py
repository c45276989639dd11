from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import EntradaCommon, pdf


@tagged("post_install", "-at_install")
class TestRespuesta(EntradaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Respuesta = cls.env["correspondencia.respuesta"]

    def borrador_de(self, asunto, user, **vals):
        accion = asunto.with_user(user).action_responder()
        respuesta = self.Respuesta.with_user(user).browse(accion["res_id"])
        respuesta.write(vals)
        return respuesta

    def test_answering_concludes_the_turno(self):
        asunto = self.descargado(self.juridica)
        respuesta = self.responder(asunto, self.juridica)
        self.assertRecordValues(respuesta, [{"state": "enviada", "version": 1, "user_id": self.juridica.id}])
        self.assertTrue(respuesta.fecha_envio)
        self.assertEqual(asunto.state, "concluido")
        self.assertEqual(self.pasos(self.juridica), [])
        self.assertIn("responder", respuesta.sudo().bitacora_ids.mapped("evento"))
        self.cr.flush()
        self.assertIn("Juridica answered the matter", " ".join(asunto.sudo().message_ids.mapped("body")))

    def test_answering_again_opens_the_same_draft(self):
        asunto = self.descargado(self.juridica)
        self.assertEqual(self.borrador_de(asunto, self.juridica), self.borrador_de(asunto, self.juridica))

    def test_the_draft_keeps_its_versions(self):
        respuesta = self.borrador_de(self.descargado(self.juridica), self.juridica)
        for cuerpo in ("<p>Uno</p>", "<p>Uno</p>", "<p>Dos</p>", "<p>Tres</p>"):
            respuesta.cuerpo = cuerpo
        self.assertEqual(respuesta.version, 3)
        self.assertEqual(respuesta.version_ids.sorted("numero").mapped("cuerpo"), ["<p>Uno</p>", "<p>Dos</p>"])
        for vals in (
            {"version": 9},
            {"fecha_envio": "2026-01-01"},
            {"state": "enviada"},
            {"turno_id": respuesta.turno_id.id},
        ):
            with self.subTest(vals):
                self.assertRechaza("", respuesta.write, vals, registros=respuesta)
        version = respuesta.version_ids[0]
        for metodo, args in [("write", [{"cuerpo": "x"}]), ("unlink", [])]:
            self.assertRechaza("", getattr(version, metodo), *args, registros=respuesta, error=AccessError)

    def test_nothing_is_sent_empty(self):
        asunto = self.descargado(self.juridica)
        respuesta = self.borrador_de(asunto, self.juridica, cuerpo="<p><br></p>")
        self.assertRechaza("Write the answer", respuesta.action_enviar, registros=asunto)

    def test_files_alone_answer_and_become_evidence(self):
        asunto = self.descargado(self.juridica)
        oficio = self.archivo("respuesta.pdf", pdf("Respuesta", 3), self.juridica)
        respuesta = self.responder(asunto, self.juridica, cuerpo=False, archivos=oficio)
        self.assertEqual(oficio.paginas, 3)
        self.assertRecordValues(
            oficio, [{"evidencia": True, "res_model": "correspondencia.respuesta", "res_id": respuesta.id}]
        )
        self.assertRechaza("cannot change", oficio.sudo().write, {"raw": b"otro"}, registros=respuesta)
        self.assertRechaza("cannot be deleted", oficio.sudo().unlink, registros=respuesta)

    def test_a_bad_file_stops_the_answer(self):
        asunto = self.descargado(self.juridica)
        respuesta = self.borrador_de(asunto, self.juridica, cuerpo="<p>Va</p>")
        respuesta.documento_ids = [Command.link(self.archivo("r.pdf", b"", self.juridica).id)]
        self.assertRechaza("is empty", respuesta.action_enviar, registros=asunto)

    def test_what_was_sent_is_evidence(self):
        asunto = self.descargado(self.juridica)
        respuesta = self.responder(asunto, self.juridica)
        antes = self._fotografia(asunto)
        for como in (respuesta, respuesta.sudo(), respuesta.with_user(self.administradora)):
            for metodo, args in [("write", [{"cuerpo": "<p>Otra cosa</p>"}]), ("unlink", []), ("action_enviar", [])]:
                with self.subTest(metodo, como=como.env.user.login, su=como.env.su), self.assertRaises(UserError):
                    getattr(como, metodo)(*args)
        self.assertEqual(self._fotografia(asunto), antes)

    def test_drafts_are_private(self):
        asunto = self.descargado(self.abogado, self.contadora)
        respuesta = self.borrador_de(asunto, self.abogado, cuerpo="<p>Borrador que nadie ve</p>")
        respuesta.cuerpo = "<p>Segunda versión</p>"
        version = respuesta.version_ids
        for user in (self.contadora, self.juridica, self.directora, self.ventanilla):
            with self.subTest(user.login):
                self.assertFalse(respuesta.with_user(user).has_access("read"))
                self.assertFalse(version.with_user(user).has_access("read"))
                asunto.invalidate_recordset(["respuesta_ids"])  # the cache is common to all
                self.assertFalse(asunto.with_user(user).respuesta_ids)
                self.assertRechaza("", respuesta.with_user(user).action_enviar, registros=asunto, error=AccessError)
        respuesta.action_enviar()
        for user in (self.contadora, self.juridica, self.directora, self.ventanilla):
            with self.subTest(user.login, enviada=True):
                self.assertTrue(respuesta.with_user(user).has_access("read"))
                self.assertFalse(respuesta.with_user(user).has_access("write"))
                self.assertFalse(version.with_user(user).has_access("read"), "earlier versions stay with the author")

    def test_only_the_holder_answers(self):
        asunto = self.descargado(self.abogado, cc=[self.revisor])
        turno = self.turno(asunto, self.abogado)
        for user in (self.juridica, self.revisor, self.ventanilla, self.ajeno, self.administradora):
            with self.subTest(user.login):
                crear = self.Respuesta.with_user(user).create
                self.assertRechaza(
                    "", crear, {"turno_id": turno.id, "cuerpo": "x"}, registros=asunto, error=AccessError
                )
                self.assertRechaza("", turno.with_user(user).action_responder, registros=asunto, error=AccessError)

    def test_the_parts_of_an_answer_that_the_system_writes_are_not_typed(self):
        turno = self.turno(self.descargado(self.juridica), self.juridica)
        Respuesta = self.Respuesta.with_user(self.juridica).with_context(
            default_version=7, default_fecha_envio="2020-01-01"
        )
        respuesta = Respuesta.create(
            {"turno_id": turno.id, "cuerpo": "x", "version": 5, "fecha_envio": "2020-01-01 00:00:00"}
        )
        self.assertRecordValues(respuesta, [{"version": 1, "fecha_envio": False, "state": "borrador"}])

    def test_after_turning_further_the_answer_waits(self):
        asunto = self.descargado(self.juridica)
        respuesta = self.borrador_de(asunto, self.juridica, cuerpo="<p>Va</p>")
        self.turnar(asunto, self.juridica, self.abogado)
        self.assertRechaza("Turned On", respuesta.action_enviar, registros=asunto)
        self.turno(asunto, self.abogado).action_devolver("No es mío")
        respuesta.action_enviar()
        self.assertEqual(asunto.state, "concluido")

    def test_concluding_without_answer_needs_a_reason(self):
        asunto = self.descargado(self.juridica)
        for motivo in (None, "", " \n"):
            self.assertRechaza(
                "why no answer", self.turno(asunto, self.juridica).action_concluir, motivo, registros=asunto
            )
        self.turno(asunto, self.juridica).action_concluir("Quedó sin materia")
        self.assertEqual(self.turno(asunto, self.juridica).motivo_cierre, "Quedó sin materia")
        self.assertEqual(asunto.state, "concluido")

    def test_html_is_cleaned(self):
        respuesta = self.borrador_de(self.descargado(self.juridica), self.juridica)
        respuesta.cuerpo = '<p onclick="x()">Va</p><script>alert(1)</script><img src=x onerror="alert(1)">'
        self.assertNotIn("script", respuesta.cuerpo)
        self.assertNotIn("onerror", respuesta.cuerpo)
        self.assertNotIn("onclick", respuesta.cuerpo)
