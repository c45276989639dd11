from odoo import models


class ReportOficio(models.AbstractModel):
    """Letters on the paper of their institution."""

    _name = "report.correspondencia_salida.report_oficio"
    _description = "Outgoing Document"

    def _get_report_values(self, docids, data=None):
        oficios = self.env["correspondencia.oficio"].browse(docids)
        oficios.check_access("read")
        return {
            "firmantes": (),
            "cajas": 1,
            **(data or {}),
            "doc_ids": docids,
            "doc_model": oficios._name,
            "docs": [oficio._como_papel() for oficio in oficios],
        }
