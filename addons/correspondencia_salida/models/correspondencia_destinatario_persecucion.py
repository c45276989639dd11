from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.mensajeria.nucleo.tools.aviso import aviso

#: working days that an addressee has after they were reminded, before the head of the office is told
DIAS_PARA_ESCALAR = 5


class CorrespondenciaDestinatario(models.Model):
    """The acuses that do not come: the addressee is reminded first, and some days later the head of the office is told."""

    _inherit = "correspondencia.destinatario"

    nivel = fields.Integer("Reminders", readonly=True, copy=False, aggregator=None)
    fecha_persecucion = fields.Date("Next Chase", readonly=True, copy=False)
    recordado = fields.Date("Reminded On", readonly=True, copy=False)

    # the chase
    _persecucion_idx = models.Index("(fecha_persecucion) WHERE fecha_persecucion IS NOT NULL")

    def _esperar_acuse(self, plazo):
        """The acuses of these lines are due on ``plazo``; from the day after they are asked for."""
        self.write({"plazo": plazo, "fecha_persecucion": plazo + timedelta(days=1), "nivel": 0})

    @api.model
    def _cron_perseguir(self, lote=200):
        """Ask for the acuses that are overdue, and for what waits too long at the counter."""
        vencidas = Domain("state", "in", ("en_despacho", "despachado")) & self.env["res.company"]._dominio_de_hoy(
            "fecha_persecucion", "<="
        )
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(vencidas))
        lineas = self.search(vencidas, order="fecha_persecucion, id", limit=lote)
        lineas._uno_por_uno(lambda linea: linea._perseguir(linea.company_id._hoy()))

    def _perseguir(self, hoy):
        """One step of the chase of this line's acuse."""
        self.ensure_one()
        oficio = self.oficio_id
        if not self.nivel:
            self._recordar()
            oficio._pedir_acuses()
            siguiente = oficio.area_id._sumar_dias_habiles(hoy, DIAS_PARA_ESCALAR)
            self.write({"nivel": 1, "fecha_persecucion": siguiente})
        else:
            oficio._escalar_acuses(self)
            self.write({"nivel": 2, "fecha_persecucion": False})
        self._anotar("perseguir", {"nivel": self.nivel})

    def action_recordar(self):
        """Ask for the acuses of these lines now, without waiting for the chase: once a day each."""
        destinatarios = self._exigir_despachador()
        esperan = destinatarios.filtered(lambda d: d._espera_acuse() and d._se_recuerda())
        if not esperan:
            raise UserError(
                self.env._(
                    "None of these can be reminded from here: their acuses are in, or come with a courier, or there is no e-mail."
                )
            )
        lineas = esperan.filtered(lambda d: d.recordado != d.company_id._hoy())
        if not lineas:
            raise UserError(self.env._("They were reminded today: wait until tomorrow."))
        for linea in lineas:
            linea._recordar()
            linea._anotar("recordar")
        recargar = {"type": "ir.actions.client", "tag": "soft_reload"}
        return aviso(self.env._("Reminded: %s", len(lineas)), next=recargar)

    def _se_recuerda(self):
        """Whether there is a way to remind who has the document: a courier is asked by its own chase."""
        return not self.envio_id and (self.medio == "interno" or bool(self.email))

    def _recordar(self):
        """Remind whoever has the document, where there is a way to."""
        if not self._se_recuerda():
            return
        self.recordado = self.company_id._hoy()
        if self.medio == "interno":
            self.oficio_id._avisar(
                self.turno_interno_id.user_id, self.env._("Your acuse of %s is missing", self.oficio_id.name)
            )
        else:
            if self.enlace_vencido and self.sudo().token:  # expired, not revoked
                self._nuevo_enlace()
            self._correos("correspondencia_salida.recordatorio_de_acuse")


class CorrespondenciaOficio(models.Model):
    _inherit = "correspondencia.oficio"

    def _pedir_acuses(self):
        """The office asks for what is missing: one task for each document."""
        if not self._tareas_abiertas("oficio_acusar"):
            self._abrir_tarea(
                "oficio_acusar",
                grupo=self.env.ref("correspondencia_entrada.group_oficialia"),
                area=self.oficialia_id,
            )

    def _escalar_acuses(self, lineas):
        """The same task goes to the head of the office, or of the unit that wrote; it is urgent now."""
        self._pedir_acuses()
        tarea = self._tareas_abiertas("oficio_acusar")
        tarea.write({"prioridad": "2"})
        jefe = (self.oficialia_id.titular_id | self.area_id.titular_id).filtered("active")[:1]
        if jefe and tarea.user_id != jefe:
            tarea._reasignar(jefe)
            texto = self.env._(
                "The acuse of %(who)s was due on %(date)s: %(head)s is asked to see to it.",
                who=", ".join(lineas.mapped("dest_nombre")),
                date=fields.Date.to_string(lineas[:1].plazo),
                head=jefe.name,
            )
            self._avisar(jefe | self.redactor_id, self.env._("Acuses of %s are missing", self.name), texto)
