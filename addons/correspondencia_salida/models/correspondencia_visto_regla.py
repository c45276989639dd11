from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CorrespondenciaVistoRegla(models.Model):
    """Who reviews the documents of a unit and kind before they are numbered. One rule holds: the most particular one."""

    _name = "correspondencia.visto.regla"
    _description = "Review Rule"
    _order = "company_id, area_id, tipo_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, default=lambda self: self.env.company
    )
    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        help="And those below it. All the units when empty.",
    )
    tipo_id = fields.Many2one(
        "correspondencia.oficio.tipo",
        "Kind",
        index="btree_not_null",
        ondelete="cascade",
        help="All the kinds when empty.",
    )
    propio = fields.Boolean("Drafters May Approve", help="Who drafted a document may also be one of its reviewers.")
    paso_ids = fields.One2many("correspondencia.visto.regla.paso", "regla_id", "Reviewers", copy=True)
    active = fields.Boolean(default=True)

    _uniq = models.UniqueIndex(
        "(company_id, coalesce(area_id, 0), coalesce(tipo_id, 0)) WHERE active",
        "There already is a rule for this unit and kind.",
    )

    @api.depends("area_id", "tipo_id")
    def _compute_display_name(self):
        for regla in self:
            regla.display_name = " · ".join(
                (regla.area_id.name or self.env._("All units"), regla.tipo_id.name or self.env._("All kinds"))
            )

    @api.constrains("area_id", "tipo_id", "paso_ids")
    def _check_pasos(self):
        """Without reviewers, a rule frees a unit or a kind from those of the others; one for everything says nothing."""
        if any(not (regla.area_id or regla.tipo_id or regla.paso_ids) for regla in self):
            raise ValidationError(self.env._("Say who reviews, or which unit or kind needs no review."))

    @api.model
    def _de(self, area, tipo):
        """The rule for documents of ``tipo`` that ``area`` issues: of the nearest unit, and of the kind before all kinds."""
        linea = [int(area_id) for area_id in reversed((area.sudo().parent_path or "").split("/")) if area_id]
        reglas = self.sudo().search(
            [
                ("company_id", "=", area.sudo().company_id.id),
                ("area_id", "in", [False, *linea]),
                ("tipo_id", "in", [False, tipo.id]),
            ]
        )
        lejos = len(linea)
        return min(
            reglas,
            key=lambda r: (linea.index(r.area_id.id) if r.area_id else lejos, not r.tipo_id),
            default=self.sudo().browse(),
        )

    def _proponer(self, area, autores):
        """Values of the review that this rule asks of a document of ``area`` written by ``autores``: the head above
        reviews instead of who wrote it, or left.

        :return: list of ``{sequence, user_id, obligatorio}``; nobody stands twice
        """
        propuesta = {}
        for paso in self.paso_ids:
            user = paso._revisor(area)
            while user and (not user.active or (user in autores and not self.propio)):
                user = user._suplente(excepto=autores)
            if not user:
                continue
            previo = propuesta.setdefault(
                user.id, {"sequence": paso.sequence, "user_id": user.id, "obligatorio": False}
            )
            previo["obligatorio"] |= paso.obligatorio
        return list(propuesta.values())


class CorrespondenciaVistoReglaPaso(models.Model):
    """One reviewer that a rule asks for."""

    _name = "correspondencia.visto.regla.paso"
    _description = "Reviewer of a Rule"
    _order = "regla_id, sequence, id"
    _check_company_auto = True

    regla_id = fields.Many2one("correspondencia.visto.regla", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="regla_id.company_id")
    sequence = fields.Integer("Order", required=True, default=1, help="Those with the same number review at once.")
    quien = fields.Selection(
        [
            ("titular", "Head of the Issuing Unit"),
            ("superior", "Head of the Unit Above"),
            ("area", "Head of a Given Unit"),
            ("persona", "A Given Person"),
        ],
        "Who",
        required=True,
        default="titular",
    )
    area_id = fields.Many2one("hr.department", "Unit", check_company=True, index="btree_not_null", ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Person", index="btree_not_null", ondelete="restrict", domain=[("share", "=", False)]
    )
    obligatorio = fields.Boolean(
        "Required", default=True, help="Drafters may add reviewers, but not leave this one out."
    )

    @api.depends("quien", "area_id", "user_id")
    def _compute_display_name(self):
        etiquetas = dict(self._fields["quien"]._description_selection(self.env))
        for paso in self:
            quien = paso.user_id.name if paso.quien == "persona" else etiquetas.get(paso.quien)
            if paso.quien == "area":
                quien = paso.area_id.name
            paso.display_name = f"{paso.sequence}. {quien}"

    @api.constrains("quien", "area_id", "user_id")
    def _check_quien(self):
        for paso in self:
            if paso.quien == "area" and not paso.area_id:
                raise ValidationError(self.env._("Say which unit's head reviews."))
            if paso.quien == "persona" and not paso.user_id:
                raise ValidationError(self.env._("Say who reviews."))

    def _revisor(self, area):
        """Who that is for a document of ``area``; nobody when the unit has no head."""
        self.ensure_one()
        match self.quien:
            case "persona":
                return self.user_id
            case "area":
                return self.area_id.titular_id
            case "superior":
                return area.parent_id.titular_id
            case _:
                return area.titular_id
