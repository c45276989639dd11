from odoo import fields, models


class CorrespondenciaInstruccion(models.Model):
    _name = "correspondencia.instruccion"
    _description = "Instruction"
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", help="Only for this company; for all when empty.")
    _name_uniq = models.UniqueIndex("(name, coalesce(company_id, 0))", "This instruction already exists.")
