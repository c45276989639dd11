from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

DIAS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class MensajeriaMensajero(models.Model):
    """Who delivers: somebody of the house with a user, or an external with a contact."""

    _name = "mensajeria.mensajero"
    _description = "Messenger"
    _inherit = ["mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, readonly=False, required=True, precompute=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "User",
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who opens this route on their phone. Empty for who has no access to the system.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        check_company=True,
        index="btree_not_null",
        help="Contact of an external messenger.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Employee",
        check_company=True,
        index="btree_not_null",
        groups="hr.group_hr_user",
        help="Time off that personnel registers for this employee counts as absence here.",
    )
    phone = fields.Char("Phone", compute="_compute_phone", compute_sudo=True, groups="mensajeria.group_operador")
    zona_ids = fields.One2many("mensajeria.zona", "mensajero_id", "Zones", help="Where this is the usual messenger.")
    mon = fields.Boolean("Mon", default=True)
    tue = fields.Boolean("Tue", default=True)
    wed = fields.Boolean("Wed", default=True)
    thu = fields.Boolean("Thu", default=True)
    fri = fields.Boolean("Fri", default=True)
    sat = fields.Boolean("Sat")
    sun = fields.Boolean("Sun")
    capacidad_diaria = fields.Integer(
        "Pieces per Day", default=30, help="How many stops fit in one route. 0 sets no limit."
    )
    vehiculo = fields.Selection(
        [
            ("a_pie", "On foot"),
            ("bicicleta", "Bicycle"),
            ("motocicleta", "Motorcycle"),
            ("automovil", "Car"),
            ("camioneta", "Van"),
            ("transporte_publico", "Public transport"),
        ],
        "Vehicle",
    )
    suplente_id = fields.Many2one(
        "mensajeria.mensajero",
        "Substitute",
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('id', '!=', id)]",
        help="Takes the routes on days when this messenger does not work.",
    )
    ausencia_ids = fields.One2many(
        "mensajeria.ausencia", "mensajero_id", "Absences", groups="mensajeria.group_operador"
    )
    disponible_hoy = fields.Boolean("Works Today", compute="_compute_disponible_hoy")

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE user_id IS NOT NULL AND active", "This user already is a messenger."
    )
    _capacidad = models.Constraint("CHECK (capacidad_diaria >= 0)", "The pieces per day are 0 or more.")

    @api.depends("user_id", "partner_id")
    def _compute_name(self):
        for mensajero in self:
            mensajero.name = mensajero.name or mensajero.user_id.name or mensajero.partner_id.name

    @api.depends("user_id")
    def _compute_partner_id(self):
        for mensajero in self:
            mensajero.partner_id = mensajero.user_id.sudo().partner_id or mensajero.partner_id

    @api.depends("partner_id.phone")
    def _compute_phone(self):
        for mensajero in self:
            mensajero.phone = mensajero.partner_id.phone

    @api.depends_context("uid", "company")
    @api.depends("ausencia_ids.desde", "ausencia_ids.hasta", "active", *DIAS)
    def _compute_disponible_hoy(self):
        disponibles = self._disponibles(self.env.company._hoy())
        for mensajero in self:
            mensajero.disponible_hoy = mensajero in disponibles

    @api.constrains("suplente_id")
    def _check_suplente_id(self):
        if self._has_cycle("suplente_id"):
            raise ValidationError(self.env._("A messenger cannot be their own substitute, not even through others."))

    @api.constrains(*DIAS)
    def _check_dias(self):
        for mensajero in self:
            if not any(mensajero[dia] for dia in DIAS):
                raise ValidationError(self.env._("Mark the days on which %s works.", mensajero.name))

    def _disponibles(self, fecha):
        """Those of ``self`` who work on ``fecha``: one of their days, no holiday of their company, not absent.

        :param fecha: date
        """
        fecha = fields.Date.to_date(fecha)
        dia = DIAS[fecha.weekday()]
        laboran = self.filtered(lambda m: m.active and m[dia])
        for company, mensajeros in laboran.grouped("company_id").items():
            laboran -= mensajeros._ausentes(company, fecha)
        return laboran

    def _ausentes(self, company, fecha):
        """Those of ``self``, all of ``company``, who do not work on ``fecha`` although it is one of their days."""
        registradas = (
            self.env["mensajeria.ausencia"]
            .sudo()
            .search([("mensajero_id", "in", self.ids), ("desde", "<=", fecha), ("hasta", ">=", fecha)])
        )
        calendario = company.sudo().resource_calendar_id
        zona = pytz.timezone(calendario.tz or "America/Mexico_City")
        mediodia = zona.localize(datetime.combine(fecha, time(12))).astimezone(pytz.utc).replace(tzinfo=None)
        recursos = self.sudo().employee_id.resource_id
        descansos = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("date_from", "<=", mediodia)
                & Domain("date_to", ">=", mediodia)
                & Domain("company_id", "in", [False, company.id])
                & (
                    Domain("resource_id", "in", recursos.ids)
                    | (Domain("resource_id", "=", False) & Domain("calendar_id", "in", [False, calendario.id]))
                )
            )
        )
        if any(not descanso.resource_id for descanso in descansos):
            return self
        return self.filtered(
            lambda m: m in registradas.mensajero_id or (m.sudo().employee_id.resource_id & descansos.resource_id)
        )

    def _disponible(self, fecha):
        """Whether this messenger works on the date ``fecha``."""
        self.ensure_one()
        return bool(self._disponibles(fecha))

    def _efectivo(self, fecha):
        """Who carries the route of this messenger on ``fecha``: they, or the first substitute who works that day.

        Empty when nobody does.
        """
        self.ensure_one()
        vistos, candidato = self.browse(), self
        while candidato and candidato not in vistos:
            if candidato._disponible(fecha):
                return candidato
            vistos |= candidato
            candidato = candidato.suplente_id
        return self.browse()
