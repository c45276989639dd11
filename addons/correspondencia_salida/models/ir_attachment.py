from odoo import models
from odoo.exceptions import UserError
from odoo.http import DEFAULT_MAX_CONTENT_LENGTH
from odoo.tools import human_size

from odoo.addons.correspondencia_entrada.tools.archivos import ArchivoInvalido, examinar

from ..tools.anexos import problema


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _exigir_enviable(self):
        """Refuse what is too big, what its addressee could not open, and programs. The limit is that of Odoo's uploads."""
        limite = int(
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("web.max_file_upload_size", default=DEFAULT_MAX_CONTENT_LENGTH)
        )
        for adjunto in self._con_bytes():
            if adjunto.file_size > limite:
                raise UserError(
                    self.env._(
                        "«%(name)s» weighs %(size)s: up to %(limit)s are taken.",
                        name=adjunto.name,
                        size=human_size(adjunto.file_size),
                        limit=human_size(limite),
                    )
                )
            contenido = adjunto.raw or b""
            if codigo := problema(adjunto.name, contenido):
                raise UserError(self._por_que_no_sale(adjunto.name, codigo))
            try:
                adjunto.paginas = examinar(adjunto.name, contenido)
            except ArchivoInvalido as error:
                raise UserError(self._por_que_no_sale(adjunto.name, error.codigo)) from error

    def _por_que_no_sale(self, nombre, codigo):
        motivos = {
            "vacio": self.env._("«%s» is empty. Attach it again.", nombre),
            "extension": self.env._("The content of «%s» is not what its extension says: rename it.", nombre),
            "ejecutable": self.env._("«%s» is, or holds, a program: it is not sent.", nombre),
            "cifrado": self.env._("«%s» asks for a password: attach it without one.", nombre),
            "danado": self.env._("«%s» is damaged and cannot be opened: attach it again.", nombre),
        }
        return motivos[codigo.removeprefix("pdf_")]
