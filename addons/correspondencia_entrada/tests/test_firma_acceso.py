from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaAcceso(FirmaEntidad):
    """Who sees what of a signature, by whatever way they ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pasos = cls("setUp")
        cls.respuesta = pasos.por_firmar(cls.juridica, cls.directora, cc=[cls.revisor])
        cls.asunto = cls.respuesta.asunto_id
        cls.documento = cls.respuesta.sudo().firma_id

    def ve(self, registros):
        """Logins of those who can read ``registros``, each in their own company."""
        personas = self.env["res.users"].search([("login", "=like", "prueba_%")])
        ven = set()
        for user in personas:
            suyos = self.como(registros, user)
            puede = suyos.has_access("read")
            encontrados = suyos.browse()
            if suyos.browse().has_access("read"):
                encontrados = suyos.search([("id", "in", suyos.ids)])
            with self.subTest(user=user.login, modelo=registros._name):
                self.assertEqual(bool(encontrados), puede, "found and read go together")
            if puede:
                ven.add(user.login.removeprefix("prueba_"))
        return ven

    def test_while_it_is_signed(self):
        en_la_ruta = {"juridica", "directora", "administradora", "otra_administradora"}
        self.assertEqual(self.ve(self.documento), en_la_ruta)
        self.assertEqual(self.ve(self.documento.firmante_ids), en_la_ruta)
        self.assertEqual(self.ve(self.documento.pdf_id), en_la_ruta)
        self.assertEqual(self.ve(self.respuesta.sudo()), en_la_ruta)
        self.assertEqual(self.ve(self.respuesta.sudo().firmante_ids), en_la_ruta)

    def test_when_it_is_out(self):
        """The signed file is for whoever reads the answer; drafts, revisions and evidence are not."""
        self.firmar(self.respuesta)
        intermedio = self.documento.pdf_id
        self.firmar(self.respuesta, self.directora, "firmante2")
        en_la_ruta = {"juridica", "directora", "administradora", "otra_administradora"}
        lectores = en_la_ruta | {"revisor", "ventanilla", "ventanilla_2"}
        self.assertEqual(self.ve(self.respuesta.sudo()), lectores)
        self.assertEqual(self.ve(self.documento.pdf_id), lectores)
        self.assertEqual(self.respuesta.with_user(self.revisor).firma_pdf_ids, self.documento.pdf_id)
        for adjunto in (self.documento.base_id, intermedio, *self.documento.firmante_ids.evidencia_id):
            self.assertEqual(self.ve(adjunto), en_la_ruta)
        self.assertEqual(self.ve(self.documento), en_la_ruta)
        adjuntos = self.env["ir.attachment"].with_user(self.revisor).search([("res_model", "like", "firma.")])
        self.assertFalse(adjuntos)

    def test_a_draft_that_was_rejected(self):
        """It is its author's again, also for who was to sign it."""
        self.firmar(self.respuesta)
        self.documento.with_user(self.directora).rechazar("No")
        self.assertEqual(self.ve(self.respuesta.sudo()), {"juridica", "administradora", "otra_administradora"})
        self.assertFalse(self.respuesta.firma_pdf_ids)

    def test_confidential(self):
        """Who is not named in the matter cannot be asked to sign its answer, however high."""
        asunto = self.descargado(self.juridica)
        asunto.sudo()._rectificar({"confidencialidad": "confidencial"}, "Lo pide el remitente")
        self.assertRaisesRegex(UserError, "cannot read", self.por_firmar, self.juridica, self.directora, asunto=asunto)
        con_copia = self.descargado(self.juridica, cc=[self.directora])
        con_copia.sudo()._rectificar({"confidencialidad": "confidencial"}, "Lo pide el remitente")
        respuesta = self.por_firmar(self.juridica, self.directora, asunto=con_copia)
        documento = respuesta.sudo().firma_id
        self.assertEqual(self.ve(documento), {"juridica", "directora", "administradora", "otra_administradora"})
        self.firmar(respuesta)
        self.firmar(respuesta, self.directora, "firmante2")
        self.assertNotIn("revisor", self.ve(documento.pdf_id))

    def test_what_nobody_writes(self):
        """Not even administrators, nor with the rights that the web client has."""
        self.firmar(self.respuesta)
        admin = self.env["res.users"].browse(2)
        admin.group_ids += self.env.ref("mensajeria.group_administrador")
        for user in (self.juridica, self.directora, self.administradora, admin):
            for registros in (self.documento, self.documento.firmante_ids, self.env["firma.sesion"].search([])):
                suyos = registros.with_user(user)
                for operacion in ("write", "create", "unlink"):
                    self.assertFalse(suyos.has_access(operacion), (user.login, registros._name, operacion))
            with self.assertRaises(AccessError):
                self.env["firma.sesion"].with_user(user).search([])

    def test_secrets(self):
        """The token is not told but in the address; RFC and CURP of others are not told at all."""
        for user in (self.juridica, self.abogado, self.administradora):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.documento.with_user(user).read(["token"])
            for campo in ("firma_rfc", "firma_curp"):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.directora.with_user(user).read([campo])
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.env["res.users"].with_user(user).search([(campo, "like", "N")])
        for campo in ("firma_tsa_clave", "firma_tsa_url", "firma_psc_clave"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.company.with_user(self.administradora).read([campo])
        url = self.documento.with_user(self.juridica).action_verificar()["url"]
        self.assertTrue(url.endswith(f"/v/{self.documento.token}"))
        self.assertRaises(AccessError, self.documento.with_user(self.abogado).action_verificar)

    def test_what_the_page_shows(self):
        """Of the ids asked for, those that the user may sign now; each with what it needs, in few queries."""
        otras = self.por_firmar().sudo().firma_id | self.por_firmar().sudo().firma_id
        ajena = self.por_firmar(self.directora).sudo().firma_id
        ids = [*otras.ids, ajena.id, self.documento.id, 2**31 - 1]
        Documento = self.env["firma.documento"].with_user(self.juridica)
        filas = Documento._datos_de_mesa(ids)
        self.assertEqual([fila["id"] for fila in filas], [*otras.ids, self.documento.id])
        self.assertEqual(filas, sorted(Documento._datos_de_mesa(None), key=lambda f: ids.index(f["id"])))
        self.assertEqual(filas[-1]["asunto_url"], f"/odoo/asuntos/{self.asunto.id}")
        self.assertEqual(filas[-1]["sha256"], self.documento.sha256)
        self.assertEqual(self.documento.with_user(self.juridica)._pdf_base(), self.documento._bytes())
        self.env.invalidate_all()
        antes = self.cr.sql_log_count
        Documento._datos_de_mesa(None)
        self.assertLessEqual(self.cr.sql_log_count - antes, 24)
        ajustes = Documento._ajustes_de_mesa()
        self.assertEqual(ajustes["persona"], {"nombre": "Juridica", "rfc": "PELJ800101AB1"})
        self.assertFalse(ajustes["modo_servidor"])

    def test_searching_what_waits(self):
        Documento = self.env["firma.documento"]
        for user, espera in ((self.juridica, True), (self.directora, False), (self.administradora, False)):
            suyos = Documento.with_user(user).with_context(allowed_company_ids=self.company.ids)
            visibles = suyos.search([])
            self.assertEqual(self.documento in suyos.search([("me_toca", "=", True)]), espera)
            self.assertEqual(self.documento in suyos.search([("me_toca", "!=", True)]), not espera)
            self.assertEqual(visibles.filtered("me_toca"), suyos.search([("me_toca", "=", True)]))
