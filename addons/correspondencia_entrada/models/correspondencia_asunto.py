from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from ..tools.archivos import nombre_seguro
from ..tools.textos import normalizar_numero

#: what registration locks; afterwards only a rectification changes it
CAMPOS_REGISTRADOS = frozenset(
    "name numero_oficio origen medio oficialia_id company_id tipo_documento_id fecha_recepcion fecha_elaboracion "
    "fecha_requerida instruccion_id referencia tema_id descripcion comentarios remitente_id remitente_nombre "
    "remitente_cargo remitente_institucion institucion_id area_remitente_id prioridad confidencialidad turnado_directo registro_fecha "
    "registro_user_id acuse_token original_entregado_a original_fecha relacion_tipo relacionado_id fecha_conclusion".split()
)
#: what only the steps of the process write, in draft too
CAMPOS_SISTEMA = frozenset(
    "name numero_normalizado remitente_nombre remitente_institucion registro_fecha registro_user_id acuse_token "
    "original_entregado_a original_fecha relacion_tipo relacionado_id fecha_conclusion".split()
)
#: states in which documents are still being gathered
ESTADOS_RECOLECCION = ("borrador", "por_digitalizar", "por_corregir")
AUTORIZADO = object()


class CorrespondenciaAsunto(models.Model):
    """A matter that entered the institution with a document, from its registration to its conclusion."""

    _name = "correspondencia.asunto"
    _description = "Matter"
    _inherit = ["mail.thread", "mail.activity.mixin", "nucleo.ciclo.mixin", "nucleo.folio.mixin", "nucleo.tarea.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "numero_oficio"]
    _check_company_auto = True
    _mail_post_access = "read"

    _ciclo = Ciclo(
        ("borrador", "por_digitalizar", "registrar"),
        ("borrador", "por_descargar", "registrar"),
        ("borrador", "en_atencion", "registrar"),
        ("borrador", "concluido", "registrar"),
        ("por_digitalizar", "por_descargar", "digitalizar"),
        ("por_digitalizar", "por_corregir", "rechazar_digitalizacion", True),
        ("por_corregir", "por_digitalizar", "corregir"),
        ("por_descargar", "por_digitalizar", "devolver_a_digitalizacion", True),
        ("por_descargar", "en_atencion", "descargar"),
        ("por_descargar", "concluido", "descargar"),
        ("en_atencion", "concluido", "concluir"),
        ("concluido", "en_atencion", "reabrir", True),
        ("concluido", "por_descargar", "reabrir", True),
        ("por_digitalizar", "cancelado", "cancelar", True),
        ("por_corregir", "cancelado", "cancelar", True),
        ("por_descargar", "cancelado", "cancelar", True),
        ("en_atencion", "cancelado", "cancelar", True),
    )

    name = fields.Char("Folio", readonly=True, copy=False, index="trigram", tracking=True)
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("por_digitalizar", "To Digitize"),
            ("por_corregir", "To Correct"),
            ("por_descargar", "To Discharge"),
            ("en_atencion", "Under Attention"),
            ("concluido", "Concluded"),
            ("cancelado", "Cancelled"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )
    oficialia_id = fields.Many2one(
        "hr.department",
        "Oficialía",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_oficialia_id(),
        domain="[('es_oficialia', '=', True), ('company_id', '=', company_id)]",
    )
    origen = fields.Selection(
        [("externo", "External"), ("interno", "Internal")], "Origin", default="externo", required=True
    )
    medio = fields.Selection(
        [
            ("ventanilla", "Counter"),
            ("mensajeria", "Courier"),
            ("correo", "E-mail"),
            ("portal", "Portal"),
            ("interno", "Internal"),
        ],
        "Means",
        default="ventanilla",
        required=True,
    )
    numero_oficio = fields.Char("Official Letter No.", copy=False, index="trigram")
    numero_normalizado = fields.Char(compute="_compute_numero_normalizado", store=True)
    tipo_documento_id = fields.Many2one(
        "correspondencia.tipo.documento",
        "Document Type",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env["correspondencia.tipo.documento"].search([], limit=1),
    )
    fecha_recepcion = fields.Datetime(
        "Received On", default=lambda self: fields.Datetime.now(), required=True, copy=False
    )
    fecha_elaboracion = fields.Date("Written On", copy=False)
    fecha_requerida = fields.Date(
        "Answer Required By",
        compute="_compute_de_tema",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        index=True,
    )
    instruccion_id = fields.Many2one(
        "correspondencia.instruccion",
        "Instruction",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env["correspondencia.instruccion"].search([], limit=1),
    )
    referencia = fields.Char("Reference")
    tema_id = fields.Many2one(
        "correspondencia.tema", "Topic", index="btree_not_null", ondelete="restrict", check_company=True
    )
    prioridad = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")],
        "Priority",
        compute="_compute_de_tema",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    confidencialidad = fields.Selection(
        [("publico", "Public"), ("reservado", "Reserved"), ("confidencial", "Confidential")],
        "Confidentiality",
        default="publico",
        required=True,
    )
    descripcion = fields.Text("Subject", required=True, index="trigram")
    comentarios = fields.Text("Comments")
    remitente_id = fields.Many2one("res.partner", "Sender", index=True, ondelete="restrict")
    remitente_nombre = fields.Char("Sender Name", readonly=True, copy=False, index="trigram")
    remitente_cargo = fields.Char(
        "Position", compute="_compute_de_remitente", store=True, readonly=False, precompute=True, copy=False
    )
    institucion_id = fields.Many2one(
        "res.partner",
        "Institution",
        compute="_compute_de_remitente",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        domain=[("is_company", "=", True)],
        index="btree_not_null",
        ondelete="restrict",
    )
    remitente_institucion = fields.Char("Sender's Institution", readonly=True, copy=False)
    area_remitente_id = fields.Many2one(
        "hr.department", "Sending Unit", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    documento_ids = fields.Many2many(
        "ir.attachment",
        "correspondencia_asunto_documento_rel",
        "asunto_id",
        "attachment_id",
        "Documents",
        copy=False,
        bypass_search_access=True,
    )
    turno_ids = fields.One2many("correspondencia.turno", "asunto_id", "Recipients", copy=False)
    respuesta_ids = fields.One2many("correspondencia.respuesta", "asunto_id", "Answers", readonly=True)
    turnado_directo = fields.Boolean(
        "Turn at Once",
        help="The recipients get the matter at registration, without waiting for digitization and discharge.",
    )
    registro_fecha = fields.Datetime("Registered On", readonly=True, copy=False, index=True)
    registro_user_id = fields.Many2one(
        "res.users", "Registered By", readonly=True, copy=False, ondelete="restrict", index="btree_not_null"
    )
    fecha_conclusion = fields.Datetime("Concluded On", readonly=True, copy=False)
    acuse_token = fields.Char(
        "Acknowledgement Token", readonly=True, copy=False, groups="base.group_system", index="btree_not_null"
    )
    original_entregado_a = fields.Char("Original Handed To", readonly=True, copy=False)
    original_fecha = fields.Datetime("Original Handed On", readonly=True, copy=False)
    relacionado_id = fields.Many2one(
        "correspondencia.asunto", "Earlier Matter", readonly=True, copy=False, index="btree_not_null"
    )
    relacion_tipo = fields.Selection(
        [("duplicado", "Duplicate of"), ("alcance", "Follow-up of"), ("ninguna", "Unrelated")],
        "Relation",
        readonly=True,
        copy=False,
    )
    relacionado_ids = fields.One2many("correspondencia.asunto", "relacionado_id", "Later Matters", readonly=True)
    area_id = fields.Many2one(
        "hr.department",
        "Unit in Charge",
        compute="_compute_area_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Unit of the first turno for attention that stands.",
    )

    _duplicado_idx = models.Index("(numero_normalizado, remitente_id) WHERE numero_normalizado <> ''")
    _libro_idx = models.Index("(oficialia_id, registro_fecha) WHERE registro_fecha IS NOT NULL")
    _abiertos_idx = models.Index("(oficialia_id, id DESC) WHERE state NOT IN ('concluido', 'cancelado')")
    _company_idx = models.Index("(company_id, id DESC)")

    def _default_oficialia_id(self):
        propias = self.env.user.oficialia_ids.filtered(lambda a: a.company_id == self.env.company)
        return propias[:1]

    @api.depends("numero_oficio")
    def _compute_numero_normalizado(self):
        for asunto in self:
            asunto.numero_normalizado = normalizar_numero(asunto.numero_oficio)

    @api.depends("tema_id")
    def _compute_de_tema(self):
        """Deadline and priority proposed by the topic; what the person typed stays."""
        for asunto in self:
            tema = asunto.tema_id
            if (
                not asunto.fecha_requerida
                and tema
                and asunto.oficialia_id
                and asunto._recepcion_posible()
                and (dias := tema._heredado("plazo_dias"))
            ):
                asunto.fecha_requerida = asunto.oficialia_id._sumar_dias_habiles(asunto._dia_recepcion(), dias)
            else:
                asunto.fecha_requerida = asunto.fecha_requerida
            asunto.prioridad = (tema and tema._heredado("prioridad")) or asunto.prioridad or "0"

    @api.depends("remitente_id")
    def _compute_de_remitente(self):
        """Position and institution on the sender's card; the letter may say otherwise."""
        for asunto in self:
            asunto.remitente_cargo = asunto.remitente_id.function
            asunto.institucion_id = asunto.remitente_id.parent_id

    @api.depends("turno_ids.area_id", "turno_ids.tipo", "turno_ids.state")
    def _compute_area_id(self):
        for asunto in self:
            vigentes = asunto.turno_ids.filtered(
                lambda t: t.tipo == "atencion" and t.state not in ("retirado", "devuelto")
            )
            asunto.area_id = vigentes.sorted(lambda t: t.id or 0)[:1].area_id

    @api.depends("name", "state")
    def _compute_display_name(self):
        for asunto in self:
            asunto.display_name = asunto.name or self.env._("New matter")

    def _dia_recepcion(self):
        """Calendar day of reception in the office's time zone."""
        zona = self._folio_zona_horaria(self.oficialia_id)
        recepcion = self.fecha_recepcion or fields.Datetime.now()
        try:
            return fields.Datetime.context_timestamp(self.with_context(tz=zona), recepcion).date()
        except OverflowError:  # the first or the last day of the calendar: no time zone reaches beyond
            return recepcion.date()

    def _recepcion_posible(self):
        return date(2000, 1, 1) <= self._dia_recepcion() <= fields.Date.context_today(self) + timedelta(days=1)

    @api.onchange("tipo_documento_id")
    def _onchange_tipo_documento_id(self):
        if self.tipo_documento_id.prioridad and self.tipo_documento_id.prioridad > (self.prioridad or "0"):
            self.prioridad = self.tipo_documento_id.prioridad

    @api.onchange("tema_id")
    def _onchange_tema_id(self):
        area = self.tema_id and self.tema_id._heredado("area_id")
        if area and area.titular_id and not self.turno_ids:
            self.turno_ids = [Command.create({"area_id": area.id, "user_id": area.titular_id.id, "tipo": "atencion"})]

    @api.onchange("origen")
    def _onchange_origen(self):
        if self.origen == "interno":
            self.medio = "interno"
        elif self.medio == "interno":
            self.medio = "ventanilla"

    @api.model_create_multi
    def create(self, vals_list):
        # explicit: beats default_* in the context; not those that are computed or that nobody may write anyway
        vacios = dict.fromkeys(CAMPOS_SISTEMA - {"numero_normalizado", "acuse_token"}, False)
        vals_list = [{c: v for c, v in vals.items() if c not in CAMPOS_SISTEMA} | vacios for vals in vals_list]
        for vals in vals_list:
            if vals.get("oficialia_id"):
                vals["company_id"] = (
                    self.env["hr.department"].browse(vals["oficialia_id"]).company_id.id or self.env.company.id
                )
        asuntos = super().create(vals_list)
        asuntos._reclamar_documentos()
        return asuntos

    def write(self, vals):
        if self.env.context.get("correspondencia_registro") is not AUTORIZADO:
            if vals.keys() & CAMPOS_SISTEMA:
                raise UserError(
                    self.env._("Folio, dates and traces of the process are kept by the system and cannot be edited.")
                )
            if vals.keys() & CAMPOS_REGISTRADOS and (registrados := self.filtered(lambda a: a.state != "borrador")):
                raise UserError(
                    self.env._(
                        "%s is registered: its data change only by a rectification with a reason.", registrados[:1].name
                    )
                )
            if "documento_ids" in vals and (cerrados := self.filtered(lambda a: a.state not in ESTADOS_RECOLECCION)):
                raise UserError(self.env._("The documents of %s are already fixed.", cerrados[:1].display_name))
        antes = {a: a.documento_ids for a in self.sudo()} if "documento_ids" in vals else {}
        res = super().write(vals)
        if "documento_ids" in vals:
            self._reclamar_documentos()
            for asunto, documentos in antes.items():
                (documentos - asunto.documento_ids)._desechar(asunto)
        if "oficialia_id" in vals:
            self.check_access("write")  # not handed to an office of others
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registrado(self):
        if any(asunto.state != "borrador" for asunto in self):
            raise UserError(self.env._("Registered matters are cancelled with a reason, never deleted."))

    def _registro(self):
        """``self`` in the one context that may change registered data."""
        return self.with_context(correspondencia_registro=AUTORIZADO)

    def _reclamar_documentos(self):
        """Uploads made before the record existed become files of it, with safe names."""
        for asunto in self:
            sueltos = asunto.documento_ids.filtered(lambda a: not a.res_id and a.create_uid == self.env.user)
            sueltos.write({"res_model": self._name, "res_id": asunto.id})
            asunto.documento_ids._exigir_de(asunto)
            for documento in asunto.documento_ids.filtered(lambda a: not a.evidencia):
                if (seguro := nombre_seguro(documento.name)) != documento.name:
                    documento.name = seguro

    def _adoptar_archivos(self, adjuntos):
        """Attachments made on this matter by who gathers its documents join them; files of mere comments do not."""
        if self.exists() and self.state in ESTADOS_RECOLECCION and self.with_user(self.env.user).has_access("write"):
            for adjunto in adjuntos.filtered(lambda a: not a.clase):
                hay_principal = any(d.clase == "principal" for d in self.documento_ids | adjuntos)
                adjunto.write(
                    {"clase": "anexo" if hay_principal else "principal", "paginas": adjunto._contar_paginas()}
                )
            self.documento_ids = [Command.link(a.id) for a in adjuntos]
