from odoo import fields, models


class ReportRegistro(models.AbstractModel):
    """Register of numbers as a PDF."""

    _name = "report.correspondencia_salida.report_registro"
    _description = "Register of Numbers"

    def _get_report_values(self, docids, data=None):
        registros = self.env["correspondencia.registro"].browse(docids)
        registros.check_access("read")
        for registro in registros:
            registro._exigir_imprimible()
        return {
            "doc_ids": docids,
            "doc_model": registros._name,
            "docs": registros,
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }
