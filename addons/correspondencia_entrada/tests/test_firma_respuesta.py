from odoo.tests import tagged

from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaRespuesta(FirmaEntidad):
    """The answer of a signer, from its freezing to the end of its turno."""

    def test_an_answer_leaves_when_it_is_signed(self):
        respuesta = self.por_firmar()
        asunto = respuesta.asunto_id
        self.assertEqual((respuesta.state, asunto.sudo().state), ("por_firmar", "en_atencion"))
        self.assertEqual(self.pasos(self.juridica, asunto), ["firmar"])
        resultado = self.firmar(respuesta)
        self.assertEqual((resultado["estado"], resultado["nivel"]), ("firmado", "B-LTA"))
        self.assertRegex(resultado["url_verificacion"], r"/v/[A-Za-z0-9_-]{22}$")
        self.assertEqual((respuesta.state, asunto.sudo().state), ("enviada", "concluido"))
        self.assertEqual(self.pasos(self.juridica, asunto), [])
        documento = respuesta.sudo().firma_id
        dictamen = dictaminar(documento._bytes(), documento._confianza(), ahora=self.pki.ahora)
        self.assertTrue(dictamen.valido)
        self.assertEqual(self.servicios.llamadas, {"ocsp": 2, "tsa": 2})
