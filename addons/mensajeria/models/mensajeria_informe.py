from odoo import fields, models
from odoo.tools import SQL

from ..tools.catalogos import TIPOS_PROVEEDOR
from ..tools.envios import ESTADOS_ENVIO

#: days within which this share of the pieces arrived: no average, and no day that no piece took
PERCENTILES = {"dias_p50": 0.5, "dias_p90": 0.9}


class MensajeriaInforme(models.Model):
    """Every piece that left the house, as the figures count it. A percentage is 100 or 0 for each piece, and nothing for
    those that it does not concern: so its average over any group is the rate of that group.
    """

    _name = "mensajeria.informe"
    _description = "Dispatch Analysis"
    _inherit = ["mensajeria.masa.mixin"]
    _auto = False
    _order = "fecha_deposito desc, id desc"
    _rec_name = "envio_id"
    _depends = {
        "mensajeria.envio": (
            "company_id area_id oficialia_id proveedor_id proveedor_tipo servicio_id zona_id mensajero_id state"
            " fecha_deposito fecha_entrega fecha_compromiso intentos costo dias_entrega entrega_en_plazo".split()
        ),
        "mensajeria.intento": ["envio_id", "motivo_id", "numero"],
        "mensajeria.acuse": ["envio_id", "fecha_recepcion", "plazo", "irregularidad"],
    }

    envio_id = fields.Many2one("mensajeria.envio", "Piece", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    area_id = fields.Many2one("hr.department", "Sender", readonly=True)
    oficialia_id = fields.Many2one("hr.department", "Dispatched By", readonly=True)
    proveedor_id = fields.Many2one("mensajeria.proveedor", "Provider", readonly=True)
    proveedor_tipo = fields.Selection(TIPOS_PROVEEDOR, "Kind of Provider", readonly=True)
    servicio_id = fields.Many2one("mensajeria.servicio", "Service", readonly=True)
    zona_id = fields.Many2one("mensajeria.zona", "Zone", readonly=True)
    mensajero_id = fields.Many2one("mensajeria.mensajero", "Messenger", readonly=True)
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason", readonly=True, help="Of its last failed attempt.")
    state = fields.Selection(ESTADOS_ENVIO, "Status", readonly=True)
    fecha_deposito = fields.Datetime("Left On", readonly=True)
    fecha_entrega = fields.Datetime("Delivered On", readonly=True)
    fecha_compromiso = fields.Date("Promised For", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)

    entregadas = fields.Integer("Pieces Delivered", readonly=True)
    devueltas = fields.Integer("Pieces Returned", readonly=True)
    extraviadas = fields.Integer("Pieces Lost", readonly=True)
    costo = fields.Monetary("Cost", readonly=True, aggregator="sum")
    costo_pieza = fields.Monetary("Cost per Piece", readonly=True, aggregator="avg")
    en_plazo = fields.Float(
        "On Time (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the pieces with a promise that were delivered, returned or lost: those delivered by the promised day.",
    )
    primer_intento = fields.Float(
        "At First Attempt (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the pieces delivered or returned: those delivered without a failed attempt.",
    )
    tasa_devolucion = fields.Float(
        "Returned (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the pieces delivered, returned or lost: those that came back.",
    )
    dias_entrega = fields.Integer("Working Days (average)", readonly=True, aggregator="avg")
    dias_p50 = fields.Integer(
        "Working Days (half of them)",
        readonly=True,
        aggregator="avg",
        help="Half of the pieces arrived within these days.",
    )
    dias_p90 = fields.Integer(
        "Working Days (9 of 10)", readonly=True, aggregator="avg", help="Nine of ten pieces arrived within these days."
    )
    acuse_en_plazo = fields.Float(
        "Acuses Back in Time (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the acuses that came back: those that did by the day on which they were due.",
    )
    acuse_irregular = fields.Float(
        "Irregular Acuses (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the acuses that came back: those that are void, or were.",
    )
    entregas_dia = fields.Float(
        "Deliveries per Messenger and Day",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Deliveries by own messengers, for each day on which one of them delivered anything.",
    )

    @property
    def _table_query(self):
        return SQL("""
            SELECT e.id, e.id AS envio_id, e.company_id, e.area_id, e.oficialia_id, e.proveedor_id, e.proveedor_tipo,
                e.servicio_id, e.zona_id, e.mensajero_id, e.state, e.fecha_deposito, e.fecha_entrega, e.fecha_compromiso,
                c.currency_id,
                (SELECT i.motivo_id FROM mensajeria_intento i WHERE i.envio_id = e.id ORDER BY i.numero DESC LIMIT 1)
                    AS motivo_id,
                (e.state = 'entregado')::int AS entregadas,
                (e.state = 'devuelto')::int AS devueltas,
                (e.state = 'extraviado')::int AS extraviadas,
                e.costo, e.costo AS costo_pieza,
                CASE WHEN e.fecha_compromiso IS NOT NULL AND e.state IN ('entregado', 'devuelto', 'extraviado')
                    THEN (e.state = 'entregado' AND e.entrega_en_plazo)::int * 100.0 END AS en_plazo,
                CASE WHEN e.state IN ('entregado', 'devuelto')
                    THEN (e.state = 'entregado' AND coalesce(e.intentos, 0) = 0)::int * 100.0 END AS primer_intento,
                CASE WHEN e.state IN ('entregado', 'devuelto', 'extraviado')
                    THEN (e.state = 'devuelto')::int * 100.0 END AS tasa_devolucion,
                CASE WHEN e.state = 'entregado' THEN e.dias_entrega END AS dias_entrega,
                CASE WHEN e.state = 'entregado' THEN e.dias_entrega END AS dias_p50,
                CASE WHEN e.state = 'entregado' THEN e.dias_entrega END AS dias_p90,
                CASE WHEN e.state = 'entregado' AND e.mensajero_id IS NOT NULL THEN 1.0 END AS entregas_dia,
                CASE WHEN a.fecha_recepcion IS NOT NULL AND a.plazo IS NOT NULL THEN (
                    (a.fecha_recepcion AT TIME ZONE 'UTC' AT TIME ZONE coalesce(p.tz, 'America/Mexico_City'))::date <= a.plazo
                )::int * 100.0 END AS acuse_en_plazo,
                CASE WHEN a.fecha_recepcion IS NOT NULL THEN (a.irregularidad IS NOT NULL)::int * 100.0 END AS acuse_irregular
            FROM mensajeria_envio e
            JOIN res_company c ON c.id = e.company_id
            LEFT JOIN res_partner p ON p.id = c.partner_id
            LEFT JOIN mensajeria_acuse a ON a.envio_id = e.id
            WHERE e.fecha_deposito IS NOT NULL
        """)

    def _read_group_select(self, aggregate_spec, query):
        campo = aggregate_spec.split(":")[0]
        if campo in PERCENTILES:
            return SQL(
                "percentile_disc(%s) WITHIN GROUP (ORDER BY %s)",
                PERCENTILES[campo],
                self._field_to_sql(self._table, campo, query),
            )
        if campo == "entregas_dia":
            return SQL(
                "sum(%(una)s) / nullif(count(DISTINCT (%(quien)s, %(dia)s)) FILTER (WHERE %(una)s IS NOT NULL), 0)",
                una=self._field_to_sql(self._table, campo, query),
                quien=self._field_to_sql(self._table, "mensajero_id", query),
                dia=SQL(
                    "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
                    self._field_to_sql(self._table, "fecha_entrega", query),
                    str(self.env.tz),
                ),
            )
        return super()._read_group_select(aggregate_spec, query)

    def action_abrir(self):
        """Open the piece."""
        self.ensure_one()
        self.check_access("read")
        return self.envio_id.get_formview_action()
