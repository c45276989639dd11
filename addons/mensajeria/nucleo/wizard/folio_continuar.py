from odoo import api, fields, models
from odoo.exceptions import UserError

MAXIMO = 9_999_999


class FolioContinuar(models.TransientModel):
    """The institution numbered by hand, or elsewhere, before it used the system: what follows takes the next number."""

    _name = "nucleo.folio.continuar"
    _description = "Continue an Earlier Numbering"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    area_id = fields.Many2one(
        "hr.department", "Office or Unit", required=True, check_company=True, domain=[("siglas", "!=", False)]
    )
    que = fields.Selection("_selection_que", "Of What", required=True)
    anio = fields.Integer("In the Year", required=True, default=lambda self: fields.Date.context_today(self).year)
    numero = fields.Integer("Last Number Given", required=True)
    siguiente = fields.Char("The Next Will Be", compute="_compute_siguiente")

    @api.model
    def _selection_que(self):
        modelos = [
            nombre
            for nombre, clase in self.env.registry.items()
            if not clase._abstract and clase._auto and "folio_serie_id" in clase._fields
        ]
        return [
            (f"{modelo},{tipo}", nombre)
            for modelo in sorted(modelos)
            if self.env[modelo].has_access("read")
            for tipo, nombre in self.env[modelo]._tipos_de_folio()
        ]

    @api.depends("area_id", "que", "anio", "numero")
    def _compute_siguiente(self):
        for asistente in self:
            asistente.siguiente = asistente._siguiente() if asistente.area_id and asistente.que else False

    def _siguiente(self):
        """What the next number looks like; a series that does not exist yet is not made for it."""
        Serie = self.env["nucleo.folio.serie"]
        modelo, tipo = self.que.split(",", 1)
        serie = Serie.search([("area_id", "=", self.area_id.id), ("modelo", "=", modelo), ("tipo", "=", tipo)])
        serie = serie or Serie.new(
            {"area_id": self.area_id.id, "tipo": tipo, "patron": self.env[modelo]._patron_de_folio(tipo)}
        )
        return serie._formatear(self.anio, self.numero + 1)

    def action_continuar(self):
        """Let the numbers of that year begin after the one that was given last."""
        self.ensure_one()
        Serie = self.env["nucleo.folio.serie"]
        Serie.check_access("write")
        self.area_id.check_access("read")
        if not 0 <= self.numero < MAXIMO:
            raise UserError(self.env._("Write the last number that was given, from 0 to %s.", MAXIMO - 1))
        este = fields.Date.context_today(self).year
        if self.anio not in (este, este + 1):
            raise UserError(self.env._("Only the numbering of this year or the next can be continued."))
        modelo, tipo = self.que.split(",", 1)
        serie = Serie._para(self.area_id, modelo, tipo, self.env[modelo]._patron_de_folio(tipo)).sudo(False)
        serie.check_access("write")  # it may be another company's
        serie._continuar(self.anio, self.numero)
        return True
