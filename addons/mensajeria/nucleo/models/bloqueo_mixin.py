import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


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

    def _apartar(self):
        """Hold these records for what is decided by the rows that hang from them. Who does the same at the same moment
        does not see those rows yet: so these count as changed, and it begins anew.
        """
        self._bloquear()
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = write_date WHERE id IN %s", SQL.identifier(self._table), tuple(self.ids)
                )
            )

    def _uno_por_uno(self, hacer):
        """In a scheduled job: ``hacer(record)`` for each of these that nobody holds, each in its own transaction. One that
        refuses holds up no other, and the job stops when its time is over.
        """
        for registro in self:
            if registro.try_lock_for_update():
                try:
                    with self.env.cr.savepoint():
                        hacer(registro)
                except UserError:
                    _logger.exception("The job has to leave out %s", registro.display_name)
            if not self.env["ir.cron"]._commit_progress(1):
                break
