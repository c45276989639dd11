from odoo import fields, models


class ReportArqueo(models.AbstractModel):
    """Folio audit as a PDF."""

    _name = "report.mensajeria.report_arqueo"
    _description = "Folio Audit"

    def _get_report_values(self, docids, data=None):
        arqueos = self.env["mensajeria.arqueo"].browse(docids)
        arqueos.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": arqueos._name,
            "docs": arqueos,
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }
