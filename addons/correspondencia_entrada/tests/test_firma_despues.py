import hashlib
from datetime import date, timedelta

from odoo.tests import tagged

from ..models.firma_documento_pruebas import ANTICIPACION
from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaDespues(FirmaEntidad):
    """A day later, a year later: revocation asked about again, time-stamps renewed."""

    def setUp(self):
        super().setUp()
        self.respuesta = self.por_firmar()
        self.firmar(self.respuesta)
        self.documento = self.respuesta.sudo().firma_id

    def assertEntregada(self):
        self.assertEqual(self.respuesta.state, "enviada")
        self.assertEqual(self.respuesta.asunto_id.sudo().state, "concluido")

    def test_asked_again_a_day_later(self):
        self.servicios.llamadas.clear()
        with self.dentro_de(hours=23):
            self.cron("revocacion")
        self.assertFalse(self.documento.revocacion_revisada or self.servicios.llamadas)
        with self.dentro_de(hours=24):
            self.servicios.falla["ocsp"] = "caida"
            self.cron("revocacion")
            self.assertFalse(self.documento.revocacion_revisada)
            self.servicios.falla.clear()
        with self.dentro_de(hours=25):
            self.cron("revocacion")
            self.cron("revocacion")
        self.assertTrue(self.documento.revocacion_revisada)
        self.assertEqual(self.servicios.llamadas, {"ocsp": 2}, "one that failed and one more")
        evento = self.documento.bitacora_ids.sorted("numero")[-1]
        self.assertEqual(evento.evento, "revisar_revocacion")
        adjuntos = self.env["ir.attachment"].search(
            [("res_model", "=", "firma.documento"), ("name", "like", "revocacion-")]
        )
        self.assertIn(adjuntos.sha256, evento.datos)
        self.assertTrue(adjuntos.evidencia)

    def test_in_the_language_of_the_institution(self):
        """Scheduled jobs run as somebody who speaks English; who reads the reason may not."""
        self.env["res.lang"]._activate_lang("es_MX")
        self.company.partner_id.lang = "es_MX"
        self.revocar("firmante1", minutes=1)
        with self.dentro_de(days=1):
            self.cron("revocacion")
        self.assertIn("fue revocado antes del sello de tiempo", self.documento.motivo)

    def test_revoked_before_it_signed(self):
        """The authority says so a day later: the document is challenged, and who has to know knows."""
        self.revocar("firmante1", minutes=1)
        with self.dentro_de(days=1):
            self.cron("revocacion")
        self.assertEqual((self.documento.state, self.documento.revocacion_revisada), ("impugnado", True))
        self.assertIn("revoked before", self.documento.motivo)
        self.assertEntregada()
        for user in (self.administradora, self.otra_administradora, self.juridica):
            asuntos = self.mensajes(self.respuesta, user).mapped("subject")
            self.assertEqual(asuntos.count(f"The signature of {self.documento.name} is challenged"), 1, user.login)
        self.assertFalse(self.mensajes(self.respuesta, self.administrador_b))
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_revoked_after_it_signed(self):
        self.revocar("firmante1", minutes=-1)
        with self.dentro_de(days=1):
            self.cron("revocacion")
        self.assertEqual((self.documento.state, self.documento.revocacion_revisada), ("firmado", True))

    def test_unknown_is_no_answer(self):
        self.servicios.desconocidos.add(self._par("firmante1").cert.serial_number)
        with self.dentro_de(days=1):
            self.cron("revocacion")
        self.assertEqual((self.documento.state, self.documento.revocacion_revisada), ("firmado", False))

    def test_stamped_again_before_the_certificate_of_the_stamp_ends(self):
        """One stamp, from the new certificate of the authority; then nothing for years."""
        fin = self.pki.tsa.cert.not_valid_after
        self.assertEqual(self.documento.resellar_el, (fin - ANTICIPACION).date())
        primera = self.documento.pdf_id
        self.servicios.llamadas.clear()
        with self.dentro_de(days=(fin - self.pki.ahora).days - 366):
            self.cron("resellar")
        self.assertFalse(self.servicios.llamadas)
        self.servicios.pki = type("", (), {"tsa": self.pki.tsa_nueva, "ac": self.pki.ac})
        self.addCleanup(setattr, self.servicios, "pki", self.pki)
        with self.dentro_de(days=(fin - self.pki.ahora).days - 360):
            self.cron("resellar")
            self.cron("resellar")
        self.assertEqual(self.servicios.llamadas, {"tsa": 1})
        self.assertNotEqual(self.documento.pdf_id, primera)
        self.assertTrue(primera.exists().evidencia)
        contenido = self.documento._bytes()
        self.assertTrue(contenido.startswith(primera.raw))
        evento = self.documento.bitacora_ids.sorted("numero")[-1]
        self.assertEqual(evento.evento, "resellar")
        self.assertIn(hashlib.sha256(contenido).hexdigest(), evento.datos)
        despues = fin + timedelta(days=30)
        self.assertTrue(dictaminar(contenido, self.documento._confianza(), ahora=despues).valido)
        self.assertFalse(dictaminar(primera.raw, self.documento._confianza(), ahora=despues).valido)

    def test_an_authority_that_goes_on_with_its_old_certificate(self):
        """Each stamp costs: half of what is left is waited, not a day."""
        fin = self.pki.tsa.cert.not_valid_after
        self.servicios.llamadas.clear()
        faltan = (fin - self.pki.ahora).days
        for dia in range(faltan - 360, faltan - 350):
            with self.dentro_de(days=dia):
                self.cron("resellar")
        self.assertEqual(self.servicios.llamadas, {"tsa": 1})
        self.assertGreater(self.documento.resellar_el, date(2026, 3, 2) + timedelta(days=faltan - 200))

    def test_the_stamping_service_fails(self):
        fin = self.pki.tsa.cert.not_valid_after
        antes = self.documento.pdf_id
        with self.dentro_de(days=(fin - self.pki.ahora).days - 360):
            self.servicios.falla["tsa"] = "ajena"
            self.cron("resellar")
        self.assertEqual((self.documento.pdf_id, self.documento.intentos), (antes, 1))
