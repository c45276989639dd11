from datetime import timedelta

from odoo.tests import tagged

from ..demo.pki import Hoja
from .firma_entidad import FirmaEntidad

SIN_CURP = Hoja("00001000000700000101", "JUANA PEÑA LÓPEZ", "PELJ800101AB1", "XEXX010101HNEXXXA4")
UN_DIA = Hoja(
    "00001000000700000102", "JUANA PEÑA LÓPEZ", "PELJ800101AB1", "PELJ800101MDFXPN09", hasta=timedelta(days=1)
)


@tagged("post_install", "-at_install")
class TestFirmaPuerta(FirmaEntidad):
    """Who may begin to sign, and with which certificate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.respuesta = cls.por_firmar(cls())
        cls.documento = cls.respuesta.sudo().firma_id

    def test_certificates(self):
        """Each is refused with its code, and nothing is left of it."""
        casos = {
            "csd": "NOT_FIEL",
            "otro": "NOT_FIEL",
            "expirado": "EXPIRED",
            "futuro": "NOT_YET_VALID",
            "firmante2": "RFC_MISMATCH",
            "impostor": "UNTRUSTED",
        }
        for personaje, codigo in casos.items():
            with self.subTest(personaje):
                self.assertCodigo(codigo, self.abrir, self.respuesta, personaje=personaje)
        with self.subTest("CURP of somebody else"):
            self.assertCodigo("CURP_MISMATCH", self.abrir, self.respuesta, personaje=SIN_CURP)
        for cer in (b"", b"MII", b"%PDF-1.4", self._par("firmante1").archivo_key("x"), "no es base64", None):
            with self.subTest(cer=cer):
                Sesion = self.env["firma.sesion"].with_user(self.juridica)
                codigo = "STATE_TAMPERED" if cer == "no es base64" else "CER_FORMAT"
                self.assertCodigo(codigo, Sesion.abrir, self.documento.id, cer)
        self.assertFalse(self.env["firma.sesion"].search_count([]))
        self.assertEqual(self.documento.state, "por_firmar")
        self.assertFalse(self.servicios.llamadas, "nobody is asked about a certificate that is no good")

    def test_revoked(self):
        self.revocar("firmante1", days=1)
        self.assertCodigo("REVOKED", self.abrir, self.respuesta)

    def test_unknown_to_its_authority(self):
        self.servicios.desconocidos.add(self._par("firmante1").cert.serial_number)
        self.assertCodigo("OCSP_INVALID", self.abrir, self.respuesta)

    def test_authority_withdrawn(self):
        ac = self.env["firma.autoridad"].search([("rol", "=", "ac")])
        ac.with_user(self.administradora).action_retirar("Ya no se usa")
        with self.dentro_de(seconds=1):
            self.assertCodigo("UNTRUSTED", self.abrir, self.respuesta)

    def test_the_good_one(self):
        """The one in the registered name, also of a legal person that it represents."""
        for personaje in ("firmante1", "moral"):
            with self.subTest(personaje):
                _sesion, datos = self.abrir(self.respuesta, personaje=personaje)
                self.assertEqual(datos["folio"], self.respuesta.asunto_id.name)
                self.assertEqual(datos["sha256_base"], self.documento.sha256)
                partes = datos["cadena"].strip("|").split("|")
                self.assertEqual(partes[0], "1.0")
                self.assertEqual(partes[2:4], ["2026-03-02T18:00:00Z", "PELJ800101AB1"])
                self.assertEqual(partes[5:], ["Entidad de Prueba", self.documento.sha256])
        self.assertEqual(self.env["firma.sesion"].search_count([]), 1, "the second takes the place of the first")

    def test_who_is_not_registered(self):
        for campo, codigo in (("firma_rfc", "RFC_MISMATCH"), ("firma_curp", "CURP_MISMATCH")):
            with self.subTest(campo):
                valor = self.juridica[campo]
                self.juridica[campo] = False
                self.assertCodigo(codigo, self.abrir, self.respuesta)
                self.juridica[campo] = valor

    def test_whose_turn_it_is_not(self):
        """Neither another signer, nor an administrator, nor somebody of the house."""
        for user in (self.directora, self.administradora, self.abogado, self.ajeno, self.administrador_b):
            with self.subTest(user.login):
                Sesion = self.como(self.env["firma.sesion"], user)
                self.assertCodigo("SESSION", Sesion.abrir, self.documento.id, self._par("firmante2").cer)
                self.assertCodigo("SESSION", self.documento.with_user(user)._pdf_base)
                self.assertCodigo("SESSION", self.documento.with_user(user).rechazar, "No")
        Sesion = self.env["firma.sesion"].with_user(self.juridica)
        for documento_id in (0, -1, 2**31 - 1):
            self.assertCodigo("SESSION", Sesion.abrir, documento_id, self._par("firmante1").cer)

    def test_of_another_institution(self):
        self.juridica.write({"company_id": self.otra_company.id, "company_ids": [(6, 0, self.otra_company.ids)]})
        self.assertCodigo("SESSION", self.abrir, self.respuesta)

    def test_who_can_be_asked(self):
        """An answer is not sent to somebody who could not sign it, or could not read what it answers."""
        casos = [
            (self.contadora, "cannot sign yet", {}),
            (self.contadora, "cannot sign yet", {"firmante": True}),
            (self.contadora, "cannot sign yet", {"firmante": True, "firma_rfc": "PELJ800101AB1"}),
            (self.contadora, "cannot read", self._firmante("firmante1")),
            (self.ventanilla_b, "cannot read", self._firmante("firmante1")),
        ]
        for user, frase, vals in casos:
            asunto = self.descargado(self.juridica)
            user.write(vals)
            with self.subTest(user=user.login, vals=vals):
                self.assertRechaza(frase, self.por_firmar, self.juridica, user, asunto=asunto, registros=asunto)
        with self.subTest("with a copy they can"):
            self.por_firmar(self.juridica, self.contadora, asunto=self.descargado(self.juridica, cc=[self.contadora]))

    def test_rfc_and_curp_as_they_are_written(self):
        for vals in ({"firma_rfc": "PEL800101AB1"}, {"firma_rfc": "pelj800101ab1"}, {"firma_curp": "PELJ800101"}):
            with self.subTest(vals):
                with self.assertRaisesRegex(Exception, "is not"), self.cr.savepoint():
                    self.contadora.write(vals)
        self.contadora.write({"firma_rfc": "ÑU&A800101AB1", "firma_curp": "XXXX800101MDFXPN09"})

    def test_names_with_enie_and_ampersand(self):
        """The certificate of a legal person whose name and RFC ask for care, of its representative."""
        self.directora.write(self._firmante("moral_enie"))
        respuesta = self.por_firmar(self.directora)
        resultado = self.firmar(respuesta, self.directora, "moral_enie")
        self.assertEqual(resultado["estado"], "firmado")
        firmante = respuesta.sudo().firma_id.firmante_ids
        self.assertEqual((firmante.nombre, firmante.rfc), ("MUÑOZ & ÑANDÚ", "NUMP790202CD2"))
        self.assertIn("|NUMP790202CD2|", firmante.cadena)

    def test_the_last_second_of_a_certificate(self):
        with self.dentro_de(days=1):
            self.abrir(self.respuesta, personaje=UN_DIA)
        with self.dentro_de(days=1, seconds=1):
            self.assertCodigo("EXPIRED", self.abrir, self.respuesta, personaje=UN_DIA)
