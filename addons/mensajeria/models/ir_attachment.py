from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _fijar_en(self, registro):
        """Turn these files, which were attached to ``registro``, into its evidence. In sudo, once that step was checked.

        What belongs to another document, or to everybody, is not touched: it would be frozen there too.
        """
        registro.ensure_one()
        for archivo in self:
            if archivo.public or (
                archivo.res_id and (archivo.res_model, archivo.res_id) != (registro._name, registro.id)
            ):
                raise UserError(self.env._("«%s» belongs to another document. Attach a copy of it.", archivo.name))
        self.filtered(lambda a: not a.evidencia).write({"res_model": registro._name, "res_id": registro.id})
        self._fijar_evidencia()
