from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from odoo.tests import tagged

from ..demo.pki import EXTENSIONES, Hoja, Pki
from ..demo.pki_formatos import Par, certificado, clave_nueva, nombre
from ..tools.firma.asn1 import IdentificadorUnico
from ..tools.firma.credencial import identidad, juzgar, leer_certificado
from ..tools.firma.errores import CODIGOS, FirmaError
from .firma_casos import FirmaCase


@tagged("post_install", "-at_install")
class TestIdentidad(FirmaCase):
    def a_mano(self, *atributos, tipo="FIEL", clave=None, sin=None):
        """A certificate of the AC with a name of its own, without the extension ``sin``."""
        clave = clave or clave_nueva()
        cert = certificado(
            sujeto=nombre(*atributos),
            numero="00001000000700000099",
            desde=self.ahora,
            hasta=self.ahora + timedelta(days=1),
            publica=clave.public_key(),
            emisor=self.pki.ac.cert.subject,
            firma=self.pki.ac.clave,
            extensiones=[una for una in EXTENSIONES[tipo] if una["extn_id"].native != sin],
        )
        return leer_certificado(cert.dump())

    def test_person(self):
        par = self.pki.hoja("firmante2")
        self.assertEqual(
            {campo.name: getattr(identidad(par.cert), campo.name) for campo in fields(identidad(par.cert))},
            {
                "tipo": "FIEL",
                "nombre": "PEDRO NÚÑEZ MUÑOZ",
                "rfc": "NUMP790202CD2",
                "rfc_representante": "",
                "curp": "NUMP790202HDFXXD01",
                "no_certificado": "00001000000700000002",
                "emisor": "AC DEL SERVICIO DEMO TRIBUTARIO - PRUEBA SIN VALIDEZ",
                "desde": self.ahora - timedelta(days=30),
                "hasta": self.ahora + timedelta(days=4 * 365 - 30),
                "sha256": par.cert.sha256.hex(),
            },
        )

    def test_legal_person(self):
        quien = identidad(self.pki.hoja("moral_enie").cert)
        self.assertEqual(
            (quien.tipo, quien.nombre, quien.rfc, quien.rfc_representante, quien.rfc_firmante, quien.curp),
            ("FIEL", "MUÑOZ & ÑANDÚ", "M&Ñ850101AA1", "NUMP790202CD2", "NUMP790202CD2", "NUMP790202HDFXXD01"),
        )

    def test_kind(self):
        for personaje, tipo in (("firmante1", "FIEL"), ("csd", "CSD"), ("otro", "OTRO")):
            self.assertEqual(identidad(self.pki.hoja(personaje).cert).tipo, tipo)

    def test_three_marks_agree(self):
        """An e.firma with an organizational unit, or without an RFC, is not one; nor a CSD without unit."""
        rfc, unidad = ("unique_identifier", "PELJ800101AB1"), ("organizational_unit_name", "UNIDAD 1")
        for atributos, tipo, esperado in (
            ([rfc], "FIEL", "FIEL"),
            ([rfc, unidad], "FIEL", "OTRO"),
            ([rfc, unidad, unidad], "FIEL", "OTRO"),
            ([], "FIEL", "OTRO"),
            ([("unique_identifier", "PELJ800101")], "FIEL", "OTRO"),
            ([("unique_identifier", "PELJ800101AB1 / X")], "FIEL", "OTRO"),
            ([rfc, unidad], "CSD", "CSD"),
            ([rfc], "CSD", "OTRO"),
            ([rfc], "OTRO", "OTRO"),
        ):
            with self.subTest(atributos=atributos, tipo=tipo):
                self.assertEqual(identidad(self.a_mano(*atributos, tipo=tipo)).tipo, esperado)

    def test_usages(self):
        for extension in ("key_usage", "extended_key_usage"):
            cert = self.a_mano(("unique_identifier", "PELJ800101AB1"), sin=extension)
            with self.subTest(extension):
                self.assertEqual(identidad(cert).tipo, "OTRO")

    def test_who_signs_for_a_person(self):
        """A person may have a representative too; both have a CURP then."""
        quien = identidad(
            self.a_mano(
                ("unique_identifier", "PELJ800101AB1/NUMP790202CD2"),
                ("serial_number", "PELJ800101MDFXPN09 / NUMP790202HDFXXD01"),
            )
        )
        self.assertEqual(
            (quien.rfc, quien.rfc_firmante, quien.curp), ("PELJ800101AB1", "NUMP790202CD2", "NUMP790202HDFXXD01")
        )

    def test_two_answers_to_one_question(self):
        for tipo, valores in (
            ("unique_identifier", ("PELJ800101AB1", "NUMP790202CD2")),
            ("serial_number", ("PELJ800101MDFXPN09", "NUMP790202HDFXXD01")),
            ("common_name", ("JUANA", "PEDRO")),
        ):
            cert = self.a_mano(("unique_identifier", "PELJ800101AB1"), *[(tipo, valor) for valor in valores])
            with self.subTest(tipo), self.rechazo("CER_FORMAT"):
                identidad(cert)

    def test_weak_key(self):
        corta = rsa.generate_private_key(65537, 1024)  # noqa: S505 (to be refused)
        cert = self.a_mano(("unique_identifier", "PELJ800101AB1"), clave=corta)
        with self.rechazo("NOT_FIEL"):
            juzgar(cert, en=self.ahora)

    def test_numbers_of_other_issuers(self):
        cert = self.a_mano(("common_name", "X")).copy()
        for serie, numero in ((255, "ff"), (0, "0"), (-1, "-1"), (int.from_bytes(b"12345", "big"), "3132333435")):
            cert["tbs_certificate"]["serial_number"] = serie
            self.assertEqual(identidad(cert).no_certificado, numero)

    def test_identifier_of_the_standard(self):
        """2.5.4.45 as BIT STRING, as X.520 says, stays legible beside SAT's text."""
        for valor, texto in (
            (IdentificadorUnico(name="bit_string", value=b"\x01\xff"), "01ff"),
            (IdentificadorUnico(name="printable_string", value="ABC"), "ABC"),
        ):
            par = x509.NameTypeAndValue({"type": "unique_identifier", "value": valor})
            leido = x509.NameTypeAndValue.load(par.dump())
            self.assertEqual(leido["value"].native, texto)
            self.assertTrue(leido.prepped_value)


