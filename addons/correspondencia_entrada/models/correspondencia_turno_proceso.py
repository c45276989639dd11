from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.models import motivos

from .correspondencia_turno import ABIERTOS


class CorrespondenciaTurno(models.Model):
    """Atender Gestión and Recibir Asunto CC. Every public method checks who calls it and when."""

    _inherit = "correspondencia.turno"

    # Who may

    def _exigir_tenedor(self, tipo, *estados):
        """``self`` in sudo with its matters locked, when the user holds each turno in one of ``estados``."""
        self.check_access("read")
        turnos = self.sudo()
        turnos.asunto_id._bloquear()
        turnos.invalidate_recordset(["state", "user_id"])
        for turno in turnos:
            if turno.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(folio)s is with %(user)s now, not with you.",
                        folio=turno.asunto_id.name,
                        user=turno.user_id.name,
                    )
                )
            if turno.tipo != tipo:
                raise UserError(
                    self.env._(
                        "You have %(folio)s for «%(kind)s»: this is not done with it.",
                        folio=turno.asunto_id.name,
                        kind=dict(self._fields["tipo"]._description_selection(self.env))[turno.tipo],
                    )
                )
            if turno.state not in estados:
                etiquetas = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "Your turno of %(folio)s is «%(state)s». Reload the page.",
                        folio=turno.asunto_id.name,
                        state=etiquetas[turno.state],
                    )
                )
            if turno.asunto_id.state == "cancelado":
                raise UserError(self.env._("%s was cancelled.", turno.asunto_id.name))
            turno._exigir_sin_firma()
        return turnos

    # Becoming effective

    def _hacer_efectivos(self):
        """Proposed turnos reach their recipients: each gets the task of its kind."""
        if not self:
            return
        self._revisar_destinatarios()
        self._transitar("pendiente")
        self.write({"fecha_turno": fields.Datetime.now(), "turnado_por_id": self.env.uid})
        self._abrir_tareas()
        for asunto, turnos in self.grouped("asunto_id").items():
            nombres = ", ".join(
                f"{t.user_id.name} ({dict(t._fields['tipo']._description_selection(self.env))[t.tipo]})" for t in turnos
            )
            asunto._message_log(body=self.env._("Turned to %s", nombres))

    def _abrir_tareas(self):
        """The task of each turno: attend, or receive as a copy."""
        Tarea, Paso = self.env["seguimiento.tarea"], self.env["seguimiento.paso"]
        pasos = {"atencion": Paso._de("atender"), "informacion": Paso._de("recibir_cc")}
        vals_list = [
            turno.asunto_id._tarea_vals()
            | {
                "paso_id": pasos[turno.tipo].id,
                "res_model": "correspondencia.asunto",
                "res_id": turno.asunto_id.id,
                "turno_id": turno.id,
                "user_id": turno.user_id.id,
                "area_id": turno.area_id.id,
                "fecha_limite": turno.fecha_limite or (turno.tipo == "atencion" and turno.asunto_id.fecha_requerida),
            }
            for turno in self.sudo()
        ]
        return Tarea._abrir(vals_list)

    def _tareas_abiertas(self):
        return self.env["seguimiento.tarea"].sudo().search([("turno_id", "in", self.ids), ("state", "=", "pendiente")])

    # Turnar (asignar responsable)

    def action_turnar(self):
        """Open the wizard that turns the matter further."""
        self.ensure_one()
        self._exigir_tenedor("atencion", "pendiente", "turnado")
        return self.env["correspondencia.turnar"]._accion(self.asunto_id, self)

    def _turnar_a(self, asunto, lineas, al_concluir="concluir"):
        """Create turnos below ``self`` (or at the root when empty) and make them effective if it is time.

        :param asunto: the matter
        :param lineas: list of values of ``correspondencia.turno``
        :param al_concluir: what happens to the parent when the children conclude
        :returns: the new turnos
        """
        nuevos = self.sudo().create([{**linea, "asunto_id": asunto.id, "parent_id": self.id} for linea in lineas])
        nuevos._revisar_destinatarios()
        if self or asunto.turnado_directo or asunto.state == "en_atencion":
            nuevos._hacer_efectivos()
        if self and any(t.tipo == "atencion" for t in nuevos):
            self.al_concluir = al_concluir
            if self.state == "pendiente":
                self._transitar("turnado")
                self._tareas_abiertas()._cerrar("turnado")
        if not self and any(t.tipo == "atencion" for t in nuevos):
            asunto._tareas_abiertas("reasignar")._cerrar("turnado")
        return nuevos

    # Concluding

    def action_concluir(self, motivo=None):
        """Conclude without an answer.

        :param motivo: why no answer is needed; mandatory
        """
        turnos = self._exigir_tenedor("atencion", "pendiente")
        if not motivos.limpio(motivo):
            raise UserError(self.env._("Write why no answer is needed."))
        turnos._concluir(motivo)
        return True

    def _concluir(self, motivo=None):
        """Close these attention turnos, and upwards those that only waited for them."""
        for turno in self:
            if hijos := turno.child_ids.filtered(lambda t: t.tipo == "atencion" and t.state in ABIERTOS):
                raise UserError(
                    self.env._(
                        "%s still has it: your turno concludes after theirs. Withdraw it if it is no longer needed.",
                        ", ".join(hijos.user_id.mapped("name")),
                    )
                )
            turno._transitar("concluido", motivo)
            turno.write({"fecha_cierre": fields.Datetime.now(), "motivo_cierre": motivo})
            turno._cerrar_pendientes(motivo or "concluido")
            turno.parent_id._al_cerrar_hijo()
        self.asunto_id._concluir_si_procede()

    def _cerrar_pendientes(self, resultado, state="hecha"):
        """What waited on these turnos ends with them: tasks, extension requests, drafts stay as history."""
        self.prorroga_ids.filtered(lambda p: p.state == "solicitada")._resolver("sin_efecto")
        self.respuesta_ids.firma_id._cancelar(resultado)
        self._tareas_abiertas()._cerrar(resultado, state=state)

    def _al_cerrar_hijo(self):
        """A child closed: when none is left open, conclude or come back to the holder."""
        for turno in self.filtered(lambda t: t.state == "turnado"):
            hijos = turno.child_ids.filtered(lambda t: t.tipo == "atencion")
            if any(h.state in ABIERTOS for h in hijos):
                continue
            if turno.al_concluir == "concluir" and any(h.state == "concluido" for h in hijos):
                turno._concluir()
            else:
                turno._regresar()

    def _regresar(self):
        """The matter is again with the holder of these turnos."""
        self._transitar("pendiente")
        self._abrir_tareas()

    def _reabrir(self, motivo):
        """These concluded turnos are pending again; those of people who left since go to their heads of unit."""
        turnos = self.filtered("user_id.active")
        for turno in self - turnos:
            suplente = turno._exigir_suplente()
            if suplente not in turnos.user_id:
                turno._pasar_a(suplente)
                turnos |= turno
        turnos._transitar("pendiente", motivo)
        turnos.write({"fecha_cierre": False, "motivo_cierre": False})
        turnos._abrir_tareas()

    # Returning and withdrawing

    def action_devolver(self, motivo=None):
        """Return the matter to whoever turned it.

        :param motivo: why; mandatory
        """
        for turno in self._exigir_tenedor("atencion", "pendiente"):
            if turno.child_ids.filtered(lambda t: t.tipo == "atencion" and t.state in ABIERTOS):
                raise UserError(
                    self.env._(
                        "You turned %s further: withdraw those turnos before returning it.", turno.asunto_id.name
                    )
                )
            turno._transitar("devuelto", motivo)
            turno.write({"fecha_cierre": fields.Datetime.now(), "motivo_cierre": motivo})
            turno._cerrar_pendientes(motivo)
            turno.asunto_id._message_log(
                body=self.env._("%(user)s returned the matter: %(reason)s", user=turno.user_id.name, reason=motivo)
            )
            turno._avisar_regreso()
        return True

    def _avisar_regreso(self):
        """Put a closed turno back in the tray of who turned it: the parent's holder, or the counter."""
        padre, asunto = self.parent_id, self.asunto_id
        if padre.state == "turnado":
            padre._regresar()
        elif not padre and asunto.state == "en_atencion" and not asunto._tareas_abiertas("reasignar"):
            oficialia = self.env.ref("correspondencia_entrada.group_oficialia")
            asunto._abrir_tarea("reasignar", grupo=oficialia, area=asunto.oficialia_id)

    def action_retirar(self, motivo=None):
        """Take a turno back, with everything below it. Only who turned it can.

        :param motivo: why; mandatory unless the turno was only proposed
        """
        self.check_access("read")
        if not self._puede_dirigir(self.env.user):
            raise AccessError(self.env._("Only who turned the matter can withdraw it."))
        turnos = self.sudo()
        turnos.asunto_id._bloquear()
        turnos.invalidate_recordset(["state"])
        for turno in turnos:
            if turno.state not in ABIERTOS:
                raise UserError(self.env._("The turno of %s is already closed. Reload the page.", turno.user_id.name))
            turno._retirar_rama(motivo)
            if turno.tipo == "atencion":
                turno.parent_id._al_cerrar_hijo()
                turno._pedir_reasignacion()
        turnos.asunto_id._concluir_si_procede()
        return True

    def _retirar_rama(self, motivo):
        rama = self.search([("id", "child_of", self.ids), ("state", "in", ABIERTOS)], order="parent_path desc")
        for estado in ABIERTOS:
            rama.filtered(lambda t, e=estado: t.state == e)._transitar("retirado", motivo)
        rama.write({"fecha_cierre": fields.Datetime.now(), "motivo_cierre": motivo})
        rama._cerrar_pendientes(motivo or "retirado", state="cancelada")

    def _pedir_reasignacion(self):
        """A matter under attention that nobody has any more goes back to the counter."""
        asunto = self.asunto_id
        atencion = asunto.turno_ids.filtered(lambda t: t.tipo == "atencion" and not t.parent_id)
        if not any(t.state in (*ABIERTOS, "concluido") for t in atencion):
            self._avisar_regreso()

    def _cancelar_con_asunto(self, motivo):
        self.filtered(lambda t: t.state in ABIERTOS)._retirar_rama(motivo)

    # Recibir Asunto CC

    def action_marcar_visto(self):
        """The copy was read; it never blocks anybody."""
        turnos = self._exigir_tenedor("informacion", "pendiente")
        turnos._transitar("visto")
        turnos.write({"fecha_cierre": fields.Datetime.now()})
        turnos._tareas_abiertas()._cerrar("visto")
        return True

    # Extensions

    def action_solicitar_prorroga(self, fecha=None, motivo=None):
        """Ask whoever turned the matter for more time.

        :param fecha: new deadline (date or ISO text), after the present one
        :param motivo: why; mandatory
        """
        turno = self.ensure_one()._exigir_tenedor("atencion", "pendiente", "turnado")
        try:
            fecha = fields.Date.to_date(fecha)
        except ValueError as error:
            raise UserError(self.env._("«%s» is not a date.", fecha)) from error
        actual = turno.fecha_limite or turno.asunto_id.fecha_requerida
        if not motivos.limpio(motivo):
            raise UserError(self.env._("Write why you need more time."))
        if not fecha or fecha < fields.Date.context_today(self) or (actual and fecha <= actual):
            raise UserError(self.env._("Ask for a date after the present deadline and not in the past."))
        if fecha.year > fields.Date.context_today(self).year + 20:
            raise UserError(self.env._("Check the year: %s.", fecha.year))
        if turno.prorroga_ids.filtered(lambda p: p.state == "solicitada"):
            raise UserError(self.env._("There is already a request waiting for an answer."))
        prorroga = (
            self.env["correspondencia.prorroga"]
            .sudo()
            .create(
                {
                    "turno_id": turno.id,
                    "fecha_anterior": actual,
                    "fecha_solicitada": fecha,
                    "motivo": motivo,
                    "solicitante_id": self.env.uid,
                }
            )
        )
        turno._anotar("solicitar_prorroga", {"fecha": fields.Date.to_string(fecha)}, motivo)
        oficialia = self.env.ref("correspondencia_entrada.group_oficialia")
        dirige = turno.parent_id.user_id
        turno.asunto_id._abrir_tarea(
            "resolver_prorroga",
            user=dirige,
            grupo=None if dirige else oficialia,
            area=turno.parent_id.area_id or turno.asunto_id.oficialia_id,
            turno_id=turno.id,
            fecha_limite=actual,
        )
        return prorroga.id

    def _prorrogar(self, fecha, motivo):
        """Move the deadline of this turno and of its open task."""
        self._anotar("prorrogar", {"antes": str(self.fecha_limite or ""), "despues": str(fecha)}, motivo)
        self.fecha_limite = fecha
        tareas = self._tareas_abiertas().filtered(lambda t: t.user_id == self.user_id)
        tareas.write({"fecha_limite": fecha})

    def _avisar_prorroga(self, prorroga):
        """Tell the requester what was decided."""
        etiquetas = dict(prorroga._fields["state"]._description_selection(self.env))
        if prorroga.state in ("autorizada", "negada"):
            self.asunto_id.message_notify(
                partner_ids=prorroga.solicitante_id.partner_id.ids,
                subject=self.env._("Extension of %s", self.asunto_id.name),
                body=self.env._(
                    "Extension to %(date)s: %(state)s. %(answer)s",
                    date=prorroga.fecha_solicitada,
                    state=etiquetas[prorroga.state],
                    answer=prorroga.respuesta or "",
                ),
            )

    # People who leave

    @api.model
    def _heredar_de(self, users):
        """The open turnos of ``users``, who leave, pass to the heads of their units."""
        turnos = self.search(
            [("user_id", "in", users.ids), ("state", "in", ("pendiente", "turnado"))], order="parent_path"
        )
        turnos.asunto_id._bloquear()
        for turno in turnos:
            turno._dejar_de_firmar()
            suplente = turno._exigir_suplente(excepto=users)
            ya_tiene = turno.asunto_id.turno_ids.filtered(
                lambda t, s=suplente, tipo=turno.tipo: t.user_id == s and t.tipo == tipo and t.state in ABIERTOS
            )
            if ya_tiene:
                turno._disolver_en(ya_tiene)
            else:
                tarea = turno._tareas_abiertas().filtered(lambda t, turno=turno: t.user_id == turno.user_id)
                turno._pasar_a(suplente)
                tarea._reasignar(suplente)
                turno._revisar_destinatarios()

    def _exigir_suplente(self, excepto=None):
        """The head of unit who replaces the person of this turno.

        :raises UserError: when there is none
        """
        suplente = self.user_id._suplente(excepto=excepto)
        if not suplente:
            raise UserError(
                self.env._(
                    "%(user)s has %(folio)s and no head of unit to inherit it. Name the head of «%(area)s», or withdraw that turno first.",
                    user=self.user_id.name,
                    folio=self.asunto_id.name,
                    area=self.user_id.area_id.name or "-",
                )
            )
        return suplente

    def _pasar_a(self, user):
        """This turno passes to ``user`` because its person left."""
        anterior = self.user_id
        self._anotar("heredar", {"de": anterior.login, "a": user.login})
        self.user_id = user
        self.asunto_id._message_log(
            body=self.env._("%(new)s inherits the turno of %(old)s", new=user.name, old=anterior.name)
        )

    def _disolver_en(self, otro):
        """The person of this turno left and who replaces them has the matter already in ``otro``: what hangs from it goes there."""
        padre = self.parent_id
        self.child_ids.parent_id = padre if otro.parent_path.startswith(self.parent_path) else otro
        motivo = self.env._(
            "%(old)s left, and %(new)s has the matter already.", old=self.user_id.name, new=otro.user_id.name
        )
        self._retirar_rama(motivo)
        if self.tipo == "atencion":
            padre._al_cerrar_hijo()

    # Answering

    def action_responder(self):
        """Open the draft of the answer, new or already begun."""
        turno = self.ensure_one()._exigir_tenedor("atencion", "pendiente")
        respuesta = turno.respuesta_ids.filtered(lambda r: r.state == "borrador")
        if not respuesta:
            respuesta = self.env["correspondencia.respuesta"].create({"turno_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "correspondencia.respuesta",
            "res_id": respuesta.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
