from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    area_id = fields.Many2one("hr.department", "Unit", index="btree_not_null", help="Unit to which the person belongs.")
    oficialia_ids = fields.Many2many(
        "hr.department",
        "nucleo_oficialia_user_rel",
        "user_id",
        "department_id",
        "Oficialías",
        domain="[('es_oficialia', '=', True)]",
    )
    areas_a_cargo_ids = fields.Many2many(
        "hr.department", string="Units in Charge", compute="_compute_areas_a_cargo_ids", compute_sudo=True
    )

    def _compute_areas_a_cargo_ids(self):
        """The units whose head is the user, and all units below them."""
        for user in self:
            propias = self.env["hr.department"].search([("titular_id", "in", user.ids)])
            user.areas_a_cargo_ids = (
                self.env["hr.department"].search([("id", "child_of", propias.ids)]) if propias else propias
            )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env.registry.clear_cache()
        return users

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self.check_access("write")  # before a refusal, which names tasks
            self.env["seguimiento.tarea"].sudo()._heredar(self)
        res = super().write(vals)
        if "oficialia_ids" in vals:
            self.env.registry.clear_cache()
        return res

    def _suplente(self, excepto=None):
        """Who inherits the open tasks of this person: the nearest active head of unit above, or nobody.

        :param excepto: people who leave at the same time
        """
        self.ensure_one()
        area = self.sudo().area_id
        while area:
            if area.titular_id.active and area.titular_id not in (self | (excepto or self)):
                return area.titular_id
            area = area.parent_id
        return self.browse()
