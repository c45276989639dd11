from contextlib import closing

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mensajeria_guia import BAJAS


class MensajeriaAsignarGuia(models.TransientModel):
    """Give their guías to one piece or to a batch: drawn from the stock, or scanned in the order of the pieces."""

    _name = "mensajeria.asignar.guia"
    _description = "Assignment of Guías"
    _inherit = ["mensajeria.asistente"]

    envio_ids = fields.Many2many(
        "mensajeria.envio", string="Pieces", required=True, default=lambda self: self._default_envio_ids()
    )
    cuantas = fields.Integer("Pieces to Serve", compute="_compute_existencias")
    modo = fields.Selection(
        [("automatica", "From the stock"), ("escaneo", "Scanned or typed")], "How", default="automatica", required=True
    )
    area_id = fields.Many2one(
        "hr.department",
        "Stock of",
        domain=lambda self: [("id", "in", self.env["mensajeria.guia"]._areas_propias().ids)],
        help="That office's only; when empty, your offices' first and then the common stock.",
    )
    lecturas = fields.Text("Numbers", help="One per line, in the order of the pieces.")
    existencias = fields.Text("Stock", compute="_compute_existencias")
    alcanza = fields.Boolean(compute="_compute_existencias")
    problemas = fields.Text(readonly=True)

    @api.model
    def _default_envio_ids(self):
        return self._activos("mensajeria.envio").filtered(lambda e: not e.guia_id)

    @api.depends("envio_ids", "area_id")
    def _compute_existencias(self):
        """What the batch needs of each provider, beside what is left."""
        Guia = self.env["mensajeria.guia"]
        for asistente in self:
            envios = asistente.envio_ids.sudo()
            lineas, asistente.alcanza = [], True
            asistente.cuantas = len(envios)
            areas = asistente.area_id.ids or [*Guia._areas_propias().ids, False]
            for (company, proveedor, servicio), grupo in envios.grouped(
                lambda e: (e.company_id, e.proveedor_id, e.servicio_id)
            ).items():
                rangos = Guia._rangos_de_toma(proveedor, servicio or None, company)
                libres = Guia.sudo().search_count(
                    [
                        ("rango_id", "in", rangos.ids),
                        ("state", "=", "disponible"),
                        ("mensajero_id", "=", False),
                        ("area_id", "in", areas),
                    ]
                )
                asistente.alcanza &= libres >= len(grupo)
                lineas.append(
                    self.env._(
                        "%(provider)s: %(needed)s needed, %(free)s available",
                        provider=" · ".join(filter(None, (proveedor.name, servicio.name))) or "-",
                        needed=len(grupo),
                        free=libres,
                    )
                )
            asistente.existencias = "\n".join(lineas)

    def action_asignar(self):
        """Assign to all the pieces, or to none."""
        self.ensure_one()
        self.check_access("read")
        envios = self.envio_ids
        if not envios:
            raise UserError(self.env._("All these pieces already have their guía."))
        envios._exigir_operador()
        if self.modo == "automatica":
            self.env["mensajeria.guia"]._asignar(envios, self.area_id)
        elif problemas := self._asignar_lecturas():
            self.problemas = "\n".join(problemas)
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Assign Guías"),
                "res_model": self._name,
                "res_id": self.id,
                "views": [(False, "form")],
                "target": "new",
            }
        self.env["mensajeria.guia"]._seguir(envios)
        return {"type": "ir.actions.act_window_close"}

    def _asignar_lecturas(self):
        """Assign line by line. The problems found leave everything as it was, save for the voided guías that turned up."""
        Guia = self.env["mensajeria.guia"]
        textos = [linea for linea in (self.lecturas or "").splitlines() if linea.strip()]
        if len(textos) != len(self.envio_ids):
            return [
                self.env._(
                    "There are %(pieces)s pieces and %(numbers)s numbers.",
                    pieces=len(self.envio_ids),
                    numbers=len(textos),
                )
            ]
        envios = self.envio_ids.sudo().sorted("id")  # as they are listed
        problemas = []
        with closing(self.env.cr.savepoint()) as intento:
            for numero, (envio, texto) in enumerate(zip(envios, textos, strict=True), 1):
                try:
                    Guia._asignar_folio(envio, texto)
                except UserError as error:
                    problemas.append(self.env._("Line %(number)s: %(problem)s", number=numero, problem=error))
            if not problemas:
                intento.close(rollback=False)
        if problemas:  # and the lines that were right are undone
            for envio, texto in zip(envios, textos, strict=True):
                guia, *_resto = Guia._identificar(texto, envio.proveedor_id, envio.company_id)
                if guia.state in BAJAS:
                    guia._avisar_hallazgo()
        return problemas
