from odoo import api, fields, models
from odoo.exceptions import UserError

_AUTORIZADO = object()
#: what a projection copies from its task
CAMPOS_PROYECTADOS = frozenset(
    ("user_id", "date_deadline", "active", "res_model_id", "res_model", "res_id", "activity_type_id")
)


class MailActivity(models.Model):
    """An activity that projects a task mirrors it and cannot finish it."""

    _inherit = "mail.activity"

    tarea_id = fields.Many2one("seguimiento.tarea", "Task", readonly=True, index="btree_not_null", ondelete="cascade")

    _tarea_uniq = models.UniqueIndex("(tarea_id) WHERE tarea_id IS NOT NULL", "This task already has its activity.")

    def _de_tareas(self):
        """This model, in the one context that may change projections (see ``seguimiento.tarea``)."""
        return self.with_context(nucleo_proyeccion=_AUTORIZADO, active_test=False)

    def _rechazar_proyecciones(self):
        if self.env.context.get("nucleo_proyeccion") is _AUTORIZADO:
            return
        self.check_access("write")  # before the refusal, which tells the name of the document
        for actividad in self.sudo().filtered("tarea_id"):
            raise UserError(
                self.env._(
                    "«%(step)s» of %(record)s is finished in its own screen, not from the activity: open it from Seguimiento.",
                    step=actividad.summary,
                    record=actividad.res_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("nucleo_proyeccion") is not _AUTORIZADO:
            vals_list = [{**vals, "tarea_id": False} for vals in vals_list]  # explicit: beats default_tarea_id
        return super().create(vals_list)

    def write(self, vals):  # marking as done archives
        if not CAMPOS_PROYECTADOS.isdisjoint(vals):
            self._rechazar_proyecciones()
        if "tarea_id" in vals:
            raise UserError(self.env._("The projection of a task is made by the system."))
        return super().write(vals)

    def unlink(self):
        if not self.env.su:  # the system may lose a projection; it is rebuilt
            self._rechazar_proyecciones()
        return super().unlink()
