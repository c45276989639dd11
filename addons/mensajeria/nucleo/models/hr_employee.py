from odoo import api, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        empleados = super().create(vals_list)
        empleados._llevar_area_al_usuario()
        return empleados

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"department_id", "user_id"}:
            self._llevar_area_al_usuario()
        return res

    def _llevar_area_al_usuario(self):
        """Where HR keeps the staff, the person's unit follows the employee's department."""
        for empleado in self.sudo():
            if empleado.user_id and empleado.department_id and empleado.user_id.area_id != empleado.department_id:
                empleado.user_id.area_id = empleado.department_id
