from odoo import models
from odoo.tools import SQL


class BloqueoMixin(models.AbstractModel):
    """Records that one person at a time moves."""

    _name = "nucleo.bloqueo.mixin"
    _description = "Record Moved by One Person at a Time"

    def _bloquear(self):
        """Wait for whoever is moving these records, then hold them until the transaction ends.

        What was read before stays true: when somebody changed one meanwhile, REPEATABLE READ makes the lock fail with a
        serialization error, which Odoo retries. Rows are locked by id, so that two who hold several never wait for each
        other. Odoo's ``lock_for_update`` does not wait: it refuses.
        """
        if self:
            self.flush_recordset()
            self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )
