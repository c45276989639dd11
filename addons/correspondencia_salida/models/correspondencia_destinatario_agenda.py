from odoo import api, models
from odoo.fields import Domain


class CorrespondenciaDestinatario(models.Model):
    """Whom letters were written to before, and the directory: a contact needs no address to get an e-mail."""

    _inherit = "correspondencia.destinatario"

    @api.model
    def _destinatarios_anteriores(self, texto):
        return super()._destinatarios_anteriores(texto).filtered(lambda d: d.clase == "externo")

    @api.model
    def _dominio_directorio(self, texto):
        return Domain("name", "ilike", texto)

    def _como_conocido(self):
        conocido = super()._como_conocido()
        conocido["datos"] |= {"email": self.email, "medio": self.medio}
        return conocido
