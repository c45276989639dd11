from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CorrespondenciaAsunto(models.Model):
    """The steps of a matter. Every public method checks role and state: anyone may call it."""

    _inherit = "correspondencia.asunto"

    # Who may

    def _es_del_grupo(self, grupo):
        """Whether the user has the role ``grupo`` in the office of this matter."""
        user = self.env.user
        if user.has_group("mensajeria.group_administrador"):
            return True
        return user.has_group(grupo) and self.sudo().oficialia_id in user.sudo().oficialia_ids

    def _es_oficialia(self):
        return self._es_del_grupo("correspondencia_entrada.group_oficialia")

    def _exigir(self, grupo):
        """Refuse when the user cannot read these matters or lacks the role in their offices."""
        self.check_access("read")
        for asunto in self:
            if not asunto._es_del_grupo(grupo):
                raise AccessError(
                    self.env._(
                        "Only the staff of %s with the proper role can do this.", asunto.sudo().oficialia_id.name
                    )
                )

    def _exigir_oficialia(self):
        self._exigir("correspondencia_entrada.group_oficialia")

    def _exigir_digitalizador(self):
        self._exigir("correspondencia_entrada.group_digitalizador")

    def _abrir_tarea_del_estado(self):
        """Put the matter in the tray of whoever does its present step."""
        oficialia = self.env.ref("correspondencia_entrada.group_oficialia")
        digitalizador = self.env.ref("correspondencia_entrada.group_digitalizador")
        pasos = {
            "por_digitalizar": ("digitalizar", digitalizador),
            "por_corregir": ("corregir", oficialia),
            "por_descargar": ("descargar", oficialia),
        }
        if self.state in pasos:
            codigo, grupo = pasos[self.state]
            self._abrir_tarea(codigo, grupo=grupo, area=self.oficialia_id)

    # Digitalizar Documentación

    def action_terminar_digitalizacion(self):
        """The scans are attached and legible: fix them and pass the matter on."""
        self._exigir_digitalizador()
        self._exigir_estado("por_digitalizar")
        for asunto in self.sudo():
            tarea = asunto._exigir_tarea_libre("digitalizar")
            if not asunto.documento_ids:
                raise UserError(self.env._("Attach the scan of %s before finishing.", asunto.name))
            for documento in asunto.documento_ids:
                documento._revisar_documento()
            asunto._fijar_documentos()
            asunto._transitar("por_descargar", datos={"documentos": asunto._datos_de_documentos()})
            tarea._cerrar()
            asunto._abrir_tarea_del_estado()
        return True

    def action_rechazar_digitalizacion(self, motivo=None):
        """Send the matter back to the counter.

        :param motivo: what is wrong ("illegible", "annexes missing"); mandatory
        """
        self._exigir_digitalizador()
        self._exigir_estado("por_digitalizar")
        return self.sudo()._mover("digitalizar", "por_corregir", motivo)

    def action_corregido(self):
        """The counter mended what the digitizer refused."""
        self._exigir_oficialia()
        self._exigir_estado("por_corregir")
        return self.sudo()._mover("corregir", "por_digitalizar")

    def action_devolver_a_digitalizacion(self, motivo=None):
        """The scan does not match the paper: back to the digitizer.

        :param motivo: what is wrong; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("por_descargar")
        return self.sudo()._mover("descargar", "por_digitalizar", motivo)

    def _mover(self, codigo, destino, motivo=None):
        """Close the task of step ``codigo``, change the state and open the next task."""
        for asunto in self:
            tarea = asunto._exigir_tarea_libre(codigo)
            asunto._transitar(destino, motivo)
            tarea._cerrar(motivo)
            asunto._abrir_tarea_del_estado()
        return True

    # Descargar Asunto

    def action_descargar(self, original_entregado_a=None):
        """Data and scans are checked, the paper is handed over: the turnos take effect.

        :param original_entregado_a: who received the paper original, if anyone
        """
        self._exigir_oficialia()
        self._exigir_estado("por_descargar")
        for asunto in self.sudo():
            tarea = asunto._exigir_tarea_libre("descargar")
            vigentes = asunto.turno_ids.filtered(lambda t: t.state not in ("retirado", "devuelto"))
            atencion = vigentes.filtered(lambda t: t.tipo == "atencion")
            if devueltos := not atencion and asunto.turno_ids.filtered(
                lambda t: t.state == "devuelto" and not t.parent_id
            ):
                nombres = ", ".join(devueltos.user_id.mapped("name"))
                raise UserError(
                    self.env._(
                        "%(user)s returned %(folio)s: turn it to somebody else for attention.",
                        user=nombres,
                        folio=asunto.name,
                    )
                )
            if not vigentes:
                raise UserError(
                    self.env._(
                        "Turn %s to somebody, for attention or for information, before discharging it.", asunto.name
                    )
                )
            if original_entregado_a:
                asunto._registro().write(
                    {"original_entregado_a": original_entregado_a, "original_fecha": fields.Datetime.now()}
                )
            pendientes = atencion.filtered(lambda t: t.state != "concluido")
            destino = "en_atencion" if pendientes else "concluido"
            asunto._transitar(destino, datos={"original_entregado_a": original_entregado_a or ""})
            if destino == "concluido":
                asunto._registro().fecha_conclusion = fields.Datetime.now()
            tarea._cerrar()
            asunto.turno_ids.filtered(lambda t: t.state == "propuesto")._hacer_efectivos()
        return True

    # End, and back

    def _concluir_si_procede(self):
        """Conclude the discharged matters whose attention turnos have all concluded."""
        for asunto in self.filtered(lambda a: a.state == "en_atencion"):
            atencion = asunto.turno_ids.filtered(lambda t: t.tipo == "atencion")
            vivos = atencion.filtered(lambda t: t.state in ("propuesto", "pendiente", "turnado"))
            if not vivos and any(t.state == "concluido" for t in atencion) and not asunto._tareas_abiertas("reasignar"):
                asunto._transitar("concluido")
                asunto._registro().fecha_conclusion = fields.Datetime.now()

    def action_reabrir(self, motivo=None):
        """Take up a concluded matter again.

        :param motivo: why; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("concluido")
        for asunto in self.sudo():
            raices = asunto.turno_ids.filtered(
                lambda t: t.tipo == "atencion" and not t.parent_id and t.state == "concluido"
            )
            asunto._transitar("en_atencion" if raices else "por_descargar", motivo)
            asunto._registro().fecha_conclusion = False
            raices._reabrir(motivo)
            asunto._abrir_tarea_del_estado()
        return True

    def action_cancelar(self, motivo=None):
        """Cancel a registered matter: it keeps its folio and everything in it.

        :param motivo: why; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("por_digitalizar", "por_corregir", "por_descargar", "en_atencion")
        for asunto in self.sudo():
            asunto._transitar("cancelado", motivo)
            asunto.turno_ids._cancelar_con_asunto(motivo)
            asunto._tareas_abiertas()._cerrar(motivo, state="cancelada")
        return True
