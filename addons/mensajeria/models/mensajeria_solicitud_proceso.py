from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..nucleo.models import motivos
from ..tools.envios import FINALES


class MensajeriaSolicitud(models.Model):
    """The steps of a request. Every public method checks who calls it and when."""

    _inherit = "mensajeria.solicitud"

    # Who may

    def _puede_operar(self):
        """Whether the user attends this request: one of the kind it suggests, in its office."""
        self.ensure_one()
        user, solicitud = self.env.user, self.sudo()
        if user.has_group("mensajeria.group_administrador"):
            return solicitud.company_id in self.env.companies
        return (
            user.has_group("mensajeria.group_operador")
            and (not solicitud.tipo_sugerido or solicitud.tipo_sugerido in user._tipos_de_mensajeria())
            and (not solicitud.oficialia_id or solicitud.oficialia_id in user.sudo().oficialia_ids)
        )

    def _puede_pedir(self):
        """Whether the user asks for things in the name of its unit."""
        self.ensure_one()
        user, area = self.env.user, self.sudo().area_id
        if user.has_group("mensajeria.group_administrador"):
            return self.sudo().company_id in self.env.companies
        return user.has_group("mensajeria.group_solicitante") and area in user.sudo().area_id | user.areas_a_cargo_ids

    def _exigir_operador(self):
        """``self`` in sudo, when the user attends each of these requests."""
        self.check_access("read")
        for solicitud in self:
            if not solicitud._puede_operar():
                raise AccessError(self.env._("You do not attend %s.", solicitud.sudo().display_name))
        return self.sudo()

    def _exigir_solicitante(self):
        """``self`` in sudo, when the user is of the unit of each of these requests."""
        self.check_access("read")
        for solicitud in self:
            if not solicitud._puede_pedir():
                raise AccessError(self.env._("%s belongs to another unit.", solicitud.sudo().display_name))
        return self.sudo()

    def _grupo_operador(self):
        """Role that attends this request."""
        tipo = self.tipo_sugerido
        return self.env.ref(f"mensajeria.group_{tipo}" if tipo else "mensajeria.group_operador")

    # The requester

    def action_enviar(self):
        """Send requests to the office that dispatches: each gets its folio."""
        self._exigir_solicitante()._enviar()
        return True

    def _enviar(self):
        """What asks for them is complete: they go to the office. The caller has checked who may."""
        self._exigir_estado("borrador")
        for solicitud in self:
            solicitud._exigir_completa()
            if not solicitud.folio_numero:
                solicitud.name = solicitud._emitir_folio(solicitud.oficialia_id or solicitud.area_id, "solicitud")
            solicitud.write({"fecha_envio": fields.Datetime.now(), "motivo": False})
            solicitud._transitar("enviada", datos={"piezas": len(solicitud.envio_ids)})
            solicitud._abrir_tarea("msj_aceptar", grupo=solicitud._grupo_operador(), area=solicitud.oficialia_id)

    def _exigir_completa(self):
        """Refuse a request from which nothing could be dispatched."""
        self.ensure_one()
        if not self.envio_ids:
            raise UserError(self.env._("Add at least one piece."))
        oficialias = [("es_oficialia", "=", True), ("company_id", "=", self.company_id.id)]
        if not self.oficialia_id.es_oficialia and (
            self.oficialia_id or self.env["hr.department"].search_count(oficialias, limit=1)
        ):
            raise UserError(self.env._("Choose the office that dispatches it."))
        if self.fecha_limite and self.fecha_limite < self.company_id._hoy():
            raise UserError(self.env._("The deadline has passed: choose another."))
        for envio in self.envio_ids:
            if not (envio.dest_nombre or "").strip():
                raise UserError(self.env._("Write the addressee of each piece."))
            if not (envio.dest_calle or envio.dest_referencias):
                raise UserError(self.env._("Complete the address of %s.", envio.dest_nombre))

    def action_retirar(self):
        """Take a request back, to change it before the office accepts it."""
        solicitudes = self._exigir_solicitante()
        solicitudes._exigir_estado("enviada")
        solicitudes._transitar("borrador")
        solicitudes._tareas_abiertas()._cerrar("retirar", state="cancelada")
        return True

    def action_corregir(self):
        """Take up a rejected request, to mend it and send it again under the same folio."""
        solicitudes = self._exigir_solicitante()
        solicitudes._exigir_estado("rechazada")
        for solicitud in solicitudes:
            solicitud._transitar("borrador", solicitud.motivo)
        return True

    def action_cancelar(self, motivo=None):
        """Cancel requests of which nothing left yet, with their pieces. The requester's, or the office's, decision.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        for solicitud in self:
            if not solicitud._puede_pedir():
                solicitud._exigir_operador()
        solicitudes = self.sudo()
        solicitudes._exigir_estado("borrador", "enviada", "aceptada", "en_proceso")
        motivo = motivos.exigido(self.env, motivo)
        for solicitud in solicitudes:
            vivas = solicitud.envio_ids.filtered(lambda e: e.state != "cancelado")
            solicitud.motivo = motivo
            vivas._cancelar(motivo)
            if solicitud.state != "cancelada":
                solicitud._cerrar_cancelada(motivo)
        return True

    def _cerrar_cancelada(self, motivo):
        self._transitar("cancelada", motivo)
        self.motivo = motivo
        self._tareas_abiertas()._cerrar(motivo, state="cancelada")

    # The office

    def action_aceptar(self):
        """Accept requests: their pieces come into the tray, with what the rules propose."""
        solicitudes = self._exigir_operador()
        solicitudes._exigir_estado("enviada")
        for solicitud in solicitudes:
            solicitud._exigir_tarea_libre("msj_aceptar")._cerrar("aceptar")
        solicitudes._transitar("aceptada")
        solicitudes.write({"fecha_aceptacion": fields.Datetime.now()})
        piezas = solicitudes.envio_ids.filtered(lambda e: e.state == "solicitado")
        piezas._registrar_evento("aceptado")
        for fecha, grupo in (
            piezas.filtered(lambda e: not e.fecha_limite).grouped(lambda e: e.solicitud_id.fecha_limite).items()
        ):
            if fecha:
                grupo.write({"fecha_limite": fecha})
        piezas._proponer()
        piezas._abrir_tarea_de_despacho()
        return True

    def action_aceptar_varias(self):
        """Accept those of ``self`` that wait for it, from a list in which others may be marked too."""
        self._exigir_operador()
        por_aceptar = self.filtered(lambda solicitud: solicitud.state == "enviada")
        if not por_aceptar:
            raise UserError(self.env._("None of these requests waits to be accepted."))
        return por_aceptar.action_aceptar()

    def action_rechazar(self, motivo=None):
        """Reject requests; who asked can mend and send them again.

        :param motivo: what is wrong; mandatory
        """
        solicitudes = self._exigir_operador()
        solicitudes._exigir_estado("enviada")
        for solicitud in solicitudes:
            tarea = solicitud._exigir_tarea_libre("msj_aceptar")
            solicitud._transitar("rechazada", motivo)
            solicitud.motivo = motivo
            tarea._cerrar(motivo)
            solicitud.message_post(
                body=self.env._("Rejected: %s", motivo),
                partner_ids=solicitud.solicitante_id.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
        return True

    # Progress

    def _revisar_avance(self):
        """Move these requests to where their pieces are: under way, attended, or cancelled with the last of them."""
        if not self:
            return
        estados = {}
        self.envio_ids.flush_recordset(["state"])
        for solicitud, estado in self.env["mensajeria.envio"]._read_group(
            [("solicitud_id", "in", self.ids)], ["solicitud_id", "state"]
        ):
            estados.setdefault(solicitud.id, set()).add(estado)
        for solicitud in self:
            solicitud._avanzar(estados.get(solicitud.id, set()))

    def _avanzar(self, estados):
        self.ensure_one()
        if not estados & {"por_asignar", "asignado"}:
            self._tareas_abiertas("msj_despachar")._cerrar()
        if self.state not in ("aceptada", "en_proceso", "atendida"):
            return
        if estados == {"cancelado"}:
            if self.state != "atendida":
                self._cerrar_cancelada(self.motivo or self.env._("All its pieces were cancelled"))
        elif estados <= set(FINALES):
            if self.state != "atendida":
                self._transitar("atendida")
                self.fecha_atencion = fields.Datetime.now()
        elif self.state == "atendida":
            self._transitar("en_proceso", self.env._("A piece was corrected"))
            self.fecha_atencion = False
        elif self.state == "aceptada" and not estados & {"por_asignar", "asignado"}:
            self._transitar("en_proceso")

    def _tarea_vals(self):
        destinatarios = ", ".join(filter(None, self.envio_ids.sorted("id")[:3].mapped("dest_nombre")))
        resto = len(self.envio_ids) - 3
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._("%(count)s pieces for %(addressees)s", count=len(self.envio_ids), addressees=destinatarios)
            + (f" +{resto}" if resto > 0 else ""),
            "contraparte": self.area_id.name,
            "busqueda": " ".join(filter(None, (self.name, self.area_id.name, self.solicitante_id.name, destinatarios))),
            "prioridad": self.urgencia,
            "fecha_limite": self.fecha_limite or False,
            "company_id": self.company_id.id,
        }  # fmt: skip

    def _con_tarea(self, codigo):
        """Those of ``self`` that already have an open task of that step."""
        return self.browse(self._tareas_abiertas(codigo).mapped("res_id"))

    def action_ver_piezas(self):
        """The pieces of this request."""
        self.ensure_one()
        self.check_access("read")
        return self.env["mensajeria.envio"]._accion(self.envio_ids, self.display_name)
