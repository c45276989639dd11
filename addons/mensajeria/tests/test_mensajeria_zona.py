"""Zones in the database: whose rules count, and what they cost."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .mensajeria_comun import MensajeriaCommon


@tagged("post_install", "-at_install")
class TestZona(MensajeriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Zona = cls.env["mensajeria.zona"]

    def regla(self, zona, tipo, valores, prioridad=10):
        return self.env["mensajeria.zona.regla"].create(
            {"zona_id": zona.id, "tipo": tipo, "valores": valores, "prioridad": prioridad}
        )

    def test_caso_30_with_an_empty_catalog(self):
        self.assertEqual(self.Zona._zona_de({"cp": "06700"}), self.zona_centro)
        self.assertEqual(self.Zona._zona_de({"cp": 1000}), self.zona_sur, "01000 that lost its zero")
        self.assertEqual(self.Zona._zona_de({"cp": "14010", "colonia": False}), self.zona_sur)
        for direccion in ({}, {"cp": False}, {"cp": "99999"}, {"cp": "x"}, {"colonia": "Roma Norte"}):
            with self.subTest(direccion=direccion):
                self.assertFalse(self.Zona._zona_de(direccion))

    def test_caso_30_two_rules_match(self):
        self.regla(self.zona_sur, "cp_lista", "06700")
        self.assertEqual(self.Zona._zona_de({"cp": "06700"}), self.zona_sur, "the more specific")
        self.zona_centro.regla_ids.prioridad = 5
        self.assertEqual(self.Zona._zona_de({"cp": "06700"}), self.zona_centro, "the priority comes first")

    def test_caso_30_the_catalog_completes_the_municipality(self):
        self.regla(self.zona_sur, "municipio", "Benito Juárez / CDMX")
        self.assertFalse(self.Zona._zona_de({"cp": "03100"}))
        self.env["mensajeria.cp"].create(
            {"name": "03100", "colonia": "Del Valle", "municipio": "Benito Juárez", "estado": "Ciudad de México"}
        )
        self.assertEqual(self.Zona._zona_de({"cp": "03100"}), self.zona_sur)
        self.assertFalse(self.Zona._zona_de({"cp": "03100", "municipio": "Cuauhtémoc"}), "what is written counts")
        self.assertEqual(self.Zona._zona_de({"municipio": "Benito Juárez", "estado": "D.F."}), self.zona_sur)

    def test_changes_count_at_once(self):
        direccion = {"cp": "06700"}
        self.assertEqual(self.Zona._zona_de(direccion), self.zona_centro)
        self.zona_centro.regla_ids.valores = "07"
        self.assertFalse(self.Zona._zona_de(direccion))
        self.zona_sur.regla_ids = [Command.create({"tipo": "cp_lista", "valores": "06700"})]
        self.assertEqual(self.Zona._zona_de(direccion), self.zona_sur)
        self.zona_sur.active = False
        self.assertFalse(self.Zona._zona_de(direccion))
        self.zona_sur.active = True
        self.assertEqual(self.Zona._zona_de(direccion), self.zona_sur)
        self.zona_sur.unlink()
        self.assertFalse(self.Zona._zona_de(direccion))

    def test_caso_52_rules_of_another_company_do_not_count(self):
        self.assertFalse(self.Zona._zona_de({"cp": "06700"}, self.otra_company))
        self.assertFalse(self.como(self.Zona, self.op_b)._zona_de({"cp": "06700"}))
        self.assertEqual(self.como(self.Zona, self.solicitante)._zona_de({"cp": "06700"}), self.zona_centro)

    def test_no_query_per_rule_nor_per_address(self):
        self.regla(self.zona_sur, "cp_lista", ", ".join(f"{n:05d}" for n in range(20000, 20500)))
        self.Zona._zona_de({"cp": "06700"})
        direcciones = [{"cp": f"{n:05d}"} for n in range(20000, 20500)]
        with self.assertQueryCount(0):
            self.assertEqual(set(self.Zona._zonas_de(direcciones)), {self.zona_sur})
        self.regla(self.zona_sur, "municipio", "Tlalpan")
        self.Zona._zona_de({"municipio": "x"})
        with self.assertQueryCount(1):
            self.assertEqual(set(self.Zona._zonas_de(direcciones)), {self.zona_sur})

    def test_a_rule_that_means_nothing_is_refused(self):
        for tipo, valores, texto in (
            ("cp_rango", "06700", "«06700» is not a range of postal codes"),
            ("cp_rango", "06999-06000", "is not a range"),
            ("cp_lista", "06700, 123", "«123» is not a postal code of five digits"),
            ("cp_prefijo", "A6", "is not the first digits"),
            ("colonia", ", ;", "is not a neighborhood"),
            ("municipio", "…", "is not a municipality"),
        ):
            with self.subTest(tipo=tipo, valores=valores):
                self.assertRechaza(texto, self.regla, self.zona_centro, tipo, valores, error=ValidationError)

    def test_the_service_is_one_of_the_provider(self):
        self.assertRechaza(
            "does not have", self.zona_centro.write, {"servicio_id": self.registrado.id}, error=ValidationError
        )

    def test_the_service_follows_the_provider(self):
        with Form(self.zona_centro.with_user(self.administradora)) as form:
            self.assertEqual(form.servicio_id, self.en_mano)
            form.proveedor_id = self.foranea
            self.assertFalse(form.servicio_id)

    def test_try_an_address(self):
        with Form(self.como(self.env["mensajeria.probar.zona"], self.op_local)) as form:
            self.assertFalse(form.zona_id)
            form.cp = "6700"
            self.assertEqual(form.zona_id, self.zona_centro)
            self.assertEqual(form.mensajero_id, self.mensajero)
            self.assertEqual(form.regla_id.display_name, "Postal codes that begin with: 06")
            form.cp = "99999"
            self.assertFalse(form.zona_id)
