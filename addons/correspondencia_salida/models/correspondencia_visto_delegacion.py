from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class CorrespondenciaVistoDelegacion(models.Model):
    """For a period, somebody reviews on behalf of a reviewer who is away."""

    _name = "correspondencia.visto.delegacion"
    _description = "Absence of a Reviewer"
    _order = "desde desc, id desc"
    _rec_name = "user_id"

    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Reviewer",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    delegado_id = fields.Many2one(
        "res.users",
        "Reviews Meanwhile",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('company_ids', 'in', company_id), ('id', '!=', user_id)]",
    )
    desde = fields.Date("From", required=True, default=fields.Date.context_today)
    hasta = fields.Date("Until", required=True)

    _vigente_idx = models.Index("(user_id, company_id, hasta)")
    _fechas = models.Constraint("CHECK (hasta >= desde)", "The absence ends before it begins.")
    _otro = models.Constraint("CHECK (user_id <> delegado_id)", "Name somebody else.")

    @api.constrains("user_id", "delegado_id", "company_id")
    def _check_delegado(self):
        for delegacion in self:
            self.env["correspondencia.oficio.visto"]._exigir_revisores(delegacion.delegado_id, delegacion.company_id)

    @api.constrains("user_id", "company_id", "desde", "hasta")
    def _check_traslape(self):
        for delegacion in self:
            if self.sudo().search_count(
                [
                    ("id", "!=", delegacion.id),
                    ("user_id", "=", delegacion.user_id.id),
                    ("company_id", "=", delegacion.company_id.id),
                    ("desde", "<=", delegacion.hasta),
                    ("hasta", ">=", delegacion.desde),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._("%s already has a delegate for some of these days.", delegacion.sudo().user_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        delegaciones = super().create(vals_list)
        delegaciones._exigir_mias()
        delegaciones._repartir(delegaciones.user_id)
        return delegaciones

    def write(self, vals):
        self._exigir_mias()
        users = self.user_id
        res = super().write(vals)
        self._exigir_mias()
        self._repartir(users | self.user_id)
        return res

    def unlink(self):
        self._exigir_mias()
        users = self.user_id
        res = super().unlink()
        self._repartir(users)
        return res

    def _exigir_mias(self):
        """A reviewer names their own delegate; the administrator, anybody's."""
        if self.env.su or self.env.user.has_group("mensajeria.group_administrador"):
            return
        if self.sudo().user_id - self.env.user:
            raise AccessError(self.env._("Each reviewer names their own delegate."))

    @api.model
    def _repartir(self, users):
        self.flush_model()
        self.env["correspondencia.oficio.visto"].sudo()._de_revisores(users)._repartir()

    @api.model
    def _delegado_de(self, user, company):
        """Who reviews today for ``user``, or nobody."""
        hoy = fields.Date.context_today(self.with_context(tz=user.tz))
        return self.sudo().search(
            [
                ("user_id", "=", user.id),
                ("company_id", "=", company.id),
                ("desde", "<=", hoy),
                ("hasta", ">=", hoy),
                ("delegado_id.active", "=", True),
            ],
            limit=1,
        ).delegado_id  # fmt: skip

    @api.model
    def _cron_repartir(self):
        """Absences begin and end: what waits for those people passes to their delegates, and back."""
        ayer = fields.Date.today() - timedelta(days=2)
        users = self.search([("desde", "<=", fields.Date.today()), ("hasta", ">=", ayer)]).user_id
        pasos = self.env["correspondencia.oficio.visto"]._de_revisores(users)
        de_cada_uno = pasos.grouped("oficio_id")
        self.env["ir.cron"]._commit_progress(remaining=len(de_cada_uno))
        pasos.oficio_id._uno_por_uno(
            lambda oficio: de_cada_uno[oficio].filtered(lambda p: p.state == "en_turno")._repartir()
        )
