from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HrDepartment(models.Model):
    """The área: an organisational unit that sends, receives and answers correspondence."""

    _inherit = "hr.department"

    siglas = fields.Char("Acronym", size=16, tracking=True, help="Short name used in folios, e.g. DGAF.")
    titular_id = fields.Many2one(
        "res.users",
        "Head of Unit",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Receives what is addressed to the unit, and the pending tasks of those who leave.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Calendar",
        help="Working days, hours and holidays used for deadlines. The company's when empty.",
    )
    es_oficialia = fields.Boolean("Is an Oficialía de Partes", tracking=True)
    oficialia_user_ids = fields.Many2many(
        "res.users",
        "nucleo_oficialia_user_rel",
        "department_id",
        "user_id",
        "Staff of the Oficialía",
        domain="[('share', '=', False)]",
        help="Clerks and digitizers who share the tray of this office.",
    )
    personal_ids = fields.One2many("res.users", "area_id", "Staff", readonly=True)

    _siglas_uniq = models.UniqueIndex(
        "(coalesce(company_id, 0), upper(siglas)) WHERE siglas IS NOT NULL AND active",
        "Another unit already uses this acronym.",
    )

    @api.constrains("es_oficialia", "siglas")
    def _check_siglas(self):
        for area in self:
            if area.es_oficialia and not (area.siglas or "").strip():
                raise ValidationError(self.env._("Give «%s» an acronym: it begins its folios.", area.name))

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        self._olvidar_areas_a_cargo()
        return areas

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"titular_id", "parent_id", "oficialia_user_ids", "active"}:
            self._olvidar_areas_a_cargo()
        return res

    def unlink(self):
        res = super().unlink()
        self._olvidar_areas_a_cargo()
        return res

    def _olvidar_areas_a_cargo(self):
        """Record rules hold the units of each user, in this transaction and in the caches."""
        self.env["res.users"].invalidate_model(["areas_a_cargo_ids"])
        self.env.registry.clear_cache()

    def _calendario(self):
        """The working calendar that counts for this unit: its own, an ancestor's, or the company's."""
        self.ensure_one()
        area = self.sudo()
        while area and not area.resource_calendar_id:
            area = area.parent_id
        return area.resource_calendar_id or (self.company_id or self.env.company).resource_calendar_id

    def _sumar_dias_habiles(self, desde, dias):
        """Date that lies ``dias`` working days after the date ``desde`` (which does not count).

        :raises UserError: when there are not that many working days within some years
        """
        calendario = self._calendario()
        zona = pytz.timezone(calendario.tz or "America/Mexico_City")
        fin_del_dia = zona.localize(datetime.combine(desde, time.max))
        vence = calendario and calendario.plan_days(dias, fin_del_dia, compute_leaves=True)
        if not vence:
            raise UserError(
                self.env._(
                    "«%s» needs a working calendar with working days, to count its deadlines.", self.display_name
                )
            )
        return vence.astimezone(zona).date()

    def _contar_dias_habiles(self, desde, hasta):
        """Working days from the date ``desde`` (which does not count) to ``hasta`` (which does): what
        :meth:`_sumar_dias_habiles` has to be given to get from one to the other.
        """
        calendario = self._calendario()
        if hasta <= desde or not calendario:
            return max((hasta - desde).days, 0)
        zona = pytz.timezone(calendario.tz or "America/Mexico_City")
        inicio, fin = (zona.localize(datetime.combine(dia, time.max)) for dia in (desde, hasta))
        return len({empieza.date() for empieza, _fin, _meta in calendario._work_intervals_batch(inicio, fin)[False]})
