from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..models.mensajeria_guia import BAJAS

COLUMNAS = ("compradas", "usadas", "asignadas", "disponibles", "bajas")


class MensajeriaArqueo(models.TransientModel):
    """Where every bought guía is: bought = used + assigned + available + voided.

    What was bought comes from the purchases; the rest is counted one by one. So the sum proves something.
    """

    _name = "mensajeria.arqueo"
    _description = "Folio Audit"
    _inherit = ["mensajeria.asistente"]

    proveedor_id = fields.Many2one("mensajeria.proveedor", "Provider", ondelete="cascade")
    serie_id = fields.Many2one(
        "mensajeria.serie",
        "Series",
        ondelete="cascade",
        domain="[('proveedor_id', '=?', proveedor_id)]",
    )
    desde = fields.Date("Bought From")
    hasta = fields.Date("Bought To")
    solo_abiertos = fields.Boolean("Only Ranges in Use", help="Leaves out the used up and closed ones.")
    tabla = fields.Html(compute="_compute_tabla", sanitize=False)
    cuadra = fields.Boolean(compute="_compute_tabla")

    def _dominio(self):
        dominio = Domain("state", "not in", ("borrador", "cancelado"))
        if self.proveedor_id:
            dominio &= Domain("proveedor_id", "=", self.proveedor_id.id)
        if self.serie_id:
            dominio &= Domain("serie_id", "=", self.serie_id.id)
        if self.desde:
            dominio &= Domain("fecha_compra", ">=", self.desde)
        if self.hasta:
            dominio &= Domain("fecha_compra", "<=", self.hasta)
        if self.solo_abiertos:
            dominio &= Domain("state", "=", "activo")
        return dominio

    def _cuentas(self):
        """One dict per range that the user sees, in the order of the series: who, and how many in each column."""
        self.ensure_one()
        rangos = self.env["mensajeria.rango"].search(
            self._dominio(), order="proveedor_id, serie_id, fecha_compra, inicio"
        )
        contadas = rangos._contar()
        filas = []
        for rango in rangos:
            cuenta = contadas.get(rango.id, {})
            fila = {
                "rango": rango,
                "compradas": rango.cantidad,
                "usadas": cuenta.get("usada", 0),
                "asignadas": cuenta.get("asignada", 0) + cuenta.get("reservada", 0),
                "disponibles": cuenta.get("disponible", 0),
                "bajas": sum(cuenta.get(baja, 0) for baja in BAJAS),
                **{baja: cuenta.get(baja, 0) for baja in BAJAS},
            }
            fila["diferencia"] = fila["compradas"] - sum(fila[columna] for columna in COLUMNAS[1:])
            filas.append(fila)
        return filas

    @api.depends("proveedor_id", "serie_id", "desde", "hasta", "solo_abiertos")
    def _compute_tabla(self):
        """The same table that is printed."""
        for arqueo in self:
            filas = arqueo._cuentas()
            arqueo.cuadra = not any(fila["diferencia"] for fila in filas)
            arqueo.tabla = self.env["ir.qweb"]._render(
                "mensajeria.arqueo_tabla", {"filas": filas, "totales": self._totales(filas)}
            )

    @api.model
    def _totales(self, filas):
        """``{column: sum}``, the kinds of voids too."""
        return {columna: sum(fila[columna] for fila in filas) for columna in (*COLUMNAS, *BAJAS, "diferencia")}

    def action_imprimir(self):
        """Print it, with room for the signatures."""
        self.ensure_one()
        self.check_access("read")
        self._exigir_filas()
        return self.env.ref("mensajeria.action_report_arqueo").report_action(self)

    def _exigir_filas(self):
        filas = self._cuentas()
        if not filas:
            raise UserError(self.env._("No guías were bought of that provider, series and days."))
        return filas

    def _etiquetas_de_bajas(self):
        """``[(state, label)]`` of the kinds of voids."""
        etiquetas = dict(self.env["mensajeria.guia"]._fields["state"]._description_selection(self.env))
        return [(baja, etiquetas[baja]) for baja in BAJAS]

    def _alcance(self):
        """What the audit leaves out, as a line under its title; empty when nothing."""
        partes = [self.serie_id.display_name or self.proveedor_id.name]
        if self.desde:
            partes.append(self.env._("bought from %s", format_date(self.env, self.desde)))
        if self.hasta:
            partes.append(self.env._("bought until %s", format_date(self.env, self.hasta)))
        if self.solo_abiertos:
            partes.append(self.env._("only ranges in use"))
        return " · ".join(filter(None, partes))

    def _externas(self):
        """How many numbers outside the purchases were registered, of the same series."""
        dominio = Domain("rango_id", "=", False)
        if self.proveedor_id:
            dominio &= Domain("proveedor_id", "=", self.proveedor_id.id)
        if self.serie_id:
            dominio &= Domain("serie_id", "=", self.serie_id.id)
        return self.env["mensajeria.guia"].search_count(dominio)
