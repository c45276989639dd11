from odoo import models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.models import argumentos
from odoo.addons.mensajeria.nucleo.models import motivos


class CorrespondenciaOficio(models.Model):
    """Who answers for a draft hands it over to a colleague of the unit, who finds it in their tray."""

    _inherit = "correspondencia.oficio"

    def action_encargar(self, user_id=None, nota=None):
        """Hand drafts over: from now on ``user_id`` is their drafter.

        :param user_id: id of who writes for the unit of each of them
        :param nota: what is asked of them, if anything
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
        for oficio in oficios:
            oficio._tareas_abiertas("oficio_redactar")._cerrar(self.env._("Passed to %s", user.name), state="cancelada")
            oficio.redactor_id = user
            if user != self.env.user:
                asunto = " · ".join(filter(None, (nota, oficio.descripcion)))
                oficio._abrir_tarea("oficio_redactar", user=user, area=oficio.area_id, asunto=asunto)
        return True
