"""Files of carriers, without a database."""

import io
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook

from odoo.tests import BaseCase, tagged

from ..tools import archivo_transportista as archivo
from ..tools.archivo_transportista import ArchivoInvalidoError
from . import papeles


def excel(*filas):
    libro, salida = Workbook(), io.BytesIO()
    for fila in filas:
        libro.active.append(fila)
    libro.save(salida)
    return salida.getvalue()


@tagged("post_install", "-at_install")
class TestArchivoTransportista(BaseCase):
    def assertCodigo(self, codigo, contenido):
        with self.assertRaises(ArchivoInvalidoError) as rechazo:
            archivo.leer(contenido)
        self.assertEqual(rechazo.exception.codigo, codigo)

    def test_csv_as_it_comes(self):
        plano = 'Reporte de estatus\n\nGuía;Situación\n0012;"Entregado; recibió Juan"\n\n0013;En tránsito\n'
        for contenido in (plano.encode(), plano.encode("utf-8-sig"), plano.encode("cp1252"), plano.encode("utf-16")):
            tabla = archivo.leer(contenido)
            self.assertEqual(tabla.encabezados, ["Guía", "Situación"])
            self.assertEqual(tabla.filas, [(4, ["0012", "Entregado; recibió Juan"]), (6, ["0013", "En tránsito"])])
        self.assertEqual(archivo.leer(b"a\tb\r\n1\t2\r\n").filas, [(2, ["1", "2"])])

    def test_excel(self):
        tabla = archivo.leer(excel(["Reporte"], ["GUIA", "FECHA"], [9000000100, datetime(2026, 3, 1, 9, 30)], [None]))
        self.assertEqual(tabla.encabezados, ["GUIA", "FECHA"])
        numero, fila = tabla.filas[0]
        self.assertEqual((numero, archivo.texto(fila[0])), (3, "9000000100"))
        self.assertEqual(archivo.fecha(fila[1]), datetime(2026, 3, 1, 9, 30))

    def test_what_is_refused(self):
        self.assertCodigo("vacio", b"")
        self.assertCodigo("vacio", b"guia,estado\n")
        self.assertCodigo("excel", b"PK\x03\x04 broken")
        self.assertCodigo("excel", papeles.paquete({"a.txt": b"x"}))
        self.assertCodigo("tamano", b"x" * (archivo.TAMANO_MAX + 1))
        self.assertCodigo("tamano", papeles.paquete({f"{n}": b"\0" * 100 * 2**20 for n in range(3)}))
        self.assertCodigo("filas", b"a,b\n" + b"1,2\n" * (archivo.FILAS_MAX + 1))
        self.assertCodigo("texto", b"a,b\n\x00\x01\x02,\x03\n")

    def test_columns(self):
        tabla = archivo.leer("No. de Guía ,ESTADO\n1,2\n".encode())
        self.assertEqual(archivo.columna(tabla, "no. de guia"), 0)
        self.assertEqual(archivo.columna(tabla, " Estado"), 1)
        self.assertIsNone(archivo.columna(tabla, False))
        with self.assertRaises(ArchivoInvalidoError):
            archivo.columna(tabla, "Fecha")
        self.assertIsNone(archivo.celda(["1"], 1))

    def test_dates(self):
        for texto, orden, esperada in [
            ("05/03/2026", "dmy", datetime(2026, 3, 5)),
            ("03/05/2026", "mdy", datetime(2026, 3, 5)),
            ("2026-03-05T14:07:09Z", "dmy", datetime(2026, 3, 5, 14, 7, 9)),
            ("2026-03-05 14:07:09.123-06:00", "dmy", datetime(2026, 3, 5, 14, 7, 9)),
            ("26/03/05", "ymd", datetime(2026, 3, 5)),
            ("5-mar-26 2:07 p.m.", "dmy", datetime(2026, 3, 5, 14, 7)),
            ("5 marzo 2026", "mdy", datetime(2026, 3, 5)),
            ("05/03/2026 12:00 AM", "dmy", datetime(2026, 3, 5)),
            ("", "dmy", None),
        ]:
            with self.subTest(texto):
                self.assertEqual(archivo.fecha(texto, orden), esperada)
        for texto in ("ayer", "31/02/2026", "05/13/2026", "5 de marzo"):
            with self.subTest(texto), self.assertRaises(ValueError):
                archivo.fecha(texto)

    def test_amounts(self):
        for valor, esperado in [
            ("$1,234.50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("125,5", "125.50"),
            ("MXN 99", "99.00"),
            (99.1, "99.10"),
            (0, "0.00"),
            ("-12.30", "-12.30"),
        ]:
            with self.subTest(valor):
                self.assertEqual(archivo.importe(valor), Decimal(esperado))
        self.assertIsNone(archivo.importe(" "))
        for valor in ("gratis", "NaN", "1e40"):
            with self.subTest(valor), self.assertRaises(ValueError):
                archivo.importe(valor)
