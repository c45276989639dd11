from odoo import Command, api, fields, models

from ..tools.catalogos import CARACTERES, PRUEBAS

#: what a delivery proves when the service says nothing else about that capacity
PRUEBAS_USUALES = {"firma": "obligatorio", "foto": "opcional", "identificacion": "opcional"}


class MensajeriaServicio(models.Model):
    """What a provider sells: registered mail, next day, delivery in person."""

    _name = "mensajeria.servicio"
    _description = "Courier Service"
    _order = "proveedor_id, sequence, name"
    _check_company_auto = True
    _rec_names_search = ["name", "proveedor_id.name"]

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", required=True, index=True, ondelete="cascade", check_company=True
    )
    proveedor_tipo = fields.Selection(related="proveedor_id.tipo", string="Kind of Provider", store=True, index=True)
    company_id = fields.Many2one(related="proveedor_id.company_id", store=True, index=True)
    ambito = fields.Selection(
        [("local", "Local"), ("nacional", "National"), ("internacional", "International")],
        "Reach",
        required=True,
        default="nacional",
    )
    requiere_guia = fields.Boolean("Needs a Guía", default=True, help="Each piece takes one folio of the stock.")
    requiere_acuse = fields.Boolean("Needs an Acuse", default=True, help="The signed acuse has to come back.")
    entrega_personal = fields.Boolean(
        "Personal Delivery", help="Only the addressee or their legal representative may receive it."
    )
    sla_dias = fields.Integer("Delivery Term (Working Days)", default=5)
    prueba_ids = fields.One2many(
        "mensajeria.servicio.prueba",
        "servicio_id",
        "Proofs",
        copy=True,
        default=lambda self: self._default_prueba_ids(),
    )
    tarifa_ids = fields.One2many(
        "mensajeria.tarifa",
        "servicio_id",
        "Tariff",
        copy=True,
        groups="mensajeria.group_operador",
    )

    _name_uniq = models.UniqueIndex(
        "(proveedor_id, lower(name)) WHERE active", "This provider already has a service of that name."
    )
    _sla = models.Constraint("CHECK (sla_dias BETWEEN 0 AND 365)", "The term goes from 0 to 365 working days.")

    @api.model
    def _default_prueba_ids(self):
        exige = {"familiar_tercero": {"identificacion": "obligatorio", "foto": "obligatorio"}}
        return [
            Command.create({"caracter": caracter, **PRUEBAS_USUALES, **exige.get(caracter, {})})
            for caracter, _etiqueta in CARACTERES
        ]

    @api.depends("name", "proveedor_id.name")
    @api.depends_context("mensajeria_solo_servicio")
    def _compute_display_name(self):
        """With its provider, but where that is seen anyway."""
        solo = self.env.context.get("mensajeria_solo_servicio")
        for servicio in self:
            partes = (not solo and servicio.proveedor_id.name, servicio.name)
            servicio.display_name = " · ".join(filter(None, partes))

    def _pruebas(self, caracter):
        """``{"firma": …, "foto": …, "identificacion": …}``: what a delivery to somebody in that capacity proves.

        :param caracter: one of :data:`~odoo.addons.mensajeria.tools.catalogos.CARACTERES`
        """
        self.ensure_one()
        prueba = self.prueba_ids.filtered(lambda p: p.caracter == caracter)[:1]
        return {campo: prueba[campo] for campo in PRUEBAS} if prueba else dict(PRUEBAS_USUALES)

    def _precio(self, peso=0, zona=None):
        """Price of a piece, or False when the tariff does not reach that weight.

        Only the prices of one company count: the zone's, or the current one. Those of the zone come before those for
        anywhere; of each, the first step that bears the weight.

        :param peso: grams
        :param zona: record of ``mensajeria.zona``, or nothing
        """
        self.ensure_one()
        company = (zona and zona.sudo().company_id) or self.env.company
        tarifas = self.sudo().tarifa_ids.filtered(
            lambda t: t.company_id == company and (not t.peso_hasta or t.peso_hasta >= (peso or 0))
        )
        propias = tarifas.filtered(lambda t: zona and t.zona_id == zona) or tarifas.filtered(lambda t: not t.zona_id)
        escalon = propias.sorted(lambda t: (not t.peso_hasta, t.peso_hasta))[:1]
        return escalon.precio if escalon else False
