from odoo import fields, models


class ReportLibro(models.AbstractModel):
    """Register book as a PDF."""

    _name = "report.correspondencia_entrada.report_libro"
    _description = "Register Book"

    def _get_report_values(self, docids, data=None):
        libros = self.env["correspondencia.libro"].browse(docids)
        for libro in libros:
            libro._exigir_acceso()
            libro._exigir_imprimible()
        return {
            "doc_ids": docids,
            "doc_model": libros._name,
            "docs": libros,
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }
