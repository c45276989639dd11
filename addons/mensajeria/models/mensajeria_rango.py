from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..nucleo.models import motivos
from ..nucleo.tools.ciclo import Ciclo
from .campos import BigInteger
from .mensajeria_guia import BAJAS, ESTADOS_GUIA

#: guías inserted per statement; their texts travel with them
LOTE = 20_000
#: what the purchase says, and what its guías were made from
CAMPOS_FIJOS = frozenset(
    "serie_id proveedor_id company_id inicio fin cantidad folio_inicial folio_final vigente".split()
)
#: an S10 number may be printed again a year after its last use
MESES_RECICLAJE = 12


class MensajeriaRango(models.Model):
    """Consecutive guías that were bought together. Each is a record; the range is what the invoice says."""

    _name = "mensajeria.rango"
    _description = "Range of Guías"
    _inherit = ["nucleo.ciclo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "prioridad, caducidad, fecha_compra, id"
    _rec_names_search = ["folio_inicial", "folio_final", "factura", "contrato"]
    _check_company_auto = True

    _ciclo = Ciclo(
        ("borrador", "activo", "dar_de_alta"),
        ("activo", "agotado", "agotar"),
        ("agotado", "activo", "reabastecer"),
        ("activo", "cerrado", "cerrar", True),
        ("cerrado", "activo", "reabrir", True),
        ("borrador", "cancelado", "cancelar", True),
        ("activo", "cancelado", "cancelar", True),
    )

    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", required=True, readonly=True, index=True, ondelete="restrict"
    )
    serie_id = fields.Many2one(
        "mensajeria.serie", "Series", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True)
    folio_inicial = fields.Char("First Number", required=True, readonly=True)
    folio_final = fields.Char("Last Number", required=True, readonly=True)
    inicio = BigInteger("First Serial", required=True, readonly=True, aggregator=None)
    fin = BigInteger("Last Serial", required=True, readonly=True, aggregator=None)
    cantidad = fields.Integer("Guías", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    costo = fields.Monetary("Cost of Each", tracking=True, groups="mensajeria.group_operador")
    factura = fields.Char("Invoice", tracking=True)
    contrato = fields.Char("Contract", tracking=True)
    fecha_compra = fields.Date("Bought On", default=fields.Date.context_today, tracking=True)
    caducidad = fields.Date("Expires On", tracking=True, help="Its guías are not drawn after this day.")
    prioridad = fields.Integer(
        "Order of Use", default=10, aggregator=None, tracking=True, help="Lower first; then what expires first."
    )
    vigente = fields.Boolean(
        "Numbers in Use", default=True, readonly=True, help="While it is, nobody can enter these numbers again."
    )
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("activo", "Active"),
            ("agotado", "Used Up"),
            ("cerrado", "Closed Range"),
            ("cancelado", "Cancelled Range"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    dotacion_ids = fields.One2many("mensajeria.dotacion", "rango_id", "Allotments", readonly=True)
    disponibles = fields.Integer("Guías Available", compute="_compute_disponibles")
    asignadas = fields.Integer(
        "Guías Assigned", compute="_compute_cuentas", help="Assigned or reserved, not yet dispatched."
    )
    usadas = fields.Integer("Guías Used", compute="_compute_cuentas")
    bajas = fields.Integer("Guías Voided", compute="_compute_cuentas", help="Annulled, lost, damaged or returned.")
    caduco = fields.Boolean("Expired", compute="_compute_caduco")
    soy_comprador = fields.Boolean(compute="_compute_soy_comprador")

    # int4range(NULL, NULL) has no bounds and would clash with everything: hence the COALESCE
    _sin_traslape = models.Constraint(
        """EXCLUDE USING gist (
            int4range(proveedor_id, proveedor_id, '[]') WITH &&,
            int4range(COALESCE(serie_id, 0), COALESCE(serie_id, 0), '[]') WITH &&,
            int8range(inicio, fin, '[]') WITH &&
        ) WHERE (vigente IS TRUE)""",
        "This range overlaps with another one of the same series: part of its numbers is already entered.",
    )
    _orden = models.Constraint("CHECK (inicio <= fin)", "The last number precedes the first.")
    _cuadra = models.Constraint(
        "CHECK (cantidad = fin - inicio + 1)", "The number of guías does not match the first and the last one."
    )
    # FIFO of the draw: the ranges that have something left, in the order in which they are used
    _para_tomar = models.Index("(proveedor_id, company_id, prioridad, caducidad) WHERE state = 'activo'")

    @api.depends("folio_inicial", "folio_final")
    def _compute_display_name(self):
        for rango in self:
            rango.display_name = (
                rango.folio_inicial
                if rango.folio_inicial == rango.folio_final
                else f"{rango.folio_inicial} – {rango.folio_final}"
            )

    def _compute_disponibles(self):
        libres = self._libres()
        for rango in self:
            rango.disponibles = libres.get(rango.id, 0)

    def _libres(self):
        """``{range id: free guías}``. Served by (rango_id, state): used up ranges cost nothing in a list."""
        grupos = (
            self.env["mensajeria.guia"]
            .sudo()
            ._read_group([("rango_id", "in", self.ids), ("state", "=", "disponible")], ["rango_id"], ["__count"])
        )
        return {rango.id: cuantas for rango, cuantas in grupos}

    def _compute_cuentas(self):
        cuentas = self._contar()
        for rango in self:
            cuenta = cuentas.get(rango.id, {})
            rango.usadas = cuenta.get("usada", 0)
            rango.asignadas = cuenta.get("asignada", 0) + cuenta.get("reservada", 0)
            rango.bajas = sum(cuenta.get(estado, 0) for estado in BAJAS)

    def _contar(self):
        """``{range id: {state: number of guías}}``."""
        cuentas = {}
        for rango, estado, cuantas in (
            self.env["mensajeria.guia"]
            .sudo()
            ._read_group([("rango_id", "in", self.ids)], ["rango_id", "state"], ["__count"])
        ):
            cuentas.setdefault(rango.id, dict.fromkeys(dict(ESTADOS_GUIA), 0))[estado] = cuantas
        return cuentas

    @api.depends("caducidad")
    def _compute_caduco(self):
        hoy = self.env.company._hoy()
        for rango in self:
            rango.caduco = bool(rango.caducidad and rango.caducidad < hoy)

    @api.depends_context("uid")
    def _compute_soy_comprador(self):
        for rango in self:
            rango.soy_comprador = rango.proveedor_id._es_comprador()

    def write(self, vals):
        if CAMPOS_FIJOS & vals.keys():
            raise UserError(self.env._("The numbers of a range do not change: enter another purchase."))
        res = super().write(vals)
        if "caducidad" in vals:
            self._revisar_caducidad()
        return res

    # Birth

    @api.model
    def _dar_de_alta(self, serie, inicio, fin, vals):
        """A range with all its guías, ready to be drawn.

        :param vals: cost, invoice and what else the purchase says
        """
        rango = self.create(
            {
                **vals,
                "serie_id": serie.id,
                "proveedor_id": serie.proveedor_id.id,
                "company_id": serie.company_id.id,
                "folio_inicial": serie._formatear(inicio),
                "folio_final": serie._formatear(fin),
                "inicio": inicio,
                "fin": fin,
                "cantidad": fin - inicio + 1,
            }
        )
        rango.flush_recordset()  # the exclusion constraint speaks before 100,000 rows are made
        rango._adoptar_externas()
        rango._crear_guias()
        rango._transitar("activo", datos={"cantidad": rango.cantidad, "factura": rango.factura or ""})
        return rango

    def _adoptar_externas(self):
        """Guías of these numbers that were registered as external, before the purchase was entered."""
        self.env["mensajeria.guia"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE mensajeria_guia SET rango_id = %s
                    WHERE serie_id = %s AND rango_id IS NULL AND vigente IS TRUE AND serial BETWEEN %s AND %s""",
                self.id,
                self.serie_id.id,
                self.inicio,
                self.fin,
            )
        )
        self.env["mensajeria.guia"].invalidate_model(["rango_id"])

    def _crear_guias(self):
        """One row per number, in SQL: the ORM needs five times as long."""
        ahora, uid = fields.Datetime.now(), self.env.uid
        for desde in range(self.inicio, self.fin + 1, LOTE):
            hasta = min(desde + LOTE - 1, self.fin)
            folios = [self.serie_id._formatear(serial) for serial in range(desde, hasta + 1)]
            self.env.cr.execute(
                SQL(
                    """INSERT INTO mensajeria_guia (rango_id, serie_id, proveedor_id, company_id, serial, name, state, vigente,
                                                    costo, bitacora_numero, create_uid, write_uid, create_date, write_date)
                       SELECT %(rango)s, %(serie)s, %(proveedor)s, %(company)s, %(desde)s + lugar - 1, folio,
                              'disponible', TRUE, %(costo)s, 0, %(uid)s, %(uid)s, %(ahora)s, %(ahora)s
                         FROM unnest(%(folios)s) WITH ORDINALITY AS nuevas(folio, lugar)
                        WHERE NOT EXISTS (SELECT FROM mensajeria_guia g
                                           WHERE g.rango_id = %(rango)s AND g.serial = %(desde)s + lugar - 1)""",
                    rango=self.id,
                    serie=self.serie_id.id,
                    proveedor=self.proveedor_id.id,
                    company=self.company_id.id,
                    folios=folios,
                    desde=desde,
                    costo=self.costo,
                    uid=uid,
                    ahora=ahora,
                )
            )
        self.env["mensajeria.guia"].invalidate_model()

    # Steps

    def _exigir_comprador(self):
        self.check_access("read")
        for proveedor in self.sudo().proveedor_id:
            proveedor._exigir_comprador()

    def action_cerrar(self, motivo=None):
        """Draw no more from these ranges; what is left stays counted.

        :param motivo: why; mandatory
        """
        self._exigir_comprador()
        self.sudo()._transitar("cerrado", motivo)
        self.sudo()._tareas_abiertas("guias_caducidad")._cerrar(motivo)
        self.sudo().serie_id._revisar_existencias()
        return True

    def action_reabrir(self, motivo=None):
        """Draw again from closed ranges.

        :param motivo: why; mandatory
        """
        self._exigir_comprador()
        self.sudo()._transitar("activo", motivo)
        self.sudo().serie_id._revisar_existencias()
        return True

    def action_cancelar(self, motivo=None):
        """Undo a purchase entered by mistake: its guías go, its numbers can be entered again.

        :param motivo: why; mandatory
        """
        self._exigir_comprador()
        for rango in self.sudo():
            rango._transitar("cancelado", motivo, datos={"cantidad": rango.cantidad})
            rango._borrar_guias()
        self.sudo()._tareas_abiertas()._cerrar(motivo, state="cancelada")
        self.sudo().serie_id._revisar_existencias()
        return True

    def _borrar_guias(self):
        """Delete the guías that nothing ever happened to; refuse when there are others."""
        self.env["mensajeria.guia"].flush_model()
        borradas = self.env.execute_query(
            SQL(
                """WITH borradas AS (
                       DELETE FROM mensajeria_guia
                        WHERE rango_id = %s AND state = 'disponible' AND bitacora_numero = 0 AND dotacion_id IS NULL
                    RETURNING 1)
                   SELECT count(*) FROM borradas""",
                self.id,
            )
        )[0][0]
        if borradas != self.cantidad:
            raise UserError(
                self.env._(
                    "%(count)s guías of %(range)s were already used, handed over or voided. Close the range instead; "
                    "its numbers cannot be entered again.",
                    count=self.cantidad - borradas,
                    range=self.display_name,
                )
            )
        self._soltar_numeros()
        self.env["mensajeria.guia"].invalidate_model()

    def action_reciclar(self, motivo=None):
        """The provider printed these numbers again: let them be entered anew. A year after their last use.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        if not self.env.user.has_group("mensajeria.group_administrador"):
            raise AccessError(self.env._("Only an administrator recycles numbers."))
        motivo = motivos.exigido(self.env, motivo)
        limite = fields.Datetime.subtract(fields.Datetime.now(), months=MESES_RECICLAJE)
        for rango in self.sudo():
            vivas = rango._contar().get(rango.id, {})
            reciente = self.env["mensajeria.guia"].sudo().search_count(
                [("rango_id", "=", rango.id), ("fecha_asignacion", ">=", limite)], limit=1
            )  # fmt: skip
            if rango.state not in ("agotado", "cerrado") or reciente or vivas.get("asignada") or vivas.get("reservada"):
                raise UserError(
                    self.env._("%s still has guías on their way, or was used less than a year ago.", rango.display_name)
                )
            rango._anotar("reciclar", motivo=motivo)
            rango._soltar_numeros()
        return True

    def _soltar_numeros(self):
        for tabla, columna in (("mensajeria_rango", "id"), ("mensajeria_guia", "rango_id")):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET vigente = FALSE WHERE %s IN %s",
                    SQL.identifier(tabla),
                    SQL.identifier(columna),
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset(["vigente"])
        self.env["mensajeria.guia"].invalidate_model(["vigente"])

    # What the form opens

    def action_ver_guias(self):
        """The guías of this range, in a list of their own: a hundred thousand do not belong in a form."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_guia_action") | {
            "name": self.display_name,
            "domain": [("rango_id", "=", self.id)],
            "context": {"search_default_rango_id": False, "search_default_disponibles": 1},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_con_guias(self):
        usadas = self.env["mensajeria.guia"].sudo().search_count([("rango_id", "in", self.ids)], limit=1)
        if usadas or any(rango.state != "borrador" for rango in self):
            raise UserError(self.env._("A range with guías is cancelled or closed with a reason, never deleted."))
