import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

RFC = re.compile(r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}")
CURP = re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d")


class ResUsers(models.Model):
    _inherit = "res.users"

    firmante = fields.Boolean(
        "Signs Electronically", help="Answers of this person are completed with an electronic signature."
    )
    firma_rfc = fields.Char(
        "RFC", groups="base.group_system,base.group_erp_manager", help="Of the e.firma with which this person signs."
    )
    firma_curp = fields.Char("CURP", groups="base.group_system,base.group_erp_manager")

    @api.constrains("firmante", "firma_rfc", "firma_curp")
    def _check_firma(self):
        """RFC and CURP as SAT and RENAPO write them."""
        for user in self.sudo():
            if user.firma_rfc and not RFC.fullmatch(user.firma_rfc):
                raise ValidationError(
                    self.env._(
                        "«%s» is not the RFC of a person: four letters, six digits, three characters.", user.firma_rfc
                    )
                )
            if user.firma_curp and not CURP.fullmatch(user.firma_curp):
                raise ValidationError(self.env._("«%s» is not a CURP: eighteen characters.", user.firma_curp))

    def write(self, vals):
        res = super().write(vals)
        if "firmante" in vals and not vals["firmante"]:
            self.env["firma.documento"]._cancelar_por_ausencia(self)
        return res

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

    @api.model
    def _search_display_name(self, operator, value):
        """Where a recipient is chosen, a unit's name or initials find its people."""
        dominio = super()._search_display_name(operator, value)
        if self.env.context.get("mostrar_carga") and operator == "ilike" and value:
            dominio |= Domain("area_id.name", "ilike", value) | Domain("area_id.siglas", "=ilike", value)
        return dominio

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Where a recipient is chosen, heads of unit come before their people."""
        encontrados = super().name_search(name, domain, operator, limit)
        if not self.env.context.get("mostrar_carga"):
            return encontrados
        titulares = set(self.browse(u for u, _nombre in encontrados).sudo().area_id.titular_id.ids)
        return sorted(encontrados, key=lambda par: par[0] not in titulares)

    @api.model
    def _dominio_destinatarios(self):
        """Domain, for a record with ``company_id``, of the people to whom a matter of that company can be turned."""
        destinatario = self.env.ref("correspondencia_entrada.group_destinatario").id
        return (
            f"[('share', '=', False), ('id', '!=', uid), ('all_group_ids', 'in', [{destinatario}]), "
            "('company_ids', 'in', [company_id])]"
        )

    def _carga_de_trabajo(self):
        """``{user id: (open tasks, overdue ones)}`` for those of ``self`` who have any."""
        hoy = fields.Date.context_today(self)
        base = [("user_id", "in", self.ids), ("state", "=", "pendiente")]
        if not self.env.user.has_group("mensajeria.group_confidencial"):
            base.append(("confidencial", "=", False))
        Tarea = self.env["seguimiento.tarea"].sudo()  # numbers only, over matters the reader may not see
        abiertas = dict(Tarea._read_group(base, ["user_id"], ["__count"]))
        vencidas = dict(Tarea._read_group([*base, ("fecha_limite", "<", hoy)], ["user_id"], ["__count"]))
        return {user.id: (total, vencidas.get(user, 0)) for user, total in abiertas.items()}
