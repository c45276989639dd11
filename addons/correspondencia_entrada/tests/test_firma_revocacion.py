import time
from datetime import timedelta
from random import Random

from asn1crypto import core, ocsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from odoo.tests import tagged

from ..demo.pki_formatos import Par, certificado, clave_nueva, extension, nombre
from ..demo.respondedores import error_ocsp, identificador, respuesta_ocsp
from ..tools.firma.confianza import Autoridad
from ..tools.firma.errores import FirmaError
from ..tools.firma.revocacion import consultar, pedir, verificar
from .firma_casos import LENTAS, FirmaCase, FirmaServiciosCase

MINUTO, DIA = timedelta(minutes=1), timedelta(days=1)
NONCE = b"0123456789abcdef"


def refirmada(der: bytes, firmante: Par, cambiar) -> bytes:
    """An answer whose data (DER) ``cambiar`` gives anew, signed again."""
    basica = ocsp.OCSPResponse.load(der)["response_bytes"]["response"].parsed
    datos = cambiar(basica["tbs_response_data"].dump())
    nueva = ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": ocsp.ResponseData.load(datos),
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": firmante.clave.sign(datos, padding.PKCS1v15(), hashes.SHA256()),
            "certs": basica["certs"],
        }
    )
    return ocsp.OCSPResponse(
        {
            "response_status": "successful",
            "response_bytes": {
                "response_type": "basic_ocsp_response",
                "response": core.ParsableOctetString(nueva.dump()),
            },
        }
    ).dump()


