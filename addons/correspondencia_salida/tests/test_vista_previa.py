import base64

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mensajeria.tests.lector_pdf import textos

from .salida_comun import SalidaCommon

BORRADOR = "DRAFT|BORRADOR"


@tagged("post_install", "-at_install")
class TestVistaPrevia(SalidaCommon):
    """The letter beside its text: what is not saved is in it, and nothing is saved by it."""

    def ver(self, oficio, **valores):
        vista = oficio.previsualizar(valores)
        return " ".join(textos(base64.b64decode(vista["pdf"]))), vista["faltas"]

    def test_what_is_not_saved_is_printed_and_not_saved(self):
        oficio = self.oficio(cuerpo="<p>Antes</p>")
        texto, faltas = self.ver(
            oficio,
            cuerpo="<p>Ahora a {{destinatario.nombre}}</p>",
            descripcion="Otro asunto",
            destinatario_ids=[
                Command.update(oficio.destinatario_ids.id, {"dest_nombre": "Rosa Nueva"}),
                Command.create({"dest_nombre": "Copia Nueva", "tipo": "ccp"}),
            ],
            firmante_ids=[[0, "virtual_1", {"user_id": self.directora.id, "cargo": "Titular"}]],
        )
        for parte in ("Ahora a Rosa Nueva", "Otro asunto", "c.c.p. Copia Nueva", "Juridica", "Titular"):
            self.assertIn(parte, texto)
        self.assertRegex(texto, BORRADOR)
        self.assertFalse(faltas)
        oficio.invalidate_recordset()
        self.assertEqual((oficio.cuerpo, oficio.para), ("<p>Antes</p>", "Juana Pérez Ñúñez"))
        self.assertEqual((len(oficio.destinatario_ids), len(oficio.firmante_ids)), (1, 1))

    def test_before_it_is_saved_for_the_first_time(self):
        texto, faltas = self.ver(
            self.como(self.Oficio, self.redactora),
            area_id=self.juridico.id,
            cuerpo="<p>Con {{numero}} de {{referencia}}</p>",
            descripcion="Primera",
        )
        for parte in ("Primera", "Con [numero] de [referencia]"):
            self.assertIn(parte, texto)
        self.assertRegex(texto, BORRADOR)
        self.assertEqual(len(faltas), 1)
        self.assertIn("{{referencia}}", faltas[0])

    def test_what_would_be_refused_is_named_beside_it(self):
        oficio = self.oficio()
        texto, faltas = self.ver(oficio, cuerpo="<p>Uno {{apodo}} dos</p>")
        self.assertIn("Uno [apodo] dos", texto)
        self.assertIn("«{{apodo}}» does not exist", faltas[0])
        texto, faltas = self.ver(oficio, cuerpo='<p>Uno {{numero<br></p><p>tres</p><img src="https://x.example/a.png">')
        self.assertIn("tres", texto)
        self.assertIn("cut in two", faltas[0])
        self.assertRegex(self.ver(oficio, cuerpo=False, descripcion=False, destinatario_ids=[[5]])[0], BORRADOR)

    def test_once_numbered_it_is_the_very_file(self):
        oficio = self.numerado()
        vista = oficio.previsualizar({"cuerpo": "<p>Otro</p>"})
        self.assertEqual(base64.b64decode(vista["pdf"]), oficio.sudo().pdf_id.raw)

    def test_with_its_number_and_not_yet_its_paper(self):
        oficio = self.numerado()
        oficio.sudo().pdf_id = False
        self.assertIn(oficio.name, self.ver(oficio)[0])

    def test_who_only_reads_sees_what_is_saved(self):
        oficio = self.aprobado()
        self.assertNotIn("Otro", self.ver(oficio, cuerpo="<p>Otro</p>")[0])

    def test_access(self):
        oficio, ajeno = self.oficio(), self.oficio(user=self.contadora)
        anexo = self.env["ir.attachment"].create({"name": "secreto.pdf", "raw": b"x"})
        asunto = self.borrador(self.contadora)
        for user in (self.contadora, self.ajeno, self.redactor_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.como(oficio, user).previsualizar()
        visitante = self._persona("visitante", "base.group_portal", company=self.otra_company)
        for valores in (
            {"area_id": self.finanzas.id},
            {"destinatario_ids": [Command.link(ajeno.destinatario_ids.id)]},
            {"destinatario_ids": [Command.update(ajeno.destinatario_ids.id, {"dest_cargo": "x"})]},
            {"firmante_ids": [Command.link(ajeno.firmante_ids.id)]},
            {"firmante_ids": [Command.create({"user_id": visitante.id})]},
            {"asunto_ids": [Command.set(asunto.ids)]},
        ):
            with self.subTest(next(iter(valores))), self.assertRaises(AccessError):
                oficio.previsualizar(valores)
        with self.assertRaises(AccessError):
            self.como(self.Oficio, self.redactora).previsualizar({"area_id": self.finanzas.id})
        with self.assertRaises(AccessError):
            self.como(self.Oficio, self.ajeno).previsualizar({"area_id": self.juridico.id})
        texto, _faltas = self.ver(oficio, anexo_ids=[Command.link(anexo.id)], redactor_id=self.contadora.id)
        self.assertNotIn("secreto", texto)
