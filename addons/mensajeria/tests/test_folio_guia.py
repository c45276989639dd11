"""Numbers of guías as text: check digits, reading and printing. Without a database."""

from odoo.tests import BaseCase, tagged

from odoo.addons.mensajeria.tools import digitos
from odoo.addons.mensajeria.tools.folio_guia import (
    MAXIMO,
    FolioInvalidoError,
    Formato,
    formatear,
    huecos,
    limites,
    normalizar,
    parse,
    revisar,
)

#: numbers that the UPU, posts and test books publish
S10_BUENOS = (
    "RB123456785GB RB123456785US RA123456785GB CP123456785CN EB000717595HK EF582568151TH RR473124829DE RR473124829PL"
    " RR473124850PL RR473124885PL RR000000005PL RR999999995PL RR480000008PL RR480000011PL RR480000025PL RR473134812PL"
    " RR600004998PL RB700000999PL RR800000492DE RR123456785MX"
).split()
S10_MALOS = "RB123456786US EB000717594HK EF582568152TH RR473124855PL RR473124820PL RR123456789MX".split()
DHL = "3318810025 73891051146 8487135506".split()
FEDEX = "986578788855 477179081230 799531274483".split()
SSCC = "00759007731512000621"


def s10(folio):
    """The series of a published number."""
    return Formato(folio[:2], folio[-2:], 8, "s10")


R_PL = Formato("RR", "PL", 8, "s10")


