from odoo import api, models
from odoo.exceptions import UserError

from ..tools.ciclo import Ciclo
from . import motivos

#: marks the context of a write made by ``_transitar``; an object, so no client can send it
_AUTORIZADO = object()


class CicloMixin(models.AbstractModel):
    """A document whose ``state`` follows a declared table and leaves an event at each change.

    A model sets ``_ciclo`` and defines its own ``state`` selection (``tracking=True, copy=False``).
    """

    _name = "nucleo.ciclo.mixin"
    _inherit = ["nucleo.bitacora.mixin", "nucleo.bloqueo.mixin"]
    _description = "Document with Life Cycle"

    _ciclo = Ciclo()

    @api.model_create_multi
    def create(self, vals_list):
        inicial = self._estado_inicial()
        if any(vals.get("state", inicial) != inicial for vals in vals_list):
            raise UserError(self.env._("A new record starts in its first state."))
        return super().create([{**vals, "state": inicial} for vals in vals_list])  # nor from default_state

    def write(self, vals):
        if "state" in vals and self.env.context.get("nucleo_transicion") is not _AUTORIZADO:
            raise UserError(self.env._("The state changes only through the steps of the process."))
        return super().write(vals)

    @api.model
    def _estado_inicial(self):
        return self._ciclo.estados()[0]

    def _transitar(self, nuevo, motivo=None, datos=None):
        """Move every record of ``self`` to the state ``nuevo``: the only code that writes ``state``.

        Posts to the chatter (tracking) and appends to the bitácora.

        :param nuevo: target state
        :param motivo: reason given by the person; mandatory where the table says so
        :param datos: JSON-able dict kept with the event
        :raises UserError: when the table does not allow the change, or a reason is missing
        """
        motivo = motivos.limpio(motivo)
        for estado, registros in self.grouped("state").items():
            transicion = self._ciclo.buscar(estado, nuevo)
            if not transicion:
                raise UserError(registros._mensaje_transicion_negada(nuevo))
            if transicion.motivo and not motivo:
                raise UserError(self.env._("Write the reason."))
            registros._anotar(transicion.verbo, datos, motivo)
            if motivo and hasattr(registros, "_track_set_log_message"):
                registros._track_set_log_message(motivo)
            registros.with_context(nucleo_transicion=_AUTORIZADO).write({"state": nuevo})

    def _exigir_estado(self, *estados):
        """Hold these records, and refuse when one is in none of ``estados``: somebody has moved it on."""
        self._bloquear()
        for registro in self:
            if registro.state not in estados:
                raise UserError(
                    self.env._(
                        "%(record)s is now «%(state)s». Reload the page.",
                        record=registro._sujeto(),
                        state=self._etiquetas_estado()[registro.state],
                    )
                )

    def _etiquetas_estado(self):
        return dict(self._fields["state"]._description_selection(self.env))

    def _sujeto(self):
        """What a sentence that speaks of this record begins with."""
        return self.display_name

    def _mensaje_transicion_negada(self, nuevo):
        etiquetas = self._etiquetas_estado()
        return self.env._(
            "%(record)s is «%(state)s» and cannot become «%(target)s». Somebody may have moved it on: reload the page.",
            record=self[:1]._sujeto(),
            state=etiquetas.get(self[:1].state),
            target=etiquetas.get(nuevo, nuevo),
        )
