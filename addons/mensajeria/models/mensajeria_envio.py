from odoo import api, fields, models


class MensajeriaEnvio(models.Model):
    """One piece that is sent."""

    _name = "mensajeria.envio"
    _description = "Piece"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, copy=False, readonly=True, default="/")
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", index="btree_not_null", ondelete="restrict", check_company=True
    )
    servicio_id = fields.Many2one(
        "mensajeria.servicio", "Service", index="btree_not_null", ondelete="restrict", check_company=True
    )
    guia_ids = fields.One2many("mensajeria.guia", "envio_id", "Guías", readonly=True)
    guia_id = fields.Many2one(
        "mensajeria.guia", "Guía", compute="_compute_guia_id", store=True, index="btree_not_null", copy=False
    )
    state = fields.Selection(
        [("por_asignar", "To Assign"), ("asignado", "Assigned"), ("cancelado", "Cancelled")],
        "Status",
        default="por_asignar",
        required=True,
        readonly=True,
        copy=False,
    )

    @api.depends("guia_ids")
    def _compute_guia_id(self):
        for envio in self:
            envio.guia_id = envio.guia_ids[:1]

    def write(self, vals):
        res = super().write(vals)
        if "proveedor_id" in vals or "servicio_id" in vals:
            self.sudo().guia_id._al_cambiar_proveedor()
        return res
