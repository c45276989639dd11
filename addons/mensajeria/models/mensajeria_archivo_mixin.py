from odoo import api, fields, models
from odoo.exceptions import UserError


class MensajeriaArchivoMixin(models.AbstractModel):
    """What a carrier sent as a file, and who may have it read.

    A model that inherits this names the use of its layouts (``_USO``), the fields that only the system sets
    (``_CAMPOS_SISTEMA``), and those that may change as long as ``_exigir_que_cambia`` says so (``_CAMPOS_LEIDOS``).
    """

    _name = "mensajeria.archivo.mixin"
    _description = "File of a Carrier"
    _inherit = ["nucleo.bloqueo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _USO = ""
    _CAMPOS_SISTEMA = frozenset()
    _CAMPOS_LEIDOS = frozenset()

    formato_id = fields.Many2one(
        "mensajeria.formato",
        "Layout",
        required=True,
        ondelete="restrict",
        index=True,
        domain=lambda self: [("uso", "=", self._USO)],
    )
    company_id = fields.Many2one(related="formato_id.company_id", store=True, precompute=True)
    proveedor_id = fields.Many2one(related="formato_id.proveedor_id", store=True, precompute=True)
    archivo = fields.Binary("File", required=True, attachment=True)
    archivo_nombre = fields.Char()
    sha256 = fields.Char("SHA-256", readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Read By", readonly=True, copy=False, ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        sistema = {"state": "borrador", **dict.fromkeys(self._CAMPOS_SISTEMA - {"state"}, False)}
        archivos = super().create([{**vals, **sistema} for vals in vals_list])
        archivos._exigir_operador()
        return archivos

    def write(self, vals):
        if not self.env.su and vals.keys() & self._CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if not self.env.su and vals.keys() & self._CAMPOS_LEIDOS:
            self._exigir_operador()
            self._exigir_que_cambia()
        res = super().write(vals)
        if not self.env.su and "formato_id" in vals:
            self._exigir_operador()
        return res

    def _exigir_que_cambia(self):
        """Raises UserError when what was read of these files stays."""

    def _exigir_operador(self):
        """``self`` in sudo and locked, when the user dispatches by the providers of these files."""
        self.check_access("read")
        self.formato_id.check_access("read")
        self.sudo().proveedor_id.with_env(self.env)._exigir_operador()
        if any(formato.uso != self._USO for formato in self.sudo().formato_id):
            usos = dict(self.formato_id._fields["uso"]._description_selection(self.env))
            raise UserError(self.env._("Choose a layout for: %s.", usos[self._USO]))
        self._bloquear()
        return self.sudo()
