from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import archivo_transportista as archivo
from ..tools.archivo_transportista import ORDENES_FECHA, ArchivoInvalidoError
from ..tools.envios import EVENTOS
from ..tools.rastreo import SIN_NOVEDAD, TIPOS_RASTREO


class Fila(NamedTuple):
    """One row of a file; ``problema`` is a sentence when some cell cannot be read."""

    numero: int
    folio: str
    estado: str
    fecha: object
    receptor: str
    detalle: str
    importe: object
    problema: str | None


class MensajeriaFormato(models.Model):
    """How a carrier writes its files: which column says what, and what its words for a status mean."""

    _name = "mensajeria.formato"
    _description = "Layout of a Carrier's File"
    _order = "proveedor_id, uso, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    uso = fields.Selection(
        [("estados", "Statuses of pieces"), ("factura", "Invoice")], "Used For", required=True, default="estados"
    )
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", required=True, index=True, ondelete="cascade", check_company=True
    )
    columna_folio = fields.Char(
        "Guía", required=True, help="Header of the column, as the file writes it. Case and accents do not matter."
    )
    columna_estado = fields.Char("Status")
    columna_fecha = fields.Char("Date")
    orden_fecha = fields.Selection(ORDENES_FECHA, "Order of the Date", required=True, default="dmy")
    columna_receptor = fields.Char("Received By")
    columna_detalle = fields.Char("Remarks")
    columna_importe = fields.Char("Amount")
    estado_ids = fields.One2many("mensajeria.formato.estado", "formato_id", "Statuses", copy=True)

    _name_uniq = models.UniqueIndex(
        "(proveedor_id, company_id, uso, lower(name)) WHERE active", "This provider already has a layout of that name."
    )

    @api.constrains("uso", "columna_estado", "columna_importe")
    def _check_columnas(self):
        for formato in self:
            if formato.uso == "estados" and not (formato.columna_estado or "").strip():
                raise ValidationError(self.env._("Write the header of the column that tells the status."))
            if formato.uso == "factura" and not (formato.columna_importe or "").strip():
                raise ValidationError(self.env._("Write the header of the column that tells the amount."))

    @api.model_create_multi
    def create(self, vals_list):
        formatos = super().create(vals_list)
        formatos.proveedor_id.with_env(self.env)._exigir_operador()
        return formatos

    def write(self, vals):
        res = super().write(vals)
        if "proveedor_id" in vals:
            self.proveedor_id.with_env(self.env)._exigir_operador()
        return res

    def _leer(self, contenido):
        """Rows of a file.

        :raises UserError: one sentence that says what is wrong with it
        """
        self.ensure_one()
        try:
            tabla = archivo.leer(contenido)
            columnas = {
                campo: archivo.columna(tabla, self[f"columna_{campo}"])
                for campo in ("folio", "estado", "fecha", "receptor", "detalle", "importe")
            }
        except ArchivoInvalidoError as error:
            raise UserError(self._mensaje(error)) from error
        return [self._fila(numero, celdas, columnas) for numero, celdas in tabla.filas]

    def _fila(self, numero, celdas, columnas):
        valores = {campo: archivo.celda(celdas, lugar) for campo, lugar in columnas.items()}
        textos = {campo: archivo.texto(valor) for campo, valor in valores.items()}
        fecha = importe = problema = None
        try:
            fecha = archivo.fecha(valores["fecha"], self.orden_fecha)
        except ValueError:
            problema = self.env._("«%s» is no date in the order of this layout.", textos["fecha"])
        try:
            importe = archivo.importe(valores["importe"])
        except ValueError:
            problema = self.env._("«%s» is no amount.", textos["importe"])
        if not textos["folio"]:
            problema = self.env._("The row has no guía.")
        elif self.uso == "factura" and importe is None and not problema:
            problema = self.env._("The row has no amount.")
        return Fila(
            numero, textos["folio"], textos["estado"], fecha, textos["receptor"], textos["detalle"], importe, problema
        )

    def _mensaje(self, error):
        return {
            "vacio": self.env._("The file holds no rows below its header."),
            "tamano": self.env._("The file is too large: %s MB at most. Split it.", error.detalle),
            "filas": self.env._("The file has more than %s rows: split it.", error.detalle),
            "excel": self.env._(
                "The workbook cannot be read: open it, and save it as .xlsx or CSV without a password."
            ),
            "texto": self.env._("This is neither a CSV nor an Excel workbook (.xlsx)."),
            "columna": self.env._(
                "The file has no column «%(column)s»: correct the layout «%(layout)s», or choose another.",
                column=error.detalle,
                layout=self.name,
            ),
        }[error.codigo]

    def _tipos(self):
        """``{status as it is compared: event}``."""
        return {archivo.clave(estado.name): estado.tipo for estado in self.estado_ids}


class MensajeriaFormatoEstado(models.Model):
    _name = "mensajeria.formato.estado"
    _description = "Status in a Carrier's File"
    _order = "formato_id, name, id"

    formato_id = fields.Many2one("mensajeria.formato", required=True, index=True, ondelete="cascade")
    name = fields.Char("The Carrier Writes", required=True)
    tipo = fields.Selection(
        [*((tipo, EVENTOS[tipo].nombre) for tipo in TIPOS_RASTREO), (SIN_NOVEDAD, "Nothing New")],
        "It Means",
        required=True,
    )

    _name_uniq = models.UniqueIndex("(formato_id, lower(name))", "This status is already in the layout.")
