from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.catalogos import CARACTERES
from ..tools.envios import EVENTOS

#: what a person may tell
TIPOS = "entregado intento_fallido en_resguardo en_devolucion devuelto extraviado en_transito en_reparto nota".split()


class MensajeriaRegistrar(models.TransientModel):
    """What happened to one piece or to several: delivered, not delivered, back, lost, or only a note."""

    _name = "mensajeria.registrar"
    _description = "What Happened to Pieces"
    _inherit = ["mensajeria.asistente"]

    envio_ids = fields.Many2many(
        "mensajeria.envio", string="Pieces", required=True, default=lambda self: self._activos("mensajeria.envio")
    )
    cuantas = fields.Integer("Number of Pieces", compute="_compute_cuantas")
    tipo = fields.Selection([(t, EVENTOS[t].nombre) for t in TIPOS], "What Happened", required=True)
    fecha = fields.Datetime("When", required=True, default=fields.Datetime.now)
    receptor_nombre = fields.Char("Received By")
    caracter = fields.Selection(CARACTERES, "In the Capacity of")
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason")
    aviso_dejado = fields.Boolean("Notice Left")
    motivo = fields.Text("Explanation")

    @api.depends("envio_ids")
    def _compute_cuantas(self):
        for asistente in self:
            asistente.cuantas = len(asistente.envio_ids)

    def action_registrar(self):
        """Register it for all the pieces, or for none."""
        self.ensure_one()
        self.check_access("read")
        if not self.envio_ids:
            raise UserError(self.env._("Choose at least one piece."))
        datos = {"fecha": self.fecha}
        if self.tipo == "entregado":
            datos |= {"receptor_nombre": self.receptor_nombre, "caracter": self.caracter}
        elif self.tipo == "intento_fallido":
            datos |= {"motivo_id": self.motivo_id.id, "aviso_dejado": self.aviso_dejado}
        self.envio_ids.action_registrar(self.tipo, motivo=self.motivo, **datos)
        return {"type": "ir.actions.act_window_close"}
