from odoo import Command, models
from odoo.exceptions import UserError

from ..tools.relaciones import TIPO_DE_PROVEEDOR


class MensajeriaEnvio(models.Model):
    """How pieces are gathered into lists."""

    _inherit = "mensajeria.envio"

    def _grupos_de_relacion(self, fecha, mensajero=None):
        """``{(kind of list, provider, messenger, office): pieces}`` of one list each.

        On days when the messenger of a piece does not work, the substitute takes it.
        """
        efectivos = {}

        def clave(envio):
            quien = envio.mensajero_id.browse()
            if envio.proveedor_tipo == "local":
                quien = mensajero or envio.mensajero_id
                if quien not in efectivos:
                    efectivos[quien] = (quien and quien.sudo()._efectivo(fecha)) or quien
                quien = efectivos[quien].sudo(False)
            oficialia = envio.oficialia_id or self.env["mensajeria.relacion"]._default_oficialia_id()
            return (TIPO_DE_PROVEEDOR.get(envio.proveedor_tipo), envio.proveedor_id, quien, oficialia)

        return self.filtered("proveedor_id").grouped(clave)

    def _hacer_relaciones(self, fecha, mensajero=None):
        """Draft lists with these pieces, as the user; the stops of a route in order."""
        self._exigir_operador()
        grupos = self._grupos_de_relacion(fecha, mensajero)
        if any(not oficialia for (_tipo, _proveedor, _quien, oficialia) in grupos):
            raise UserError(self.env._("You belong to no office that dispatches: ask the administrator."))
        relaciones = self.env["mensajeria.relacion"].create(
            [
                {
                    "tipo": tipo,
                    "proveedor_id": proveedor.id,
                    "mensajero_id": quien.id,
                    "oficialia_id": oficialia.id,
                    "fecha": fecha,
                    "linea_ids": [Command.create({"envio_id": e.id, "orden": n}) for n, e in enumerate(envios, 1)],
                }
                for (tipo, proveedor, quien, oficialia), envios in grupos.items()
            ]
        )
        relaciones.filtered(lambda r: r.tipo == "hoja_ruta").action_ordenar()
        return relaciones
