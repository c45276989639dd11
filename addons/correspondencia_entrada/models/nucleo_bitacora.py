import json

from odoo import api, fields, models


class Bitacora(models.Model):
    _inherit = "nucleo.bitacora"

    relato = fields.Char("What Happened", compute="_compute_relato")

    @api.depends("evento", "datos", "motivo")
    def _compute_relato(self):
        """The event as a person tells it."""
        etiquetas = self._etiquetas_de_eventos()
        for evento in self:
            titulo = etiquetas.get(evento.evento) or evento.evento.replace("_", " ").capitalize()
            detalle = evento._detalle(json.loads(evento.datos) if evento.datos else {})
            evento.relato = f"{titulo}: {detalle}" if detalle else titulo

    def _detalle(self, datos):
        """The few data of an event worth reading: people, values before and after, files."""
        if "cambios" in datos and self.res_model in self.env:
            campos = self.env[self.res_model]._fields
            return "; ".join(
                f"{campos[c]._description_string(self.env) if c in campos else c}: {v['antes'] or '—'} → {v['despues'] or '—'}"
                for c, v in datos["cambios"].items()
            )
        if turnos := datos.get("turnos"):
            logins = [t["user"] for t in turnos]
            usuarios = self.env["res.users"].sudo().with_context(active_test=False).search([("login", "in", logins)])
            nombres = {u.login: u.name for u in usuarios}
            return ", ".join(nombres.get(login, login) for login in logins)
        if documentos := datos.get("documentos"):
            return ", ".join(d["nombre"] for d in documentos)
        return datos.get("original_entregado_a") or datos.get("con") or datos.get("fecha") or ""

    @api.model
    def _etiquetas_de_eventos(self):
        """Spoken names of the events of matters and turnos."""
        _ = self.env._
        return {
            "registrar": _("Registered"),
            "digitalizar": _("Digitized"),
            "rechazar_digitalizacion": _("Digitization rejected"),
            "corregir": _("Corrected"),
            "devolver_a_digitalizacion": _("Sent back to digitization"),
            "descargar": _("Discharged"),
            "concluir": _("Concluded"),
            "reabrir": _("Reopened"),
            "cancelar": _("Cancelled"),
            "rectificar": _("Rectified"),
            "relacionar": _("Related to an earlier matter"),
            "responder": _("Answered"),
            "descargar_paquete": _("Package downloaded"),
            "turno_turnar": _("Turned"),
            "turno_asignar_responsable": _("Turned further"),
            "turno_regresar": _("Back with its holder"),
            "turno_concluir": _("Turno concluded"),
            "turno_marcar_visto": _("Copy seen"),
            "turno_devolver": _("Returned"),
            "turno_retirar": _("Withdrawn"),
            "turno_reabrir": _("Turno reopened"),
            "turno_heredar": _("Inherited"),
            "turno_solicitar_prorroga": _("Extension requested"),
            "turno_prorrogar": _("Deadline extended"),
        }
