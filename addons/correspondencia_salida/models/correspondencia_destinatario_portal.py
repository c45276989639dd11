import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import human_size

#: longest name of who receives
LARGO_NOMBRE = 100


class CorrespondenciaDestinatario(models.Model):
    """By portal: the addressee gets a link, under which they receive the document.

    Where the line needs an acuse, who receives writes their name; elsewhere opening the document is enough.
    """

    _inherit = "correspondencia.destinatario"

    token = fields.Char(readonly=True, copy=False, groups="base.group_system", index="btree_not_null")
    token_vence = fields.Datetime("Link Until", readonly=True, copy=False)
    enlace_vencido = fields.Boolean("Link Expired", compute="_compute_enlace_vencido")

    def _despachar_portal(self):
        """A new link for each line, told by e-mail without the document."""
        self._despachar_correo()

    def _adjuntos_de_correo(self, limite):
        if self.medio == "portal":
            return self.env["ir.attachment"]
        return super()._adjuntos_de_correo(limite)

    def _nuevo_enlace(self):
        """Another link; the one before opens nothing any more."""
        vence = fields.Datetime.now() + timedelta(days=self.company_id.salida_dias_enlace)
        self.write({"token": secrets.token_urlsafe(16), "token_vence": vence})

    def _url(self):
        """Address at which the addressee receives the document, or an empty text when there is none that opens it."""
        vigente = self.token_vence and not self.enlace_vencido
        return f"{self.company_id.get_base_url()}/o/{self.sudo().token}" if vigente else ""

    @api.depends("token_vence")
    def _compute_enlace_vencido(self):
        ahora = fields.Datetime.now()
        for linea in self:
            linea.enlace_vencido = bool(linea.token_vence and linea.token_vence <= ahora)

    # The addressee

    @api.model
    def _de_token(self, token):
        """The line (sudo) whose link is ``token`` and counts today; empty for whatever is none."""
        linea = self.sudo().search([("token", "=", token)], limit=1) if token else self.sudo().browse()
        vigente = linea.token_vence and linea.token_vence > fields.Datetime.now()
        return linea if vigente and (linea._sin_efecto() or linea._abre()) else linea.browse()

    def _sin_efecto(self):
        """Whether the document does not count any more: its addressee is told, and whom to ask."""
        return self.oficio_id.state in ("sustituido", "cancelado")

    def _abre(self):
        """Whether the link shows the document to who received it."""
        vivo = self.oficio_id.state in ("firmado", "despachado", "acusado", "archivado")
        return vivo and self.state in ("en_despacho", "despachado", "acusado")

    def _recibir_por_portal(self, nombre, datos):
        """The addressee receives the document: the first time is the acuse.

        :param nombre: who receives, as they wrote it; needed where the line needs an acuse
        :param datos: where from, for the log: ``ip``, ``agente``
        :raises UserError: the name is missing
        """
        nombre = " ".join(nombre.split())[:LARGO_NOMBRE]
        if self.requiere_acuse and not nombre:
            raise UserError(self.env._("Write the name of who receives the document."))
        self.oficio_id._bloquear()
        self._bloquear()
        if self.state != "acusado":
            documento = self._documentos()[:1]
            self._acuso(nombre or self.dest_nombre, datos={"medio": "portal", "sha256": documento.sha256, **datos})

    def _peso(self, archivo):
        return human_size(archivo.file_size)

    # The office

    def action_revocar(self):
        """The link of these lines opens nothing any more."""
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_enlace()
        destinatarios.write({"token": False, "token_vence": fields.Datetime.now()})
        for linea in destinatarios:
            linea._anotar("revocar_enlace")
        return True

    def action_renovar(self):
        """Send these lines another link, by another message; the one before opens nothing any more."""
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_enlace()
        destinatarios.oficio_id._exigir_estado("firmado", "despachado", "acusado", "archivado")
        destinatarios._exigir_estado("despachado", "acusado")
        destinatarios._mandar_mensajes()
        for linea in destinatarios:
            linea._anotar("renovar_enlace", {"correo": linea.email})
        return True

    def _exigir_enlace(self):
        if sin_enlace := self.filtered(lambda d: not d.token_vence)[:1]:
            raise UserError(self.env._("%s has no link.", sin_enlace.dest_nombre))

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.write({"token": False, "token_vence": False})
