from odoo import api, fields, models
from odoo.exceptions import UserError


class CorrespondenciaOficio(models.Model):
    """Circulars and memoranda: who has to read them, who did, and who has to be reminded."""

    _inherit = "correspondencia.oficio"

    con_lectura = fields.Boolean(
        "Read Tracking",
        compute="_compute_con_lectura",
        store=True,
        readonly=False,
        precompute=True,
        help="Its internal addressees get it in their trays to read, and who opened it is recorded. No matter is opened.",
    )
    acuse_lectura = fields.Boolean(
        "Ask for Confirmation",
        compute="_compute_con_lectura",
        store=True,
        readonly=False,
        precompute=True,
        help="Each reader presses «I Have Read It».",
    )
    lectura_ids = fields.One2many("correspondencia.lectura", "oficio_id", "Readings", readonly=True, copy=False)
    lecturas = fields.Integer("Readers", compute="_compute_lecturas")
    leidas = fields.Integer("Have Read It", compute="_compute_lecturas")

    @api.depends("tipo_id")
    def _compute_con_lectura(self):
        for oficio in self:
            oficio.con_lectura = oficio.tipo_id.con_lectura
            oficio.acuse_lectura = oficio.tipo_id.acuse_lectura

    @api.depends("lectura_ids.state")
    def _compute_lecturas(self):
        cuentas = {}
        for oficio, estado, cuantas in self.env["correspondencia.lectura"]._read_group(
            [("oficio_id", "in", self.ids), ("state", "!=", "retirada")], ["oficio_id", "state"], ["__count"]
        ):
            cuentas.setdefault(oficio.id, {})[estado] = cuantas
        for oficio in self:
            cuenta = cuentas.get(oficio._origin.id, {})
            hechos = ("confirmada",) if oficio.acuse_lectura else ("leida", "confirmada")
            oficio.lecturas = sum(cuenta.values())
            oficio.leidas = sum(cuenta.get(estado, 0) for estado in hechos)

    def action_ver_lecturas(self):
        """Who has read these documents, and who has not."""
        self.check_access("read")
        accion = self.env["ir.actions.act_window"]._for_xml_id("correspondencia_salida.correspondencia_lectura_action")
        return {**accion, "domain": [("oficio_id", "in", self.ids)]}

    def action_recordar(self):
        """Remind who has not read these documents."""
        oficios = self._exigir_de_mi_area()
        if not oficios.lectura_ids:
            raise UserError(self.env._("Nobody is left to remind."))
        return oficios.lectura_ids.with_env(self.env).action_recordar()

    def _quedar_sustituido(self, motivo):
        super()._quedar_sustituido(motivo)
        self.lectura_ids._retirar(motivo)
