from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

#: the letter: what is read, approved, numbered and signed
CAMPOS_TEXTO = frozenset(
    "area_id tipo_id company_id oficialia_id firmante_ids modo_firma asunto_ids descripcion cuerpo despedida referencia lugar "
    "destinatario_ids anexo_ids confidencialidad redactor_id numero_reservado_id plantilla_id "
    "con_lectura acuse_lectura".split()
)
#: what only the steps of the process write
CAMPOS_SISTEMA = frozenset(
    "name numero_id fecha version motivo pdf_id firma_id fecha_firma sustituye_id motivo_sustitucion"
    " escaneo_id fecha_despacho fecha_acuse serie_id".split()
)
#: whose it is and what it concludes: of whoever drafts it, and never another's
CAMPOS_DEL_REDACTOR = frozenset(("redactor_id", "turno_ids"))
#: in the context of what the steps themselves write in a frozen text
AUTORIZADO = object()


class CorrespondenciaOficio(models.Model):
    """An official document that the institution sends, from its draft to the acuses of its addressees."""

    _name = "correspondencia.oficio"
    _description = "Outgoing Document"
    _inherit = ["mail.thread", "mail.activity.mixin", "nucleo.ciclo.mixin", "nucleo.tarea.mixin"]
    _order = "id desc"
    _rec_names_search = ["name"]
    _check_company_auto = True
    _mail_post_access = "read"

    _ciclo = Ciclo(
        ("borrador", "en_revision", "enviar_a_revision"),
        ("borrador", "aprobado", "terminar"),
        ("en_revision", "aprobado", "aprobar"),
        ("en_revision", "borrador", "devolver", True),
        ("aprobado", "borrador", "corregir", True),
        ("aprobado", "numerado", "numerar"),
        ("aprobado", "archivado", "terminar_serie"),
        ("numerado", "firmado", "firmar"),
        ("numerado", "borrador", "negar_firma", True),
        ("firmado", "despachado", "despachar"),
        ("despachado", "acusado", "acusar"),
        ("despachado", "firmado", "deshacer_despacho", True),
        ("acusado", "despachado", "reabrir", True),
        ("archivado", "despachado", "reabrir", True),
        ("despachado", "archivado", "archivar"),
        ("acusado", "archivado", "archivar"),
        ("borrador", "cancelado", "cancelar", True),
        ("en_revision", "cancelado", "cancelar", True),
        ("aprobado", "cancelado", "cancelar", True),
        ("numerado", "cancelado", "cancelar", True),
        ("firmado", "cancelado", "cancelar", True),
        ("firmado", "sustituido", "sustituir", True),
        ("despachado", "sustituido", "sustituir", True),
        ("acusado", "sustituido", "sustituir", True),
        ("archivado", "sustituido", "sustituir", True),
    )

    name = fields.Char("Number", readonly=True, copy=False, index="trigram", tracking=True)
    numero_id = fields.Many2one(
        "correspondencia.numero", "Entry of the Register", readonly=True, copy=False, index="btree_not_null"
    )
    numero_reservado_id = fields.Many2one(
        "correspondencia.numero",
        "Reserved Number",
        copy=False,
        index="btree_not_null",
        domain="[('state', '=', 'reservado'), ('area_id', '=', area_id), ('tipo_id', '=', tipo_id)]",
        help="Of a paper that was late; when empty, the next one of the unit.",
    )
    company_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, default=lambda self: self.env.company
    )
    area_id = fields.Many2one(
        "hr.department",
        "Issuing Unit",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user.area_id,
        domain=lambda self: [("id", "in", self._areas_propias().ids)],
        tracking=True,
    )
    oficialia_id = fields.Many2one(
        "hr.department",
        "Dispatched By",
        compute="_compute_oficialia_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        domain="[('es_oficialia', '=', True), ('company_id', '=', company_id)]",
    )
    tipo_id = fields.Many2one(
        "correspondencia.oficio.tipo",
        "Kind",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["correspondencia.oficio.tipo"].search([], limit=1),
        tracking=True,
    )
    interno = fields.Boolean(related="tipo_id.interno")
    redactor_id = fields.Many2one(
        "res.users",
        "Drafted By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        copy=False,
        tracking=True,
    )
    modo_firma = fields.Selection(
        [("electronica", "Electronic"), ("autografa", "By Hand")],
        "Signature",
        compute="_compute_modo_firma",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    firmante_ids = fields.One2many(
        "correspondencia.oficio.firmante",
        "oficio_id",
        "Signers",
        compute="_compute_firmante_ids",
        store=True,
        readonly=False,
        copy=True,
        help="The head of the unit, when nobody else is named.",
    )
    asunto_ids = fields.Many2many(
        "correspondencia.asunto",
        "correspondencia_oficio_asunto_rel",
        "oficio_id",
        "asunto_id",
        "Answers",
        copy=False,
        help="The matters that this document answers.",
    )
    tema_id = fields.Many2one(
        "correspondencia.tema", "Topic", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    descripcion = fields.Text("Subject", required=True, index="trigram", tracking=True)
    cuerpo = fields.Html("Text", sanitize_overridable=False)
    despedida = fields.Char("Closing", default=lambda self: self.env._("Sincerely"), translate=False)
    referencia = fields.Char("Reference", copy=False)
    lugar = fields.Char("Place", compute="_compute_lugar", store=True, readonly=False, precompute=True)
    fecha = fields.Date("Date", readonly=True, copy=False, help="The day on which it was numbered.")
    destinatario_ids = fields.One2many("correspondencia.destinatario", "oficio_id", "Addressees", copy=True)
    para = fields.Char("To", compute="_compute_para", store=True)
    anexo_ids = fields.Many2many(
        "ir.attachment",
        "correspondencia_oficio_anexo_rel",
        "oficio_id",
        "attachment_id",
        "Annexes",
        copy=False,
        bypass_search_access=True,
    )
    prioridad = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")],
        "Priority",
        default="0",
        required=True,
        tracking=True,
    )
    confidencialidad = fields.Selection(
        [("publico", "Public"), ("reservado", "Reserved"), ("confidencial", "Confidential")],
        "Confidentiality",
        default="publico",
        required=True,
        tracking=True,
    )
    fecha_limite = fields.Date("Must Leave By", copy=False, tracking=True)
    version = fields.Integer("Version", readonly=True, copy=False, default=0)
    version_ids = fields.One2many("correspondencia.oficio.version", "oficio_id", "Versions", readonly=True)
    pdf_id = fields.Many2one("ir.attachment", "Document", readonly=True, copy=False, ondelete="restrict")
    fecha_firma = fields.Datetime("Signed On", readonly=True, copy=False)
    motivo = fields.Text("Reason", readonly=True, copy=False, help="Why it was returned, cancelled or substituted.")
    sustituye_id = fields.Many2one(
        "correspondencia.oficio", "Substitutes", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    sustituto_ids = fields.One2many("correspondencia.oficio", "sustituye_id", "Substituted By", readonly=True)
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("en_revision", "In Review"),
            ("aprobado", "Approved"),
            ("numerado", "To Sign"),
            ("firmado", "To Dispatch"),
            ("despachado", "Dispatched"),
            ("acusado", "Acknowledged"),
            ("archivado", "Filed"),
            ("cancelado", "Cancelled"),
            ("sustituido", "Substituted"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand="_estados_en_uso",
    )
    puede_redactar = fields.Boolean(compute="_compute_puede_redactar")

    # the unit's rule, lists and counters
    _area_idx = models.Index("(area_id, state, id)")
    # the tray of the office that dispatches
    _oficialia_idx = models.Index("(oficialia_id, state, id)")
    # lists by state of who sees all
    _estado_idx = models.Index("(company_id, state, id)")

    # Who writes for a unit

    @api.model
    def _areas_propias(self):
        """The units for which the user writes."""
        user = self.env.user
        if user.has_group("mensajeria.group_administrador"):
            return self.env["hr.department"].search([("company_id", "in", self.env.companies.ids)])
        return user.area_id | user.areas_a_cargo_ids

    @api.model
    def _exigir_redactor(self, area):
        """Refuse when the user does not write for ``area``, or there is none."""
        if not (self.env.user.has_group("correspondencia_salida.group_redactor") and area in self._areas_propias()):
            raise AccessError(self.env._("You do not write for %s.", area.sudo().name or self.env._("that unit")))

    def _de_mis_areas(self):
        """Those of ``self`` for whose unit the user writes: the administrator, also for those that were archived."""
        user = self.env.user
        if not user.has_group("correspondencia_salida.group_redactor"):
            return self.browse()
        if user.has_group("mensajeria.group_administrador"):
            return self.filtered(lambda o: o.area_id.sudo().company_id in self.env.companies)
        areas = self._areas_propias()
        return self.filtered(lambda o: o.area_id in areas)

    def _puede_redactar(self):
        return bool(self._de_mis_areas())

    @api.depends_context("uid")
    @api.depends("area_id")
    def _compute_puede_redactar(self):
        mios = self._de_mis_areas()
        for oficio in self:
            oficio.puede_redactar = oficio in mios

    # Computed

    @api.depends("company_id")
    def _compute_oficialia_id(self):
        for company, oficios in self.grouped("company_id").items():
            oficialias = self.env["hr.department"].search(
                [("es_oficialia", "=", True), ("company_id", "=", company.id)], limit=2
            )
            for oficio in oficios:
                if not oficio.oficialia_id or oficio.oficialia_id.company_id != company:
                    oficio.oficialia_id = oficialias if len(oficialias) == 1 else False

    @api.depends("tipo_id")
    def _compute_modo_firma(self):
        for oficio in self:
            oficio.modo_firma = oficio.tipo_id.modo_firma or "electronica"

    @api.depends("area_id")
    def _compute_firmante_ids(self):
        for oficio in self:
            area = oficio.area_id.sudo()
            titular = area.titular_id if area.company_id == oficio.company_id else area.titular_id.browse()
            oficio.firmante_ids = [
                Command.clear(),
                *([Command.create({"user_id": titular.id})] if titular else ()),
            ]

    @api.depends("company_id")
    def _compute_lugar(self):
        for oficio in self:
            partner = oficio.company_id.sudo().partner_id
            oficio.lugar = ", ".join(dict.fromkeys(filter(None, (partner.city, partner.state_id.name))))

    @api.depends("destinatario_ids.dest_nombre", "destinatario_ids.tipo")
    def _compute_para(self):
        for oficio in self:
            nombres = oficio.destinatario_ids.filtered(lambda d: d.tipo == "para").mapped("dest_nombre")
            oficio.para = f"{nombres[0]} (+{len(nombres) - 1})" if len(nombres) > 1 else "".join(filter(None, nombres))

    @api.model
    def _estados_en_uso(self, estados, domain):
        """Groups by state: those that there are, in the order of the process."""
        return [estado for estado, _etiqueta in self._fields["state"].selection if estado in estados]

    @api.depends("name", "descripcion", "confidencialidad", "state")
    def _compute_display_name(self):
        """Who may not read a document still reads this name, as that of the document of a number."""
        for oficio in self:
            if oficio.name or oficio.confidencialidad == "confidencial":
                oficio.display_name = oficio.name or self.env._("Confidential draft")
            else:
                asunto = shorten(oficio.descripcion or "", 60, placeholder="…")
                borrador = asunto and oficio.state == "borrador"
                oficio.display_name = self.env._("Draft: %s", asunto) if borrador else asunto

    # What stays

    @api.model_create_multi
    def create(self, vals_list):
        sistema = {**dict.fromkeys(CAMPOS_SISTEMA, False), "version": 0}  # explicit: beats default_* in the context
        propio = {} if self.env.su else {"redactor_id": self.env.uid, "turno_ids": False}
        oficios = super().create([{**vals, **sistema, **propio} for vals in vals_list])
        if not self.env.su:
            for area in oficios.area_id:
                self._exigir_redactor(area)
            oficios.numero_reservado_id.check_access("read")  # or the document would tell of it
        oficios._reclamar_anexos()
        return oficios

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")  # before a refusal, which names them
            if vals.keys() & (CAMPOS_SISTEMA | CAMPOS_DEL_REDACTOR):
                raise UserError(self.env._("These data are kept by the system."))
        if vals.keys() & CAMPOS_TEXTO and self.env.context.get("correspondencia_texto") is not AUTORIZADO:
            self._exigir_borrador()
        res = super().write(vals)
        if not self.env.su:
            if "area_id" in vals:
                for area in self.area_id:
                    self._exigir_redactor(area)
            if "numero_reservado_id" in vals:
                self.numero_reservado_id.check_access("read")
        if vals.keys() & {"anexo_ids", "cuerpo"}:
            self._reclamar_anexos()
        if vals.keys() & {"confidencialidad", "area_id", "redactor_id"}:
            self._soltar_seguidores()
        return res

    def _exigir_borrador(self):
        if fijos := self.sudo().filtered(lambda o: o.state != "borrador"):
            raise UserError(self.env._("%s is no draft any more: take it back to change it.", fijos[0].display_name))

    def _escribir_texto(self, vals):
        """Write in a text that is frozen: only for the steps that freeze it and set it free."""
        self.with_context(correspondencia_texto=AUTORIZADO).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_enviado(self):
        if any(oficio.state != "borrador" or oficio.version for oficio in self):
            raise UserError(self.env._("A document that somebody has read is cancelled with a reason, never deleted."))

    def _reclamar_anexos(self):
        for oficio in self:
            sueltos = oficio.anexo_ids.filtered(lambda a: not a.res_id and a.create_uid == self.env.user)
            sueltos.write({"res_model": self._name, "res_id": oficio.id})
            oficio.anexo_ids._exigir_de(oficio)

    # From a matter

    @api.model
    def _de_asuntos(self, asuntos):
        """Values of a draft that answers ``asuntos``: sender, subject, priority and confidentiality carried over."""
        primero = asuntos[:1]
        niveles = list(dict(self._fields["confidencialidad"].selection))
        return {
            "asunto_ids": [Command.set(asuntos.ids)],
            "tema_id": primero.tema_id.id,
            "descripcion": primero.descripcion,
            "referencia": ", ".join(filter(None, asuntos.mapped("numero_oficio"))),
            "prioridad": max(asuntos.mapped("prioridad"), default="0"),
            "confidencialidad": max(asuntos.mapped("confidencialidad"), key=niveles.index, default="publico"),
            "fecha_limite": min(filter(None, asuntos.mapped("fecha_requerida")), default=False),
            "destinatario_ids": [
                Command.create(self.env["correspondencia.destinatario"]._de_asunto(asunto))
                for asunto in asuntos
                if asunto.remitente_id or asunto.area_remitente_id
            ],
        }
