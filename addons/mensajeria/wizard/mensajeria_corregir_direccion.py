from odoo import api, fields, models

from ..models.mensajeria_envio_direccion import CAMPOS_DIRECCION


class MensajeriaCorregirDireccion(models.TransientModel):
    """Asks for the right address of a piece that is out."""

    _name = "mensajeria.corregir.direccion"
    _description = "Correct the Address of a Piece"
    _inherit = ["mensajeria.asistente"]

    envio_id = fields.Many2one(
        "mensajeria.envio",
        "Piece",
        required=True,
        ondelete="cascade",
        default=lambda self: self._activos("mensajeria.envio")[:1],
    )
    proveedor_tipo = fields.Selection(related="envio_id.proveedor_tipo")
    dest_calle = fields.Char("Street", compute="_compute_direccion", store=True, readonly=False, precompute=True)
    dest_numero = fields.Char("Number", compute="_compute_direccion", store=True, readonly=False, precompute=True)
    dest_colonia = fields.Char(
        "Neighborhood", compute="_compute_direccion", store=True, readonly=False, precompute=True
    )
    dest_cp = fields.Char("Postal Code", compute="_compute_direccion", store=True, readonly=False, precompute=True)
    dest_municipio = fields.Char(
        "Municipality", compute="_compute_direccion", store=True, readonly=False, precompute=True
    )
    dest_estado = fields.Char("State", compute="_compute_direccion", store=True, readonly=False, precompute=True)
    dest_pais_id = fields.Many2one(
        "res.country", "Country", compute="_compute_direccion", store=True, readonly=False, precompute=True
    )
    dest_referencias = fields.Char(
        "Directions", compute="_compute_direccion", store=True, readonly=False, precompute=True
    )
    dest_telefono = fields.Char("Phone", compute="_compute_direccion", store=True, readonly=False, precompute=True)
    motivo = fields.Char("Who Gave It", required=True)

    @api.depends("envio_id")
    def _compute_direccion(self):
        """The address as it is."""
        for asistente in self:
            for campo in CAMPOS_DIRECCION:
                asistente[campo] = asistente.envio_id[campo]

    def action_corregir(self):
        """The piece goes to this address from now on."""
        self.ensure_one()
        self.check_access("read")
        direccion = {c: self[c].id if c == "dest_pais_id" else self[c] for c in CAMPOS_DIRECCION}
        self.envio_id.action_corregir_direccion(self.motivo, **direccion)
        return {"type": "ir.actions.act_window_close"}
