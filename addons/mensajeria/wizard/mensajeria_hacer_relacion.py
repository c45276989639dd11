from odoo import api, fields, models
from odoo.exceptions import UserError


class MensajeriaHacerRelacion(models.TransientModel):
    """Puts assigned pieces on lists: one for each messenger, post or carrier."""

    _name = "mensajeria.hacer.relacion"
    _description = "New Lists"
    _inherit = ["mensajeria.asistente"]

    envio_ids = fields.Many2many(
        "mensajeria.envio", string="Pieces", required=True, default=lambda self: self._default_envio_ids()
    )
    fecha = fields.Date("They Leave On", required=True, default=lambda self: self.env.company._hoy())
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero", "Messenger", help="For the local ones; empty leaves each to the one it has."
    )
    emitir = fields.Boolean("Issue at Once", help="They get their folio and do not change any more.")
    resumen = fields.Text("Lists", compute="_compute_resumen")

    @api.model
    def _default_envio_ids(self):
        return self._activos("mensajeria.envio").filtered(
            lambda e: e.state in ("asignado", "intento_fallido", "en_resguardo") and not e.relacion_id
        )

    @api.depends("envio_ids", "fecha", "mensajero_id")
    def _compute_resumen(self):
        tipos = dict(self.env["mensajeria.relacion"]._fields["tipo"]._description_selection(self.env))
        for asistente in self:
            grupos = asistente.envio_ids._grupos_de_relacion(asistente.fecha, asistente.mensajero_id)
            asistente.resumen = "\n".join(
                self.env._(
                    "%(kind)s · %(who)s: %(count)s pieces",
                    kind=tipos[tipo],
                    who=mensajero.name or proveedor.name,
                    count=len(envios),
                )
                for (tipo, proveedor, mensajero, _oficialia), envios in grupos.items()
            )

    def action_hacer(self):
        """Make the lists and show them."""
        self.ensure_one()
        self.check_access("read")
        if not self.envio_ids:
            raise UserError(self.env._("None of these pieces waits for a list: assign them first."))
        relaciones = self.envio_ids._hacer_relaciones(self.fecha, self.mensajero_id)
        if self.emitir:
            relaciones.action_emitir()
        return relaciones._accion_lista()
