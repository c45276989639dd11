"""Providers and what they sell."""

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from odoo.addons.mensajeria.tools.catalogos import CARACTERES

from .mensajeria_comun import MensajeriaCommon

MOTIVOS = (
    "ausente cerrado desconocido cambio_domicilio no_existe_numero direccion_incompleta rehusado no_reclamado fallecido"
    " inaccesible fuerza_mayor fuera_de_horario danado"
)


@tagged("post_install", "-at_install")
class TestProveedor(MensajeriaCommon):
    def test_tracking_page(self):
        self.assertEqual(self.foranea._url_de("AB 12/3"), "https://rastreo.example.com/?guia=AB%2012%2F3")
        self.assertEqual(self.foranea._url_de(""), "")
        self.assertEqual(self.sepomex._url_de("RR473124829MX"), "")
        for url in ("javascript:alert({folio})", "https://rastreo.example.com/", "rastreo.example.com/{folio}"):
            with self.subTest(url=url):
                self.assertRechaza("tracking page", self.foranea.write, {"url_rastreo": url}, error=ValidationError)

    def test_only_buyers_see_where_guias_are_bought(self):
        menu = self.env.ref("mensajeria.menu_comprar_rango").id

        def ve(user):
            return menu in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

        for user, compra in (
            (self.op_sepomex, True),
            (self.op_foranea, True),
            (self.op_local, False),
            (self.administradora, True),
        ):
            with self.subTest(login=user.login):
                self.assertEqual(ve(user), compra)
        self.sepomex.comprador_id = self.op_local
        self.assertTrue(ve(self.op_local))
        self.assertFalse(ve(self.op_sepomex))
        self.sepomex.active = False
        self.assertFalse(ve(self.op_local), "nobody buys from a provider that is no more")

    def test_expired_contract(self):
        self.foranea.write({"vigencia_inicio": "2025-01-01", "vigencia_fin": "2026-03-01"})
        self.assertTrue(self.foranea.vencido)
        self.assertFalse(self.sepomex.vencido)
        propios = [("company_id", "=", self.company.id)]
        Proveedor = self.env["mensajeria.proveedor"]
        self.assertEqual(Proveedor.search([*propios, ("vencido", "=", True)]), self.foranea)
        self.assertEqual(Proveedor.search([*propios, ("vencido", "!=", True)]), self.sepomex | self.local)
        self.foranea.vigencia_fin = "2026-03-02"
        self.assertFalse(self.foranea.vencido, "the last day counts")

    @mute_logger("odoo.sql_db")
    def test_numbers_that_cannot_be(self):
        for vals in (
            {"intentos_max": 0},
            {"plazo_acuse_dias": -1},
            {"vigencia_inicio": "2026-03-02", "vigencia_fin": "2026-03-01"},
        ):
            with self.subTest(vals=vals), self.assertRaises(CheckViolation), self.cr.savepoint():
                self.foranea.write(vals)
                self.foranea.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_one_provider_of_a_name(self):
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["mensajeria.proveedor"].create({"name": "correos de PRUEBA", "tipo": "sepomex"})
        self.sepomex.active = False
        self.sepomex.flush_recordset()
        self.env["mensajeria.proveedor"].create({"name": "correos de PRUEBA", "tipo": "sepomex"})

    def test_out_of_the_box(self):
        for ref, tipo in (("proveedor_sepomex", "sepomex"), ("proveedor_local", "local")):
            proveedor = self.como(self.env.ref(f"mensajeria.{ref}"), self.administradora)
            self.assertRecordValues(proveedor, [{"tipo": tipo, "company_id": False}])
            self.assertTrue(proveedor.servicio_ids)
        motivos = [self.env.ref(f"mensajeria.motivo_{clave}") for clave in MOTIVOS.split()]
        self.assertEqual([m.clave for m in motivos], MOTIVOS.split())
        self.assertFalse([m for m in motivos if m.reintentable and m.devolver])

    def test_caso_50_catalogs_are_written_by_the_administrator_only(self):
        for user in (self.solicitante, self.repartidor, self.op_sepomex, self.op_foranea, self.op_local):
            for registro in (
                self.sepomex,
                self.registrado,
                self.registrado.prueba_ids[0],
                self.zona_centro,
                self.mensajero,
            ):
                with self.subTest(user=user.login, modelo=registro._name), self.assertRaises(AccessError):
                    registro.with_user(user).write({"active": False} if "active" in registro else {"firma": "no"})

    def test_caso_52_nothing_of_another_company_is_mixed_in(self):
        ajeno = self.env["mensajeria.proveedor"].create({"name": "Ajeno", "company_id": self.otra_company.id})
        self.assertRechaza("compan", self.zona_centro.write, {"proveedor_id": ajeno.id})


