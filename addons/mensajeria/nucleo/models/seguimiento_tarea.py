from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: days before the deadline from which the light is amber
DIAS_AMBAR = 2
#: a change of these moves the projection
CAMPOS_PROYECTADOS = frozenset(("state", "user_id", "fecha_limite"))


class SeguimientoTarea(models.Model):
    """One pending (or done) step of any process, for a person or for a pool.

    It is the truth about who owes what. An open task that has a person is projected as an Odoo
    activity on its document; the projection can be lost and is rebuilt.
    """

    _name = "seguimiento.tarea"
    _inherit = ["nucleo.bloqueo.mixin"]
    _description = "Task"
    _order = "fecha_limite, id"
    _rec_name = "folio"
    _rec_names_search = ["busqueda"]
    _allow_sudo_commands = False

    paso_id = fields.Many2one("seguimiento.paso", "Task", required=True, readonly=True, ondelete="restrict")
    proceso_id = fields.Many2one(related="paso_id.proceso_id", store=True, precompute=True, string="Process")
    state = fields.Selection(
        [("pendiente", "Pending"), ("hecha", "Done"), ("cancelada", "Cancelled")],
        "Status",
        default="pendiente",
        required=True,
        readonly=True,
    )
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)

    user_id = fields.Many2one("res.users", "Assigned to", readonly=True, index="btree_not_null", ondelete="restrict")
    group_id = fields.Many2one(
        "res.groups",
        "Pool",
        readonly=True,
        ondelete="restrict",
        help="Anyone with this role in the office may take it.",
    )
    area_id = fields.Many2one("hr.department", "Unit", readonly=True, index="btree_not_null", ondelete="restrict")

    folio = fields.Char(readonly=True)
    asunto = fields.Text("Subject", readonly=True)
    contraparte = fields.Char("Sender", readonly=True)
    busqueda = fields.Char("Search Text", readonly=True, index="trigram")
    prioridad = fields.Selection(
        [("0", "Ordinary"), ("1", "Urgent"), ("2", "Very urgent")], "Priority", default="0", readonly=True
    )

    fecha_apertura = fields.Datetime("Since", default=fields.Datetime.now, required=True, readonly=True)
    fecha_limite = fields.Date("Deadline", readonly=True)
    dias_restantes = fields.Integer("Days Left", compute="_compute_semaforo", aggregator=None)
    semaforo = fields.Selection(
        [("rojo", "Overdue"), ("ambar", "About to expire"), ("verde", "On time"), ("gris", "No deadline")],
        "Light",
        compute="_compute_semaforo",
        search="_search_semaforo",
    )
    fecha_tomada = fields.Datetime("Taken On", readonly=True)
    fecha_cierre = fields.Datetime("Closed On", readonly=True)
    cerrada_user_id = fields.Many2one("res.users", "Closed By", readonly=True, ondelete="restrict")
    resultado = fields.Char("Outcome", readonly=True)
    activity_ids = fields.One2many("mail.activity", "tarea_id", "Projection")
    es_mia = fields.Boolean("Mine", compute="_compute_es_mia")
    por_tomar = fields.Boolean(
        "To Take",
        compute="_compute_por_tomar",
        search="_search_por_tomar",
        help="Waits in a pool of mine for somebody to take it.",
    )

    _persona_idx = models.Index("(user_id, fecha_limite) WHERE state = 'pendiente'")
    _pool_idx = models.Index("(group_id, area_id, state, fecha_limite) WHERE group_id IS NOT NULL")
    _area_idx = models.Index("(area_id, fecha_limite) WHERE state = 'pendiente'")
    _company_idx = models.Index("(company_id, state, fecha_limite, id)")
    _paso_idx = models.Index("(paso_id, company_id) WHERE state = 'pendiente'")
    _documento_idx = models.Index("(res_model, res_id, state)")
    # ``state`` stands inside: the record rule asks for "closed by me" also when only pending tasks are wanted
    _cerradas_idx = models.Index("(cerrada_user_id, state, fecha_cierre) WHERE cerrada_user_id IS NOT NULL")
    _destino = models.Constraint(
        "CHECK (state <> 'pendiente' OR user_id IS NOT NULL OR group_id IS NOT NULL)",
        "A pending task needs a person or a pool.",
    )

    def init(self):
        super().init()
        # with the usual sample, PostgreSQL takes who has done little for an average person, and reads everybody's tasks to find none
        columnas = ("user_id", "cerrada_user_id", "area_id")
        self.env.cr.execute(
            SQL(
                "ALTER TABLE seguimiento_tarea %s",
                SQL(", ").join(SQL("ALTER COLUMN %s SET STATISTICS 1000", SQL.identifier(c)) for c in columnas),
            )
        )

    @api.depends("fecha_limite", "state")
    @api.depends_context("tz")
    def _compute_semaforo(self):
        hoy = fields.Date.context_today(self)
        for tarea in self:
            tarea.dias_restantes = (tarea.fecha_limite - hoy).days if tarea.fecha_limite else 0
            tarea.semaforo = self._luz(tarea.fecha_limite, hoy)

    @staticmethod
    def _luz(fecha_limite, hoy):
        if not fecha_limite:
            return "gris"
        dias = (fecha_limite - hoy).days
        return "rojo" if dias < 0 else "ambar" if dias <= DIAS_AMBAR else "verde"

    def _search_semaforo(self, operator, value):
        if operator != "in":
            return NotImplemented
        hoy = fields.Date.context_today(self)
        pronto = hoy + timedelta(days=DIAS_AMBAR)
        dominios = {
            "gris": Domain("fecha_limite", "=", False),
            "rojo": Domain("fecha_limite", "<", hoy),
            "ambar": Domain("fecha_limite", ">=", hoy) & Domain("fecha_limite", "<=", pronto),
            "verde": Domain("fecha_limite", ">", pronto),
        }
        return Domain.OR(dominios[v] for v in value if v in dominios)

    @api.model
    def _search_panel_selection_range(self, field_name, **kwargs):
        """The light is not stored: its counters come from the deadlines."""
        if field_name != "semaforo":
            return super()._search_panel_selection_range(field_name, **kwargs)
        valores = super()._search_panel_selection_range(
            field_name, **{**kwargs, "enable_counters": False, "expand": True}
        )
        if kwargs.get("enable_counters"):
            hoy = fields.Date.context_today(self)
            dominio = Domain(kwargs["model_domain"]) & Domain(kwargs["extra_domain"])
            cuentas = Counter()
            for fecha_limite, cuenta in self._read_group(dominio, ["fecha_limite:day"], ["__count"]):
                cuentas[self._luz(fecha_limite, hoy)] += cuenta
            valores = [valor | {"__count": cuentas[valor["id"]]} for valor in valores]
        return valores

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_es_mia(self):
        for tarea in self:
            tarea.es_mia = tarea.user_id == self.env.user

    @api.depends("state", "user_id", "group_id", "area_id")
    @api.depends_context("uid")
    def _compute_por_tomar(self):
        for tarea in self:
            tarea.por_tomar = tarea.state == "pendiente" and not tarea.user_id and tarea._soy_del_pool()

    def _search_por_tomar(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        return (
            Domain("state", "=", "pendiente")
            & Domain("user_id", "=", False)
            & Domain("group_id", "in", user.all_group_ids.ids)
            & (Domain("area_id", "=", False) | Domain("area_id", "in", user.oficialia_ids.ids))
        )

    @api.model
    def _dominio_mias(self):
        """What waits for the user: theirs, and what they may take. The default filter of Seguimiento says the same."""
        return Domain("state", "=", "pendiente") & (
            Domain("user_id", "=", self.env.uid) | Domain("por_tomar", "=", True)
        )

    @api.depends("paso_id", "folio")
    def _compute_display_name(self):
        for tarea in self:
            tarea.display_name = f"{tarea.folio} · {tarea.paso_id.name}" if tarea.folio else tarea.paso_id.name

    @api.model_create_multi
    def create(self, vals_list):
        tareas = super().create(vals_list)
        tareas.filtered("user_id")._proyectar()
        return tareas

    def write(self, vals):
        res = super().write(vals)
        if not CAMPOS_PROYECTADOS.isdisjoint(vals):
            self._proyectar()
        return res

    # Actions of the tray

    def action_abrir(self):
        """Open the document at the step to do."""
        self.ensure_one()
        self.check_access("read")
        return self.env[self.res_model].browse(self.res_id)._accion_de_tarea(self)

    def action_tomar(self):
        """Take tasks of a pool: from now on they wait in my tray only."""
        for tarea in self._bloquear_pool():
            if tarea.user_id and tarea.user_id != self.env.user:
                raise UserError(
                    self.env._("%(user)s already took %(task)s.", user=tarea.user_id.name, task=tarea.display_name)
                )
            tarea.write({"user_id": self.env.uid, "fecha_tomada": fields.Datetime.now()})

    def action_soltar(self):
        """Give taken tasks back to their pool."""
        administra = self.env.user.has_group("mensajeria.group_administrador")
        for tarea in self._bloquear_pool():
            if tarea.user_id != self.env.user and not administra:
                raise UserError(
                    self.env._("Only %s or an administrator can release this task.", tarea.user_id.name or "-")
                )
            tarea.write({"user_id": False, "fecha_tomada": False})

    def _bloquear_pool(self):
        """``self`` in sudo and locked, when each is an open pool task that the user may take."""
        self.check_access("read")
        tareas = self.sudo()
        tareas._bloquear()
        for tarea in tareas:
            if tarea.state != "pendiente":
                raise UserError(self.env._("%s is no longer pending. Reload the page.", tarea.display_name))
            if not tarea.group_id:
                raise UserError(self.env._("%s belongs to one person; it has no pool.", tarea.display_name))
            if not tarea._en_mi_pool():
                raise AccessError(
                    self.env._("You do not take part in the step «%s» of this office.", tarea.paso_id.name)
                )
        return tareas

    def _en_mi_pool(self):
        """Whether the user may take the task: as one of the pool, or as administrator."""
        return self.env.user.has_group("mensajeria.group_administrador") or self._soy_del_pool()

    def _soy_del_pool(self):
        self.ensure_one()
        user = self.env.user
        return self.group_id in user.all_group_ids and (not self.area_id or self.area_id in user.oficialia_ids)

    # Life of a task; only the processes call these

    @api.model
    def _abrir(self, vals_list):
        """Open tasks. ``vals_list``: see :meth:`nucleo.tarea.mixin._abrir_tarea`."""
        return self.sudo().create(vals_list)

    def _cerrar(self, resultado=None, state="hecha"):
        """Close open tasks; the ones already closed stay as they are."""
        self.sudo().filtered(lambda t: t.state == "pendiente").write(
            {
                "state": state,
                "fecha_cierre": fields.Datetime.now(),
                "cerrada_user_id": self.env.uid,
                "resultado": resultado,
            }
        )

    def _reasignar(self, user):
        self.sudo().write({"user_id": user.id})

    def _heredar(self, users):
        """Pass on the open tasks of people who leave: to their pool, or else to the head of their unit."""
        for tarea in self.search([("user_id", "in", users.ids), ("state", "=", "pendiente")]):
            if tarea.group_id:
                tarea.write({"user_id": False, "fecha_tomada": False})
                continue
            suplente = tarea.user_id._suplente(excepto=users)
            if not suplente:
                raise UserError(
                    self.env._(
                        "%(user)s still has the task «%(task)s» and no head of unit to inherit it. "
                        "Name the head of «%(area)s», or turn the matter to somebody else first.",
                        user=tarea.user_id.name,
                        task=tarea.display_name,
                        area=tarea.user_id.area_id.name or "-",
                    )
                )
            anterior = tarea.user_id
            tarea._reasignar(suplente)
            self.env[tarea.res_model].browse(tarea.res_id)._al_heredar_tarea(tarea, anterior)

    # Projection as Odoo activities

    def _proyectar(self):
        """Make the activities of these tasks what they should be: one for each open task with a person."""
        Actividad = self.env["mail.activity"].sudo()._de_tareas()
        actuales = Actividad.search([("tarea_id", "in", self.ids)])
        por_tarea = actuales.grouped("tarea_id")
        sobran, faltan = Actividad, []
        for tarea in self.sudo():
            abierta = tarea.state == "pendiente" and tarea.user_id
            actividad = por_tarea.get(tarea, Actividad)
            if not abierta or actividad.user_id != tarea.user_id:
                sobran |= actividad
                actividad = Actividad
            if abierta and not actividad:
                faltan.append(tarea._actividad_vals())
            elif abierta and actividad.date_deadline != tarea._actividad_fecha():
                actividad.write({"date_deadline": tarea._actividad_fecha()})
        sobran.unlink()
        Actividad.create(faltan)

    def _actividad_fecha(self):
        return self.fecha_limite or fields.Date.to_date(self.fecha_apertura) + timedelta(days=30)

    def _actividad_vals(self):
        return {
            "tarea_id": self.id,
            "activity_type_id": self.env.ref("mensajeria.mail_activity_type_tarea").id,
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "user_id": self.user_id.id,
            "date_deadline": self._actividad_fecha(),
            "summary": self.paso_id.with_context(lang=self.user_id.lang).name,
        }

    @api.model
    def _cron_reproyectar(self, lote=500):
        """Rebuild lost projections, and remove those of tasks that closed."""
        faltan = Domain("state", "=", "pendiente") & Domain("user_id", "!=", False) & Domain("activity_ids", "=", False)
        perdidas = self.search(faltan, limit=lote)
        perdidas._proyectar()
        huerfanas = self.env["mail.activity"].search(
            [("tarea_id.state", "!=", "pendiente"), ("tarea_id", "!=", False)], limit=lote
        )
        huerfanas.tarea_id._proyectar()
        self.env["ir.cron"]._commit_progress(len(perdidas), remaining=self.search_count(faltan))
