from odoo import models
from odoo.exceptions import UserError


class ReportVale(models.AbstractModel):
    """Receipt of guías as a PDF."""

    _name = "report.mensajeria.report_vale"
    _description = "Receipt of Guías"

    def _get_report_values(self, docids, data=None):
        dotaciones = self.env["mensajeria.dotacion"].browse(docids)
        dotaciones.check_access("read")
        if any(dotacion.state in ("borrador", "cancelada") for dotacion in dotaciones):
            raise UserError(self.env._("Hand them over first: the receipt gets its number then."))
        return {"doc_ids": docids, "doc_model": dotaciones._name, "docs": dotaciones}
