from odoo import api, fields, models


class MensajeriaTarifa(models.Model):
    """One price of a service: up to a weight, for a zone or for anywhere.

    It is of one company, also where the provider is of all: what each pays is its own contract.
    """

    _name = "mensajeria.tarifa"
    _description = "Courier Tariff"
    _order = "servicio_id, zona_id, peso_hasta, id"
    _check_company_auto = True

    servicio_id = fields.Many2one(
        "mensajeria.servicio", "Service", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company",
        "Company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    zona_id = fields.Many2one(
        "mensajeria.zona",
        "Zone",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Anywhere when empty.",
    )
    peso_hasta = fields.Integer("Up to (g)", help="Grams; 0 is any weight.")
    precio = fields.Monetary("Price", required=True)
    currency_id = fields.Many2one(
        "res.currency", "Currency", required=True, default=lambda self: self._default_currency_id()
    )

    _escalon_uniq = models.UniqueIndex(
        "(servicio_id, company_id, coalesce(zona_id, 0), peso_hasta)",
        "There is already a price for that weight and zone.",
    )
    _importes = models.Constraint("CHECK (peso_hasta >= 0 AND precio >= 0)", "Weights and prices are 0 or more.")

    @api.depends("servicio_id")
    def _compute_company_id(self):
        for tarifa in self:
            tarifa.company_id = tarifa.servicio_id.company_id or tarifa.company_id or self.env.company

    def _default_currency_id(self):
        return self.env.company.currency_id
