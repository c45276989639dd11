import asyncio
import hashlib
import subprocess
import time
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from shutil import which
from tempfile import TemporaryDirectory
from unittest import skipUnless

from asn1crypto import cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.general import as_signing_certificate, simple_cms_attribute

from odoo.tests import tagged

from ..demo.pki import USOS_CSD
from ..demo.pki_formatos import Par, certificado, clave_nueva, extension, nombre
from ..demo.respondedores import Selladora
from ..tools.firma.confianza import Autoridad, Confianza
from ..tools.firma.sello_tiempo import SelladorHttp
from ..tools.firma.tst import TokenInvalido, verificar
from .firma_casos import LENTAS, FirmaCase, FirmaServiciosCase

DIGEST = hashlib.sha256(b"oficio").digest()
DIA = timedelta(days=1)


def pem(carpeta: Path, par: Par) -> Path:
    archivo = carpeta / f"{par.cert.serial_number}.pem"
    archivo.write_bytes(load_der_x509_certificate(par.cer).public_bytes(Encoding.PEM))
    return archivo


@tagged("post_install", "-at_install")
class TestToken(FirmaCase):
    """Tokens as they may come, judged without network."""

    def token(self, par=None, digest=DIGEST, clase=Selladora, **datos):
        peticion = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": datos.pop("algoritmo", "sha256")},
                    "hashed_message": digest,
                },
                "nonce": 77,
            }
        )
        respuesta = clase(par or self.pki.tsa, reloj=lambda: self.ahora, **datos).responder(peticion.dump())
        return tsp.TimeStampResp.load(respuesta)["time_stamp_token"].dump()

    def verificar(self, der, digest=DIGEST, **datos):
        opciones = {"algoritmo": "sha256", "confianza": self.confianza, "rol": "tsa"} | datos
        return verificar(cms.ContentInfo.load(der, strict=True), digest, **opciones)

    def rechazado(self, motivo, der, **datos):
        with self.assertRaisesRegex(TokenInvalido, motivo):
            self.verificar(der, **datos)

    def selladora(self, *usos, critica=True):
        clave = clave_nueva()
        cert = certificado(
            sujeto=nombre(("common_name", "TSA DE PASO")),
            numero="00000000000000000099",
            desde=self.ahora - DIA,
            hasta=self.ahora + DIA,
            publica=clave.public_key(),
            emisor=self.pki.raiz_se.cert.subject,
            firma=self.pki.raiz_se.clave,
            extensiones=[
                extension("key_usage", x509.KeyUsage(USOS_CSD), True),
                extension("extended_key_usage", x509.ExtKeyUsageSyntax(usos), critica),
            ],
        )
        return Par(cert, clave)

    def alterado(self, cambiar):
        """The good token with its SignedData changed by ``cambiar``, not signed again."""
        token = cms.ContentInfo.load(self.token())
        cambiar(token["content"])
        return token.dump(force=True)

    def test_good(self):
        sello = self.verificar(self.token(), nonce=77)
        self.assertEqual((sello.momento, sello.politica), (self.ahora, "2.16.484.101.10.316.20.37.1"))
        self.assertEqual(sello.firmante.dump(), self.pki.tsa.cer)
        self.assertEqual(sello.extensiones, {})

    def test_other_hashes(self):
        for algoritmo in ("sha384", "sha512"):
            digest = hashlib.new(algoritmo, b"oficio").digest()
            der = self.token(digest=digest, algoritmo=algoritmo)
            self.assertTrue(self.verificar(der, digest, algoritmo=algoritmo))
            self.rechazado("another hash algorithm", der, digest=digest)

    def test_of_something_else(self):
        self.rechazado("another imprint", self.token(), digest=bytes(32))
        self.rechazado("another nonce", self.token(), nonce=78)

    def test_whose_stamps_count(self):
        for titulo, par in (
            ("self-made", self.pki.tsa_ajena),
            ("not yet valid", self.pki.tsa_nueva),
            ("named like one, without its issuer", Par(self.pki.tsa.cert, clave_nueva())),
        ):
            with self.subTest(titulo):
                self.rechazado("UNTRUSTED|signature", self.token(par))
        fijada = Confianza([Autoridad(self.pki.tsa_ajena.cert, "tsa", self.ahora - DIA, self.ahora + DIA)])
        self.assertTrue(self.verificar(self.token(self.pki.tsa_ajena), confianza=fijada))
        self.rechazado("UNTRUSTED", self.token(), confianza=fijada)
        self.rechazado("UNTRUSTED", self.token(), confianza=Confianza([]))

    def test_only_for_time_stamping(self):
        self.assertTrue(self.verificar(self.token(self.selladora("time_stamping"))))
        for titulo, par in (
            ("a provider of constancies", self.pki.psc),
            ("an e.firma", self.pki.hoja("firmante1")),
            ("two usages", self.selladora("time_stamping", "client_auth")),
            ("not critical", self.selladora("time_stamping", critica=False)),
        ):
            with self.subTest(titulo):
                self.rechazado("not for time-stamping", self.token(par))

    def test_parts(self):
        def sin_certificados(firmado):
            firmado["certificates"] = cms.CertificateSet([])

        def con_otro_certificado(firmado):
            firmado["certificates"] = [self.pki.ac.cert]

        def dos_firmas(firmado):
            firmado["signer_infos"].append(firmado["signer_infos"][0])

        def sin_firmas(firmado):
            firmado["signer_infos"] = cms.SignerInfos([])

        def otro_contenido(firmado):
            firmado["encap_content_info"] = {"content_type": "data", "content": b"hola"}

        def otra_hora(firmado):
            informacion = tsp.TSTInfo.load(bytes(firmado["encap_content_info"]["content"]))
            informacion["gen_time"] = self.ahora - DIA
            firmado["encap_content_info"]["content"] = core.ParsableOctetString(informacion.dump(force=True))

        def sin_atributos(firmado):
            firmado["signer_infos"][0]["signed_attrs"] = None

        def md5(firmado):
            firmado["signer_infos"][0]["digest_algorithm"] = {"algorithm": "md5"}

        def pss(firmado):
            firmado["signer_infos"][0]["signature_algorithm"] = {"algorithm": "rsassa_pss"}

        for cambiar, motivo in (
            (sin_certificados, "certificate of who signed"),
            (con_otro_certificado, "certificate of who signed"),
            (dos_firmas, "exactly one"),
            (sin_firmas, "exactly one"),
            (otro_contenido, "not a time-stamp"),
            (otra_hora, "another content"),
            (sin_atributos, "Error"),
            (md5, "hash algorithm md5"),
            (pss, "signature algorithm"),
        ):
            with self.subTest(cambiar.__name__):
                self.rechazado(motivo, self.alterado(cambiar))
        with self.assertRaisesRegex(TokenInvalido, "not signed"):
            verificar(
                cms.ContentInfo({"content_type": "data", "content": b"hola"}),
                DIGEST,
                algoritmo="sha256",
                confianza=self.confianza,
                rol="tsa",
            )

    def test_attributes_of_another_certificate(self):
        """Two certificates of one key: the signed attributes say which one counts."""
        otro = certificado(
            sujeto=self.pki.tsa.cert.subject,
            numero="00000000000000000077",
            desde=self.ahora - DIA,
            hasta=self.ahora + DIA,
            publica=self.pki.tsa.clave.public_key(),
            emisor=self.pki.raiz_se.cert.subject,
            firma=self.pki.raiz_se.clave,
            extensiones=[extension("extended_key_usage", x509.ExtKeyUsageSyntax(["time_stamping"]), True)],
        )

        def cambiar(firmado):
            firmado["certificates"] = [otro]

        self.rechazado("another certificate", self.alterado(cambiar))

    def test_unknown_critical_extension(self):
        class Exigente(Selladora):
            def _build_tst_info(self, message_imprint, dt, req):
                informacion = super()._build_tst_info(message_imprint, dt, req)
                informacion["extensions"] = [{"extn_id": "1.2.3", "critical": True, "extn_value": b"\x05\0"}]
                return informacion

        self.rechazado("critical extension", self.token(clase=Exigente))

    def con_atributo(self, indice, atributo):
        """A token with another signed attribute, signed by the authority itself."""

        class Otra(Selladora):
            def _sign_tst_info(self, tst_info_data, md_algorithm, dt):
                _valor, atributos = super()._sign_tst_info(tst_info_data, md_algorithm, dt)
                atributos[indice] = atributo
                return self._clave.sign(atributos.dump(), padding.PKCS1v15(), hashes.SHA256()), atributos

        return self.token(clase=Otra)

    def test_old_way_to_name_the_certificate(self):
        """ESSCertID with SHA-1, as many authorities still do."""
        for cert, bueno in ((self.pki.tsa.cert, True), (self.pki.psc.cert, False)):
            der = self.con_atributo(2, simple_cms_attribute("signing_certificate", as_signing_certificate(cert)))
            if bueno:
                self.assertTrue(self.verificar(der))
            else:
                self.rechazado("another certificate", der)

    def test_new_way_with_an_old_hash(self):
        nombrado = {"hash_algorithm": {"algorithm": "sha1"}, "cert_hash": self.pki.tsa.cert.sha1}
        certs = tsp.SigningCertificateV2({"certs": [nombrado]})
        self.rechazado(
            "another certificate", self.con_atributo(2, simple_cms_attribute("signing_certificate_v2", certs))
        )

    def test_attributes_of_another_type(self):
        self.rechazado("something else", self.con_atributo(0, simple_cms_attribute("content_type", "data")))

    def test_no_damage_is_believed(self):
        bueno, azar, creidos = self.token(), Random(31), 0
        sello = self.verificar(bueno)
        for vuelta in range(600):
            danado = bytearray(bueno)
            danado[azar.randrange(len(danado))] ^= 1 << azar.randrange(8)
            with self.subTest(vuelta):
                with suppress(TokenInvalido, ValueError):
                    visto = self.verificar(bytes(danado))
                    self.assertEqual((visto.momento, visto.numero), (sello.momento, sello.numero))
                    creidos += 1
        self.assertLess(creidos, 40)

    @skipUnless(which("openssl"), "no openssl")
    def test_openssl_agrees(self):
        with TemporaryDirectory() as nombre_carpeta:
            carpeta = Path(nombre_carpeta)
            (carpeta / "token").write_bytes(self.token())
            for digest, codigo in ((DIGEST, 0), (bytes(32), 1)):
                orden = ["openssl", "ts", "-verify", "-digest", digest.hex(), "-in", carpeta / "token", "-token_in"]
                orden += ["-CAfile", pem(carpeta, self.pki.raiz_se)]
                self.assertEqual(subprocess.run(orden, capture_output=True, check=False).returncode, codigo)


