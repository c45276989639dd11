from odoo import models

from ..tools.paquete import dia, utc


class CorrespondenciaTurno(models.Model):
    """The papers of a turno."""

    _inherit = "correspondencia.turno"

    def action_imprimir_volante(self):
        """Print the routing slips of these turnos."""
        self.check_access("read")
        return self.env.ref("correspondencia_entrada.action_report_volante_turno").report_action(self)

    def _cargo_destinatario(self):
        """Position of the recipient: that of their contract, or else that on their card."""
        self.ensure_one()
        user = self.user_id.sudo().with_company(self.company_id)
        return user.employee_id.job_title or user.partner_id.function or ""

    def _metadatos(self):
        """This turno in the package; ``turnos`` are those turned from it."""
        self.ensure_one()
        return {
            "id": self.id,
            "tipo": self.tipo,
            "estado": self.state,
            "destinatario": self.user_id.sudo().name,
            "cargo": self._cargo_destinatario() or None,
            "area": self.area_id.sudo().name or None,
            "instruccion": self.instruccion_id.name or None,
            "nota": self.nota or None,
            "plazo": dia(self.fecha_limite),
            "turnado_por": self.turnado_por_id.sudo().name or None,
            "turnado": utc(self.fecha_turno),
            "cerrado": utc(self.fecha_cierre),
            "motivo_cierre": self.motivo_cierre or None,
            "turnos": [],
        }
