import json

from odoo import api, fields, models


class Bitacora(models.Model):
    _inherit = "nucleo.bitacora"

    relato = fields.Char("What Happened", compute="_compute_relato")

    @api.depends("evento", "datos", "motivo")
    def _compute_relato(self):
        """The event as a person tells it."""
        etiquetas, nombres = self._etiquetas_de_eventos(), self._nombres_de_logins()
        for evento in self:
            titulo, detalle = evento._titulo(etiquetas), evento._detalle(evento._datos(), nombres)
            evento.relato = f"{titulo}: {detalle}" if detalle else titulo

    def _datos(self):
        return json.loads(self.datos) if self.datos else {}

    def _titulo(self, etiquetas):
        """Spoken name of the event: that of its model comes before that of any."""
        return (
            etiquetas.get(f"{self.res_model}:{self.evento}")
            or etiquetas.get(self.evento)
            or self.evento.replace("_", " ").capitalize()
        )

    def _nombres_de_logins(self):
        """``{login: name}`` of everybody whom these events name."""
        logins = {login for evento in self for login in self._logins(evento._datos())}
        usuarios = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch([("login", "in", list(logins))], ["login", "name"])
        )
        return {u.login: u.name for u in usuarios}

    @api.model
    def _logins(self, datos):
        return datos.get("firmantes") or [t["user"] for t in datos.get("turnos", ())]

    def _detalle(self, datos, nombres):
        """The few data of an event worth reading: people, values before and after, files.

        :param nombres: of the logins, as :meth:`_nombres_de_logins` gives them
        """
        if "cambios" in datos and self.res_model in self.env:
            campos = self.env[self.res_model]._fields
            return "; ".join(
                f"{campos[c]._description_string(self.env) if c in campos else c}: {v['antes'] or '—'} → {v['despues'] or '—'}"
                for c, v in datos["cambios"].items()
            )
        if logins := self._logins(datos):
            return ", ".join(nombres.get(login, login) for login in logins)
        if documentos := datos.get("documentos"):
            return ", ".join(d["nombre"] for d in documentos)
        return datos.get("original_entregado_a") or datos.get("con") or datos.get("fecha") or ""

    @api.model
    def _etiquetas_de_eventos(self):
        """Spoken names of the events of matters and turnos."""
        return {
            "registrar": self.env._("Registered"),
            "digitalizar": self.env._("Digitized"),
            "rechazar_digitalizacion": self.env._("Digitization rejected"),
            "corregir": self.env._("Corrected"),
            "devolver_a_digitalizacion": self.env._("Sent back to digitization"),
            "descargar": self.env._("Discharged"),
            "concluir": self.env._("Concluded"),
            "reabrir": self.env._("Reopened"),
            "cancelar": self.env._("Cancelled"),
            "rectificar": self.env._("Rectified"),
            "relacionar": self.env._("Related to an earlier matter"),
            "responder": self.env._("Answered"),
            "responder_firmada": self.env._("Answered with signature"),
            "descargar_paquete": self.env._("Package downloaded"),
            "enviar_a_firma": self.env._("Sent for signature"),
            "firmar": self.env._("Signed"),
            "firmar_parcial": self.env._("Signed, others to follow"),
            "firmar_sin_sello": self.env._("Signed, time-stamp pending"),
            "completar_pruebas": self.env._("Missing proof obtained"),
            "sellar": self.env._("Time-stamped"),
            "sellar_y_seguir": self.env._("Time-stamped, others to follow"),
            "rechazar_firma": self.env._("The signer rejected it"),
            "cancelar_firma": self.env._("Signature cancelled"),
            "negar_firma": self.env._("Back without signature"),
            "revisar_revocacion": self.env._("Revocation checked again"),
            "impugnar": self.env._("Challenged"),
            "resellar": self.env._("Time-stamped again"),
            "constancia": self.env._("Constancy (NOM-151) obtained"),
            "pedir_constancia": self.env._("Constancy asked for again"),
            "turno_turnar": self.env._("Turned"),
            "turno_asignar_responsable": self.env._("Turned further"),
            "turno_regresar": self.env._("Back with its holder"),
            "turno_concluir": self.env._("Turno concluded"),
            "turno_marcar_visto": self.env._("Copy seen"),
            "turno_devolver": self.env._("Returned"),
            "turno_retirar": self.env._("Withdrawn"),
            "turno_reabrir": self.env._("Turno reopened"),
            "turno_heredar": self.env._("Inherited"),
            "turno_solicitar_prorroga": self.env._("Extension requested"),
            "turno_prorrogar": self.env._("Deadline extended"),
        }
