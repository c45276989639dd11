"""SEPOMEX's catalog in the database."""

import base64
import io
import logging
import time
import zipfile

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mensajeria.wizard import mensajeria_importar_cp

from .mensajeria_comun import MensajeriaCommon, MensajeriaDatos
from .test_mensajeria_direccion import archivo, fila

_logger = logging.getLogger(__name__)

#: as many as the catalog of September 2026
FILAS = 145_420


class CpDatos(MensajeriaDatos):
    """The wizard, as the page drives it."""

    def importar(self, contenido):
        """The wizard, after the page has called it as often as it takes."""
        Wizard = self.env["mensajeria.importar.cp"].with_user(self.administradora)
        wizard = Wizard.create({"archivo": base64.b64encode(contenido), "archivo_nombre": "CPdescarga.txt"})
        wizard.action_importar()
        while not wizard.action_avanzar()["hecho"]:
            pass
        return wizard

    def resultado(self, wizard):
        return {campo: wizard[campo] for campo in ("total", "procesados", "nuevos", "cambiados", "retirados")}


@tagged("post_install", "-at_install")
class TestCpPais(CpDatos, TransactionCase):
    """The whole country, by the real clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()

    def test_caso_32_the_whole_country_in_a_minute(self):
        contenido = archivo(
            *(
                fila(
                    f"{1000 + n // 5:05d}",
                    f"Colonia Ñandú {n}",
                    (f"{1 + n % 32:02d}", f"{n // 3200:03d}", f"{n // 32 % 100 + 1:04d}"),
                )
                for n in range(FILAS)
            )
        )
        inicio = time.monotonic()
        wizard = self.importar(contenido)
        primera = time.monotonic() - inicio
        self.assertEqual((wizard.nuevos, wizard.total), (FILAS, FILAS))
        self.assertLess(primera, 60)
        inicio = time.monotonic()
        wizard = self.importar(contenido)
        segunda = time.monotonic() - inicio
        self.assertEqual((wizard.nuevos, wizard.cambiados, wizard.retirados), (0, 0, 0))
        self.assertLess(segunda, 60)
        _logger.info("%s rows: %.1f s, again %.1f s", FILAS, primera, segunda)


@tagged("post_install", "-at_install")
class TestCp(CpDatos, MensajeriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Cp = cls.env["mensajeria.cp"]

    def test_caso_32_import_and_repeat(self):
        contenido = archivo(fila(), fila("06700", "Roma Norte", ("09", "015", "0002"), "Cuauhtémoc"))
        self.assertEqual(
            self.resultado(self.importar(contenido)),
            {"total": 2, "procesados": 2, "nuevos": 2, "cambiados": 0, "retirados": 0},
        )
        antes = self.Cp.search([("clave", "!=", False)]).read()
        self.assertEqual(
            self.resultado(self.importar(contenido)),
            {"total": 2, "procesados": 2, "nuevos": 0, "cambiados": 0, "retirados": 0},
        )
        self.assertEqual(self.Cp.search([("clave", "!=", False)]).read(), antes)

    def test_caso_32_renamed_moved_and_gone(self):
        roma, inn = (
            fila("06700", "Roma Norte", ("09", "015", "0002")),
            fila("20000", "Centro", ("01", "001", "0001"), estado="Aguascalientes"),
        )
        self.importar(archivo(fila(), roma, inn))
        angel = self.Cp.search([("clave", "=", "090100001")])
        resultado = self.resultado(self.importar(archivo(fila("01010", "San Ángel de los Tacos"))))
        self.assertEqual(resultado, {"total": 1, "procesados": 1, "nuevos": 0, "cambiados": 1, "retirados": 1})
        self.assertRecordValues(angel, [{"name": "01010", "colonia": "San Ángel de los Tacos", "active": True}])
        self.assertFalse(self.Cp.search([("clave", "=", "090150002")]), "Mexico City's file does not have it any more")
        self.assertTrue(
            self.Cp.search([("clave", "=", "010010001")]), "the file of one state says nothing of the others"
        )
        vuelve = self.resultado(self.importar(archivo(fila("01010", "San Ángel de los Tacos"), roma)))
        self.assertEqual((vuelve["nuevos"], vuelve["cambiados"]), (0, 1))

    def test_caso_32_rows_written_by_hand_stay(self):
        propia = self.Cp.create(
            {"name": "01000", "colonia": "Unidad interna", "municipio": "X", "estado": "Ciudad de México"}
        )
        self.importar(archivo(fila()))
        self.assertTrue(propia.active)

    def test_caso_32_the_bar_moves(self):
        self.patch(type(self.env["mensajeria.importar.cp"]), "_guardar", lambda self, lote: (len(lote), 0))
        self.patch(mensajeria_importar_cp, "LOTE", 2)
        contenido = archivo(*(fila(clave=("09", "010", f"{n:04d}")) for n in range(5)))
        wizard = (
            self.env["mensajeria.importar.cp"]
            .with_user(self.administradora)
            .create({"archivo": base64.b64encode(contenido)})
        )
        wizard.action_importar()
        self.assertEqual(wizard.state, "avance")
        pasos = [wizard.action_avanzar() for _ in range(4)]
        self.assertEqual([p["procesados"] for p in pasos], [2, 4, 5, 5])
        self.assertEqual([p["hecho"] for p in pasos], [False, False, True, True])
        self.assertFalse(wizard.archivo, "the file is not kept")

    def test_caso_32_bad_file_one_sentence(self):
        Wizard = self.env["mensajeria.importar.cp"].with_user(self.administradora)
        roto = io.BytesIO()
        with zipfile.ZipFile(roto, "w", zipfile.ZIP_DEFLATED) as paquete:
            paquete.writestr("CPdescarga.txt", archivo(fila(), fila("01010")))
        for contenido, texto in (
            (b"", "Choose the file"),
            (b"hola", "This is not SEPOMEX's catalog"),
            (archivo(), "holds no postal codes"),
            (b"PK\x03\x04", "The ZIP is damaged"),
            (roto.getvalue().replace(roto.getvalue()[60:90], b"\xff" * 30), "The ZIP is damaged"),
            (archivo(fila(colonia="Col\0onia")), "This is not SEPOMEX's catalog"),
            (archivo(fila(), "01000|Rota"), "Line 4 of the file"),
            (archivo(fila()).replace(b"|d_asenta|", b"|otra|"), "no column «d_asenta»"),
        ):
            with self.subTest(texto=texto):
                wizard = Wizard.create({"archivo": base64.b64encode(contenido)})
                self.assertRechaza(texto, wizard.action_importar)
                self.assertEqual(wizard.state, "archivo")

    def test_caso_50_only_the_administrator_imports(self):
        for user in (self.solicitante, self.repartidor, self.op_local):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["mensajeria.importar.cp"].with_user(user).create({})

    def test_looked_up_by_code_and_by_name(self):
        self.importar(archivo(fila(), fila("06700", "Roma Norte", ("09", "015", "0002"), "Cuauhtémoc")))
        Cp = self.Cp.with_user(self.solicitante)
        self.assertEqual([n for _id, n in Cp.name_search("067")], ["06700 Roma Norte, Cuauhtémoc"])
        self.assertEqual([n for _id, n in Cp.name_search("roma")], ["06700 Roma Norte, Cuauhtémoc"])
        self.assertEqual([n for _id, n in Cp.name_search("06700 norte")], ["06700 Roma Norte, Cuauhtémoc"])
        self.assertFalse(Cp.name_search("06700 angel"))

    @mute_logger("odoo.sql_db")
    def test_five_digits(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.Cp.create({"name": "0670", "colonia": "X", "municipio": "X", "estado": "X"})
