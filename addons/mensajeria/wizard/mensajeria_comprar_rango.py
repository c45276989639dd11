from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import folio_guia
from ..tools.folio_guia import FolioInvalidoError


class MensajeriaComprarRango(models.TransientModel):
    """A purchase of guías, by its printed numbers, in two steps: verify what they are, then enter those that are new.

    Entering the same roll again adds nothing, and part of one adds the rest.
    """

    _name = "mensajeria.comprar.rango"
    _description = "Purchase of Guías"
    _inherit = ["mensajeria.asistente"]

    paso = fields.Selection([("captura", "Numbers"), ("alta", "Entry")], default="captura", required=True)
    serie_id = fields.Many2one(
        "mensajeria.serie",
        "Series",
        required=True,
        ondelete="cascade",
        domain=lambda self: self._dominio_series(),
        default=lambda self: self._default_serie_id(),
    )
    por = fields.Selection(
        [("cantidad", "First number and how many"), ("ultimo", "First and last number")],
        "Given By",
        default="cantidad",
        required=True,
    )
    folio_inicial = fields.Char("First Number", required=True)
    folio_final = fields.Char("Last Number")
    cantidad = fields.Integer("How Many", default=1000)
    costo = fields.Monetary("Cost of Each")
    currency_id = fields.Many2one(related="serie_id.company_id.currency_id")
    factura = fields.Char("Invoice")
    contrato = fields.Char("Contract", compute="_compute_contrato", store=True, readonly=False)
    fecha_compra = fields.Date("Bought On", default=fields.Date.context_today, required=True)
    caducidad = fields.Date("Expires On")
    prioridad = fields.Integer("Order of Use", default=10)

    resumen = fields.Char(compute="_compute_verificacion")
    problema = fields.Char(compute="_compute_verificacion")
    primero = fields.Char("From Number", compute="_compute_verificacion")
    ultimo = fields.Char("To Number", compute="_compute_verificacion")
    total = fields.Integer("Guías", compute="_compute_verificacion")
    nuevas = fields.Integer("New", compute="_compute_verificacion")
    existentes = fields.Integer("Already Entered", compute="_compute_verificacion")
    traslape_ids = fields.Many2many(
        "mensajeria.rango",
        string="Overlapping Ranges",
        compute="_compute_verificacion",
        help="They hold some of these numbers and others too.",
    )

    @api.model
    def _dominio_series(self):
        """Series that the user may buy for."""
        if self.env.user.has_group("mensajeria.group_administrador"):
            return [("company_id", "in", self.env.companies.ids)]
        return [("proveedor_id.comprador_id", "=", self.env.uid), ("company_id", "in", self.env.companies.ids)]

    @api.model
    def _default_serie_id(self):
        """The only one there is, if so."""
        series = self.env["mensajeria.serie"].search(self._dominio_series(), limit=2)
        return series if len(series) == 1 else False

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._exigir_entera(vals.get("cantidad"))
        return super().create(vals_list)

    def write(self, vals):
        self._exigir_entera(vals.get("cantidad"))
        return super().write(vals)

    def _exigir_entera(self, cantidad):
        """2.5 would silently become 2."""
        if isinstance(cantidad, float) and not cantidad.is_integer():
            raise UserError(self.env._("Write how many guías there are: a whole number from 1."))

    @api.depends("serie_id")
    def _compute_contrato(self):
        for compra in self:
            compra.contrato = compra.serie_id.proveedor_id.contrato

    @api.depends("serie_id", "por", "folio_inicial", "folio_final", "cantidad")
    def _compute_verificacion(self):
        for compra in self:
            compra.problema = compra.resumen = compra.primero = compra.ultimo = False
            compra.total = compra.nuevas = compra.existentes = 0
            compra.traslape_ids = False
            if not (compra.serie_id and compra.folio_inicial) or (compra.por == "ultimo" and not compra.folio_final):
                continue
            try:
                inicio, fin = compra._limites()
            except UserError as error:
                compra.problema = str(error)
                continue
            serie = compra.serie_id.sudo()
            ocupados = compra._ocupados(inicio, fin)
            faltan = folio_guia.huecos(inicio, fin, [(r.inicio, r.fin) for r in ocupados])
            compra.primero, compra.ultimo = serie._formatear(inicio), serie._formatear(fin)
            compra.total = fin - inicio + 1
            compra.resumen = self.env._(
                "%(count)s guías, from %(first)s to %(last)s",
                count=compra.total,
                first=compra.primero,
                last=compra.ultimo,
            )
            compra.nuevas = sum(hasta - desde + 1 for desde, hasta in faltan)
            compra.existentes = compra.total - compra.nuevas
            compra.traslape_ids = ocupados.filtered(lambda r, a=inicio, b=fin: r.inicio < a or r.fin > b)
            if ajenas := compra._de_otra_serie(faltan):
                compra.problema = self.env._(
                    "%(folio)s and others already belong to the series «%(series)s» of this provider.",
                    folio=ajenas.name,
                    series=ajenas.serie_id.name,
                )

    def _limites(self):
        """First and last serial of the purchase.

        :raises UserError: what is wrong with the numbers
        """
        serie = self.serie_id.sudo()
        try:
            if self.por == "ultimo":
                return folio_guia.limites(serie._formato(), self.folio_inicial, self.folio_final or "-")
            return folio_guia.limites(serie._formato(), self.folio_inicial, cantidad=self.cantidad)
        except FolioInvalidoError as error:
            raise UserError(serie._mensaje(error)) from error

    def _ocupados(self, inicio, fin):
        """Ranges that already hold some of these numbers, in their order."""
        return (
            self.env["mensajeria.rango"]
            .sudo()
            .search(
                [
                    ("serie_id", "=", self.serie_id.id),
                    ("vigente", "=", True),
                    ("inicio", "<=", fin),
                    ("fin", ">=", inicio),
                ],
                order="inicio",
            )
        )

    def _de_otra_serie(self, faltan):
        """A guía of another series of the provider whose printed number is one of these, if any."""
        serie = self.serie_id.sudo()
        otras = serie.search_count(
            [("proveedor_id", "=", serie.proveedor_id.id), ("id", "!=", serie.id)], limit=1
        ) or self.env["mensajeria.guia"].sudo().search_count(
            [("proveedor_id", "=", serie.proveedor_id.id), ("serie_id", "!=", serie.id)], limit=1
        )
        if not otras:
            return self.env["mensajeria.guia"]
        folios = [serie._formatear(n) for desde, hasta in faltan for n in range(desde, hasta + 1)]
        return (
            self.env["mensajeria.guia"]
            .sudo()
            .search(
                [
                    ("proveedor_id", "=", serie.proveedor_id.id),
                    ("serie_id", "!=", serie.id),
                    ("vigente", "=", True),
                    ("name", "in", folios),
                ],
                limit=1,
            )
        )

    # Buttons

    def action_verificar(self):
        """Tell how many of the numbers are new, already entered or overlapping."""
        self.ensure_one()
        self._exigir_comprador()
        if self.problema:
            raise UserError(self.problema)
        self._limites()
        self.paso = "alta"
        return self._reabrir()

    def action_corregir(self):
        """Back to the numbers."""
        self.ensure_one()
        self.paso = "captura"
        return self._reabrir()

    def action_alta(self):
        """Enter the guías that are new, all of them or none."""
        self.ensure_one()
        self._exigir_comprador()
        if self.problema:
            raise UserError(self.problema)
        inicio, fin = self._limites()
        faltan = folio_guia.huecos(inicio, fin, [(r.inicio, r.fin) for r in self._ocupados(inicio, fin)])
        if not faltan:
            raise UserError(self.env._("These numbers are already entered: nothing was added."))
        serie = self.serie_id.sudo()
        Rango = self.env["mensajeria.rango"].sudo()
        rangos = Rango.union(*(Rango._dar_de_alta(serie, desde, hasta, self._vals()) for desde, hasta in faltan))
        serie._revisar_existencias()
        return self._mostrar(rangos.sudo(False))

    def _exigir_comprador(self):
        self.check_access("read")
        self.serie_id.check_access("read")
        self.serie_id.sudo().proveedor_id._exigir_comprador()

    def _vals(self):
        return {
            campo: self[campo] for campo in ("costo", "factura", "contrato", "fecha_compra", "caducidad", "prioridad")
        }

    def _reabrir(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Buy Guías"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _mostrar(self, rangos):
        accion = self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_rango_action")
        if len(rangos) == 1:
            return accion | {"res_id": rangos.id, "views": [(False, "form")]}
        return accion | {"domain": [("id", "in", rangos.ids)], "context": {}}
