from odoo import api, fields, models


class CorrespondenciaOficioFirmante(models.Model):
    _name = "correspondencia.oficio.firmante"
    _description = "Signer of an Outgoing Document"
    _order = "oficio_id, sequence, id"

    oficio_id = fields.Many2one("correspondencia.oficio", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one(
        "res.users", "Signer", required=True, index=True, ondelete="restrict", domain=[("share", "=", False)]
    )
    cargo = fields.Char(
        "Position",
        compute="_compute_cargo",
        store=True,
        readonly=False,
        precompute=True,
        help="As it is printed under the name.",
    )

    _uniq = models.UniqueIndex("(oficio_id, user_id)", "Nobody signs twice.")

    @api.depends("user_id")
    def _compute_cargo(self):
        for firmante in self:
            firmante.cargo = firmante.user_id.sudo().partner_id.function

    @api.model_create_multi
    def create(self, vals_list):
        firmantes = super().create(vals_list)
        firmantes.oficio_id._exigir_borrador()
        return firmantes

    def write(self, vals):
        self.check_access("write")  # before a refusal, which names the document
        self.oficio_id._exigir_borrador()
        res = super().write(vals)
        self.oficio_id._exigir_borrador()  # not moved to one that is frozen
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fijo(self):
        self.oficio_id._exigir_borrador()
