from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from ..nucleo.models import motivos
from ..tools.acuses import PENDIENTES


class MensajeriaAcuse(models.Model):
    """What is taken back, and papers that cover several pieces. Nothing is erased: each step leaves its event."""

    _inherit = "mensajeria.acuse"

    def action_deshacer(self, motivo=None):
        """The last step of these acuses was a mistake. Not after they were validated.

        :param motivo: why; mandatory
        """
        acuses = self._exigir_operador()._con_papel()
        motivo = motivos.exigido(self.env, motivo)
        for acuse in acuses:
            acuse._deshacer(motivo)
        return True

    def _deshacer(self, motivo):
        self.ensure_one()
        if self.state == "entregado_solicitante":
            antes = self._estado_antes_de_entregar()
            self._transitar(antes, motivo)
            self.write({"fecha_entrega_solicitante": False, "recibe_solicitante": False})
        elif self.state == "digitalizado":
            self._transitar("recibido", motivo)
        elif self.state == "extraviado":
            self._en_camino(motivo)
        elif self.state == "no_entregado":
            self.envio_id._corregir(motivo)  # which takes the acuse along
        elif self.state in ("recibido", "irregular") and self.fecha_recepcion:
            self._deshacer_recepcion(motivo)
        elif self.state == "irregular":
            raise UserError(self.env._("The delivery of %s was told: correct that.", self.envio_id.name))
        else:
            raise UserError(self._mensaje_sin_vuelta())

    def _mensaje_sin_vuelta(self):
        if self.fecha_validacion:
            return self.env._("The acuse of %s was validated: it does not change any more.", self.envio_id.name)
        return self.env._("There is nothing to take back in the acuse of %s.", self.envio_id.name)

    def _estado_antes_de_entregar(self):
        if self.fecha_validacion:
            return "sustituido" if self.certificacion_ids else "validado"
        return "irregular" if self.irregularidad else "no_entregado"

    def _deshacer_recepcion(self, motivo):
        """The paper is not here: what it told of the piece is taken back by another event."""
        evento, envio = self.evento_id, self.envio_id
        self.write({"fecha_recepcion": False, "recibe_user_id": False, "evento_id": False, "sobre_devuelto": False})
        if evento.tipo == "entregado" and envio._ultimo_movimiento() == evento:
            self._olvidar_entrega()
            self._en_camino(motivo)
            envio._corregir(motivo)
            return
        if evento.tipo == "acuse":
            envio._registrar_evento("correccion", motivo=motivo, anula_id=evento.id)
        self._en_camino(motivo)
        if envio.state == "devuelto":
            self._transitar("no_entregado")
        else:
            self._revisar_regularidad()

    def _olvidar_entrega(self):
        """What the paper said of the delivery does not hold."""
        self.write(
            {
                "fecha_entrega": False,
                "receptor_nombre": False,
                "receptor_cargo": False,
                "caracter": False,
                "identificacion_tipo": False,
                "identificacion_folio": False,
                "observacion": False,
                "observacion_nota": False,
            }
        )

    # Several pieces, one signature

    def action_agrupar(self):
        """These pieces were signed for on one paper: that of the first of them. From now on they move together."""
        acuses = self._exigir_operador()
        if len(acuses) < 2:
            raise UserError(self.env._("Choose all the acuses that stand on the same paper."))
        acuses = acuses.sorted("id")
        for acuse in acuses:
            acuse._exigir_agrupable(acuses[0])
        (acuses[1:] | acuses[1:].cubiertos_ids)._agrupar_en(acuses[0])
        return acuses[0]._accion(acuses, self.env._("Signed on one paper"))

    def _exigir_agrupable(self, principal):
        self._exigir_estado(*PENDIENTES)
        if self.conjunto_id and self.conjunto_id != principal:
            raise UserError(self.env._("%s already stands on another paper.", self.envio_id.name))
        iguales = (
            self.proveedor_id == principal.proveedor_id
            and self.company_id == principal.company_id
            and self.oficialia_id == principal.oficialia_id
            and (self.dest_nombre or "").strip().casefold() == (principal.dest_nombre or "").strip().casefold()
        )
        if not iguales:
            raise UserError(
                self.env._(
                    "%(piece)s is for another addressee, or goes another way, than %(other)s: one signature does not cover both.",
                    piece=self.envio_id.display_name,
                    other=principal.envio_id.display_name,
                )
            )

    def _agrupar_en(self, principal):
        self.write({"conjunto_id": principal.id})
        self._tareas_abiertas()._cerrar("agrupar", state="cancelada")
        self._anotar("agrupar", {"papel": principal.envio_id.name})

    def action_separar(self, motivo=None):
        """This piece has a paper of its own after all.

        :param motivo: why; mandatory
        """
        acuses = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        acuses._exigir_estado(*PENDIENTES)
        for acuse in acuses.filtered("conjunto_id"):
            acuse._anotar("separar", motivo=motivo)
            # it is asked for again: the other paper had covered it
            acuse.write({"conjunto_id": False, "fecha_persecucion": acuse.plazo and acuse.plazo + timedelta(days=1)})
        return True
