from odoo import fields, models


class ReportExpediente(models.AbstractModel):
    """The file of a piece, for whoever may read it; its proofs, for those who dispatch it."""

    _name = "report.mensajeria.report_expediente"
    _description = "File of a Piece"

    def _get_report_values(self, docids, data=None):
        envios = self.env["mensajeria.envio"].browse(docids)
        envios.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": envios._name,
            "docs": [envio._en_idioma()._para_expediente() for envio in envios],
            "ahora": fields.Datetime.now(),
            "usuario": self.env.user.name,
        }
