from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo


class CorrespondenciaProrroga(models.Model):
    """A request for more time on a turno, decided by whoever turned it."""

    _name = "correspondencia.prorroga"
    _description = "Extension Request"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "id desc"

    _ciclo = Ciclo(
        ("solicitada", "autorizada", "autorizar"),
        ("solicitada", "negada", "negar", True),
        ("solicitada", "sin_efecto", "dejar_sin_efecto"),
    )

    turno_id = fields.Many2one(
        "correspondencia.turno", "Turno", required=True, readonly=True, index=True, ondelete="cascade"
    )
    asunto_id = fields.Many2one(related="turno_id.asunto_id", store=True, index=True)
    state = fields.Selection(
        [("solicitada", "Requested"), ("autorizada", "Granted"), ("negada", "Refused"), ("sin_efecto", "Lapsed")],
        "Status",
        default="solicitada",
        required=True,
        readonly=True,
    )
    fecha_anterior = fields.Date("Present Deadline", readonly=True)
    fecha_solicitada = fields.Date("Requested Deadline", required=True, readonly=True)
    motivo = fields.Text("Reason", required=True, readonly=True)
    solicitante_id = fields.Many2one("res.users", "Requested By", required=True, readonly=True, ondelete="restrict")
    respuesta = fields.Text("Answer", readonly=True)
    resuelve_id = fields.Many2one("res.users", "Decided By", readonly=True, ondelete="restrict")

    _una_abierta = models.UniqueIndex(
        "(turno_id) WHERE state = 'solicitada'", "There is already a request waiting for an answer."
    )

    @api.depends("turno_id.asunto_id.name", "fecha_solicitada")
    def _compute_display_name(self):
        for prorroga in self:
            prorroga.display_name = f"{prorroga.asunto_id.name} → {prorroga.fecha_solicitada}"

    def _exigir_decisor(self):
        self.check_access("read")
        self.sudo().asunto_id._bloquear()
        self.sudo().invalidate_recordset(["state"])
        for prorroga in self.sudo():
            if not prorroga.turno_id._puede_dirigir(self.env.user):
                raise AccessError(self.env._("Only who turned the matter can decide on this extension."))
            if prorroga.state != "solicitada":
                raise UserError(self.env._("This request was already decided. Reload the page."))

    def action_autorizar(self):
        """Grant the extension: the turno and its task get the new deadline."""
        self._exigir_decisor()
        for prorroga in self.sudo():
            prorroga.turno_id._prorrogar(prorroga.fecha_solicitada, prorroga.motivo)
            prorroga._resolver("autorizada")
        return True

    def action_negar(self, motivo=None):
        """Refuse the extension.

        :param motivo: reason told to the requester; mandatory
        """
        self._exigir_decisor()
        self.sudo()._resolver("negada", motivo)
        return True

    def _resolver(self, estado, motivo=None):
        self._transitar(estado, motivo)
        self.write({"resuelve_id": self.env.uid, "respuesta": motivo})
        for prorroga in self:
            prorroga.asunto_id._tareas_abiertas("resolver_prorroga").filtered(
                lambda t, turno=prorroga.turno_id: t.turno_id == turno
            )._cerrar(estado)
            prorroga.turno_id._avisar_prorroga(prorroga)
