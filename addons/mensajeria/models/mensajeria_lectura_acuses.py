from odoo import models
from odoo.exceptions import UserError

from ..tools.acuses import ENTREGABLES
from ..tools.envios import EN_OFICINA, FUERA


class MensajeriaLectura(models.Model):
    """What comes back: acuses, and pieces that could not be delivered; and what goes to the unit that sent them."""

    _inherit = "mensajeria.lectura"

    # Receive acuses

    def _leer_recibir(self, hallazgo, confirmar):
        envio = hallazgo.envio
        acuse = self._exigir_acuse(envio)
        acuse._bloquear()
        if self.resultado == "entregado":
            return {"acuse_id": acuse.id} | self._recibir_acuse(acuse, confirmar)
        return {"acuse_id": acuse.id} | self._recibir_devolucion(envio, acuse, confirmar, con_sobre=False)

    def _exigir_acuse(self, envio):
        """The acuse of ``envio``, which it has once it left."""
        if envio.state in (*EN_OFICINA, "en_relacion", "cancelado"):
            raise UserError(self.env._("%s never left: it can have no acuse.", envio.name))
        if not envio.acuse_ids:
            raise UserError(self.env._("The service of %s asks for no acuse.", envio.name))
        return envio.acuse_ids

    def _recibir_acuse(self, acuse, confirmar):
        papel = acuse._con_papel()
        if acuse.state == "no_entregado":
            if not confirmar:
                return self._pedir_confirmacion(self.env._("It was read as not delivered."))
            self._anular_lectura(acuse.envio_id)
            if acuse.sobre_devuelto:
                acuse._recibir(self._datos_del_papel(), origen="lote")
                return {
                    "resultado": "ok",
                    "alerta": True,
                    "mensaje": self.env._("Irregular: the envelope came back as well"),
                }
            acuse._deshacer(self.env._("Read again at the station with the opposite result"))
        elif acuse.state in ("no_requerido",):
            raise UserError(self.env._("The acuse of %s was excused.", acuse.envio_id.name))
        elif acuse.fecha_recepcion or acuse.fecha_validacion:
            return {"resultado": "ya_procesado", "mensaje": self.env._("Its acuse was already received.")}
        papel._recibir(self._datos_del_papel(), origen="lote")
        etiquetas = dict(acuse._fields["irregularidad"]._description_selection(self.env))
        if acuse.state == "irregular":
            principal = acuse.conjunto_id or acuse
            motivo = etiquetas.get(principal.irregularidad, "")
            return {"resultado": "ok", "alerta": True, "mensaje": self.env._("Irregular: %s", motivo)}
        if len(papel) > 1:
            return {"resultado": "ok", "mensaje": self.env._("Received, for %s pieces", len(papel))}
        return {"resultado": "ok", "mensaje": self.env._("Acuse received")}

    def _datos_del_papel(self):
        """What holds for all the papers of this session."""
        return {"fecha_entrega": self.fecha_entrega, "caracter": self.caracter}

    def _pedir_confirmacion(self, mensaje):
        return {
            "resultado": "por_confirmar",
            "mensaje": self.env._("%s Confirm to take that back and keep this.", mensaje),
        }

    def _anular_lectura(self, envio):
        """Earlier readings of ``envio`` in this session do not stand any more."""
        self.linea_ids.filtered(lambda v: v.envio_id == envio and v.resultado == "ok" and not v.anulada).write(
            {"anulada": True, "clave": False}
        )

    def _deshacer_recibir(self, linea):
        motivo = self.env._("Undone at the station")
        if linea.envio_id.state == "devuelto" and linea.acuse_id.state == "no_entregado":
            linea.envio_id._corregir(motivo)
            return
        for acuse in linea.acuse_id._con_papel():
            acuse._deshacer(motivo)

    # Returns

    def _leer_devolver(self, hallazgo, confirmar):
        envio = hallazgo.envio
        if envio.state in (*EN_OFICINA, "en_relacion", "cancelado"):
            raise UserError(self.env._("%s never left: it cannot come back.", envio.name))
        acuse = envio.acuse_ids
        acuse._bloquear()
        return {"acuse_id": acuse.id} | self._recibir_devolucion(envio, acuse, confirmar, con_sobre=True)

    def _recibir_devolucion(self, envio, acuse, confirmar, con_sobre):
        """The piece came back, or the paper says that it was not delivered.

        :param con_sobre: whether the envelope itself is here
        """
        if not self.motivo_id:
            raise UserError(self.env._("Choose the reason of non-delivery."))
        if envio.state == "devuelto" or acuse.state == "no_entregado":
            return {"resultado": "ya_procesado", "mensaje": self.env._("It already came back.")}
        if acuse.fecha_validacion:
            return {
                "resultado": "estado_invalido",
                "alerta": True,
                "mensaje": self.env._("Its acuse was validated as delivered: tell the head of the office."),
            }
        if envio.state == "entregado" and not confirmar:
            return self._pedir_confirmacion(self.env._("It is known as delivered."))
        if envio.state == "entregado" and acuse.fecha_recepcion and con_sobre:
            return self._sobre_y_acuse(envio, acuse)
        if envio.state == "entregado":
            self._anular_lectura(envio)
            self._desdecir_entrega(envio, acuse)
        if envio.state not in (*FUERA, "en_devolucion"):
            raise UserError(envio._mensaje_evento("devuelto"))
        envio._registrar_evento("devuelto", origen="lote", motivo_id=self.motivo_id.id, lectura=self.name)
        if not con_sobre:
            acuse.sobre_devuelto = False
        return {"resultado": "ok", "mensaje": self.env._("Not delivered: %s", self.motivo_id.name)}

    def _desdecir_entrega(self, envio, acuse):
        motivo = self.env._("Read again at the station with the opposite result")
        if acuse.state == "digitalizado":
            acuse._deshacer(motivo)
        if acuse.fecha_recepcion:
            acuse._deshacer(motivo)
        if envio.state == "entregado":
            envio._corregir(motivo)

    def _sobre_y_acuse(self, envio, acuse):
        """Both are here, and only one can be true: the acuse proves nothing until somebody looks at it."""
        acuse.sobre_devuelto = True
        envio._registrar_evento(
            "acuse",
            origen="lote",
            motivo=self.env._("The envelope came back, and its signed acuse too"),
            acuse=acuse.id,
        )
        acuse._revisar_regularidad()
        return {
            "resultado": "ok",
            "alerta": True,
            "datos": {"sobre": True},
            "mensaje": self.env._("Irregular: the envelope came back as well"),
        }

    def _deshacer_devolver(self, linea):
        if (linea.datos or {}).get("sobre"):
            linea.acuse_id.sobre_devuelto = False
            linea.acuse_id._revisar_regularidad()
            return
        linea.envio_id._corregir(self.env._("Undone at the station"))

    # Hand over to the unit

    def _leer_entregar(self, hallazgo, confirmar):
        acuse = self._exigir_acuse(hallazgo.envio)
        acuse._bloquear()
        if acuse.state in ("entregado_solicitante", "archivado"):
            return {"resultado": "ya_procesado", "mensaje": self.env._("Its unit already has it.")}
        if self.area_id and acuse.area_id != self.area_id:
            return {
                "resultado": "otra_unidad",
                "mensaje": self.env._("It goes to %s.", acuse.area_id.name or "-"),
                "alerta": True,
            }
        papel = acuse._con_papel()
        papel._exigir_estado(*ENTREGABLES)
        papel._entregar(self.recibe)
        return {"resultado": "ok", "acuse_id": acuse.id, "mensaje": self.env._("For %s", acuse.area_id.name or "-")}

    def _deshacer_entregar(self, linea):
        for acuse in linea.acuse_id._con_papel():
            acuse._deshacer(self.env._("Undone at the station"))
