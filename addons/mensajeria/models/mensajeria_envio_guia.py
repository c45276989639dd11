from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.envios import EN_OFICINA


class MensajeriaEnvio(models.Model):
    """The guía of a piece: drawn when it is assigned, used when it leaves, given back or voided when it does not."""

    _inherit = "mensajeria.envio"

    guia_ids = fields.One2many(
        "mensajeria.guia", "envio_id", "Guías", readonly=True, groups="mensajeria.group_operador"
    )
    guia_id = fields.Many2one(
        "mensajeria.guia", "Guía", compute="_compute_guia_id", store=True, index="btree_not_null", copy=False
    )
    folio_guia = fields.Char("Guía Number", related="guia_id.name", store=True, index="trigram")
    url_rastreo = fields.Char("Tracking", compute="_compute_url_rastreo", compute_sudo=True)

    @api.depends("guia_ids")
    def _compute_guia_id(self):
        for envio in self:
            envio.guia_id = envio.guia_ids[:1]

    @api.depends("folio_guia", "proveedor_id.url_rastreo")
    def _compute_url_rastreo(self):
        for envio in self:
            guia = envio.guia_id
            envio.url_rastreo = guia and envio.proveedor_id._url_de(guia.codigo_rastreo or guia.name)

    def write(self, vals):
        res = super().write(vals)
        if "proveedor_id" in vals or "servicio_id" in vals:
            self.sudo().guia_id._al_cambiar_proveedor()
        return res

    def _folio_de_guia(self):
        return self.sudo().guia_id.name or super()._folio_de_guia()

    def _responde_a(self, texto):
        if super()._responde_a(texto):
            return True
        guia = self.sudo().guia_id
        if not guia or not (texto or "").strip():
            return False
        serie, serial, _problema = guia.serie_id._reconocer(texto)
        return bool(serie) and serie._formatear(serial) == guia.name

    def _dar_guias(self, como_usuario):
        super()._dar_guias(como_usuario)
        faltan = self.filtered(lambda e: e.servicio_id.requiere_guia and not e.guia_id)
        if faltan:
            self.env["mensajeria.guia"].with_env(como_usuario.env)._asignar(faltan.with_env(como_usuario.env))

    def _exigir_guias(self):
        super()._exigir_guias()
        for envio in self:
            if envio.servicio_id.requiere_guia and not envio.guia_id:
                raise UserError(self.env._("%s has no guía: assign one first.", envio.display_name))

    def _soltar_guias(self, motivo):
        super()._soltar_guias(motivo)
        guias = self.guia_id.filtered(lambda g: g.state == "asignada")
        impresas = guias.filtered("fecha_impresion")
        (guias - impresas)._soltar(motivo)
        if impresas:
            impresas._dar_de_baja("cancelada", motivo)

    def _exigir_asignables(self):
        super()._exigir_asignables()
        for envio in self:
            guia = envio.guia_id
            if guia and not envio.servicio_id.requiere_guia and envio.state in EN_OFICINA:
                envio._soltar_guias(self.env._("The service needs no guía"))

    def _al_salir(self):
        super()._al_salir()
        guias = self.guia_id.filtered(lambda g: g.state == "asignada")
        if guias:
            guias._usar()
