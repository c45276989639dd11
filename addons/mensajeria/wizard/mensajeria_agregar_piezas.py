from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import archivo_transportista, lista

#: in one go; a request may take several lists
MAXIMO = 500
_NUMEROS = ("peso", "copias")
_COLUMNAS = lista.COLUMNAS | lista.COLUMNAS_PIEZA


class MensajeriaAgregarPiezas(models.TransientModel):
    """Adds to a request one piece for each row of a list."""

    _name = "mensajeria.agregar.piezas"
    _description = "Pieces from a List"
    _inherit = ["mensajeria.asistente", "mensajeria.lista.mixin"]

    solicitud_id = fields.Many2one(
        "mensajeria.solicitud",
        "Request",
        required=True,
        ondelete="cascade",
        default=lambda self: self._activos("mensajeria.solicitud")[:1],
    )

    def action_agregar(self):
        """Add the pieces, all or none: the row that is wrong is named."""
        self.check_access("read")
        self.solicitud_id._exigir_estado("borrador")
        tabla = self._leer_lista(MAXIMO)
        campos = lista.campos(tabla.encabezados, _COLUMNAS)
        self._exigir_nombre(tabla, campos)
        piezas = [self._pieza(numero, celdas, campos) for numero, celdas in tabla.filas]
        try:
            with self.env.cr.savepoint():
                self.env["mensajeria.envio"].create(piezas)
        except ValidationError:
            self._nombrar_fila(tabla, piezas)
            raise
        return {"type": "ir.actions.act_window_close"}

    def _pieza(self, numero, celdas, campos):
        vals = {"solicitud_id": self.solicitud_id.id}
        for lugar, campo in enumerate(campos):
            texto = campo and archivo_transportista.texto(archivo_transportista.celda(celdas, lugar))
            if texto and campo in _NUMEROS:
                if not texto.isdecimal() or int(texto) > 10**6:
                    raise UserError(
                        self.env._(
                            "Row %(row)s: «%(text)s» is no whole number in «%(column)s».",
                            row=numero,
                            text=texto,
                            column=self.env["mensajeria.envio"]._fields[campo]._description_string(self.env),
                        )
                    )
                vals[campo] = int(texto)
            elif texto:
                vals[campo] = texto
        if not vals.get("dest_nombre"):
            raise UserError(self.env._("Row %s has no name.", numero))
        return vals

    def _nombrar_fila(self, tabla, piezas):
        """Refuse the first piece that cannot be, telling its row."""
        with self.env.cr.savepoint():
            for (numero, _celdas), pieza in zip(tabla.filas, piezas, strict=True):
                try:
                    with self.env.cr.savepoint():
                        self.env["mensajeria.envio"].create(pieza)
                except ValidationError as error:
                    raise UserError(
                        self.env._("Row %(row)s: %(problem)s", row=numero, problem=error.args[0])
                    ) from error
