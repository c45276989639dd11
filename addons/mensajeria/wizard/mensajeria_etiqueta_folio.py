from odoo import fields, models


class MensajeriaEtiquetaFolio(models.TransientModel):
    """Asks for the number of a label that a carrier made, and of which no answer came."""

    _name = "mensajeria.etiqueta.folio"
    _description = "Number of a Carrier's Label"
    _inherit = ["mensajeria.asistente"]

    etiqueta_id = fields.Many2one(
        "mensajeria.etiqueta",
        "Label",
        required=True,
        ondelete="cascade",
        default=lambda self: self._activos("mensajeria.etiqueta")[:1],
    )
    folio = fields.Char("Number", required=True)

    def action_confirmar(self):
        """The label was made with this number."""
        self.ensure_one()
        self.check_access("read")
        self.etiqueta_id.action_hecha(self.folio)
        return {"type": "ir.actions.act_window_close"}
