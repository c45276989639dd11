import hashlib
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from random import Random
from shutil import which
from tempfile import TemporaryDirectory
from unittest import skipUnless

from asn1crypto import core, tsp

from odoo.tests import tagged

from ..demo.respondedores import Proveedora, Selladora
from ..tools.firma.confianza import Autoridad, Confianza
from ..tools.firma.constancia import PscHttp, verificar_constancia
from ..tools.firma.errores import FirmaError
from .firma_casos import LENTAS, FirmaCase, FirmaServiciosCase
from .test_firma_sello import pem

DIGEST = hashlib.sha256("señor".encode()).digest()
POLITICAS = (Proveedora.politica, "2.16.484.101.10.316.2.1.1.2.1")
DIA = timedelta(days=1)


class SinExtensiones(Proveedora):
    def _build_tst_info(self, message_imprint, dt, req):
        informacion = super()._build_tst_info(message_imprint, dt, req)
        del informacion["extensions"]
        return informacion


class ConExtension(Proveedora):
    """A provider whose extensions are those of ``extensiones``."""

    extensiones: tuple[tuple[str, bytes], ...] = ()

    def _build_tst_info(self, message_imprint, dt, req):
        informacion = super()._build_tst_info(message_imprint, dt, req)
        informacion["extensions"] = [
            {"extn_id": oid, "extn_value": core.OctetString(valor)} for oid, valor in self.extensiones
        ]
        return informacion


@tagged("post_install", "-at_install")
class TestConstancia(FirmaCase):
    def token(self, clase=Proveedora, par=None, digest=DIGEST):
        huella = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
        peticion = tsp.TimeStampReq({"version": 1, "message_imprint": huella})
        respuesta = clase(par or self.pki.psc, reloj=lambda: self.ahora).responder(peticion.dump())
        return tsp.TimeStampResp.load(respuesta)["time_stamp_token"].dump()

    def verificar(self, token, digest=DIGEST, confianza=None, politicas=POLITICAS):
        return verificar_constancia(token, digest, confianza or self.confianza, politicas)

    def test_good(self):
        token = self.token()
        constancia = self.verificar(token)
        self.assertRegex(constancia.folio, "^[0-9A-F]+$")
        self.assertEqual(
            (constancia.momento, constancia.inicio, constancia.politica, constancia.proveedor, constancia.sha256),
            (self.ahora, self.ahora, Proveedora.politica, "PSC NOM-151 DEMO - PRUEBA SIN VALIDEZ", DIGEST.hex()),
        )
        self.assertEqual(self.verificar(token), constancia)

    def test_without_the_extensions(self):
        constancia = self.verificar(self.token(SinExtensiones))
        self.assertRegex(constancia.folio, "^[0-9A-F]+$")
        self.assertIsNone(constancia.inicio)

    def test_broken_extensions(self):
        for oid in ("2.5.4.5", "2.16.484.101.10.316.20.37.1117"):
            for valor in (b"", b"\x13", core.PrintableString("X").dump() + b"\0"):
                clase = type("Rota", (ConExtension,), {"extensiones": ((oid, valor),)})
                with self.subTest(oid, valor=valor), self.rechazo("CONSTANCY_INVALID"):
                    self.verificar(self.token(clase))

    def test_folio_of_the_provider(self):
        clase = type("Propia", (ConExtension,), {"extensiones": (("2.5.4.5", core.PrintableString("MX-42").dump()),)})
        self.assertEqual(self.verificar(self.token(clase)).folio, "MX-42")

    def test_of_another_document(self):
        with self.rechazo("CONSTANCY_INVALID", "another imprint"):
            self.verificar(self.token(), digest=bytes(32))

    def test_policy(self):
        for politicas in ((), ("1.2.3",), POLITICAS[1:]):
            with self.subTest(politicas), self.rechazo("CONSTANCY_INVALID", f"policy {Proveedora.politica}"):
                self.verificar(self.token(), politicas=politicas)

    def test_a_stamp_is_no_constancy(self):
        """A time-stamp of the same provider costs less and says less: its policy is another."""
        with self.rechazo("CONSTANCY_INVALID", "policy"):
            self.verificar(self.token(Selladora))

    def test_whose_constancies_count(self):
        with self.rechazo("CONSTANCY_INVALID", "UNTRUSTED"):
            self.verificar(self.token(par=self.pki.tsa_ajena))
        with self.rechazo("CONSTANCY_INVALID", "UNTRUSTED"):
            self.verificar(self.token(par=self.pki.hoja("firmante1")))
        for titulo, rol, desde, hasta in (
            ("of another role", "tsa", -DIA, DIA),
            ("from tomorrow on", "psc", DIA, 2 * DIA),
            ("until yesterday", "psc", -2 * DIA, -DIA),
        ):
            confianza = Confianza([Autoridad(self.pki.raiz_se.cert, rol, self.ahora + desde, self.ahora + hasta)])
            with self.subTest(titulo), self.rechazo("CONSTANCY_INVALID", "UNTRUSTED"):
                self.verificar(self.token(), confianza=confianza)

    def test_not_a_constancy(self):
        token = self.token()
        for titulo, der in (
            ("empty", b""),
            ("garbage", b"<xml/>"),
            ("truncated", token[:-3]),
            ("trailing bytes", token + b"\0"),
            ("huge", token + bytes(70_000)),
            ("a certificate", self.pki.psc.cer),
        ):
            with self.subTest(titulo), self.rechazo("CONSTANCY_INVALID"):
                self.verificar(der)

    def test_no_damage_is_believed(self):
        bueno, azar = self.token(), Random(151)
        constancia = self.verificar(bueno)
        for vuelta in range(300):
            danado = bytearray(bueno)
            danado[azar.randrange(len(danado))] ^= 1 << azar.randrange(8)
            with self.subTest(vuelta):
                try:
                    self.assertEqual(self.verificar(bytes(danado)), constancia)
                except FirmaError as error:
                    self.assertEqual(error.codigo, "CONSTANCY_INVALID")

    @skipUnless(which("openssl"), "no openssl")
    def test_openssl_agrees(self):
        """As a signed message: as a time-stamp openssl refuses it, because of the provider's certificate."""
        with TemporaryDirectory() as nombre:
            carpeta = Path(nombre)
            raiz, token = pem(carpeta, self.pki.raiz_se), carpeta / "token"
            orden = ["openssl", "cms", "-verify", "-inform", "DER", "-in", token, "-CAfile", raiz, "-purpose", "any"]
            orden += ["-out", carpeta / "contenido"]
            for der, codigo in ((self.token(), 0), (self.token(par=self.pki.tsa_ajena), 4)):
                token.write_bytes(der)
                self.assertEqual(subprocess.run(orden, capture_output=True, check=False).returncode, codigo)


