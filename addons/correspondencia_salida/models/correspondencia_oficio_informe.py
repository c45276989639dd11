from odoo import fields, models
from odoo.tools import SQL

from ..tools.medios import MEDIOS

#: of the days from the draft to the acuse: nine of ten addressees within these; no average
PERCENTIL = ("dias_p90", 0.9)


class CorrespondenciaOficioInforme(models.Model):
    """Every addressee of every signed letter, as the figures count them.

    Days of the letter itself stand at its first addressee only, so that an average over letters counts each once.
    """

    _name = "correspondencia.oficio.informe"
    _description = "Analysis of Outgoing Documents"
    _auto = False
    _order = "fecha_firma desc, id desc"
    _rec_name = "oficio_id"
    _depends = {
        "correspondencia.oficio": (
            "company_id area_id tipo_id oficialia_id redactor_id state confidencialidad create_date fecha_firma".split()
        ),
        "correspondencia.destinatario": (
            "oficio_id tipo medio state dest_nombre requiere_acuse plazo fecha_despacho fecha_acuse".split()
        ),
    }

    oficio_id = fields.Many2one("correspondencia.oficio", "Document", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    area_id = fields.Many2one("hr.department", "Unit", readonly=True)
    tipo_id = fields.Many2one("correspondencia.oficio.tipo", "Kind", readonly=True)
    oficialia_id = fields.Many2one("hr.department", "Dispatched By", readonly=True)
    redactor_id = fields.Many2one("res.users", "Drafted By", readonly=True)
    dest_nombre = fields.Char("Addressee", readonly=True)
    medio = fields.Selection(MEDIOS, "Means", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["correspondencia.destinatario"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    fecha_firma = fields.Datetime("Signed On", readonly=True)
    fecha_despacho = fields.Datetime("Dispatched On", readonly=True)
    fecha_acuse = fields.Datetime("Acknowledged On", readonly=True)
    oficios = fields.Integer("Letters", readonly=True)
    destinatarios = fields.Integer("Addressees", readonly=True)
    dias_firma = fields.Float("Days to Sign", digits=(16, 1), readonly=True, aggregator="avg", help="Since its draft.")
    dias_despacho = fields.Float(
        "Days to Dispatch", digits=(16, 1), readonly=True, aggregator="avg", help="Since its last signature."
    )
    dias_acuse = fields.Float(
        "Days to Acuse", digits=(16, 1), readonly=True, aggregator="avg", help="Since it was dispatched."
    )
    dias_total = fields.Float("Days from Draft to Acuse", digits=(16, 1), readonly=True, aggregator="avg")
    dias_p90 = fields.Float(
        "Days from Draft to Acuse (9 of 10)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Nine of ten addressees have it within these days.",
    )
    acuse_en_plazo = fields.Float(
        "Acuses in Time (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the acuses that came: those that did by the day on which they were due.",
    )

    @property
    def _table_query(self):
        return SQL("""
            SELECT d.id, d.oficio_id, o.company_id, o.area_id, o.tipo_id, o.oficialia_id, o.redactor_id, d.dest_nombre,
                d.medio, d.state, o.fecha_firma, d.fecha_despacho, d.fecha_acuse,
                (p.id IS NOT NULL)::int AS oficios,
                1 AS destinatarios,
                CASE WHEN p.id IS NOT NULL THEN extract(epoch FROM o.fecha_firma - o.create_date) / 86400 END AS dias_firma,
                extract(epoch FROM d.fecha_despacho - o.fecha_firma) / 86400 AS dias_despacho,
                extract(epoch FROM d.fecha_acuse - d.fecha_despacho) / 86400 AS dias_acuse,
                extract(epoch FROM d.fecha_acuse - o.create_date) / 86400 AS dias_total,
                extract(epoch FROM d.fecha_acuse - o.create_date) / 86400 AS dias_p90,
                CASE WHEN d.fecha_acuse IS NOT NULL AND d.plazo IS NOT NULL AND d.requiere_acuse THEN (
                    (d.fecha_acuse AT TIME ZONE 'UTC' AT TIME ZONE coalesce(t.tz, 'America/Mexico_City'))::date <= d.plazo
                )::int * 100.0 END AS acuse_en_plazo
            FROM correspondencia_oficio o
            JOIN correspondencia_destinatario d ON d.oficio_id = o.id
            JOIN res_company c ON c.id = o.company_id
            LEFT JOIN res_partner t ON t.id = c.partner_id
            LEFT JOIN (SELECT min(id) AS id FROM correspondencia_destinatario GROUP BY oficio_id) p ON p.id = d.id
            WHERE o.fecha_firma IS NOT NULL
        """)

    def _read_group_select(self, aggregate_spec, query):
        campo, parte = PERCENTIL
        if aggregate_spec.split(":")[0] == campo:
            return SQL(
                "percentile_disc(%s) WITHIN GROUP (ORDER BY %s)", parte, self._field_to_sql(self._table, campo, query)
            )
        return super()._read_group_select(aggregate_spec, query)

    def action_abrir(self):
        """Open the document."""
        self.ensure_one()
        self.check_access("read")
        return self.oficio_id.get_formview_action()
