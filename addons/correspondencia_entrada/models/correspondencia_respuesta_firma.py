from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html_sanitize

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
    firma_me_toca = fields.Boolean(related="firma_id.me_toca")
    firma_pdf_ids = fields.Many2many(
        "ir.attachment", compute="_compute_firma_pdf_ids", string="Document with Signatures"
    )
    motivo_rechazo = fields.Text("Why It Was Not Signed", readonly=True, copy=False)
    requiere_firma = fields.Boolean(compute="_compute_requiere_firma")

    @api.depends("turno_id.user_id.firmante", "firmante_ids")
    def _compute_requiere_firma(self):
        for respuesta in self:
            respuesta.requiere_firma = bool(respuesta._firmantes())

    @api.depends("firma_id.pdf_id", "state")
    @api.depends_context("uid")
    def _compute_firma_pdf_ids(self):
        """The document that is being signed, for who takes part; from the last signature on, for every reader."""
        for respuesta in self:
            documento = respuesta.sudo().firma_id if respuesta.state != "borrador" else None
            pdf = documento.pdf_id.with_env(self.env) if documento else self.env["ir.attachment"]
            respuesta.firma_pdf_ids = pdf._filtered_access("read")

    def _firmantes(self):
        """Who signs this answer, in order; nobody when neither its author is a signer nor the route names any."""
        autor = self.user_id.filtered("firmante")
        return autor | self.firmante_ids.sorted(lambda f: (f.sequence, f.id or 0)).user_id

    def _pedir_firmas(self, firmantes):
        """Freeze the answer and put it in the tray of the first signer instead of its author's."""
        for firmante in firmantes:
            self._exigir_firmante(firmante)
        self._fijar_documentos()
        self._transitar("por_firmar", datos=self._datos_bitacora())
        self.asunto_id._anotar("enviar_a_firma", {"firmantes": firmantes.mapped("login")})
        self.motivo_rechazo = False
        self.turno_id._tareas_abiertas()._cerrar("por_firmar")
        self.firma_id = self._firma_congelar(firmantes)

    def _exigir_firmante(self, user):
        """Refuse who could not sign, or would sign the answer to something they may not read."""
        datos = user.sudo()
        if not (datos.active and datos.firmante and datos.firma_rfc and datos.firma_curp and not datos.share):
            raise UserError(
                self.env._(
                    "%s cannot sign yet: the administrator has to mark them as signer, with RFC and CURP.", datos.name
                )
            )
        asunto = self.asunto_id
        company = asunto.company_id
        suyo = asunto.with_user(user).with_context(allowed_company_ids=company.ids)
        if company not in datos.company_ids or not suyo.has_access("read"):
            raise UserError(
                self.env._(
                    "%(user)s cannot read %(folio)s: turn them a copy before.", user=datos.name, folio=asunto.name
                )
            )

    def action_firmar(self):
        """Open the page where the answer is signed."""
        return self.firma_id.action_firmar()

    def action_recuperar(self, motivo=None):
        """Take the answer back before its last signature: it is a draft again.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only the responsible takes the answer back."))
        respuestas = self.sudo()
        respuestas.firma_id._bloquear()
        for respuesta in respuestas:
            if respuesta.firma_id.state != "por_firmar":
                raise UserError(self.env._("This answer does not wait for signatures any more. Reload the page."))
            respuesta.firma_id._cancelar(motivo)
        return True

    def _cuerpo_de_papel(self):
        """The text as it is printed: its author decides neither where it stands on the page nor how a signature looks."""
        return html_sanitize(self.cuerpo or "", sanitize_style=True, strip_classes=True)

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
        respuestas = self.sudo()
        respuestas.asunto_id._bloquear()
        respuestas.turno_id.invalidate_recordset(["state", "user_id"])
        respuestas.invalidate_recordset(["state"])

    def _firma_exigir_vigente(self):
        respuesta = self.sudo()
        if (
            respuesta.state != "por_firmar"
            or respuesta.turno_id.state != "pendiente"
            or respuesta.asunto_id.state == "cancelado"
        ):
            raise rechazo(self.env, "SESSION")

    def _firma_al_completar(self, documento):
        logins = documento.firmante_ids.firmo_id.mapped("login")
        self.asunto_id._anotar("firmar", {"firmantes": logins, "sha256": documento.sha256})
        self._enviar()

    def _firma_al_negar(self, documento, motivo):
        """The answer is a draft again; where its turno goes on, its author finds it in the tray with the reason."""
        self._transitar("borrador", motivo)
        self.asunto_id._anotar("negar_firma", motivo=motivo)
        if self.turno_id.state == "pendiente" and self.asunto_id.state != "cancelado":
            self.motivo_rechazo = motivo
            self.turno_id._abrir_tareas()
            if self.user_id != self.env.user:
                asunto = self.env._("The answer to %s was not signed", self.asunto_id.name)
                self._firma_avisar(self.user_id, asunto, motivo)

    def _firma_avisar(self, users, asunto, texto):
        self.asunto_id.message_notify(partner_ids=users.partner_id.ids, subject=asunto, body=texto)


class CorrespondenciaAsunto(models.Model):
    _inherit = "correspondencia.asunto"

    firma_respuesta_id = fields.Many2one(
        "correspondencia.respuesta",
        "Answer Being Signed",
        compute="_compute_firma_respuesta_id",
        help="That waits for the user's signature, or that the user wrote.",
    )
    firma_es_mia = fields.Boolean("I Wrote It", compute="_compute_firma_respuesta_id")
    firma_me_toca = fields.Boolean("Waits for Me", compute="_compute_firma_respuesta_id")
    firma_espera_a_id = fields.Many2one("res.users", "Waits For", compute="_compute_firma_respuesta_id")

    @api.depends("respuesta_ids.state", "respuesta_ids.firma_id.firmante_ids.en_turno")
    @api.depends_context("uid")
    def _compute_firma_respuesta_id(self):
        """What the signature asks of the current user, for the form."""
        for asunto in self:
            respuestas = asunto.sudo().respuesta_ids.filtered(lambda r: r.state == "por_firmar")
            propias = respuestas.filtered(lambda r: r.user_id == self.env.user)
            respuesta = (respuestas.filtered("firma_me_toca") or propias)[:1]
            asunto.firma_respuesta_id = respuesta
            asunto.firma_es_mia = respuesta in propias
            asunto.firma_me_toca = respuesta.firma_me_toca
            asunto.firma_espera_a_id = respuesta.firma_id.turno_de_id

    def action_firmar(self):
        """Open the page where the answer that waits for me is signed."""
        self.check_access("read")
        return self.firma_respuesta_id.firma_id.action_firmar()


class CorrespondenciaTurno(models.Model):
    _inherit = "correspondencia.turno"

    def _exigir_sin_firma(self):
        """Refuse to go on with turnos whose answer is being signed."""
        if esperan := self.respuesta_ids.filtered(lambda r: r.state == "por_firmar"):
            raise UserError(
                self.env._(
                    "The answer to %s is being signed. Take it back to go on without the signatures.",
                    esperan[:1].asunto_id.name,
                )
            )

    def _dejar_de_firmar(self):
        """The person of this turno leaves: what they sent for signature is a draft again, for who inherits it."""
        documentos = self.respuesta_ids.firma_id.filtered(lambda d: d.state == "por_firmar")
        documentos._cancelar(self.env._("%s left.", self.user_id.name))


class CorrespondenciaRespuestaFirmante(models.Model):
    _name = "correspondencia.respuesta.firmante"
    _description = "Signer of an Answer"
    _order = "respuesta_id, sequence, id"

    respuesta_id = fields.Many2one("correspondencia.respuesta", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users",
        "Signer",
        required=True,
        ondelete="restrict",
        domain=[("firmante", "=", True), ("share", "=", False)],
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
