from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, formatLang

#: figures of a group of pieces
CIFRAS = (
    "__count",
    "entregadas:sum",
    "en_plazo:avg",
    "primer_intento:avg",
    "dias_p50:avg",
    "dias_p90:avg",
    "tasa_devolucion:avg",
    "costo:sum",
    "costo_pieza:avg",
    "entregas_dia:avg",
    "acuse_en_plazo:avg",
    "acuse_irregular:avg",
)
#: lines of each table: what fits on one page beside the others
RENGLONES = 5


class MensajeriaTablero(models.TransientModel):
    """The figures of a period on one page: of what left, of requests, routes, phones and folios, as far as one sees them."""

    _name = "mensajeria.tablero"
    _description = "Courier Dashboard"
    _inherit = ["mensajeria.asistente"]

    desde = fields.Date("From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))
    hasta = fields.Date("To", required=True, default=fields.Date.context_today)
    proveedor_id = fields.Many2one("mensajeria.proveedor", "Provider", ondelete="cascade")
    tabla = fields.Html(compute="_compute_tabla", sanitize=False)

    _orden = models.Constraint("CHECK (desde <= hasta)", "The first day comes before the last one.")

    @api.depends("desde", "hasta")
    def _compute_display_name(self):
        self.display_name = self.env._("Dashboard")

    # What is counted

    def _lapso(self):
        """First moment of the period, and the first one after it, in UTC."""
        return tuple(
            self.env.company._a_utc(datetime.combine(dia, time.min))
            for dia in (self.desde, self.hasta + timedelta(days=1))
        )

    def _dominio(self, campo, proveedor="proveedor_id"):
        """Records of the current companies whose ``campo`` lies in the period."""
        inicio, fin = self._lapso()
        dominio = [("company_id", "in", self.env.companies.ids), (campo, ">=", inicio), (campo, "<", fin)]
        if self.proveedor_id and proveedor:
            dominio.append((proveedor, "=", self.proveedor_id.id))
        return dominio

    def _piezas(self, *por):
        """``[{group, figure: value}]`` of what left in the period, the largest group first."""
        filas = self.env["mensajeria.informe"]._read_group(
            self._dominio("fecha_deposito"), list(por), list(CIFRAS), order="__count DESC" if por else None
        )
        nombres = [cifra.split(":")[0].strip("_") for cifra in CIFRAS]
        return [
            {"grupo": fila[0] if por else None} | dict(zip(nombres, fila[len(por) :], strict=True)) for fila in filas
        ]

    def _devueltas_por_motivo(self):
        """``[(reason, pieces)]`` of what came back."""
        dominio = [*self._dominio("fecha_deposito"), ("state", "=", "devuelto")]
        return self.env["mensajeria.informe"]._read_group(
            dominio, ["motivo_id"], ["__count"], order="__count DESC", limit=RENGLONES
        )

    def _vencidas(self):
        """Pieces that are out, and whose promised day has passed."""
        return self.env["mensajeria.informe"].search_count(
            [
                *self._dominio("fecha_deposito"),
                ("state", "not in", ("entregado", "devuelto", "extraviado")),
                ("fecha_compromiso", "<", self.env.company._hoy()),
            ]
        )

    def _consultar(self, modelo, dominio, **cifras):
        """``{name: value}`` of SQL aggregates over the records of ``modelo`` that the user sees."""
        Modelo = self.env[modelo]
        Modelo.flush_model()
        consulta = Modelo._search(dominio)
        (fila,) = self.env.execute_query(consulta.select(*cifras.values()))
        return dict(zip(cifras, fila, strict=True))

    def _solicitudes(self):
        """Requests attended in the period, and the share of those with a deadline that met it."""
        zona = self.env.company._zona_horaria().zone
        return self._consultar(
            "mensajeria.solicitud",
            self._dominio("fecha_atencion", proveedor=None),
            atendidas=SQL("count(*)"),
            en_sla=SQL(
                "avg(((mensajeria_solicitud.fecha_atencion AT TIME ZONE 'UTC' AT TIME ZONE %s)::date"
                " <= mensajeria_solicitud.fecha_limite)::int) FILTER (WHERE mensajeria_solicitud.fecha_limite IS NOT NULL) * 100.0",
                zona,
            ),
        )

    def _rutas(self):
        """Route sheets that left in the period: how many are closed, and closed with every piece delivered."""
        cerrada = SQL("mensajeria_relacion.state = 'cerrada'")
        pendiente = SQL(
            "EXISTS (SELECT FROM mensajeria_relacion_linea l WHERE l.relacion_id = mensajeria_relacion.id"
            " AND l.resultado IN ('no_entregado', 'extraviado'))"
        )
        return self._consultar(
            "mensajeria.relacion",
            [*self._dominio("fecha_salida"), ("tipo", "=", "hoja_ruta")],
            salieron=SQL("count(*)"),
            cerradas=SQL("count(*) FILTER (WHERE %s)", cerrada),
            sin_pendientes=SQL("avg((%s AND NOT %s)::int) * 100.0", cerrada, pendiente),
        )

    def _moviles(self):
        """What phones told in the period: with which position, and how much later it reached the server."""
        evento = SQL.identifier("mensajeria_evento")
        minutos = SQL("extract(epoch FROM %(e)s.fecha_servidor - %(e)s.fecha_dispositivo) / 60", e=evento)
        return self._consultar(
            "mensajeria.evento",
            [*self._dominio("fecha_servidor", proveedor="envio_id.proveedor_id"), ("origen", "=", "movil")],
            eventos=SQL("count(*)"),
            con_gps=SQL(
                "avg((coalesce(%(e)s.latitud, 0) <> 0 OR coalesce(%(e)s.longitud, 0) <> 0)::int) * 100.0", e=evento
            ),
            minutos_p50=SQL("percentile_disc(0.5) WITHIN GROUP (ORDER BY %s)", minutos),
            minutos_p90=SQL("percentile_disc(0.9) WITHIN GROUP (ORDER BY %s)", minutos),
        )

    def _folios(self):
        """For each series: bought, used in the period, free, days they last, and the share that was wasted."""
        series = self.env["mensajeria.serie"].search(
            [("company_id", "in", self.env.companies.ids)]
            + ([("proveedor_id", "=", self.proveedor_id.id)] if self.proveedor_id else [])
        )
        Guia = self.env["mensajeria.guia"].sudo()  # all offices', as the stock of a series is counted
        inicio, fin = self._lapso()
        usadas = dict(
            Guia._read_group(
                [("serie_id", "in", series.ids), ("fecha_asignacion", ">=", inicio), ("fecha_asignacion", "<", fin)],
                ["serie_id"],
                ["__count"],
            )
        )
        rangos = self.env["mensajeria.rango"].sudo().search(
            [("serie_id", "in", series.ids), ("state", "not in", ("borrador", "cancelado"))]
        )  # fmt: skip
        contadas = rangos._contar()
        filas = []
        for serie in series:
            propios = rangos.filtered(lambda r, s=serie: r.serie_id == s)
            compradas = sum(propios.mapped("cantidad"))
            merma = sum(
                contadas.get(rango.id, {}).get(baja, 0) for rango in propios for baja in ("cancelada", "extraviada")
            )
            if compradas:
                filas.append(
                    {
                        "serie": serie,
                        "compradas": compradas,
                        "asignadas": usadas.get(serie, 0),
                        "disponibles": serie.disponibles,
                        "cobertura": serie.dias_cobertura if serie.consumo_diario else None,
                        "merma": merma * 100.0 / compradas,
                    }
                )
        return sorted(filas, key=lambda fila: -fila["asignadas"])

    def _cifras(self):
        """Everything that the page says."""
        self.ensure_one()
        self._exigir_periodo()
        (total,) = self._piezas()
        return {
            "total": total,
            "vencidas": self._vencidas(),
            "proveedores": self._piezas("proveedor_id")[:RENGLONES],
            "zonas": self._piezas("zona_id")[:RENGLONES],
            "areas": self._piezas("area_id")[:RENGLONES],
            "motivos": self._devueltas_por_motivo(),
            "acuses": self._acuses_por_antiguedad(),
            "solicitudes": self._solicitudes(),
            "rutas": self._rutas(),
            "moviles": self._moviles(),
            "folios": self._folios()[:RENGLONES],
        }

    def _exigir_periodo(self):
        if not self.desde or not self.hasta or self.desde > self.hasta:
            raise UserError(self.env._("The first day comes before the last one."))

    # How it is shown

    @api.depends("desde", "hasta", "proveedor_id")
    def _compute_tabla(self):
        """The same page that is printed."""
        for tablero in self:
            valido = tablero.desde and tablero.hasta and tablero.desde <= tablero.hasta
            tablero.tabla = valido and self.env["ir.qweb"]._render("mensajeria.tablero_cifras", tablero._para_papel())

    def _para_papel(self):
        """Values of the template."""
        return {"cifras": self._cifras(), "numero": self._numero, "pesos": self._pesos, "tablero": self}

    def _numero(self, valor, decimales=0, sufijo=""):
        """``valor`` in words of the page; a dash for what nothing says."""
        return "–" if valor is None or valor is False else formatLang(self.env, valor, digits=decimales) + sufijo

    def _pesos(self, valor):
        return formatLang(self.env, valor or 0, currency_obj=self.env.company.currency_id)

    def _periodo(self):
        """The period in words."""
        return self.env._(
            "from %(first)s to %(last)s",
            first=format_date(self.env, self.desde),
            last=format_date(self.env, self.hasta),
        )

    def action_imprimir(self):
        """Print the page."""
        self.ensure_one()
        self.check_access("read")
        self._exigir_periodo()
        return self.env.ref("mensajeria.action_report_tablero").report_action(self)
