"""Append-only audit log. PostgreSQL itself refuses to change or remove an event."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.cadena import GENESIS, huella

#: columns of an event, in the order in which they are inserted
COLUMNAS = ("res_model", "res_id", "numero", "evento", "user_id", "fecha", "motivo", "datos", "hash_previo", "hash")


class Bitacora(models.Model):
    _name = "nucleo.bitacora"
    _description = "Audit Log Event"
    _order = "res_model, res_id, numero desc"
    _rec_name = "evento"
    _log_access = False
    _allow_sudo_commands = False

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    numero = fields.Integer("No.", required=True, readonly=True, aggregator=None)
    evento = fields.Char("Event", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, ondelete="restrict")
    fecha = fields.Datetime("Date", required=True, readonly=True)
    motivo = fields.Text("Reason", readonly=True)
    datos = fields.Text("Data", readonly=True)
    hash_previo = fields.Char("Previous Hash", size=64, required=True, readonly=True)
    hash = fields.Char("Hash", size=64, required=True, readonly=True)

    _cadena_uniq = models.UniqueIndex("(res_model, res_id, numero)", "This event number is already taken.")

    def init(self):
        """Install the triggers that make the table append-only, for every database role."""
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION nucleo_bitacora_inmutable() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'nucleo_bitacora is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            CREATE OR REPLACE TRIGGER nucleo_bitacora_fila BEFORE UPDATE OR DELETE ON nucleo_bitacora
                FOR EACH ROW EXECUTE FUNCTION nucleo_bitacora_inmutable();
            CREATE OR REPLACE TRIGGER nucleo_bitacora_tabla BEFORE TRUNCATE ON nucleo_bitacora
                FOR EACH STATEMENT EXECUTE FUNCTION nucleo_bitacora_inmutable();
        """)

    # Reading follows the document: who may read it may read its log.

    def _check_access(self, operation):
        resultado = super()._check_access(operation)
        if resultado or operation != "read" or self.env.su or self._lee_todo():
            return resultado
        legibles = self._legibles(self.sudo().mapped(lambda e: (e.id, e.res_model, e.res_id)))
        prohibidos = self.filtered(lambda e: e.id not in legibles)
        if prohibidos:
            return prohibidos, lambda: prohibidos._make_access_error(operation)
        return None

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if self.env.su or bypass_access or self._lee_todo():
            return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        self.check_access("read")
        consulta = self.sudo()._search(Domain(domain), order="id")
        filas = self.env.execute_query(consulta.select("id", "res_model", "res_id"))
        visibles = Domain("id", "in", list(self._legibles(filas)))
        return super()._search(visibles, offset, limit, order, bypass_access=True, **kwargs)

    def _lee_todo(self):
        return self.env.user.has_group("mensajeria.group_administrador")

    def _legibles(self, filas):
        """Ids of the events in ``filas`` [(id, res_model, res_id)] whose document the user may read."""
        por_modelo = defaultdict(lambda: defaultdict(list))
        for evento_id, modelo, res_id in filas:
            por_modelo[modelo][res_id].append(evento_id)
        legibles = set()
        for modelo, por_registro in por_modelo.items():
            if modelo in self.env and self.env[modelo].has_access("read"):
                visibles = self.env[modelo].browse(por_registro).exists()._filtered_access("read")
                legibles.update(i for registro in visibles.ids for i in por_registro[registro])
        return legibles

    # Writing

    def _anexar(self, eventos):
        """Insert ``eventos`` (list of dicts with every column but the hashes' end, see mixin).

        Only :meth:`nucleo.bitacora.mixin._anotar` calls it, with the documents locked.
        """
        self.env.cr.execute_values(
            "INSERT INTO nucleo_bitacora (" + ", ".join(COLUMNAS) + ") VALUES %s",
            [tuple(evento[c] for c in COLUMNAS) for evento in eventos],
        )

    # Verifying

    @api.model
    def _verificar(self, modelo=None, ids=None):
        """Recompute the chains and compare them with what each document says of itself.

        :param modelo: only this model; all models with a bitácora when omitted
        :param ids: only these documents of ``modelo``
        :returns: list of ``{"res_model", "res_id", "numero", "problema"}``; empty when all is sound.
            ``problema`` is one of ``alterado`` (content or hash changed), ``falta`` (event missing),
            ``sobra`` (event that the document does not know of) and ``sin_documento``.
        """
        modelos = [modelo] if modelo else sorted(self.env["nucleo.bitacora.mixin"]._modelos_con_bitacora())
        return [rotura for m in modelos for rotura in self._verificar_modelo(m, ids)]

    def _verificar_modelo(self, modelo, ids):
        self.env.flush_all()
        tabla = SQL.identifier(self.env[modelo]._table)
        de_evento = SQL("AND res_id IN %s", tuple(ids)) if ids else SQL()
        de_documento = SQL("WHERE id IN %s", tuple(ids)) if ids else SQL()
        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(e.res_id, t.id) AS res_id, e.numero, e.evento, e.user_id, e.fecha, e.motivo, e.datos,
                       e.hash_previo, e.hash, %(modelo)s AS res_model,
                       t.id AS documento, coalesce(t.bitacora_numero, 0) AS total, t.bitacora_hash AS cabeza
                  FROM (SELECT * FROM nucleo_bitacora WHERE res_model = %(modelo)s %(de_evento)s) e
                  FULL JOIN (SELECT id, bitacora_numero, bitacora_hash FROM %(tabla)s %(de_documento)s) t ON t.id = e.res_id
                 WHERE e.id IS NOT NULL OR t.bitacora_numero > 0
                 ORDER BY 1, 2
                """,
                modelo=modelo,
                tabla=tabla,
                de_evento=de_evento,
                de_documento=de_documento,
            )
        )
        roturas, previo, actual = [], None, None
        for fila in self._filas():
            if actual is None or fila["res_id"] != actual["res_id"]:
                roturas += self._cerrar_cadena(actual, previo)
                previo = (0, GENESIS)
            actual = fila
            if fila["numero"] is not None:
                previo, problema = self._revisar_evento(fila, previo)
                roturas += [self._rotura(fila, fila["numero"], problema)] if problema else []
        return roturas + self._cerrar_cadena(actual, previo)

    def _filas(self, lote=5000):
        """Rows of the running query, a batch at a time, as dicts."""
        while filas := self.env.cr.fetchmany(lote):
            nombres = [d.name for d in self.env.cr.description]
            yield from (dict(zip(nombres, fila, strict=True)) for fila in filas)

    @staticmethod
    def _revisar_evento(fila, previo):
        """(position and hash after this event, problem or None)."""
        numero, cabeza = previo
        despues = (fila["numero"], fila["hash"])
        if fila["documento"] is None:
            return despues, "sin_documento"
        if fila["numero"] > fila["total"]:
            return despues, "sobra"
        if fila["numero"] != numero + 1:
            return despues, "falta"
        if fila["hash_previo"] != cabeza or huella(cabeza, fila) != fila["hash"]:
            return despues, "alterado"
        return despues, None

    def _cerrar_cadena(self, fila, previo):
        """Problems seen only at the end of a document's chain."""
        if fila is None or fila["documento"] is None:
            return []
        numero, cabeza = previo
        if numero < fila["total"]:
            return [self._rotura(fila, numero + 1, "falta")]
        if numero == fila["total"] and cabeza != (fila["cabeza"] or GENESIS):
            return [self._rotura(fila, numero, "alterado")]
        return []

    @staticmethod
    def _rotura(fila, numero, problema):
        return {"res_model": fila["res_model"], "res_id": fila["res_id"], "numero": numero, "problema": problema}
