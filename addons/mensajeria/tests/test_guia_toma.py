"""The draw and the assignment of guías. What needs real rivals is in the tests of the project, with processes."""

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .guias_comun import GuiasCommon


@tagged("post_install", "-at_install")
class TestToma(GuiasCommon):
    def test_a_piece_gets_the_first_free_guia(self):
        rango = self.alta(1, 10)
        envio = self.envios()
        guia = self.asignar(envio)
        self.assertRecordValues(
            guia, [{"serial": 1, "state": "asignada", "envio_id": envio.id, "fecha_asignacion": fields.Datetime.now()}]
        )
        self.assertEqual(envio.guia_id, guia)
        self.assertEqual((rango.disponibles, rango.asignadas), (9, 1))
        self.assertEqual(guia.bitacora_ids.mapped("evento"), ["asignar"])
        self.assertRechaza("already has guía", self.asignar, envio)

    def test_caso_12_lo_deshecho_queda_libre(self):
        self.alta(1, 1)
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.asignar(self.envios())
            raise ZeroDivisionError
        self.assertEqual(self.asignar(self.envios()).serial, 1)

    def test_caso_14_las_del_mensajero_no_se_sortean(self):
        """Neither do those of another office stand in the way of a draw."""
        rango = self.alta(1, 20)
        self.dotar(rango, 5, self.juridico)
        self.dotar(rango, 5, mensajero=self.mensajero)
        self.assertEqual(self.asignar(self.envios()).serial, 11)

    def dotar(self, rango, cantidad, area=None, mensajero=None):
        dotacion = self.como(self.env["mensajeria.dotacion"], self.op_sepomex).create(
            {
                "rango_id": rango.id,
                "cantidad": cantidad,
                "area_id": area.id if area else False,
                "mensajero_id": mensajero.id if mensajero else False,
            }
        )
        dotacion.action_entregar()
        return dotacion

    def test_caso_15_por_caducidad_y_de_varios_rangos(self):
        tarde, pronto, caduco, sin_fecha = (
            self.alta(inicio, inicio + 9, caducidad=caducidad)
            for inicio, caducidad in ((100, "2026-12-31"), (200, "2026-06-30"), (300, "2026-03-01"), (400, False))
        )
        self.asignar(self.envios(7))  # three are left of the one that expires first
        guias = self.asignar(self.envios(10))
        self.assertEqual(guias.mapped("serial"), [207, 208, 209, *range(100, 107)])
        self.assertEqual(
            self.asignar(self.envios(13)).rango_id, tarde | sin_fecha, "first what expires, last what does not"
        )
        self.assertFalse(pronto.disponibles + tarde.disponibles + sin_fecha.disponibles)
        self.assertEqual(caduco.disponibles, 10)
        self.assertRechaza("no guías left", self.asignar, self.envios())

    def test_caso_15_la_prioridad_manda(self):
        self.alta(100, 109, caducidad="2026-06-30")
        urgente = self.alta(200, 209, prioridad=1)
        self.assertEqual(self.asignar(self.envios()).rango_id, urgente)

    def test_caso_16_insuficientes_nada_se_asigna(self):
        rango = self.alta(1, 5)
        envios = self.envios(8)
        self.assertRechaza("8 guías of Correos de Prueba · Registrado are needed and 5 are left", self.asignar, envios)
        self.assertEqual(rango.disponibles, 5)
        self.assertFalse(envios.guia_id)
        mezcla = self.envios(5) | self.envios(2, self.foranea)
        self.assertRechaza("Paquetería", self.asignar, mezcla, self.administradora)
        self.assertEqual(rango.disponibles, 5)

    def test_a_batch_of_500(self):
        self.alta(1, 600)
        envios = self.envios(500)
        envios.flush_recordset()
        with self.assertQueryCount(560):  # mostly the links of the pieces, one by one
            guias = self.asignar(envios)
        self.assertEqual(envios.mapped("guia_id"), guias)
        self.assertEqual(guias.mapped("serial"), list(range(1, 501)))
        self.assertRechaza("500 at most", self.asignar, self.envios(501))

    def test_caso_17_una_a_una(self):
        rango = self.alta(1, 10)
        envio = self.envios()
        guia = self.asignar(envio)
        self.env.flush_all()
        for sql, error in (
            (
                "UPDATE mensajeria_guia SET state = 'asignada', envio_id = %s WHERE rango_id = %s AND serial = 2",
                UniqueViolation,
            ),
            ("UPDATE mensajeria_guia SET envio_id = %s WHERE rango_id = %s AND serial = 3", CheckViolation),
        ):
            with self.subTest(sql), self.assertRaises(error), self.cr.savepoint(), mute_logger("odoo.sql_db"):
                self.cr.execute(sql, [envio.id, rango.id])
        with self.assertRaises(CheckViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.cr.execute("UPDATE mensajeria_guia SET envio_id = NULL WHERE id = %s", [guia.id])
        otro = self.envios()
        self.assertRechaza("already belongs to", self.por_escaneo, otro, guia.name)

    def test_caso_18_la_copia_no_lleva_guia(self):
        self.alta(1, 10)
        envio = self.envios()
        self.asignar(envio)
        self.assertFalse(envio.copy().guia_id)

    def test_caso_19_antes_de_imprimir_se_suelta(self):
        rango = self.alta(1, 10)
        envio = self.envios()
        guia = self.asignar(envio)
        guia._soltar("Cancelado por el solicitante")
        self.assertEqual((guia.state, envio.guia_id.id, rango.disponibles), ("disponible", False, 10))
        self.assertEqual(guia.bitacora_ids.filtered(lambda b: b.evento == "soltar").datos, '{"envio":"ENV/00001"}')
        self.assertEqual(self.asignar(envio), guia)
        guia._marcar_impresas()
        self.assertRechaza("void it with a reason", guia._soltar)
        guia._usar()
        self.assertRechaza("void it with a reason", guia._soltar)
        self.assertRechaza("cannot become", guia.action_baja, "cancelada", "x")

    def test_caso_22_fuera_de_existencias(self):
        self.alta(1, 10)
        envio, folio = self.envios(), self.registrada._formatear(5000)
        self.assertRechaza("is not in the stock", self.por_escaneo, envio, folio)
        self.registrada.folios_externos = "registrar"
        self.assertEqual(self.por_escaneo(envio, folio), folio)
        guia = envio.guia_id
        self.assertRecordValues(guia, [{"rango_id": False, "serial": 5000, "state": "asignada"}])
        guia._usar()
        rango = self.alta(4991, 5010)  # its purchase is entered later: the guía joins its range
        self.assertEqual(guia.rango_id, rango)
        self.assertEqual((rango.usadas, rango.disponibles, rango.cantidad), (1, 19, 20))

    def por_escaneo(self, envio, texto, user=None):
        return self.como(self.Guia, user or self.op_sepomex).asignar_folio(envio.id, texto)

    def test_by_scan(self):
        self.alta(1, 10)
        envio = self.envios()
        self.assertRechaza("it is 5 and must be 4", self.por_escaneo, envio, "RR000000015MX")
        self.assertRechaza("Scan or write", self.por_escaneo, envio, " ")
        self.assertEqual(
            self.por_escaneo(envio, f" {self.registrada._formatear(7).lower()} "), self.registrada._formatear(7)
        )
        self.assertEqual((envio.guia_id.serial, envio.state), (7, "asignado"))
        cancelado = self.envios()
        self.como(cancelado, self.op_sepomex).action_cancelar("Ya no va")
        self.assertRechaza("takes no guía", self.por_escaneo, cancelado, self.registrada._formatear(8))
        otro = self.envios(proveedor=self.foranea)
        self.alta(1, 5, self.etiqueta)
        for folio in (self.registrada._formatear(8), "x"):
            with self.assertRaises(UserError):
                self.por_escaneo(otro, folio, self.op_foranea)
        self.assertFalse(otro.guia_id)

    def test_a_series_of_one_service(self):
        solo = self.serie("Certificada", servicio_id=self.registrado.id, prefijo="RC", sufijo="MX", algoritmo="s10")
        rango = self.alta(1, 10, solo)
        otro = self.env["mensajeria.servicio"].create({"name": "Ordinario", "proveedor_id": self.sepomex.id})
        self.assertRechaza("no guías left", self.asignar, self.envios(servicio_id=otro.id))
        self.assertRechaza("is only for", self.por_escaneo, self.envios(servicio_id=otro.id), rango.folio_inicial)
        self.assertEqual(self.asignar(self.envios()).rango_id, rango)

    def test_caso_21_lo_perdido_no_vuelve_a_salir(self):
        self.sepomex.comprador_id = self.administradora
        rango = self.alta(1, 3)
        primera, segunda = self.guia(rango, 1), self.guia(rango, 2)
        operador = self.como(primera, self.op_sepomex)
        self.assertRechaza("reason", operador.action_baja, "extraviada")
        self.assertRechaza("Say whether", operador.action_baja, "perdida", "x")
        operador.action_baja("extraviada", "No aparece el rollo")
        self.como(segunda, self.op_sepomex).action_baja("danada", "Mojada")
        self.assertEqual(self.asignar(self.envios()).serial, 3)
        self.assertRechaza("(No aparece el rollo). Do not use it", self.por_escaneo, self.envios(), primera.name)
        # in the station of assignment the find stays, with a message to the buyer
        asistente = self.como(self.env["mensajeria.asignar.guia"], self.op_sepomex).create(
            {"envio_ids": self.envios().ids, "modo": "escaneo", "lecturas": f"{primera.name}\n"}
        )
        asistente.action_asignar()
        self.assertIn("Do not use it", asistente.problemas)
        self.assertIn("hallar", primera.bitacora_ids.mapped("evento"))
        self.assertIn(self.administradora.partner_id, rango.message_ids[0].notified_partner_ids)

    def test_caso_23_otro_proveedor(self):
        self.alta(1, 10)
        self.alta(1, 10, self.etiqueta)
        envio = self.envios()
        guia = self.asignar(envio)
        envio.servicio_id = self.registrado  # the series serves every service
        self.assertEqual(envio.guia_id, guia)
        envio.write({"proveedor_id": self.foranea.id, "servicio_id": self.dia_siguiente.id})
        self.assertEqual((guia.state, envio.guia_id.id), ("disponible", False))
        otra = self.asignar(envio, self.op_foranea)
        otra._marcar_impresas()
        envio.write({"proveedor_id": self.sepomex.id, "servicio_id": self.registrado.id})
        self.assertRecordValues(otra, [{"state": "cancelada", "envio_id": False}])
        self.assertIn("another provider", otra.motivo_baja)
        self.assertEqual(self.asignar(envio).state, "asignada")

    def test_scanned_in_the_order_of_the_pieces(self):
        self.alta(1, 10)
        envios = self.envios(3)
        f = self.registrada._formatear
        asistente = self.como(self.env["mensajeria.asignar.guia"].with_context(
            active_model="mensajeria.envio", active_ids=envios.ids), self.op_sepomex).create(
            {"modo": "escaneo", "lecturas": f"{f(9)}\n\n{f(4)}\n"}
        )  # fmt: skip
        self.assertEqual(asistente.envio_ids, envios)
        self.assertTrue(asistente.action_asignar()["res_id"])
        self.assertIn("3 pieces and 2 numbers", asistente.problemas)
        asistente.lecturas = f"{f(9)}\n{f(4)}\n{f(9)}"
        asistente.action_asignar()
        self.assertIn("Line 3:", asistente.problemas)
        self.assertFalse(envios.guia_id, "all or nothing")
        asistente.lecturas = f"{f(9)}\n{f(4)}\n{f(2)}"
        self.assertEqual(asistente.action_asignar(), {"type": "ir.actions.act_window_close"})
        self.assertEqual(envios.mapped("guia_id.serial"), [9, 4, 2])

    def test_the_assistant_says_what_is_left(self):
        self.alta(1, 3)
        asistente = self.como(self.env["mensajeria.asignar.guia"], self.op_sepomex).create(
            {"envio_ids": self.envios(5).ids}
        )
        self.assertEqual(asistente.existencias, "Correos de Prueba · Registrado: 5 needed, 3 available")
        self.assertFalse(asistente.alcanza)
        self.assertRechaza("5 guías", asistente.action_asignar)
        asistente.envio_ids = asistente.envio_ids[:2]
        self.assertTrue(asistente.alcanza)
        asistente.action_asignar()
        self.assertTrue(all(asistente.envio_ids.mapped("guia_id")))
        self.assertEqual(set(asistente.envio_ids.mapped("state")), {"asignado"})

    def test_reservations_come_back(self):
        self.alta(1, 10)
        guias = self.como(self.Guia, self.op_sepomex)._tomar(self.sepomex, 3)
        self.assertEqual(set(guias.mapped("state")), {"reservada"})
        self.assertRechaza("is reserved", self.por_escaneo, self.envios(), guias[0].name)
        self.Guia._liberar_reservas(fields.Datetime.subtract(fields.Datetime.now(), hours=1))
        self.assertEqual(set(guias.mapped("state")), {"reservada"})
        self.Guia._liberar_reservas(fields.Datetime.add(fields.Datetime.now(), hours=1))
        self.assertEqual(set(guias.mapped("state")), {"disponible"})

    def test_final_states_and_their_reversal(self):
        rango = self.alta(1, 2)
        usada, perdida = self.asignar(self.envios()), self.guia(rango, 2)
        usada._usar()
        self.como(perdida, self.op_sepomex).action_baja("extraviada", "No aparece")
        self.Rango._revisar_estados()
        self.assertEqual(rango.state, "agotado")
        for guia in (usada, perdida):
            self.assertRechaza(
                "Only an administrator", self.como(guia, self.op_sepomex).action_revertir, "x", error=AccessError
            )
            self.assertRechaza("reason", self.como(guia, self.administradora).action_revertir, "")
            with self.assertRaises(UserError):
                guia.write({"state": "disponible"})
            self.assertRechaza("never deleted", guia.unlink)
        self.como(usada | perdida, self.administradora).action_revertir("Apareció; la otra no salió")
        self.assertEqual((usada.state, perdida.state, rango.state), ("asignada", "disponible", "activo"))
        self.assertEqual(
            perdida.bitacora_ids.filtered(lambda b: b.evento == "revertir").motivo, "Apareció; la otra no salió"
        )
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("mensajeria.guia", (usada | perdida).ids))

    def test_voids_by_number(self):
        rango = self.alta(1, 10)
        f = self.registrada._formatear
        baja = self.como(self.env["mensajeria.baja.guia"], self.op_sepomex).create(
            {"serie_id": self.registrada.id, "desde": f(3), "hasta": f(5), "tipo": "danada", "motivo": "Mojadas"}
        )
        self.assertEqual(baja.cuantas, 3)
        baja.action_confirmar()
        self.assertEqual((rango.bajas, rango.disponibles), (3, 7))
        self.assertRechaza("None of these", baja.action_confirmar)
        baja.hasta = "x"
        self.assertRechaza("begins with", baja.action_confirmar)


