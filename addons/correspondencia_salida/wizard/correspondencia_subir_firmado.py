from odoo import fields, models


class CorrespondenciaSubirFirmado(models.TransientModel):
    """The paper came back signed by hand: its scan is kept, and the letter may leave."""

    _name = "correspondencia.subir.firmado"
    _description = "Signed Paper"
    _inherit = ["mensajeria.asistente"]
    _exige_legibles = "correspondencia."

    oficio_id = fields.Many2one("correspondencia.oficio", required=True, readonly=True, ondelete="cascade")
    paginas = fields.Integer(related="oficio_id.pdf_id.paginas", string="Printed Pages")
    archivo = fields.Binary("Scan", required=True, attachment=False)
    nombre = fields.Char("File Name")

    def action_subir(self):
        """Keep the scan, as the user."""
        self.ensure_one()
        self.oficio_id.action_subir_firmado(self.nombre or "firmado.pdf", self.archivo)
        return {"type": "ir.actions.act_window_close"}
