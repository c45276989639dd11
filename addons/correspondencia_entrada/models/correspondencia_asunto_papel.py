from odoo import api, fields, models
from odoo.exceptions import UserError


class CorrespondenciaAsunto(models.Model):
    """What a matter is to the current user: their turno, their buttons, their tray."""

    _inherit = "correspondencia.asunto"

    mi_turno_id = fields.Many2one("correspondencia.turno", "My Turno", compute="_compute_mi_papel")
    mi_turno_tipo = fields.Char("My Turno's Kind", compute="_compute_mi_papel")
    mi_turno_state = fields.Char("My Turno's Status", compute="_compute_mi_papel")
    mi_turno_instruccion_id = fields.Many2one(
        "correspondencia.instruccion", "My Instruction", compute="_compute_mi_papel"
    )
    mi_turno_fecha_limite = fields.Date("My Deadline", compute="_compute_mi_papel")
    mi_turno_nota = fields.Text("Note for Me", compute="_compute_mi_papel")
    mi_turno_de_id = fields.Many2one("res.users", "Turned By", compute="_compute_mi_papel")
    mi_turno_fecha = fields.Datetime("Turned On", compute="_compute_mi_papel")
    motivo_regreso = fields.Text("Why It Came Back", compute="_compute_motivo_regreso")
    soy_oficialia = fields.Boolean(compute="_compute_mi_papel")
    soy_digitalizador = fields.Boolean(compute="_compute_mi_papel")

    @api.depends("state", "turno_ids.state", "turno_ids.user_id", "oficialia_id")
    @api.depends_context("uid")
    def _compute_mi_papel(self):
        """What the current user is to each matter, for the buttons of the form."""
        user = self.env.user
        Turno = self.env["correspondencia.turno"].sudo()
        propios = Turno.search(
            [("asunto_id", "in", self.ids), ("user_id", "=", user.id), ("state", "in", ("pendiente", "turnado"))]
        )
        # what waits for me comes before what I passed on, attention before copies
        orden = {"pendiente": 0, "turnado": 2}
        for asunto in self:
            mios = propios.filtered(lambda t, a=asunto: t.asunto_id == a)
            turno = mios.sorted(lambda t: (orden[t.state] + (t.tipo == "informacion"), t.id))[:1]
            asunto.mi_turno_id = turno
            asunto.mi_turno_tipo = turno.tipo
            asunto.mi_turno_state = turno.state
            asunto.mi_turno_instruccion_id = turno.instruccion_id or (
                turno.tipo == "atencion" and asunto.instruccion_id
            )
            asunto.mi_turno_fecha_limite = turno.fecha_limite or (turno.tipo == "atencion" and asunto.fecha_requerida)
            asunto.mi_turno_nota = turno.nota
            asunto.mi_turno_de_id = turno.turnado_por_id
            asunto.mi_turno_fecha = turno.fecha_turno
            asunto.soy_oficialia = asunto._es_oficialia()
            asunto.soy_digitalizador = asunto._es_del_grupo("correspondencia_entrada.group_digitalizador")

    @api.depends("state")
    def _compute_motivo_regreso(self):
        """The reason for which counter and digitizer see the matter again."""
        devueltos = self.filtered(lambda a: a.state in ("por_corregir", "por_digitalizar"))
        eventos = ("rechazar_digitalizacion", "devolver_a_digitalizacion", "corregir")
        for asunto in self:
            ultimo = (
                asunto.bitacora_ids.filtered(lambda e: e.evento in eventos)[:1]
                if asunto in devueltos
                else asunto.bitacora_ids.browse()
            )
            asunto.motivo_regreso = ultimo.motivo

    # The tray, and what the form's buttons call for the user's own turno

    def _tarea_vals(self):
        self.ensure_one()
        partes = (
            self.name,
            self.numero_oficio,
            self.remitente_nombre,
            self.remitente_institucion,
            self.referencia,
            self.descripcion,
        )
        return {
            "company_id": self.company_id.id,
            "asunto_id": self.id,
            "folio": self.name,
            "asunto": self.descripcion[:300],
            "contraparte": ", ".join(p for p in (self.remitente_nombre, self.remitente_institucion) if p)[:200],
            "busqueda": " · ".join(p for p in partes if p)[:2000],
            "prioridad": self.prioridad,
            "fecha_limite": self.fecha_requerida,
            "tema_id": self.tema_id.id,
            "tipo_documento_id": self.tipo_documento_id.id,
            "oficialia_id": self.oficialia_id.id,
            "confidencial": self.confidencialidad == "confidencial",
        }

    def _accion_de_tarea(self, tarea):
        if tarea.paso_id.codigo == "firmar":
            documentos = tarea.turno_id.sudo().respuesta_ids.firma_id.filtered(lambda d: d.state == "por_firmar")
            return documentos.with_user(self.env.user).action_firmar()
        accion = super()._accion_de_tarea(tarea)
        if tarea.paso_id.codigo == "resolver_prorroga":
            prorroga = tarea.turno_id.sudo().prorroga_ids.filtered(lambda p: p.state == "solicitada")[:1]
            if prorroga:
                accion.update(res_model="correspondencia.prorroga", res_id=prorroga.id, target="new")
        return accion

    def action_responder(self):
        """Answer: open the draft for my turno."""
        return self._mi_turno().action_responder()

    def action_turnar(self):
        """Turn the matter: from my turno when I hold it, else from the counter."""
        self.ensure_one()
        if self.mi_turno_id.tipo == "atencion":
            return self.mi_turno_id.action_turnar()
        self._exigir_oficialia()
        self._exigir_estado("por_digitalizar", "por_corregir", "por_descargar", "en_atencion")
        return self.env["correspondencia.turnar"]._accion(self, self.env["correspondencia.turno"])

    def action_marcar_visto(self):
        """Mark my copy as seen."""
        return self._mi_turno().action_marcar_visto()

    def _mi_turno(self):
        self.ensure_one()
        self.check_access("read")
        if not self.mi_turno_id:
            raise UserError(self.env._("You have no open turno of %s. Reload the page.", self.display_name))
        return self.mi_turno_id
