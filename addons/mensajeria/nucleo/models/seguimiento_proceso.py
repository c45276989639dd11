from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import mapa
from ..tools.ciclo import Ciclo


class SeguimientoProceso(models.Model):
    """One process of the house (a flow of steps), as shown in Procesos."""

    _name = "seguimiento.proceso"
    _description = "Process"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    codigo = fields.Char("Code", required=True)
    sequence = fields.Integer(default=10)
    descripcion = fields.Text("Description", translate=True)
    paso_ids = fields.One2many("seguimiento.paso", "proceso_id", "Steps")

    _codigo_uniq = models.UniqueIndex("(codigo)", "Another process already has this code.")

    @api.model
    @api.readonly
    def mapa(self):
        """The processes in which the user's roles take part, ready to be drawn.

        Steps and arrows come from the steps and the life cycles of their models; the counts are
        those of the tasks that the record rules let the user see.

        :returns: list of ``{"id", "nombre", "descripcion", "nodos", "flechas"}``. A node is
            ``{"clave", "tipo", "nombre", "modelo", ...}`` with ``tipo`` one of ``paso``, ``enlace`` (a step of
            another process), ``estado`` and ``fin``; a step also has ``paso_id``, ``descripcion``,
            ``icono``, ``roles``, ``propio`` (the user takes part), ``mias`` and ``todas`` (pending).
            An arrow is ``{"de", "a", "excepcional"}``.
        """
        procesos = self.search([("paso_ids", "!=", False)]).filtered(lambda p: any(map(p._participo, p.paso_ids)))
        pendientes = procesos._contar_pendientes()
        return [proceso._dibujo(pendientes) for proceso in procesos]

    def _participo(self, paso):
        """Whether the user's roles take part in ``paso``; the administrator's do in all."""
        user = self.env.user
        return user.has_group("mensajeria.group_administrador") or bool(paso.group_ids & user.all_group_ids)

    def _contar_pendientes(self):
        """``{step: (mine, all visible)}`` of pending tasks: two queries, whatever the number of steps."""
        Tarea = self.env["seguimiento.tarea"]
        de_pasos = [("state", "=", "pendiente"), ("paso_id", "in", (self.paso_ids | self.paso_ids.siguiente_ids).ids)]
        todas = dict(Tarea._read_group(de_pasos, ["paso_id"], ["__count"]))
        mias = dict(Tarea._read_group(Tarea._dominio_mias() & Domain(de_pasos), ["paso_id"], ["__count"]))
        return {paso: (mias.get(paso, 0), cuenta) for paso, cuenta in todas.items()}

    def _dibujo(self, pendientes):
        self.ensure_one()
        pasos = self.paso_ids
        ciclos = {modelo: self._ciclo_de(modelo) for modelo in dict.fromkeys(pasos.mapped("modelo"))}
        estados, flechas = mapa.derivar([paso._para_mapa() for paso in pasos], ciclos)
        ajenos = pasos.siguiente_ids - pasos
        return {
            "id": self.id,
            "nombre": self.name,
            "descripcion": self.descripcion or "",
            "nodos": [self._nodo_paso(p, pendientes) for p in pasos | ajenos]
            + [self._nodo_estado(e, ciclos[e.modelo]) for e in estados],
            "flechas": [
                {"de": self._clave(a), "a": self._clave(b), "excepcional": excepcional}
                for (a, b), excepcional in flechas.items()
            ],
        }

    def _ciclo_de(self, modelo):
        return getattr(self.env.get(modelo), "_ciclo", None) or Ciclo()

    @staticmethod
    def _clave(nodo):
        return f"{nodo.modelo}:{nodo.estado}" if isinstance(nodo, mapa.Estado) else f"paso:{nodo}"

    def _nodo_paso(self, paso, pendientes):
        mias, todas = pendientes.get(paso, (0, 0))
        ajeno = paso.proceso_id != self
        return {
            "clave": self._clave(paso.id),
            "tipo": "enlace" if ajeno else "paso",
            "paso_id": paso.id,
            "nombre": paso.name,
            "descripcion": paso.descripcion or "",
            "modelo": paso.proceso_id.name if ajeno else self._nombre_modelo(paso.modelo),
            "icono": paso.icono or "fa-tasks",
            "roles": paso.group_ids.mapped("name"),
            "propio": self._participo(paso),
            "es_tarea": paso.es_tarea,
            "mias": mias,
            "todas": todas,
        }

    def _nodo_estado(self, nodo, ciclo):
        etiquetas = dict(self.env[nodo.modelo]._fields["state"]._description_selection(self.env))
        return {
            "clave": self._clave(nodo),
            "tipo": "fin" if mapa.es_final(ciclo, nodo.estado) else "estado",
            "nombre": etiquetas.get(nodo.estado, nodo.estado),
            "modelo": self._nombre_modelo(nodo.modelo),
        }

    def _nombre_modelo(self, modelo):
        return self.env["ir.model"].sudo()._get(modelo).name or modelo
