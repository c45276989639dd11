import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import archivo_transportista
from ..tools.archivo_transportista import ArchivoInvalidoError


class MensajeriaListaMixin(models.AbstractModel):
    """A wizard that reads a list: a CSV or a workbook, or cells copied of one."""

    _name = "mensajeria.lista.mixin"
    _description = "List from a File"

    archivo = fields.Binary("File", attachment=False)
    archivo_nombre = fields.Char("File Name")
    texto = fields.Text("Copied Cells", help="Copy the rows of a sheet, with their header, and paste them here.")

    def _leer_lista(self, maximo=archivo_transportista.FILAS_MAX):
        """The header and the rows of the list, as ``archivo_transportista.Tabla``.

        :raises UserError: when it cannot be read, or has more than ``maximo`` rows
        """
        self.ensure_one()
        if not (self.archivo or (self.texto or "").strip()):
            raise UserError(self.env._("Choose a file, or paste the rows of a sheet."))
        contenido = base64.b64decode(self.archivo) if self.archivo else self.texto.encode(errors="replace")
        try:
            tabla = archivo_transportista.leer(contenido)
        except ArchivoInvalidoError as error:
            raise UserError(self._mensaje(error)) from error
        if len(tabla.filas) > maximo:
            raise UserError(
                self.env._(
                    "The list has %(count)s rows, and %(limit)s go in at once: split it.",
                    count=len(tabla.filas),
                    limit=maximo,
                )
            )
        return tabla

    def _exigir_nombre(self, tabla, campos):
        """Refuse a list without the column of the names."""
        if "dest_nombre" not in campos:
            raise UserError(
                self.env._(
                    "The list has no column «Nombre». Its columns are: %s. The first row names them.",
                    ", ".join(filter(None, tabla.encabezados)),
                )
            )

    def _mensaje(self, error):
        return {
            "vacio": self.env._("The list has no rows below its header."),
            "tamano": self.env._("The file is too large: %s MB at most. Split it.", error.detalle),
            "filas": self.env._("The file has more than %s rows: split it.", error.detalle),
            "excel": self.env._(
                "The workbook cannot be read: open it, and save it as .xlsx or CSV without a password."
            ),
            "texto": self.env._("This is neither a CSV nor an Excel workbook (.xlsx)."),
        }[error.codigo]
