import subprocess
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from asn1crypto import pem

from odoo.tests import BaseCase, tagged

from ..tools.firma.cadena import cadena_original, es_cadena, firmar_cadena, verificar_cadena
from ..tools.firma.errores import FirmaError
from .firma_comun import credencial

DATOS = {
    "folio": "SG/0001/2026",
    "fecha": datetime(2026, 3, 2, 12, 0, 59, 999999, tzinfo=timezone(timedelta(hours=-6))),
    "rfc": "PELJ800101AB1",
    "no_certificado": "00001000000700000001",
    "entidad": "Municipio de Prueba",
    "sha256": "AB" * 32,
}
CADENA = f"||1.0|SG/0001/2026|2026-03-02T18:00:59Z|PELJ800101AB1|00001000000700000001|Municipio de Prueba|{'ab' * 32}||"


@tagged("post_install", "-at_install")
class TestCadena(BaseCase):
    def test_text(self):
        self.assertEqual(cadena_original(**DATOS), CADENA)
        self.assertTrue(es_cadena(CADENA))

    def test_clean(self):
        """As SAT asks of a CFDI: one space, no separators, no control characters; and one way to write an accent."""
        for entidad, escrita in [
            ("  Municipio \t de\r\n  Prueba ", "Municipio de Prueba"),
            ("A|B||C", "A B C"),
            ("Nun\u0303ez", "Nuñez"),
            ("invisible\u200b\u202etexto", "invisible texto"),
            ("Muñoz & Ñandú", "Muñoz & Ñandú"),
        ]:
            with self.subTest(entidad):
                cadena = cadena_original(**DATOS | {"entidad": entidad})
                self.assertEqual(cadena.split("|")[7], escrita)
                self.assertEqual(cadena.count("|"), CADENA.count("|"))

    def test_missing(self):
        for cambio in (
            {"folio": ""},
            {"entidad": " | "},
            {"rfc": "\n"},
            {"fecha": datetime(2026, 3, 2)},
            {"sha256": "ab"},
            {"sha256": "zz" * 32},
        ):
            with self.subTest(cambio), self.assertRaises(ValueError):
                cadena_original(**DATOS | cambio)

    def test_shape(self):
        for texto in ("", "hola", CADENA[1:], CADENA + "x", CADENA.replace("1.0", "2.0"), CADENA.replace("SG", "S|G")):
            with self.subTest(texto):
                self.assertFalse(es_cadena(texto))

    def test_sello(self):
        quien, otro = credencial(), credencial("firmante2")
        sello = firmar_cadena(quien.clave, CADENA)
        verificar_cadena(quien.cert, CADENA, sello)
        for cert, cadena, firma in [
            (otro.cert, CADENA, sello),
            (quien.cert, CADENA.replace("0001/", "0002/"), sello),
            (quien.cert, CADENA, sello[:-1]),
            (quien.cert, CADENA, b""),
        ]:
            with self.assertRaises(FirmaError) as rechazo:
                verificar_cadena(cert, cadena, firma)
            self.assertEqual(rechazo.exception.codigo, "BAD_SIGNATURE")

    def test_openssl(self):
        """Who holds the paper and the certificate needs nothing of this system."""
        with tempfile.TemporaryDirectory() as carpeta:
            carpeta = Path(carpeta)
            (carpeta / "cadena").write_text(CADENA)
            (carpeta / "sello").write_bytes(firmar_cadena(credencial().clave, CADENA))
            (carpeta / "publica.pem").write_bytes(pem.armor("PUBLIC KEY", credencial().cert.public_key.dump()))
            orden = ["openssl", "dgst", "-sha256", "-verify", "publica.pem", "-signature", "sello", "cadena"]
            hecho = subprocess.run(orden, cwd=carpeta, capture_output=True, text=True, check=True)
        self.assertEqual(hecho.stdout.strip(), "Verified OK")
