from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    firma_en_servidor = fields.Boolean(related="company_id.firma_en_servidor", readonly=False)
    firma_sin_servicio = fields.Selection(related="company_id.firma_sin_servicio", readonly=False)
    firma_tsa_url = fields.Char(related="company_id.firma_tsa_url", readonly=False)
    firma_tsa_usuario = fields.Char(related="company_id.firma_tsa_usuario", readonly=False)
    firma_tsa_clave = fields.Char(related="company_id.firma_tsa_clave", readonly=False)
    firma_psc_url = fields.Char(related="company_id.firma_psc_url", readonly=False)
    firma_psc_usuario = fields.Char(related="company_id.firma_psc_usuario", readonly=False)
    firma_psc_clave = fields.Char(related="company_id.firma_psc_clave", readonly=False)
    firma_psc_politicas = fields.Char(related="company_id.firma_psc_politicas", readonly=False)
    firma_leyenda = fields.Text(related="company_id.firma_leyenda", readonly=False)
