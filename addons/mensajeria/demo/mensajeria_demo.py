from odoo import api, models

from ..nucleo.tools.reloj import reloj
from .jornadas import Jornadas


class MensajeriaDemo(models.AbstractModel):
    """Lives through some weeks of dispatches, day by day and as its own people, by the methods that the screens call.

    Folios, guías, tasks and the audit log are true. Only the demo data call this.
    """

    _name = "mensajeria.demo"
    _description = "Demo Data of Dispatches"

    @api.model
    def _traducir(self):
        """Load the Spanish of this addon, where somebody reads it."""
        idiomas = [codigo for codigo, _nombre in self.env["res.lang"].get_installed() if codigo.startswith("es")]
        self.env["ir.module.module"]._load_module_terms(["mensajeria"], idiomas)

    @api.model
    def _cargar(self):
        """Play it, unless there already are pieces."""
        if self.env["mensajeria.envio"].search_count([], limit=1):
            return
        # what the days write down is written in the language of their people, which an installation loads only later
        if self.env["res.lang"]._lang_get("es_MX"):
            self.env["ir.module.module"]._load_module_terms(["mensajeria"], ["es_MX"])
        jornadas = Jornadas(self.env)
        with reloj(self.env.cr) as poner:
            jornadas.vivir(poner)
