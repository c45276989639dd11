from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.folio import PATRON


class FolioMixin(models.AbstractModel):
    """A record with an official number: consecutive per series and year, never repeated, never skipped.

    Rivals queue on an advisory lock (first come, first served) that PostgreSQL frees at the end
    of the transaction, so a number exists only once its record is committed and a rollback leaves
    no gap (see ``nucleo.folio.serie``). The unique index is the proof.
    """

    _name = "nucleo.folio.mixin"
    _description = "Document with Folio"

    folio_serie_id = fields.Many2one(
        "nucleo.folio.serie", "Folio Series", readonly=True, copy=False, ondelete="restrict"
    )
    folio_anio = fields.Integer("Folio Year", readonly=True, copy=False, aggregator=None)
    folio_numero = fields.Integer("Folio Number", readonly=True, copy=False, aggregator=None)

    _folio_uniq = models.UniqueIndex(
        "(folio_serie_id, folio_anio, folio_numero) WHERE folio_numero > 0", "This folio is already taken."
    )

    @api.model_create_multi
    def create(self, vals_list):
        sin_folio = {"folio_serie_id": False, "folio_anio": False, "folio_numero": False}  # explicit: beats default_*
        return super().create([{**vals, **sin_folio} for vals in vals_list])

    def write(self, vals):
        if vals.keys() & {"folio_serie_id", "folio_anio", "folio_numero"}:
            raise UserError(self.env._("A folio is issued by the system and cannot be edited."))
        return super().write(vals)

    @api.ondelete(at_uninstall=True)  # any client can send the flag of uninstallation; that one drops the tables
    def _unlink_except_con_folio(self):
        if any(registro.folio_numero for registro in self):
            raise UserError(self.env._("A record with a folio is cancelled with a reason, never deleted."))

    def _folio_zona_horaria(self, area):
        """Time zone whose calendar year counts for ``area``."""
        return area.resource_calendar_id.tz or area.company_id.partner_id.tz or "America/Mexico_City"

    @api.model
    def _patron_de_folio(self, tipo):
        """Pattern of a series of this model that is made by itself. To extend."""
        return PATRON

    @api.model
    def _tipos_de_folio(self):
        """``[(kind, its name)]`` of the series of this model. To extend."""
        return [("general", self.env["ir.model"]._get(self._name).name)]

    def _emitir_folio(self, area, tipo="general"):
        """Give this record its number and return the text of the folio.

        :param area: ``hr.department`` whose series numbers it
        :param tipo: kind of series
        :raises UserError: when the record already has a folio
        """
        self.ensure_one()
        if self.folio_numero:
            raise UserError(self.env._("%s already has its folio.", self.display_name))
        serie, anio = self._serie_de_folio(area, tipo)
        self.flush_recordset()
        numero = serie._tomar_numero(self, anio)
        self.invalidate_recordset(["folio_serie_id", "folio_anio", "folio_numero"], flush=False)
        return serie._formatear(anio, numero)

    @api.model
    def _prever_folio(self, area, tipo="general", antes=0):
        """Text of the folio that :meth:`_emitir_folio` will give, unless somebody else takes it: for what takes long and
        bears the number, so that it is made while nobody waits.

        :param antes: how many the caller takes before
        """
        serie, anio = self._serie_de_folio(area, tipo)
        return serie._formatear(anio, serie._siguiente(anio) + antes)

    @api.model
    def _serie_de_folio(self, area, tipo):
        """The series and the year of what ``area`` numbers now."""
        serie = self.env["nucleo.folio.serie"]._para(area, self._name, tipo, self._patron_de_folio(tipo))
        zona = self._folio_zona_horaria(area)
        return serie, fields.Datetime.context_timestamp(self.with_context(tz=zona), fields.Datetime.now()).year
