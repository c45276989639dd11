from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..nucleo.tools.ciclo import Ciclo
from ..tools.relaciones import TIPOS, TIPOS_RELACION

#: what the draft says and the issued list does not change any more
CAMPOS_BORRADOR = frozenset("tipo company_id oficialia_id proveedor_id fecha linea_ids".split())
#: what only the steps write
CAMPOS_SISTEMA = frozenset(
    "name contenido hash impresiones fecha_emision emite_user_id fecha_salida fecha_cierre".split()
)


class MensajeriaRelacion(models.Model):
    """Pieces that leave together: the route of a messenger, a deposit at the post, a collection by a carrier.

    Issued, it is frozen: its content is kept as one text with its SHA-256, from which it is printed, and PostgreSQL
    itself refuses to change either.
    """

    _name = "mensajeria.relacion"
    _description = "Dispatch List"
    _inherit = [
        "nucleo.ciclo.mixin",
        "nucleo.folio.mixin",
        "nucleo.tarea.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "fecha desc, id desc"
    _rec_names_search = ["name"]
    _check_company_auto = True
    _mail_post_access = "read"

    _ciclo = Ciclo(
        ("borrador", "emitida", "emitir"),
        ("emitida", "en_ruta", "salir"),
        ("emitida", "depositada", "depositar"),
        ("en_ruta", "cerrada", "cerrar"),
        ("depositada", "cerrada", "cerrar"),
        ("borrador", "cancelada", "cancelar", True),
        ("emitida", "cancelada", "cancelar", True),
    )

    name = fields.Char("Piece List", readonly=True, copy=False, default="/", index="trigram")
    tipo = fields.Selection(TIPOS_RELACION, "Kind", required=True, default="hoja_ruta", tracking=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    oficialia_id = fields.Many2one(
        "hr.department",
        "Dispatched By",
        required=True,
        default=lambda self: self._default_oficialia_id(),
        ondelete="restrict",
        check_company=True,
        help="Office that issues it and answers for it. Its folio begins with its acronym.",
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor",
        "Provider",
        compute="_compute_proveedor_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero",
        "Messenger",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        copy=False,
    )
    fecha = fields.Date("Date", required=True, default=lambda self: self.env.company._hoy(), tracking=True, copy=False)
    linea_ids = fields.One2many("mensajeria.relacion.linea", "relacion_id", "Pieces", copy=False)
    notas = fields.Text("Notes")
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("emitida", "Issued"),
            ("en_ruta", "On Its Way"),
            ("depositada", "Handed Over"),
            ("cerrada", "Closed"),
            ("cancelada", "Cancelled"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    contenido = fields.Text("Content as Issued", readonly=True, copy=False)
    hash = fields.Char("SHA-256", size=64, readonly=True, copy=False)
    impresiones = fields.Integer("Times Printed", readonly=True, copy=False, aggregator=None)
    reimpresiones = fields.Integer("Reprints", compute="_compute_reimpresiones")
    fecha_emision = fields.Datetime("Issued On", readonly=True, copy=False)
    emite_user_id = fields.Many2one("res.users", "Issued By", readonly=True, copy=False, ondelete="restrict")
    fecha_salida = fields.Datetime("Left On", readonly=True, copy=False)
    fecha_cierre = fields.Datetime("Closed On", readonly=True, copy=False)
    evidencia_ids = fields.Many2many(
        "ir.attachment",
        "mensajeria_relacion_evidencia_rel",
        "relacion_id",
        "attachment_id",
        "Stamped Copy",
        copy=False,
        help="The list with the stamp of the provider, scanned or photographed.",
    )
    piezas = fields.Integer("Number of Pieces", compute="_compute_piezas")
    pendientes = fields.Integer("Without Result", compute="_compute_piezas")
    avance = fields.Float("Progress", compute="_compute_piezas", aggregator=None)
    aviso = fields.Char("Warning", compute="_compute_aviso")
    puede_operar = fields.Boolean(compute="_compute_puede_operar")

    # open lists of the office, and all of them by state
    _estado_idx = models.Index("(company_id, state, tipo, fecha DESC)")
    _oficialia_idx = models.Index("(oficialia_id, state, fecha DESC)")
    # the messenger's rule: routes in their hands
    _ruta_idx = models.Index("(mensajero_id, state) WHERE mensajero_id IS NOT NULL")
    _fecha_idx = models.Index("(company_id, fecha DESC, id DESC)")

    def init(self):
        """What was issued is frozen for every database role: it can be neither changed nor deleted."""
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION mensajeria_relacion_congelada() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR (NEW.contenido, NEW.hash, NEW.name, NEW.tipo, NEW.fecha_emision)
                    IS DISTINCT FROM (OLD.contenido, OLD.hash, OLD.name, OLD.tipo, OLD.fecha_emision)
                THEN
                    RAISE EXCEPTION 'mensajeria_relacion % is issued: % refused', OLD.name, TG_OP
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
            END $$;
            DROP TRIGGER IF EXISTS mensajeria_relacion_fila ON mensajeria_relacion;
            CREATE TRIGGER mensajeria_relacion_fila BEFORE UPDATE OR DELETE ON mensajeria_relacion
                FOR EACH ROW WHEN (OLD.hash IS NOT NULL) EXECUTE FUNCTION mensajeria_relacion_congelada();
        """)

    @api.model
    def _default_oficialia_id(self):
        oficialias = self.env.user.sudo().oficialia_ids.filtered(lambda o: o.company_id == self.env.company)
        return oficialias[:1]

    @api.depends("tipo", "company_id")
    def _compute_proveedor_id(self):
        """The only provider of the kind, where there is but one."""
        unicos = {}
        for relacion in self:
            tipo = TIPOS[relacion.tipo].proveedor_tipo
            clave = (relacion.company_id, tipo)
            if not tipo or (relacion.proveedor_id and relacion.proveedor_id.tipo != tipo):
                relacion.proveedor_id = False
            if tipo and not relacion.proveedor_id:
                if clave not in unicos:
                    unicos[clave] = self.env["mensajeria.proveedor"].search(
                        [("tipo", "=", tipo), ("company_id", "in", [relacion.company_id.id, False])], limit=2
                    )
                relacion.proveedor_id = unicos[clave] if len(unicos[clave]) == 1 else False

    @api.depends("impresiones")
    def _compute_reimpresiones(self):
        for relacion in self:
            relacion.reimpresiones = max(relacion.impresiones - 1, 0)

    @api.depends("linea_ids.resultado")
    def _compute_piezas(self):
        cuentas = {}
        for relacion, resultado, cuenta in self.env["mensajeria.relacion.linea"]._read_group(
            [("relacion_id", "in", self.ids)], ["relacion_id", "resultado"], ["__count"]
        ):
            total, pendientes = cuentas.get(relacion.id, (0, 0))
            cuentas[relacion.id] = (total + cuenta, pendientes + (0 if resultado else cuenta))
        for relacion in self:
            total, pendientes = cuentas.get(relacion._origin.id, (len(relacion.linea_ids),) * 2)
            relacion.piezas, relacion.pendientes = total, pendientes
            relacion.avance = 100.0 * (total - pendientes) / total if total else 0.0

    @api.depends("mensajero_id", "fecha", "state", "linea_ids")
    def _compute_aviso(self):
        for relacion in self:
            relacion.aviso = relacion.state == "borrador" and relacion._reparo_al_mensajero()

    def _reparo_al_mensajero(self):
        """What speaks against the messenger of this route on its date, in words; False when nothing does."""
        self.ensure_one()
        mensajero, fecha = self.mensajero_id.sudo(), self.fecha
        if self.tipo != "hoja_ruta" or not mensajero or not fecha:
            return False
        if not mensajero._disponible(fecha):
            efectivo = mensajero._efectivo(fecha)
            dia = format_date(self.env, fecha)
            if efectivo:
                return self.env._(
                    "%(messenger)s does not work on %(date)s: give the route to %(substitute)s.",
                    messenger=mensajero.name,
                    date=dia,
                    substitute=efectivo.name,
                )
            return self.env._("%(messenger)s does not work on %(date)s.", messenger=mensajero.name, date=dia)
        ese_dia = self._piezas_del_dia(mensajero, fecha)
        if mensajero.capacidad_diaria and ese_dia > mensajero.capacidad_diaria:
            return self.env._(
                "%(pieces)s pieces that day, and %(messenger)s carries %(capacity)s.",
                pieces=ese_dia,
                messenger=mensajero.name,
                capacity=mensajero.capacidad_diaria,
            )
        return False

    def _piezas_del_dia(self, mensajero, fecha):
        """Pieces that ``mensajero`` would carry on ``fecha``: those of this list, and of the other ones."""
        otras = self.env["mensajeria.relacion.linea"].sudo().search_count(
            [
                ("relacion_id.mensajero_id", "=", mensajero.id),
                ("relacion_id.fecha", "=", fecha),
                ("relacion_id.state", "!=", "cancelada"),
                ("relacion_id", "!=", self._origin.id),
            ]
        )  # fmt: skip
        return otras + len(self.linea_ids)

    @api.depends_context("uid")
    @api.depends("tipo", "proveedor_id", "oficialia_id")
    def _compute_puede_operar(self):
        for relacion in self:
            relacion.puede_operar = relacion._puede_operar()

    @api.depends("name", "tipo")
    def _compute_display_name(self):
        etiquetas = dict(self._fields["tipo"]._description_selection(self.env))
        for relacion in self:
            sin_folio = not relacion.name or relacion.name == "/"
            relacion.display_name = (
                self.env._("%s (draft)", etiquetas.get(relacion.tipo)) if sin_folio else relacion.name
            )

    @api.model
    def _patron_de_folio(self, tipo):
        return f"{TIPOS[tipo].prefijo}-{{siglas}}/{{anio}}/{{numero:05d}}"

    @api.model
    def _tipos_de_folio(self):
        return self._fields["tipo"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        sistema = dict.fromkeys(CAMPOS_SISTEMA - {"name"}, False)  # explicit: beats default_* in the context
        relaciones = super().create([{**vals, **sistema, "name": "/"} for vals in vals_list])
        if not self.env.su:
            for relacion in relaciones:
                relacion._exigir_operador()
        return relaciones

    def write(self, vals):
        self.check_access("write")  # before a refusal, which names them
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if vals.keys() & CAMPOS_BORRADOR and (fija := self.sudo().filtered(lambda r: r.state != "borrador")):
            raise UserError(self.env._("%s was issued: it does not change any more.", fija[0].name))
        if "evidencia_ids" in vals and (cerrada := self.sudo().filtered(lambda r: r.state in ("cerrada", "cancelada"))):
            raise UserError(
                self.env._("%s is closed: its stamped copy does not change any more.", cerrada[0].display_name)
            )
        if not self.env.su and "mensajero_id" in vals and any(r.state != "borrador" for r in self.sudo()):
            raise UserError(self.env._("Use «Relieve» to give an issued route to another messenger."))
        res = super().write(vals)
        if not self.env.su and vals.keys() & {"oficialia_id", "tipo", "company_id"}:
            self._exigir_operador()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_emitida(self):
        if any(relacion.state != "borrador" for relacion in self):
            raise UserError(self.env._("A list that was issued is cancelled with a reason, never deleted."))
