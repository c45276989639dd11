from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..nucleo.tools.ciclo import Ciclo
from ..tools.catalogos import TIPOS_PROVEEDOR
from ..tools.envios import FINALES

#: what the requester fills in, until it is sent
CAMPOS_SOLICITUD = frozenset(
    "solicitante_id area_id oficialia_id company_id origen_model origen_id tipo_sugerido urgencia fecha_limite"
    " indicaciones".split()
)
CAMPOS_SISTEMA = frozenset(("name", "motivo", "fecha_envio", "fecha_aceptacion", "fecha_atencion"))


class MensajeriaSolicitud(models.Model):
    """A unit asks for the dispatch of one or more pieces."""

    _name = "mensajeria.solicitud"
    _description = "Dispatch Request"
    _inherit = [
        "nucleo.ciclo.mixin",
        "nucleo.folio.mixin",
        "nucleo.tarea.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name"]
    _check_company_auto = True
    _mail_post_access = "read"

    _ciclo = Ciclo(
        ("borrador", "enviada", "enviar"),
        ("enviada", "borrador", "retirar"),
        ("enviada", "aceptada", "aceptar"),
        ("enviada", "rechazada", "rechazar", True),
        ("rechazada", "borrador", "corregir", True),
        ("aceptada", "en_proceso", "despachar"),
        ("aceptada", "atendida", "atender"),
        ("en_proceso", "atendida", "atender"),
        ("atendida", "en_proceso", "reabrir", True),
        ("borrador", "cancelada", "cancelar", True),
        ("enviada", "cancelada", "cancelar", True),
        ("aceptada", "cancelada", "cancelar", True),
        ("en_proceso", "cancelada", "cancelar", True),
    )

    name = fields.Char("Request", readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    solicitante_id = fields.Many2one(
        "res.users",
        "Requested By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        default=lambda self: self.env.user.area_id,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain=lambda self: self._dominio_area(),
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
        help="Office that dispatches it: the only one, or the one to which the unit sent its last request.",
    )
    origen_model = fields.Char("Origin Model", readonly=True, copy=False)
    origen_id = fields.Many2oneReference("Origin", model_field="origen_model", readonly=True, copy=False)
    tipo_sugerido = fields.Selection(
        TIPOS_PROVEEDOR, "Suggested Courier", help="The office decides; empty when it makes no difference."
    )
    urgencia = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")], "Urgency", default="0", required=True
    )
    fecha_limite = fields.Date("Deadline", tracking=True)
    indicaciones = fields.Text("Instructions", help="What the office should know: care, hours, who to ask for.")
    envio_ids = fields.One2many("mensajeria.envio", "solicitud_id", "Pieces", copy=True)
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("enviada", "Sent"),
            ("aceptada", "Accepted"),
            ("en_proceso", "Under Way"),
            ("atendida", "Attended"),
            ("rechazada", "Rejected"),
            ("cancelada", "Cancelled"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    motivo = fields.Text("Reason", readonly=True, copy=False, help="Why it was rejected or cancelled.")
    fecha_envio = fields.Datetime("Sent On", readonly=True, copy=False)
    fecha_aceptacion = fields.Datetime("Accepted On", readonly=True, copy=False)
    fecha_atencion = fields.Datetime("Attended On", readonly=True, copy=False)
    destinatarios = fields.Char("Addressees", compute="_compute_destinatarios")
    piezas = fields.Integer("Number of Pieces", compute="_compute_piezas")
    piezas_finales = fields.Integer("Finished", compute="_compute_piezas")
    por_asignar = fields.Integer("To Assign", compute="_compute_piezas")
    avance = fields.Float("Progress", compute="_compute_piezas", aggregator=None)
    costo = fields.Monetary("Cost", compute="_compute_piezas")
    currency_id = fields.Many2one(related="company_id.currency_id")
    puede_operar = fields.Boolean(compute="_compute_puede_operar")
    puede_pedir = fields.Boolean(compute="_compute_puede_operar")

    # the tray of the office, its other lists and counters
    _estado_idx = models.Index("(company_id, state, oficialia_id, id)")
    # the requester's rule and lists
    _area_idx = models.Index("(area_id, state, id)")
    # those of a period, and the urgent ones
    _envio_idx = models.Index("(company_id, fecha_envio) WHERE fecha_envio IS NOT NULL")
    _urgente_idx = models.Index("(company_id, id) WHERE urgencia IN ('1', '2')")
    _origen_idx = models.Index("(origen_model, origen_id) WHERE origen_id IS NOT NULL")
    # attended in time, by period
    _atencion_idx = models.Index("(company_id, fecha_atencion) WHERE fecha_atencion IS NOT NULL")

    @api.model
    def _dominio_area(self):
        user = self.env.user
        return [("id", "in", (user.area_id | user.areas_a_cargo_ids).ids)]

    @api.depends("company_id", "area_id")
    def _compute_oficialia_id(self):
        propuestas = {}
        for solicitud in self:
            company, area = solicitud.company_id, solicitud.area_id
            if (company, area) not in propuestas:
                propuestas[company, area] = self._oficialia_habitual(company, area)
            if not solicitud.oficialia_id or solicitud.oficialia_id.company_id != company:
                solicitud.oficialia_id = propuestas[company, area]

    @api.model
    def _oficialia_habitual(self, company, area):
        """The only office of the company; of several, the one that got the last request of ``area``."""
        del_instituto = [("es_oficialia", "=", True), ("company_id", "=", company.id)]
        oficialias = self.env["hr.department"].search(del_instituto, limit=2)
        if len(oficialias) < 2 or not area:
            return oficialias if len(oficialias) == 1 else oficialias.browse()
        anteriores = [("area_id", "=", area.id), ("company_id", "=", company.id), ("oficialia_id", "!=", False)]
        return self.search(anteriores, order="id desc", limit=1).oficialia_id

    @api.depends("envio_ids.dest_nombre")
    def _compute_destinatarios(self):
        """The first three, and how many more: lists tell one request from another by them."""
        nombres = dict(
            self.env["mensajeria.envio"]._read_group(
                [("solicitud_id", "in", self.ids), ("dest_nombre", "!=", False)],
                ["solicitud_id"],
                ["dest_nombre:array_agg"],
            )
        )
        for solicitud in self:
            propios = nombres.get(solicitud._origin) or solicitud.envio_ids.filtered("dest_nombre").mapped(
                "dest_nombre"
            )
            resto = f" +{len(propios) - 3}" if len(propios) > 3 else ""
            solicitud.destinatarios = ", ".join(propios[:3]) + resto

    @api.depends("envio_ids.state")
    def _compute_piezas(self):
        grupos = self.env["mensajeria.envio"]._read_group(
            [("solicitud_id", "in", self.ids)], ["solicitud_id", "state"], ["__count", "costo:sum"]
        )
        cuentas, costos = {}, {}
        for solicitud, estado, cuenta, costo in grupos:
            cuentas.setdefault(solicitud.id, {})[estado] = cuenta
            costos[solicitud.id] = costos.get(solicitud.id, 0.0) + (costo or 0.0)
        for solicitud in self:
            propias = cuentas.get(solicitud._origin.id) or {"solicitado": len(solicitud.envio_ids)}
            solicitud.piezas = sum(propias.values())
            solicitud.piezas_finales = sum(cuenta for estado, cuenta in propias.items() if estado in FINALES)
            solicitud.por_asignar = propias.get("por_asignar", 0)
            solicitud.avance = 100.0 * solicitud.piezas_finales / solicitud.piezas if solicitud.piezas else 0.0
            solicitud.costo = costos.get(solicitud._origin.id, 0.0)

    @api.depends_context("uid")
    @api.depends("tipo_sugerido", "oficialia_id", "area_id")
    def _compute_puede_operar(self):
        for solicitud in self:
            solicitud.puede_operar = solicitud._puede_operar()
            solicitud.puede_pedir = solicitud._puede_pedir()

    @api.depends("name", "area_id")
    def _compute_display_name(self):
        for solicitud in self:
            sin_folio = not solicitud.name or solicitud.name == "/"
            solicitud.display_name = self.env._("New request") if sin_folio else solicitud.name

    @api.constrains("fecha_limite")
    def _check_fecha_limite(self):
        for solicitud in self:
            if solicitud.fecha_limite and solicitud.fecha_limite.year > fields.Date.today().year + 5:
                raise ValidationError(self.env._("Check the year of the deadline: %s.", solicitud.fecha_limite))

    @api.model
    def _patron_de_folio(self, tipo):
        return "SOL-{siglas}/{anio}/{numero:05d}"

    @api.model
    def _tipos_de_folio(self):
        return [("solicitud", self.env["ir.model"]._get(self._name).name)]

    @api.model_create_multi
    def create(self, vals_list):
        sistema = dict.fromkeys(CAMPOS_SISTEMA - {"name"}, False)  # explicit: beats default_* in the context
        nuevos = [{**vals, **sistema, "name": "/"} for vals in vals_list]
        if not self.env.su:
            propio = {"solicitante_id": self.env.uid, "origen_model": False, "origen_id": False}
            nuevos = [{**vals, **propio} for vals in nuevos]
        return super().create(nuevos)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & (CAMPOS_SISTEMA | {"origen_model", "origen_id", "solicitante_id"}):
                raise UserError(self.env._("These data are kept by the system."))
            if vals.keys() & (CAMPOS_SOLICITUD | {"envio_ids"}) and any(s.state != "borrador" for s in self.sudo()):
                raise UserError(self.env._("The request was already sent: take it back to change it."))
        res = super().write(vals)
        if vals.keys() & {"area_id", "company_id"}:
            self.check_access("write")  # nor does it go to the drafts of others
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_enviada(self):
        if any(solicitud.state != "borrador" for solicitud in self):
            raise UserError(self.env._("A request that was sent is cancelled with a reason, never deleted."))