@tagged("post_install", "-at_install")
class TestSellador(FirmaServiciosCase):
    def sellador(self, **datos):
        return SelladorHttp(datos.pop("url", self.servicios.tsa_url), self.confianza, **datos)

    def test_stamped(self):
        sellador = self.sellador()
        antes = datetime.now(timezone.utc).replace(microsecond=0)
        for token in (sellador.sellar(DIGEST), asyncio.run(sellador.async_timestamp(DIGEST, "sha256"))):
            sello = verificar(token, DIGEST, algoritmo="sha256", confianza=self.confianza, rol="tsa")
            self.assertTrue(antes <= sello.momento <= datetime.now(timezone.utc))
        self.assertEqual((sellador.llamadas, self.servicios.llamadas["tsa"]), (2, 2))

    def test_faults(self):
        for falla, codigo, detalle in (
            ("caida", "TSA_UNAVAILABLE", "status 503"),
            ("redirige", "TSA_UNAVAILABLE", "status 302"),
            ("lenta", "TSA_UNAVAILABLE", "ReadTimeout"),
            ("gotea", "TSA_UNAVAILABLE", "answer too slow"),
            ("enorme", "TSA_UNAVAILABLE", "answer too large"),
            ("rechazo", "TSA_UNAVAILABLE", "rejection: \"['sin saldo']\""),
            ("tipo", "TSA_INVALID", "content type 'application/timestamp-response'"),
            ("basura", "TSA_INVALID", "ValueError"),
            ("vacia", "TSA_INVALID", "ValueError"),
            ("nonce", "TSA_INVALID", "another nonce"),
            ("huella", "TSA_INVALID", "another imprint"),
            ("ajena", "TSA_INVALID", "UNTRUSTED"),
            ("reloj", "CLOCK_SKEW", ""),
        ):
            sellador = self.sellador(plazo=0.4 if falla in LENTAS else 10)
            self.servicios.falla["tsa"] = falla
            antes = time.monotonic()
            with self.subTest(falla), self.rechazo(codigo, detalle):
                sellador.sellar(DIGEST)
            self.assertLess(time.monotonic() - antes, 5)
            self.assertEqual(sellador.llamadas, 1, "asked once: no silent second attempt, which is billed too")

    def test_nobody_there(self):
        self.servicios.cerrar()
        with self.rechazo("TSA_UNAVAILABLE", "ConnectionError"):
            self.sellador().sellar(DIGEST)

    def test_clocks(self):
        for segundos, tomado in ((-115, True), (115, True), (-125, False), (125, False), (-86400, False)):
            self.servicios.reloj = lambda s=segundos: datetime.now(timezone.utc) + timedelta(seconds=s)
            with self.subTest(segundos):
                if tomado:
                    self.assertTrue(self.sellador().sellar(DIGEST))
                else:
                    with self.rechazo("CLOCK_SKEW"):
                        self.sellador().sellar(DIGEST)
        self.assertTrue(self.sellador(holgura=timedelta(days=2)).sellar(DIGEST))

    def test_password(self):
        self.servicios.acceso = ("entidad", "muy secreta")
        self.assertTrue(self.sellador(usuario="entidad", clave="muy secreta").sellar(DIGEST))
        for datos in ({}, {"usuario": "entidad"}, {"usuario": "entidad", "clave": "otra"}):
            with self.subTest(datos), self.rechazo("TSA_UNAVAILABLE", "status 401"):
                self.sellador(**datos).sellar(DIGEST)
        sellador = self.sellador(url="http://tsa.prueba.invalid/", usuario="entidad", clave="muy secreta")
        with self.rechazo("TSA_UNAVAILABLE", "credentials travel only over https"):
            sellador.sellar(DIGEST)
        self.assertNotIn("secreta", repr(sellador))
