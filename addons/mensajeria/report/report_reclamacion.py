from odoo import models
from odoo.exceptions import UserError


class ReportReclamacion(models.AbstractModel):
    """The oficio of a claim as a PDF."""

    _name = "report.mensajeria.report_reclamacion"
    _description = "Claim to a Carrier (oficio)"

    def _get_report_values(self, docids, data=None):
        reclamaciones = self.env["mensajeria.reclamacion"].browse(docids)
        reclamaciones.check_access("read")
        if any(reclamacion.state == "borrador" for reclamacion in reclamaciones):
            raise UserError(self.env._("Send the claim first: it gets its folio then."))
        return {"doc_ids": docids, "doc_model": reclamaciones._name, "docs": reclamaciones}
