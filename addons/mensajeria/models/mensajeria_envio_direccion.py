from odoo import models
from odoo.exceptions import UserError

from ..nucleo.models import motivos
from ..tools.envios import FUERA

#: marks the context of a write made by ``action_corregir_direccion``; an object, so no client can send it
_AUTORIZADO = object()
#: where the addressee is; who they are does not change under way
CAMPOS_DIRECCION = (
    "dest_calle dest_numero dest_colonia dest_cp dest_municipio dest_estado dest_pais_id dest_referencias dest_telefono"
).split()


class MensajeriaEnvio(models.Model):
    """The address of a piece that already left may turn out to be wrong: the next attempt goes to the right one."""

    _inherit = "mensajeria.envio"

    def _exigir_escribible(self, vals):
        if self.env.context.get("mensajeria_direccion") is not _AUTORIZADO:
            super()._exigir_escribible(vals)

    def action_corregir_direccion(self, motivo=None, **direccion):
        """Correct where a piece goes that is out. Issued lists and printed labels stay as they were; both addresses remain
        on its timeline.

        :param motivo: who gave the right address; mandatory
        :param direccion: ``dest_calle``, ``dest_numero``, ``dest_colonia``, ``dest_cp``, ``dest_municipio``, ``dest_estado``,
            ``dest_pais_id``, ``dest_referencias``, ``dest_telefono``
        """
        self.ensure_one()
        envio = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        if direccion.keys() - set(CAMPOS_DIRECCION):
            raise UserError(self.env._("These data are kept by the system."))
        envio._bloquear()
        if envio.state not in FUERA:
            raise UserError(
                self.env._("%s is not out: its address is corrected in the piece, or not any more.", envio.name)
            )
        antes = envio._direccion_completa()
        envio._escribir_direccion(direccion)
        despues = envio._direccion_completa()
        if antes == despues:
            raise UserError(self.env._("The address is the same as before: correct it."))
        envio._registrar_evento(
            "nota",
            motivo=self.env._(
                "Address corrected from «%(before)s» to «%(after)s»: %(reason)s",
                before=antes,
                after=despues,
                reason=motivo,
            ),
            direccion_antes=antes,
            direccion_despues=despues,
        )
        return True

    def _escribir_direccion(self, direccion):
        autorizado = self.with_context(mensajeria_direccion=_AUTORIZADO)
        costo = self.costo  # what it was sent for does not change with its zone
        autorizado.write({**direccion, "latitud": False, "longitud": False})
        autorizado.write({"zona_id": self.env["mensajeria.zona"]._zona_de(self._direccion(), self.company_id).id})
        autorizado.flush_recordset()
        autorizado.write({"costo": costo})

    def _direccion_completa(self):
        partes = (self.dest_direccion, self.dest_pais_id.name, self.dest_referencias, self.dest_telefono)
        return " · ".join(parte for parte in partes if parte)
