from odoo import fields, models


class CorrespondenciaRespuestaVersion(models.Model):
    """A text that an answer in draft had before."""

    _name = "correspondencia.respuesta.version"
    _description = "Earlier Version of an Answer"
    _order = "respuesta_id, numero desc"
    _rec_name = "numero"

    respuesta_id = fields.Many2one(
        "correspondencia.respuesta", "Answer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    numero = fields.Integer("Version", required=True, readonly=True, aggregator=None)
    cuerpo = fields.Html("Text", readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
