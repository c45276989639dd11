from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

#: states in which somebody still has, or will have, the matter
ABIERTOS = ("propuesto", "pendiente", "turnado")
#: what a person never writes, not even in draft
CAMPOS_SISTEMA = frozenset(("asunto_id", "parent_id", "turnado_por_id", "fecha_turno", "fecha_cierre", "motivo_cierre"))


class CorrespondenciaTurno(models.Model):
    """One routing of a matter to one person, for attention or for information; turnos form a tree."""

    _name = "correspondencia.turno"
    _description = "Turno"
    _inherit = ["nucleo.ciclo.mixin"]
    _parent_store = True
    _order = "id"
    _check_company_auto = True

    _ciclo = Ciclo(
        ("propuesto", "pendiente", "turnar"),
        ("propuesto", "retirado", "retirar"),
        ("pendiente", "turnado", "asignar_responsable"),
        ("turnado", "pendiente", "regresar"),
        ("pendiente", "concluido", "concluir"),
        ("turnado", "concluido", "concluir"),
        ("pendiente", "visto", "marcar_visto"),
        ("pendiente", "devuelto", "devolver", True),
        ("pendiente", "retirado", "retirar", True),
        ("turnado", "retirado", "retirar", True),
        ("concluido", "pendiente", "reabrir", True),
    )

    asunto_id = fields.Many2one("correspondencia.asunto", "Matter", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="asunto_id.company_id", store=True, index=True)
    parent_id = fields.Many2one("correspondencia.turno", "Turned From", readonly=True, index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("correspondencia.turno", "parent_id", "Turned To", readonly=True)
    tipo = fields.Selection(
        [("atencion", "Attention"), ("informacion", "Information")], "For", default="atencion", required=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Recipient",
        required=True,
        index=True,
        ondelete="restrict",
        domain=lambda self: self.env["res.users"]._dominio_destinatarios(),
    )
    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    instruccion_id = fields.Many2one(
        "correspondencia.instruccion", "Instruction", index="btree_not_null", ondelete="restrict"
    )
    fecha_limite = fields.Date("Deadline")
    nota = fields.Text("Note")
    state = fields.Selection(
        [
            ("propuesto", "Proposed"),
            ("pendiente", "Pending"),
            ("turnado", "Turned On"),
            ("concluido", "Concluded"),
            ("visto", "Seen"),
            ("devuelto", "Returned"),
            ("retirado", "Withdrawn"),
        ],
        "Status",
        default="propuesto",
        required=True,
        readonly=True,
        copy=False,
    )
    al_concluir = fields.Selection(
        [("concluir", "Conclude mine too"), ("revisar", "Come back to me for review")],
        "When They Conclude",
        default="concluir",
        required=True,
        readonly=True,
    )
    turnado_por_id = fields.Many2one("res.users", "Turned By", readonly=True, ondelete="restrict")
    fecha_turno = fields.Datetime("Since", readonly=True, copy=False)
    fecha_cierre = fields.Datetime("Closed On", readonly=True, copy=False)
    motivo_cierre = fields.Text("Reason", readonly=True, copy=False)
    respuesta_ids = fields.One2many("correspondencia.respuesta", "turno_id", "Answers", readonly=True)
    prorroga_ids = fields.One2many("correspondencia.prorroga", "turno_id", "Extensions", readonly=True)

    _persona_uniq = models.UniqueIndex(
        "(asunto_id, user_id, tipo) WHERE state IN ('propuesto', 'pendiente', 'turnado')",
        "That person already has this matter for the same purpose.",
    )
    _persona_idx = models.Index("(user_id, asunto_id)")
    _abiertos_idx = models.Index("(id) WHERE state IN ('propuesto', 'pendiente', 'turnado')")
    _area_idx = models.Index("(area_id, asunto_id) WHERE area_id IS NOT NULL")

    @api.depends("user_id")
    def _compute_area_id(self):
        for turno in self:
            turno.area_id = turno.user_id.area_id or turno.area_id

    @api.onchange("area_id")
    def _onchange_area_id(self):
        """Turning to a unit means turning to its head."""
        if self.area_id and self.user_id.area_id != self.area_id and self.area_id.titular_id:
            self.user_id = self.area_id.titular_id

    @api.onchange("asunto_id", "tipo")
    def _onchange_asunto_id(self):
        asunto = self.asunto_id
        if self.tipo == "atencion":
            self.instruccion_id = self.instruccion_id or asunto.instruccion_id
            self.fecha_limite = self.fecha_limite or asunto.fecha_requerida

    @api.depends("asunto_id.name", "user_id.name")
    def _compute_display_name(self):
        for turno in self:
            turno.display_name = f"{turno.asunto_id.display_name} → {turno.user_id.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        """Only a matter in draft takes proposed turnos from the form; later ones come from the wizard."""
        # explicit: beats default_* in the context
        vals_list = [
            {**vals, "fecha_turno": False, "fecha_cierre": False, "motivo_cierre": False} for vals in vals_list
        ]
        turnos = super().create(vals_list)
        if not self.env.su:
            for turno in turnos:
                if turno.parent_id or turno.asunto_id.state != "borrador":
                    raise UserError(self.env._("Use «Turnar» to add recipients to a registered matter."))
        return turnos

    def write(self, vals):
        if not self.env.su and (
            efectivos := self.filtered(lambda t: t.state != "propuesto" or t.asunto_id.state != "borrador")
        ):
            raise UserError(
                self.env._("The turno of %s already stands: withdraw it and turn again.", efectivos[:1].user_id.name)
            )
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("A turno stays with its matter, and its dates are kept by the system."))
        return super().write(vals)

    def _revisar_destinatarios(self):
        """Refuse recipients who are inactive, repeated, or cannot see matters."""
        vistos = set()
        for turno in self.filtered(lambda t: t.state in ABIERTOS):
            user = turno.user_id
            if not user.active:
                raise UserError(self.env._("%s is no longer active: choose another recipient.", user.name))
            if not user.has_group("correspondencia_entrada.group_destinatario"):
                raise UserError(
                    self.env._(
                        "%s has no role to receive matters: ask the administrator, or choose another recipient.",
                        user.name,
                    )
                )
            if turno.company_id not in user.company_ids:
                raise UserError(self.env._("%s does not belong to this institution.", user.name))
            if (turno.asunto_id, user, turno.tipo) in vistos:
                raise UserError(self.env._("%s appears twice for the same purpose.", user.name))
            vistos.add((turno.asunto_id, user, turno.tipo))
            limite, recepcion = turno.fecha_limite, turno.asunto_id._dia_recepcion()
            if limite and limite < recepcion:
                raise UserError(
                    self.env._(
                        "The deadline of %(user)s (%(date)s) is before the reception.", user=user.name, date=limite
                    )
                )
            if limite and limite.year > recepcion.year + 20:
                raise UserError(
                    self.env._("Check the year of the deadline of %(user)s: %(date)s.", user=user.name, date=limite)
                )

    def _anotar(self, evento, datos=None, motivo=None):
        """Turnos also leave their events in the log of the matter, where people look."""
        super()._anotar(evento, datos, motivo)
        for asunto, turnos in self.grouped("asunto_id").items():
            detalle = [{"turno": t.id, "user": t.user_id.login, "tipo": t.tipo} for t in turnos]
            asunto._anotar(f"turno_{evento}", {"turnos": detalle, **(datos or {})}, motivo)

    def _puede_dirigir(self, user):
        """Whether ``user`` is who turned these: the holder of the parent, or the counter for the first ones."""
        return all(
            user.has_group("mensajeria.group_administrador")
            or (t.parent_id.user_id == user if t.parent_id else t.asunto_id.with_user(user)._es_oficialia())
            for t in self.sudo()
        )
