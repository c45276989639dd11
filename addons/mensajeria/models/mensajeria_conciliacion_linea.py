from decimal import Decimal

from odoo import api, fields, models

from ..tools import conciliacion as reglas
from ..tools.conciliacion import RESULTADOS, Cargo


class MensajeriaConciliacionLinea(models.Model):
    """One charge of an invoice, and what is known of its guía."""

    _name = "mensajeria.conciliacion.linea"
    _description = "Charge of a Carrier"
    _order = "conciliacion_id desc, numero, id"
    _rec_name = "folio"

    conciliacion_id = fields.Many2one(
        "mensajeria.conciliacion", "Invoice", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="conciliacion_id.company_id", store=True, precompute=True)
    proveedor_id = fields.Many2one(related="conciliacion_id.proveedor_id", store=True, precompute=True)
    numero = fields.Integer("Line", readonly=True, aggregator=None)
    folio = fields.Char("Number in the File", readonly=True)
    guia_id = fields.Many2one("mensajeria.guia", "Guía", readonly=True, ondelete="restrict", index="btree_not_null")
    envio_id = fields.Many2one("mensajeria.envio", "Piece", readonly=True, ondelete="restrict", index="btree_not_null")
    area_id = fields.Many2one(related="envio_id.area_id", string="Sender", related_sudo=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    importe = fields.Monetary("Charged", readonly=True)
    esperado = fields.Monetary("By Tariff", readonly=True)
    diferencia = fields.Monetary("Difference", readonly=True)
    disputa = fields.Monetary("In Dispute", readonly=True)
    compromiso = fields.Date("Promised For", readonly=True)
    entrega = fields.Date("Delivered On", readonly=True)
    dias_tarde = fields.Integer("Days Late", readonly=True, aggregator="avg")
    resultado = fields.Selection(RESULTADOS, "Result", required=True, readonly=True)
    por_revisar = fields.Boolean("To Check", readonly=True)
    problema = fields.Char("Remarks", readonly=True)

    reclamacion_id = fields.Many2one(
        "mensajeria.reclamacion", "Claim", readonly=True, ondelete="set null", index="btree_not_null"
    )

    _conciliacion_idx = models.Index("(conciliacion_id, resultado)")

    @api.model
    def _de_filas(self, conciliacion, filas):
        """Values of the lines of an invoice."""
        guias = self.env["mensajeria.guia"]._de_archivo(
            conciliacion.proveedor_id, conciliacion.company_id, [fila.folio for fila in filas if fila.folio]
        )
        cobradas = self._cobradas(conciliacion, [guia.id for guia in guias.values()])
        vals_list = []
        for fila in filas:
            guia = guias.get(fila.folio, self.env["mensajeria.guia"].sudo())
            vals_list.append(self._vals(conciliacion, fila, guia, cobradas))
            if guia and not fila.problema:
                cobradas.setdefault(guia.id, conciliacion.name)
        return vals_list

    def _cobradas(self, conciliacion, guia_ids):
        """``{id of a guía: invoice that charged it before}``."""
        antes = self.sudo()._read_group(
            [
                ("guia_id", "in", guia_ids),
                ("conciliacion_id", "!=", conciliacion.id),
                ("resultado", "not in", ("repetida", "error")),
            ],
            ["guia_id", "conciliacion_id"],
        )
        return {guia.id: otra.name for guia, otra in antes}

    def _vals(self, conciliacion, fila, guia, cobradas):
        comunes = {"conciliacion_id": conciliacion.id, "numero": fila.numero, "folio": fila.folio}
        if fila.problema:
            return comunes | {"resultado": "error", "por_revisar": True, "problema": fila.problema}
        envio = guia.envio_id
        esperado = Decimal(str(envio.costo)).quantize(Decimal("0.01")) if envio.costo else None
        cargo = Cargo(
            guia.state or None,
            envio.state or None,
            fila.importe,
            esperado,
            envio.fecha_compromiso or None,
            envio._en_local(envio.fecha_entrega).date() if envio.fecha_entrega else None,
            guia.id in cobradas,
        )
        cual = reglas.resultado(cargo)
        diferencia = fila.importe - esperado if esperado is not None and cual == "usada" else Decimal(0)
        tarde = reglas.dias_tarde(cargo, conciliacion.company_id._hoy()) if cual == "usada" else 0
        return comunes | {
            "guia_id": guia.id,
            "envio_id": envio.id,
            "importe": float(fila.importe),
            "esperado": float(esperado or 0),
            "diferencia": float(diferencia),
            "disputa": float(reglas.en_disputa(cual, fila.importe, diferencia)),
            "compromiso": cargo.compromiso,
            "entrega": cargo.entrega,
            "dias_tarde": tarde,
            "resultado": cual,
            "por_revisar": cual != "usada" or bool(diferencia) or tarde > 0 or esperado is None,
            "problema": self._observacion(cual, guia, esperado, cobradas),
        }

    def _observacion(self, cual, guia, esperado, cobradas):
        estados = dict(guia._fields["state"]._description_selection(self.env))
        if cual == "repetida":
            return self.env._("Charged in invoice %s.", cobradas[guia.id])
        if cual in ("baja", "sin_usar"):
            return self.env._("The guía is «%s».", estados[guia.state])
        if cual == "usada" and esperado is None:
            return self.env._("The service has no price to compare with.")
        return False

    def _tipo_de_reclamo(self):
        """What a claim about this charge is about; None when there is nothing to claim."""
        self.ensure_one()
        if self.disputa:
            return reglas.TIPO_DE_RECLAMO.get(self.resultado, "cobro")
        return "demora" if self.dias_tarde else None

    def _detalle_de_reclamo(self):
        tarde = self.env._("%s days late.", self.dias_tarde) if self.dias_tarde else ""
        return " ".join(filter(None, (self.problema, tarde)))
