from odoo import fields, models


class ReportTablero(models.AbstractModel):
    """The figures of a period on one page."""

    _name = "report.mensajeria.report_tablero"
    _description = "Courier Dashboard"

    def _get_report_values(self, docids, data=None):
        tableros = self.env["mensajeria.tablero"].browse(docids)
        tableros.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": tableros._name,
            "docs": tableros,
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }


class ReportAcusesPendientes(models.AbstractModel):
    """The acuses that have not come back, the oldest first."""

    _name = "report.mensajeria.report_acuses_pendientes"
    _inherit = "report.mensajeria.report_tablero"
    _description = "Pending Acuses by Age"
