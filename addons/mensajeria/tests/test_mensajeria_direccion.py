"""Addresses, zones and SEPOMEX's file, without a database."""

import io
import zipfile

from odoo.tests import BaseCase, tagged

from odoo.addons.mensajeria.tools import direccion, sepomex, zonas

LICENCIA = (
    "El Catálogo Nacional de Códigos Postales, es elaborado por Correos de México y se proporciona en forma gratuita"
)
ENCABEZADO = (
    "d_codigo|d_asenta|d_tipo_asenta|D_mnpio|d_estado|d_ciudad|d_CP|c_estado|c_oficina|c_CP|c_tipo_asenta|c_mnpio"
    "|id_asenta_cpcons|d_zona|c_cve_ciudad"
)


def fila(
    cp="01000", colonia="San Ángel", clave=("09", "010", "0001"), municipio="Álvaro Obregón", estado="Ciudad de México"
):
    """A line of the catalog, made up."""
    c_estado, c_mnpio, consecutivo = clave
    return f"{cp}|{colonia}|Colonia|{municipio}|{estado}|Ciudad de México|01001|{c_estado}|01001||09|{c_mnpio}|{consecutivo}|Urbano|01"


def archivo(*filas, encoding="latin-1", licencia=LICENCIA):
    return "\r\n".join([licencia, ENCABEZADO, *filas, ""]).encode(encoding)


@tagged("post_install", "-at_install")
class TestDireccion(BaseCase):
    def test_caso_30_cp_keeps_its_leading_zero(self):
        for valor in (
            1000,
            "1000",
            "01000",
            1000.0,
            "1000.0",
            " 01000 ",
            "C.P. 01000",
            "cp 01000",
            "CP:01000",
            "０１０００",
        ):
            with self.subTest(valor=valor):
                self.assertEqual(direccion.normalizar_cp(valor), "01000")

    def test_what_is_no_cp(self):
        for valor in (None, False, "", 0, 999, "999", "00999", "012345", "0100O", "S/N", 1000.5, "-1000", "01000-1234"):
            with self.subTest(valor=valor):
                self.assertEqual(direccion.normalizar_cp(valor), "")

    def test_names_are_compared_as_they_are_meant(self):
        for funcion, iguales in (
            (
                direccion.normalizar_estado,
                ("CDMX", "cdmx", "D.F.", "DF", "Distrito Federal", "Ciudad  de México", "México, D.F."),
            ),
            (direccion.normalizar_estado, ("Edomex", "Edo. de México", "Estado de México", "México")),
            (direccion.normalizar_estado, ("S.L.P.", "SLP", "San Luis Potosí")),
            (
                direccion.normalizar_municipio,
                ("Cuauhtémoc", "CUAUHTEMOC", "Alcaldía Cuauhtémoc", "Deleg. Cuauhtémoc", "Delegación de Cuauhtémoc"),
            ),
            (direccion.normalizar_colonia, ("Roma Norte", "Col. Roma Norte", "COLONIA ROMA-NORTE", "roma  norte")),
            (direccion.sin_acentos, ("Peñón de los Baños", "PENON DE LOS BANOS")),
        ):
            with self.subTest(iguales=iguales):
                self.assertEqual(len({funcion(texto) for texto in iguales}), 1, [funcion(t) for t in iguales])

    def test_a_name_that_only_says_what_it_is_stays(self):
        self.assertEqual(direccion.normalizar_colonia("Pueblo"), "pueblo")
        self.assertEqual(direccion.normalizar_municipio("Alcaldía"), "alcaldia")
        self.assertEqual(direccion.sin_acentos(None), "")


