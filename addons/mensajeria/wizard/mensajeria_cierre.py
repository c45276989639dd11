from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.catalogos import CARACTERES


class MensajeriaCierre(models.TransientModel):
    """Closes a list: what the messenger brought back is told piece by piece, or the stamped copy is put on file."""

    _name = "mensajeria.cierre"
    _description = "Closing of a List"
    _inherit = ["mensajeria.asistente"]

    relacion_id = fields.Many2one(
        "mensajeria.relacion",
        "Piece List",
        required=True,
        readonly=True,
        default=lambda self: self._activos("mensajeria.relacion")[:1],
    )
    tipo = fields.Selection(related="relacion_id.tipo")
    fecha = fields.Datetime(
        "When", required=True, default=fields.Datetime.now, help="Of the pieces that say nothing else."
    )
    linea_ids = fields.One2many(
        "mensajeria.cierre.linea",
        "asistente_id",
        "Without Result",
        compute="_compute_linea_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    entrega_ids = fields.One2many(
        "mensajeria.cierre.entrega",
        "asistente_id",
        "Acuses without Result",
        compute="_compute_linea_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    recibe = fields.Char("Handed Over To", help="Who received the acuses that say nobody else.")
    evidencia_ids = fields.Many2many(
        "ir.attachment", "mensajeria_cierre_evidencia_rel", "asistente_id", "attachment_id", "Stamped Copy"
    )

    @api.depends("relacion_id")
    def _compute_linea_ids(self):
        for asistente in self:
            pendientes = asistente.relacion_id.linea_ids.filtered(lambda linea: not linea.resultado).sorted("orden")
            nuevas = [Command.clear()] + [Command.create({"linea_id": linea.id}) for linea in pendientes]
            de_acuses = asistente.relacion_id.tipo == "entrega_acuses"
            asistente.linea_ids = [Command.clear()] if de_acuses else nuevas
            asistente.entrega_ids = nuevas if de_acuses else [Command.clear()]

    def action_todas(self):
        """All the acuses of which nothing was said were handed over."""
        self.ensure_one()
        self.check_access("read")
        self.entrega_ids.filtered(lambda linea: not linea.resultado).resultado = "entregado"
        return self._reabrir()

    def action_cerrar(self):
        """Register what became of each piece, and close the list."""
        self.ensure_one()
        self.check_access("read")
        relacion = self.relacion_id
        relacion._exigir_operador()
        for linea in [*self.linea_ids, *self.entrega_ids]:
            linea._registrar()
        if self.evidencia_ids:
            self.evidencia_ids.check_access("read")
            propias = self.evidencia_ids.sudo().filtered(lambda a: a.create_uid == self.env.user)
            propias.write({"res_model": relacion._name, "res_id": relacion.id})
            relacion.sudo().evidencia_ids |= propias
        relacion.action_cerrar()
        return {"type": "ir.actions.act_window_close"}


class MensajeriaCierreLinea(models.TransientModel):
    _name = "mensajeria.cierre.linea"
    _description = "Result of a Piece"
    _inherit = ["mensajeria.asistente"]

    asistente_id = fields.Many2one("mensajeria.cierre", required=True, ondelete="cascade")
    linea_id = fields.Many2one("mensajeria.relacion.linea", required=True, ondelete="cascade")
    orden = fields.Integer(related="linea_id.orden")
    envio_id = fields.Many2one(related="linea_id.envio_id")
    resultado = fields.Selection(
        [("entregado", "Delivered"), ("intento_fallido", "Not Delivered"), ("extraviado", "Lost")], "Result"
    )
    fecha = fields.Datetime("When")
    receptor_nombre = fields.Char("Received By")
    caracter = fields.Selection(CARACTERES, "In the Capacity of")
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason")
    aviso_dejado = fields.Boolean("Notice Left")
    nota = fields.Char("Explanation")

    def _registrar(self):
        self.ensure_one()
        if not self.resultado:
            raise UserError(self.env._("Say what became of %s.", self.envio_id.display_name))
        datos = {"fecha": self.fecha or self.asistente_id.fecha}
        if self.resultado == "entregado":
            datos |= {"receptor_nombre": self.receptor_nombre, "caracter": self.caracter}
        elif self.resultado == "intento_fallido":
            datos |= {"motivo_id": self.motivo_id.id, "aviso_dejado": self.aviso_dejado}
        self.envio_id.action_registrar(self.resultado, motivo=self.nota, **datos)


class MensajeriaCierreEntrega(models.TransientModel):
    _name = "mensajeria.cierre.entrega"
    _description = "Result of an Acuse"
    _inherit = ["mensajeria.asistente"]

    asistente_id = fields.Many2one("mensajeria.cierre", required=True, ondelete="cascade")
    linea_id = fields.Many2one("mensajeria.relacion.linea", required=True, ondelete="cascade")
    orden = fields.Integer(related="linea_id.orden")
    area_id = fields.Many2one(related="linea_id.area_id")
    acuse_id = fields.Many2one(related="linea_id.acuse_id")
    resultado = fields.Selection([("entregado", "Handed Over"), ("no_entregado", "Not Handed Over")], "Result")
    recibe = fields.Char("Received By")
    fecha = fields.Datetime("When")
    nota = fields.Char("Explanation")

    def _registrar(self):
        self.ensure_one()
        if not self.resultado:
            raise UserError(self.env._("Say what became of the acuse of %s.", self.acuse_id.display_name))
        asistente = self.asistente_id
        asistente.relacion_id.action_registrar_entregas(
            self.linea_id.ids,
            self.resultado,
            recibe=self.recibe or asistente.recibe,
            fecha=self.fecha or asistente.fecha,
            nota=self.nota,
        )
