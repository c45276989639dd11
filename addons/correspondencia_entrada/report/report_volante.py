from odoo import models
from odoo.exceptions import UserError


class ReportVolante(models.AbstractModel):
    """Routing slips of matters: one for each turno that stands."""

    _name = "report.correspondencia_entrada.report_volante"
    _description = "Routing Slips of a Matter"

    def _get_report_values(self, docids, data=None):
        asuntos = self.env["correspondencia.asunto"].browse(docids)
        asuntos._turnos_del_volante()  # refuses what cannot be printed
        return {
            "doc_ids": docids,
            "doc_model": asuntos._name,
            "docs": [(asunto._como_papel(), asunto._turnos_del_volante()) for asunto in asuntos],
        }


class ReportVolanteTurno(models.AbstractModel):
    """Routing slips of some turnos."""

    _name = "report.correspondencia_entrada.report_volante_turno"
    _description = "Routing Slips"

    def _get_report_values(self, docids, data=None):
        turnos = self.env["correspondencia.turno"].browse(docids)
        turnos.check_access("read")
        turnos.asunto_id._exigir_registrados()
        if anulados := turnos.filtered(lambda t: t.state in ("retirado", "devuelto")):
            raise UserError(
                self.env._(
                    "The turno of %s was withdrawn or returned: it has no slip any more.", anulados[0].user_id.name
                )
            )
        return {
            "doc_ids": docids,
            "doc_model": turnos._name,
            "docs": [(asunto._como_papel(), propios) for asunto, propios in turnos.grouped("asunto_id").items()],
        }
