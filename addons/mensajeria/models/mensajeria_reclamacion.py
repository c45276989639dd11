from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..nucleo.tools.ciclo import Ciclo

#: what the oficio that was sent says, and does not change any more
CAMPOS_BORRADOR = frozenset(
    "tipo company_id oficialia_id proveedor_id envio_ids destinatario cargo hechos peticion monto plazo_dias".split()
)
#: what only the steps write
CAMPOS_SISTEMA = frozenset("name fecha_emision emite_user_id fecha_limite oficio_id fecha_resolucion".split())

#: what the provider answered, and does not change once it is on record
CAMPOS_RESOLUCION = frozenset("folio_proveedor resolucion monto_recuperado respuesta_ids".split())


class MensajeriaReclamacion(models.Model):
    """A claim to a carrier: an oficio with its folio and term, and what it answered."""

    _name = "mensajeria.reclamacion"
    _description = "Claim to a Carrier"
    _inherit = [
        "nucleo.ciclo.mixin",
        "nucleo.folio.mixin",
        "nucleo.tarea.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "folio_proveedor"]
    _check_company_auto = True
    _mail_post_access = "read"

    _ciclo = Ciclo(
        ("borrador", "emitida", "emitir"),
        ("emitida", "procedente", "resolver"),
        ("emitida", "improcedente", "negar"),
        ("borrador", "cancelada", "cancelar", True),
        ("emitida", "cancelada", "cancelar", True),
    )

    name = fields.Char("Claim", readonly=True, copy=False, default="/", index="trigram")
    tipo = fields.Selection(
        [
            ("acuse", "Acuse Not Returned"),
            ("extravio", "Lost Piece"),
            ("dano", "Damaged Piece"),
            ("demora", "Late Delivery"),
            ("cobro", "Wrong Charge"),
        ],
        "About",
        required=True,
        default="acuse",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("emitida", "Sent"),
            ("procedente", "Granted"),
            ("improcedente", "Denied"),
            ("cancelada", "Cancelled"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    oficialia_id = fields.Many2one(
        "hr.department",
        "Issued By",
        required=True,
        default=lambda self: self.env["mensajeria.relacion"]._default_oficialia_id(),
        ondelete="restrict",
        check_company=True,
        domain="[('es_oficialia', '=', True)]",
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor",
        "Provider",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    proveedor_tipo = fields.Selection(
        related="proveedor_id.tipo", store=True, precompute=True, string="Kind of Provider"
    )
    envio_ids = fields.Many2many(
        "mensajeria.envio",
        "mensajeria_reclamacion_envio_rel",
        "reclamacion_id",
        "envio_id",
        "Pieces",
        check_company=True,
        copy=False,
        domain="[('proveedor_id', '=', proveedor_id)]",
    )
    destinatario = fields.Char("Addressed To", help="Person of the provider; empty: «To whom it may concern».")
    cargo = fields.Char("Position")
    hechos = fields.Text("Facts")
    peticion = fields.Text("What Is Asked")
    currency_id = fields.Many2one(related="company_id.currency_id")
    monto = fields.Monetary("Amount Claimed", tracking=True)
    plazo_dias = fields.Integer("Term (Working Days)", default=10, required=True, aggregator=None)
    fecha_emision = fields.Datetime("Sent On", readonly=True, copy=False)
    emite_user_id = fields.Many2one("res.users", "Sent By", readonly=True, copy=False, ondelete="restrict")
    fecha_limite = fields.Date("Answer Due", readonly=True, copy=False)
    vencida = fields.Boolean("Overdue", compute="_compute_vencida", search="_search_vencida")
    oficio_id = fields.Many2one("ir.attachment", "Oficio", readonly=True, copy=False, ondelete="restrict")

    folio_proveedor = fields.Char("Provider's Reference", tracking=True, copy=False)
    resolucion = fields.Text("Resolution", copy=False)
    monto_recuperado = fields.Monetary("Amount Recovered", tracking=True, copy=False)
    fecha_resolucion = fields.Date("Resolved On", readonly=True, copy=False)
    respuesta_ids = fields.Many2many(
        "ir.attachment", "mensajeria_reclamacion_respuesta_rel", "reclamacion_id", "attachment_id", "Answer", copy=False
    )
    puede_operar = fields.Boolean(compute="_compute_puede_operar")

    _estado_idx = models.Index("(company_id, state, proveedor_tipo, id)")
    _limite_idx = models.Index("(company_id, fecha_limite) WHERE state = 'emitida'")
    _montos = models.Constraint(
        "CHECK (coalesce(monto, 0) >= 0 AND coalesce(monto_recuperado, 0) >= 0)", "Amounts are 0 or more."
    )
    _plazo = models.Constraint("CHECK (plazo_dias BETWEEN 1 AND 365)", "The term goes from 1 to 365 working days.")

    @api.depends("fecha_limite", "state")
    def _compute_vencida(self):
        hoy = self.env.company._hoy()
        for reclamacion in self:
            reclamacion.vencida = (
                reclamacion.state == "emitida" and bool(reclamacion.fecha_limite) and reclamacion.fecha_limite < hoy
            )

    def _search_vencida(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "emitida"), ("fecha_limite", "<", self.env.company._hoy())]

    @api.depends_context("uid")
    @api.depends("proveedor_id", "oficialia_id")
    def _compute_puede_operar(self):
        for reclamacion in self:
            reclamacion.puede_operar = reclamacion._puede_operar()

    @api.depends("name", "tipo")
    def _compute_display_name(self):
        etiquetas = dict(self._fields["tipo"]._description_selection(self.env))
        for reclamacion in self:
            sin_folio = not reclamacion.name or reclamacion.name == "/"
            reclamacion.display_name = (
                self.env._("%s (draft)", etiquetas.get(reclamacion.tipo)) if sin_folio else reclamacion.name
            )

    @api.model
    def _patron_de_folio(self, tipo):
        return "RCL-{siglas}/{anio}/{numero:05d}"

    @api.model_create_multi
    def create(self, vals_list):
        sistema = dict.fromkeys(CAMPOS_SISTEMA - {"name"}, False)  # explicit: beats default_* in the context
        reclamaciones = super().create([{**vals, **sistema, "name": "/"} for vals in vals_list])
        if not self.env.su:
            for reclamacion in reclamaciones:
                reclamacion._exigir_operador()
            reclamaciones.envio_ids._exigir_operador()
        return reclamaciones

    def write(self, vals):
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if vals.keys() & CAMPOS_BORRADOR and (fija := self.sudo().filtered(lambda r: r.state != "borrador")):
            raise UserError(self.env._("%s was sent: it does not change any more.", fija[0].name))
        if vals.keys() & CAMPOS_RESOLUCION and (hecha := self.sudo().filtered("fecha_resolucion")):
            raise UserError(self.env._("%s was resolved: it does not change any more.", hecha[0].name))
        res = super().write(vals)
        if not self.env.su and vals.keys() & {"envio_ids", "proveedor_id", "oficialia_id"}:
            self._exigir_operador()
            self.envio_ids._exigir_operador()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_emitida(self):
        if any(reclamacion.state != "borrador" for reclamacion in self):
            raise UserError(self.env._("A claim that was sent is cancelled with a reason, never deleted."))

    # Who may

    def _puede_operar(self):
        """Whether the user deals with this provider, in the office that issues the claim."""
        self.ensure_one()
        user, reclamacion = self.env.user, self.sudo()
        if user.has_group("mensajeria.group_administrador"):
            return not reclamacion.company_id or reclamacion.company_id in self.env.companies
        return user.has_group("mensajeria.group_operador") and (
            (not reclamacion.proveedor_id or reclamacion.proveedor_tipo in user._tipos_de_mensajeria())
            and (not reclamacion.oficialia_id or reclamacion.oficialia_id in user.sudo().oficialia_ids)
        )

    def _exigir_operador(self):
        """``self`` in sudo, when the user deals with each of these claims."""
        self.check_access("read")
        for reclamacion in self:
            if not reclamacion._puede_operar():
                raise AccessError(
                    self.env._("You do not take part in the claims to %s.", reclamacion.sudo().proveedor_id.name)
                )
        return self.sudo()

    # Steps

    def action_emitir(self):
        """Send claims: each gets its folio, its term begins, and its oficio becomes evidence."""
        reclamaciones = self._exigir_operador()
        reclamaciones._exigir_estado("borrador")
        for reclamacion in reclamaciones:
            reclamacion._emitir()
        return True

    def _emitir(self):
        self._exigir_emitible()
        ahora = fields.Datetime.now()
        hoy = self.envio_ids[:1]._en_local(ahora).date()
        self.name = self._emitir_folio(self.oficialia_id)
        self.write(
            {
                "fecha_emision": ahora,
                "emite_user_id": self.env.uid,
                "fecha_limite": self.oficialia_id._sumar_dias_habiles(hoy, self.plazo_dias),
            }
        )
        self._transitar("emitida", datos={"piezas": self.envio_ids.mapped("name")})
        self.oficio_id = self._imprimir_oficio()
        for envio in self.envio_ids:
            envio._registrar_evento("nota", motivo=self.env._("Claimed by %s", self.name))
        grupo = self.env.ref(f"mensajeria.group_{self.proveedor_tipo}")
        self._abrir_tarea("msj_reclamar", grupo=grupo, area=self.oficialia_id)

    def _exigir_emitible(self):
        """Refuse a claim that says nothing, or repeats one that waits for its answer."""
        if not self.envio_ids:
            raise UserError(self.env._("Choose the pieces that are claimed."))
        if not (self.hechos or "").strip() or not (self.peticion or "").strip():
            raise UserError(self.env._("Write the facts, and what is asked."))
        for envio in self.envio_ids:
            if envio.proveedor_id != self.proveedor_id:
                raise UserError(self.env._("%s did not go with this provider.", envio.display_name))
            if not envio.fecha_deposito:
                raise UserError(self.env._("%s never left: there is nothing to claim.", envio.display_name))
        otra = self.search(
            [("state", "=", "emitida"), ("tipo", "=", self.tipo), ("envio_ids", "in", self.envio_ids.ids)], limit=1
        )
        if otra:
            raise UserError(self.env._("%s already claims one of these pieces: wait for its answer.", otra.name))

    def _imprimir_oficio(self):
        """The oficio as a PDF, kept as evidence."""
        self.flush_recordset()
        contenido, _tipo = self.env["ir.actions.report"]._render_qweb_pdf(
            "mensajeria.action_report_reclamacion", self.ids
        )
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}.pdf",
                "raw": contenido,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        adjunto._fijar_evidencia()
        return adjunto

    def action_ver_oficio(self):
        """The oficio as it was sent."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().oficio_id:
            raise UserError(self.env._("Send the claim first: it gets its folio then."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().oficio_id.id}?download=true",
            "target": "download",
        }

    def action_procedente(self):
        """The provider granted the claim: its resolution is on record."""
        return self._resolver("procedente")

    def action_improcedente(self):
        """The provider denied the claim: its resolution is on record."""
        return self._resolver("improcedente")

    def _resolver(self, estado):
        reclamaciones = self._exigir_operador()
        reclamaciones._exigir_estado("emitida")
        for reclamacion in reclamaciones:
            if not (reclamacion.resolucion or "").strip():
                raise UserError(self.env._("Write the resolution of %s.", reclamacion.name))
            reclamacion.respuesta_ids._fijar_en(reclamacion)
            reclamacion._transitar(estado, datos={"recuperado": reclamacion.monto_recuperado})
            reclamacion.fecha_resolucion = reclamacion.envio_ids[:1]._en_local(fields.Datetime.now()).date()
            reclamacion._tareas_abiertas()._cerrar(estado)
        return True

    def action_cancelar(self, motivo=None):
        """Withdraw claims.

        :param motivo: why; mandatory
        """
        reclamaciones = self._exigir_operador()
        reclamaciones._exigir_estado("borrador", "emitida")
        for reclamacion in reclamaciones:
            reclamacion._transitar("cancelada", motivo)
            reclamacion._tareas_abiertas()._cerrar(motivo, state="cancelada")
        return True

    def _tarea_vals(self):
        etiqueta = dict(self._fields["tipo"]._description_selection(self.env))[self.tipo]
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._("%(kind)s: %(count)s pieces", kind=etiqueta, count=len(self.envio_ids)),
            "contraparte": self.proveedor_id.name,
            "busqueda": " ".join([self.name, self.proveedor_id.name, *self.envio_ids.mapped("name")]),
            "fecha_limite": self.fecha_limite,
            "company_id": self.company_id.id,
        }
