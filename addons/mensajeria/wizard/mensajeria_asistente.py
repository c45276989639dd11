from odoo import api, models


class MensajeriaAsistente(models.AbstractModel):
    """A wizard that points only to what its user may read: it would show the rest as the system reads it."""

    _name = "mensajeria.asistente"
    _description = "Courier Wizard"
    _exige_legibles = "mensajeria."  # models whose names begin so

    @api.model_create_multi
    def create(self, vals_list):
        asistentes = super().create(vals_list)
        asistentes._exigir_legibles()
        return asistentes

    def write(self, vals):
        res = super().write(vals)
        self._exigir_legibles()
        return res

    def _exigir_legibles(self):
        for nombre, campo in self._fields.items():
            relacion = campo.store and campo.type in ("many2one", "many2many")
            if relacion and campo.comodel_name.startswith(self._exige_legibles):
                self.mapped(nombre).check_access("read")

    @api.model
    def _activos(self, modelo):
        """The records of ``modelo`` from which this wizard was opened, if it was opened from such ones."""
        contexto = self.env.context
        return self.env[modelo].browse(contexto.get("active_ids") if contexto.get("active_model") == modelo else [])

    def _reabrir(self):
        """Action that shows this wizard again."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
