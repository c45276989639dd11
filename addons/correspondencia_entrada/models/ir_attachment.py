from odoo import api, models
from odoo.exceptions import UserError

from ..tools.archivos import ArchivoInvalido, examinar


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        """Files dropped on a matter whose documents are being gathered are documents of it."""
        adjuntos = super().create(vals_list)
        de_asuntos = adjuntos.sudo().filtered(
            lambda a: a.res_model == "correspondencia.asunto" and a.res_id and not a.res_field
        )
        for res_id, archivos in de_asuntos.grouped("res_id").items():
            self.env["correspondencia.asunto"].sudo().browse(res_id)._adoptar_archivos(archivos)
        return adjuntos

    def _desechar(self, asunto):
        """Files taken off ``asunto`` leave nothing behind; evidence cannot be taken off."""
        if fijos := self.filtered("evidencia"):
            raise UserError(self.env._("«%s» is part of a registered document and cannot be removed.", fijos[0].name))
        self.filtered(lambda a: a.res_model == asunto._name and a.res_id == asunto.id).unlink()

    def examinar_documentos(self):
        """What the person who uploads should know at once.

        :returns: list of ``{"id", "paginas", "aviso"}``; ``aviso`` is a sentence, or empty
        """
        self.check_access("read")
        resultado = []
        for adjunto in self:
            try:
                paginas, aviso = examinar(adjunto.name, adjunto._con_bytes().raw or b""), ""
            except ArchivoInvalido as error:
                paginas, aviso = 0, adjunto._mensaje_archivo(error.codigo)
            resultado.append({"id": adjunto.id, "paginas": paginas, "aviso": aviso})
        return resultado

    def _exigir_de(self, registro):
        """Refuse files of other records: what is listed with ``registro`` is read and fixed with its rights."""
        for adjunto in self.sudo():
            if (adjunto.res_model, adjunto.res_id) != (registro._name, registro.id):
                raise UserError(self.env._("«%s» belongs to another record: upload it again here.", adjunto.name))

    def _revisar_documento(self):
        """Refuse a file that cannot stand as a document.

        Annexes may be encrypted or of an unknown kind (they are kept as received); the main document must be readable.
        """
        self.ensure_one()
        try:
            examinar(self.name, self._con_bytes().raw or b"")
        except ArchivoInvalido as error:
            if self.clase == "anexo" and error.codigo != "vacio":
                return
            raise UserError(self._mensaje_archivo(error.codigo)) from error

    def _contar_paginas(self):
        try:
            return examinar(self.name, self._con_bytes().raw or b"")
        except ArchivoInvalido:
            return 0

    def _mensaje_archivo(self, codigo):
        mensajes = {
            "vacio": self.env._("«%s» is empty. Attach it again.", self.name),
            "extension": self.env._(
                "The content of «%s» is not what its extension says. Rename it, or mark it as an annex.", self.name
            ),
            "pdf_cifrado": self.env._(
                "«%s» asks for a password. Attach it without one, or mark it as an annex.", self.name
            ),
            "pdf_danado": self.env._(
                "«%s» is damaged and cannot be opened. Scan it again, or mark it as an annex.", self.name
            ),
        }
        return mensajes[codigo]
