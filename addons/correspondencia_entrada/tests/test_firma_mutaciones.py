import random
import time
from collections import Counter
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..tools.firma import firma, pruebas
from ..tools.firma.dictamen import VALIDA, Dictamen
from ..tools.firma.incrustadas import recoger
from . import firma_alteraciones as alterar
from .firma_comun import firmado, juzgado

SEMILLA = 20260302
MUTACIONES = 2000
#: seconds of processor for one document
LIMITE = 1.0


def _a_tiempo(pdf):
    """The verdict on a document, and the seconds of processor that it took."""
    antes = time.process_time()
    return juzgado(pdf), time.process_time() - antes


def _bit(pdf, lugar, azar):
    return alterar.volteado(pdf, lugar, azar.randrange(8))


def _byte(pdf, lugar, azar):
    return pdf[:lugar] + bytes([azar.randrange(256)]) + pdf[lugar + 1 :]


def _digito(pdf, lugar, azar):
    """Another digit, as the numbers and the hexadecimal of a PDF are made of."""
    return pdf[:lugar] + azar.choice(b"0123456789ABCDEF").to_bytes(1, "big") + pdf[lugar + 1 :]


def _insercion(pdf, lugar, azar):
    return pdf[:lugar] + azar.randbytes(azar.randint(1, 8)) + pdf[lugar:]


def _supresion(pdf, lugar, azar):
    return pdf[:lugar] + pdf[lugar + azar.randint(1, 40) :]


def _repeticion(pdf, lugar, azar):
    trozo = pdf[lugar : lugar + azar.randint(1, 400)]
    return pdf[:lugar] + trozo + pdf[lugar:]


def _mudanza(pdf, lugar, azar):
    """A piece copied over another."""
    trozo = pdf[lugar : lugar + azar.randint(1, 200)]
    destino = azar.randrange(len(pdf) - len(trozo))
    return pdf[:destino] + trozo + pdf[destino + len(trozo) :]


def _corte(pdf, lugar, azar):
    return pdf[:lugar]


def _cola(pdf, lugar, azar):
    """Something of the file again at its end, as an update would be."""
    return pdf + pdf[lugar:]


MUTACION = (_bit, _bit, _byte, _byte, _digito, _digito, _insercion, _supresion, _repeticion, _mudanza, _corte, _cola)


def _firmado(firma) -> tuple[bytes, ...]:
    """What the value of a CMS signature covers: attributes and content; and whose it is."""
    informacion = firma.signer_info
    return (
        informacion["signed_attrs"].dump(),
        informacion["signature"].native,
        firma.signed_data["encap_content_info"].dump(),
        firma.signer_cert.dump(),
    )


@tagged("post_install", "-at_install")
class TestMutaciones(BaseCase):
    """Thousands of damaged documents, always the same ones: none is taken for good, none breaks the verifier."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # small gaps: reading them is most of what a verdict costs
        with patch.object(firma, "RESERVA", 13000), patch.object(pruebas, "RESERVA_SELLO", 4600):
            uno = firmado()
            cls.documentos = (uno, firmado(pdf=uno, personaje="firmante2", campo="Firma2"))
        cls.lugares = tuple(cls._lugares(pdf) for pdf in cls.documentos)

    @staticmethod
    def _lugares(pdf: bytes) -> list[int]:
        """Offsets worth touching: everything but long runs of zeros, of which a few stay."""
        return [lugar for lugar in range(len(pdf)) if pdf[lugar : lugar + 8] != b"0" * 8 or lugar % 50 == 0]

    def assertNadaAceptado(self, original: bytes, mutado: bytes, dictamen: Dictamen, caso: str):
        """What is called VALIDA covers the bytes of the original, and its CMS says what the original's said."""
        buenos = {parte.campo for parte in (*dictamen.firmas, *dictamen.sellos) if parte.veredicto == VALIDA}
        if not buenos:
            return
        nuevas = {parte.field_name: parte for parte in recoger(alterar.lector(mutado)).todas}
        for parte in alterar.lector(original).embedded_signatures:
            if parte.field_name in buenos:
                cero, largo, fin, resto = (int(numero) for numero in parte.byte_range)
                self.assertEqual(mutado[cero:largo], original[cero:largo], caso)
                self.assertEqual(mutado[fin : fin + resto], original[fin : fin + resto], caso)
                self.assertEqual(_firmado(nuevas[parte.field_name]), _firmado(parte), caso)

    def test_mutations(self):
        azar, resultados = random.Random(SEMILLA), Counter()
        for numero in range(MUTACIONES):
            cual = int(azar.random() < 0.2)  # two signatures cost twice the time
            original = self.documentos[cual]
            mutar = azar.choice(MUTACION)
            lugar = azar.choice(self.lugares[cual])
            mutado = mutar(original, lugar, azar)
            caso = f"{numero}: {mutar.__name__} at {lugar} of {len(original)}"
            dictamen, segundos = _a_tiempo(mutado)
            if segundos > LIMITE:  # what is slow is slow again; a pause of the machine is not
                dictamen, segundos = _a_tiempo(mutado)
            self.assertLess(segundos, LIMITE, caso)
            self.assertNadaAceptado(original, mutado, dictamen, caso)
            resultados[dictamen.documento] += 1
        self.assertGreater(resultados["FIRMADO"], MUTACIONES / 2, "most have to reach the judgement")
