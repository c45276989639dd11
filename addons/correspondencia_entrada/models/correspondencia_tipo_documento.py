from odoo import fields, models


class CorrespondenciaTipoDocumento(models.Model):
    _name = "correspondencia.tipo.documento"
    _description = "Document Type"
    _order = "sequence, name"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", help="Only for this company; for all when empty.")
    prioridad = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")], "Default Priority", default="0", required=True
    )
    _name_uniq = models.UniqueIndex("(name, coalesce(company_id, 0))", "This document type already exists.")
