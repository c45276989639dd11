from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.membrete import FUENTES, LIMITES, PREDETERMINADOS, Membrete


class CorrespondenciaMembreteMixin(models.AbstractModel):
    """Who has a letterhead for its letters: the company, and each unit that wants another."""

    _name = "correspondencia.membrete.mixin"
    _description = "Letterhead of Letters"

    membrete_cabeza = fields.Image(
        "Head of the Letterhead",
        max_width=2600,
        max_height=1200,
        help="Across the top of each page. Without it: logo, names and number, as on every document.",
    )
    membrete_pie = fields.Image(
        "Foot of the Letterhead", max_width=2600, max_height=900, help="Across the bottom of each page."
    )
    margen_superior = fields.Integer("Top Margin (mm)", aggregator=None)
    margen_inferior = fields.Integer("Bottom Margin (mm)", aggregator=None)
    margen_izquierdo = fields.Integer("Left Margin (mm)", aggregator=None)
    margen_derecho = fields.Integer("Right Margin (mm)", aggregator=None)
    letra_puntos = fields.Integer("Size of the Text (pt)", aggregator=None)
    fuente = fields.Selection([(clave, fuente[0]) for clave, fuente in FUENTES.items()], "Font of the Letters")

    @api.constrains(*LIMITES)
    def _check_membrete(self):
        for registro in self:
            for campo, (minimo, maximo) in LIMITES.items():
                if registro[campo] and not minimo <= registro[campo] <= maximo:
                    raise ValidationError(
                        self.env._(
                            "«%(field)s» goes from %(min)s to %(max)s; 0 leaves it as it is by default.",
                            field=registro.fields_get([campo], ["string"])[campo]["string"],
                            min=minimo,
                            max=maximo,
                        )
                    )


def membrete_de(registros):
    """The letterhead that counts: each thing as the first of ``registros`` that says it."""

    def primero(campo):
        return next((registro[campo] for registro in registros if registro[campo]), PREDETERMINADOS.get(campo))

    return Membrete(
        cabeza=primero("membrete_cabeza"),
        pie=primero("membrete_pie"),
        **{campo: primero(campo) for campo in PREDETERMINADOS},
    )
