from odoo import fields, models


class SeguimientoProceso(models.Model):
    """One process of the house (a flow of steps), as shown in Procesos."""

    _name = "seguimiento.proceso"
    _description = "Process"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    codigo = fields.Char("Code", required=True)
    sequence = fields.Integer(default=10)
    descripcion = fields.Text("Description", translate=True)
    paso_ids = fields.One2many("seguimiento.paso", "proceso_id", "Steps")

    _codigo_uniq = models.UniqueIndex("(codigo)", "Another process already has this code.")
