"""The demo catalogues load, twice, and fit together."""

from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_file

ARCHIVOS = (
    "res_company_demo",
    "res_users_demo",
    "hr_department_demo",
    "mensajeria_rutas_demo",
    "mensajeria_proveedor_demo",
)


@tagged("post_install", "-at_install", "datos_demo")
class TestDemoCatalogos(TransactionCase):
    def setUp(self):
        super().setUp()
        for _vez in range(2):
            for archivo in ARCHIVOS:
                convert_file(self.env, "mensajeria", f"demo/{archivo}.xml", {}, mode="init")
        self.env = self.env(context={"allowed_company_ids": self.ref("company").ids})

    def ref(self, nombre):
        return self.env.ref(f"mensajeria.demo_{nombre}")

    def test_each_part_of_the_city_has_its_zone(self):
        for cp, zona in {
            "06010": "centro", "06700": "roma", "11560": "polanco", "11590": "polanco",
            "03100": "delvalle", "04000": "coyoacan", "1000": "sur", "14000": "sur",
        }.items():  # fmt: skip
            with self.subTest(cp=cp):
                self.assertEqual(self.env["mensajeria.zona"]._zona_de({"cp": cp}), self.ref(f"zona_{zona}"))
        sin_cp = {"colonia": "San Rafael", "municipio": "Alcaldía Cuauhtémoc", "estado": "CDMX"}
        self.assertEqual(self.env["mensajeria.zona"]._zona_de(sin_cp), self.ref("zona_centro"))

    def test_nobody_and_nothing_twice(self):
        ramon = self.ref("mensajero_ramon")
        self.assertEqual(ramon.name, "Ramón Ibarra Solís")
        self.assertEqual(ramon.zona_ids, self.ref("zona_roma") | self.ref("zona_polanco"))
        self.assertEqual(len(self.ref("zona_roma").regla_ids), 1)
        self.assertEqual(self.ref("servicio_dia_siguiente")._precio(800), 189)
        self.assertEqual(self.ref("mensajero_teresa").suplente_id, ramon)
        self.assertEqual(self.ref("user_sepomex")._tipos_de_mensajeria(), ["sepomex"])