@tagged("post_install", "-at_install")
class TestServicio(MensajeriaCommon):
    def test_proofs_by_capacity(self):
        self.assertEqual(
            self.registrado._pruebas("destinatario"),
            {"firma": "obligatorio", "foto": "opcional", "identificacion": "opcional"},
        )
        self.assertEqual(self.registrado._pruebas("familiar_tercero")["identificacion"], "obligatorio")
        self.registrado.prueba_ids.filtered(lambda p: p.caracter == "oficina_sello").foto = "obligatorio"
        self.assertEqual(self.registrado._pruebas("oficina_sello")["foto"], "obligatorio")
        self.registrado.prueba_ids = [Command.clear()]
        self.assertEqual(self.registrado._pruebas("familiar_tercero")["firma"], "obligatorio", "the usual ones")

    @users("msj_administradora")
    def test_a_new_service_has_a_line_of_proofs_for_each_capacity(self):
        with Form(self.env["mensajeria.servicio"]) as form:
            form.name = "Nuevo"
            form.proveedor_id = self.foranea
            with form.prueba_ids.edit(0) as prueba:
                prueba.foto = "no"
        self.assertEqual(form.record.prueba_ids.mapped("caracter"), [valor for valor, _etiqueta in CARACTERES])
        self.assertEqual(form.record._pruebas("destinatario")["foto"], "no")

    def test_price_by_weight_and_zone(self):
        self.assertIs(self.dia_siguiente._precio(100), False, "no tariff")
        self.dia_siguiente.tarifa_ids = [
            Command.create({"peso_hasta": 1000, "precio": 150}),
            Command.create({"peso_hasta": 500, "precio": 100}),
            Command.create({"peso_hasta": 500, "precio": 80, "zona_id": self.zona_centro.id}),
        ]
        for peso, zona, precio in (
            (0, None, 100),
            (500, None, 100),
            (501, None, 150),
            (1000, None, 150),
            (1001, None, False),
            (500, self.zona_centro, 80),
            (501, self.zona_centro, 150),
            (500, self.zona_sur, 100),
            (False, self.env["mensajeria.zona"], 100),
        ):
            with self.subTest(peso=peso, zona=zona):
                self.assertEqual(self.dia_siguiente._precio(peso, zona), precio)
        self.dia_siguiente.tarifa_ids = [Command.create({"peso_hasta": 0, "precio": 900})]
        self.assertEqual(self.dia_siguiente._precio(50_000), 900, "0 g is any weight")
        self.assertEqual(self.dia_siguiente._precio(1), 100, "and comes last")

    def test_caso_52_each_company_pays_its_own_price(self):
        compartido = self.como(self.env.ref("mensajeria.servicio_local_acuse"), self.administradora)
        compartido.tarifa_ids = [
            Command.create({"precio": 70, "zona_id": self.zona_centro.id}),
            Command.create({"precio": 50}),
        ]
        self.assertEqual(compartido.tarifa_ids.company_id, self.company)
        self.env.invalidate_all()
        ajeno = self.como(compartido, self.administrador_b)
        self.assertFalse(ajeno.tarifa_ids)
        self.assertIs(ajeno._precio(1), False)
        ajeno.tarifa_ids = [Command.create({"precio": 90})]
        self.assertEqual(ajeno._precio(1), 90)
        self.env.invalidate_all()
        self.assertEqual(compartido._precio(1), 50)
        self.assertEqual(ajeno._precio(1, self.zona_centro), 70, "the company of the zone decides")

    def test_caso_50_the_requester_sees_no_prices(self):
        servicio = self.dia_siguiente.with_user(self.solicitante)
        servicio.read(["name", "sla_dias"])
        with self.assertRaises(AccessError):
            servicio.read(["tarifa_ids"])

    def test_name_tells_the_provider(self):
        self.assertEqual(self.registrado.display_name, "Correos de Prueba · Registrado")
        self.assertEqual(
            self.env["mensajeria.servicio"].name_search("paquetería de prueba")[0][0], self.dia_siguiente.id
        )
