from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools import mapa


def _lista(texto):
    return tuple(parte.strip() for parte in (texto or "").split(",") if parte.strip())


class SeguimientoPaso(models.Model):
    """One step of a process: who does it, and at which states of which model.

    Its arrows are not stored: they are the transitions of the model's ``_ciclo`` plus
    ``siguiente_ids`` where a step of another model follows.
    """

    _name = "seguimiento.paso"
    _description = "Process Step"
    _order = "proceso_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    codigo = fields.Char("Code", required=True)
    proceso_id = fields.Many2one("seguimiento.proceso", "Process", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    descripcion = fields.Text("Description", translate=True)
    group_ids = fields.Many2many("res.groups", string="Roles", help="Who takes part in this step.")
    modelo = fields.Char("Model", required=True)
    estados = fields.Char("States", help="States of the model at which this step is pending, separated by commas.")
    verbos = fields.Char(
        "Verbs",
        help="When several steps wait at the same state: the verbs by which this one is left, separated by commas.",
    )
    siguiente_ids = fields.Many2many(
        "seguimiento.paso", "seguimiento_paso_siguiente_rel", "paso_id", "siguiente_id", "Next Steps of Other Models"
    )
    es_tarea = fields.Boolean("Opens a Task", default=True)
    icono = fields.Char("Icon", default="fa-tasks")

    _codigo_uniq = models.UniqueIndex("(codigo)", "Another step already has this code.")

    def _para_mapa(self):
        self.ensure_one()
        return mapa.Paso(self.id, self.modelo, _lista(self.estados), _lista(self.verbos), tuple(self.siguiente_ids.ids))

    @api.model
    @ormcache("codigo")
    def _id_de(self, codigo):
        return self.sudo().search([("codigo", "=", codigo)]).id

    @api.model
    def _de(self, codigo):
        """The step with that code.

        :raises ValueError: when the code is unknown (a programming error)
        """
        paso = self.sudo().browse(self._id_de(codigo))
        if not paso:
            raise ValueError(f"Unknown step {codigo!r}")
        return paso

    def write(self, vals):
        if "codigo" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)
