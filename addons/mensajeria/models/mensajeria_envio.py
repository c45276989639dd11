from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..nucleo.tools.ciclo import Ciclo
from ..tools.catalogos import CARACTERES, TIPOS_PROVEEDOR
from ..tools.envios import EN_OFICINA, ESTADOS_ENVIO, FUERA
from .mensajeria_destino_mixin import CAMPOS_DESTINATARIO

#: what is written on its papers, and how long it may be
TEXTOS = (
    "dest_nombre dest_cargo dest_institucion dest_calle dest_numero dest_colonia dest_municipio dest_estado"
    " dest_referencias dest_telefono documento anexos"
).split()
LARGO_MAX = 1000
#: what describes the piece, as long as it is in the house
CAMPOS_PIEZA = frozenset(
    [*CAMPOS_DESTINATARIO, *"solicitud_id area_id documento res_model res_id peso anexos copias company_id".split()]
)
#: what the office chooses before assigning
CAMPOS_ASIGNACION = frozenset("proveedor_id servicio_id zona_id mensajero_id costo fecha_limite oficialia_id".split())
#: what nobody writes
CAMPOS_SISTEMA = frozenset(
    "name relacion_id fecha_aceptacion fecha_deposito fecha_entrega fecha_compromiso resguardo_hasta intentos"
    " receptor_nombre receptor_caracter evento_ids intento_ids linea_ids etiquetas formatos_acuse".split()
)


