from odoo import fields, models


class MensajeriaIntento(models.Model):
    """One failed attempt of delivery, and when the next one is due. Made with its event, never by hand."""

    _name = "mensajeria.intento"
    _description = "Delivery Attempt"
    _order = "envio_id, numero"
    _rec_name = "numero"
    _allow_sudo_commands = False

    envio_id = fields.Many2one("mensajeria.envio", "Piece", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, ondelete="restrict")
    evento_id = fields.Many2one(
        "mensajeria.evento", "Event", required=True, readonly=True, index=True, ondelete="restrict"
    )
    numero = fields.Integer("Attempt", required=True, readonly=True, aggregator=None)
    fecha = fields.Datetime("When", required=True, readonly=True)
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason", readonly=True, index=True, ondelete="restrict")
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero", "Messenger", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    aviso_dejado = fields.Boolean("Notice Left", readonly=True)
    foto_ids = fields.Many2many("ir.attachment", string="Photos", readonly=True, groups="mensajeria.group_operador")
    siguiente = fields.Datetime("Try Again", readonly=True, help="At the other half of the day; none after the last.")
    reparo = fields.Char("Remark", readonly=True, help="Why this attempt does not comply with the rule.")

    _numero_uniq = models.UniqueIndex("(envio_id, numero)", "The piece already has that attempt.")
    # reason of non-delivery by period
    _motivo_idx = models.Index("(company_id, fecha)")
