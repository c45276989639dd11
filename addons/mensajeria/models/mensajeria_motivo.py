from odoo import fields, models


class MensajeriaMotivo(models.Model):
    """Why a piece was not delivered; decides what comes next."""

    _name = "mensajeria.motivo"
    _description = "Reason of Non-Delivery"
    _order = "sequence, name"

    name = fields.Char(required=True)
    clave = fields.Char(
        "Key", required=True, copy=False, help="Short name used by imports and by the messenger's phone."
    )
    sequence = fields.Integer(default=10)
    reintentable = fields.Boolean("Try Again", default=True, help="Another attempt makes sense.")
    devolver = fields.Boolean("Return at Once", help="The piece goes back to the sender without another attempt.")
    active = fields.Boolean(default=True)

    _clave_uniq = models.UniqueIndex("(clave)", "Another reason already has this key.")
    _destino = models.Constraint(
        "CHECK (NOT (reintentable AND devolver))", "A piece is either tried again or returned at once, not both."
    )
