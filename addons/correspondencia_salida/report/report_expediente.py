from odoo import fields, models
from odoo.exceptions import UserError

from ..models.correspondencia_asunto_expediente_pdf import Papel


class ReportExpediente(models.AbstractModel):
    """The pages of the file of a matter that are its own: its documents are put behind them."""

    _name = "report.correspondencia_salida.report_expediente"
    _description = "File of a Matter"

    def _get_report_values(self, docids, data=None):
        papel = self.env.context.get("expediente")  # an object, so no client can send it
        if not isinstance(papel, Papel):
            raise UserError(self.env._("Use the button «File as PDF» of the matter."))
        return {
            "doc_ids": docids,
            "doc_model": papel.asunto._name,
            "docs": papel.asunto,
            "papel": papel,
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }
