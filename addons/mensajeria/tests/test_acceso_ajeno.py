"""What a client gets at without a step: by wizards and forms of others, by files of others, by moving what is its own."""

import base64
from functools import partial

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .acuses_comun import AcusesCommon
from .ajenos import Ajenos


@tagged("post_install", "-at_install")
class TestAccesoAjeno(Ajenos, AcusesCommon):
    valores = {
        "motivo": "x",
        "tipo": "nota",
        "texto": "x",
        "textos": "x",
        "observacion": "ilegible",
        "valores": {},
        "folio": "x",
    }
    sin_registro = {"abrir", "ruta_movil", "registrar_movil", "asignar_folio", "destinatarios_conocidos"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administracion = cls._area("Administración", "ADM")
        cls.solicitante_x = cls._persona("solicitante_x", "solicitante", area=cls.administracion)

    # Methods

    def registros(self):
        """One record of each model that has steps, of the dispatch by SEPOMEX."""
        deposito = self.emitida(self.por_sepomex(tipo_sugerido="sepomex"), "deposito_sepomex")
        deposito.action_salir(deposito.linea_ids.ids)
        envio = deposito.linea_ids.envio_id
        como = self.como(self.env["mensajeria.formato"], self.op_sepomex).env
        formatos = como["mensajeria.formato"].create(
            [
                {"name": "x", "proveedor_id": self.sepomex.id, "columna_folio": "A", "columna_estado": "B"},
                {
                    "name": "x",
                    "proveedor_id": self.sepomex.id,
                    "uso": "factura",
                    "columna_folio": "A",
                    "columna_importe": "B",
                },
            ]
        )
        archivo = {"archivo": base64.b64encode(b"A,B\n1,2\n")}
        lectura = self.sesion("recibir")
        lectura.leer("NADIE LO CONOCE")
        estados = como["mensajeria.archivo"].create({"formato_id": formatos[0].id, **archivo})
        estados.action_aplicar()
        lote = como["mensajeria.lote"].create({})
        propios = (
            envio.solicitud_id,
            envio,
            envio.evento_ids[:1],
            deposito,
            deposito.linea_ids,
            self.acuse(envio),
            como["mensajeria.reclamacion"].create({"proveedor_id": self.sepomex.id, "envio_ids": envio.ids}),
            envio.guia_id,
            envio.guia_id.rango_id,
            self.registrada,
            como["mensajeria.dotacion"].create(
                {"rango_id": envio.guia_id.rango_id.id, "cantidad": 2, "area_id": self.oficialia.id}
            ),
            estados,
            estados.linea_ids,
            como["mensajeria.conciliacion"].create({"name": "x", "formato_id": formatos[1].id, **archivo}),
            lectura,
            lote,
            self.env["mensajeria.lote.hoja"].create({"lote_id": lote.id, "resultado": "ambigua"}),
            self.env["mensajeria.etiqueta"].create(
                {
                    "envio_id": envio.id,
                    "proveedor_id": self.sepomex.id,
                    "user_id": self.op_sepomex.id,
                    "referencia": "x",
                    "state": "dudosa",
                }
            ),
            self.env["mensajeria.informe"].browse(envio.id),
        )
        self.env.flush_all()
        return {registro._name: registro for registro in propios}

    def test_every_model_with_steps_is_tried(self):
        con_pasos = {modelo for modelo in self.con_metodos() if modelo.startswith("mensajeria.")}
        self.assertEqual(con_pasos - self.registros().keys(), {"mensajeria.lectura.linea"})  # quarantine is of all

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_every_public_method_for_who_has_no_part(self):
        registros = self.registros()
        portal = self._persona("portal", "base.group_portal")
        interno = self._persona("interno", "base.group_user")
        ajenos = (self.repartidora, self.solicitante_x, self.op_foranea, self.op_b, self.administrador_b)
        self.assertNadaPara(registros, (portal, interno, *ajenos))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_papers_of_others(self):
        """A report is rendered for any id that somebody writes in its address."""
        registros = self.registros()
        registros["mensajeria.arqueo"] = self.env["mensajeria.arqueo"].create({})
        registros["mensajeria.tablero"] = self.env["mensajeria.tablero"].create({})
        papeles = self.env["ir.actions.report"].search([("report_name", "=like", "mensajeria.%")])
        self.assertGreater(len(papeles), 5)
        for papel in papeles:
            registro = registros.get(papel.model)
            if registro is None:
                continue
            for user in (self.repartidora, self.solicitante_x, self.op_foranea, self.op_b, self.administrador_b):
                with self.subTest(papel.report_name, user=user.login):
                    Reporte = self.como(self.env["ir.actions.report"], user)
                    # several papers in one file have no page of their own
                    pintar = (
                        "_render_qweb_pdf" if papel.report_name == "mensajeria.report_juego" else "_render_qweb_html"
                    )
                    self.assertRechaza("", getattr(Reporte, pintar), papel.report_name, registro.ids, error=AccessError)

    # Arguments

    def test_arguments_of_any_type(self):
        """One sentence, and nothing changed, whatever a client sends."""
        pieza, asignada = self.fuera(), self.por_sepomex()
        acuse, relacion = self.acuse(pieza), self.emitida(self.asignada())
        lectura = self.sesion("recibir")
        guias = self.como(self.Guia, self.op_sepomex)
        entregado = partial(pieza.action_registrar, "entregado")
        quien = {"receptor_nombre": "x", "caracter": "destinatario"}
        for llamada in (
            partial(entregado, **quien, fecha="ayer"),
            partial(entregado, **quien, fecha=["2026-03-02"]),
            partial(entregado, **quien | {"caracter": "rey"}),
            partial(entregado, **quien | {"caracter": ["destinatario"]}),
            partial(entregado, **quien | {"receptor_nombre": 5}),
            partial(entregado, **quien | {"receptor_nombre": "\0"}),
            *(
                partial(pieza.action_registrar, "intento_fallido", motivo_id=malo)
                for malo in ("x", -1, 2**70, 2**30, [1], {})
            ),
            partial(acuse.action_recibir, "ayer"),
            partial(acuse.action_recibir, "2026-03-02", "rey"),
            partial(acuse.action_recibir, "2026-03-02", "destinatario", 5),
            *(
                partial(asignada.action_reasignar, malo, None, "x")
                for malo in ("x", -1, 2**70, 2**30, ["x"], {"id": 1})
            ),
            *(partial(guias.asignar_folio, malo, "RR1") for malo in (None, "x", -1, 2**70, [], {}, pieza)),
            *(partial(relacion.action_salir, malo) for malo in ("x", 2**70, [{}], ["x"], {"x": 1})),
            *(partial(relacion.action_relevar, malo, "x") for malo in ("x", -1, 2**70, ["x"])),
            *(partial(lectura.configurar, malo) for malo in ("x", ["x"], {"x": 1}, {"fecha_entrega": "ayer"})),
            *(partial(lectura.configurar, {"motivo_id": malo}) for malo in (2**70, 2**30, -1)),
            partial(lectura.configurar, {"resultado": "x"}),
            partial(lectura.leer_lista, 5),
            partial(lectura.leer_lista, {"x": 1}),
            *(partial(lectura.abrir, malo) for malo in (["recibir"], {}, 5)),
        ):
            with self.subTest(llamada.func.__name__, args=llamada.args, **llamada.keywords):
                self.assertRechaza("", llamada)
        self.assertEqual((pieza.state, acuse.state, asignada.state), ("en_transito", "en_proveedor", "asignado"))
        self.assertEqual(relacion.state, "emitida")

    def test_what_a_scanner_sends_besides(self):
        lectura = self.sesion("recibir")
        for crudo, visible in (("\x1dABC\0D", "ABCD"), ("x" * 10_000_000, "x" * 200), ("😀", "😀")):
            linea = self.leer(lectura, crudo)
            self.assertEqual((linea["codigo"], linea["resultado"]), (visible, "no_existe"))

    # Wizards and forms

    def test_every_wizard_is_of_whoever_opened_it(self):
        asistentes = [
            modelo
            for modelo, clase in self.registry.items()
            if modelo.startswith("mensajeria.") and clase._transient and not clase._abstract
        ]
        self.assertIn("mensajeria.decision", asistentes)
        for modelo in asistentes:
            with self.subTest(modelo):
                dominio = self.env["ir.rule"].with_user(self.op_local)._compute_domain(modelo)
                self.assertIn(("create_uid", "=", self.op_local.id), list(dominio))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_wizards_of_others(self):
        relacion = self.emitida(self.asignada())
        salida = self.como(self.env["mensajeria.salida"], self.op_local).create({"relacion_id": relacion.id})
        self.assertTrue(salida.linea_ids.dest_direccion)
        for user in (self.op_b, self.op_foranea, self.administrador_b, self.administradora):
            with self.subTest(user.login):
                lineas = self.como(salida.linea_ids, user)
                self.assertFalse(lineas.search([]))
                self.assertRechaza("", lineas.read, ["dest_direccion"], error=AccessError)
                self.assertRechaza("", self.como(salida, user).write, {"motivo": "x"}, error=AccessError)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_wizards_point_only_to_what_their_user_reads(self):
        pieza = self.por_sepomex()
        for modelo, vals in {
            "mensajeria.asignar.guia": {"envio_ids": pieza.ids},
            "mensajeria.baja.guia": {"guia_ids": pieza.sudo().guia_id.ids, "tipo": "danada", "motivo": "x"},
            "mensajeria.arqueo": {"serie_id": self.registrada.id},
            "mensajeria.comprar.rango": {"serie_id": self.registrada.id, "folio_inicial": "1"},
        }.items():
            with self.subTest(modelo):
                self.assertRechaza("", self.como(self.env[modelo], self.op_b).create, vals, error=AccessError)
                self.assertTrue(self.como(self.env[modelo], self.op_sepomex).create(vals))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_form_does_not_tell_of_what_one_cannot_read(self):
        """A form that was never saved would show by its related and computed fields what the system reads."""
        pieza = self.por_sepomex()
        relacion = self.emitida(self.asignada())
        rango = pieza.sudo().guia_id.rango_id
        linea = {"envio_id": pieza.id}
        for modelo, vals, secretos in (
            ("mensajeria.asignar.guia", {"envio_ids": [[6, 0, pieza.ids]]}, ["existencias"]),
            ("mensajeria.asignar.guia", {"envio_ids": [[4, pieza.id]]}, ["existencias"]),
            ("mensajeria.comprar.rango", {"serie_id": self.registrada.id, "folio_inicial": "1"}, ["problema"]),
            ("mensajeria.dotacion", {"rango_id": rango.id, "cantidad": 5}, ["folio_inicial"]),
            ("mensajeria.relacion.linea", linea, ["dest_nombre", "dest_direccion"]),
            ("mensajeria.relacion", {"linea_ids": [[0, "virtual_1", linea]]}, ["linea_ids"]),
            ("mensajeria.salida.linea", {"linea_id": relacion.linea_ids.id}, ["dest_direccion"]),
        ):
            campos, spec = list(vals), {campo: {} for campo in (*vals, *secretos)}
            with self.subTest(modelo):
                self.assertRechaza(
                    "", self.como(self.env[modelo], self.op_b).onchange, vals, campos, spec, error=AccessError
                )
                self.assertTrue(self.como(self.env[modelo], self.administradora).onchange(vals, campos, spec))
        ajeno = {"envio_id": {"id": pieza.id}}
        self.assertRechaza(
            "", self.como(self.env["mensajeria.relacion.linea"], self.op_b).onchange, ajeno, ["envio_id"],
            {"envio_id": {}, "dest_nombre": {}}, error=AccessError,
        )  # fmt: skip

    # What is one's own, moved to where it is not

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_pieces_and_requests_stay_where_they_are(self):
        ajena = self.enviada(user=self.solicitante_x, area_id=self.administracion.id)
        propia = self.solicitud()
        aceptada = self.aceptada()
        for pieza in (propia.envio_ids, aceptada):
            self.assertRechaza("stays in its request", pieza.write, {"solicitud_id": ajena.id})
            self.assertRechaza("stays in its request", pieza.write, {"solicitud_id": False})
            self.assertRechaza("that of its request", pieza.write, {"area_id": self.administracion.id})
        self.assertRechaza("", propia.write, {"area_id": self.administracion.id}, error=AccessError)
        self.assertEqual((propia.area_id, propia.envio_ids.area_id), (self.juridico, self.juridico))
        directa = self.como(self.Envio, self.op_local).create(self.pieza_vals(area_id=self.juridico.id))
        directa.area_id = self.administracion
        self.assertEqual(directa.area_id, self.administracion)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_draft_list_stays_in_the_offices_and_kinds_of_who_draws_it_up(self):
        relacion = self.relacion(self.asignada())
        otra = self._area("Otra oficialía", "OOF", es_oficialia=True)
        for vals in ({"oficialia_id": otra.id}, {"tipo": "deposito_sepomex", "proveedor_id": self.sepomex.id}):
            with self.subTest(vals):
                self.assertRechaza("", relacion.write, vals, error=AccessError)

    def test_requests_go_to_an_office_that_dispatches(self):
        self.assertRechaza("Choose the office", self.solicitud(oficialia_id=self.juridico.id).action_enviar)

    def test_amounts_terms_and_texts_that_cannot_be(self):
        pieza = self.como(self.Envio, self.op_local).create(self.pieza_vals())
        for registro, vals in (
            (pieza, {"costo": -5}),
            (self.sepomex, {"plazo_acuse_dias": 10**8}),
            (self.sepomex, {"dias_resguardo": 10**6}),
        ):
            with self.subTest(vals), mute_logger("odoo.sql_db"):
                with self.assertRaises(CheckViolation), self.cr.savepoint():
                    registro.write(vals)
                    self.env.flush_all()
        self.assertRechaza("is too long", pieza.write, {"dest_nombre": "a" * 10_000_000}, error=ValidationError)
        self.assertRechaza("is too long", pieza.write, {"documento": "a" * 1001}, error=ValidationError)

    def test_the_requester_sets_no_price(self):
        pieza = self.solicitud().envio_ids
        for vals in ({"costo": 0.01}, {"mensajero_id": self.mensajero.id}):
            with self.subTest(vals):
                self.assertRechaza("kept by the system", pieza.write, vals)

    # Files

    def publico(self):
        """What everybody reads and belongs to no document: the logo, the styles of the pages."""
        return self.env["ir.attachment"].create({"name": "logo.png", "raw": b"x", "public": True})

    def ajeno(self):
        """A file of a document of others that the operator reads."""
        return self.env["ir.attachment"].create(
            {"name": "contrato.pdf", "raw": b"x", "res_model": "mensajeria.proveedor", "res_id": self.sepomex.id}
        )

    def test_nobody_fixes_files_of_others_as_evidence(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        acuse.action_recibir()
        deposito = self.emitida(self.por_sepomex(), "deposito_sepomex")
        deposito.action_salir(deposito.linea_ids.ids)
        reclamacion = self.como(self.env["mensajeria.reclamacion"], self.op_sepomex).create(
            {
                "proveedor_id": self.sepomex.id,
                "envio_ids": pieza.ids,
                "hechos": "x",
                "peticion": "x",
                "resolucion": "x",
            }
        )
        reclamacion.sudo()._transitar("emitida")
        for registro, campo, paso in (
            (acuse, "archivo_ids", "action_digitalizar"),
            (deposito, "evidencia_ids", "action_cerrar"),
            (reclamacion, "respuesta_ids", "action_procedente"),
        ):
            for archivo in (self.publico(), self.ajeno()):
                with self.subTest(registro._name, archivo=archivo.name):
                    antes = archivo.read(["res_model", "res_id", "public", "evidencia"])
                    registro[campo] = archivo
                    self.assertRechaza("belongs to another document", getattr(registro, paso))
                    self.assertEqual(archivo.read(["res_model", "res_id", "public", "evidencia"]), antes)
            registro[campo] = propio = self.adjunto()
            getattr(registro, paso)()
            self.assertEqual((propio.evidencia, propio.res_model, propio.res_id), (True, registro._name, registro.id))

    def test_the_stamped_copy_of_a_closed_list_stays(self):
        deposito = self.emitida(self.por_sepomex(), "deposito_sepomex")
        deposito.action_salir(deposito.linea_ids.ids)
        deposito.evidencia_ids = copia = self.adjunto()
        deposito.action_cerrar()
        for quien in (deposito, self.como(deposito, self.administradora), deposito.sudo()):
            with self.assertRaises(UserError), self.cr.savepoint():
                quien.write({"evidencia_ids": [(5,)]})
        self.assertEqual(deposito.evidencia_ids, copia)
