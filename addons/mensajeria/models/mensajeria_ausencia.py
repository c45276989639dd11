from odoo import api, fields, models


class MensajeriaAusencia(models.Model):
    """Days on which a messenger does not work; why is nobody's business here."""

    _name = "mensajeria.ausencia"
    _description = "Absence of a Messenger"
    _order = "desde desc, id desc"
    _rec_name = "mensajero_id"

    mensajero_id = fields.Many2one("mensajeria.mensajero", "Messenger", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="mensajero_id.company_id", store=True, index=True)
    desde = fields.Date("From", required=True, default=lambda self: self.env.company._hoy())
    hasta = fields.Date("Until", required=True, compute="_compute_hasta", store=True, readonly=False, precompute=True)

    _orden = models.Constraint("CHECK (desde <= hasta)", "The absence ends before it begins: correct its dates.")

    @api.depends("desde")
    def _compute_hasta(self):
        for ausencia in self:
            if not ausencia.hasta or (ausencia.desde and ausencia.hasta < ausencia.desde):
                ausencia.hasta = ausencia.desde
