import re
import subprocess
import tempfile
from pathlib import Path

from asn1crypto import pem

from odoo.tests import tagged

from . import firma_alteraciones as alterar
from .firma_comun import PKI, dos_firmas, una_firma
from .test_firma_verdicto import FirmaCase


@tagged("post_install", "-at_install")
class TestOtrosProgramas(FirmaCase):
    """Programs that share no code with this one judge the same, where they can judge at all."""

    def setUp(self):
        super().setUp()
        carpeta = tempfile.TemporaryDirectory()
        self.addCleanup(carpeta.cleanup)
        self.carpeta = Path(carpeta.name)

    def guardar(self, nombre, contenido):
        ruta = self.carpeta / nombre
        ruta.write_bytes(contenido)
        return str(ruta)

    def anclas(self, *pares):
        return self.guardar("anclas.pem", b"".join(pem.armor("CERTIFICATE", par.cer) for par in pares))

    def pdfsig(self, pdf):
        """What poppler says of each signature: signer, hash and verdict."""
        orden = ["pdfsig", self.guardar("oficio.pdf", pdf)]
        salida = subprocess.run(orden, capture_output=True, text=True, check=False, cwd=self.carpeta).stdout
        return [
            tuple(
                re.search(rf"{dato}: (.+)", parte)[1] for dato in ("Common Name", "Algorithm", "Signature Validation")
            )
            for parte in salida.split("Signature #")[1:]
            if "ETSI.CAdES.detached" in parte
        ]

    def openssl(self, *orden):
        return subprocess.run(["openssl", *orden], capture_output=True, text=True, check=False)

    def test_pdfsig(self):
        for pdf, veredicto in [
            (dos_firmas(), "Signature is Valid."),
            (alterar.volteado(dos_firmas(), 7), "Digest Mismatch."),
        ]:
            esperado = [(quien, "SHA-256", veredicto) for quien in ("JUANA PEÑA LÓPEZ", "PEDRO NÚÑEZ MUÑOZ")]
            self.assertEqual(self.pdfsig(pdf), esperado)

    def partes(self, firma):
        """CMS (DER) and signed bytes of an embedded signature or time-stamp."""
        pdf = una_firma()
        cero, largo, fin, resto = (int(numero) for numero in firma.byte_range)
        return firma.pkcs7_content.rstrip(b"\0"), pdf[cero:largo] + pdf[fin : fin + resto]

    def assertOpenssl(self, orden, contenido):
        """The command accepts the content as the file that it names last, and not the same with a flipped bit."""
        hecho = self.openssl(*orden, self.guardar("contenido", contenido))
        self.assertEqual(hecho.returncode, 0, hecho.stderr)
        hecho = self.openssl(*orden, self.guardar("contenido", alterar.volteado(contenido, 100)))
        self.assertNotEqual(hecho.returncode, 0)

    def test_openssl_cms(self):
        (firma,) = alterar.lector(una_firma()).embedded_regular_signatures
        der, contenido = self.partes(firma)
        orden = ["cms", "-verify", "-binary", "-inform", "DER", "-in", self.guardar("firma.der", der)]
        orden += ["-CAfile", self.anclas(PKI.raiz, PKI.ac), "-out", "/dev/null", "-content"]
        self.assertOpenssl(orden, contenido)

    def test_openssl_ts(self):
        """Poppler cannot judge archive time-stamps; openssl can."""
        (sello,) = alterar.lector(una_firma()).embedded_timestamp_signatures
        der, contenido = self.partes(sello)
        orden = ["ts", "-verify", "-token_in", "-in", self.guardar("sello.der", der)]
        orden += ["-CAfile", self.anclas(PKI.raiz_se), "-data"]
        self.assertOpenssl(orden, contenido)
