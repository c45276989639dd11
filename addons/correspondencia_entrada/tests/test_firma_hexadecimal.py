import io
import random

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from odoo.tests import BaseCase, tagged

from ..tools.firma import hexadecimal


@tagged("post_install", "-at_install")
class TestHexadecimal(BaseCase):
    """The quick reader of hexadecimal strings gives what pyHanko's gives, and leaves the stream where it does."""

    def leido(self, leer, contenido):
        flujo = io.BytesIO(b"..." + contenido)
        flujo.seek(3)
        try:
            valor = leer(flujo)
        except PdfError as error:
            return type(error)
        return type(valor), valor.original_bytes, flujo.tell()

    def assertIgual(self, contenido):
        esperado = self.leido(hexadecimal._despacio, contenido)
        self.assertEqual(self.leido(hexadecimal.leer_hexadecimal, contenido), esperado, contenido[:80])

    def test_in_use(self):
        self.assertIs(generic.read_hex_string_from_stream, hexadecimal.leer_hexadecimal)
        self.assertIsNot(hexadecimal._despacio, hexadecimal.leer_hexadecimal)

    def test_cases(self):
        for contenido in (
            b"<>",
            b"<00>",
            b"<FEFF00d1>resto>",
            b"<486f6C61> >",
            b"<48 6f\n6C61>",
            b"<486>",
            b"<4 8 6>",
            b"<48x6>",
            b"<48",
            b"<",
            b"<48<49>>",
            b"<" + b"0" * 40000 + b">/Otro",
            b"<" + b"0" * 39999 + b">",
            b"<" + b"0" * 40000,
        ):
            self.assertIgual(contenido)

    def test_random(self):
        azar = random.Random(1)
        for _vez in range(500):
            digitos = azar.choices(b"0123456789abcdefABCDEF", k=azar.choice((2, 30, 9000)))
            if azar.random() < 0.5:
                digitos[azar.randrange(len(digitos))] = azar.randrange(256)
            self.assertIgual(b"<" + bytes(digitos) + b">")
