from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    membrete_cabeza = fields.Image(related="company_id.membrete_cabeza", readonly=False)
    membrete_pie = fields.Image(related="company_id.membrete_pie", readonly=False)
    margen_superior = fields.Integer(related="company_id.margen_superior", readonly=False)
    margen_inferior = fields.Integer(related="company_id.margen_inferior", readonly=False)
    margen_izquierdo = fields.Integer(related="company_id.margen_izquierdo", readonly=False)
    margen_derecho = fields.Integer(related="company_id.margen_derecho", readonly=False)
    letra_puntos = fields.Integer(related="company_id.letra_puntos", readonly=False)
    fuente = fields.Selection(related="company_id.fuente", readonly=False)
    salida_plazo_local = fields.Integer(related="company_id.salida_plazo_local", readonly=False)
    salida_plazo_sepomex = fields.Integer(related="company_id.salida_plazo_sepomex", readonly=False)
    salida_plazo_foranea = fields.Integer(related="company_id.salida_plazo_foranea", readonly=False)
    salida_plazo_correo = fields.Integer(related="company_id.salida_plazo_correo", readonly=False)
    salida_plazo_portal = fields.Integer(related="company_id.salida_plazo_portal", readonly=False)
    salida_plazo_interno = fields.Integer(related="company_id.salida_plazo_interno", readonly=False)
    salida_dias_enlace = fields.Integer(related="company_id.salida_dias_enlace", readonly=False)
    salida_dias_ventanilla = fields.Integer(related="company_id.salida_dias_ventanilla", readonly=False)