class MensajeriaEnvio(models.Model):
    """One piece that is sent, with a copy of its address as it was then, and everything that happened to it."""

    _name = "mensajeria.envio"
    _description = "Piece"
    _inherit = [
        "mensajeria.masa.mixin",
        "nucleo.ciclo.mixin",
        "nucleo.tarea.mixin",
        "mensajeria.destino.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "dest_nombre", "documento"]
    _check_company_auto = True
    _mail_post_access = "read"

    # the timeline tells the changes of state, with more detail than the chatter: state is not tracked
    _ciclo = Ciclo(
        ("solicitado", "por_asignar", "aceptar"),
        ("solicitado", "cancelado", "cancelar", True),
        ("por_asignar", "asignado", "asignar"),
        ("por_asignar", "cancelado", "cancelar", True),
        ("asignado", "en_relacion", "relacionar"),
        ("asignado", "en_transito", "depositar"),
        ("asignado", "en_reparto", "repartir"),
        ("asignado", "por_asignar", "desasignar", True),
        ("asignado", "cancelado", "cancelar", True),
        ("en_relacion", "en_transito", "depositar"),
        ("en_relacion", "en_reparto", "repartir"),
        ("en_relacion", "por_asignar", "no_cargar", True),
        ("en_relacion", "asignado", "retirar", True),
        ("en_transito", "en_reparto", "repartir"),
        ("en_reparto", "en_transito", "transitar"),
        *((estado, "intento_fallido", "fallar") for estado in ("en_transito", "en_reparto")),
        *((estado, "en_resguardo", "resguardar") for estado in ("en_transito", "en_reparto", "intento_fallido")),
        ("intento_fallido", "en_reparto", "repartir"),
        ("intento_fallido", "en_transito", "transitar"),
        ("intento_fallido", "en_relacion", "relacionar"),
        ("en_resguardo", "en_reparto", "repartir"),
        ("en_resguardo", "en_transito", "transitar"),
        ("en_resguardo", "en_relacion", "relacionar"),
        *((estado, "entregado", "entregar") for estado in FUERA),
        *((estado, "en_devolucion", "devolver") for estado in FUERA),
        *((estado, "devuelto", "recibir_devolucion") for estado in (*FUERA, "en_devolucion")),
        *((estado, "extraviado", "extraviar", True) for estado in (*FUERA, "en_devolucion")),
        *((final, estado, "corregir", True) for final in ("entregado", "devuelto", "extraviado") for estado in FUERA),
        *((final, "en_devolucion", "corregir", True) for final in ("devuelto", "extraviado")),
        *(("en_devolucion", estado, "corregir", True) for estado in FUERA),
    )

    name = fields.Char("Piece", required=True, copy=False, readonly=True, default="/", index="trigram")
    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    solicitud_id = fields.Many2one(
        "mensajeria.solicitud", "Request", index="btree_not_null", ondelete="cascade", copy=False, check_company=True
    )
    area_id = fields.Many2one(
        "hr.department",
        "Sender",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        check_company=True,
        help="Unit that sends it, and sees how far it is.",
    )
    oficialia_id = fields.Many2one(
        "hr.department",
        "Dispatched By",
        compute="_compute_oficialia_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        check_company=True,
        domain="[('es_oficialia', '=', True)]",
        help="Office that dispatches it; any of them when empty.",
    )
    documento = fields.Char("Document", index="trigram", help="What is sent: the number of an official letter, a file.")
    res_model = fields.Char("Document Model", readonly=True, copy=False)
    res_id = fields.Many2oneReference("Carried Document", model_field="res_model", readonly=True, copy=False)
    urgencia = fields.Selection(related="solicitud_id.urgencia", string="Urgency")
    state = fields.Selection(ESTADOS_ENVIO, "Status", default="solicitado", required=True, readonly=True, copy=False)
    por_aceptar = fields.Boolean(
        "To Accept", compute="_compute_por_aceptar", store=True, help="Its request was sent: the office sees it."
    )

    # The piece
    peso = fields.Integer("Weight (g)", aggregator="sum")
    anexos = fields.Char("Annexes")
    copias = fields.Integer("Copies", default=1, aggregator=None)

    # How it goes
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", index="btree_not_null", ondelete="restrict", check_company=True
    )
    proveedor_tipo = fields.Selection(
        TIPOS_PROVEEDOR, "Kind of Provider", compute="_compute_proveedor_tipo", store=True, precompute=True
    )
    servicio_id = fields.Many2one(
        "mensajeria.servicio",
        "Service",
        compute="_compute_servicio_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        check_company=True,
        domain="[('proveedor_id', '=?', proveedor_id)]",
    )
    zona_id = fields.Many2one(
        "mensajeria.zona",
        "Zone",
        compute="_compute_zona_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="set null",
        check_company=True,
        help="By its address; another may be chosen.",
    )
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero",
        "Messenger",
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    costo = fields.Monetary("Cost", compute="_compute_costo", store=True, readonly=False, precompute=True, copy=False)
    linea_ids = fields.One2many("mensajeria.relacion.linea", "envio_id", "Lists", readonly=True, copy=False)
    relacion_id = fields.Many2one(
        "mensajeria.relacion",
        "Piece List",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The open one on which it stands.",
    )
    orden = fields.Integer("Stop No.", readonly=True, copy=False, aggregator=None)

    # When
    fecha_limite = fields.Date("Deadline", copy=False)
    fecha_aceptacion = fields.Datetime("Accepted On", readonly=True, copy=False)
    fecha_deposito = fields.Datetime("Left On", readonly=True, copy=False)
    fecha_compromiso = fields.Date(
        "Promised For", readonly=True, copy=False, help="Working days of the service, counted from when it left."
    )
    fecha_entrega = fields.Datetime("Delivered On", readonly=True, copy=False)
    resguardo_hasta = fields.Date("On Hold Until", readonly=True, copy=False)

    # What happened
    intento_ids = fields.One2many("mensajeria.intento", "envio_id", "Attempts", readonly=True, copy=False)
    intentos = fields.Integer("Failed Attempts", readonly=True, copy=False, aggregator=None)
    evento_ids = fields.One2many("mensajeria.evento", "envio_id", "Timeline", readonly=True, copy=False)
    receptor_nombre = fields.Char("Received By", readonly=True, copy=False)
    receptor_caracter = fields.Selection(CARACTERES, "In the Capacity of", readonly=True, copy=False)
    puede_operar = fields.Boolean(compute="_compute_puede_operar")

    # trays of the office: what waits there, by zone and provider
    _bandeja_idx = models.Index(
        "(company_id, state, proveedor_tipo, zona_id) WHERE state IN ('por_asignar', 'asignado', 'en_relacion')"
    )
    # those of a postal code, or of the first digits of one
    _cp_idx = models.Index("(dest_cp text_pattern_ops) WHERE dest_cp IS NOT NULL")
    # every other list and counter: by state, of a kind, newest first
    _estado_idx = models.Index("(company_id, state, proveedor_tipo, id)")
    _tipo_idx = models.Index("(proveedor_tipo, company_id, id)")
    # the newest of a unit, a zone, a service, a messenger, however few they have; and those without zone
    _de_area_idx = models.Index("(area_id, id) WHERE area_id IS NOT NULL")
    _zona_idx = models.Index("(zona_id, id)")
    _servicio_idx = models.Index("(servicio_id, id) WHERE servicio_id IS NOT NULL")
    _mensajero_idx = models.Index("(mensajero_id, id) WHERE mensajero_id IS NOT NULL")
    # the requester's rule, and their lists
    _area_idx = models.Index("(area_id, state, id) WHERE area_id IS NOT NULL")
    # what the document that is carried shows
    _origen_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    # late ones, and those whose hold expires
    _compromiso_idx = models.Index(
        "(company_id, fecha_compromiso) WHERE state IN ('en_transito', 'en_reparto', 'intento_fallido', 'en_resguardo')"
    )
    _resguardo_idx = models.Index("(resguardo_hasta) WHERE state = 'en_resguardo'")
    # deliveries of a period
    _entrega_idx = models.Index("(company_id, fecha_entrega) WHERE fecha_entrega IS NOT NULL")
    _deposito_idx = models.Index("(company_id, fecha_deposito) WHERE fecha_deposito IS NOT NULL")
    _cantidades = models.Constraint(
        "CHECK (peso >= 0 AND copias >= 0 AND costo >= 0)", "Weights, copies and costs are 0 or more."
    )

    @api.depends("solicitud_id.area_id")
    def _compute_area_id(self):
        for envio in self:
            envio.area_id = envio.solicitud_id.area_id or envio.area_id

    @api.depends("solicitud_id.oficialia_id")
    def _compute_oficialia_id(self):
        for envio in self:
            envio.oficialia_id = envio.solicitud_id.oficialia_id or envio.oficialia_id

    @api.depends("state", "solicitud_id.state")
    def _compute_por_aceptar(self):
        """Kept in the piece, so that the operators' rule does not read every request."""
        for envio in self:
            envio.por_aceptar = envio.state == "solicitado" and envio.solicitud_id.state == "enviada"

    @api.depends("proveedor_id")
    def _compute_proveedor_tipo(self):
        for envio in self:
            envio.proveedor_tipo = envio.proveedor_id.tipo

    @api.depends("proveedor_id")
    def _compute_servicio_id(self):
        for envio in self:
            if envio.proveedor_id and envio.servicio_id.proveedor_id != envio.proveedor_id:
                envio.servicio_id = False

    @api.depends("dest_cp", "dest_colonia", "dest_municipio", "dest_estado", "company_id")
    def _compute_zona_id(self):
        for company, envios in self.filtered(lambda e: e.state in (False, *EN_OFICINA)).grouped("company_id").items():
            zonas = self.env["mensajeria.zona"]._zonas_de([envio._direccion() for envio in envios], company)
            for envio, zona in zip(envios, zonas, strict=True):
                envio.zona_id = zona

    @api.depends("servicio_id", "peso", "zona_id")
    def _compute_costo(self):
        for envio in self:
            servicio = envio.servicio_id.with_company(envio.company_id)
            envio.costo = (servicio and servicio._precio(envio.peso, envio.zona_id)) or 0

    @api.depends_context("uid")
    @api.depends("proveedor_tipo", "oficialia_id")
    def _compute_puede_operar(self):
        for envio in self:
            envio.puede_operar = envio._puede_operar()

    @api.depends("name", "dest_nombre")
    def _compute_display_name(self):
        for envio in self:
            envio.display_name = " · ".join(filter(None, (envio.name, envio.dest_nombre)))

    @api.constrains(*TEXTOS)
    def _check_textos(self):
        for envio in self:
            for campo in TEXTOS:
                if len(envio[campo] or "") > LARGO_MAX:
                    nombre = self._fields[campo]._description_string(self.env)
                    raise ValidationError(
                        self.env._("«%(field)s» is too long: %(max)s letters at most.", field=nombre, max=LARGO_MAX)
                    )

    @api.model_create_multi
    def create(self, vals_list):
        """Pieces without a request are the office's own: they are accepted from the beginning."""
        nuevos = [self._preparar_alta(vals) for vals in vals_list]
        self._numerar([vals for vals in nuevos if not vals.get("name")])
        envios = super(MensajeriaEnvio, self.with_context(mail_create_nolog=True)).create(nuevos)
        envios = envios.with_env(self.env)
        if not self.env.su and (ajenas := envios.solicitud_id.filtered(lambda s: s.state != "borrador")):
            raise UserError(self.env._("%s was already sent: ask for the piece in another request.", ajenas[0].name))
        envios.filtered(lambda e: not e.solicitud_id).sudo()._recibir_directos()
        return envios

    def _preparar_alta(self, vals):
        """``vals`` with nothing that only the steps write; explicit, so that it beats default_* in the context."""
        limpios = {**vals, **dict.fromkeys(CAMPOS_SISTEMA - {"name", "evento_ids", "intento_ids", "linea_ids"}, False)}
        if not self.env.su:
            limpios |= {"name": False, "guia_id": False, "res_model": False, "res_id": False, "mensajero_id": False}
            limpios.pop("costo", None)
        return limpios

    def _numerar(self, vals_list):
        """Give each its reference: all the numbers in one query."""
        if not vals_list:
            return
        secuencia = self.env.ref("mensajeria.sequence_envio").sudo()
        numeros = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"ir_sequence_{secuencia.id:03d}", len(vals_list))
        )
        for vals, (numero,) in zip(vals_list, numeros, strict=True):
            vals["name"] = secuencia.get_next_char(numero)

    def write(self, vals):
        self._exigir_escribible(vals)
        return super().write(vals)

    def _exigir_escribible(self, vals):
        """Refuse what the state of these pieces freezes, and what only the steps write."""
        if not self.env.su:
            self.browse().check_access("write")
            self.check_access("read")  # before a refusal, which names them
            if vals.keys() & (CAMPOS_SISTEMA | {"guia_id", "orden"}):
                raise UserError(self.env._("These data are kept by the system."))
            self._exigir_en_su_solicitud(vals)
            if vals.keys() & CAMPOS_ASIGNACION and (
                fijas := self.sudo().filtered(lambda e: e.state not in ("solicitado", "por_asignar"))
            ):
                raise UserError(self.env._("%s is already assigned: reassign it.", fijas[0].name))
        if vals.keys() & CAMPOS_PIEZA and (fuera := self.sudo().filtered(lambda e: e.state not in EN_OFICINA)):
            raise UserError(
                self.env._(
                    "%s already left, or stands on a list that was issued: its address stays as it was.", fuera[0].name
                )
            )

    def _exigir_en_su_solicitud(self, vals):
        """Refuse to slip a piece into the request of others, and the requester's own prices."""
        if "solicitud_id" in vals:
            raise UserError(self.env._("A piece stays in its request: ask for it anew in the other one."))
        pedidas = self.sudo().filtered("solicitud_id")
        if "area_id" in vals and pedidas:
            raise UserError(self.env._("The sender of %s is that of its request.", pedidas[0].name))
        if vals.keys() & {"costo", "mensajero_id"} and any(envio.state == "solicitado" for envio in self.sudo()):
            raise UserError(self.env._("These data are kept by the system."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_aceptado(self):
        if any(envio.state != "solicitado" for envio in self):
            raise UserError(self.env._("A piece that was accepted is cancelled with a reason, never deleted."))
