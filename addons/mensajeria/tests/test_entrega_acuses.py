"""Signed acuses on their way back to the units that sent the pieces: by list, over the counter and at the station."""

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date, Datetime
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .acuses_comun import AcusesCommon
from .lector_pdf import textos


@tagged("post_install", "-at_install")
class TestEntregaAcuses(AcusesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"  # of its papers
        cls.compras = cls._area("Adquisiciones", "ADQ")
        cls.compradora = cls._persona("compradora", "solicitante", area=cls.compras)

    def validados(self, cuantas=2):
        acuses = [self.validado(pieza) for pieza in self.fuera(cuantas)]
        return acuses[0].union(*acuses)

    def de_compras(self):
        """A piece of the other unit, on its way."""
        solicitud = self.enviada(user=self.compradora, tipo_sugerido="sepomex")
        self.como(solicitud, self.op_sepomex).action_aceptar()
        pieza = self.como(solicitud.envio_ids, self.op_sepomex)
        pieza.write({"proveedor_id": self.sepomex.id, "servicio_id": self.registrado.id})
        pieza.action_asignar()
        pieza.sudo()._registrar_evento("depositado")
        return pieza

    def lista(self, acuses, user=None, **vals):
        """A draft handover list of ``acuses``."""
        return self.como(self.Relacion, user or self.op_sepomex).create(
            {
                "tipo": "entrega_acuses",
                "oficialia_id": self.oficialia.id,
                "linea_ids": [Command.create({"acuse_id": a.id, "orden": n}) for n, a in enumerate(acuses, 1)],
                **vals,
            }
        )

    def en_camino(self, acuses, **vals):
        relacion = self.lista(acuses, **vals)
        relacion.action_emitir()
        relacion.action_salir(relacion.linea_ids.ids)
        return relacion

    def asistente(self, modelo, registros, user=None, **vals):
        contexto = {"active_model": registros._name, "active_id": registros[:1].id, "active_ids": registros.ids}
        return self.como(self.env[modelo], user or self.op_sepomex).with_context(**contexto).create(vals)

    def imprimir(self, relacion):
        contenido, _tipo = (
            self.como(self.env["ir.actions.report"], self.op_sepomex)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("mensajeria.action_report_relacion", relacion.ids)
        )
        return " ".join(" ".join(textos(contenido)).split())

    def test_each_operator_lists_what_they_see(self):
        uno, _otro = self.validados()
        with Form(self.como(self.env["mensajeria.hacer.entrega"], self.op_foranea)) as asistente:
            self.assertFalse(asistente.acuse_ids, "those of the post are not theirs")
        elegido = self.asistente("mensajeria.hacer.entrega", uno)
        self.assertEqual(elegido.acuse_ids, uno)

    def test_list_from_what_waits_until_it_is_closed(self):
        uno, otro = self.validados()
        self.fuera()  # its acuse is not back
        todos = self.como(self.env["mensajeria.hacer.entrega"], self.op_sepomex).create({})
        self.assertEqual(todos.acuse_ids, uno | otro)
        todos.area_ids = self.compras
        self.assertFalse(todos.acuse_ids)
        self.assertRechaza("No acuse waits", todos.action_hacer)
        todos.write({"area_ids": [Command.clear()], "mensajero_id": self.mensajero.id})
        relacion = self.Relacion.browse(todos.action_hacer()["res_id"])
        relacion = self.como(relacion, self.op_sepomex)
        self.assertFalse(self.como(self.env["mensajeria.hacer.entrega"], self.op_sepomex).create({}).acuse_ids)
        relacion.action_emitir()
        self.assertEqual(relacion.name, "EA-OPM/2026/00001")
        self.assertFalse((uno | otro).envio_id.relacion_id, "the pieces travel nowhere: their papers do")
        self.assertFalse((uno | otro).envio_id.mensajero_id)
        tareas = relacion.sudo()._tareas_abiertas()
        self.assertEqual(tareas.mapped("paso_id.codigo"), ["msj_cargar"])
        relacion.action_salir(relacion.linea_ids.ids)
        self.assertRechaza("2 pieces without result", relacion.action_cerrar)
        cierre = self.asistente("mensajeria.cierre", relacion, recibe="Rosa Méndez")
        self.assertFalse(cierre.linea_ids)
        primera, segunda = cierre.entrega_ids.sorted("orden")
        self.assertRechaza("Say what became", cierre.action_cerrar)
        primera.resultado = "entregado"
        segunda.resultado = "no_entregado"
        self.assertRechaza("Write why", cierre.action_cerrar)
        segunda.nota = "Oficina cerrada"
        cierre.fecha = "2026-03-02 17:30:00"
        cierre.action_cerrar()
        self.assertEqual(relacion.state, "cerrada")
        self.assertFalse(relacion.sudo()._tareas_abiertas())
        self.assertRecordValues(
            primera.acuse_id | segunda.acuse_id,
            [
                {
                    "state": "entregado_solicitante",
                    "recibe_solicitante": "Rosa Méndez",
                    "fecha_entrega_solicitante": Datetime.to_datetime("2026-03-02 17:30:00"),
                    "relacion_id": relacion.id,
                },
                {
                    "state": "validado",
                    "recibe_solicitante": False,
                    "fecha_entrega_solicitante": False,
                    "relacion_id": False,
                },
            ],
        )
        self.assertEqual(
            segunda.acuse_id.sudo()._tareas_abiertas().mapped("paso_id.codigo"),
            ["msj_acuse_entregar"],
            "what came back still has to be handed over",
        )
        self.lista(segunda.acuse_id)

    def test_form_chooses_acuses(self):
        acuse = self.validados(1)
        with Form(self.como(self.Relacion, self.op_sepomex)) as form:
            form.tipo = "entrega_acuses"
            form.oficialia_id = self.oficialia
            with form.linea_ids.new() as linea:
                linea.acuse_id = acuse
        self.assertEqual(form.record.linea_ids.envio_id, acuse.envio_id)

    def test_paper_has_a_box_for_each_unit_and_prints_the_same(self):
        uno = self.validados(1)
        otro = self.validado(self.de_compras())
        relacion = self.en_camino(uno | otro, mensajero_id=self.mensajero.id)
        self.assertEqual(relacion.linea_ids.sorted("orden").area_id.mapped("name"), ["Adquisiciones", "Jurídico"])
        primera = self.imprimir(relacion)
        self.assertEqual(primera.count("RECEIVES 1 ACUSES: NAME AND SIGNATURE"), 2)
        self.assertEqual(primera.count("SEAL OF THE UNIT"), 2)
        for texto in ("Handover of Acuses", "Adquisiciones", "Jurídico", uno.envio_id.name, "Delivered", "Validated"):
            self.assertIn(texto, primera)
        self.compras.name = "Otra"
        relacion.action_registrar_entregas(relacion.linea_ids.ids, "entregado", recibe="Rosa")
        segunda = self.imprimir(relacion)
        self.assertIn("REPRINT 1", segunda)
        self.assertEqual(" ".join(segunda.replace("REPRINT 1", "").split()), primera)
        self.assertFalse(relacion._verificar_contenido())

    def test_only_what_can_be_handed_over(self):
        acuse = self.validados(1)
        pendiente = self.acuse(self.fuera())
        self.assertRechaza("is now «With the Provider»", self.lista, pendiente)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.relacion(acuse.envio_id, "entrega_acuses", self.op_sepomex)
        ruta = self.relacion(self.asignada())
        with self.assertRaises(UserError), self.cr.savepoint():
            ruta.linea_ids = [Command.create({"acuse_id": acuse.id})]
        otra = self.fuera()
        self.assertRechaza("belongs to another piece", self.como(self.Relacion, self.op_sepomex).create, {
            "tipo": "entrega_acuses", "oficialia_id": self.oficialia.id,
            "linea_ids": [Command.create({"acuse_id": acuse.id, "envio_id": otra.id})],
        })  # fmt: skip
        self.lista(acuse)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.lista(acuse).flush_recordset()
        for user in (self.op_local, self.op_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self.lista(self.como(acuse, user), user)

    def test_one_paper_for_several_pieces(self):
        uno, otro = (self.acuse(p) for p in self.fuera(2, pieza={"dest_nombre": "La misma"}))
        (uno | otro).action_agrupar()
        uno.action_recibir()
        self.leer_papel(uno)
        uno.action_digitalizar()
        uno.action_validar()
        self.assertRechaza("put that one on the list", self.lista, otro)
        relacion = self.en_camino(uno)
        self.assertIn(f"Also covers {otro.envio_id.name}", self.imprimir(relacion))
        relacion.action_registrar_entregas(relacion.linea_ids.ids, "entregado", recibe="Rosa")
        self.assertEqual((uno | otro).mapped("state"), ["entregado_solicitante"] * 2)
        self.assertEqual((uno | otro).mapped("recibe_solicitante"), ["Rosa"] * 2)
        self.assertEqual(otro.relacion_id, relacion)

    def test_over_the_counter(self):
        uno, otro = self.validados()
        relacion = self.lista(uno)
        asistente = self.asistente("mensajeria.entregar.acuse", uno | otro, recibe="Luis")
        self.assertRechaza("has not left yet", asistente.action_entregar)
        relacion.unlink()
        asistente.fecha = "2026-03-02 18:30:00"
        self.assertRechaza("has not come yet", asistente.action_entregar)
        asistente.fecha = "2026-02-28 18:30:00"
        self.assertRechaza("was not validated yet", asistente.action_entregar)
        asistente.fecha = "2026-03-02 16:00:00"
        asistente.action_entregar()
        self.assertEqual((uno | otro).mapped("recibe_solicitante"), ["Luis"] * 2)

    def test_station_tells_the_list(self):
        uno, otro = self.validados()
        relacion = self.en_camino(uno | otro)
        sesion = self.sesion("entregar", recibe="Rosa")
        self.assertEqual(self.leer(sesion, uno.envio_id.name)["resultado"], "ok")
        linea = relacion.linea_ids.filtered(lambda v: v.acuse_id == uno)
        self.assertEqual((linea.resultado, linea.nota, uno.recibe_solicitante), ("entregado", "Rosa", "Rosa"))
        sesion.deshacer()
        self.assertEqual((linea.resultado, uno.state, uno.recibe_solicitante), (False, "validado", False))
        for acuse in (uno, otro):
            self.leer(sesion, acuse.envio_id.name)
        relacion.action_cerrar()
        self.assertEqual(relacion.state, "cerrada")

    def test_station_refuses_what_has_not_left(self):
        acuse = self.validados(1)
        relacion = self.lista(acuse)
        linea = self.leer(self.sesion("entregar"), acuse.envio_id.name)
        self.assertEqual(linea["resultado"], "estado_invalido")
        self.assertIn("has not left yet", linea["mensaje"])
        self.assertEqual((acuse.state, relacion.linea_ids.resultado), ("validado", False))

    def test_station_loads_the_list(self):
        uno, otro = self.validados()
        relacion = self.lista(uno)
        sesion = self.sesion("cargar", relacion_id=relacion.id)
        self.assertEqual(self.leer(sesion, otro.envio_id.name)["resultado"], "ok")
        self.assertEqual(relacion.linea_ids.acuse_id, uno | otro)
        self.assertEqual(self.leer(sesion, uno.envio_id.name)["resultado"], "ya_procesado")
        sesion.deshacer()
        self.assertEqual(relacion.linea_ids.acuse_id, uno)
        relacion.action_emitir()
        self.assertEqual(self.leer(sesion, uno.envio_id.guia_id.name)["resultado"], "ok")
        self.assertTrue(relacion.linea_ids.cargado)

    def test_a_piece_on_an_open_deposit_does_not_hold_its_paper(self):
        """The stamped copy of a deposit may take weeks; the acuse of one of its pieces goes back all the same."""
        pieza = self.por_sepomex()
        deposito = self.emitida(pieza, "deposito_sepomex")
        deposito.action_salir(deposito.linea_ids.ids)
        acuse = self.validado(pieza)
        relacion = self.en_camino(acuse)
        self.assertEqual((pieza.relacion_id, deposito.state), (deposito, "depositada"))
        relacion.action_registrar_entregas(relacion.linea_ids.ids, "entregado", recibe="Rosa")
        self.assertEqual(pieza.relacion_id, deposito)

    def test_telling_is_checked(self):
        acuse = self.validados(1)
        relacion = self.lista(acuse)
        ids = relacion.linea_ids.ids
        self.assertRechaza("is now", relacion.action_registrar_entregas, ids, "entregado", recibe="Rosa")
        relacion.action_emitir()
        relacion.action_salir(ids)
        self.assertRechaza("Write who received", relacion.action_registrar_entregas, ids, "entregado")
        self.assertRechaza("Say which acuses", relacion.action_registrar_entregas, ids, "aceptado", recibe="Rosa")
        self.assertRechaza("Say which acuses", relacion.action_registrar_entregas, [], "entregado", recibe="Rosa")
        for user in (self.op_b, self.solicitante, self.repartidor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.como(relacion, user).action_registrar_entregas(ids, "entregado", recibe="Rosa")
        self.assertRechaza("kept by the system", acuse.write, {"recibe_solicitante": "Yo"})
        with freeze_time("2026-03-03 18:00:00"):
            relacion.action_registrar_entregas(ids, "entregado", recibe="Rosa")
        self.assertEqual(acuse.fecha_entrega_solicitante.date(), Date.to_date("2026-03-03"))