@tagged("post_install", "-at_install")
class TestZonasPuras(BaseCase):
    def zona(self, *reglas, **direccion):
        """Zone of an address among ``reglas``: (zone, priority, kind, values)."""
        zona_id, regla = zonas.IndiceZonas((n, *regla) for n, regla in enumerate(reglas)).buscar(**direccion)
        self.assertEqual(zona_id, None if regla is None else reglas[regla][0])
        return zona_id

    def test_caso_30_each_kind_of_rule(self):
        for tipo, valores, dentro, fuera in (
            ("cp_lista", "06700, 1000", {"cp": "01000"}, {"cp": "01001"}),
            ("cp_prefijo", "06; 07", {"cp": "07999"}, {"cp": "08000"}),
            ("cp_rango", "1000-1999\n14000 - 14999", {"cp": 1999}, {"cp": "02000"}),
            ("municipio", "Cuauhtémoc", {"municipio": "ALCALDIA CUAUHTEMOC"}, {"municipio": "Benito Juárez"}),
            ("colonia", "Roma Norte", {"colonia": "Col. Roma Norte"}, {"colonia": "Roma Sur"}),
        ):
            with self.subTest(tipo=tipo):
                self.assertEqual(self.zona((7, 10, tipo, valores), **dentro), 7)
                self.assertIsNone(self.zona((7, 10, tipo, valores), **fuera))

    def test_caso_30_without_cp_or_unknown(self):
        regla = (7, 10, "cp_prefijo", "0")
        for cp in ("", None, "abc", "123456"):
            self.assertIsNone(self.zona(regla, cp=cp))
        self.assertIsNone(self.zona())

    def test_caso_30_priority_comes_first(self):
        self.assertEqual(
            self.zona(
                (1, 20, "cp_lista", "06700"), (2, 10, "municipio", "Cuauhtémoc"), cp="06700", municipio="Cuauhtémoc"
            ),
            2,
        )

    def test_caso_30_then_the_more_specific(self):
        reglas = [
            (1, 10, "municipio", "Cuauhtémoc"),
            (2, 10, "cp_rango", "06000-06999"),
            (3, 10, "cp_rango", "06600-06799"),
            (4, 10, "cp_prefijo", "06"),
            (5, 10, "cp_prefijo", "067"),
            (6, 10, "colonia", "Roma Norte"),
            (7, 10, "colonia", "Roma Norte / Cuauhtémoc"),
            (8, 10, "cp_lista", "06700"),
        ]
        direccion = {"cp": "06700", "colonia": "Roma Norte", "municipio": "Cuauhtémoc"}
        esperado = [8, 7, 6, 5, 4, 3, 2, 1]
        while reglas:
            self.assertEqual(self.zona(*reglas, **direccion), esperado.pop(0))
            reglas.remove(max(reglas, key=lambda r: r[0]))

    def test_caso_30_equal_rules_the_older(self):
        self.assertEqual(self.zona((1, 10, "cp_lista", "06700"), (2, 10, "cp_lista", "06700"), cp="06700"), 1)

    def test_same_name_elsewhere(self):
        regla = (7, 10, "municipio", "Benito Juárez / Quintana Roo")
        self.assertEqual(
            self.zona(regla, municipio="Benito Juárez", estado="Q. Roo".replace("Q. Roo", "Quintana Roo")), 7
        )
        self.assertIsNone(self.zona(regla, municipio="Benito Juárez", estado="CDMX"))
        self.assertIsNone(self.zona(regla, municipio="Benito Juárez"))

    def test_values_that_mean_nothing(self):
        for tipo, valor in (
            ("cp_lista", "670"),
            ("cp_lista", "06700-06799"),
            ("cp_prefijo", "06a"),
            ("cp_prefijo", "012345"),
            ("cp_rango", "06700"),
            ("cp_rango", "06999-06000"),
            ("cp_rango", "6-7"),
            ("municipio", "…"),
            ("colonia", "/"),
        ):
            with self.subTest(tipo=tipo, valor=valor), self.assertRaises(zonas.ValorInvalidoError):
                zonas.canonico(tipo, valor)
        self.assertIsNone(self.zona((7, 10, "cp_rango", "basura"), cp="06700"))


@tagged("post_install", "-at_install")
class TestSepomexPuro(BaseCase):
    def test_caso_32_latin_1_and_licence_line(self):
        (leido,) = sepomex.leer(archivo(fila()))
        self.assertEqual(leido.colonia, "San Ángel")
        self.assertEqual(leido.cp, "01000")
        self.assertEqual(leido.clave, "090100001")

    def test_caso_32_utf_8_and_zip(self):
        esperado = sepomex.leer(archivo(fila()))
        self.assertEqual(sepomex.leer(archivo(fila(), encoding="utf-8-sig")), esperado)
        paquete = io.BytesIO()
        with zipfile.ZipFile(paquete, "w", zipfile.ZIP_DEFLATED) as zip_:
            zip_.writestr("CPdescarga.txt", archivo(fila()))
        self.assertEqual(sepomex.leer(paquete.getvalue()), esperado)

    def test_caso_32_zero_eaten_by_a_spreadsheet(self):
        self.assertEqual(sepomex.leer(archivo(fila(cp="1000", clave=("9", "10", "1")))), sepomex.leer(archivo(fila())))

    def test_caso_32_a_key_twice_is_one(self):
        leidos = sepomex.leer(archivo(fila(), fila(colonia="San Ángel Inn")))
        self.assertEqual([a.colonia for a in leidos], ["San Ángel Inn"])

    def test_caso_32_bad_files(self):
        sin_columna = archivo(fila()).replace(b"|d_asenta|", b"|otra|")
        for contenido, codigo, detalle in (
            (b"", "vacio", ""),
            (archivo(), "vacio", ""),
            (b"hola", "ajeno", ""),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "ajeno", ""),
            (b"PK\x03\x04rota", "zip", ""),
            (sin_columna, "columnas", "d_asenta"),
            (archivo(fila(), "01000|Rota"), "fila", 4),
            (archivo(fila(cp="ABC")), "fila", 3),
            (archivo(fila(clave=("09", "x", "1"))), "fila", 3),
        ):
            with (
                self.subTest(codigo=codigo, detalle=detalle),
                self.assertRaises(sepomex.ArchivoInvalidoError) as rechazo,
            ):
                sepomex.leer(contenido)
            self.assertEqual((rechazo.exception.codigo, rechazo.exception.detalle), (codigo, detalle))
