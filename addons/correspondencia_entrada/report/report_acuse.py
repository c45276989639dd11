from odoo import models


class ReportAcuse(models.AbstractModel):
    """Acknowledgement of receipt. Nothing in it depends on who prints it or when."""

    _name = "report.correspondencia_entrada.report_acuse"
    _description = "Acknowledgement of Receipt"

    def _get_report_values(self, docids, data=None):
        asuntos = self.env["correspondencia.asunto"].browse(docids)
        asuntos._exigir_registrados()
        return {
            "doc_ids": docids,
            "doc_model": asuntos._name,
            "docs": [asunto._como_papel() for asunto in asuntos],
        }
