from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mensajeria.models.mensajeria_destino_mixin import CAMPOS_DESTINATARIO

from ..tools.medios import CON_MENSAJERIA


class CorrespondenciaDestinatario(models.Model):
    """A line that a courier carries is a piece of ``mensajeria``: what happens to the piece happens to the line."""

    _inherit = "correspondencia.destinatario"

    solicitud_id = fields.Many2one(
        "mensajeria.solicitud", "Request", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    envio_id = fields.Many2one(
        "mensajeria.envio", "Piece", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    zona_id = fields.Many2one(
        "mensajeria.zona",
        "Zone",
        compute="_compute_zona_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="Of its address, when a courier carries it.",
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor",
        "Provider",
        compute="_compute_proveedor_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="Who carries it; until it is assigned, whoever the rules propose.",
    )
    envio_state = fields.Selection(related="envio_id.state", string="Status of the Piece")

    @api.depends("medio", "dest_cp", "dest_colonia", "dest_municipio", "dest_estado", "company_id")
    def _compute_zona_id(self):
        con_pieza = self.filtered(lambda d: d.medio in CON_MENSAJERIA)
        (self - con_pieza).zona_id = False
        for company, lineas in con_pieza.grouped("company_id").items():
            zonas = self.env["mensajeria.zona"]._zonas_de([linea._direccion() for linea in lineas], company)
            for linea, zona in zip(lineas, zonas, strict=True):
                linea.zona_id = zona

    @api.depends("medio", "zona_id", "company_id", "envio_id.proveedor_id")
    def _compute_proveedor_id(self):
        Envio, unicos = self.env["mensajeria.envio"], {}
        for linea in self.sudo():
            proveedor = linea.envio_id.proveedor_id
            if not proveedor and linea.medio in CON_MENSAJERIA:
                proveedor = Envio._servicio_por_regla(linea.company_id, linea.zona_id, linea.medio, unicos).proveedor_id
            linea.proveedor_id = proveedor

    def _despachar_mensajeria(self):
        """One request for each unit, office and kind of courier, with a piece for each line; accepted at once where the
        user attends that kind.
        """
        grupos = self.grouped(lambda d: (d.oficio_id.area_id, d.oficio_id.oficialia_id, d.medio, d.oficio_id.prioridad))
        for (area, oficialia, medio, prioridad), lineas in grupos.items():
            solicitud = self.env["mensajeria.solicitud"].create(
                {
                    "company_id": area.company_id.id,
                    "solicitante_id": self.env.uid,
                    "area_id": area.id,
                    "oficialia_id": oficialia.id,
                    "origen_model": lineas.oficio_id[:1]._name if len(lineas.oficio_id) == 1 else False,
                    "origen_id": lineas.oficio_id.id if len(lineas.oficio_id) == 1 else False,
                    "tipo_sugerido": medio,
                    "urgencia": prioridad,
                    "envio_ids": [Command.create(linea._pieza()) for linea in lineas],
                }
            )
            for linea, envio in zip(lineas, solicitud.envio_ids.sorted("id"), strict=True):
                linea.write({"solicitud_id": solicitud.id, "envio_id": envio.id})
            solicitud._enviar()
            lineas._transitar("en_despacho", datos={"medio": medio, "solicitud": solicitud.name})
            propia = solicitud.sudo(False)
            if propia.has_access("read") and propia._puede_operar():
                propia.action_aceptar()

    def _accion_asignar(self):
        """The window in which the pieces of these lines get service, guía, list and papers at once; none when there are
        no pieces that the user assigns.
        """
        piezas = self.envio_id.filtered(lambda e: e.state == "por_asignar").sudo(False)
        piezas = piezas.filtered(lambda e: e.has_access("read") and e._puede_operar())
        if not piezas:
            return None
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_despachar_action") | {
            "context": {
                "active_model": piezas._name,
                "active_ids": piezas.ids,
                "default_emitir": True,
                "default_imprimir": True,
            }
        }

    def action_asignar(self):
        """Go on with lines that were dispatched: assign their pieces, put them on lists and print their papers."""
        accion = self._exigir_despachador()._accion_asignar()
        if not accion:
            raise UserError(self.env._("None of these waits to be assigned to a courier, or others assign it."))
        return accion

    def _pieza(self):
        """Values of the piece that carries this line."""
        return {
            **{
                campo: self[campo].id if self._fields[campo].relational else self[campo]
                for campo in CAMPOS_DESTINATARIO
            },
            "partner_id": self.partner_id.id,
            "latitud": self.latitud,
            "longitud": self.longitud,
            "documento": self.oficio_id.name,
            "res_model": self.oficio_id._name,
            "res_id": self.oficio_id.id,
            "area_id": self.oficio_id.area_id.id,
            "company_id": self.company_id.id,
            "anexos": self._anexos_de_pieza(),
        }

    def _anexos_de_pieza(self):
        """What its papers say of the annexes: how many, where their names tell of what is confidential."""
        anexos = self.oficio_id.anexo_ids
        if anexos and self.oficio_id.confidencialidad == "confidencial":
            return str(len(anexos))
        return ", ".join(anexos.mapped("name")) or False

    def _retirar_pieza(self, motivo):
        """The pieces of these lines are not sent; refused when one stands on a list that was issued."""
        for linea in self:
            if linea.envio_id:
                linea.envio_id._cancelar(motivo)  # which brings the line back
            else:
                linea._quedo_pendiente(motivo)

    def _quedo_pendiente(self, motivo):
        for linea in self:
            linea._transitar("pendiente", motivo)
            linea._olvidar_envio(motivo)

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.write({"solicitud_id": False, "envio_id": False})

    def _quedar_sin_despacho(self, motivo):
        """Their document is not sent any more: neither are these lines, nor their pieces; refused when one left."""
        self.filtered(lambda d: d.state == "en_despacho")._retirar_pieza(motivo)
        self.filtered(lambda d: d.state != "cancelado")._transitar("cancelado", motivo)
