from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.aviso import aviso
from ..tools.cadena import GENESIS, canonico, huella


class BitacoraMixin(models.AbstractModel):
    """A document with an audit log: it knows how many events it has and the hash of the last."""

    _name = "nucleo.bitacora.mixin"
    _description = "Document with Audit Log"

    bitacora_ids = fields.One2many(
        "nucleo.bitacora", "res_id", "Audit Log", readonly=True, domain=lambda self: [("res_model", "=", self._name)]
    )
    bitacora_numero = fields.Integer("Audit Log Events", readonly=True, copy=False, default=0, aggregator=None)
    bitacora_hash = fields.Char("Audit Log Head", size=64, readonly=True, copy=False)

    def init(self):
        """The log outlives the records of an addon that was uninstalled: those of the next installation get other ids."""
        super().init()
        self.env.cr.execute("SELECT to_regclass('nucleo_bitacora')")
        if self._abstract or not self.env.cr.fetchone()[0]:  # the first installation has no log yet
            return
        self.env.cr.execute(
            SQL(
                """SELECT setval(pg_get_serial_sequence(%s, 'id'), usado.id)
                     FROM (SELECT max(res_id) AS id FROM nucleo_bitacora WHERE res_model = %s) usado
                    WHERE usado.id > coalesce((SELECT max(id) FROM %s), 0)""",
                self._table,
                self._name,
                SQL.identifier(self._table),
            )
        )

    def write(self, vals):
        if vals.keys() & {"bitacora_numero", "bitacora_hash", "bitacora_ids"}:
            raise UserError(self.env._("The audit log is kept by the system and cannot be edited."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        vacia = {
            "bitacora_numero": 0,
            "bitacora_hash": False,
            "bitacora_ids": [],
        }  # explicit: beats default_* in the context
        return super().create([{**vals, **vacia} for vals in vals_list])

    @api.ondelete(at_uninstall=True)  # any client can send the flag of uninstallation; that one drops the tables
    def _unlink_except_con_bitacora(self):
        if any(registro.bitacora_numero for registro in self):
            raise UserError(self.env._("A record with history is cancelled with a reason, never deleted."))

    @api.model
    def _modelos_con_bitacora(self):
        """Names of the stored models that keep an audit log."""
        return [
            nombre
            for nombre, clase in self.env.registry.items()
            if not clase._abstract and "bitacora_hash" in clase._fields and clase._auto
        ]

    def _anotar(self, evento, datos=None, motivo=None):
        """Append one event to the log of each record of ``self``, in the current transaction.

        Locks the rows first, so that rivals wait; one that read an older state fails with a
        serialization error, which Odoo retries.

        :param evento: code of what happened, a Spanish infinitive (``registrar``, ``turnar``)
        :param datos: JSON-able dict, the same for all the records
        :param motivo: reason given by the person, if any
        """
        if not self:
            return
        self.flush_recordset()
        tabla = SQL.identifier(self._table)
        cabezas = self.env.execute_query(
            SQL(
                """SELECT id, coalesce(bitacora_numero, 0), bitacora_hash
                     FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE""",
                tabla,
                tuple(self.ids),
            )
        )
        ahora = fields.Datetime.now()
        texto = canonico(datos) if datos else None
        eventos = []
        for res_id, numero, cabeza in cabezas:
            fila = {
                "res_model": self._name,
                "res_id": res_id,
                "numero": numero + 1,
                "evento": evento,
                "user_id": self.env.uid,
                "fecha": ahora,
                "motivo": motivo or None,
                "datos": texto,
                "hash_previo": cabeza or GENESIS,
            }
            fila["hash"] = huella(fila["hash_previo"], fila)
            eventos.append(fila)
        self.env["nucleo.bitacora"].sudo()._anexar(eventos)
        self.env.cr.execute(
            SQL(
                """UPDATE %s t SET bitacora_numero = v.numero, bitacora_hash = v.hash
                     FROM unnest(%s, %s, %s) v(id, numero, hash) WHERE t.id = v.id""",
                tabla,
                [e["res_id"] for e in eventos],
                [e["numero"] for e in eventos],
                [e["hash"] for e in eventos],
            )
        )
        self.invalidate_recordset(["bitacora_ids", "bitacora_numero", "bitacora_hash"], flush=False)

    def action_verificar_bitacora(self):
        """Tell the user whether the log of this record is intact."""
        self.ensure_one()
        self.check_access("read")
        roturas = self.env["nucleo.bitacora"].sudo()._verificar(self._name, self.ids)
        if roturas:
            mensaje = self.env._("The log was tampered with at event %s.", ", ".join(str(r["numero"]) for r in roturas))
        else:
            mensaje = self.env._("%s events, chain intact.", self.bitacora_numero)
        return aviso(mensaje, "danger" if roturas else "success", title=self.env._("Audit Log"), sticky=bool(roturas))
