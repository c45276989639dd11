import io

from pypdf import PdfReader

from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos, pki_de_la_entidad

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestOficioFirma(FirmaDatos, SalidaCommon):
    """The number is inside the file that is signed; who refuses voids it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_firma(pki_de_la_entidad())
        cls.addClassCleanup(cls.servicios.cerrar)

    def texto(self, adjunto):
        lector = PdfReader(io.BytesIO(adjunto.raw))
        return "\n".join(pagina.extract_text() for pagina in lector.pages)

    def test_signed_with_its_number_inside(self):
        oficio = self.numerado(modo_firma="electronica")
        self.assertEqual(oficio.firma_id.sudo().turno_de_id, self.juridica)
        self.assertEqual(self.pasos(self.juridica), ["oficio_firmar"])
        sesion, datos = self.abrir_oficio(oficio)
        self.terminar(sesion, self.preparar(sesion, datos["cadena"]))
        self.assertEqual(oficio.state, "firmado")
        documento = oficio.sudo().pdf_id
        self.assertTrue(documento.evidencia)
        self.assertIn("JUT/0001/2026", self.texto(documento))
        self.assertFalse(self.pasos(self.juridica))

    def abrir_oficio(self, oficio, user=None, personaje="firmante1"):
        Sesion = self.env["firma.sesion"].with_user(user or self.juridica)
        datos = Sesion.abrir(oficio.sudo().firma_id.id, self._par(personaje).cer)
        return Sesion._de_token(datos["sesion"]), datos

    def test_who_refuses_voids_the_number(self):
        oficio = self.numerado(modo_firma="electronica")
        numero = oficio.sudo().numero_id
        oficio.firma_id.with_user(self.juridica).rechazar("Falta fundamento")
        self.assertEqual((oficio.state, oficio.name, oficio.motivo), ("borrador", False, "Falta fundamento"))
        self.assertEqual((numero.state, numero.motivo), ("anulado", "Falta fundamento"))

    def test_cancelled_while_it_waits_for_the_signature(self):
        oficio = self.numerado(modo_firma="electronica")
        documento = oficio.sudo().firma_id
        oficio.action_cancelar("Ya no procede")
        self.assertEqual((oficio.state, documento.state), ("cancelado", "cancelado"))
        self.assertFalse(self.pasos(self.juridica))