@tagged("post_install", "-at_install")
class TestFolioGuia(BaseCase):
    def assertInvalido(self, codigo, hacer, *args, **datos):
        with self.assertRaises(FolioInvalidoError) as contexto:
            hacer(*args)
        self.assertEqual(contexto.exception.codigo, codigo)
        self.assertEqual({k: contexto.exception.datos.get(k) for k in datos}, datos)

    def test_caso_05_s10_publicados(self):
        self.assertEqual(digitos.s10("47312482"), 9)  # the worked example: sum 200, 200 mod 11 = 2
        for folio in S10_BUENOS:
            with self.subTest(folio):
                serial = parse(s10(folio), folio)
                self.assertEqual(serial, int(folio[2:10]))
                self.assertEqual(formatear(s10(folio), serial), folio)
        for folio in S10_MALOS:
            with self.subTest(folio):
                debe = str(digitos.s10(folio[2:10]))
                self.assertInvalido("digito", parse, s10(folio), folio, es=folio[10], debe=debe)

    def test_caso_05_diez_es_cero_y_once_es_cinco(self):
        self.assertEqual((digitos.s10("47312485"), digitos.s10("47312488")), (0, 5))
        self.assertEqual(digitos.s10("00000000"), 5)

    def test_caso_05_fin_de_la_serie(self):
        self.assertEqual(formatear(R_PL, 99999999), "RR999999995PL")
        self.assertInvalido("agotada", formatear, R_PL, 100000000, ultimo=99999999)
        self.assertInvalido("agotada", limites, R_PL, "RR999999995PL", "", 2, ultimo=99999999)
        self.assertEqual(limites(R_PL, "RR999999995PL", "", 1), (99999999, 99999999))

    def test_caso_05_el_rango_termina_en_su_numero_impreso(self):
        """Printed numbers are not consecutive: the serial is, and each has its own digit."""
        inicio, fin = limites(R_PL, "RR473124829PL", "", 1000)
        self.assertEqual(formatear(R_PL, fin), "RR473134812PL")
        self.assertEqual(limites(R_PL, "RR473124829PL", "RR473134812PL"), (inicio, fin))
        self.assertEqual(fin - inicio + 1, 1000)

    def test_caso_05_extremos_de_series_distintas(self):
        self.assertInvalido("prefijo", limites, R_PL, "RR473124829PL", "RB700000999PL", cual="ultimo", es="RB")
        self.assertInvalido("sufijo", limites, R_PL, "RR473124829PL", "RR473124829DE", cual="ultimo", debe="PL")
        self.assertInvalido("digito", limites, R_PL, "RR473124829PL", "RR473124855PL", cual="ultimo", es="5", debe="0")

    def test_caso_05_la_deteccion_no_es_total(self):
        """What S10 can and cannot see: 0/10 and 5/11 collide. Documented, so that nobody promises more."""
        vistos = total = 0
        for serial in range(0, 10**8, 399_989):
            cuerpo = f"{serial:08d}"
            for lugar in range(8):
                for cifra in set("0123456789") - {cuerpo[lugar]}:
                    total += 1
                    vistos += digitos.s10(cuerpo[:lugar] + cifra + cuerpo[lugar + 1 :]) != digitos.s10(cuerpo)
        self.assertGreater(vistos / total, 0.98)
        self.assertLess(vistos, total)

    def test_caso_04_grandes_y_ceros(self):
        dhl = Formato("", "", 10, "mod7")
        grande = formatear(dhl, 9000000100)
        self.assertGreater(9000000100, 2**31)
        self.assertEqual(parse(dhl, grande), 9000000100)
        ceros = Formato("G", "", 8)
        self.assertEqual(parse(ceros, "G00000007"), 7)
        self.assertEqual(formatear(ceros, 7), "G00000007")
        veintidos = Formato("0014152600012", "", 9)
        self.assertEqual(len(formatear(veintidos, 1)), 22)
        self.assertEqual(parse(veintidos, formatear(veintidos, 123456789)), 123456789)
        self.assertInvalido("largo", parse, Formato(), "1" * 19)  # more does not fit in an int8
        self.assertInvalido("largo", parse, Formato(), "1" * 101)
        self.assertInvalido("ceros", parse, Formato(), "0042")

    def test_caso_04_limites(self):
        serie = Formato("G", "", 8)
        self.assertInvalido("orden", limites, serie, "G00000010", "G00000009")
        self.assertEqual(limites(serie, "G00000010", "G00000010"), (10, 10))
        for cantidad in (0, -5, 2.5, None, True):
            with self.subTest(cantidad):
                self.assertInvalido("cantidad", limites, serie, "G00000010", "", cantidad)
        self.assertEqual(limites(serie, "G00000001", "", MAXIMO), (1, 100000))
        self.assertInvalido("maximo", limites, serie, "G00000001", "", MAXIMO + 1, es=100001)
        self.assertInvalido("maximo", limites, serie, "G00000001", "G00100001", es=100001)

    def test_caso_06_normalizacion(self):
        for texto in (
            "rr 473124829 pl",
            "RR-47312482-9-PL",
            "\xa0RR\xa0473124829\xa0PL\r\n",
            "ＲＲ４７３１２４８２９ＰＬ",
        ):
            with self.subTest(texto):
                self.assertEqual(parse(R_PL, texto), 47312482)
        self.assertEqual(normalizar("(00) 7 5900773 1 51200062 1"), SSCC)
        self.assertEqual(normalizar("]C1\x1d" + SSCC), "C1" + SSCC)
        for vacio in ("", "   ", "---", None):
            self.assertInvalido("vacio", parse, R_PL, vacio)

    def test_caso_06_letra_por_cifra(self):
        self.assertInvalido("letra", parse, R_PL, "RR48OOOOOO8PL", debe="RR480000008PL")
        self.assertInvalido("letra", parse, R_PL, "RR47312482gPL".replace("g", "I"), debe="RR473124821PL")
        self.assertInvalido("cifras", parse, R_PL, "RR4731X4829PL", es="4731X4829")

    def test_caso_08_dhl_y_fedex(self):
        for folios, algoritmo in ((DHL, "mod7"), (FEDEX, "fedex11")):
            for folio in folios:
                serie = Formato("", "", len(folio) - 1, algoritmo)
                with self.subTest(folio):
                    self.assertEqual(formatear(serie, parse(serie, folio)), folio)
                    malo = folio[:-1] + str((int(folio[-1]) + 1) % 10)
                    self.assertInvalido("digito", parse, serie, malo, es=malo[-1], debe=folio[-1])
        self.assertInvalido("digito", parse, Formato("", "", 9, "mod7"), "3318810010")

    def test_gs1(self):
        serie = Formato("00", "", 17, "mod10")
        self.assertEqual(parse(serie, "(00) 7 5900773 1 51200062 1"), 75900773151200062)
        self.assertInvalido("digito", parse, serie, SSCC[:-1] + "2", es="2", debe="1")
        self.assertEqual(digitos.mod10("400638133393"), 1)  # EAN-13 of its own text book

    def test_el_prefijo_de_cifras_entra_en_el_digito(self):
        """The same printed number, whatever part of it the series takes for fixed."""
        for corte in range(11):
            serie = Formato(FEDEX[0][:corte], "", 11 - corte, "fedex11")
            self.assertEqual(parse(serie, FEDEX[0]), int(FEDEX[0][corte:11]))

    def test_caso_09_sin_algoritmo(self):
        serie = Formato("EST", "", 0, "ninguno", r"EST\d{4,6}")
        for folio, serial in (("EST1234", 1234), ("est-123456", 123456)):
            self.assertEqual(parse(serie, folio), serial)
        self.assertInvalido("patron", parse, serie, "EST123")
        self.assertInvalido("patron", parse, serie, "XXX1234")

    def test_el_patron_recorta_lo_que_trae_la_etiqueta(self):
        """Carriers print the number inside a longer code."""
        serie = Formato("", "", 11, "fedex11", r"(?:96\d{20})?(?P<folio>\d{12})")
        self.assertEqual(parse(serie, "9611020987654312345600" + FEDEX[0]), int(FEDEX[0][:-1]))
        self.assertEqual(parse(serie, FEDEX[0]), int(FEDEX[0][:-1]))

    def test_formatos_imposibles(self):
        for formato, codigo in (
            (Formato("RR", "MX", 9, "s10"), "ancho"),
            (Formato("", "", 12, "fedex11"), "ancho"),
            (Formato("12", "", 10, "fedex11"), "ancho"),
            (Formato("", "", 0, "mod7"), "ancho"),
            (Formato("", "", 19), "ancho"),
            (Formato("", "", 5, "ninguno", "("), "patron"),
        ):
            with self.subTest(formato):
                self.assertInvalido(codigo, revisar, formato)
        for formato in (R_PL, Formato("12", "", 9, "fedex11"), Formato("AB", "", 11, "fedex11"), Formato()):
            revisar(formato)

    def test_caso_07_huecos(self):
        for ocupados, faltan in (
            ([], [(1, 1000)]),
            ([(1, 1000)], []),
            ([(0, 2000)], []),
            ([(1, 600)], [(601, 1000)]),
            ([(400, 600)], [(1, 399), (601, 1000)]),
            ([(1, 10), (990, 1500)], [(11, 989)]),
            ([(5, 5), (6, 6), (1000, 1000)], [(1, 4), (7, 999)]),
        ):
            with self.subTest(ocupados):
                self.assertEqual(huecos(1, 1000, ocupados), faltan)
