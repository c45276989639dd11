from odoo import fields, models

from ..tools.catalogos import CARACTERES, EXIGENCIAS


class MensajeriaServicioPrueba(models.Model):
    """What a service asks for at the door, by the capacity of who receives."""

    _name = "mensajeria.servicio.prueba"
    _description = "Proof of Delivery"
    _order = "servicio_id, id"

    servicio_id = fields.Many2one("mensajeria.servicio", "Service", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="servicio_id.company_id", store=True, index=True)
    caracter = fields.Selection(CARACTERES, "Capacity", required=True)
    firma = fields.Selection(EXIGENCIAS, "Signature", required=True, default="obligatorio")
    foto = fields.Selection(EXIGENCIAS, "Photo", required=True, default="opcional")
    identificacion = fields.Selection(EXIGENCIAS, "Identification", required=True, default="opcional")

    _caracter_uniq = models.UniqueIndex("(servicio_id, caracter)", "Each capacity has one line of proofs.")
