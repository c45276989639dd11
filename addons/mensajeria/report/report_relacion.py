from odoo import models


class ReportRelacion(models.AbstractModel):
    """Lists as they were issued. Each rendering is one more copy on paper, and says so."""

    _name = "report.mensajeria.report_relacion"
    _description = "Dispatch List"

    def _get_report_values(self, docids, data=None):
        relaciones = self.env["mensajeria.relacion"].browse(docids)
        relaciones.check_access("read")
        relaciones._exigir_emitidas()
        relaciones._contar_impresion()
        return {
            "doc_ids": docids,
            "doc_model": relaciones._name,
            "docs": [relacion._en_idioma()._para_papel() for relacion in relaciones],
        }
