from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..tools.folio import formatear


class FolioSerie(models.Model):
    """How an office numbers one kind of record: pattern and restart."""

    _name = "nucleo.folio.serie"
    _description = "Folio Series"
    _order = "area_id, modelo, tipo"
    _check_company_auto = True

    company_id = fields.Many2one(related="area_id.company_id", store=True)
    area_id = fields.Many2one("hr.department", "Office", required=True, index=True, ondelete="restrict")
    modelo = fields.Char("Model", required=True, readonly=True)
    tipo = fields.Char("Kind", required=True, default="general", readonly=True)
    patron = fields.Char(
        "Pattern",
        required=True,
        default="{siglas}/{anio}/{numero:05d}",
        help="Placeholders: {siglas} of the office, {tipo}, {anio} and {numero:05d} (five digits with zeros).",
    )
    ejemplo = fields.Char("Example", compute="_compute_ejemplo")

    _serie_uniq = models.UniqueIndex("(area_id, modelo, tipo)", "This office already has a series for that kind.")

    @api.depends("patron", "tipo", "area_id.siglas")
    def _compute_ejemplo(self):
        for serie in self:
            try:
                serie.ejemplo = serie._formatear(fields.Date.today().year, 1)
            except ValueError:
                serie.ejemplo = False

    @api.depends("area_id.name", "area_id.siglas", "ejemplo", "patron")
    def _compute_display_name(self):
        for serie in self:
            serie.display_name = f"{serie.area_id.siglas or serie.area_id.name} · {serie.ejemplo or serie.patron}"

    @api.constrains("patron", "tipo")
    def _check_patron(self):
        for serie in self:
            try:
                serie._formatear(2000, 1)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The pattern «%s» is not valid. Use {siglas}, {tipo}, {anio} and {numero:05d}; {anio} and {numero} are required.",
                        serie.patron,
                    )
                ) from error

    def _formatear(self, anio, numero):
        self.ensure_one()
        return formatear(self.patron or "", siglas=self.area_id.siglas or "", tipo=self.tipo, anio=anio, numero=numero)

    @api.model
    def _para(self, area, modelo, tipo):
        """The series of ``area`` for ``tipo`` records of ``modelo``, made with the default pattern when missing."""
        vals = {"area_id": area.id, "modelo": modelo, "tipo": tipo}
        serie = self.sudo().search(Domain.AND(Domain(campo, "=", valor) for campo, valor in vals.items()))
        if serie:
            return serie
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.sudo().create(vals)
        except UniqueViolation as error:  # a rival has just made it, out of our sight: Odoo tries again
            raise ConcurrencyError("Folio series made by another transaction") from error
