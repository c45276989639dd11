"""Who sees and moves what of requests, pieces and lists; every public method, as anyone may call it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .envios_comun import EnviosCommon

#: a call of each public step, with what it needs to get anywhere
PASOS = {
    "mensajeria.solicitud": {
        "action_enviar": [],
        "action_retirar": [],
        "action_corregir": [],
        "action_cancelar": ["x"],
        "action_aceptar": [],
        "action_aceptar_varias": [],
        "action_rechazar": ["x"],
        "action_ver_piezas": [],
    },
    "mensajeria.envio": {
        "action_asignar": [],
        "action_reasignar": [False, False, "x"],
        "action_desasignar": ["x"],
        "action_cancelar": ["x"],
        "action_registrar": ["nota", "x"],
        "action_corregir": ["x"],
    },
    "mensajeria.relacion": {
        "action_ordenar": [],
        "action_emitir": [],
        "action_salir": [],
        "registrar_carga": ["x"],
        "action_relevar": [1, "x"],
        "action_cerrar": [],
        "action_cancelar": ["x"],
        "action_ver_piezas": [],
    },
}
#: where they stand; the rest of the addon tries its own
ARCHIVOS = {
    f"mensajeria_{parte}"
    for parte in (
        "solicitud solicitud_proceso envio envio_evento envio_guia envio_intento envio_proceso envio_relacion"
        " relacion relacion_linea relacion_proceso"
    ).split()
}
#: who may read may also do this
DE_LECTURA = {"action_ver_piezas", "action_imprimir", "action_verificar_bitacora"}


@tagged("post_install", "-at_install")
class TestAccesoEnvios(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administracion = cls._area("Administración", "ADM")
        cls.solicitante_x = cls._persona("solicitante_x", "solicitante", area=cls.administracion)
        cls.titular = cls._persona("titular", "solicitante", area=cls.oficialia)
        cls.juridico.titular_id = cls.titular

    def legibles(self, registro):
        users = self.env["res.users"].search([("login", "=like", "msj_%")])
        puede, buscan = set(), set()
        for user in users:
            suyo, quien = self.como(registro, user), user.login.removeprefix("msj_")
            if suyo.has_access("read"):
                puede.add(quien)
            if suyo.browse().has_access("read") and suyo.search([("id", "=", registro.id)]):
                buscan.add(quien)
        self.assertEqual(puede, buscan)
        return puede

    def test_every_public_step_is_listed(self):
        for modelo, pasos in PASOS.items():
            propios = {
                metodo
                for clase in self.registry[modelo].mro()
                if clase.__module__.rpartition(".")[2] in ARCHIVOS
                for metodo, valor in vars(clase).items()
                if not metodo.startswith("_") and callable(valor) and not getattr(valor, "_api_private", False)
            }
            with self.subTest(modelo):
                self.assertEqual(propios - {"create", "write", "unlink", "init"}, set(pasos))

    def test_caso_50_requests(self):
        solicitud = self.solicitud()
        self.assertEqual(self.legibles(solicitud), {"solicitante", "titular", "administradora"})
        self.assertEqual(self.legibles(solicitud.envio_ids), {"solicitante", "titular", "administradora"})
        solicitud.action_enviar()
        operan = {"op_sepomex", "op_foranea", "op_local"}
        self.assertEqual(self.legibles(solicitud), {"solicitante", "titular", "administradora"} | operan)
        self.assertEqual(self.legibles(solicitud.envio_ids), {"solicitante", "titular", "administradora"} | operan)
        de_correo = self.enviada(tipo_sugerido="sepomex")
        self.assertEqual(self.legibles(de_correo), {"solicitante", "titular", "administradora", "op_sepomex"})

    def test_caso_50_pieces_by_kind_of_provider(self):
        pieza = self.por_sepomex()
        self.assertEqual(self.legibles(pieza), {"solicitante", "titular", "administradora", "op_sepomex"})
        evento = pieza.sudo().evento_ids[0]
        self.assertEqual(self.legibles(evento), {"solicitante", "titular", "administradora", "op_sepomex"})
        local = self.asignada()
        self.assertEqual(self.legibles(local), {"solicitante", "titular", "administradora", "op_local"})
        self.assertRechaza("", self.como(local, self.op_sepomex).action_cancelar, "x", error=AccessError)
        self.assertRechaza("", self.como(local, self.op_sepomex).write, {"anexos": "x"}, error=AccessError)
        # what waits may be handed to another kind; from then on it is theirs
        libre = self.aceptada()
        libre.write({"proveedor_id": self.foranea.id, "servicio_id": self.dia_siguiente.id})
        self.assertEqual(self.legibles(libre), {"solicitante", "titular", "administradora", "op_foranea"})
        self.assertRechaza("", libre.action_asignar, error=AccessError)

    def test_caso_50_the_messenger_and_the_route(self):
        relacion = self.en_ruta(2)
        self.mensajero.suplente_id = False  # who substitutes may have to take the route
        pieza = relacion.linea_ids.envio_id[0]
        base = {"solicitante", "titular", "administradora", "op_local"}
        self.assertEqual(self.legibles(pieza), base | {"repartidor"})
        self.assertEqual(self.legibles(relacion), {"administradora", "op_local", "repartidor"})
        self.assertEqual(self.legibles(pieza.sudo().evento_ids[0]), base | {"repartidor"})
        suya = self.como(pieza, self.repartidor)
        for accion in (
            lambda: suya.write({"anexos": "x"}),
            lambda: suya.action_registrar("entregado", receptor_nombre="x", caracter="destinatario"),
            lambda: suya.action_cancelar("x"),
            lambda: self.como(relacion, self.repartidor).action_cerrar(),
            lambda: self.como(relacion, self.repartidor).write({"notas": "x"}),
        ):
            self.assertRechaza("", accion, error=AccessError)
        otra = self.emitida(self.asignada(), mensajero_id=self.suplente.id)
        self.assertFalse(self.como(otra, self.repartidor).has_access("read"))
        self.assertRechaza("", self.como(otra, self.repartidor).registrar_carga, "x", error=AccessError)
        self.entregar(relacion.linea_ids.envio_id)
        relacion.action_cerrar()
        self.assertNotIn("repartidor", self.legibles(pieza), "the route is over")

    def test_caso_50_personal_data_of_who_receives(self):
        pieza = self.en_ruta().linea_ids.envio_id
        pieza.sudo()._registrar_evento(
            "entregado",
            origen="movil",
            latitud=19.4,
            longitud=-99.1,
            precision=8,
            receptor_nombre="Ana",
            caracter="autorizado",
            identificacion_numero="IDMEX1234",
        )
        evento = pieza.sudo().evento_ids.sorted("id")[-1]
        privados = ["datos", "latitud", "longitud", "precision", "geo_negada"]
        suyo = self.como(evento, self.op_local)
        self.assertEqual(suyo.read(privados)[0]["datos"]["identificacion_numero"], "IDMEX1234")
        for user in (self.solicitante, self.repartidor):
            propio = self.como(evento, user)
            self.assertEqual(propio.tipo, "entregado")
            for campo in privados:
                with self.subTest(user=user.login, campo=campo):
                    self.assertRechaza("", propio.read, [campo], error=AccessError)
                    self.assertRechaza("", propio.search, [(campo, "!=", False)], error=AccessError)

    def test_caso_52_companies_and_offices(self):
        otra_oficina = self._area("Oficialía Norte", "OPN", es_oficialia=True)
        op_norte = self._persona("op_norte", "local", "sepomex", "foranea", oficialias=otra_oficina)
        pieza, relacion = self.asignada(), self.en_ruta()
        registros = [
            pieza,
            pieza.solicitud_id,
            relacion,
            relacion.linea_ids,
            relacion.linea_ids.envio_id,
            pieza.sudo().evento_ids[0],
        ]
        for registro in registros:
            for user in (self.op_b, self.administrador_b, op_norte, self.solicitante_x):
                with self.subTest(registro._name, user=user.login):
                    self.assertFalse(self.como(registro, user).has_access("read"))
                    if self.como(registro.browse(), user).has_access("read"):
                        self.assertFalse(self.como(registro, user).search([("id", "in", registro.ids)]))
        ajena = self.como(self.Envio, self.op_b).create(self.pieza_vals(oficialia_id=self.oficialia_b.id))
        self.assertEqual(ajena.company_id, self.otra_company)
        self.assertRechaza(
            "", self.como(self.Relacion, self.op_local).create,
            {"tipo": "hoja_ruta", "mensajero_id": self.mensajero.id, "oficialia_id": self.oficialia.id,
             "linea_ids": [(0, 0, {"envio_id": ajena.id})]}, error=AccessError,
        )  # fmt: skip

    def test_strangers_and_readers_get_nowhere(self):
        """Each step, for who cannot read the record and for who only reads it."""
        solicitud, pieza, relacion = self.enviada(), self.asignada(), self.emitida(self.asignada())
        self.mensajero.suplente_id = False
        registros = {r._name: r for r in (solicitud, pieza, relacion)}
        antes = [r.sudo().read(["state", "bitacora_numero"]) for r in registros.values()]
        for modelo, pasos in PASOS.items():
            for user in (self.solicitante_x, self.op_b, self.repartidora, self.op_foranea, self.titular):
                suyo = self.como(registros[modelo], user)
                for paso, argumentos in pasos.items():
                    legible = suyo.has_access("read")
                    if legible and (paso in DE_LECTURA or modelo == "mensajeria.solicitud"):
                        continue  # an operator and the head of the unit have their part in the request
                    with self.subTest(modelo, paso=paso, user=user.login):
                        with mute_logger("odoo.addons.base.models.ir_rule"):
                            self.assertRechaza("", getattr(suyo, paso), *argumentos, error=AccessError)
        self.assertEqual([r.sudo().read(["state", "bitacora_numero"]) for r in registros.values()], antes)

    def test_wizards_point_only_to_what_their_user_reads(self):
        pieza, relacion = self.asignada(), self.emitida(self.asignada())
        for modelo, vals in {
            "mensajeria.despachar": {"envio_ids": pieza.ids},
            "mensajeria.hacer.relacion": {"envio_ids": pieza.ids},
            "mensajeria.registrar": {"envio_ids": pieza.ids, "tipo": "nota"},
            "mensajeria.reasignar": {"envio_ids": pieza.ids, "motivo": "x"},
            "mensajeria.salida": {"relacion_id": relacion.id},
            "mensajeria.cierre": {"relacion_id": relacion.id},
            "mensajeria.relevar": {"relacion_id": relacion.id, "motivo": "x", "mensajero_id": self.suplente.id},
        }.items():
            with self.subTest(modelo):
                self.assertRechaza("", self.como(self.env[modelo], self.op_foranea).create, vals, error=AccessError)
                self.assertTrue(self.como(self.env[modelo], self.op_local).create(vals))

    def test_nobody_writes_what_the_system_keeps(self):
        pieza, relacion = self.asignada(), self.relacion(self.asignada())
        admin = self.administradora
        for registro, campo, valor in (
            (pieza, "name", "ENV/1"),
            (pieza, "fecha_entrega", "2026-01-01"),
            (pieza, "relacion_id", relacion.id),
            (pieza, "state", "entregado"),
            (relacion, "hash", "x"),
            (relacion, "name", "x"),
            (relacion, "state", "cerrada"),
            (relacion.linea_ids, "resultado", "entregado"),
            (relacion.linea_ids, "abierta", False),
            (pieza.solicitud_id, "motivo", "x"),
            (pieza.solicitud_id, "state", "atendida"),
        ):
            with self.subTest(registro._name, campo=campo):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.como(registro, admin).write({campo: valor})
        nueva = self.como(self.Envio, self.op_local).create(
            self.pieza_vals(name="ENV/1", fecha_entrega="2026-01-01", mensajero_id=self.mensajero.id, res_id=5)
        )
        self.assertRecordValues(nueva, [{"fecha_entrega": False, "res_id": 0, "state": "por_asignar"}])
        self.assertNotEqual(nueva.name, "ENV/1")
        pedida = self.como(self.env["mensajeria.solicitud"], self.solicitante).create(
            {"solicitante_id": self.solicitante_x.id, "origen_id": 3, "oficialia_id": self.oficialia.id}
        )
        self.assertEqual((pedida.solicitante_id, pedida.origen_id), (self.solicitante, 0))
        self.assertRechaza(
            "", self.como(self.env["mensajeria.solicitud"], self.solicitante).create,
            {"area_id": self.administracion.id}, error=AccessError,
        )  # fmt: skip
        self.assertRechaza("at least one", pedida.action_enviar)
