from textwrap import shorten

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.zonas import ValorInvalidoError, canonico, separar


class MensajeriaZonaRegla(models.Model):
    """Which addresses belong to a zone."""

    _name = "mensajeria.zona.regla"
    _description = "Rule of a Delivery Zone"
    _order = "prioridad, id"

    zona_id = fields.Many2one("mensajeria.zona", "Zone", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="zona_id.company_id", store=True, index=True)
    tipo = fields.Selection(
        [
            ("cp_rango", "Postal codes from … to …"),
            ("cp_prefijo", "Postal codes that begin with"),
            ("cp_lista", "These postal codes"),
            ("municipio", "Municipalities"),
            ("colonia", "Neighborhoods"),
        ],
        "Type",
        required=True,
        default="cp_rango",
    )
    valores = fields.Text("Values", required=True)
    prioridad = fields.Integer(
        "Priority",
        default=10,
        help="Where two rules match an address the smaller number wins, then the more specific rule.",
    )

    @api.depends("tipo", "valores")
    def _compute_display_name(self):
        tipos = dict(self._fields["tipo"]._description_selection(self.env))
        for regla in self:
            regla.display_name = f"{tipos.get(regla.tipo, '')}: {shorten(regla.valores or '', 60, placeholder='…')}"

    @api.constrains("tipo", "valores")
    def _check_valores(self):
        for regla in self:
            try:
                valores = [canonico(regla.tipo, valor) for valor in separar(regla.valores)]
            except ValorInvalidoError as error:
                raise ValidationError(regla._mensaje_valor(error.args[0])) from error
            if not valores:
                raise ValidationError(regla._mensaje_valor(regla.valores.strip()))

    @api.model_create_multi
    def create(self, vals_list):
        reglas = super().create(vals_list)
        self.env.registry.clear_cache()
        return reglas

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    def _mensaje_valor(self, valor):
        ejemplos = {
            "cp_rango": self.env._("a range of postal codes, like 06000-06999"),
            "cp_prefijo": self.env._("the first digits of a postal code, like 06"),
            "cp_lista": self.env._("a postal code of five digits, like 06700"),
            "municipio": self.env._("a municipality, like Cuauhtémoc / Ciudad de México"),
            "colonia": self.env._("a neighborhood, like Roma Norte / Cuauhtémoc"),
        }
        return self.env._(
            "In zone %(zone)s, «%(value)s» is not %(example)s.",
            zone=self.zona_id.name,
            value=valor,
            example=ejemplos[self.tipo],
        )
