"""Files and invoices of carriers."""

import base64

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .envios_comun import EnviosCommon


@tagged("post_install", "-at_install")
class TransportistasCommon(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.cron"].search([]).active = False
        cls.serie_f = cls.env["mensajeria.serie"].create(
            {"name": "Nacional", "proveedor_id": cls.foranea.id, "ancho": 10, "algoritmo": "mod7"}
        )
        cls.env["mensajeria.rango"]._dar_de_alta(cls.serie_f, 1, 100, {"costo": 0})
        cls.env["mensajeria.tarifa"].create({"servicio_id": cls.dia_siguiente.id, "precio": 120})
        cls.estados = cls.como(cls.env["mensajeria.formato"], cls.op_foranea).create(
            {
                "name": "Semanal",
                "proveedor_id": cls.foranea.id,
                "columna_folio": "Guía",
                "columna_estado": "Estatus",
                "columna_fecha": "Fecha",
                "columna_receptor": "Recibió",
                "columna_detalle": "Detalle",
                "estado_ids": [
                    Command.create({"name": nombre, "tipo": tipo})
                    for nombre, tipo in [
                        ("Entregado", "entregado"),
                        ("En tránsito", "en_transito"),
                        ("En ruta de entrega", "en_reparto"),
                        ("Devolución", "en_devolucion"),
                        ("Ausente", "intento_fallido"),
                        ("Extraviado", "extraviado"),
                        ("Documentado", "sin_novedad"),
                    ]
                ],
            }
        )
        cls.factura = cls.estados.create(
            {
                "name": "CFDI",
                "uso": "factura",
                "proveedor_id": cls.foranea.id,
                "columna_folio": "GUIA",
                "columna_importe": "IMPORTE",
            }
        )

    def piezas(self, cuantas=1, salir=True, **kwargs):
        with freeze_time("2026-02-27 17:00:00"):
            piezas = self.asignada(cuantas, self.op_foranea, self.dia_siguiente, tipo_sugerido="foranea", **kwargs)
            if salir:
                piezas.sudo()._registrar_evento("recolectado")
        return piezas

    def archivo(self, *filas, encabezado="Guía,Estatus,Fecha,Recibió,Detalle", aplicar=True, user=None):
        contenido = "\n".join([encabezado, *filas]).encode()
        archivo = self.como(self.env["mensajeria.archivo"], user or self.op_foranea).create(
            {"formato_id": self.estados.id, "archivo": base64.b64encode(contenido), "archivo_nombre": "s.csv"}
        )
        if aplicar:
            archivo.action_aplicar()
        return archivo

    def cotejar(self, *filas, name="F-1", user=None):
        contenido = "\n".join(["GUIA,IMPORTE", *filas]).encode()
        conciliacion = self.como(self.env["mensajeria.conciliacion"], user or self.op_foranea).create(
            {"name": name, "formato_id": self.factura.id, "archivo": base64.b64encode(contenido)}
        )
        conciliacion.action_cotejar()
        return conciliacion

    def ultimo(self, pieza):
        return self.Evento.search([("envio_id", "=", pieza.id)], order="id desc", limit=1)

    def resultados(self, archivo):
        return archivo.linea_ids.mapped("resultado")


@tagged("post_install", "-at_install")
class TestArchivo(TransportistasCommon):
    def test_each_row_its_result(self):
        uno, dos, tres, cuatro = piezas = self.piezas(4)
        self.assertTrue(all(folio.isdigit() and len(folio) == 11 for folio in piezas.mapped("folio_guia")))
        archivo = self.archivo(
            f"{uno.folio_guia},ENTREGADO,28/02/2026 10:30,Ana Ruiz,",
            f"{int(dos.folio_guia)},en transito,28/02/2026,,Puebla",  # as Excel leaves it, without its zeros
            "99999999999,Entregado,28/02/2026,,",
            f"{tres.folio_guia},Entregado,ayer,,",
            ",Entregado,28/02/2026,,",
            f"{cuatro.folio_guia},Documentado,28/02/2026,,",
        )
        self.assertEqual(self.resultados(archivo), ["aplicado", "aplicado", "ajena", "error", "error", "ignorado"])
        self.assertEqual(archivo.state, "hecho")
        self.assertEqual(archivo.por_revisar, 3)
        self.assertRecordValues(uno, [{"state": "entregado", "receptor_nombre": "Ana Ruiz"}])
        self.assertEqual(str(uno.fecha_entrega), "2026-02-28 16:30:00")
        self.assertEqual(self.ultimo(dos).datos["texto"], "en transito")
        self.assertEqual((tres + cuatro).mapped("state"), ["en_transito"] * 2)
        self.assertIn("«ayer» is no date", archivo.linea_ids[3].problema)

    def test_read_again(self):
        """The same file, and a longer one that repeats it, add nothing that is known."""
        pieza = self.piezas()
        filas = [f"{pieza.folio_guia},Ausente,28/02/2026 10:00,,"]
        self.archivo(*filas)
        eventos = pieza.evento_ids
        self.assertEqual(pieza.intentos, 1)
        otro = self.archivo(*filas, f"{pieza.folio_guia},Entregado,01/03/2026 09:00,Ana,")
        self.assertEqual(self.resultados(otro), ["ya", "aplicado"])
        self.assertEqual(len(pieza.evento_ids - eventos), 1)
        self.assertEqual(pieza.intentos, 1)
        otro.action_aplicar()
        self.assertEqual(self.resultados(otro), ["ya", "ya"])
        tercero = self.archivo(*filas)
        self.assertTrue(tercero.repetido)

    def test_in_the_order_of_what_happened(self):
        pieza = self.piezas()
        archivo = self.archivo(
            f"{pieza.folio_guia},Entregado,01/03/2026 09:00,Ana,",
            f"{pieza.folio_guia},En ruta de entrega,01/03/2026 08:00,,",
            f"{pieza.folio_guia},En tránsito,28/02/2026 20:00,,",
        )
        self.assertEqual(self.resultados(archivo), ["aplicado"] * 3)
        self.assertEqual(pieza.state, "entregado")
        viejo = self.archivo(f"{pieza.folio_guia},En tránsito,28/02/2026 21:00,,")
        self.assertEqual(self.resultados(viejo), ["tarde"])
        self.assertEqual(pieza.state, "entregado")

    def test_caso_54_unknown_status(self):
        """It stays on the timeline in the carrier's words and moves nothing, until the layout knows what it means."""
        pieza = self.piezas()
        antes = pieza.state
        archivo = self.archivo(f"{pieza.folio_guia},EN CEDIS XQ-7,28/02/2026 10:00,,Toluca")
        self.assertEqual(self.resultados(archivo), ["desconocido"])
        self.assertEqual(pieza.state, antes)
        self.assertEqual(self.ultimo(pieza).tipo, "nota")
        self.assertEqual(self.ultimo(pieza).motivo, "EN CEDIS XQ-7 · Toluca")
        self.assertIn("EN CEDIS XQ-7", archivo.linea_ids.problema)
        self.estados.estado_ids = [Command.create({"name": "En CEDIS XQ-7", "tipo": "en_reparto"})]
        archivo.action_aplicar()
        self.assertEqual(self.resultados(archivo), ["aplicado"])
        self.assertEqual(pieza.state, "en_reparto")

    def test_caso_38_no_silent_flip(self):
        """Delivered, and the carrier's file says otherwise later: a conflict with its evidence, and the piece stays."""
        pieza = self.piezas()
        self.archivo(f"{pieza.folio_guia},Entregado,28/02/2026 10:00,Ana,")
        for texto in ("Devolución", "En tránsito", "Extraviado"):
            with self.subTest(texto):
                archivo = self.archivo(f"{pieza.folio_guia},{texto},01/03/2026 10:00,,")
                self.assertEqual(self.resultados(archivo), ["conflicto"])
                self.assertEqual(pieza.state, "entregado")
                self.assertTrue(archivo.linea_ids.evento_id.sudo().conflicto)
        igual = self.archivo(f"{pieza.folio_guia},Entregado,28/02/2026 11:00,Ana,")
        self.assertEqual(self.resultados(igual), ["ya"])

    def test_dates_that_cannot_be(self):
        """Day and month in the wrong order, what a recycled number lived through before, a date that means none."""
        uno, dos, tres = self.piezas(3)
        archivo = self.archivo(
            f"{uno.folio_guia},Entregado,03/02/2026 10:00,Ana,",
            f"{dos.folio_guia},Extraviado,31/12/9999 23:59,,",
            f"{tres.folio_guia},Entregado,27/02/2026 08:00,Ana,",
        )
        lineas = archivo.linea_ids.sorted("numero")
        self.assertEqual(lineas.mapped("resultado"), ["error", "error", "aplicado"])
        self.assertIn("had not left yet", lineas[0].problema)
        self.assertEqual((uno + dos + tres).mapped("state"), ["en_transito", "en_transito", "entregado"])
        self.assertEqual(tres.fecha_entrega, tres.fecha_deposito, "the same day, by another clock")

    def test_in_the_background(self):
        piezas = self.piezas(3)
        archivo = self.archivo(
            *(f"{p.folio_guia},Entregado,28/02/2026 1{h}:00,Ana," for p in piezas for h in range(9)),
            *(f"9999999{n:04},Entregado,28/02/2026,," for n in range(90)),
            aplicar=False,
        )
        with self.enter_registry_test_mode():
            archivo.action_aplicar()
        self.assertEqual(archivo.state, "hecho")
        muchas = self.archivo(
            *(
                f"{p.folio_guia},En tránsito,28/02/2026 {h:02}:{m:02},,"
                for p in piezas
                for h in range(6)
                for m in range(10)
            )
        )
        self.assertEqual((muchas.state, muchas.procesados, muchas.total), ("aplicando", 100, 180))
        self.assertRechaza("is being read", muchas.action_aplicar)
        with self.enter_registry_test_mode():
            self.env.ref("mensajeria.ir_cron_archivo").with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.assertEqual((muchas.state, muchas.procesados), ("hecho", 180))
        self.assertEqual(muchas.linea_ids.evento_id.sudo().user_id, self.op_foranea)

    def test_what_is_refused(self):
        self.assertRechaza("no column «Estatus»", self.archivo, "1,2", encabezado="Guía,Situación")
        self.assertRechaza("no rows", self.archivo)
        archivo = self.archivo("1,Entregado,,,")
        self.assertRechaza("kept by the system", archivo.write, {"state": "borrador"})
        self.assertRechaza("stays", archivo.unlink)
        self.assertRechaza("layout for: Statuses", archivo.write, {"formato_id": self.factura.id})
        for user in (self.op_sepomex, self.op_local, self.solicitante, self.repartidor, self.administrador_b):
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self.archivo("1,Entregado,,,", user=user)
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self.como(archivo, user).action_aplicar()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.como(self.estados, self.op_foranea).write({"proveedor_id": self.sepomex.id})

    def test_piece_of_another_office(self):
        otra = self._area("Otra oficialía", "OTM", es_oficialia=True)
        ajeno = self._persona("op_ajeno", "foranea", oficialias=otra)
        pieza = self.piezas()
        archivo = self.archivo(f"{pieza.folio_guia},Entregado,28/02/2026,Ana,", user=ajeno)
        self.assertEqual(self.resultados(archivo), ["ajena"])
        self.assertEqual(pieza.state, "en_transito")


@tagged("post_install", "-at_install")
class TestConciliacion(TransportistasCommon):
    def test_what_is_owed(self):
        piezas = self.piezas(5)
        buena, cara, tardia, perdida, otra = piezas
        piezas.sudo()._registrar_evento("en_reparto", fecha_dispositivo="2026-02-28 15:00:00")
        for pieza in (buena, cara, otra):
            pieza.sudo()._registrar_evento("entregado", fecha_dispositivo="2026-03-02 17:00:00", receptor_nombre="A")
        tardia.sudo().fecha_compromiso = "2026-02-26"
        perdida.sudo()._registrar_evento("extraviado", motivo="x")
        sin_salir = self.piezas(salir=False)
        baja = self.env["mensajeria.guia"].search(
            [("serie_id", "=", self.serie_f.id), ("state", "=", "disponible")], limit=1
        )
        baja._dar_de_baja("danada", "Mojada")
        conciliacion = self.cotejar(
            f"{buena.folio_guia},120",
            f"{cara.folio_guia},$150.50",
            f"{tardia.folio_guia},120",
            f"{perdida.folio_guia},120",
            f"{sin_salir.folio_guia},120",
            f"{baja.name},120",
            f"{buena.folio_guia},120",
            "77777777777,99.99",
            f"{otra.folio_guia},gratis",
        )
        lineas = conciliacion.linea_ids
        self.assertEqual(
            lineas.mapped("resultado"),
            ["usada", "usada", "usada", "perdida", "sin_usar", "baja", "repetida", "ajena", "error"],
        )
        self.assertEqual(lineas.mapped("por_revisar"), [False] + [True] * 8)
        self.assertEqual(lineas[1].diferencia, 30.5)
        self.assertEqual(lineas[2].dias_tarde, 4)
        self.assertEqual(lineas.mapped("disputa"), [0, 30.5, 0, 120, 120, 120, 120, 99.99, 0])
        self.assertAlmostEqual(conciliacion.disputa, 610.49)
        self.assertAlmostEqual(conciliacion.facturado, 970.49)
        self.assertEqual((conciliacion.cargos, conciliacion.por_revisar, conciliacion.tarde), (9, 8, 1))
        self.assertIn("F-1", lineas[6].problema)
        # again: the same result, and nothing is charged before because of itself
        conciliacion.action_cotejar()
        self.assertEqual(conciliacion.linea_ids.mapped("resultado")[:3], ["usada"] * 3)
        otra_factura = self.cotejar(f"{buena.folio_guia},120", name="F-2")
        self.assertEqual(otra_factura.linea_ids.resultado, "repetida")

    def test_claims(self):
        """One draft for each kind of complaint, with its pieces, its amount and what happened; nothing is claimed twice."""
        cara, tardia, perdida = piezas = self.piezas(3)
        piezas.sudo()._registrar_evento("en_reparto", fecha_dispositivo="2026-02-28 15:00:00")
        tardia.sudo().fecha_compromiso = "2026-02-26"
        (cara + perdida).sudo().write({"fecha_compromiso": "2026-03-20"})
        perdida.sudo()._registrar_evento("extraviado", motivo="x")
        conciliacion = self.cotejar(
            f"{cara.folio_guia},150.50", f"{tardia.folio_guia},120", f"{perdida.folio_guia},120", "77777777777,99.99"
        )
        conciliacion.action_reclamar()
        reclamaciones = conciliacion.linea_ids.reclamacion_id.sorted("tipo")
        self.assertRecordValues(
            reclamaciones,
            [
                {"tipo": "cobro", "envio_ids": cara.ids, "monto": 130.49, "state": "borrador"},
                {"tipo": "demora", "envio_ids": tardia.ids, "monto": 0, "state": "borrador"},
                {"tipo": "extravio", "envio_ids": perdida.ids, "monto": 120, "state": "borrador"},
            ],
        )
        self.assertIn("77777777777", reclamaciones[0].hechos)
        self.assertRechaza("Nothing is left to claim", conciliacion.action_reclamar)
        self.assertRechaza("was claimed", conciliacion.action_cotejar)
        self.assertRechaza("was claimed", conciliacion.write, {"archivo": base64.b64encode(b"GUIA,IMPORTE")})

    def test_another_file_is_compared_before_it_is_closed(self):
        conciliacion = self.cotejar("77777777777,99.99")
        conciliacion.archivo = base64.b64encode(b"GUIA,IMPORTE\n88888888888,1")
        self.assertEqual((conciliacion.state, len(conciliacion.linea_ids)), ("borrador", 0))
        self.assertRechaza("Compare invoice", conciliacion.action_cerrar)
        conciliacion.action_cotejar()
        self.assertEqual(conciliacion.linea_ids.folio, "88888888888")
        conciliacion.action_cerrar()

    def test_exported(self):
        self.op_foranea.group_ids += self.env.ref("base.group_allow_export")
        self.cotejar("77777777777,99.99")
        linea = self.como(self.env["mensajeria.conciliacion.linea"], self.op_foranea).search([])
        datos = linea.export_data(["folio", "resultado", "importe", "disputa", "problema"])["datas"]
        self.assertEqual(datos, [["77777777777", "Not Ours", 99.99, 99.99, ""]])

    def test_closed(self):
        conciliacion = self.cotejar("77777777777,99.99")
        conciliacion.action_cerrar()
        self.assertRechaza("is closed", conciliacion.action_cotejar)
        self.assertRechaza("is closed", conciliacion.write, {"name": "F-9"})
        self.assertRechaza("kept by the system", conciliacion.write, {"state": "borrador"})
        self.assertRechaza("stays", conciliacion.unlink)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.cotejar("1,2", name="f-1")

    def test_who_may(self):
        conciliacion = self.cotejar("77777777777,99.99")
        for user in (self.op_sepomex, self.op_local, self.solicitante, self.repartidor, self.administrador_b):
            with self.subTest(user.login):
                for metodo in ("action_cotejar", "action_cerrar", "action_reclamar", "action_ver_lineas"):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        getattr(self.como(conciliacion, user), metodo)()
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.cotejar("1,2", name="F-2", user=user)
