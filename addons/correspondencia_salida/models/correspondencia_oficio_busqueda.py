from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: the words of the text of a letter, without tags, by their stems. PostgreSQL keeps up to 1 MB of words in each, which
#: longer texts might pass
PALABRAS = "to_tsvector('spanish'::regconfig, left(cuerpo, 200000))"
#: states from which it still has to leave
POR_SALIR = ("borrador", "en_revision", "aprobado", "numerado", "firmado")


class CorrespondenciaOficio(models.Model):
    """What people look documents up by."""

    _inherit = "correspondencia.oficio"

    me_espera = fields.Boolean(
        "In My Tray",
        compute="_compute_me_espera",
        search="_search_me_espera",
        help="To review, number, sign or dispatch by me, or by a pool of mine.",
    )
    de_mi_area = fields.Boolean("Of My Units", compute="_compute_de_mi_area", search="_search_de_mi_area")
    atrasado = fields.Boolean("Late", compute="_compute_atrasado", search="_search_atrasado")

    firmante_id = fields.Many2one(
        "res.users",
        "Signer",
        compute="_compute_solo_busca",
        search="_search_firmante_id",
        domain=[("share", "=", False)],
    )
    palabras = fields.Char(
        "Words of the Text",
        compute="_compute_solo_busca",
        search="_search_palabras",
        help="As in the web's searches: all the words, in any form; a phrase in quotes; without what follows a hyphen.",
    )

    _palabras_idx = models.Index(f"USING gin ({PALABRAS})")
    # what is late
    _limite_idx = models.Index(f"(company_id, fecha_limite) WHERE state IN {POR_SALIR} AND fecha_limite IS NOT NULL")
    # those of a month, and the figures of a period
    _fecha_idx = models.Index("(company_id, fecha) WHERE fecha IS NOT NULL")
    _firma_idx = models.Index("(company_id, fecha_firma) WHERE fecha_firma IS NOT NULL")

    @api.depends_context("uid")
    @api.depends("tarea_ids.state", "tarea_ids.user_id", "tarea_ids.group_id")
    def _compute_me_espera(self):
        mios = self.search([("id", "in", self.ids), ("me_espera", "=", True)])
        for oficio in self:
            oficio.me_espera = oficio._origin in mios

    def _search_me_espera(self, operator, value):
        if operator != "in":
            return NotImplemented
        Tarea = self.env["seguimiento.tarea"]
        tareas = Tarea._search(Tarea._dominio_mias() & Domain("res_model", "=", self._name))
        return Domain("id", "in", tareas.subselect("res_id"))

    @api.depends_context("uid")
    @api.depends("area_id")
    def _compute_de_mi_area(self):
        propias = self._mis_areas()
        for oficio in self:
            oficio.de_mi_area = oficio.area_id in propias

    def _compute_solo_busca(self):
        self.firmante_id = self.palabras = False  # there is nothing to see, only to search by

    def _search_firmante_id(self, operator, value):
        if operator == "any":
            # people first: PostgreSQL would join each letter with the names of who signs it
            operator, value = "in", self.env["res.users"].with_context(active_test=False).search(value).ids
        if operator != "in":
            return NotImplemented
        firmados = Domain("firmante_ids", "any", [("user_id", "in", list(value))])
        return firmados | Domain("firmante_ids", "=", False) if False in value else firmados

    def _search_palabras(self, operator, value):
        if operator == "in":  # as custom filters may ask
            return Domain.OR(self._search_palabras("ilike", palabras) for palabras in value if palabras)
        if operator not in ("ilike", "like", "=ilike", "=like"):
            return NotImplemented
        # the letters with those words first: beside rules of access, PostgreSQL would read each text instead
        hallados = SQL(
            "SELECT id FROM correspondencia_oficio WHERE %s @@ websearch_to_tsquery('spanish'::regconfig, %s)",
            SQL(PALABRAS),
            value,
        )
        return Domain("id", "in", hallados)

    def _search_de_mi_area(self, operator, value):
        return Domain("area_id", "in", self._mis_areas().ids) if operator == "in" else NotImplemented

    def _mis_areas(self):
        return self.env.user.area_id | self.env.user.areas_a_cargo_ids

    @api.depends("fecha_limite", "state")
    @api.depends_context("tz")
    def _compute_atrasado(self):
        hoy = fields.Date.context_today(self)
        for oficio in self:
            oficio.atrasado = bool(oficio.fecha_limite and oficio.fecha_limite < hoy and oficio.state in POR_SALIR)

    def _search_atrasado(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("fecha_limite", "<", fields.Date.context_today(self)) & Domain("state", "in", POR_SALIR)
