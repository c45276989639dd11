from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "correspondencia.membrete.mixin"]

    salida_plazo_acuse = fields.Integer(
        "Days for an Acuse",
        default=10,
        help="Working days after dispatch within which the acuse of a letter is expected.",
    )
