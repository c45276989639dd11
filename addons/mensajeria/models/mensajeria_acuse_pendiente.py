from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.acuses import ANTIGUEDADES, PENDIENTES, antiguedad

#: natural days that whoever owes the paper has before their superior is told
DIAS_PARA_ESCALAR = 10


class MensajeriaAcuse(models.Model):
    """The acuses that have not come back: how old they are, and who is asked for them."""

    _inherit = "mensajeria.acuse"

    antiguedad = fields.Selection(
        [(clave, texto) for clave, (_de, _hasta, texto) in ANTIGUEDADES.items()],
        "Age",
        compute="_compute_antiguedad",
        search="_search_antiguedad",
        help="Natural days since the piece left.",
    )
    dias = fields.Integer("Days", compute="_compute_antiguedad", aggregator=None)
    vencido = fields.Boolean("Overdue", compute="_compute_antiguedad", search="_search_vencido")

    @api.depends("fecha_salida", "state", "fecha_recepcion", "plazo")
    @api.depends_context("company")
    def _compute_antiguedad(self):
        hoy = self.env.company._hoy()
        for acuse in self:
            recibido = acuse.fecha_recepcion
            hasta = acuse.envio_id._en_local(recibido).date() if recibido else hoy
            acuse.dias = max((hasta - acuse.fecha_salida).days, 0) if acuse.fecha_salida else 0
            acuse.antiguedad = antiguedad(acuse.dias) if acuse.state in PENDIENTES else False
            acuse.vencido = acuse.state in PENDIENTES and bool(acuse.plazo) and acuse.plazo < hoy

    def _search_antiguedad(self, operator, value):
        if operator != "in":
            return NotImplemented
        hoy = self.env.company._hoy()
        dominios = []
        for clave in set(value) & ANTIGUEDADES.keys():
            de, hasta, _texto = ANTIGUEDADES[clave]
            dominio = Domain("fecha_salida", "<=", hoy - timedelta(days=de))
            if clave == "0_5":
                dominio = Domain.TRUE
            if hasta is not None:
                dominio &= Domain("fecha_salida", ">=", hoy - timedelta(days=hasta))
            dominios.append(dominio)
        return Domain("state", "in", PENDIENTES) & Domain.OR(dominios)

    def _search_vencido(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "in", PENDIENTES) & Domain("plazo", "<", self.env.company._hoy())

    @api.model
    def _search_panel_selection_range(self, field_name, **kwargs):
        """The age is not stored: its counters come from the dates of departure."""
        if field_name != "antiguedad":
            return super()._search_panel_selection_range(field_name, **kwargs)
        valores = super()._search_panel_selection_range(
            field_name, **{**kwargs, "enable_counters": False, "expand": True}
        )
        if kwargs.get("enable_counters"):
            dominio = Domain(kwargs["model_domain"]) & Domain(kwargs["extra_domain"])
            cuentas = self._contar_por_antiguedad(dominio)
            valores = [valor | {"__count": cuentas[valor["id"]]} for valor in valores]
        return valores

    @api.model
    def _contar_por_antiguedad(self, dominio=Domain.TRUE):
        """``Counter`` of the pending ones of ``dominio`` by age, as the user sees them."""
        hoy = self.env.company._hoy()
        cuentas = Counter()
        for salida, cuenta in self._read_group(
            Domain(dominio) & Domain("state", "in", PENDIENTES), ["fecha_salida:day"], ["__count"]
        ):
            cuentas[antiguedad(max((hoy - salida).days, 0))] += cuenta
        return cuentas

    # Chase

    @api.model
    def _cron_perseguir(self, lote=200):
        """Ask for what is overdue: first whoever owes it, some days later the head of the office. One task for each."""
        vencidos = Domain("state", "in", PENDIENTES) & self.env["res.company"]._dominio_de_hoy(
            "fecha_persecucion", "<="
        )
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(vencidos))
        acuses = self.search(vencidos, order="fecha_persecucion, id", limit=lote)
        acuses._uno_por_uno(lambda acuse: acuse._perseguir(acuse.company_id._hoy()))

    def _perseguir(self, hoy):
        """One step of the chase of this acuse."""
        self.ensure_one()
        if self.conjunto_id:
            self.fecha_persecucion = False
            return
        if not self.nivel:
            self._pedir_a_quien_lo_debe()
            self.write({"nivel": 1, "fecha_persecucion": hoy + timedelta(days=DIAS_PARA_ESCALAR)})
        else:
            self._escalar()
            self.write({"nivel": 2, "fecha_persecucion": False})
        self._anotar("perseguir", {"nivel": self.nivel})

    def _pedir_a_quien_lo_debe(self):
        if self._tareas_abiertas("msj_acuse_perseguir"):
            return
        mensajero = self.mensajero_id.user_id if self.proveedor_tipo == "local" else None
        if mensajero and mensajero.active:
            grupo = self.env.ref("mensajeria.group_local")
            self._abrir_tarea("msj_acuse_perseguir", user=mensajero, grupo=grupo, area=self.oficialia_id)
        else:
            self._abrir_tarea_de("msj_acuse_perseguir")

    def _escalar(self):
        """The same task goes to the head of the office, or of the unit that waits for it; it is urgent now."""
        tarea = self._tareas_abiertas("msj_acuse_perseguir")
        if not tarea:
            self._pedir_a_quien_lo_debe()
            tarea = self._tareas_abiertas("msj_acuse_perseguir")
        tarea.write({"prioridad": "2"})
        jefe = self.oficialia_id.titular_id or self.area_id.titular_id
        if jefe and jefe.active and tarea.user_id != jefe:
            anterior = tarea.user_id
            tarea._reasignar(jefe)
            self.message_post(
                body=self.env._(
                    "The acuse of %(piece)s is %(days)s days old: %(head)s is asked to see to it.",
                    piece=self.envio_id.name,
                    days=self.dias,
                    head=jefe.name,
                ),
                partner_ids=(jefe | anterior).partner_id.ids,
            )
