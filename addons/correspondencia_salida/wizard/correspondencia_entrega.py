from odoo import api, fields, models

from odoo.addons.mensajeria.tools.acuses import IDENTIFICACIONES
from odoo.addons.mensajeria.tools.catalogos import CARACTERES

from ..models.correspondencia_destinatario_mostrador import CAMPOS_DE_ENTREGA


class CorrespondenciaEntrega(models.TransientModel):
    """At the counter: who comes for one letter or for several, and their signature on the glass."""

    _name = "correspondencia.entrega"
    _description = "Handover at the Counter"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

    destinatario_ids = fields.Many2many(
        "correspondencia.destinatario",
        string="Documents",
        required=True,
        default=lambda self: self._default_destinatario_ids(),
    )
    receptor = fields.Char(
        "Who Receives", required=True, compute="_compute_receptor", store=True, readonly=False, precompute=True
    )
    receptor_caracter = fields.Selection(CARACTERES, "In the Capacity of", required=True, default="destinatario")
    identificacion_tipo = fields.Selection(IDENTIFICACIONES, "Identification", required=True, default="ine")
    identificacion_folio = fields.Char("Identification Number", required=True)
    firma = fields.Binary("Signature", attachment=False)
    foto = fields.Image("Photo", max_width=1600, max_height=1600, attachment=False)

    @api.model
    def _default_destinatario_ids(self):
        return self.env["correspondencia.destinatario"].browse(self.env.context.get("active_ids"))

    @api.depends("destinatario_ids")
    def _compute_receptor(self):
        """Whoever they are for, when they are for one person."""
        for asistente in self:
            nombres = set(asistente.destinatario_ids.mapped("dest_nombre"))
            asistente.receptor = nombres.pop() if len(nombres) == 1 else False

    def action_entregar(self):
        """Hand them over; one alone gives its receipt."""
        self.ensure_one()
        self.check_access("read")
        lineas = self.destinatario_ids
        lineas.action_entregar(self.receptor, **{campo: self[campo] for campo in CAMPOS_DE_ENTREGA})
        if len(lineas) > 1:
            return {"type": "ir.actions.act_window_close"}
        return {**lineas.action_imprimir_recibo(), "close": True}
