from datetime import timedelta
from random import Random

from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509 import load_der_x509_certificate

from odoo.tests import tagged

from ..demo.pki_formatos import key_aes
from ..tools.firma.credencial import abrir_efirma, abrir_pkcs12, juzgar
from ..tools.firma.errores import FirmaError
from .firma_casos import FirmaCase

CONTRASENA = "12345678a"
EXTRANA = "Ñandú€ 12ª"
LATIN = "Contraseña1"
CORTA = rsa.generate_private_key(65537, 1024)  # noqa: S505 (to be refused)


@tagged("post_install", "-at_install")
class TestEfirma(FirmaCase):
    """A .cer and a .key."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.juana = cls.pki.hoja("firmante1")
        cls.key = cls.juana.archivo_key(CONTRASENA)

    def abrir(self, cer=None, key=None, contrasena=CONTRASENA, **datos):
        cer, key = self.juana.cer if cer is None else cer, self.key if key is None else key
        return abrir_efirma(cer, key, contrasena, en=datos.pop("en", self.ahora), **datos)

    def test_opened(self):
        for cifrado in ("3des", "aes"):
            with self.subTest(cifrado):
                key = self.juana.archivo_key(CONTRASENA, cifrado=cifrado)
                credencial = self.abrir(key=key, rfc="PELJ800101AB1", curp="PELJ800101MDFXPN09")
                self.assertEqual(credencial.identidad.nombre, "JUANA PEÑA LÓPEZ")
                self.assertEqual(credencial.cert.dump(), self.juana.cer)
                self.assertEqual(credencial.clave.private_numbers(), self.juana.clave.private_numbers())

    def test_legal_person(self):
        """It signs for the entity; whose RFC is registered may be either's, the CURP is of who signs."""
        par = self.pki.hoja("moral")
        for rfc in ("MPR850101AA1", "PELJ800101AB1", " pelj800101ab1 ", None):
            with self.subTest(rfc=rfc):
                credencial = self.abrir(par.cer, par.archivo_key(CONTRASENA), rfc=rfc, curp="PELJ800101MDFXPN09")
                self.assertEqual(credencial.identidad.rfc, "MPR850101AA1")
                self.assertEqual(credencial.identidad.rfc_firmante, "PELJ800101AB1")

    def test_password(self):
        for contrasena in ("12345678A", "", " 12345678a", "12345678a ", "ñ", "\ud800", "a\0b"):
            with self.subTest(ascii(contrasena)), self.rechazo("BAD_PASSWORD"):
                self.abrir(contrasena=contrasena)

    def test_many_wrong_passwords(self):
        """A few of them decrypt to something that looks like the beginning of a key."""
        azar = Random(3)
        for vuelta in range(300):
            with self.subTest(vuelta), self.rechazo("BAD_PASSWORD"):
                self.abrir(contrasena=str(azar.random()))

    def test_passwords_beyond_ascii(self):
        for contrasena, codificacion, cifrado in (
            (LATIN, "utf-8", "3des"),
            (LATIN, "latin-1", "3des"),
            (LATIN, "latin-1", "aes"),
            (EXTRANA, "utf-8", "aes"),
        ):
            key = self.juana.archivo_key(contrasena, cifrado=cifrado, codificacion=codificacion)
            with self.subTest(ascii(contrasena), codificacion=codificacion, cifrado=cifrado):
                self.assertTrue(self.abrir(key=key, contrasena=contrasena).clave)
                with self.rechazo("BAD_PASSWORD"):
                    self.abrir(key=key, contrasena=contrasena.replace("1", "2"))

    def test_a_decomposed_letter(self):
        """Some keyboards type ñ as n with a tilde; the key file has the one letter of Latin-1."""
        key = self.juana.archivo_key(LATIN, codificacion="latin-1")
        self.assertTrue(self.abrir(key=key, contrasena="Contrasen\u0303a1").clave)

    def test_somebody_elses_key(self):
        with self.rechazo("KEY_CERT_MISMATCH"):
            self.abrir(key=self.pki.hoja("firmante2").archivo_key(CONTRASENA))

    def test_seal_for_invoices(self):
        par = self.pki.hoja("csd")
        with self.rechazo("NOT_FIEL", "CSD"):
            self.abrir(par.cer, par.archivo_key(CONTRASENA))

    def test_other_usages(self):
        with self.rechazo("NOT_FIEL", "OTRO"):
            self.abrir(self.pki.hoja("otro").cer)

    def test_validity(self):
        expirado, futuro = self.pki.hoja("expirado"), self.pki.hoja("futuro")
        with self.rechazo("EXPIRED"):
            self.abrir(expirado.cer)
        with self.rechazo("NOT_YET_VALID"):
            self.abrir(futuro.cer)
        key = expirado.archivo_key(CONTRASENA)
        self.assertTrue(self.abrir(expirado.cer, key, en=self.ahora - timedelta(days=3)).clave)
        desde, hasta = self.juana.cert.not_valid_before, self.juana.cert.not_valid_after
        instante = timedelta(seconds=1)
        self.assertTrue(juzgar(self.juana.cert, en=desde) and juzgar(self.juana.cert, en=hasta))
        with self.rechazo("NOT_YET_VALID"):
            juzgar(self.juana.cert, en=desde - instante)
        with self.rechazo("EXPIRED"):
            juzgar(self.juana.cert, en=hasta + instante)

    def test_somebody_else(self):
        with self.rechazo("RFC_MISMATCH"):
            self.abrir(rfc="NUMP790202CD2")
        with self.rechazo("RFC_MISMATCH"):
            self.abrir(rfc="")
        with self.rechazo("CURP_MISMATCH"):
            self.abrir(rfc="PELJ800101AB1", curp="NUMP790202HDFXXD01")
        with self.rechazo("CURP_MISMATCH"):
            self.abrir(curp="")

    def test_certificate_files(self):
        pem = load_der_x509_certificate(self.juana.cer).public_bytes(Encoding.PEM)
        for titulo, cer in (
            ("key", self.key),
            ("empty", b""),
            ("truncated", self.juana.cer[:-10]),
            ("trailing bytes", self.juana.cer + b"\0"),
            ("two", self.juana.cer * 2),
            ("PEM", pem),
            ("BER: a length longer than it must be", b"\x30\x83\0" + self.juana.cer[2:]),
            ("huge", self.juana.cer + bytes(20_000)),
            ("text", b"hola"),
        ):
            with self.subTest(titulo), self.rechazo("CER_FORMAT"):
                self.abrir(cer)

    def test_key_files(self):
        clara = self.juana.clave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        pem = self.juana.clave.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
        for titulo, key in (
            ("certificate", self.juana.cer),
            ("empty", b""),
            ("truncated", self.key[:-7]),
            ("trailing bytes", self.key + b"\0"),
            ("not encrypted", clara),
            ("PEM", pem),
            ("huge", self.key + bytes(9_000)),
            ("short RSA", key_aes(CORTA, CONTRASENA.encode())),
            ("not RSA", key_aes(ec.generate_private_key(ec.SECP256R1()), CONTRASENA.encode())),
        ):
            with self.subTest(titulo), self.rechazo("KEY_FORMAT"):
                self.abrir(key=key)

    def test_what_a_key_file_may_ask(self):
        """A file cannot make the server derive for minutes, nor use a cipher that nobody uses."""

        def alterada(cambio):
            sobre = keys.EncryptedPrivateKeyInfo.load(self.key)
            cambio(sobre["encryption_algorithm"])
            return sobre.dump(force=True)

        def iteraciones(algoritmo, cuantas):
            algoritmo["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = cuantas

        def cifrado(algoritmo):
            algoritmo["parameters"]["encryption_scheme"] = {"algorithm": "des", "parameters": b"12345678"}

        def pbes1(algoritmo):
            algoritmo["algorithm"] = "pbes1_md5_des"
            algoritmo["parameters"] = {"salt": b"12345678", "iterations": 2048}

        for titulo, cambio in (
            ("too many", lambda algoritmo: iteraciones(algoritmo, 2_000_001)),
            ("none", lambda algoritmo: iteraciones(algoritmo, 0)),
            ("DES", cifrado),
            ("PBES1", pbes1),
        ):
            with self.subTest(titulo), self.rechazo("KEY_FORMAT", "encryption not supported"):
                self.abrir(key=alterada(cambio))

    def test_no_damage_escapes(self):
        """Whatever the bytes, there is a code; and what opens is the same pair."""
        azar, codigos = Random(2026), set()
        for vuelta in range(250):
            cer, key = bytearray(self.juana.cer), bytearray(self.key)
            danado = azar.choice((cer, key))
            for _ in range(azar.randint(1, 4)):
                danado[azar.randrange(len(danado))] = azar.randrange(256)
            with self.subTest(vuelta):
                try:
                    credencial = self.abrir(bytes(cer), bytes(key))
                    self.assertEqual(credencial.clave.private_numbers(), self.juana.clave.private_numbers())
                except FirmaError as error:
                    codigos.add(error.codigo)
        self.assertLessEqual({"CER_FORMAT", "KEY_FORMAT", "BAD_PASSWORD"}, codigos)

    def test_nothing_secret_shows(self):
        credencial = self.abrir()
        numeros = self.juana.clave.private_numbers()
        for texto in (repr(credencial), str(credencial), repr(self.juana)):
            self.assertNotIn("RSAPrivateKey", texto)
            self.assertNotIn(str(numeros.d), texto)
        self.assertIn("JUANA", repr(credencial))
        with self.assertRaises(FirmaError) as visto:
            self.abrir(contrasena="muy secreta")
        self.assertNotIn("secreta", f"{visto.exception!r} {visto.exception.__cause__!r}")

    def test_salt_of_sat(self):
        """Two keys with one password: the salt tells nobody apart, so that a .key file must never be kept."""
        otra = keys.EncryptedPrivateKeyInfo.load(self.pki.hoja("firmante2").archivo_key(CONTRASENA))
        esta = keys.EncryptedPrivateKeyInfo.load(self.key)
        self.assertEqual(esta["encryption_algorithm"].kdf_salt, otra["encryption_algorithm"].kdf_salt)
        self.assertEqual(esta["encrypted_data"].native[:8], otra["encrypted_data"].native[:8])


@tagged("post_install", "-at_install")
class TestPkcs12(FirmaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.juana, cls.pedro = cls.pki.hoja("firmante1"), cls.pki.hoja("firmante2")
        cls.p12 = cls.juana.archivo_p12(CONTRASENA)

    def armar(self, clave, cert, otros=(), cifrado=None):
        leidos = [load_der_x509_certificate(par.cer) for par in (cert, *otros) if par]
        cert, otros = (leidos[0], leidos[1:]) if cert else (None, leidos)
        return pkcs12.serialize_key_and_certificates(
            b"x", clave, cert, otros, cifrado or BestAvailableEncryption(CONTRASENA.encode())
        )

    def test_opened(self):
        for contrasena in (CONTRASENA, LATIN, EXTRANA):
            for antiguo in (False, True):
                with self.subTest(ascii(contrasena), antiguo=antiguo):
                    p12 = self.juana.archivo_p12(contrasena, antiguo=antiguo)
                    credencial = abrir_pkcs12(p12, contrasena, en=self.ahora, rfc="PELJ800101AB1")
                    self.assertEqual(credencial.cert.dump(), self.juana.cer)
                    self.assertEqual(credencial.clave.private_numbers(), self.juana.clave.private_numbers())

    def test_the_certificate_of_the_key_among_others(self):
        p12 = self.armar(self.juana.clave, None, [self.pki.ac, self.pedro, self.juana])
        self.assertEqual(abrir_pkcs12(p12, CONTRASENA, en=self.ahora).identidad.nombre, "JUANA PEÑA LÓPEZ")

    def test_password(self):
        for contrasena in ("12345678A", "", "ñ", "\ud800"):
            with self.subTest(ascii(contrasena)), self.rechazo("BAD_PASSWORD"):
                abrir_pkcs12(self.p12, contrasena, en=self.ahora)

    def test_files(self):
        for titulo, p12 in (
            ("empty", b""),
            ("certificate", self.juana.cer),
            ("key", self.juana.archivo_key(CONTRASENA)),
            ("truncated", self.p12[:-9]),
            ("trailing bytes", self.p12 + b"\0"),
            ("huge", self.p12 + bytes(140_000)),
            ("only a key", self.armar(self.juana.clave, None)),
            ("only a certificate", self.armar(None, None, [self.juana])),
            ("short RSA", self.armar(CORTA, None)),
            ("too many iterations", self.insaciable()),
        ):
            with self.subTest(titulo), self.rechazo("P12_FORMAT"):
                abrir_pkcs12(p12, CONTRASENA, en=self.ahora)

    def insaciable(self):
        bomba = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(2_000_001)
            .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
            .build(CONTRASENA.encode())
        )
        return self.armar(self.juana.clave, self.juana, cifrado=bomba)

    def test_judged_as_a_pair_of_files(self):
        csd = self.pki.hoja("csd")
        with self.rechazo("NOT_FIEL"):
            abrir_pkcs12(csd.archivo_p12(CONTRASENA), CONTRASENA, en=self.ahora)
        with self.rechazo("EXPIRED"):
            abrir_pkcs12(self.p12, CONTRASENA, en=self.ahora + timedelta(days=5000))
        with self.rechazo("RFC_MISMATCH"):
            abrir_pkcs12(self.p12, CONTRASENA, en=self.ahora, rfc="NUMP790202CD2")
        with self.rechazo("KEY_CERT_MISMATCH"):
            abrir_pkcs12(self.armar(self.juana.clave, None, [self.pedro]), CONTRASENA, en=self.ahora)

    def test_no_damage_escapes(self):
        azar = Random(12)
        for vuelta in range(150):
            danado = bytearray(self.p12)
            danado[azar.randrange(len(danado))] ^= 1 << azar.randrange(8)
            with self.subTest(vuelta):
                try:
                    abrir_pkcs12(bytes(danado), CONTRASENA, en=self.ahora)
                except FirmaError as error:
                    self.assertIn(error.codigo, {"P12_FORMAT", "BAD_PASSWORD"})
