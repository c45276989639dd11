from odoo import api, fields, models


class CorrespondenciaAcusar(models.TransientModel):
    """The acuse of one addressee came: its scan or photo, when it was received and by whom."""

    _name = "correspondencia.acusar"
    _description = "Acuse of an Addressee"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

    destinatario_id = fields.Many2one(
        "correspondencia.destinatario",
        "Addressee",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
        ondelete="cascade",
    )
    oficio_id = fields.Many2one(related="destinatario_id.oficio_id")
    requiere_acuse = fields.Boolean(related="destinatario_id.requiere_acuse")
    receptor = fields.Char(
        "Received By", required=True, compute="_compute_receptor", store=True, readonly=False, precompute=True
    )
    fecha = fields.Datetime("Received On", required=True, default=fields.Datetime.now)
    archivo_ids = fields.Many2many("ir.attachment", string="Scan or Photos", bypass_search_access=True)

    @api.depends("destinatario_id")
    def _compute_receptor(self):
        for asistente in self:
            asistente.receptor = asistente.destinatario_id.dest_nombre

    def action_acusar(self):
        """Keep the acuse and close the line."""
        self.ensure_one()
        self.check_access("read")
        archivos = [(archivo.name, archivo.with_context(bin_size=False).datas) for archivo in self.archivo_ids]
        self.destinatario_id.action_acusar(self.receptor, archivos, self.fecha)
        return {"type": "ir.actions.act_window_close"}
