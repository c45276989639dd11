import io
from collections import OrderedDict

from odoo import models

from .correspondencia_oficio import AUTORIZADO


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """A letter that was frozen is printed as it was, with the signatures that it has: never drawn again."""
        propio = self._get_report(report_ref).report_name == "correspondencia_salida.report_oficio"
        if not propio or self.env.context.get("oficio_por_fijar") is AUTORIZADO:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        oficios = self.env["correspondencia.oficio"].browse(res_ids)
        oficios.check_access("read")
        fijos = {oficio.id: papel for oficio in oficios if oficio.name and (papel := oficio._papel_fijo())}
        faltan = [res_id for res_id in res_ids or () if res_id not in fijos]
        nuevos = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=faltan) if faltan else {}
        fijados = {res_id: {"stream": io.BytesIO(papel), "attachment": None} for res_id, papel in fijos.items()}
        return OrderedDict({**nuevos, **fijados})
