import json
from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestCongelado(SalidaCommon, HttpCase):
    """Once it left its drafter nobody changes a letter: not by the ORM, not by sudo, not from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vence = datetime(2099, 1, 1)  # by the clock of the database, which nobody freezes
        cls.claves = {
            user: cls.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "prueba", vence)
            for user in (cls.redactora, cls.administradora, cls.contadora)
        }

    def api(self, user, modelo, metodo, **datos):
        """Status and body of a call from outside."""
        self.env.flush_all()
        with mute_logger("odoo.http"):
            respuesta = self.url_open(
                f"/json/2/{modelo}/{metodo}",
                data=json.dumps(datos),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.claves[user]}"},
            )
        return respuesta.status_code, respuesta.text

    def con_todo(self):
        """A numbered letter with an annex."""
        anexo = self.archivo("anexo.pdf", user=self.redactora)
        return self.numerado(anexo_ids=[Command.link(anexo.id)])

    def cambios(self, oficio):
        """``(record, values)``: everything that is of the letter."""
        oficio = oficio.sudo(False)
        return [
            (oficio, {"cuerpo": "<p>Otra cosa</p>"}),
            (oficio, {"despedida": "Otra"}),
            (oficio, {"confidencialidad": "reservado"}),
            (oficio, {"anexo_ids": [Command.clear()]}),
            (oficio, {"asunto_ids": [Command.clear()]}),
            (oficio, {"destinatario_ids": [Command.clear()]}),
            (oficio, {"firmante_ids": [Command.update(oficio.firmante_ids.id, {"cargo": "Otro"})]}),
            (oficio, {"name": "JUT/0009/2026"}),
            (oficio, {"state": "firmado"}),
            (oficio, {"pdf_id": oficio.anexo_ids.id}),
            (oficio.destinatario_ids, {"dest_nombre": "Otra persona"}),
            (oficio.firmante_ids, {"cargo": "Otro"}),
            (oficio.version_ids, {"cuerpo": "<p>Otra</p>"}),
            (oficio.sudo().pdf_id, {"raw": b"otro"}),
            (oficio.sudo().pdf_id, {"res_id": 0}),
            (oficio.sudo().anexo_ids, {"name": "otro.pdf"}),
        ]

    def test_by_the_orm_and_by_sudo(self):
        oficio = self.con_todo()
        for registro, vals in self.cambios(oficio):
            quienes = [
                (user, registro.with_user(user)) for user in (self.redactora, self.juridica, self.administradora)
            ]
            if not vals.keys() & {"name", "pdf_id"}:  # which the steps themselves write, by sudo
                quienes.append(("sudo", registro.sudo()))
            for quien, suyo in quienes:
                with self.subTest(registro._name, quien=quien, **vals):
                    self.assertRechaza("", suyo.write, vals, registros=oficio)
        for registros in (oficio, oficio.destinatario_ids, oficio.firmante_ids, oficio.version_ids, oficio.anexo_ids):
            with self.subTest(registros._name):
                self.assertRechaza("", registros.sudo().unlink, registros=oficio)
        linea = self.destinatario(oficio_id=oficio.id)
        self.assertRechaza("no draft any more", oficio.destinatario_ids.sudo().create, linea, registros=oficio)
        firmante = {"oficio_id": oficio.id, "user_id": self.directora.id}
        self.assertRechaza("no draft any more", oficio.firmante_ids.sudo().create, firmante, registros=oficio)

    def test_from_outside(self):
        oficio = self.con_todo()
        antes = self._fotografia(oficio)
        for user in (self.redactora, self.administradora):
            for registro, vals in self.cambios(oficio):
                vals = {campo: valor.decode() if isinstance(valor, bytes) else valor for campo, valor in vals.items()}
                with self.subTest(user.login, modelo=registro._name, **vals):
                    estado, _texto = self.api(user, registro._name, "write", ids=registro.ids, vals=vals)
                    self.assertIn(estado, (403, 422))
            for registros in (oficio, oficio.destinatario_ids, oficio.sudo().pdf_id, oficio.sudo().anexo_ids):
                estado, _texto = self.api(user, registros._name, "unlink", ids=registros.ids)
                self.assertIn(estado, (403, 422))
            contexto = {"correspondencia_texto": True, "nucleo_transicion": True, "nucleo_evidencia": True}
            vals = {"cuerpo": "<p>x</p>"}
            estado, _texto = self.api(user, oficio._name, "write", ids=oficio.ids, vals=vals, context=contexto)
            self.assertIn(estado, (403, 422))
        self.env.invalidate_all()
        self.assertEqual(self._fotografia(oficio), antes)
        estado, texto = self.api(self.contadora, oficio._name, "action_cancelar", ids=oficio.ids, motivo="Otra área")
        self.assertEqual(estado, 403)
        self.assertNotIn("Se remite", texto)

    def test_a_copy_is_a_draft_of_its_own(self):
        oficio = self.con_todo()
        copia = oficio.copy()
        self.assertEqual(
            (copia.state, copia.name, copia.pdf_id.id, copia.anexo_ids.ids), ("borrador", False, False, [])
        )
        self.assertEqual(copia.destinatario_ids.mapped("state"), ["pendiente"])
        self.assertFalse(copia.destinatario_ids & oficio.destinatario_ids)
        copia.cuerpo = "<p>Otro texto</p>"
        self.assertNotIn("Otro", oficio.cuerpo)

    def test_what_is_told_in_the_chatter_is_no_part_of_it(self):
        oficio = self.con_todo()
        anexos = oficio.anexo_ids
        mensaje = oficio.message_post(body="Adjunto otra cosa", attachments=[("otra.pdf", b"%PDF-otra")])
        self.assertEqual((oficio.anexo_ids, oficio.state), (anexos, "numerado"))
        self.assertNotIn(mensaje.attachment_ids, oficio.anexo_ids)
        with self.assertRaises(UserError):
            oficio.anexo_ids = [Command.link(mensaje.attachment_ids.id)]
