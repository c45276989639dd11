from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class CorrespondenciaDuplicado(models.TransientModel):
    """The guard at the counter: the matter seems to be registered already."""

    _name = "correspondencia.duplicado"
    _description = "Possible Duplicate"

    asunto_id = fields.Many2one("correspondencia.asunto", required=True, readonly=True, ondelete="cascade")
    anterior_ids = fields.Many2many(
        "correspondencia.asunto",
        "correspondencia_duplicado_rel",
        string="Earlier Matters",
        readonly=True,
        bypass_search_access=True,
    )
    resumen = fields.Html("Summary", compute="_compute_resumen", sanitize=False)
    anterior_id = fields.Many2one("correspondencia.asunto", "Earlier Matter", domain="[('id', 'in', anterior_ids)]")
    relacion = fields.Selection(
        [
            ("duplicado", "It is the same document again"),
            ("alcance", "It follows up the earlier one"),
            ("ninguna", "It has nothing to do with it"),
        ],
        "What Is It",
        required=True,
        default="duplicado",
    )
    motivo = fields.Text("Reason")

    @api.depends("anterior_ids")
    def _compute_resumen(self):
        """Folio, date, sender and subject; of what the clerk may not read, only folio and date."""
        for wizard in self:
            legibles = wizard.anterior_ids.exists()._filtered_access("read")
            filas = Markup()
            for asunto in wizard.sudo().anterior_ids:
                detalle = (
                    (asunto.remitente_nombre, asunto.descripcion[:200])
                    if asunto.with_env(self.env) in legibles
                    else ("", "")
                )
                fecha = format_datetime(self.env, asunto.registro_fecha)
                filas += Markup("<tr><td><b>%s</b></td><td>%s</td><td>%s</td><td>%s</td></tr>") % (
                    asunto.name,
                    fecha,
                    *detalle,
                )
            wizard.resumen = Markup('<table class="table table-sm">%s</table>') % filas

    @api.constrains("asunto_id")
    def _check_asunto_id(self):
        self.asunto_id.with_user(self.env.user).check_access("read")  # a wizard would tell the folio of any matter

    def _abrir(self, asunto, anteriores):
        """Action that shows this guard for ``asunto``."""
        wizard = self.create({"asunto_id": asunto.id})
        wizard.sudo().write({"anterior_ids": anteriores.ids, "anterior_id": anteriores[:1].id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("This matter seems to be registered already"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_registrar(self):
        """Register all the same, with the relation that the clerk chose."""
        self.ensure_one()
        if self.relacion == "ninguna" and not (self.motivo or "").strip():
            raise UserError(self.env._("Write why it is registered although it looks like a duplicate."))
        if self.relacion != "ninguna" and not self.anterior_id:
            raise UserError(self.env._("Choose the earlier matter."))
        asunto = self.asunto_id
        asunto._exigir_oficialia()
        asunto._exigir_estado("borrador")
        asunto.check_access("write")
        anterior = self.sudo().anterior_id if self.relacion != "ninguna" else asunto.browse()
        asunto._registro().write({"relacion_tipo": self.relacion, "relacionado_id": anterior.id})
        accion = asunto.action_registrar()
        asunto.sudo()._anotar(
            "relacionar",
            {"relacion": self.relacion, "con": anterior.name or ", ".join(self.sudo().anterior_ids.mapped("name"))},
            self.motivo,
        )
        return accion
