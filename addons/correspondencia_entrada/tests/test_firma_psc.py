from contextlib import suppress
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.firma_documento_constancia import INTENTOS
from ..models.firma_documento_constancia import FirmaDocumento as ConConstancia
from ..tools.firma.constancia import verificar_constancia
from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaPsc(FirmaEntidad):
    """A constancy of conservation over each signed document, which the provider charges once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._con_psc()

    def firmada(self):
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        return respuesta, respuesta.sudo().firma_id

    def test_once_for_each_document(self):
        respuesta, documento = self.firmada()
        sin_firmar = self.por_firmar().sudo().firma_id
        for _veces in range(3):
            self.cron("constancias")
        self.assertEqual(self.servicios.llamadas["psc"], 1)
        self.assertFalse(sin_firmar.constancia_state)
        self.assertEqual((documento.constancia_state, documento.constancia_intentos), ("emitida", 1))
        token = documento.constancia_id._con_bytes()
        constancia = verificar_constancia(
            token.raw, bytes.fromhex(documento.sha256), documento._confianza(), self.company._firma_politicas()
        )
        self.assertEqual(constancia.folio, documento.constancia_folio)
        self.assertEqual(constancia.proveedor, documento.constancia_proveedor)
        self.assertEqual(documento.constancia_momento, datetime(2026, 3, 2, 18))
        self.assertEqual(documento.constancia_sha256, documento.sha256)
        self.assertTrue(token.evidencia)
        with self.assertRaises(UserError):
            token.write({"raw": b"otra"})
        self.assertTrue(documento.constancia_id.with_user(self.juridica).has_access("read"))
        self.assertEqual(documento.bitacora_ids.sorted("numero")[-1].evento, "constancia")
        self.assertEqual(documento._constancia_publica()["folio"], constancia.folio)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "correspondencia_entrada.report_evidencia", documento.ids
        )[0]
        self.assertIn(constancia.folio.encode(), html)
        self.assertEqual(respuesta.state, "enviada")

    def test_nobody_asks_where_there_is_no_provider(self):
        self.company.firma_psc_url = False
        _respuesta, documento = self.firmada()
        self.cron("constancias")
        self.assertFalse(documento.constancia_state)
        self.assertFalse(self.servicios.llamadas["psc"])

    def test_asked_again_while_it_does_not_answer(self):
        """Each hour, five times at most; then somebody is told, and decides."""
        respuesta, documento = self.firmada()
        self.servicios.falla["psc"] = "caida"
        for hora in range(INTENTOS + 2):
            with self.dentro_de(hours=hora, minutes=hora):
                self.cron("constancias")
                self.cron("constancias")
        self.assertEqual(self.servicios.llamadas["psc"], INTENTOS)
        self.assertEqual(documento.constancia_state, "sin_respuesta")
        avisos = self.mensajes(respuesta, self.administradora).mapped("subject")
        self.assertEqual(avisos, [f"The constancy of {documento.name} was not obtained"])
        self.servicios.falla.clear()
        with self.assertRaises(AccessError):
            documento.with_user(self.juridica).action_pedir_constancia()
        documento.with_user(self.administradora).action_pedir_constancia()
        self.cron("constancias")
        self.assertEqual(documento.constancia_state, "emitida")
        self.assertRechaza(
            "is not missing", documento.with_user(self.administradora).action_pedir_constancia, registros=documento
        )

    def test_one_that_is_not_of_the_document(self):
        """It may have been charged: it is not asked for again by itself."""
        for falla in ("huella", "nonce", "basura", "reloj"):
            with self.subTest(falla):
                _respuesta, documento = self.firmada()
                self.servicios.llamadas.clear()
                self.servicios.falla["psc"] = falla
                self.cron("constancias")
                self.servicios.falla.clear()
                with self.dentro_de(days=2):
                    self.cron("constancias")
                self.assertEqual((documento.constancia_state, self.servicios.llamadas["psc"]), ("rechazada", 1))
                self.assertFalse(documento.constancia_id)

    def test_of_a_policy_or_a_provider_that_do_not_count(self):
        _respuesta, documento = self.firmada()
        self.company.firma_psc_politicas = "1.2.3, 4.5.6"
        self.cron("constancias")
        self.assertEqual(documento.constancia_state, "rechazada")
        self.assertEqual(self.company._firma_politicas(), ["1.2.3", "4.5.6"])

    def test_server_stopped_between_question_and_answer(self):
        """What was asked for is known, also when nothing more was written: nobody asks a second time."""
        _respuesta, documento = self.firmada()
        parada = patch.object(ConConstancia, "_guardar_constancia", side_effect=SystemExit)
        with parada, suppress(SystemExit):  # not assertRaises, which undoes what was committed
            self.cron("constancias")
        self.env.invalidate_all()
        self.assertEqual((documento.constancia_state, self.servicios.llamadas["psc"]), ("pidiendo", 1))
        self.assertEqual(documento.constancia_sha256, documento.sha256)
        with self.dentro_de(days=3):
            self.cron("constancias")
        documento._pedir_constancia()  # as a rival does that found it before it was written down
        self.assertEqual(self.servicios.llamadas["psc"], 1)

    def test_stamped_again_is_not_another_document(self):
        _respuesta, documento = self.firmada()
        self.cron("constancias")
        conservada = documento.constancia_sha256
        documento._resellar()
        self.cron("constancias")
        self.assertNotEqual(documento.sha256, conservada)
        self.assertEqual(documento.constancia_sha256, conservada)
        self.assertEqual(self.servicios.llamadas["psc"], 1)