@tagged("post_install", "-at_install")
class TestProveedor(FirmaServiciosCase):
    def psc(self, **datos):
        politicas = datos.pop("politicas", POLITICAS)
        return PscHttp(self.servicios.psc_url, self.confianza, politicas, **datos)

    def test_asked(self):
        psc = self.psc()
        token = psc.constancia(DIGEST)
        self.assertTrue(verificar_constancia(token, DIGEST, self.confianza, POLITICAS).folio)
        self.assertEqual((psc.llamadas, self.servicios.llamadas["psc"]), (1, 1))

    def test_faults(self):
        for falla, codigo, detalle in (
            ("caida", "PSC_UNAVAILABLE", "status 503"),
            ("lenta", "PSC_UNAVAILABLE", "ReadTimeout"),
            ("enorme", "PSC_UNAVAILABLE", "answer too large"),
            ("rechazo", "PSC_UNAVAILABLE", "rejection"),
            ("tipo", "CONSTANCY_INVALID", "content type"),
            ("basura", "CONSTANCY_INVALID", "ValueError"),
            ("nonce", "CONSTANCY_INVALID", "another nonce"),
            ("huella", "CONSTANCY_INVALID", "another imprint"),
            ("ajena", "CONSTANCY_INVALID", "UNTRUSTED"),
            ("reloj", "CLOCK_SKEW", ""),
        ):
            psc = self.psc(plazo=0.4 if falla in LENTAS else 10)
            self.servicios.falla["psc"] = falla
            antes = time.monotonic()
            with self.subTest(falla), self.rechazo(codigo, detalle):
                psc.constancia(DIGEST)
            self.assertLess(time.monotonic() - antes, 5)
            self.assertEqual(psc.llamadas, 1)

    def test_policy(self):
        with self.rechazo("CONSTANCY_INVALID", "policy"):
            self.psc(politicas=("1.2.3",)).constancia(DIGEST)

    def test_password(self):
        self.servicios.acceso = ("entidad", "muy secreta")
        self.assertTrue(self.psc(usuario="entidad", clave="muy secreta").constancia(DIGEST))
        with self.rechazo("PSC_UNAVAILABLE", "status 401"):
            self.psc().constancia(DIGEST)
