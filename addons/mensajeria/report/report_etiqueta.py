from odoo import models
from odoo.tools import split_every

#: labels on a sheet of 10.2 × 8.5 cm ones, two by three
POR_HOJA = 6


class ReportEtiqueta(models.AbstractModel):
    """Labels for a label printer, one to a page. Each rendering is one more copy, and says so."""

    _name = "report.mensajeria.report_etiqueta"
    _description = "Label 10×15 cm"

    def _get_report_values(self, docids, data=None):
        envios = self.env["mensajeria.envio"].browse(docids)._imprimir("etiquetas")
        return {
            "doc_ids": docids,
            "doc_model": envios._name,
            "docs": [envio._en_idioma() for envio in envios],
        }


class ReportEtiquetaHoja(models.AbstractModel):
    """Labels on adhesive letter sheets."""

    _name = "report.mensajeria.report_etiqueta_hoja"
    _description = "Label Sheet"

    def _get_report_values(self, docids, data=None):
        valores = self.env["report.mensajeria.report_etiqueta"]._get_report_values(docids, data)
        return valores | {"hojas": list(split_every(POR_HOJA, valores["docs"], list))}


class ReportAcuse(models.AbstractModel):
    """Forms on which whoever receives a piece signs, each with its stub. Reprints say so."""

    _name = "report.mensajeria.report_acuse"
    _description = "Acuse Form"

    def _get_report_values(self, docids, data=None):
        envios = self.env["mensajeria.envio"].browse(docids)._imprimir("formatos_acuse")
        return {
            "doc_ids": docids,
            "doc_model": envios._name,
            "docs": [envio._en_idioma() for envio in envios],
        }
