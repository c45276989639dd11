from odoo import models
from odoo.exceptions import UserError

from ..tools.acuses import ANTIGUEDADES, PENDIENTES


class MensajeriaTablero(models.TransientModel):
    """The acuses that have not come back, whenever their pieces left."""

    _inherit = "mensajeria.tablero"

    def _dominio_de_acuses(self):
        dominio = [("company_id", "in", self.env.companies.ids), ("state", "in", PENDIENTES)]
        if self.proveedor_id:
            dominio.append(("proveedor_id", "=", self.proveedor_id.id))
        return dominio

    def _etiquetas_de_edad(self):
        return dict(self.env["mensajeria.acuse"]._fields["antiguedad"]._description_selection(self.env))

    def _acuses_por_antiguedad(self):
        """``[(age in words, pending acuses)]``, the youngest first."""
        etiquetas = self._etiquetas_de_edad()
        cuentas = self.env["mensajeria.acuse"]._contar_por_antiguedad(self._dominio_de_acuses())
        return [(etiquetas[edad], cuentas[edad]) for edad in ANTIGUEDADES]

    def _acuses_pendientes(self):
        """``[(age in words, acuses)]``, the oldest first; ages without any left out."""
        acuses = self.env["mensajeria.acuse"].search(self._dominio_de_acuses(), order="fecha_salida, id")
        grupos, etiquetas = acuses.grouped("antiguedad"), self._etiquetas_de_edad()
        return [(etiquetas[edad], grupos[edad]) for edad in reversed(ANTIGUEDADES) if edad in grupos]

    def action_imprimir_acuses(self):
        """Print the pending acuses by age."""
        self.ensure_one()
        self.check_access("read")
        if not self.env["mensajeria.acuse"].search_count(self._dominio_de_acuses(), limit=1):
            raise UserError(self.env._("No acuse is pending."))
        return self.env.ref("mensajeria.action_report_acuses_pendientes").report_action(self)
