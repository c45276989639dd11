from odoo import api, fields, models
from odoo.exceptions import UserError

from .firma_errores import rechazo


class CorrespondenciaRespuesta(models.Model):
    """The answer of a signer leaves only with the electronic signature of everybody in its route."""

    _name = "correspondencia.respuesta"
    _inherit = ["correspondencia.respuesta", "firma.mixin"]

    firmante_ids = fields.One2many(
        "correspondencia.respuesta.firmante",
        "respuesta_id",
        "Signers",
        help="Who signs, in this order. A responsible who signs electronically comes first.",
    )
    firma_id = fields.Many2one("firma.documento", "Signed Document", readonly=True, copy=False, ondelete="restrict")
    firma_state = fields.Selection(related="firma_id.state", string="Signature")
    firma_pdf_id = fields.Many2one(related="firma_id.pdf_id", string="Document with Signatures")
    motivo_rechazo = fields.Text("Why It Was Not Signed", readonly=True, copy=False)
    requiere_firma = fields.Boolean(compute="_compute_requiere_firma")

    @api.depends("turno_id.user_id.firmante", "firmante_ids")
    def _compute_requiere_firma(self):
        for respuesta in self:
            respuesta.requiere_firma = bool(respuesta._firmantes())

    def _firmantes(self):
        """Who signs this answer, in order; nobody when neither its author is a signer nor the route names any."""
        autor = self.user_id.filtered("firmante")
        return autor | self.firmante_ids.sorted(lambda f: (f.sequence, f.id or 0)).user_id

    def _pedir_firmas(self, firmantes):
        """Freeze the answer and put it in the tray of the first signer instead of its author's."""
        for firmante in firmantes:
            if not (firmante.firmante and firmante.active and firmante.sudo().firma_rfc and firmante.sudo().firma_curp):
                raise UserError(
                    self.env._(
                        "%s cannot sign yet: the administrator has to mark them as signer, with RFC and CURP.", firmante.name
                    )
                )
        self._fijar_documentos()
        self._transitar("por_firmar", datos=self._datos_bitacora())
        self.motivo_rechazo = False
        self.turno_id._tareas_abiertas()._cerrar("por_firmar")
        self.firma_id = self._firma_congelar(firmantes)

    def action_firmar(self):
        """Open the page where the answer is signed."""
        return self.firma_id.action_firmar()

    # firma.mixin

    def _firma_datos(self):
        asunto = self.asunto_id.sudo()
        return {
            "name": asunto.name,
            "asunto": asunto.descripcion,
            "contraparte": ", ".join(filter(None, (asunto.remitente_nombre, asunto.remitente_institucion))),
            "company_id": asunto.company_id.id,
        }

    def _firma_abrir_tarea(self, user):
        turno = self.turno_id
        self.asunto_id._abrir_tarea(
            "firmar",
            user=user,
            area=user.area_id,
            turno_id=turno.id,
            fecha_limite=turno.fecha_limite or self.asunto_id.fecha_requerida,
        )

    def _firma_cerrar_tareas(self, resultado, state="hecha"):
        firmar = self.env["seguimiento.paso"]._de("firmar")
        self.turno_id._tareas_abiertas().filtered(lambda t: t.paso_id == firmar)._cerrar(resultado, state=state)

    def _firma_reporte(self):
        return "correspondencia_entrada.action_report_respuesta"

    def _firma_motivo(self):
        return self.with_context(lang=self.asunto_id._idioma_de_papel()).env._("Answer to %s", self.asunto_id.name)

    def _firma_url(self):
        asunto = self.asunto_id.sudo(False)
        return f"/odoo/asuntos/{asunto.id}" if asunto.has_access("read") else ""

    def _firma_bloquear(self):
        self.sudo().asunto_id._bloquear()
        self.sudo().turno_id.invalidate_recordset(["state"])
        self.sudo().invalidate_recordset(["state"])

    def _firma_exigir_vigente(self):
        respuesta = self.sudo()
        if (
            respuesta.state != "por_firmar"
            or respuesta.turno_id.state != "pendiente"
            or respuesta.asunto_id.state == "cancelado"
        ):
            raise rechazo(self.env, "SESSION")

    def _firma_al_completar(self, documento):
        self._enviar()

    def _firma_al_negar(self, documento, motivo):
        """The answer is a draft again; when it was rejected, its author finds it in the tray with the reason."""
        self._transitar("borrador", motivo)
        if documento.state == "rechazado":
            self.motivo_rechazo = motivo
            self.turno_id._abrir_tareas()
            self._firma_avisar(self.user_id, self.env._("The answer to %s was not signed", self.asunto_id.name), motivo)

    def _firma_avisar(self, users, asunto, texto):
        self.asunto_id.message_notify(partner_ids=users.partner_id.ids, subject=asunto, body=texto)


class CorrespondenciaRespuestaFirmante(models.Model):
    _name = "correspondencia.respuesta.firmante"
    _description = "Signer of an Answer"
    _order = "respuesta_id, sequence, id"

    respuesta_id = fields.Many2one("correspondencia.respuesta", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users", "Signer", required=True, ondelete="restrict", domain=[("firmante", "=", True), ("share", "=", False)]
    )

    _uniq = models.UniqueIndex("(respuesta_id, user_id)", "Nobody signs twice.")

    @api.model_create_multi
    def create(self, vals_list):
        firmantes = super().create(vals_list)
        firmantes._exigir_borrador()
        return firmantes

    def write(self, vals):
        self._exigir_borrador()
        res = super().write(vals)
        self._exigir_borrador()  # not moved to an answer that is frozen
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_enviada(self):
        self._exigir_borrador()

    def _exigir_borrador(self):
        if self.respuesta_id.filtered(lambda r: r.state != "borrador"):
            raise UserError(self.env._("The answer is frozen: its signers cannot change any more."))
