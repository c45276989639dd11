from datetime import timedelta

from odoo.tests import tagged

from ..models.firma_documento_pruebas import AVISO
from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad

CALLAN = {"ocsp": ("caida", "lenta", "try_later"), "tsa": ("caida", "lenta")}
#: answers that are worse than none, and what they are called
MIENTEN = {
    "ocsp": {"basura": "OCSP_INVALID", "otro": "OCSP_INVALID", "vacia": "OCSP_INVALID"},
    "tsa": {
        "nonce": "TSA_INVALID",
        "huella": "TSA_INVALID",
        "ajena": "TSA_INVALID",
        "basura": "TSA_INVALID",
        "reloj": "CLOCK_SKEW",
    },
}


@tagged("post_install", "-at_install")
class TestFirmaMalTiempo(FirmaEntidad):
    """The services of the signature down, slow or lying, where the institution waits for them and where it goes on."""

    def assertComoEstaba(self, respuesta, sesion):
        documento = respuesta.sudo().firma_id
        self.assertEqual((documento.state, respuesta.state), ("por_firmar", "por_firmar"))
        self.assertEqual(documento.pdf_id, documento.base_id)
        self.assertEqual(documento.firmante_ids.mapped("state"), ["pendiente"])
        self.assertEqual(sesion.sudo().state, "preparada")
        self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), ["firmar"])

    def assertPendiente(self, respuesta, nivel):
        """Signed, and not out of the house."""
        documento = respuesta.sudo().firma_id
        self.assertEqual((documento.state, documento.nivel), ("sello_pendiente", nivel))
        self.assertEqual((respuesta.state, respuesta.asunto_id.sudo().state), ("por_firmar", "en_atencion"))
        self.assertFalse(respuesta.fecha_envio)
        self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), [])
        self.assertNotIn("enviada", respuesta.mapped("state"))

    def assertCompleto(self, respuesta):
        documento = respuesta.sudo().firma_id
        self.assertEqual((documento.state, documento.nivel), ("firmado", "B-LTA"))
        self.assertEqual((respuesta.state, respuesta.asunto_id.sudo().state), ("enviada", "concluido"))
        self.assertTrue(documento.firmante_ids[-1].momento)
        despues = self.pki.ahora + timedelta(days=1)
        self.assertTrue(dictaminar(documento._bytes(), documento._confianza(), ahora=despues).valido)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("firma.documento", documento.ids))

    def test_refused_while_a_service_is_silent_or_lies(self):
        """Nothing is signed, and with the same session it is once the service is back."""
        respuesta = self.por_firmar()
        for falla in CALLAN["ocsp"]:
            with self.subTest("before", falla=falla), self.con_prisa():
                self.servicios.falla["ocsp"] = falla
                self.assertCodigo("OCSP_UNAVAILABLE", self.abrir, respuesta)
                self.servicios.falla.clear()
        for falla, codigo in MIENTEN["ocsp"].items():
            with self.subTest("before", falla=falla):
                self.servicios.falla["ocsp"] = falla
                self.assertCodigo(codigo, self.abrir, respuesta)
                self.servicios.falla.clear()
        sesion, terminar = self.preparada(respuesta)
        casos = [(s, f, f"{s.upper()}_UNAVAILABLE") for s, fallas in CALLAN.items() for f in fallas]
        casos += [(s, f, codigo) for s, fallas in MIENTEN.items() for f, codigo in fallas.items()]
        for servicio, falla, codigo in casos:
            with self.subTest("after", servicio=servicio, falla=falla), self.con_prisa():
                self.servicios.falla[servicio] = falla
                self.assertCodigo(codigo, terminar)
                self.servicios.falla.clear()
                self.assertComoEstaba(respuesta, sesion)
        self.company.firma_sin_servicio = "pendiente"
        for servicio, fallas in MIENTEN.items():
            for falla, codigo in fallas.items():
                with self.subTest("where it goes on", servicio=servicio, falla=falla):
                    self.servicios.falla[servicio] = falla
                    self.assertCodigo(codigo, terminar)
                    self.servicios.falla.clear()
                    self.assertComoEstaba(respuesta, sesion)
        self.company.firma_sin_servicio = "bloquear"
        terminar()
        self.assertCompleto(respuesta)

    def test_no_service_set_up(self):
        respuesta = self.por_firmar()
        self.company.firma_tsa_url = False
        _sesion, terminar = self.preparada(respuesta)
        self.assertCodigo("TSA_UNAVAILABLE", terminar)

    def test_signed_while_the_time_stamps_are_silent(self):
        """Without trusted time the signature waits; the scheduled job completes it when the service is back."""
        self.company.firma_sin_servicio = "pendiente"
        for falla in CALLAN["tsa"]:
            with self.subTest(falla):
                respuesta = self.por_firmar()
                self.servicios.falla["tsa"] = falla
                with self.con_prisa():
                    resultado = self.firmar(respuesta)
                    self.assertEqual((resultado["estado"], resultado["nivel"]), ("sello_pendiente", "B-B"))
                    self.assertPendiente(respuesta, "B-B")
                    self.cron("completar")
                    self.assertPendiente(respuesta, "B-B")
                documento = respuesta.sudo().firma_id
                self.assertEqual(documento.intentos, 1)
                self.servicios.falla.clear()
                self.cron("completar")
                self.assertPendiente(respuesta, "B-B")
                with self.dentro_de(minutes=11):
                    self.cron("completar")
                self.assertCompleto(respuesta)
                self.assertEqual((documento.intentos, documento.proximo_intento), (0, False))
                eventos = documento.bitacora_ids.sorted("numero").mapped("evento")
                self.assertEqual(eventos, ["firmar_sin_sello", "completar_pruebas", "sellar"])

    def test_signed_while_revocation_is_silent(self):
        self.company.firma_sin_servicio = "pendiente"
        for cuando in ("from the beginning", "afterwards"):
            with self.subTest(cuando):
                respuesta = self.por_firmar()
                if cuando == "from the beginning":
                    self.servicios.falla["ocsp"] = "caida"
                _sesion, terminar = self.preparada(respuesta)
                self.servicios.falla["ocsp"] = "caida"
                self.assertEqual(terminar()["estado"], "sello_pendiente")
                self.assertPendiente(respuesta, "B-T" if cuando == "from the beginning" else "B-LT")
                self.servicios.falla.clear()
                self.cron("completar")
                self.assertCompleto(respuesta)

    def test_archive_time_stamp_missing(self):
        """The second time-stamp fails after the first was had."""
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar()
        _sesion, terminar = self.preparada(respuesta)
        responder = self.servicios.responder

        def una_vez(servicio, cuerpo):
            contestada = responder(servicio, cuerpo)
            if servicio == "tsa":
                self.servicios.falla["tsa"] = "caida"
            return contestada

        self.servicios.responder = una_vez
        self.addCleanup(setattr, self.servicios, "responder", responder)
        terminar()
        self.assertPendiente(respuesta, "B-LT")
        self.servicios.responder = responder
        self.servicios.falla.clear()
        self.cron("completar")
        self.assertCompleto(respuesta)

    def test_revoked_between_the_first_and_the_last_step(self):
        respuesta = self.por_firmar()
        sesion, terminar = self.preparada(respuesta)
        self.revocar("firmante1", seconds=1)
        self.assertCodigo("REVOKED", terminar)
        self.assertComoEstaba(respuesta, sesion)

    def test_revoked_while_the_time_stamp_was_missing(self):
        """Nobody can prove that it signed before: the answer goes back to its author."""
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar()
        self.servicios.falla["tsa"] = "caida"
        self.firmar(respuesta)
        self.servicios.falla.clear()
        self.revocar("firmante1", seconds=-30)
        with self.dentro_de(minutes=1):
            self.cron("completar")
        documento = respuesta.sudo().firma_id
        self.assertEqual((documento.state, respuesta.state), ("impugnado", "borrador"))
        self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), ["atender"])
        self.assertIn("revoked before", respuesta.motivo_rechazo)

    def test_revoked_after_its_time_stamp(self):
        """It was good when it signed, which its own time-stamp proves."""
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar()
        _sesion, terminar = self.preparada(respuesta)
        self.servicios.falla["ocsp"] = "caida"
        terminar()
        self.servicios.falla.clear()
        with self.dentro_de(minutes=10):
            self.revocar("firmante1", minutes=5)
            self.cron("completar")
        self.assertCompleto(respuesta)

    def test_whoever_waits_long_is_told_of(self):
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar()
        self.servicios.falla["tsa"] = "caida"
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        for dia in range(AVISO):
            self.assertFalse(self.avisos(respuesta), dia)
            with self.dentro_de(days=dia):
                self.cron("completar")
        self.assertEqual(documento.intentos, AVISO)
        self.assertEqual(self.avisos(respuesta), [f"The proof of {documento.name} cannot be completed"])
        self.assertEqual(documento.state, "sello_pendiente")

    def avisos(self, respuesta):
        """Subjects of what the administrators were told."""
        return self.mensajes(respuesta, self.administradora).mapped("subject")

    def test_one_that_cannot_go_on_holds_up_no_other(self):
        """A matter that moved on where it should not have: the next in the row is completed all the same."""
        self.company.firma_sin_servicio = "pendiente"
        primera, segunda = self.por_firmar(), self.por_firmar()
        self.servicios.falla["tsa"] = "caida"
        self.firmar(primera)
        self.firmar(segunda)
        self.servicios.falla.clear()
        self.env.cr.execute("UPDATE correspondencia_turno SET state = 'concluido' WHERE id = %s", [primera.turno_id.id])
        self.env.invalidate_all()
        self.cron("completar")
        self.assertEqual(primera.sudo().firma_id.state, "sello_pendiente")
        self.assertEqual(primera.sudo().firma_id.intentos, 1)
        self.assertCompleto(segunda)
