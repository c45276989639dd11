from odoo import api, fields, models


class CorrespondenciaCompararVersiones(models.TransientModel):
    """What changed between any two versions of a document."""

    _name = "correspondencia.comparar.versiones"
    _description = "Compare Versions"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

    oficio_id = fields.Many2one("correspondencia.oficio", required=True, readonly=True, ondelete="cascade")
    antes_id = fields.Many2one(
        "correspondencia.oficio.version",
        "From Version",
        compute="_compute_versiones",
        store=True,
        readonly=False,
        required=True,
        ondelete="cascade",
        domain="[('oficio_id', '=', oficio_id)]",
    )
    despues_id = fields.Many2one(
        "correspondencia.oficio.version",
        "To Version",
        compute="_compute_versiones",
        store=True,
        readonly=False,
        required=True,
        ondelete="cascade",
        domain="[('oficio_id', '=', oficio_id)]",
    )
    diferencia = fields.Html("Changes", compute="_compute_diferencia", sanitize=False)

    @api.depends("oficio_id")
    def _compute_versiones(self):
        for comparacion in self:
            versiones = comparacion.oficio_id.version_ids.sorted("numero")
            comparacion.antes_id, comparacion.despues_id = versiones[-2:-1], versiones[-1:]

    @api.depends("antes_id", "despues_id")
    def _compute_diferencia(self):
        for comparacion in self:
            pareja = comparacion.antes_id | comparacion.despues_id
            pareja.with_user(self.env.user).check_access("read")  # a wizard would show any text
            comparacion.diferencia = len(pareja) == 2 and comparacion.despues_id._diferencia_con(comparacion.antes_id)
