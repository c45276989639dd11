"""Append-only audit log. PostgreSQL itself refuses to change or remove an event."""

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

    @api.depends("evento")
    def _compute_display_name(self):
        for evento in self:
            evento.display_name = (evento.evento or "").replace("_", " ").capitalize()

    def init(self):
        """Install the triggers that make the table append-only, for every database role."""
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION nucleo_bitacora_inmutable() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'nucleo_bitacora is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            DROP TRIGGER IF EXISTS nucleo_bitacora_fila ON nucleo_bitacora;
            CREATE TRIGGER nucleo_bitacora_fila BEFORE UPDATE OR DELETE ON nucleo_bitacora
                FOR EACH ROW EXECUTE FUNCTION nucleo_bitacora_inmutable();
            DROP TRIGGER IF EXISTS nucleo_bitacora_tabla ON nucleo_bitacora;
            CREATE TRIGGER nucleo_bitacora_tabla BEFORE TRUNCATE ON nucleo_bitacora
                FOR EACH STATEMENT EXECUTE FUNCTION nucleo_bitacora_inmutable();
        """)

    # Reading follows the document: who may read it may read its log.

    def _check_access(self, operation):
        resultado = super()._check_access(operation)
        if resultado or operation != "read" or self.env.su:
            return resultado
        prohibidos = self - self._legibles()
        if prohibidos:
            return prohibidos, lambda: prohibidos._make_access_error(operation)
        return None

    def _legibles(self):
        """Those of ``self`` whose document the user may read."""
        legibles = self.browse()
        for modelo, eventos in self.sudo().grouped("res_model").items():
            if modelo in self.env and self.env[modelo].has_access("read"):
                visibles = self.env[modelo].browse(eventos.mapped("res_id")).exists()._filtered_access("read")
                legibles |= eventos.filtered(lambda e, ids=set(visibles.ids): e.res_id in ids).with_env(self.env)
        return legibles

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._dominio_legible()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _dominio_legible(self):
        """The events whose document the user may read, in SQL: nothing is loaded to filter it."""
        modelos = [
            m for m in self.env["nucleo.bitacora.mixin"]._modelos_con_bitacora() if self.env[m].has_access("read")
        ]
        return Domain.OR(Domain("res_model", "=", m) & Domain.custom(to_sql=self._sql_legible(m)) for m in modelos)

    def _sql_legible(self, modelo):
        documentos = self.env[modelo].with_context(active_test=False)

        def to_sql(_model, alias, _query):
            consulta = documentos._search(Domain.TRUE)  # with the rules of the model
            consulta.add_where(SQL("%s = %s", SQL.identifier(consulta.table, "id"), SQL.identifier(alias, "res_id")))
            return SQL("EXISTS (%s)", consulta.select("1"))

        return to_sql

    # Writing

    def _anexar(self, eventos):
        """Insert ``eventos`` (dicts with every one of :data:`COLUMNAS`).

        Only :meth:`nucleo.bitacora.mixin._anotar` calls it, with the documents locked.
        """
        columnas = SQL(", ").join(map(SQL.identifier, COLUMNAS))
        filas = SQL(", ").join(tuple(evento[c] for c in COLUMNAS) for evento in eventos)
        self.env.cr.execute(SQL("INSERT INTO nucleo_bitacora (%s) VALUES %s", columnas, filas))

    # Verifying

    @api.model
    def _verificar(self, modelo=None, ids=None):
        """Recompute the chains and compare them with what each document says of itself.

        :param modelo: only this model; all models when omitted
        :param ids: only these documents of ``modelo``
        :returns: list of ``{"res_model", "res_id", "numero", "problema"}``; empty when all is sound.
            ``problema`` is one of ``alterado`` (content or hash changed), ``falta`` (event missing),
            ``sobra`` (event that the document does not know of) and ``sin_documento``.
        """
        self.env.flush_all()
        if modelo:
            return [
                rotura
                for lote in ([ids] if ids else self._lotes(modelo))
                for rotura in self._verificar_lote(modelo, lote)
            ]
        modelos = self.env["nucleo.bitacora.mixin"]._modelos_con_bitacora()
        return self._verificar_ajenos(modelos) + [rotura for m in sorted(modelos) for rotura in self._verificar(m)]

    def _verificar_ajenos(self, modelos):
        """Events of models that keep no log."""
        self.env.cr.execute(
            "SELECT res_model, res_id, numero FROM nucleo_bitacora WHERE res_model != ALL(%s)", [modelos]
        )
        return [self._rotura(fila, fila["numero"], "sin_documento") for fila in self.env.cr.dictfetchall()]

    def _lotes(self, modelo, tamano=2000):
        """Ids of ``modelo`` that have a row or an event, in batches."""
        ultimo = -(2**31)
        while True:
            self.env.cr.execute(
                SQL(
                    """
                    (SELECT id FROM %(tabla)s WHERE id > %(ultimo)s ORDER BY id LIMIT %(tamano)s)
                    UNION
                    (SELECT DISTINCT res_id FROM nucleo_bitacora
                      WHERE res_model = %(modelo)s AND res_id > %(ultimo)s ORDER BY res_id LIMIT %(tamano)s)
                    ORDER BY 1 LIMIT %(tamano)s
                    """,
                    tabla=SQL.identifier(self.env[modelo]._table),
                    modelo=modelo,
                    ultimo=ultimo,
                    tamano=tamano,
                )
            )
            lote = [fila[0] for fila in self.env.cr.fetchall()]
            if not lote:
                return
            yield lote
            ultimo = lote[-1]

    def _verificar_lote(self, modelo, ids):
        self.env.cr.execute(
            SQL(
                """
                SELECT coalesce(e.res_id, t.id) AS res_id, e.numero, e.evento, e.user_id, e.fecha, e.motivo, e.datos,
                       e.hash_previo, e.hash, %(modelo)s AS res_model,
                       t.id AS documento, coalesce(t.bitacora_numero, 0) AS total, t.bitacora_hash AS cabeza
                  FROM (SELECT * FROM nucleo_bitacora WHERE res_model = %(modelo)s AND res_id = ANY(%(ids)s)) e
                  FULL JOIN (SELECT id, bitacora_numero, bitacora_hash FROM %(tabla)s WHERE id = ANY(%(ids)s)) t
                         ON t.id = e.res_id
                 ORDER BY 1, e.numero, e.id
                """,
                modelo=modelo,
                tabla=SQL.identifier(self.env[modelo]._table),
                ids=list(ids),
            )
        )
        roturas, previo, actual = [], None, None
        for fila in self.env.cr.dictfetchall():
            if actual is None or fila["res_id"] != actual["res_id"]:
                roturas += self._cerrar_cadena(actual, previo)
                previo = (0, GENESIS)
            actual = fila
            if fila["numero"] is not None:
                previo, problemas = self._revisar_evento(fila, previo)
                roturas += [self._rotura(fila, *problema) for problema in problemas]
        roturas += self._cerrar_cadena(actual, previo)
        return list({tuple(rotura.values()): rotura for rotura in roturas}.values())  # each once

    @staticmethod
    def _revisar_evento(fila, previo):
        """(position and hash after this event, problems [(number, problem)])."""
        numero, cabeza = previo
        if fila["documento"] is None:
            return previo, [(fila["numero"], "sin_documento")]
        if not numero < fila["numero"] <= fila["total"]:
            return previo, [(fila["numero"], "sobra")]
        problemas = []
        if fila["numero"] > numero + 1:
            problemas.append((numero + 1, "falta"))
        elif fila["hash_previo"] != cabeza:  # this event keeps the hash that the one before had
            problemas.append((numero or 1, "alterado"))
        if huella(fila["hash_previo"], fila) != fila["hash"]:
            problemas = [p for p in problemas if p[1] == "falta"] + [(fila["numero"], "alterado")]
        return (fila["numero"], fila["hash"]), problemas

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
