from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    firmante = fields.Boolean("Signs Electronically", help="Answers of this person are completed with an electronic signature.")

    @api.depends_context("mostrar_carga")
    def _compute_display_name(self):
        """Where a recipient is chosen, show the unit and how much each one already has."""
        super()._compute_display_name()
        if self.env.context.get("mostrar_carga"):
            cargas = self._carga_de_trabajo()
            for user in self:
                abiertas, vencidas = cargas.get(user.id, (0, 0))
                area = f" · {user.area_id.siglas or user.area_id.name}" if user.area_id else ""
                user.display_name = self.env._(
                    "%(name)s%(unit)s (%(open)s open, %(overdue)s overdue)",
                    name=user.name,
                    unit=area,
                    open=abiertas,
                    overdue=vencidas,
                )

    def _carga_de_trabajo(self):
        """``{user id: (open tasks, overdue ones)}`` for those of ``self`` who have any."""
        hoy = fields.Date.context_today(self)
        base = [("user_id", "in", self.ids), ("state", "=", "pendiente")]
        Tarea = self.env["seguimiento.tarea"].sudo()  # numbers only, over matters the reader may not see
        abiertas = dict(Tarea._read_group(base, ["user_id"], ["__count"]))
        vencidas = dict(Tarea._read_group([*base, ("fecha_limite", "<", hoy)], ["user_id"], ["__count"]))
        return {user.id: (total, vencidas.get(user, 0)) for user, total in abiertas.items()}
