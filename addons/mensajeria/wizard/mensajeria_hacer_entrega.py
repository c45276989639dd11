from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.acuses import ENTREGABLES

#: on one paper, at most
MAXIMO = 500


class MensajeriaHacerEntrega(models.TransientModel):
    """Puts the acuses that wait to be handed over on a list, which a messenger brings to the units."""

    _name = "mensajeria.hacer.entrega"
    _description = "New Handover List"
    _inherit = ["mensajeria.asistente"]

    area_ids = fields.Many2many("hr.department", string="Units", help="Whose acuses; all of them when empty.")
    acuse_ids = fields.Many2many(
        "mensajeria.acuse",
        string="Acuses",
        compute="_compute_acuse_ids",
        compute_sudo=False,  # only those that the user sees
        store=True,
        readonly=False,
        precompute=True,
    )
    fecha = fields.Date("They Leave On", required=True, default=lambda self: self.env.company._hoy())
    mensajero_id = fields.Many2one("mensajeria.mensajero", "Messenger")
    emitir = fields.Boolean("Issue at Once", help="They get their folio and do not change any more.")

    @api.depends("area_ids")
    @api.depends_context("active_model", "active_ids")
    def _compute_acuse_ids(self):
        """Those chosen in the list of acuses, or else all that wait."""
        elegidos = self._activos("mensajeria.acuse")
        for asistente in self:
            dominio = [
                ("state", "in", ENTREGABLES),
                ("conjunto_id", "=", False),
                ("company_id", "=", self.env.company.id),
                ("linea_ids", "not any", [("abierta", "=", True)]),
            ]
            if elegidos:
                dominio.append(("id", "in", elegidos.ids))
            else:  # an irregular one is handed over as it is only when somebody says so
                dominio.append(("state", "!=", "irregular"))
            if asistente.area_ids:
                dominio.append(("area_id", "in", asistente.area_ids.ids))
            asistente.acuse_ids = self.env["mensajeria.acuse"].search(dominio, order="area_id, id", limit=MAXIMO)

    def action_hacer(self):
        """Make the list of each office, and show it."""
        self.ensure_one()
        self.check_access("read")
        if not self.acuse_ids:
            raise UserError(self.env._("No acuse waits to be handed over."))
        propia = self.env["mensajeria.relacion"]._default_oficialia_id()
        grupos = self.acuse_ids.grouped(lambda a: a.oficialia_id or propia)
        if any(not oficialia for oficialia in grupos):
            raise UserError(self.env._("You belong to no office that dispatches: ask the administrator."))
        relaciones = self.env["mensajeria.relacion"].create(
            [
                {
                    "tipo": "entrega_acuses",
                    "oficialia_id": oficialia.id,
                    "mensajero_id": self.mensajero_id.id,
                    "fecha": self.fecha,
                    "linea_ids": [Command.create({"acuse_id": a.id, "orden": n}) for n, a in enumerate(acuses, 1)],
                }
                for oficialia, acuses in grupos.items()
            ]
        )
        if self.emitir:
            relaciones.action_emitir()
        return relaciones._accion_lista()
