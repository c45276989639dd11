import base64
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.firma.errores import FirmaError
from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaAutoridad(FirmaEntidad):
    """Whom the institution trusts: proposed by one, approved by another, withdrawn from a day on."""

    def confianza(self):
        return self.env["firma.autoridad"]._confianza()

    def test_two_people(self):
        propuesta = self._proponer(self.pki.tsa, "tsa")
        suya = propuesta.with_user(self.administradora)
        otra = propuesta.with_user(self.otra_administradora)
        tsa = len(self.confianza().tsa)
        self.assertRechaza("You proposed", suya.action_aprobar, registros=propuesta)
        self.assertEqual(len(self.confianza().tsa), tsa, "a proposal does not count")
        otra.write({"name": "La mía"})
        self.assertRechaza("You proposed", otra.action_aprobar, registros=propuesta)
        suya.action_aprobar()
        self.assertEqual(propuesta.aprobada_por_id, self.administradora)
        self.assertEqual(len(self.confianza().tsa), tsa + 1)
        tercera = self._persona("tercera", "mensajeria.group_administrador")
        self.assertRechaza("cannot become", propuesta.with_user(tercera).action_aprobar, registros=propuesta)

    def test_who_changes_a_proposal_does_not_approve_it(self):
        """The file swapped under the name that the other one saw."""
        propuesta = self._proponer(self.pki.tsa, "tsa")
        otra = propuesta.with_user(self.otra_administradora)
        otra.certificado = base64.b64encode(self.pki.tsa_ajena.cer)
        self.assertEqual(propuesta.emisor, "AC HECHA EN CASA - PRUEBA SIN VALIDEZ")
        self.assertRechaza("You proposed", otra.action_aprobar, registros=propuesta)
        propuesta.with_user(self.administradora).action_aprobar()

    def test_what_the_system_writes(self):
        """Neither dates nor approval nor withdrawal are anybody's to write, in a proposal or afterwards."""
        propuesta = self._proponer(
            self.pki.tsa, "tsa", propuesta_por_id=self.otra_administradora.id, hasta="2099-01-01"
        )
        self.assertEqual(propuesta.propuesta_por_id, self.administradora)
        self.assertLess(propuesta.hasta.year, 2099)
        aprobada = self.env["firma.autoridad"].search([("rol", "=", "ac")]).with_user(self.administradora)
        prohibidos = {
            "hasta": "2099-01-01",
            "desde": "2000-01-01",
            "retirada_el": False,
            "sha256": "0" * 64,
            "padre_id": False,
            "aprobada_por_id": self.administradora.id,
            "propuesta_por_id": self.otra_administradora.id,
        }
        for campo, valor in prohibidos.items():
            with self.subTest(campo):
                frase = "is kept by the system"
                self.assertRechaza(
                    frase, propuesta.with_user(self.administradora).write, {campo: valor}, registros=propuesta
                )
                self.assertRechaza("withdraw it and propose", aprobada.write, {campo: valor}, registros=aprobada)
        for vals in (
            {"ocsp_url": "http://otro"},
            {"name": "Otro"},
            {"rol": "tsa"},
            {"certificado": propuesta.certificado},
        ):
            self.assertRechaza("withdraw it and propose", aprobada.write, vals, registros=aprobada)
        with self.assertRaisesRegex(UserError, "only through the steps"), self.cr.savepoint():
            propuesta.sudo().write({"state": "aprobada"})
        with self.assertRaises(UserError), self.cr.savepoint():
            aprobada.unlink()
        propuesta.with_user(self.administradora).unlink()

    def test_who(self):
        propuesta = self._proponer(self.pki.tsa, "tsa")
        for user in (self.juridica, self.ventanilla, self.ajeno):
            suya = propuesta.with_user(user)
            for accion in (suya.action_aprobar, lambda s=suya: s.action_retirar("No"), lambda s=suya: s.read(["name"])):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    accion()

    def test_chains(self):
        """An issuer, and a responder, have to come from what is trusted already."""
        casos = [
            (self.pki.impostora, "ac", "No approved authority issued"),
            (self.pki.raiz_ajena, "ac", "No approved authority issued"),
            (self.pki.hoja("firmante1"), "raiz", "is not a root"),
            (self.pki.ac, "raiz", "is not a root"),
            (self.pki.tsa_ajena, "ocsp", "No approved authority issued"),
        ]
        for par, rol, frase in casos:
            with self.subTest(rol=rol, frase=frase):
                propuesta = self._proponer(par, rol).with_user(self.otra_administradora)
                self.assertRechaza(frase, propuesta.action_aprobar, registros=propuesta)
                self.assertEqual(propuesta.state, "propuesta")

    def test_files_that_are_no_certificate(self):
        for contenido in (b"", b"hola", self.pki.hoja("firmante1").archivo_key("x"), self.pki.ac.cer[:-1]):
            with self.subTest(contenido[:4]):
                vals = {"name": "x", "rol": "raiz", "certificado": base64.b64encode(contenido)}
                Autoridad = self.env["firma.autoridad"].with_user(self.administradora)
                self.assertCodigo("CER_FORMAT", Autoridad.create, vals)
        self.assertCodigo("CER_FORMAT", Autoridad.create, {"name": "x", "rol": "raiz", "certificado": "no!"})

    def test_withdrawn_from_now_on(self):
        """What it vouched for before stays; from now on it vouches for nothing, until two people trust it again."""
        vieja = self.por_firmar()
        self.firmar(vieja)
        documento = vieja.sudo().firma_id
        ac = self.env["firma.autoridad"].search([("rol", "=", "ac")])
        with self.dentro_de(days=1):
            self.assertRechaza("Write the reason", ac.with_user(self.administradora).action_retirar, registros=ac)
            ac.with_user(self.administradora).action_retirar("Se comprometió su clave")
        despues = self.pki.ahora + timedelta(days=30)
        with self.dentro_de(days=2):
            nueva = self.por_firmar()
            self.assertCodigo("UNTRUSTED", self.abrir, nueva)
            self.assertTrue(dictaminar(documento._bytes(), documento._confianza(), ahora=despues).valido)
            with self.assertRaisesRegex(FirmaError, "UNTRUSTED"):
                self.confianza().emisor_de(self._par("firmante1").cert, en=despues)
            otra_vez = self._proponer(self.pki.ac, "ac")
            self.assertCodigo("UNTRUSTED", self.abrir, nueva)
            otra_vez.with_user(self.otra_administradora).action_aprobar()
            self.assertEqual(self.firmar(nueva)["estado"], "firmado")
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self._proponer(self.pki.ac, "ac")

    def test_a_withdrawn_responder_counts_no_more(self):
        ocsp = self.env["firma.autoridad"].search([("rol", "=", "ocsp")])
        self.assertEqual(ocsp.padre_id.rol, "ac")
        (ac,) = self.confianza().ac
        self.assertEqual([cert.dump() for cert in ac.respondedores], [self.pki.ocsp_sat.cert.dump()])
        ocsp.with_user(self.administradora).action_retirar("Ya no responde por ella")
        (ac,) = self.confianza().ac
        self.assertFalse(ac.respondedores)

    def test_log(self):
        ac = self.env["firma.autoridad"].search([("rol", "=", "ac")])
        ac.with_user(self.administradora).action_retirar("Fin")
        self.assertEqual(ac.bitacora_ids.sorted("numero").mapped("evento"), ["aprobar", "retirar"])
        self.assertEqual(ac.bitacora_ids.mapped("user_id"), self.administradora | self.otra_administradora)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("firma.autoridad"))
