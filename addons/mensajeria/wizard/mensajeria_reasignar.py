from odoo import api, fields, models


class MensajeriaReasignar(models.TransientModel):
    """Sends assigned pieces by another service or messenger."""

    _name = "mensajeria.reasignar"
    _description = "Reassignment of Pieces"
    _inherit = ["mensajeria.asistente"]

    envio_ids = fields.Many2many(
        "mensajeria.envio", string="Pieces", required=True, default=lambda self: self._activos("mensajeria.envio")
    )
    servicio_id = fields.Many2one(
        "mensajeria.servicio",
        "New Service",
        domain=lambda self: [("proveedor_tipo", "in", self.env.user._tipos_de_mensajeria())],
    )
    mensajero_id = fields.Many2one("mensajeria.mensajero", "New Messenger")
    motivo = fields.Text("Reason", required=True)

    def action_reasignar(self):
        """Reassign all of them, or none."""
        self.ensure_one()
        self.check_access("read")
        self.envio_ids.action_reasignar(self.servicio_id.id, self.mensajero_id.id, self.motivo)
        return {"type": "ir.actions.act_window_close"}


class MensajeriaRelevar(models.TransientModel):
    """Gives the rest of a route to another messenger."""

    _name = "mensajeria.relevar"
    _description = "Relief of a Messenger"
    _inherit = ["mensajeria.asistente"]

    relacion_id = fields.Many2one(
        "mensajeria.relacion",
        "Piece List",
        required=True,
        readonly=True,
        default=lambda self: self._activos("mensajeria.relacion")[:1],
    )
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero",
        "New Messenger",
        required=True,
        compute="_compute_mensajero_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    motivo = fields.Text("Reason", required=True)

    @api.depends("relacion_id")
    def _compute_mensajero_id(self):
        for asistente in self:
            asistente.mensajero_id = asistente.relacion_id.mensajero_id.suplente_id

    def action_relevar(self):
        """Hand the route over."""
        self.ensure_one()
        self.check_access("read")
        self.relacion_id.action_relevar(self.mensajero_id.id, self.motivo)
        return {"type": "ir.actions.act_window_close"}
