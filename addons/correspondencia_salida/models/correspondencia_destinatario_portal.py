import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: days during which a link opens the document
VIGENCIA = 90


class CorrespondenciaDestinatario(models.Model):
    """By portal: the addressee gets a link, and opening the document is the acuse."""

    _inherit = "correspondencia.destinatario"

    token = fields.Char(readonly=True, copy=False, groups="base.group_system", index="btree_not_null")
    token_vence = fields.Datetime("Link Until", readonly=True, copy=False)

    def _despachar_portal(self):
        """A new link for each line, told by e-mail without the document."""
        for linea in self:
            linea.write(
                {
                    "token": secrets.token_urlsafe(16),
                    "token_vence": fields.Datetime.now() + timedelta(days=VIGENCIA),
                }
            )
        self._despachar_correo()

    def _adjuntos_de_correo(self):
        if self.medio == "portal":
            return self.env["ir.attachment"]
        return super()._adjuntos_de_correo()

    def _url(self):
        """Address at which the addressee opens the document, or an empty text."""
        return f"{self.company_id.get_base_url()}/o/{self.sudo().token}" if self.sudo().token else ""

    @api.model
    def _de_token(self, token):
        """The line (sudo) whose link is ``token`` and opens today; empty for whatever opens nothing."""
        linea = self.sudo().search([("token", "=", token)], limit=1) if token else self.sudo().browse()
        vigente = linea.token_vence and linea.token_vence > fields.Datetime.now()
        abierto = linea.oficio_id.state in ("firmado", "despachado", "acusado", "archivado")
        return linea if vigente and abierto and linea.state in ("despachado", "acusado") else linea.browse()

    def _abrir_por_portal(self, datos):
        """The addressee opens the document: the first time is the acuse.

        :param datos: where from, for the log: ``ip``, ``agente``
        """
        self.oficio_id._bloquear()
        self._bloquear()
        if self.state == "despachado":
            self._acuso(self.dest_nombre, datos={"medio": "portal", **datos})
        return self.oficio_id.escaneo_id or self.oficio_id.pdf_id

    def action_revocar(self):
        """The link of these lines opens nothing any more."""
        destinatarios = self._exigir_despachador()
        if sin_enlace := destinatarios.filtered(lambda d: not d.token_vence)[:1]:
            raise UserError(self.env._("%s has no link.", sin_enlace.dest_nombre))
        destinatarios.write({"token_vence": fields.Datetime.now()})
        for linea in destinatarios:
            linea._anotar("revocar_enlace")
        return True

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.write({"token": False, "token_vence": False})
