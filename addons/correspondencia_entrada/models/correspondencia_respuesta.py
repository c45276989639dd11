from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

#: marks the context in which :meth:`CorrespondenciaRespuesta._enviar` dates the answer; an object, so no client can send it
ENVIO = object()


class CorrespondenciaRespuesta(models.Model):
    """The answer of the responsible. A draft keeps its versions; once sent it is evidence."""

    _name = "correspondencia.respuesta"
    _description = "Answer"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "id desc"

    _ciclo = Ciclo(
        ("borrador", "enviada", "responder"),
        ("borrador", "por_firmar", "enviar_a_firma"),
        ("por_firmar", "enviada", "responder_firmada"),
        ("por_firmar", "borrador", "negar_firma", True),
    )

    turno_id = fields.Many2one("correspondencia.turno", "Turno", required=True, index=True, ondelete="cascade")
    asunto_id = fields.Many2one(related="turno_id.asunto_id", store=True, index=True)
    asunto_descripcion = fields.Text(related="asunto_id.descripcion")
    asunto_remitente = fields.Char(related="asunto_id.remitente_nombre", string="Sender")
    asunto_documento_ids = fields.Many2many(related="asunto_id.documento_ids", string="Documents of the Matter")
    user_id = fields.Many2one(related="turno_id.user_id", string="Author")
    state = fields.Selection(
        [("borrador", "Draft"), ("por_firmar", "To Sign"), ("enviada", "Sent")],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
    )
    cuerpo = fields.Html("Answer", sanitize_overridable=False)
    documento_ids = fields.Many2many(
        "ir.attachment",
        "correspondencia_respuesta_documento_rel",
        "respuesta_id",
        "attachment_id",
        "Files",
        bypass_search_access=True,
    )
    version_ids = fields.One2many(
        "correspondencia.respuesta.version", "respuesta_id", "Earlier Versions", readonly=True
    )
    version = fields.Integer("Version", default=1, readonly=True, copy=False)
    fecha_envio = fields.Datetime("Sent On", readonly=True, copy=False)

    _un_borrador = models.UniqueIndex("(turno_id) WHERE state = 'borrador'", "There is already a draft of this answer.")

    @api.depends("asunto_id.name", "version")
    def _compute_display_name(self):
        for respuesta in self:
            respuesta.display_name = self.env._(
                "Answer to %(folio)s, v%(n)s", folio=respuesta.asunto_id.name, n=respuesta.version
            )

    @api.model_create_multi
    def create(self, vals_list):
        # explicit: beats default_* in the context
        respuestas = super().create([{**vals, "version": 1, "fecha_envio": False} for vals in vals_list])
        respuestas.turno_id._exigir_tenedor("atencion", "pendiente")
        respuestas._reclamar_documentos()
        return respuestas

    def write(self, vals):
        if (
            vals.keys() & {"cuerpo", "documento_ids", "turno_id", "version", "fecha_envio"}
            and self.env.context.get("respuesta_envio") is not ENVIO
        ):
            if enviadas := self.filtered(lambda r: r.state != "borrador"):
                asunto = enviadas[:1].asunto_id.name
                if enviadas[:1].state == "por_firmar":
                    raise UserError(self.env._("The answer to %s is being signed and cannot change.", asunto))
                raise UserError(self.env._("The answer to %s was sent and cannot change.", asunto))
            if "turno_id" in vals or (not self.env.su and vals.keys() & {"version", "fecha_envio"}):
                raise UserError(self.env._("An answer stays with its turno."))
        if "cuerpo" in vals:
            self._guardar_version(vals["cuerpo"])
        res = super().write(vals)
        if "documento_ids" in vals:
            self._reclamar_documentos()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_enviada(self):
        if any(respuesta.state != "borrador" for respuesta in self):
            raise UserError(self.env._("An answer that was sent cannot be deleted."))

    def _reclamar_documentos(self):
        for respuesta in self:
            sueltos = respuesta.documento_ids.filtered(lambda a: not a.res_id and a.create_uid == self.env.user)
            sueltos.write({"res_model": self._name, "res_id": respuesta.id})
            respuesta.documento_ids._exigir_de(respuesta)

    def _guardar_version(self, nuevo):
        """Keep the text that is about to be replaced."""
        campo = self._fields["cuerpo"]
        for respuesta in self:
            if not is_html_empty(respuesta.cuerpo) and campo.convert_to_cache(nuevo, respuesta) != respuesta.cuerpo:
                self.env["correspondencia.respuesta.version"].sudo().create(
                    {
                        "respuesta_id": respuesta.id,
                        "numero": respuesta.version,
                        "cuerpo": respuesta.cuerpo,
                        "user_id": self.env.uid,
                    }
                )
                respuesta.sudo().version += 1

    def action_enviar(self):
        """Send the answer: text and files become fixed and the turno concludes.

        The answer of a signer goes to the first of its signers instead; who is that signer is led to the signature.
        """
        for respuesta in self:
            respuesta.check_access("read")
            respuesta.turno_id._exigir_tenedor("atencion", "pendiente")
            if respuesta.user_id != self.env.user:
                raise AccessError(self.env._("Only the responsible sends the answer."))
            if is_html_empty(respuesta.cuerpo) and not respuesta.documento_ids:
                raise UserError(self.env._("Write the answer or attach it."))
            if firmantes := respuesta._firmantes():
                respuesta.sudo()._pedir_firmas(firmantes)
            else:
                respuesta.sudo()._fijar_documentos()
                respuesta.sudo()._enviar()
        if por_firmar := self.firma_id.filtered("me_toca"):
            return por_firmar.action_firmar()
        return {"type": "ir.actions.act_window_close"}

    def _fijar_documentos(self):
        """The files become evidence; refuse those that cannot be read."""
        for documento in self.documento_ids.filtered(lambda d: not d.evidencia):
            documento._revisar_documento()
            documento.paginas = documento._contar_paginas()
        self.documento_ids._fijar_evidencia()

    def _datos_bitacora(self):
        return {
            "version": self.version,
            "texto_sha256": sha256(str(self.cuerpo or "").encode()).hexdigest(),
            "documentos": [{"nombre": d.name, "sha256": d.sha256} for d in self.documento_ids],
        }

    def _enviar(self):
        """The answer is out: the turno concludes with it."""
        self.with_context(respuesta_envio=ENVIO).fecha_envio = fields.Datetime.now()
        self._transitar("enviada", datos=self._datos_bitacora())
        self.turno_id._concluir()
        self.asunto_id._message_log(body=self.env._("%s answered the matter", self.turno_id.user_id.name))
