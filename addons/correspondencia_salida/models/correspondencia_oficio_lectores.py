from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CorrespondenciaOficio(models.Model):
    """Who reads a document because they sign or review it, as the record rules ask for it.

    These are alternatives to «it is of my unit». Beside an OR, ``id IN (SELECT …)`` makes PostgreSQL read every document of
    the institution; the same ids in an array are looked up by the primary key, and joined with what the other indexes give.
    """

    _inherit = "correspondencia.oficio"

    lo_firmo = fields.Boolean("I Sign It", compute="_compute_lo_firmo", search="_search_lo_firmo", compute_sudo=True)
    lo_reviso = fields.Boolean(
        "I Review It",
        compute="_compute_lo_reviso",
        search="_search_lo_reviso",
        compute_sudo=True,
        help="It waits for the user's review, or they approved it.",
    )

    @api.depends_context("uid")
    @api.depends("firmante_ids.user_id")
    def _compute_lo_firmo(self):
        for oficio in self:
            oficio.lo_firmo = bool(oficio.firmante_ids.filtered_domain(self._de_quien_firma()))

    @api.depends_context("uid")
    @api.depends("visto_ids.user_id", "visto_ids.state")
    def _compute_lo_reviso(self):
        for oficio in self:
            oficio.lo_reviso = bool(oficio.visto_ids.filtered_domain(self._de_quien_revisa()))

    def _search_lo_firmo(self, operator, value):
        return self._los_de("lo_firmo", "firmante_ids", self._de_quien_firma()) if operator == "in" else NotImplemented

    def _search_lo_reviso(self, operator, value):
        return self._los_de("lo_reviso", "visto_ids", self._de_quien_revisa()) if operator == "in" else NotImplemented

    def _de_quien_firma(self):
        return Domain("user_id", "=", self.env.uid)

    def _de_quien_revisa(self):
        en_turno_o_aprobado = Domain("vigente", "=", True) & Domain("state", "in", ("en_turno", "aprobado"))
        return Domain("user_id", "=", self.env.uid) & en_turno_o_aprobado

    def _los_de(self, campo, lineas, dominio):
        """The documents with one of these ``lineas``, for who finds them by ``campo``."""
        hallados = self.env[self._fields[lineas].comodel_name].sudo()._search(dominio).subselect("oficio_id")
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL("%s = ANY(ARRAY(%s))", SQL.identifier(alias, "id"), hallados),
            predicate=lambda oficio: oficio[campo],
        )