@tagged("post_install", "-at_install")
class TestErrores(FirmaCase):
    def test_closed_list(self):
        with self.assertRaises(LookupError):
            FirmaError("INVENTED")
        self.assertTrue(all(codigo == codigo.upper() for codigo in CODIGOS))
        error = FirmaError("EXPIRED", "yesterday")
        self.assertEqual((str(error), error.codigo, error.detalle), ("EXPIRED: yesterday", "EXPIRED", "yesterday"))


@tagged("post_install", "-at_install")
class TestPkiDemo(FirmaCase):
    def test_kept_between_runs(self):
        with TemporaryDirectory() as carpeta:
            una = Pki(self.ahora, Path(carpeta) / "pki").hoja("firmante1")
            otra = Pki(self.ahora + timedelta(days=9), Path(carpeta) / "pki").hoja("firmante1")
            self.assertEqual(una.cer, otra.cer)
            self.assertEqual(una.clave.private_numbers(), otra.clave.private_numbers())
            modos = {archivo.stat().st_mode & 0o077 for archivo in (Path(carpeta) / "pki").iterdir()}
            self.assertEqual(modos, {0})

    def test_marked(self):
        """Nobody may take a demo authority for a real one."""
        for par in (self.pki.raiz, self.pki.ac, self.pki.tsa, self.pki.psc, self.pki.impostora):
            self.assertIn("PRUEBA SIN VALIDEZ", par.cert.subject.native["common_name"])

    def test_people_on_demand(self):
        hoja = Hoja("00001000000700000050", "ÁNGEL IBÁÑEZ", "IAAN900101AA1", "IAAN900101HDFBXN01")
        par = self.pki.emitir(hoja)
        self.assertIs(par, self.pki.emitir(hoja))
        self.assertIsInstance(par, Par)
        self.assertEqual(juzgar(par.cert, en=self.ahora, rfc=hoja.rfc, curp=hoja.curp).nombre, hoja.nombre)
