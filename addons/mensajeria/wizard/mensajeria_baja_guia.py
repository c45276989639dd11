from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mensajeria_guia import BAJAS, ESTADOS_GUIA


class MensajeriaBajaGuia(models.TransientModel):
    """Void guías, chosen in a list or given by their first and last number."""

    _name = "mensajeria.baja.guia"
    _description = "Void of Guías"
    _inherit = ["mensajeria.asistente"]

    guia_ids = fields.Many2many("mensajeria.guia", default=lambda self: self._activos("mensajeria.guia"))
    serie_id = fields.Many2one("mensajeria.serie", "Series", ondelete="cascade")
    desde = fields.Char("First Number")
    hasta = fields.Char("Last Number", help="The same as the first one when empty.")
    tipo = fields.Selection([par for par in ESTADOS_GUIA if par[0] in BAJAS], "What Happened", required=True)
    motivo = fields.Char("Reason", required=True)
    cuantas = fields.Integer("Guías to Void", compute="_compute_cuantas")

    @api.depends("guia_ids", "serie_id", "desde", "hasta")
    def _compute_cuantas(self):
        for baja in self:
            try:
                baja.cuantas = len(baja._guias())
            except UserError:
                baja.cuantas = 0

    def _guias(self):
        """The chosen guías, as far as the user sees them."""
        if self.guia_ids or not (self.serie_id and self.desde):
            return self.guia_ids
        inicio = self.serie_id._parse(self.desde)
        fin = self.serie_id._parse(self.hasta) if self.hasta else inicio
        return self.env["mensajeria.guia"].search(
            [
                ("serie_id", "=", self.serie_id.id),
                ("vigente", "=", True),
                ("serial", ">=", inicio),
                ("serial", "<=", fin),
                ("state", "in", ("disponible", "reservada", "asignada")),
            ],
            order="serial",
        )

    def action_confirmar(self):
        """Void them, all or none."""
        self.ensure_one()
        self.check_access("read")
        guias = self._guias()
        if not guias:
            raise UserError(self.env._("None of these numbers can be voided: they are used, void or not yours."))
        guias.action_baja(self.tipo, self.motivo)
        return {"type": "ir.actions.act_window_close"}