@tagged("post_install", "-at_install")
class TestRespuestas(FirmaCase):
    """Answers as they may come, judged without network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cert = cls.pki.hoja("firmante1").cert
        cls.autoridad = cls.confianza.emisor_de(cls.cert)
        cls.cert_id = identificador(cls.cert, cls.pki.ac.cert)

    def respuesta(self, respondedor=None, **datos):
        respondedor = respondedor or self.pki.ocsp_conforme
        return respuesta_ocsp(datos.pop("cert_id", self.cert_id), respondedor, **({"ahora": self.ahora} | datos))

    def verificar(self, der, **datos):
        autoridad = datos.pop("autoridad", self.autoridad)
        return verificar(der, self.cert, autoridad, **({"en": self.ahora} | datos))

    def con(self, **datos):
        """The authority, trusted otherwise."""
        campos = {campo: getattr(self.autoridad, campo) for campo in ("cert", "rol", "desde", "hasta", "sha1_hasta")}
        return Autoridad(**(campos | datos))

    def respondedor(self, emisora, *, usos=("ocsp_signing",), hasta=DIA):
        clave = clave_nueva()
        cert = certificado(
            sujeto=nombre(("common_name", "OCSP DE PASO")),
            numero="00001088888800000099",
            desde=self.ahora - DIA,
            hasta=self.ahora + hasta,
            publica=clave.public_key(),
            emisor=emisora.cert.subject,
            firma=emisora.clave,
            extensiones=[extension("extended_key_usage", x509.ExtKeyUsageSyntax(usos))],
        )
        return Par(cert, clave)

    def test_good(self):
        estado = self.verificar(self.respuesta())
        self.assertEqual(
            (estado.estado, estado.desde, estado.hasta, estado.producido, estado.revocado_en, estado.algoritmo),
            ("vigente", self.ahora, self.ahora + MINUTO, self.ahora, None, "sha256_rsa"),
        )

    def test_as_sat_answers(self):
        """SHA-1, a responder without nocheck, and sometimes no nextUpdate."""
        for vigencia in (MINUTO, None):
            der = self.respuesta(self.pki.ocsp_sat, algoritmo="sha1", vigencia=vigencia)
            estado = self.verificar(der)
            self.assertEqual((estado.estado, estado.algoritmo), ("vigente", "sha1_rsa"))
            self.assertEqual(estado.hasta, vigencia and self.ahora + vigencia)

    def test_sha1_only_where_allowed(self):
        der = self.respuesta(self.pki.ocsp_sat, algoritmo="sha1")
        self.assertTrue(self.verificar(der, autoridad=self.con(sha1_hasta=self.ahora)))
        for sha1_hasta in (None, self.ahora - MINUTO):
            with self.subTest(sha1_hasta=sha1_hasta), self.rechazo("OCSP_INVALID", "WEAK_ALGORITHM"):
                self.verificar(der, autoridad=self.con(sha1_hasta=sha1_hasta))

    def test_other_algorithms(self):
        for algoritmo in ("md5_rsa", "sha256_ecdsa", "rsassa_pss"):
            respuesta = ocsp.OCSPResponse.load(self.respuesta())
            basica = respuesta["response_bytes"]["response"].parsed
            basica["signature_algorithm"] = {"algorithm": algoritmo}
            respuesta["response_bytes"]["response"] = core.ParsableOctetString(basica.dump())
            with self.subTest(algoritmo), self.rechazo("OCSP_INVALID", "BAD_ALGORITHM"):
                self.verificar(respuesta.dump(force=True))

    def test_revoked_and_unknown(self):
        ayer = self.ahora - DIA
        estado = self.verificar(self.respuesta(estado="revoked", revocado_en=ayer))
        self.assertEqual((estado.estado, estado.revocado_en), ("revocado", ayer))
        estado = self.verificar(self.respuesta(estado="unknown"))
        self.assertEqual((estado.estado, estado.revocado_en), ("desconocido", None))

    def test_the_service_excuses_itself(self):
        for error in ("try_later", "internal_error"):
            with self.subTest(error), self.rechazo("OCSP_UNAVAILABLE", f"RESPONDER_{error.upper()}"):
                self.verificar(error_ocsp(error))
        for error in ("malformed_request", "unauthorized", "sign_required"):
            with self.subTest(error), self.rechazo("OCSP_INVALID", f"RESPONDER_{error.upper()}"):
                self.verificar(error_ocsp(error))

    def test_not_an_answer(self):
        buena = self.respuesta()
        vacia = ocsp.OCSPResponse({"response_status": "successful"}).dump()
        for titulo, der in (
            ("garbage", b"<html>Bienvenido</html>"),
            ("empty", b""),
            ("truncated", buena[:-5]),
            ("trailing bytes", buena + b"\0"),
            ("huge", buena + bytes(70_000)),
            ("without content", vacia),
            ("a certificate", self.cert.dump()),
        ):
            with self.subTest(titulo), self.rechazo("OCSP_INVALID", "MALFORMED"):
                self.verificar(der)

    def test_about_another_certificate(self):
        otro = identificador(self.pki.hoja("firmante2").cert, self.pki.ac.cert)
        de_otra = identificador(self.cert, self.pki.impostora.cert)
        for titulo, cert_id in (("another number", otro), ("another issuer's key", de_otra)):
            with self.subTest(titulo), self.rechazo("OCSP_INVALID", "CERT_MISMATCH"):
                self.verificar(self.respuesta(cert_id=cert_id))

    def test_two_answers(self):
        """One that says good and one that says revoked are no answer."""

        def duplicar(der):
            datos = ocsp.ResponseData.load(der)
            segunda = datos["responses"][0].copy()
            segunda["cert_status"] = ocsp.CertStatus(name="revoked", value={"revocation_time": self.ahora})
            datos["responses"].append(segunda)
            return datos.dump(force=True)

        with self.rechazo("OCSP_INVALID", "CERT_MISMATCH"):
            self.verificar(refirmada(self.respuesta(), self.pki.ocsp_conforme, duplicar))

    def test_hash_of_the_issuers_name(self):
        """SAT's has 21 bytes; the hash of the key is what tells issuers apart."""
        cert_id = self.cert_id.copy()
        cert_id["issuer_name_hash"] = bytes(21)
        self.assertEqual(self.verificar(self.respuesta(cert_id=cert_id)).estado, "vigente")

    def test_freshness(self):
        for edad, vigencia, caso in (
            (10 * MINUTO, None, None),
            (10 * MINUTO, MINUTO, None),
            (11 * MINUTO, None, "STALE"),
            (11 * MINUTO, MINUTO, "STALE"),
            (11 * MINUTO, 11 * MINUTO, None),
            (3 * DIA, 7 * DIA, None),
            (-5 * MINUTO, MINUTO, None),
            (-6 * MINUTO, MINUTO, "FUTURE"),
        ):
            der = self.respuesta(ahora=self.ahora - edad, vigencia=vigencia)
            with self.subTest(edad=edad, vigencia=vigencia):
                if caso:
                    with self.rechazo("OCSP_INVALID", caso):
                        self.verificar(der)
                else:
                    self.assertEqual(self.verificar(der).estado, "vigente")

    def test_who_may_answer(self):
        ajena, tsa, otra = self.pki.raiz_ajena, self.pki.tsa, self.pki.hoja("firmante2")
        for titulo, respondedor in (
            ("a TSA", tsa),
            ("another e.firma", otra),
            ("the e.firma itself", self.pki.hoja("firmante1")),
            ("a responder of another authority", self.respondedor(ajena)),
            ("a responder of an authority of the same name", self.respondedor(self.pki.impostora)),
            ("somebody of the authority, for e-mail", self.respondedor(self.pki.ac, usos=("email_protection",))),
            ("a responder that expired", self.respondedor(self.pki.ac, hasta=-MINUTO)),
        ):
            with self.subTest(titulo), self.rechazo("OCSP_INVALID", "RESPONDER_UNAUTHORIZED"):
                self.verificar(self.respuesta(respondedor))
        self.assertTrue(self.verificar(self.respuesta(self.pki.ac)), "the authority itself")
        self.assertTrue(self.verificar(self.respuesta(self.respondedor(self.pki.ac))))

    def test_pinned_responders(self):
        sin = self.respuesta(incluir=False)
        with self.rechazo("OCSP_INVALID", "RESPONDER_UNKNOWN"):
            self.verificar(sin)
        fijado = self.con(respondedores=(self.pki.ocsp_conforme.cert,))
        self.assertTrue(self.verificar(sin, autoridad=fijado))
        ajeno = self.respondedor(self.pki.raiz_ajena)
        self.assertTrue(self.verificar(self.respuesta(ajeno), autoridad=self.con(respondedores=(ajeno.cert,))))
        with self.rechazo("OCSP_INVALID", "RESPONDER_UNAUTHORIZED"):
            self.verificar(self.respuesta(ajeno), autoridad=fijado)
        sin_uso = self.pki.hoja("firmante2")
        with self.rechazo("OCSP_INVALID", "RESPONDER_UNAUTHORIZED"):
            self.verificar(self.respuesta(sin_uso), autoridad=self.con(respondedores=(sin_uso.cert,)))

    def test_responder_by_name(self):
        def por_nombre(der):
            datos = ocsp.ResponseData.load(der)
            datos["responder_id"] = ocsp.ResponderId(name="by_name", value=self.pki.ocsp_conforme.cert.subject)
            return datos.dump(force=True)

        self.assertTrue(self.verificar(refirmada(self.respuesta(), self.pki.ocsp_conforme, por_nombre)))

    def test_signature(self):
        der = refirmada(self.respuesta(), self.pki.ocsp_sat, lambda datos: datos)
        with self.rechazo("OCSP_INVALID", "BAD_SIGNATURE"):
            self.verificar(der)

    def test_nonce(self):
        self.assertTrue(self.verificar(self.respuesta(nonce=NONCE), nonce=NONCE))
        self.assertTrue(self.verificar(self.respuesta(nonce=NONCE)), "kept for later: nobody asks for it")
        with self.rechazo("OCSP_INVALID", "NONCE_MISSING"):
            self.verificar(self.respuesta(), nonce=NONCE)
        with self.rechazo("OCSP_INVALID", "NONCE_MISMATCH"):
            self.verificar(self.respuesta(nonce=NONCE[::-1]), nonce=NONCE)

    def test_instants_without_zone(self):
        """Minutes with a fraction, and no zone: as long as the instant that was there."""
        con_zona = self.ahora.strftime("%Y%m%d%H%M%SZ").encode()
        sin_zona = self.ahora.strftime("%Y%m%d%H%M.50").encode()

        for cual in range(2):  # producedAt and thisUpdate

            def cambiar(datos, cual=cual):
                antes, entre, despues = datos.split(con_zona)
                instantes = [con_zona, con_zona]
                instantes[cual] = sin_zona
                return antes + instantes[0] + entre + instantes[1] + despues

            with self.subTest(cual), self.rechazo("OCSP_INVALID", "MALFORMED"):
                self.verificar(refirmada(self.respuesta(), self.pki.ocsp_conforme, cambiar))

    def test_no_damage_is_believed(self):
        """No answer with a bit changed says that a revoked certificate is good, and nothing else escapes."""
        buena = self.respuesta(estado="revoked", revocado_en=self.ahora - DIA)
        azar, casos = Random(23), set()
        for vuelta in range(400):
            danada = bytearray(buena)
            danada[azar.randrange(len(danada))] ^= 1 << azar.randrange(8)
            with self.subTest(vuelta):
                try:
                    self.assertEqual(self.verificar(bytes(danada)).estado, "revocado")
                except FirmaError as error:
                    casos.add(error.detalle)
        self.assertLessEqual({"MALFORMED", "BAD_SIGNATURE", "RESPONDER_UNAUTHORIZED"}, casos)


