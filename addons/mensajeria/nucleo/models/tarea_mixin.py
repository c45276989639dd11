from odoo import fields, models
from odoo.exceptions import UserError


class TareaMixin(models.AbstractModel):
    """A document whose steps put tasks in somebody's tray."""

    _name = "nucleo.tarea.mixin"
    _description = "Document with Tasks"

    tarea_ids = fields.One2many(
        "seguimiento.tarea",
        "res_id",
        "Tasks",
        readonly=True,
        copy=False,
        domain=lambda self: [("res_model", "=", self._name)],
    )

    def _tarea_vals(self):
        """Display data of this document in a tray: ``folio, asunto, contraparte, busqueda, prioridad, fecha_limite, company_id``.

        To extend.
        """
        self.ensure_one()
        return {"company_id": self.env.company.id}

    def _abrir_tarea(self, codigo, user=None, grupo=None, area=None, **vals):
        """Open the task of step ``codigo`` on this document for one person or for a pool.

        :param user: the person, or None
        :param grupo: role (``res.groups``) of the pool, or None
        :param area: office of the pool, or unit of the person
        :param vals: further values, over those of :meth:`_tarea_vals`
        """
        return self.env["seguimiento.tarea"]._abrir(
            [
                registro._vals_de_tarea(codigo, user)
                | {
                    "group_id": grupo.id if grupo else False,
                    "area_id": area.id if area else False,
                }
                | vals
                for registro in self
            ]
        )

    def _abrir_tareas(self, codigo, de_quien):
        """Open the task of step ``codigo`` on each of these documents, for a person of its own.

        :param de_quien: function that gives the person of a document
        """
        return self.env["seguimiento.tarea"]._abrir(
            [registro._vals_de_tarea(codigo, de_quien(registro)) for registro in self]
        )

    def _vals_de_tarea(self, codigo, user=None):
        return self.sudo()._tarea_vals() | {
            "paso_id": self.env["seguimiento.paso"]._de(codigo).id,
            "res_model": self._name,
            "res_id": self.id,
            "user_id": user.id if user else False,
        }

    def _tareas_abiertas(self, codigo=None):
        """Open tasks of these documents (sudo), of step ``codigo`` if given."""
        dominio = [("res_model", "=", self._name), ("res_id", "in", self.ids), ("state", "=", "pendiente")]
        if codigo:
            dominio.append(("paso_id", "=", self.env["seguimiento.paso"]._de(codigo).id))
        return self.env["seguimiento.tarea"].sudo().search(dominio)

    def _llevar_tarea(self, codigo, hace_falta, **quien):
        """Open the task of step ``codigo`` on this document when it is needed and none is open; close it when it is not.

        :param hace_falta: whether somebody still has something to do
        :param quien: as in :meth:`_abrir_tarea`
        """
        self.ensure_one()
        abiertas = self._tareas_abiertas(codigo)
        if not hace_falta:
            abiertas._cerrar()
        elif abiertas:
            self._refrescar_tareas()
        else:
            self._abrir_tarea(codigo, **quien)

    def _exigir_tarea_libre(self, codigo):
        """The open task of step ``codigo``, locked.

        :raises UserError: when there is none (the step is done), or a colleague took it
        """
        self.ensure_one()
        tarea = self._tareas_abiertas(codigo)
        tarea._bloquear()
        if not tarea or tarea.state != "pendiente":
            raise UserError(self.env._("This step of %s is already done. Reload the page.", self.display_name))
        if tarea.group_id and tarea.user_id and tarea.user_id != self.env.user:
            raise UserError(
                self.env._(
                    "%(user)s took this task of %(record)s; ask them to release it.",
                    user=tarea.user_id.name,
                    record=self.display_name,
                )
            )
        return tarea

    def _refrescar_tareas(self):
        """Carry changed display data to the open tasks."""
        for registro in self:
            tareas = registro._tareas_abiertas()
            if tareas:
                vals = registro.sudo()._tarea_vals()
                vals.pop("fecha_limite", None)
                tareas.write(vals)

    def _accion_de_tarea(self, tarea):
        """Action that opens this document at the step of ``tarea``. To extend."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "context": {"tarea_id": tarea.id},
        }

    def _al_heredar_tarea(self, tarea, anterior):
        """Called after ``tarea`` passed from the person ``anterior`` to its present one. To extend."""
