from odoo import models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.models import argumentos
from odoo.addons.mensajeria.nucleo.models import motivos
from odoo.addons.mensajeria.nucleo.tools.aviso import aviso


class CorrespondenciaOficio(models.Model):
    """Who answers for a draft hands it over to a colleague of the unit, who finds it in their tray."""

    _inherit = "correspondencia.oficio"

    def action_encargar(self, user_id=None, nota=None):
        """Hand drafts over: from now on ``user_id`` is their drafter, with a copy of the matters that they answer.

        :param user_id: id of who writes for the unit of each of them
        :param nota: what is asked of them, if anything
        :return: True, or the notice that names the matters that the new drafter does not read
        """
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador")
        user = argumentos.registros(self.env["res.users"], user_id)[:1]
        for oficio in oficios:
            if not (user.active and oficio.with_user(user)._puede_redactar()):
                raise UserError(
                    self.env._(
                        "%(user)s does not write for %(unit)s.", user=user.sudo().name or "-", unit=oficio.area_id.name
                    )
                )
        nota = motivos.limpio(nota)
        # before: who hands over a confidential one does not read it any more
        sin_leer = self.env["correspondencia.asunto"].union(*(oficio._dar_a_leer(user) for oficio in self))
        for oficio in oficios:
            oficio._tareas_abiertas("oficio_redactar")._cerrar(self.env._("Passed to %s", user.name), state="cancelada")
            oficio.redactor_id = user
            oficio.message_subscribe(user.partner_id.ids)  # replies of addressees come to who follows it
            if user != self.env.user:
                asunto = " · ".join(filter(None, (nota, oficio.descripcion)))
                oficio._abrir_tarea("oficio_redactar", user=user, area=oficio.area_id, asunto=asunto)
        if not sin_leer:
            return True
        return aviso(
            self.env._(
                "%(user)s does not read what it answers: %(matters)s. Whoever attends to it turns it to them.",
                user=user.name,
                matters=", ".join(sin_leer.mapped("display_name")),
            ),
            "warning",
        )

    def _dar_a_leer(self, redactor):
        """Turn what this draft answers to ``redactor`` for information, where the user attends to it.

        :return: the matters that the user reads, and ``redactor`` still does not
        """
        suyos = self.asunto_ids.with_user(redactor)._filtered_access("read").with_env(self.env)
        ajenos = self.asunto_ids - suyos
        turnos = ajenos.turno_ids.filtered(
            lambda t: t.user_id == self.env.user and t.tipo == "atencion" and t.state in ("pendiente", "turnado")
        )
        for turno in turnos._exigir_tenedor("atencion", "pendiente", "turnado"):
            copia = {"user_id": redactor.id, "area_id": redactor.area_id.id, "tipo": "informacion"}
            turno._turnar_a(turno.asunto_id, [copia])
        return ajenos - turnos.asunto_id
