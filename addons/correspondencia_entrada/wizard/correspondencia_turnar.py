from odoo import api, fields, models
from odoo.exceptions import UserError


class CorrespondenciaTurnar(models.TransientModel):
    """Turns a matter to several people at once, for attention or for information."""

    _name = "correspondencia.turnar"
    _description = "Turnar"

    asunto_id = fields.Many2one("correspondencia.asunto", "Matter", required=True, readonly=True, ondelete="cascade")
    turno_id = fields.Many2one("correspondencia.turno", "From", readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="asunto_id.company_id")
    linea_ids = fields.One2many("correspondencia.turnar.linea", "turnar_id", "Recipients")
    nota = fields.Text("Note for All")
    al_concluir = fields.Selection(
        [("concluir", "Conclude mine too"), ("revisar", "Come back to me for review")],
        "When They Conclude",
        default="concluir",
        required=True,
    )

    @api.constrains("asunto_id", "turno_id")
    def _check_asunto_id(self):
        for documento in (self.asunto_id, self.turno_id):
            documento.with_user(self.env.user).check_access("read")  # a wizard would tell the folio of any matter

    @api.model
    def _accion(self, asunto, turno):
        """Action that opens the wizard for ``asunto``, below ``turno`` if given."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Turn %s", asunto.name),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_asunto_id": asunto.id, "default_turno_id": turno.id},
        }

    def action_turnar(self):
        """Turn to everyone in the lines, all or nobody."""
        self.ensure_one()
        asunto, turno = self.asunto_id, self.turno_id
        if turno:
            turno = turno._exigir_tenedor("atencion", "pendiente", "turnado")
            if turno.asunto_id != asunto:
                raise UserError(self.env._("This turno is not of that matter."))
        else:
            asunto._exigir_oficialia()
            asunto._exigir_estado("por_digitalizar", "por_corregir", "por_descargar", "en_atencion")
            turno = turno.sudo()
        if not self.linea_ids:
            raise UserError(self.env._("Add at least one recipient."))
        if self.env.user in self.linea_ids.user_id:
            raise UserError(self.env._("You cannot turn a matter to yourself."))
        repetidas = [
            lineas for lineas in self.linea_ids.grouped(lambda li: (li.user_id, li.tipo)).values() if len(lineas) > 1
        ]
        if repetidas:
            raise UserError(self.env._("%s appears twice for the same purpose.", repetidas[0].user_id.name))
        ya_tienen = asunto.sudo().turno_ids.filtered(lambda t: t.state in ("propuesto", "pendiente", "turnado"))
        for linea in self.linea_ids:
            if ya_tienen.filtered(lambda t, li=linea: t.user_id == li.user_id and t.tipo == li.tipo):
                raise UserError(self.env._("%s already has this matter for the same purpose.", linea.user_id.name))
        turno._turnar_a(asunto.sudo(), [linea._prepare_turno_vals() for linea in self.linea_ids], self.al_concluir)
        return {"type": "ir.actions.act_window_close"}


class CorrespondenciaTurnarLinea(models.TransientModel):
    _name = "correspondencia.turnar.linea"
    _description = "Turnar: Recipient"

    turnar_id = fields.Many2one("correspondencia.turnar", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="turnar_id.company_id")
    tipo = fields.Selection(
        [("atencion", "Attention"), ("informacion", "Information")], "For", default="atencion", required=True
    )
    area_id = fields.Many2one("hr.department", "Unit")
    user_id = fields.Many2one(
        "res.users",
        "Recipient",
        required=True,
        domain=lambda self: self.env["res.users"]._dominio_destinatarios(),
    )
    instruccion_id = fields.Many2one("correspondencia.instruccion", "Instruction")
    fecha_limite = fields.Date("Deadline")
    nota = fields.Char("Note")
    abiertas = fields.Integer("Open Tasks", compute="_compute_carga")
    vencidas = fields.Integer("Overdue Tasks", compute="_compute_carga")

    @api.depends("user_id")
    def _compute_carga(self):
        cargas = self.user_id._carga_de_trabajo()
        for linea in self:
            linea.abiertas, linea.vencidas = cargas.get(linea.user_id.id, (0, 0))

    @api.onchange("area_id")
    def _onchange_area_id(self):
        """Turning to a unit means turning to its head."""
        if self.area_id and self.user_id.area_id != self.area_id:
            self.user_id = self.area_id.titular_id

    @api.onchange("user_id")
    def _onchange_user_id(self):
        if self.user_id.area_id:
            self.area_id = self.user_id.area_id

    @api.onchange("tipo", "turnar_id")
    def _onchange_tipo(self):
        turno, asunto = self.turnar_id.turno_id, self.turnar_id.asunto_id
        if self.tipo == "atencion":
            self.instruccion_id = self.instruccion_id or turno.instruccion_id or asunto.instruccion_id
            self.fecha_limite = self.fecha_limite or turno.fecha_limite or asunto.fecha_requerida

    def _prepare_turno_vals(self):
        self.ensure_one()
        return {
            "tipo": self.tipo,
            "user_id": self.user_id.id,
            "area_id": (self.area_id or self.user_id.area_id).id,
            "instruccion_id": self.instruccion_id.id,
            "fecha_limite": self.fecha_limite,
            "nota": "\n".join(n for n in (self.nota, self.turnar_id.nota) if n) or False,
        }