@tagged("post_install", "-at_install")
class TestConsulta(FirmaServiciosCase):
    """The same over HTTP."""

    def setUp(self):
        super().setUp()
        self.cert = self.pki.hoja("firmante1").cert
        self.autoridad = self.confianza.emisor_de(self.cert)

    def consultar(self, **datos):
        return consultar(self.cert, self.autoridad, **datos)

    def test_asked(self):
        for perfil, algoritmo in (("sat", "sha1_rsa"), ("conforme", "sha256_rsa")):
            self.servicios.perfil = perfil
            der, estado = self.consultar()
            self.assertEqual((estado.estado, estado.algoritmo), ("vigente", algoritmo))
            self.assertEqual(verificar(der, self.cert, self.autoridad, en=estado.desde), estado)
        self.assertEqual(self.servicios.llamadas["ocsp"], 2)

    def test_revoked(self):
        cuando = self.ahora - DIA
        self.servicios.revocados[self.cert.serial_number] = cuando
        _der, estado = self.consultar()
        self.assertEqual((estado.estado, estado.revocado_en), ("revocado", cuando))

    def test_unknown(self):
        self.servicios.desconocidos.add(self.cert.serial_number)
        self.assertEqual(self.consultar()[1].estado, "desconocido")

    def test_each_request_has_its_nonce(self):
        nonces = {pedir(self.cert, self.autoridad)[1] for _ in range(20)}
        self.assertEqual(len(nonces), 20)
        self.assertEqual({len(nonce) for nonce in nonces}, {16})

    def test_an_old_answer_replayed(self):
        """Somebody in between keeps yesterday's good answer: the nonce gives it away."""
        vieja, _estado = self.consultar()
        self.servicios.responder = lambda servicio, cuerpo: (200, "application/ocsp-response", vieja)
        with self.rechazo("OCSP_INVALID", "NONCE_MISMATCH"):
            self.consultar()

    def test_faults(self):
        for falla, codigo, detalle in (
            ("caida", "OCSP_UNAVAILABLE", "status 503"),
            ("redirige", "OCSP_UNAVAILABLE", "status 302"),
            ("enorme", "OCSP_UNAVAILABLE", "answer too large"),
            ("lenta", "OCSP_UNAVAILABLE", "ReadTimeout"),
            ("gotea", "OCSP_UNAVAILABLE", "answer too slow"),
            ("basura", "OCSP_INVALID", "MALFORMED"),
            ("vacia", "OCSP_INVALID", "MALFORMED"),
            ("try_later", "OCSP_UNAVAILABLE", "RESPONDER_TRY_LATER"),
            ("otro", "OCSP_INVALID", "CERT_MISMATCH"),
        ):
            self.servicios.falla["ocsp"] = falla
            antes = time.monotonic()
            with self.subTest(falla), self.rechazo(codigo, detalle):
                self.consultar(plazo=0.4 if falla in LENTAS else 10)
            self.assertLess(time.monotonic() - antes, 5)

    def test_nobody_there(self):
        self.servicios.cerrar()
        with self.rechazo("OCSP_UNAVAILABLE", "ConnectionError"):
            self.consultar()

    def test_no_address(self):
        for url, detalle in ((None, "the authority has no"), ("", "the authority"), ("file:///etc/passwd", "not an")):
            autoridad = Autoridad(self.pki.ac.cert, "ac", self.ahora, self.ahora, ocsp_url=url)
            with self.subTest(url=url), self.rechazo("OCSP_UNAVAILABLE", detalle):
                consultar(self.cert, autoridad)

    def test_of_another_authority(self):
        """SAT answers tryLater to what its authority did not issue."""
        autoridad = Autoridad(self.pki.impostora.cert, "ac", self.ahora, self.ahora, ocsp_url=self.servicios.ocsp_url)
        with self.rechazo("OCSP_UNAVAILABLE", "RESPONDER_TRY_LATER"):
            consultar(self.cert, autoridad)
