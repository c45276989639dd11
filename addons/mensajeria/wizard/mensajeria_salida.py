from odoo import Command, api, fields, models


class MensajeriaSalida(models.TransientModel):
    """The check at the door: what is read is loaded, or handed over; what is not stays behind."""

    _name = "mensajeria.salida"
    _description = "Departure of a List"
    _inherit = ["mensajeria.asistente"]

    relacion_id = fields.Many2one(
        "mensajeria.relacion",
        "Piece List",
        required=True,
        readonly=True,
        default=lambda self: self._activos("mensajeria.relacion")[:1],
    )
    tipo = fields.Selection(related="relacion_id.tipo")
    codigos = fields.Text("Codes", help="Scan the pieces or their guías, one after another.")
    aviso = fields.Char(compute="_compute_aviso")
    linea_ids = fields.One2many(
        "mensajeria.salida.linea",
        "asistente_id",
        "Pieces",
        compute="_compute_linea_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    faltan = fields.Integer("Stay Behind", compute="_compute_faltan")
    motivo = fields.Char("Why They Stay")

    @api.depends("relacion_id")
    def _compute_linea_ids(self):
        for asistente in self:
            asistente.linea_ids = [Command.clear()] + [
                Command.create({"linea_id": linea.id, "cargado": linea.cargado or asistente.tipo != "hoja_ruta"})
                for linea in asistente.relacion_id.linea_ids.sorted("orden")
            ]

    @api.depends("linea_ids.cargado")
    def _compute_faltan(self):
        for asistente in self:
            asistente.faltan = len(asistente.linea_ids.filtered(lambda linea: not linea.cargado))

    @api.depends("codigos")
    def _compute_aviso(self):
        for asistente in self:
            ajenos = asistente._leer(marcar=False)
            asistente.aviso = bool(ajenos) and self.env._("Not on this list: %s", ", ".join(ajenos))

    @api.onchange("codigos")
    def _onchange_codigos(self):
        self._leer()

    def _leer(self, marcar=True):
        """Mark the pieces of the codes read as loaded; return the codes of none."""
        ajenos = []
        for codigo in dict.fromkeys(parte.strip() for parte in (self.codigos or "").splitlines()):
            linea = self.linea_ids.filtered(lambda linea, codigo=codigo: linea.linea_id.envio_id._responde_a(codigo))
            if codigo and not linea:
                ajenos.append(codigo)
            elif marcar:
                linea.cargado = True
        return ajenos

    def action_todas(self):
        """Mark all the pieces as loaded."""
        self.ensure_one()
        self.check_access("read")
        self.linea_ids.cargado = True
        return self._reabrir()

    def action_salir(self):
        """The list leaves with what is marked."""
        self.ensure_one()
        self.check_access("read")
        salen = self.linea_ids.filtered("cargado").linea_id
        self.relacion_id.action_salir(salen.ids, self.motivo)
        return {"type": "ir.actions.act_window_close"}


class MensajeriaSalidaLinea(models.TransientModel):
    _name = "mensajeria.salida.linea"
    _description = "Piece at the Door"
    _inherit = ["mensajeria.asistente"]

    asistente_id = fields.Many2one("mensajeria.salida", required=True, ondelete="cascade")
    linea_id = fields.Many2one("mensajeria.relacion.linea", required=True, ondelete="cascade")
    orden = fields.Integer(related="linea_id.orden")
    envio_id = fields.Many2one(related="linea_id.envio_id")
    folio_guia = fields.Char(related="linea_id.envio_id.folio_guia")
    dest_direccion = fields.Char(related="linea_id.envio_id.dest_direccion")
    cargado = fields.Boolean("Loaded")
