import base64
import hashlib

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MensajeriaConciliacion(models.Model):
    """The invoice of a carrier against the guías that were used: what is owed, what is not, and what is claimed."""

    _name = "mensajeria.conciliacion"
    _description = "Carrier's Invoice"
    _inherit = ["mensajeria.archivo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _USO = "factura"
    _CAMPOS_SISTEMA = frozenset("state sha256 user_id fecha_cotejo linea_ids".split())
    _CAMPOS_LEIDOS = frozenset({"name", "fecha", "archivo", "formato_id"})

    name = fields.Char("Invoice", required=True, tracking=True, help="Its number.")
    fecha = fields.Date("Dated", default=fields.Date.context_today)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(string="Compared By")
    fecha_cotejo = fields.Datetime("Compared On", readonly=True, copy=False)
    state = fields.Selection(
        [("borrador", "Draft"), ("cotejada", "Compared"), ("cerrada", "Closed")],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    linea_ids = fields.One2many("mensajeria.conciliacion.linea", "conciliacion_id", "Charges", readonly=True)
    cargos = fields.Integer("Number of Charges", compute="_compute_totales")
    por_revisar = fields.Integer("To Check", compute="_compute_totales")
    facturado = fields.Monetary("Charged", compute="_compute_totales")
    esperado = fields.Monetary("By Tariff", compute="_compute_totales")
    disputa = fields.Monetary("In Dispute", compute="_compute_totales")
    tarde = fields.Integer("Delivered Late", compute="_compute_totales")
    resumen = fields.Char("Result", compute="_compute_totales")

    _name_uniq = models.UniqueIndex(
        "(proveedor_id, company_id, lower(name))", "This invoice of the provider is already here."
    )

    @api.depends("linea_ids.resultado", "linea_ids.importe", "linea_ids.disputa")
    def _compute_totales(self):
        Linea = self.env["mensajeria.conciliacion.linea"]
        datos = Linea._read_group(
            [("conciliacion_id", "in", self.ids)],
            ["conciliacion_id", "resultado"],
            ["__count", "importe:sum", "esperado:sum", "disputa:sum"],
        )
        revisar = dict(
            Linea._read_group(
                [("conciliacion_id", "in", self.ids), ("por_revisar", "=", True)], ["conciliacion_id"], ["__count"]
            )
        )
        tarde = dict(
            Linea._read_group(
                [("conciliacion_id", "in", self.ids), ("dias_tarde", ">", 0)], ["conciliacion_id"], ["__count"]
            )
        )
        etiquetas = dict(Linea._fields["resultado"]._description_selection(self.env))
        for conciliacion in self:
            suyos = [fila[1:] for fila in datos if fila[0] == conciliacion._origin]
            conciliacion.cargos = sum(fila[1] for fila in suyos)
            conciliacion.facturado = sum(fila[2] for fila in suyos)
            conciliacion.esperado = sum(fila[3] for fila in suyos)
            conciliacion.disputa = sum(fila[4] for fila in suyos)
            conciliacion.por_revisar = revisar.get(conciliacion._origin, 0)
            conciliacion.tarde = tarde.get(conciliacion._origin, 0)
            conciliacion.resumen = " · ".join(f"{etiquetas[fila[0]]}: {fila[1]}" for fila in suyos) or False

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"archivo", "formato_id"}:
            self.sudo()._olvidar_cotejo()
        return res

    def _olvidar_cotejo(self):
        """Another file, or another way to read it: what was found before says nothing of it."""
        for conciliacion in self.filtered(lambda c: c.state == "cotejada"):
            conciliacion._exigir_sin_reclamo()
            conciliacion.linea_ids.unlink()
            conciliacion.state = "borrador"
            conciliacion._revisar_tarea()

    def _exigir_sin_reclamo(self):
        if self.linea_ids.reclamacion_id:
            raise UserError(self.env._("Part of invoice %s was claimed: it is not compared again.", self.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cotejada(self):
        if any(conciliacion.state != "borrador" for conciliacion in self):
            raise UserError(self.env._("An invoice that was compared stays, with what was found."))

    def _exigir_que_cambia(self):
        for conciliacion in self.sudo():
            if conciliacion.state == "cerrada":
                raise UserError(self.env._("Invoice %s is closed: it does not change any more.", conciliacion.name))

    def action_cotejar(self):
        """Compare each charge with its guía. Again, after something was corrected: the result is that of today."""
        self.ensure_one()
        conciliacion = self._exigir_operador()
        conciliacion._exigir_que_cambia()
        conciliacion._exigir_sin_reclamo()
        contenido = base64.b64decode(conciliacion.with_context(bin_size=False).archivo or b"")
        filas = conciliacion.formato_id._leer(contenido)
        Linea = self.env["mensajeria.conciliacion.linea"].sudo()
        conciliacion.linea_ids.unlink()
        Linea.create(Linea._de_filas(conciliacion, filas))
        conciliacion.write(
            {
                "sha256": hashlib.sha256(contenido).hexdigest(),
                "user_id": self.env.uid,
                "fecha_cotejo": fields.Datetime.now(),
                "state": "cotejada",
            }
        )
        conciliacion._revisar_tarea()
        return True

    def action_cerrar(self):
        """What was found is agreed: it does not change any more."""
        conciliaciones = self._exigir_operador()
        for conciliacion in conciliaciones:
            if conciliacion.state != "cotejada":
                raise UserError(self.env._("Compare invoice %s first.", conciliacion.name))
        conciliaciones.write({"state": "cerrada"})
        conciliaciones._revisar_tarea()
        return True

    def _revisar_tarea(self):
        """An invoice that was compared waits until what is in dispute is claimed, and it is closed."""
        for conciliacion in self:
            conciliacion.invalidate_recordset(["por_revisar", "disputa"])
            grupo = self.env.ref(f"mensajeria.group_{conciliacion.proveedor_id.tipo}")
            conciliacion._llevar_tarea("msj_conciliar", conciliacion.state == "cotejada", grupo=grupo)

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._(
                "%(count)s charges to look at, %(dispute)s in dispute",
                count=self.por_revisar,
                dispute=self.currency_id.format(self.disputa),
            ),
            "contraparte": self.proveedor_id.name,
            "busqueda": f"{self.name} {self.proveedor_id.name}",
            "company_id": self.company_id.id,
        }

    def action_reclamar(self):
        """Drafts of claims about what is in dispute and was not claimed yet: one for each kind."""
        self.ensure_one()
        conciliacion = self._exigir_operador()
        if conciliacion.state == "borrador":
            raise UserError(self.env._("Compare invoice %s first.", conciliacion.name))
        lineas = conciliacion.linea_ids.filtered(lambda linea: linea._tipo_de_reclamo() and not linea.reclamacion_id)
        if not lineas:
            raise UserError(self.env._("Nothing is left to claim in invoice %s.", conciliacion.name))
        reclamaciones = self.env["mensajeria.reclamacion"]
        for tipo, grupo in lineas.grouped(lambda linea: linea._tipo_de_reclamo()).items():
            reclamacion = reclamaciones.create(conciliacion._datos_de_reclamo(tipo, grupo, self.env))
            grupo.write({"reclamacion_id": reclamacion.id})
            reclamaciones |= reclamacion
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_reclamacion_action") | {
            "domain": [("id", "in", reclamaciones.ids)],
            "context": {},
        }

    def _datos_de_reclamo(self, tipo, lineas, env):
        """Values of a claim about ``lineas``; its pieces are those that the user of ``env`` dispatches."""
        piezas = lineas.envio_id.filtered(lambda e: e.with_env(env)._puede_operar())
        renglones = [
            self.env._(
                "Line %(line)s, guía %(folio)s: charged %(charged)s, in dispute %(dispute)s. %(result)s. %(remarks)s",
                line=linea.numero,
                folio=linea.folio,
                charged=f"{linea.importe:,.2f}",
                dispute=f"{linea.disputa:,.2f}",
                result=dict(linea._fields["resultado"]._description_selection(self.env))[linea.resultado],
                remarks=linea._detalle_de_reclamo(),
            ).strip()
            for linea in lineas
        ]
        return {
            "tipo": tipo,
            "company_id": self.company_id.id,
            "proveedor_id": self.proveedor_id.id,
            "envio_ids": [Command.set(piezas.ids)],
            "monto": sum(lineas.mapped("disputa")),
            "hechos": "\n".join([self.env._("Invoice %s:", self.name), *renglones]),
        }

    def action_ver_lineas(self):
        """Its charges as a list that can be filtered, grouped and exported; those to check first."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_conciliacion_linea_action") | {
            "name": self.name,
            "domain": [("conciliacion_id", "=", self.id)],
            "context": {"search_default_por_revisar": 1} if self.por_revisar else {},
        }
