"""Series, purchases and ranges."""

from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation, NotNullViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import SQL, mute_logger

from .guias_comun import GuiasCommon

#: the first number of the series of the tests
UNO = "RR000000014MX"


@tagged("post_install", "-at_install")
class TestSerie(GuiasCommon):
    def test_a_wrong_digit_is_told_with_the_right_one(self):
        self.assertEqual(self.registrada.ejemplo, UNO)
        self.assertEqual(self.registrada._parse("rr 123456785 mx"), 12345678)
        self.assertRechaza("it is 9 and must be 5", self.registrada._parse, "RR123456789MX")
        self.assertRechaza("begins with «RB» and must begin with «RR»", self.registrada._parse, "RB123456785MX")
        self.assertRechaza("Is it RR480000008MX?", self.registrada._parse, "RR48OOOOOO8MX")

    def test_every_error_has_its_sentence(self):
        casos = [
            (self.registrada, ""), (self.registrada, "RR12345678MX"), (self.registrada, "RR123456785GB"),
            (self.registrada, "RRxx3456785MX"), (self.serie("A", prefijo="", ancho=0), "007"),
            (self.serie("B", prefijo="", ancho=0, regex_escaneo=r"\d{3}"), "12"),
        ]  # fmt: skip
        for serie, texto in casos:
            with self.subTest(texto), self.assertRaises(UserError):
                serie._parse(texto)

    def test_the_nearest_series_says_what_is_wrong(self):
        otra = self.serie("Express", prefijo="EE", sufijo="MX", algoritmo="s10")
        for series in (self.registrada | otra, otra | self.registrada):
            for texto, frase in (
                ("RR000000015MX", "it is 5 and must be 4"),
                ("RR00000001MX", "has 12 characters and must have 13"),
                ("EEO00000014MX", "Is it EE000000014MX?"),
                ("XX000000014MX", "belongs to no series"),
            ):
                with self.subTest(texto):
                    serie, serial, problema = series._reconocer(texto)
                    self.assertIn(frase, problema)
                    self.assertFalse(serie or serial)
        self.assertEqual((self.registrada | otra)._reconocer("EE000000014MX"), (otra, 1, None))

    def test_impossible_formats(self):
        for vals in ({"ancho": 9}, {"algoritmo": "fedex11"}, {"regex_escaneo": "("}, {"ancho": -1}):
            with self.subTest(vals), self.assertRaises(ValidationError), self.cr.savepoint():
                self.serie(str(vals), algoritmo=vals.pop("algoritmo", "s10"), **vals)

    def test_the_format_is_fixed_once_numbers_exist(self):
        self.registrada.prefijo = " rc-"
        self.assertEqual(self.registrada.prefijo, "RC")
        self.registrada.prefijo = "RR"
        self.alta(1, 5)
        self.assertTrue(self.registrada.con_folios)
        self.registrada.write({"name": "Otra", "prefijo": "RR", "umbral_oficina": 3})
        self.assertRechaza("already has numbers", self.registrada.write, {"prefijo": "RC"})
        self.assertRechaza("already has numbers", self.registrada.write, {"proveedor_id": self.foranea.id})

    def test_series_are_made_by_who_buys(self):
        vals = {"proveedor_id": self.sepomex.id, "prefijo": "X", "company_id": self.company.id}
        for user in (self.administradora, self.op_sepomex):
            serie = self.como(self.env["mensajeria.serie"], user).create(vals | {"name": user.login})
            serie.name = f"{user.login} 2"
        otra = self._persona("otra_sepomex", "sepomex")
        for user in (otra, self.op_foranea, self.solicitante, self.repartidor, self.administrador_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.como(self.env["mensajeria.serie"], user).create(vals | {"name": user.login})
        with self.assertRaises(AccessError):
            self.como(self.registrada, otra).write({"name": "x"})


@tagged("post_install", "-at_install")
class TestRango(GuiasCommon):
    def assertTraslape(self, inicio, fin, serie=None):
        with self.assertRaises(ExclusionViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.alta(inicio, fin, serie)

    def test_caso_01_traslapes(self):
        rango = self.alta(100, 200)
        for inicio, fin in ((120, 130), (50, 300), (50, 100), (200, 250), (100, 200), (150, 150)):
            with self.subTest(inicio=inicio, fin=fin):
                self.assertTraslape(inicio, fin)
        self.alta(201, 210)  # adjacent
        self.alta(90, 99)
        otro = self.env["mensajeria.proveedor"].create({"name": "Otro correo", "tipo": "sepomex"})
        self.alta(100, 200, self.serie("Registrada", otro, prefijo="RR", sufijo="MX", algoritmo="s10"))
        self.alta(100, 200, self.serie("Certificada", prefijo="RC", sufijo="MX", algoritmo="s10"))
        self.como(rango, self.administradora).action_cerrar("Prueba")
        self.assertTraslape(120, 130)  # closed, its numbers are still taken
        self.registrada.active = False  # so are they when the series is archived
        self.assertTraslape(120, 130)

    def test_caso_01_reciclado(self):
        rango = self.alta(100, 200)
        guia = self.asignar(self.envios())
        guia._usar()
        admin = self.como(rango, self.administradora)
        admin.action_cerrar("Fin de año")
        self.assertRechaza("less than a year ago", admin.action_reciclar, "Se reimprimen")
        with freeze_time("2027-04-01"):
            self.assertRechaza("reason", admin.action_reciclar, " ")
            self.assertRechaza(
                "Only an administrator", self.como(rango, self.op_sepomex).action_reciclar, "x", error=AccessError
            )
            admin.action_reciclar("Se reimprimen")
            self.assertFalse(rango.vigente)
            nuevo = self.alta(100, 200)
            self.assertEqual(self.guia(nuevo, 100).name, guia.name)
        self.assertRechaza("recycled", self.como(guia, self.administradora).action_revertir, "x")

    def test_caso_02_sin_serie(self):
        """A range without series would clash with every other one: PostgreSQL refuses it before."""
        with self.assertRaises(NotNullViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.cr.execute(
                SQL(
                    """INSERT INTO mensajeria_rango (proveedor_id, company_id, folio_inicial, folio_final, inicio, fin, cantidad,
                                                     state, vigente)
                       VALUES (%s, %s, '1', '2', 1, 2, 2, 'activo', TRUE)""",
                    self.sepomex.id,
                    self.company.id,
                )
            )

    def test_caso_03_la_restriccion_existe(self):
        """When PostgreSQL cannot make a constraint, Odoo only logs it: look for it."""
        self.cr.execute(
            """SELECT conname, contype, pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid IN ('mensajeria_rango'::regclass, 'mensajeria_guia'::regclass)"""
        )
        restricciones = {nombre: (tipo, texto) for nombre, tipo, texto in self.cr.fetchall()}
        tipo, texto = restricciones["mensajeria_rango_sin_traslape"]
        self.assertEqual(tipo, "x")
        for parte in (
            "gist",
            "int8range(inicio, fin, '[]'::text)",
            "COALESCE(serie_id, 0)",
            "WHERE ((vigente IS TRUE))",
        ):
            self.assertIn(parte, texto)
        self.assertEqual(restricciones["mensajeria_guia_serial_uniq"][0], "u")
        self.assertIn("envio_id IS NOT NULL", restricciones["mensajeria_guia_coherente"][1])
        self.cr.execute("SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'")
        self.assertEqual(self.cr.fetchone()[0], 0)
        self.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'mensajeria_guia' AND indexdef LIKE '%UNIQUE%'"
        )
        indices = " ".join(fila[0] for fila in self.cr.fetchall())
        self.assertIn("(proveedor_id, name) WHERE (vigente IS TRUE)", indices)
        self.assertIn("(envio_id) WHERE (envio_id IS NOT NULL)", indices)

    def test_caso_04_numeros_grandes(self):
        serie = self.serie("DHL", self.foranea, prefijo="", ancho=10, algoritmo="mod7")
        rango = self.alta(9000000100, 9000000104, serie)
        self.assertEqual(rango.inicio, 9000000100)
        guia = self.guia(rango, 9000000104)
        self.assertEqual(guia.name, serie._formatear(9000000104))
        self.assertEqual(self.Guia.search([("serial", ">", 9000000103)]), guia)
        larga = self.serie("Estafeta", self.foranea, prefijo="0014152600012", ancho=9)
        self.assertEqual(len(self.alta(1, 1, larga).folio_inicial), 22)

    def test_caso_04_por_el_asistente(self):
        for vals, texto in (
            ({"cantidad": 0}, "whole number from 1"),
            ({"cantidad": -5}, "whole number from 1"),
            ({"cantidad": 100001}, "one purchase takes 100000"),
            ({"por": "ultimo", "folio_final": "RR000000005MX"}, "precedes the first"),
            ({"por": "ultimo", "folio_final": "RR000000124MX"}, "Last number: Check digit"),
            ({"por": "ultimo", "folio_final": "RB000000125MX"}, "Last number: The number begins with"),
            ({"folio_inicial": "RR000000012MX"}, "it is 2 and must be 4"),
        ):
            with self.subTest(vals):
                compra = self.comprar(**{"folio_inicial": UNO, "por": "cantidad", **vals})
                self.assertIn(texto, compra.problema)
                self.assertRechaza(texto, compra.action_verificar)
                self.assertRechaza(texto, compra.action_alta)
        self.assertRechaza("whole number", self.comprar, folio_inicial=UNO, cantidad=2.5)
        self.assertFalse(self.Rango.search([("serie_id", "=", self.registrada.id)]))
        una = self.comprar(folio_inicial=UNO, por="ultimo", folio_final=UNO)
        una.action_alta()
        self.assertEqual(self.Rango.browse().search([("serie_id", "=", self.registrada.id)]).cantidad, 1)

    def test_caso_05_el_rango_acaba_en_su_numero_impreso(self):
        compra = self.comprar(folio_inicial="RR473124829MX", cantidad=1000)
        self.assertEqual((compra.ultimo, compra.total), ("RR473134812MX", 1000))
        self.assertIn("ends at number 99999999", self.comprar(folio_inicial="RR999999995MX", cantidad=2).problema)

    def test_caso_07_reimportar(self):
        def comprar(inicial, cantidad):
            compra = self.comprar(folio_inicial=inicial, cantidad=cantidad)
            return compra, (compra.nuevas, compra.existentes, len(compra.traslape_ids))

        f = self.registrada._formatear
        compra, cuentas = comprar(f(1), 600)
        self.assertEqual(cuentas, (600, 0, 0))
        compra.action_verificar()
        compra.action_alta()
        compra, cuentas = comprar(f(1), 600)  # the same roll
        self.assertEqual(cuentas, (0, 600, 0))
        self.assertRechaza("already entered", compra.action_alta)
        compra, cuentas = comprar(f(201), 800)  # part of it and the rest
        self.assertEqual(cuentas, (400, 400, 1))
        compra.action_alta()
        rangos = self.Rango.search([("serie_id", "=", self.registrada.id)])
        self.assertEqual([(r.inicio, r.fin) for r in rangos.sorted("inicio")], [(1, 600), (601, 1000)])
        self.assertEqual(self.Guia.search_count([("serie_id", "=", self.registrada.id)]), 1000)
        compra, cuentas = comprar(f(2001), 100)
        compra.action_alta()
        compra, cuentas = comprar(f(1901), 300)  # around one
        self.assertEqual(cuentas, (200, 100, 0))
        compra.action_alta()
        self.assertEqual(self.Guia.search_count([("serial", ">=", 1901), ("serial", "<=", 2200)]), 300)

    def test_numbers_of_another_series_are_noticed(self):
        self.alta(1, 10)
        otra = self.serie("Certificada", prefijo="RR", sufijo="MX", algoritmo="s10")
        compra = self.comprar(serie_id=otra.id, folio_inicial=UNO, cantidad=5)
        self.assertIn("already belong to the series «Registrada»", compra.problema)
        self.assertRechaza("already belong", compra.action_alta)

    def test_the_purchase_in_the_form(self):
        with Form(self.como(self.env["mensajeria.comprar.rango"], self.op_sepomex)) as form:
            form.serie_id = self.registrada
            form.folio_inicial = "rr 000 000 012 mx"
            self.assertIn("must be 4", form.problema)
            form.folio_inicial = "rr 000 000 014 mx"
            self.assertFalse(form.problema)
            form.cantidad = 250
            form.costo = 7.5
            form.factura = "F-100"
        compra = form.record
        self.assertEqual(compra.action_verificar()["res_id"], compra.id)
        accion = compra.action_alta()
        rango = self.Rango.browse(accion["res_id"])
        self.assertRecordValues(
            rango, [{"state": "activo", "cantidad": 250, "disponibles": 250, "usadas": 0, "factura": "F-100"}]
        )
        self.assertEqual(set(self.Guia.search([("rango_id", "=", rango.id)]).mapped("costo")), {7.5})
        self.assertEqual(rango.display_name, f"{UNO} – {self.registrada._formatear(250)}")

    def test_who_buys(self):
        vals = {"folio_inicial": UNO, "cantidad": 5}
        for user in (self.op_foranea, self.op_local, self.administrador_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.comprar(user, **vals).action_alta()
        for user in (self.solicitante, self.repartidor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.comprar(user, **vals)
        otra_operadora = self._persona("otra_sepomex", "sepomex")
        with self.assertRaises(AccessError):
            self.comprar(otra_operadora, **vals).action_alta()
        self.comprar(self.op_sepomex, **vals).action_alta()  # its buyer
        self.comprar(self.administradora, folio_inicial=self.registrada._formatear(6), cantidad=5).action_alta()

    def test_caso_20_un_rango_con_guias_no_se_borra(self):
        rango = self.alta(1, 10)
        self.asignar(self.envios())._usar()
        for user in (self.administradora, self.op_sepomex):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.como(rango, user).unlink()
        self.assertRechaza("never deleted", rango.unlink)
        self.assertRechaza("already used", self.como(rango, self.administradora).action_cancelar, "Error")
        self.assertRechaza("do not change", rango.write, {"inicio": 2})
        with self.assertRaises(UserError):
            rango.write({"state": "borrador"})

    def test_who_corrects_a_purchase(self):
        rango = self.alta(1, 10)
        self.como(rango, self.op_sepomex).write({"factura": "F-2", "caducidad": "2027-01-01"})
        with self.assertRaises(AccessError):
            self.como(rango, self._persona("otra_sepomex", "sepomex")).write({"factura": "x"})
        with self.assertRaises(UserError):
            self.como(rango, self.op_sepomex).write({"vigente": False})

    def test_a_purchase_by_mistake_is_undone(self):
        rango = self.alta(1, 10)
        self.assertRechaza("Only the buyer", self.como(rango, self.op_foranea).browse(rango.id).sudo().with_user(
            self._persona("op2", "sepomex")).action_cancelar, "x", error=AccessError)  # fmt: skip
        self.como(rango, self.op_sepomex).action_cancelar("Era otra serie")
        self.assertEqual((rango.state, rango.vigente), ("cancelado", False))
        self.assertFalse(self.Guia.search([("rango_id", "=", rango.id)]))
        self.alta(1, 10)

    def test_closed_ranges_are_not_drawn(self):
        rango = self.alta(1, 10)
        comprador = self.como(rango, self.op_sepomex)
        self.assertRechaza("reason", comprador.action_cerrar)
        comprador.action_cerrar("Contrato vencido")
        self.assertRechaza("no guías left", self.asignar, self.envios())
        comprador.action_reabrir("Prórroga")
        self.assertTrue(self.asignar(self.envios()))

    def test_caso_57_cien_mil(self):
        """The bulk entry, and a form that does not hold its guías."""
        rango = self.alta(1, 100_000)
        self.assertEqual(rango.disponibles, 100_000)
        self.assertEqual(self.guia(rango, 100_000).name, self.registrada._formatear(100_000))
        vista = self.env["mensajeria.rango"].get_view(view_type="form")
        self.assertFalse(
            [f for f in self.Rango._fields.values() if f.type == "one2many" and f.comodel_name == "mensajeria.guia"]
        )
        self.assertNotIn("guia_ids", vista["arch"])
        accion = self.como(rango, self.op_sepomex).action_ver_guias()
        self.assertEqual(accion["domain"], [("rango_id", "=", rango.id)])
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.Guia.web_search_read(accion["domain"], {"name": {}, "state": {}}, limit=80)
        self.cr.execute("ANALYZE mensajeria_guia")
        tiempos = [self._planear("EXPLAIN (ANALYZE, FORMAT JSON)", rango)["Execution Time"] for _vez in range(5)]
        self.assertLess(min(tiempos), 5, "milliseconds of a draw from 100,000")
        # used from the front, as it happens: the planner must not take the other index that gives the serials in order
        self.cr.execute(
            SQL("UPDATE mensajeria_guia SET state = 'cancelada' WHERE rango_id = %s AND serial <= 60000", rango.id)
        )
        self.cr.execute("ANALYZE mensajeria_guia")
        self.assertIn("'mensajeria_guia_libres'", str(self._planear("EXPLAIN (FORMAT JSON)", rango)))

    def _planear(self, explicar, rango):
        """The plan of the draw of one guía, as ``mensajeria_tomar_guias`` does it."""
        self.cr.execute(
            SQL(
                "%s SELECT id FROM mensajeria_guia WHERE rango_id = %s AND coalesce(area_id, 0) = 0"
                " AND state = 'disponible' AND mensajero_id IS NULL ORDER BY serial LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
                SQL(explicar),
                rango.id,
            )
        )
        return self.cr.fetchone()[0][0]
