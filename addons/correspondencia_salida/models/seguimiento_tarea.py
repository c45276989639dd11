from odoo import api, models


class SeguimientoTarea(models.Model):
    _inherit = "seguimiento.tarea"

    @api.model
    def _heredar(self, users):
        """Those who leave pass on the reviews that wait for them, to their delegates or to the heads of their units, and
        what they had to read.
        """
        self.env["correspondencia.oficio.visto"].sudo()._de_revisores(users)._repartir(excepto=users)
        self.env["correspondencia.lectura"].sudo()._al_irse(users)
        return super()._heredar(users)
