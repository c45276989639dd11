from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import diferencia


class CorrespondenciaOficioVersion(models.Model):
    """The text of a document as it was sent for review or numbered. Nobody changes it."""

    _name = "correspondencia.oficio.version"
    _description = "Version of an Outgoing Document"
    _order = "oficio_id, numero desc"
    _rec_name = "numero"

    oficio_id = fields.Many2one(
        "correspondencia.oficio", "Document", required=True, readonly=True, index=True, ondelete="cascade"
    )
    numero = fields.Integer("Version", required=True, readonly=True, aggregator=None)
    descripcion = fields.Text("Subject", readonly=True)
    cuerpo = fields.Html("Text", readonly=True)
    despedida = fields.Char("Closing", readonly=True)
    partes = fields.Text("Addressees, Signers and Annexes", readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    fecha = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)

    _numero_uniq = models.UniqueIndex("(oficio_id, numero)")

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(self.env._("What was sent for review stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_guardada(self):
        raise UserError(self.env._("What was sent for review stays as it was."))

    def _diferencia_con(self, previa):
        """HTML of what changed from the version ``previa`` to this one, word by word."""
        cambios = diferencia.comparar(previa._parrafos(), self._parrafos())
        if not diferencia.cambia(cambios):
            return Markup("<p>%s</p>") % self.env._("No word changed.")
        return diferencia.como_html(cambios)

    def _parrafos(self):
        textos = (self.descripcion, self.despedida, self.partes)
        asunto, despedida, partes = ((texto or "").splitlines() for texto in textos)
        return [*asunto, *diferencia.parrafos(self.cuerpo), *despedida, *partes]
