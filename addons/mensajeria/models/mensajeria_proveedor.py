from urllib.parse import quote, urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.catalogos import TIPOS_PROVEEDOR
from ..tools.intentos import Regla


class MensajeriaProveedor(models.Model):
    """Who carries: the postal service, a private carrier, or the institution's own messengers."""

    _name = "mensajeria.proveedor"
    _description = "Courier Provider"
    _inherit = ["mail.thread"]
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        "Company",
        default=lambda self: self.env.company,
        index=True,
        help="Only for this company; for all when empty.",
    )
    partner_id = fields.Many2one("res.partner", "Contact", check_company=True, index="btree_not_null")
    tipo = fields.Selection(TIPOS_PROVEEDOR, "Type", required=True, default="foranea", tracking=True, index=True)
    integracion = fields.Selection(
        [("manual", "By hand and by files")],
        "Connection",
        required=True,
        default="manual",
        help="How guías are obtained and followed. An addon for a carrier adds its own.",
    )
    contrato = fields.Char("Contract", tracking=True)
    vigencia_inicio = fields.Date("Valid From", tracking=True)
    vigencia_fin = fields.Date("Valid Until", tracking=True)
    vencido = fields.Boolean("Contract Expired", compute="_compute_vencido", search="_search_vencido")
    url_rastreo = fields.Char(
        "Tracking Page", help="Address of the carrier's page for one guía; {folio} stands for its number."
    )
    plazo_acuse_dias = fields.Integer(
        "Term for the Acuse (Days)", default=15, help="Natural days from dispatch until the signed acuse is back."
    )
    intentos_max = fields.Integer("Delivery Attempts", default=2)
    intento_corte = fields.Float(
        "Second Half of the Day from",
        default=Regla().corte,
        help="The next attempt is due at the other half of the day: who was not there in the morning may be in the afternoon.",
    )
    intento_horas = fields.Float("Hours between Attempts", default=Regla().horas)
    intento_dias = fields.Integer(
        "Working Days between Attempts", default=Regla().dias, help="An attempt that comes later than this is noted."
    )
    dias_resguardo = fields.Integer(
        "Days on Hold", default=5, help="How long the provider keeps a piece at its counter after the last attempt."
    )
    umbral_minimo = fields.Integer(
        "Low Stock Below", help="With this many free folios or fewer, the buyer is told. 0 does not watch."
    )
    dias_alerta = fields.Integer(
        "Alert Before (Days)",
        default=15,
        help="The buyer is told when stock lasts no longer than this, or expires within it.",
    )
    comprador_id = fields.Many2one(
        "res.users",
        "Buyer",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Buys folios, and is told when they run out or expire.",
    )
    servicio_ids = fields.One2many("mensajeria.servicio", "proveedor_id", "Services")

    _name_uniq = models.UniqueIndex(
        "(coalesce(company_id, 0), lower(name)) WHERE active", "Another provider already has this name."
    )
    _vigencia = models.Constraint(
        "CHECK (vigencia_inicio <= vigencia_fin)", "The contract ends before it begins: correct its dates."
    )
    _plazos = models.Constraint(
        "CHECK (plazo_acuse_dias BETWEEN 0 AND 365 AND dias_resguardo BETWEEN 0 AND 365 AND dias_alerta BETWEEN 0 AND 365"
        " AND umbral_minimo >= 0)",
        "Terms go from 0 to 365 days; thresholds are 0 or more.",
    )
    _intentos = models.Constraint("CHECK (intentos_max BETWEEN 1 AND 9)", "Attempts go from 1 to 9.")
    _regla_intentos = models.Constraint(
        "CHECK (intento_corte BETWEEN 11 AND 17 AND intento_horas BETWEEN 0 AND 24 AND intento_dias BETWEEN 1 AND 30)",
        "The day is halved between 11:00 and 17:00; attempts are 0 to 24 hours and 1 to 30 working days apart.",
    )

    @api.depends("vigencia_fin")
    def _compute_vencido(self):
        hoy = self.env.company._hoy()
        for proveedor in self:
            proveedor.vencido = bool(proveedor.vigencia_fin and proveedor.vigencia_fin < hoy)

    def _search_vencido(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("vigencia_fin", "<", self.env.company._hoy())]

    @api.constrains("url_rastreo")
    def _check_url_rastreo(self):
        for proveedor in self.filtered("url_rastreo"):
            partes = urlsplit(proveedor.url_rastreo.strip())
            if partes.scheme not in ("http", "https") or not partes.netloc or "{folio}" not in proveedor.url_rastreo:
                raise ValidationError(
                    self.env._("Write the tracking page whole, as https://…, with {folio} where the number goes.")
                )

    def _regla_de_intentos(self):
        """How the attempts of this provider follow one another."""
        return Regla(self.intento_corte, self.intento_horas, self.intento_dias) if self else Regla()

    def _url_de(self, folio):
        """Address of the provider's page that follows ``folio``; empty when it has none."""
        self.ensure_one()
        if not (self.url_rastreo and folio):
            return ""
        return self.url_rastreo.strip().replace("{folio}", quote(str(folio), safe=""))
