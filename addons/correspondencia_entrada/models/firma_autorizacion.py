from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo


class FirmaAutorizacion(models.Model):
    """Whom a signer authorized, on a signed paper that is on file, to sign in their absence."""

    _name = "firma.autorizacion"
    _description = "Authorization to Sign"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "desde desc, id desc"
    _check_company_auto = True

    _ciclo = Ciclo(("propuesta", "vigente", "registrar"), ("vigente", "revocada", "revocar", True))

    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, readonly=True
    )
    titular_id = fields.Many2one("res.users", "Signer", required=True, ondelete="restrict")
    suplente_id = fields.Many2one("res.users", "Substitute", required=True, ondelete="restrict")
    desde = fields.Date("Valid From", required=True, default=fields.Date.context_today)
    hasta = fields.Date("Valid Until", required=True)
    fundamento = fields.Char(
        "Legal Basis", required=True, help="Article of the internal regulation, number of the letter."
    )
    oficio = fields.Binary("Signed Authorization", required=True, attachment=True)
    oficio_nombre = fields.Char()
    state = fields.Selection(
        [("propuesta", "Draft"), ("vigente", "In Force"), ("revocada", "Revoked")],
        "Status",
        default="propuesta",
        required=True,
        readonly=True,
        copy=False,
    )

    _suplencia_idx = models.Index("(suplente_id) WHERE state = 'vigente'")

    @api.depends("titular_id.name", "suplente_id.name")
    def _compute_display_name(self):
        for autorizacion in self:
            personas = (autorizacion.suplente_id.name, autorizacion.titular_id.name)
            autorizacion.display_name = " ← ".join(filter(None, personas))

    @api.constrains("titular_id", "suplente_id", "company_id", "desde", "hasta")
    def _check_personas(self):
        for autorizacion in self:
            if autorizacion.titular_id == autorizacion.suplente_id:
                raise ValidationError(self.env._("Nobody substitutes themself."))
            if autorizacion.hasta < autorizacion.desde:
                raise ValidationError(self.env._("The authorization ends before it begins."))
            for user in autorizacion.titular_id | autorizacion.suplente_id:
                if not user.firmante:
                    raise ValidationError(self.env._("%s is no signer.", user.name))
                if autorizacion.company_id not in user.sudo().company_ids:
                    raise ValidationError(self.env._("%s does not belong to this institution.", user.name))

    def write(self, vals):
        if vals.keys() - {"state"} and self.filtered(lambda a: a.state != "propuesta"):
            raise UserError(self.env._("The authorization is on file: revoke it and register another."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registrada(self):
        if self.filtered(lambda a: a.state != "propuesta"):
            raise UserError(self.env._("An authorization on file is revoked, never deleted."))

    def action_registrar(self):
        """Put the authorization on file: from now on the substitute may sign."""
        self.check_access("write")
        for autorizacion in self:
            autorizacion._archivo()._fijar_evidencia()
            autorizacion._transitar("vigente", datos={"sha256": autorizacion._sha256_del_oficio()})
        return True

    def _archivo(self):
        """The attachment that holds the signed paper (sudo)."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_field", "=", "oficio"), ("res_id", "in", self.ids)])
        )

    def _sha256_del_oficio(self):
        return self._archivo().sha256 or ""

    def action_revocar(self, motivo=None):
        """End the authorization before its date.

        :param motivo: why; mandatory
        """
        self.check_access("write")
        self._transitar("revocada", motivo)
        return True

    @api.model
    def _de_suplente(self, suplente):
        """The authorizations by which ``suplente`` signs for others today (sudo); none for who left or signs no more.

        Today is the institution's: nobody gains a day by changing their time zone.
        """
        vigentes = self.sudo().search(
            [
                ("suplente_id", "=", suplente.id),
                ("state", "=", "vigente"),
                ("titular_id.active", "=", True),
                ("titular_id.firmante", "=", True),
            ]
        )
        return vigentes.filtered(lambda a: a.desde <= a._hoy() <= a.hasta)

    def _hoy(self):
        zona = self.company_id.partner_id.tz or "America/Mexico_City"
        return fields.Date.context_today(self.with_context(tz=zona))
