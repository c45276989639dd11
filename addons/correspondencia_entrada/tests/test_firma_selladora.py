from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..tools.firma import firma, pruebas
from ..tools.firma.firma import terminar
from ..tools.firma.pruebas import archivar
from ..tools.firma.sello_tiempo import SelladorHttp
from .firma_comun import AHORA, DESPUES, PKI, base, confianza, firmado, una_firma
from .firma_servicios import Servicios
from .test_firma_firma import FirmarCase, preparada, valor_de


@tagged("post_install", "-at_install")
class TestSelladora(FirmarCase):
    """The time-stamping authority over HTTP: each stamp costs money, and it fails."""

    def setUp(self):
        super().setUp()
        reloj = freeze_time(AHORA, tick=True)  # this process may have made its documents long ago
        reloj.start()
        self.addCleanup(reloj.stop)
        self.servicios = Servicios(PKI)
        self.addCleanup(self.servicios.cerrar)
        self.sellador = SelladorHttp(self.servicios.tsa_url, confianza())

    def test_two_stamps_for_b_lta(self):
        pdf = firmado(tsa=self.sellador)
        self.assertDictamen(pdf, "VALIDA", ahora=DESPUES + timedelta(minutes=10))
        self.assertEqual((self.sellador.llamadas, self.servicios.llamadas["tsa"]), (2, 2))

    def test_down_while_signing(self):
        """Nothing is written; the same signature may be finished without its time-stamp."""
        ruta = self.archivo(base())
        estado = preparada(ruta)
        antes, valor = ruta.read_bytes(), valor_de(estado.atributos)
        for falla, codigo in [
            ("caida", "TSA_UNAVAILABLE"),
            ("tipo", "TSA_INVALID"),
            ("huella", "TSA_INVALID"),
            ("ajena", "TSA_INVALID"),
            ("reloj", "CLOCK_SKEW"),
        ]:
            with self.subTest(falla):
                self.servicios.falla["tsa"] = falla
                self.assertRechazo(codigo, terminar, estado, valor, confianza=confianza(), sellador=self.sellador)
                self.assertEqual(ruta.read_bytes(), antes)
        terminar(estado, valor, confianza=confianza())
        self.assertEqual(self.assertDictamen(ruta, "INDETERMINADA").firmas[0].nivel, "B-B")

    def test_down_while_archiving(self):
        self.servicios.falla["tsa"] = "caida"
        ruta = self.archivo(una_firma("B-LT"))
        self.assertRechazo("TSA_UNAVAILABLE", archivar, ruta, self.sellador, confianza())
        self.assertRechazo("TSA_UNAVAILABLE", archivar, una_firma("B-LT"), self.sellador, confianza())
        self.assertEqual(ruta.read_bytes(), una_firma("B-LT"))
        self.servicios.falla.clear()
        archivar(ruta, self.sellador, confianza())
        self.assertDictamen(ruta, "VALIDA", ahora=DESPUES + timedelta(minutes=10))

    def test_token_too_big(self):
        """A stamp that does not fit into its gap is refused before anything is written."""
        with patch.object(firma, "RESERVA", 10400):
            estado = preparada()
            valor = valor_de(estado.atributos)
            self.assertRechazo("TSA_INVALID", terminar, estado, valor, confianza=confianza(), sellador=self.sellador)
            terminar(estado, valor, confianza=confianza())
        with patch.object(pruebas, "RESERVA_SELLO", 2000):
            self.assertRechazo("TSA_INVALID", archivar, una_firma("B-LT"), self.sellador, confianza())

    def test_down_while_signing_in_one_step(self):
        self.servicios.falla["tsa"] = "caida"
        ruta = self.archivo(base())
        self.assertRechazo("TSA_UNAVAILABLE", firmado, "B-T", pdf=ruta, tsa=self.sellador)
        self.assertEqual(ruta.read_bytes(), base())
