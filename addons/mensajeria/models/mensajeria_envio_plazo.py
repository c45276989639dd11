from odoo import api, fields, models


class MensajeriaEnvio(models.Model):
    """How long a piece took, in working days of the office that dispatched it. Kept as it was counted on delivery."""

    _inherit = "mensajeria.envio"

    dias_entrega = fields.Integer(
        "Working Days",
        compute="_compute_entrega",
        store=True,
        aggregator="avg",
        help="From the day on which it left to that of its delivery, by the calendar of the office.",
    )
    entrega_en_plazo = fields.Boolean("Delivered on Time", compute="_compute_entrega", store=True)

    # analysis of what a unit sent
    _area_deposito_idx = models.Index(
        "(area_id, fecha_deposito) WHERE area_id IS NOT NULL AND fecha_deposito IS NOT NULL"
    )

    @api.depends("fecha_deposito", "fecha_entrega", "fecha_compromiso")
    def _compute_entrega(self):
        contados = {}
        for envio in self:
            if not envio.fecha_deposito or not envio.fecha_entrega:
                envio.dias_entrega, envio.entrega_en_plazo = 0, False
                continue
            salida, llegada = (
                envio._en_local(momento).date() for momento in (envio.fecha_deposito, envio.fecha_entrega)
            )
            clave = (envio.oficialia_id or envio.area_id, envio.company_id, salida, llegada)
            if clave not in contados:
                contados[clave] = envio._area_de_plazos()._contar_dias_habiles(salida, llegada)
            envio.dias_entrega = contados[clave]
            envio.entrega_en_plazo = bool(envio.fecha_compromiso) and llegada <= envio.fecha_compromiso


class MensajeriaEvento(models.Model):
    _inherit = "mensajeria.evento"

    # what phones told in a period
    _movil_idx = models.Index("(company_id, fecha_servidor) WHERE origen = 'movil'")