@tagged("post_install", "-at_install")
class TestTomaAcceso(GuiasCommon):
    def test_caso_50_cada_operador_lo_suyo(self):
        self.alta(1, 10)
        guia = self.asignar(self.envios())
        envio = self.envios()
        for user in (self.op_foranea, self.op_local, self.solicitante, self.repartidor):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self.como(self.Guia, user)._tomar(self.sepomex, 1)
                with self.assertRaises(AccessError):
                    self.como(self.Guia, user).asignar_folio(envio.id, self.registrada._formatear(9))
                with self.assertRaises(AccessError):
                    self.como(guia, user).action_baja("cancelada", "x")
                with self.assertRaises(AccessError):
                    self.como(guia, user).action_revertir("x")
        self.assertFalse(self.como(self.Guia, self.op_foranea).search([]))
        self.assertFalse(self.como(self.Rango, self.op_foranea).search([]))

    def test_caso_51_nadie_escribe_una_guia(self):
        self.alta(1, 2)
        guia = self.asignar(self.envios())
        for user in (self.op_sepomex, self.administradora):
            for operacion in (
                lambda g: g.write({"motivo_baja": "x"}),
                lambda g: g.unlink(),
                lambda g: g.create({"name": "x", "serie_id": self.registrada.id}),
            ):
                with self.assertRaises(AccessError):
                    operacion(self.como(guia, user))

    def test_caso_52_de_su_compania_y_de_su_oficina(self):
        rango = self.alta(1, 30)
        ajena = self._area("Oficialía del Anexo", "OAN", es_oficialia=True)
        del_anexo = self._persona("op_anexo", "sepomex", oficialias=ajena)
        for area in (ajena, self.oficialia):
            self.como(self.env["mensajeria.dotacion"], self.op_sepomex).create(
                {"rango_id": rango.id, "cantidad": 5, "area_id": area.id}
            ).action_entregar()
        self.assertEqual(self.asignar(self.envios(), del_anexo).serial, 1)
        self.assertEqual(self.asignar(self.envios()).serial, 6)
        self.assertRechaza("not yours", self.asignar, self.envios(), area=ajena, error=AccessError)
        self.assertEqual(self.asignar(self.envios(), self.administradora, area=ajena).serial, 2)
        self.assertEqual(self.asignar(self.envios(), self.administradora).serial, 11, "the common stock")
        # one office's use first its own and then the common one, never those of another
        seriales = self.asignar(self.envios(10), del_anexo).mapped("serial")
        self.assertEqual(seriales, [3, 4, 5, *range(12, 19)])
        self.assertRechaza("belongs to Oficialía de Partes", self.como(self.Guia, del_anexo).asignar_folio,
                           self.envios().id, self.registrada._formatear(8))  # fmt: skip
        self.assertFalse(self.como(self.Guia, del_anexo).search([("area_id", "=", self.oficialia.id)]))
        with self.assertRaises(AccessError):
            self.como(self.guia(rango, 8), del_anexo).action_baja("cancelada", "x")

    def test_caso_52_otra_compania(self):
        self.alta(1, 10)
        compartido = self.env["mensajeria.proveedor"].create({"name": "De todas", "tipo": "local", "company_id": False})
        serie = self.serie("Local", compartido, prefijo="L")
        self.alta(1, 10, serie)
        envio_b = self.env["mensajeria.envio"].create(
            {"proveedor_id": compartido.id, "company_id": self.otra_company.id}
        )
        self.assertRechaza("no guías left", self.asignar, envio_b, self.op_b)
        self.assertRechaza("no series", self.como(self.Guia, self.op_b).asignar_folio, envio_b.id, "L00000001")
        self.assertTrue(self.asignar(self.envios(proveedor=compartido), self.op_local))
        for modelo in ("mensajeria.guia", "mensajeria.rango", "mensajeria.serie"):
            self.assertFalse(self.como(self.env[modelo], self.administrador_b).search([]))
