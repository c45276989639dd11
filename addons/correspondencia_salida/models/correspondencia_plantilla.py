from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import marcadores

#: what a template gives to a letter
CAMPOS_PLANTILLA = ("descripcion", "cuerpo", "despedida")


class CorrespondenciaPlantilla(models.Model):
    """A text from which letters are written, with placeholders from a closed list."""

    _name = "correspondencia.plantilla"
    _description = "Template of Outgoing Documents"
    _order = "sequence, name, id"
    _check_company_auto = True
    # a branch writes with the templates of its parent
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, default=lambda self: self.env.company
    )
    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="For every unit when empty.",
    )
    tipo_id = fields.Many2one(
        "correspondencia.oficio.tipo",
        "Kind",
        index="btree_not_null",
        ondelete="cascade",
        help="For every kind of document when empty.",
    )
    descripcion = fields.Text("Subject")
    cuerpo = fields.Html("Text", sanitize_overridable=False)
    despedida = fields.Char("Closing")
    version = fields.Integer("Version", readonly=True, copy=False, default=1, aggregator=None)
    ayuda_marcadores = fields.Char("Placeholders", compute="_compute_ayuda_marcadores")

    def _compute_ayuda_marcadores(self):
        self.ayuda_marcadores = lista_de_marcadores()

    @api.constrains(*CAMPOS_PLANTILLA)
    def _check_marcadores(self):
        for plantilla in self:
            try:
                marcadores.hallar(plantilla.descripcion)
                marcadores.hallar_html(plantilla.cuerpo)
                marcadores.hallar(plantilla.despedida)
            except marcadores.MarcadorError as error:
                raise ValidationError(texto_de_error(self.env, error)) from error

    def write(self, vals):
        antes = {plantilla: [plantilla[campo] for campo in CAMPOS_PLANTILLA] for plantilla in self}
        res = super().write(vals)
        if vals.keys() & set(CAMPOS_PLANTILLA):
            for plantilla, textos in antes.items():
                if textos != [plantilla[campo] for campo in CAMPOS_PLANTILLA]:
                    plantilla.version += 1  # drafts that copied it are told
        return res


def lista_de_marcadores():
    return ", ".join(f"{{{{{nombre}}}}}" for nombre in marcadores.MARCADORES)


def texto_de_error(env, error):
    """What is wrong with a placeholder, and which ones there are."""
    if error.roto:
        return env._(
            "The placeholder at «%(text)s» is cut in two, or stands where none is filled: write it in one piece. There are: %(list)s.",
            text=error.texto,
            list=lista_de_marcadores(),
        )
    return env._(
        "The placeholder «%(text)s» does not exist. There are: %(list)s.",
        text=error.texto,
        list=lista_de_marcadores(),
    )
