from odoo import api, fields, models


class MensajeriaProbarZona(models.TransientModel):
    """Ask into which zone an address falls, and which rule says so."""

    _name = "mensajeria.probar.zona"
    _description = "Try an Address"

    cp = fields.Char("Postal Code")
    colonia = fields.Char("Neighborhood")
    municipio = fields.Char("Municipality")
    estado = fields.Char("State")
    zona_id = fields.Many2one("mensajeria.zona", "Zone", compute="_compute_zona_id")
    regla_id = fields.Many2one("mensajeria.zona.regla", "Rule", compute="_compute_zona_id")
    mensajero_id = fields.Many2one(related="zona_id.mensajero_id", string="Usual Messenger")

    @api.depends("cp", "colonia", "municipio", "estado")
    def _compute_zona_id(self):
        for prueba in self:
            direccion = {campo: prueba[campo] for campo in ("cp", "colonia", "municipio", "estado")}
            prueba.zona_id, prueba.regla_id = self.env["mensajeria.zona"]._buscar([direccion])[0]
