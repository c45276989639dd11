from odoo import api, fields, models
from odoo.exceptions import UserError

#: registered data that a person may have got wrong
CAMPOS = (
    "numero_oficio",
    "tipo_documento_id",
    "fecha_recepcion",
    "fecha_elaboracion",
    "fecha_requerida",
    "instruccion_id",
    "referencia",
    "tema_id",
    "prioridad",
    "confidencialidad",
    "descripcion",
    "comentarios",
    "remitente_id",
)


class CorrespondenciaRectificar(models.TransientModel):
    """Corrects registered data; old and new values and the reason stay in the log."""

    _name = "correspondencia.rectificar"
    _description = "Rectification"

    asunto_id = fields.Many2one("correspondencia.asunto", "Matter", required=True, readonly=True, ondelete="cascade")
    numero_oficio = fields.Char("Official Letter No.")
    tipo_documento_id = fields.Many2one("correspondencia.tipo.documento", "Document Type")
    fecha_recepcion = fields.Datetime("Received On", required=True)
    fecha_elaboracion = fields.Date("Written On")
    fecha_requerida = fields.Date("Answer Required By")
    instruccion_id = fields.Many2one("correspondencia.instruccion", "Instruction")
    referencia = fields.Char("Reference")
    tema_id = fields.Many2one("correspondencia.tema", "Topic")
    prioridad = fields.Selection(
        lambda self: self.env["correspondencia.asunto"]._fields["prioridad"]._description_selection(self.env),
        "Priority",
        required=True,
    )
    confidencialidad = fields.Selection(
        lambda self: self.env["correspondencia.asunto"]._fields["confidencialidad"]._description_selection(self.env),
        "Confidentiality",
        required=True,
    )
    descripcion = fields.Text("Subject", required=True)
    comentarios = fields.Text("Comments")
    remitente_id = fields.Many2one("res.partner", "Sender")
    motivo = fields.Text("Reason of the Rectification", required=True)

    @api.model
    def default_get(self, fields):
        valores = super().default_get(fields)
        asunto = self.env["correspondencia.asunto"].browse(self.env.context.get("active_id"))
        if asunto:
            valores["asunto_id"] = asunto.id
            for campo in CAMPOS:
                valores[campo] = asunto._fields[campo].convert_to_write(asunto[campo], asunto)
        return valores

    @api.constrains("asunto_id")
    def _check_asunto_id(self):
        self.asunto_id.with_user(self.env.user).check_access("read")  # a wizard would tell the folio of any matter

    def action_rectificar(self):
        """Apply what changed."""
        self.ensure_one()
        asunto = self.asunto_id
        asunto._exigir_oficialia()
        asunto._bloquear()
        if asunto.state in ("borrador", "cancelado"):
            raise UserError(self.env._("Only a registered and valid matter is rectified."))
        cambios = {
            campo: self._fields[campo].convert_to_write(self[campo], self)
            for campo in CAMPOS
            if self[campo] != asunto[campo]
        }
        if "remitente_id" in cambios:
            remitente = self.remitente_id
            cambios |= {
                "remitente_nombre": remitente.name,
                "remitente_cargo": remitente.function,
                "remitente_institucion": remitente.parent_id.name or remitente.company_name,
            }
        asunto.sudo()._rectificar(cambios, self.motivo)
        return {"type": "ir.actions.act_window_close"}
