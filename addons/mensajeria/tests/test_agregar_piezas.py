"""Many addressees at once: pasted from a sheet, or out of a file."""

import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .envios_comun import EnviosCommon

HOJA = (
    "Nombre\tDEPENDENCIA\tCalle y número\tColonia\tC.P.\tAlcaldía\tEntidad federativa\tNúm. de oficio\tPeso\n"
    "Lic. Ana Ruiz\tSecretaría de Obras\tAv. Juárez 20\tCentro\t6010\tCuauhtémoc\tCiudad de México\tJUM/1\t120\n"
    "\n"
    "Ing. José Peña\t\tReforma 5\tJuárez\t06600\tCuauhtémoc\tCiudad de México\tJUM/2\t\n"
)


@tagged("post_install", "-at_install")
class TestAgregarPiezas(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suya = cls.env["mensajeria.solicitud"].with_user(cls.solicitante).create({"oficialia_id": cls.oficialia.id})

    def agregar(self, texto="", archivo=b"", solicitud=None):
        solicitud = solicitud or self.suya
        Asistente = self.como(self.env["mensajeria.agregar.piezas"], self.solicitante)
        with Form(Asistente.with_context(active_model=solicitud._name, active_ids=solicitud.ids)) as forma:
            if archivo:
                forma.archivo = base64.b64encode(archivo)
            else:
                forma.texto = texto
        return forma.record.action_agregar()

    def test_cells_copied_from_a_sheet(self):
        self.agregar(HOJA)
        self.assertRecordValues(
            self.suya.envio_ids.sorted("id"),
            [
                {
                    "dest_nombre": "Lic. Ana Ruiz",
                    "dest_institucion": "Secretaría de Obras",
                    "dest_calle": "Av. Juárez 20",
                    "dest_cp": "06010",
                    "dest_municipio": "Cuauhtémoc",
                    "documento": "JUM/1",
                    "peso": 120,
                    "area_id": self.suya.area_id.id,
                    "state": "solicitado",
                },
                {
                    "dest_nombre": "Ing. José Peña",
                    "dest_institucion": False,
                    "dest_calle": "Reforma 5",
                    "dest_cp": "06600",
                    "dest_municipio": "Cuauhtémoc",
                    "documento": "JUM/2",
                    "peso": 0,
                    "area_id": self.suya.area_id.id,
                    "state": "solicitado",
                },
            ],
        )

    def test_files(self):
        self.agregar(archivo="nombre;calle;cp\nPeña;Sur 8;06600\n".encode("cp1252"))
        libro = Workbook()
        libro.active.append(["Destinatario", "CP"])
        libro.active.append(["Quiroz", 6700])
        datos = io.BytesIO()
        libro.save(datos)
        self.agregar(archivo=datos.getvalue())
        self.assertEqual(
            self.suya.envio_ids.sorted("id").mapped(lambda e: (e.dest_nombre, e.dest_cp)),
            [("Peña", "06600"), ("Quiroz", "06700")],
        )

    def test_all_or_none_and_the_row_is_named(self):
        for texto, frase in (
            ("Nombre\tCP\nAna\t06010\nEva\t123456\n", "^Row 3: «123456» is no postal code"),
            ("Nombre\tPeso\nAna\t10\nEva\tmucho\n", "^Row 3: «mucho» is no whole number in «Weight"),
            ("Nombre\tPeso\nAna\t10\n\t20\n", "^Row 3 has no name"),
            ("Calle\tCP\nSur 8\t06600\n", "no column «Nombre».*Calle, CP"),
            ("Nombre\tCP\n", "no rows below"),
            ("  ", "Choose a file, or paste"),
            ("Nombre\tCP\n" + "Ana\t06010\n" * 501, "501 rows, and 500"),
        ):
            with self.subTest(frase), self.assertRaisesRegex(UserError, frase):
                self.agregar(texto)
            self.assertFalse(self.suya.envio_ids)
        with self.assertRaisesRegex(UserError, "neither a CSV nor an Excel"):
            self.agregar(archivo=b"a,b\x00c\n1,2\n")

    def test_refusals(self):
        self.agregar(HOJA)
        self.suya.action_enviar()
        with self.assertRaisesRegex(UserError, "is now «Sent»"):
            self.agregar(HOJA)
        ajena = self.env["mensajeria.solicitud"].create(
            {"area_id": self.oficialia.id, "oficialia_id": self.oficialia.id}
        )
        with self.assertRaises(AccessError):
            self.agregar(HOJA, solicitud=ajena)

    def test_a_long_list_asks_little(self):
        filas = "".join(f"Destinatario {n}\tNorte {n}\tCentro\t06010\n" for n in range(300))
        cabeza = "Nombre\tCalle\tColonia\tCP\n"
        self.agregar(cabeza + filas[:200])
        with self.assertQueryCount(150):
            self.agregar(cabeza + filas)
        self.assertGreater(len(self.suya.envio_ids), 300)
