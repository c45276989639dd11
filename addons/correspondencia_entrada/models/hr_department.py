from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    omitir_digitalizacion = fields.Boolean(
        "Skip Digitization When Scanned",
        help="Matters registered with their scan attached go straight to «Descargar Asunto».",
    )

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        areas._asegurar_series()
        return areas

    def write(self, vals):
        res = super().write(vals)
        if vals.get("es_oficialia"):
            self._asegurar_series()
        return res

    def _asegurar_series(self):
        """Every oficialía has its folio series before the first clerk needs it."""
        for area in self.filtered("es_oficialia"):
            self.env["nucleo.folio.serie"]._para(area, "correspondencia.asunto", "general")
