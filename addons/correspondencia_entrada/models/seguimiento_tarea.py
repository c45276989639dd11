from odoo import api, fields, models


class SeguimientoTarea(models.Model):
    _inherit = "seguimiento.tarea"

    asunto_id = fields.Many2one(
        "correspondencia.asunto", "Matter", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    turno_id = fields.Many2one(
        "correspondencia.turno", "Turno", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    tema_id = fields.Many2one("correspondencia.tema", "Topic", readonly=True, index="btree_not_null")
    tipo_documento_id = fields.Many2one(
        "correspondencia.tipo.documento", "Document Type", readonly=True, index="btree_not_null"
    )
    oficialia_id = fields.Many2one("hr.department", "Oficialía", readonly=True, index="btree_not_null")
    confidencial = fields.Boolean("Confidential", readonly=True)

    @api.model
    def _heredar(self, users):
        """Those who leave pass on their turnos too, also the ones whose task waits for others; but no signature."""
        self.env["firma.documento"]._cancelar_por_ausencia(users)
        self.env["correspondencia.turno"].sudo()._heredar_de(users)
        return super()._heredar(users)
