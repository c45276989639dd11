from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.catalogos import TIPOS_PROVEEDOR


class MensajeriaDespachar(models.TransientModel):
    """Consolidates pieces by zone and provider: one line for each way in which they go, with what it costs."""

    _name = "mensajeria.despachar"
    _description = "Assignment of Pieces"
    _inherit = ["mensajeria.asistente"]

    envio_ids = fields.Many2many(
        "mensajeria.envio", string="Pieces", required=True, default=lambda self: self._default_envio_ids()
    )
    linea_ids = fields.One2many(
        "mensajeria.despachar.linea",
        "asistente_id",
        "Groups",
        compute="_compute_linea_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    hacer_relaciones = fields.Boolean("Put Them on Lists", default=True)
    emitir = fields.Boolean("Issue at Once", help="The lists get their folio and do not change any more.")
    imprimir = fields.Boolean("Print Everything", help="The lists, the labels and the acuse forms, in one file.")
    fecha = fields.Date("They Leave On", required=True, default=lambda self: self.env.company._hoy())
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    total = fields.Monetary("Total", compute="_compute_total")

    @api.model
    def _default_envio_ids(self):
        envios = self._activos("mensajeria.envio") | self._activos("mensajeria.solicitud").envio_ids
        return envios.filtered(lambda e: e.state == "por_asignar")

    @api.depends("envio_ids")
    def _compute_linea_ids(self):
        for asistente in self:
            grupos = asistente.envio_ids.grouped(
                lambda e: (e.zona_id, e.servicio_id, e.mensajero_id, e.solicitud_id.tipo_sugerido or "")
            )
            asistente.linea_ids = [Command.clear()] + [
                Command.create(
                    {
                        "envio_ids": [Command.set(envios.ids)],
                        "zona_id": zona.id,
                        "servicio_id": (servicio or asistente._servicio_habitual(envios)).id,
                        "mensajero_id": mensajero.id,
                    }
                )
                for (zona, servicio, mensajero, _tipo), envios in sorted(
                    grupos.items(),
                    key=lambda grupo: (grupo[0][0].sequence or 0, grupo[0][0].name or "", -len(grupo[1])),
                )
            ]

    @api.model
    def _servicio_habitual(self, envios):
        """The last service by which this office sent a piece of the kind that was asked for, when they agree on one."""
        propios = set(self.env.user._tipos_de_mensajeria())
        tipos = set(envios.solicitud_id.mapped("tipo_sugerido")) - {False} or propios
        if len(tipos) != 1 or not tipos <= propios:
            return self.env["mensajeria.servicio"]
        ultimo = self.env["mensajeria.envio"].search(
            [
                ("proveedor_tipo", "in", list(tipos)),
                ("company_id", "in", envios.company_id.ids),
                ("servicio_id", "!=", False),
                ("state", "!=", "por_asignar"),
            ],
            order="id desc",
            limit=1,
        )
        return ultimo.servicio_id.filtered("active")

    @api.depends("linea_ids.costo")
    def _compute_total(self):
        for asistente in self:
            asistente.total = sum(asistente.linea_ids.mapped("costo"))

    def action_despachar(self):
        """Assign every group as its line says, with guías where they are needed: all of them, or none."""
        self.ensure_one()
        self.check_access("read")
        if not self.linea_ids:
            raise UserError(self.env._("None of these pieces waits to be assigned."))
        asignados = self.env["mensajeria.envio"]
        for linea in self.linea_ids:
            asignados |= linea._asignar()
        if not self.hacer_relaciones:
            return {"type": "ir.actions.act_window_close"}
        relaciones = asignados._hacer_relaciones(self.fecha)
        if not self.emitir:
            return relaciones._accion_lista()
        relaciones.action_emitir()
        if not self.imprimir:
            return relaciones._accion_lista()
        return {**relaciones.action_imprimir_juego(), "close_on_report_download": True}


class MensajeriaDespacharLinea(models.TransientModel):
    _name = "mensajeria.despachar.linea"
    _description = "Group of Pieces to Assign"
    _inherit = ["mensajeria.asistente"]

    asistente_id = fields.Many2one("mensajeria.despachar", required=True, ondelete="cascade")
    envio_ids = fields.Many2many("mensajeria.envio", string="Pieces")
    zona_id = fields.Many2one("mensajeria.zona", "Zone")
    tipo_sugerido = fields.Selection(TIPOS_PROVEEDOR, "Suggested Courier", compute="_compute_piezas")
    piezas = fields.Integer("Number of Pieces", compute="_compute_piezas")
    peso = fields.Integer("Weight (g)", compute="_compute_piezas")
    servicio_id = fields.Many2one(
        "mensajeria.servicio",
        "Service",
        domain=lambda self: [("proveedor_tipo", "in", self.env.user._tipos_de_mensajeria())],
    )
    proveedor_tipo = fields.Selection(related="servicio_id.proveedor_tipo")
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero",
        "Messenger",
        compute="_compute_mensajero_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one(related="asistente_id.currency_id")
    costo = fields.Monetary("Cost", compute="_compute_costo")
    aviso = fields.Char("Remark", compute="_compute_costo")

    @api.depends("envio_ids")
    def _compute_piezas(self):
        for linea in self:
            linea.piezas, linea.peso = len(linea.envio_ids), sum(linea.envio_ids.mapped("peso"))
            linea.tipo_sugerido = linea.envio_ids[:1].solicitud_id.tipo_sugerido

    @api.depends("servicio_id")
    def _compute_mensajero_id(self):
        for linea in self:
            if linea.proveedor_tipo != "local":
                linea.mensajero_id = False
            elif not linea.mensajero_id:
                linea.mensajero_id = linea.zona_id.mensajero_id

    @api.depends("servicio_id", "envio_ids")
    def _compute_costo(self):
        """What the group costs by the tariff, and what the tariff or the stock of guías does not reach."""
        for linea in self:
            servicio = linea.servicio_id
            precios = (
                [servicio.with_company(e.company_id)._precio(e.peso, e.zona_id) for e in linea.envio_ids]
                if servicio
                else []
            )
            linea.costo = sum(precio or 0 for precio in precios)
            linea.aviso = linea._faltante()
            if not linea.aviso and False in precios and servicio.sudo().tarifa_ids:
                linea.aviso = self.env._("The tariff does not reach the weight of %s pieces", precios.count(False))

    def _faltante(self):
        """What the stock of guías lacks for this group, in words."""
        servicio = self.servicio_id
        cuantas = len(self.envio_ids.filtered(lambda e: not e.guia_id))
        if not servicio.requiere_guia or not cuantas:
            return False
        Guia, company = self.env["mensajeria.guia"], self.envio_ids[:1].company_id or self.env.company
        rangos = Guia._rangos_de_toma(servicio.proveedor_id, servicio, company)
        libres = Guia.sudo().search_count(
            [
                ("rango_id", "in", rangos.ids),
                ("state", "=", "disponible"),
                ("mensajero_id", "=", False),
                ("area_id", "in", [*Guia._areas_propias().ids, False]),
            ],
            limit=cuantas,
        )
        return libres < cuantas and self.env._("%(needed)s guías needed, %(free)s free", needed=cuantas, free=libres)

    def _asignar(self):
        """Assign the pieces of this group as it says."""
        envios = self.envio_ids
        envios._exigir_operador()
        if not self.servicio_id:
            raise UserError(
                self.env._("Choose the service of the pieces of %s.", self.zona_id.name or self.env._("no zone"))
            )
        if self.servicio_id.proveedor_tipo not in self.env.user._tipos_de_mensajeria():
            self.servicio_id.proveedor_id._exigir_operador()
        vals = {
            "proveedor_id": self.servicio_id.proveedor_id.id,
            "servicio_id": self.servicio_id.id,
            "mensajero_id": self.mensajero_id.id,
        }
        distintos = envios.filtered(lambda e: any(e[campo].id != valor for campo, valor in vals.items()))
        distintos.write(vals)
        envios.action_asignar()
        return envios
