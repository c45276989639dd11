from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ..tools.folio import PATRON, formatear

#: in the context of whoever continues an earlier numbering
AUTORIZADO = object()


class FolioSerie(models.Model):
    """How an office numbers one kind of record: pattern and restart."""

    _name = "nucleo.folio.serie"
    _description = "Folio Series"
    _inherit = ["nucleo.bitacora.mixin"]
    _order = "area_id, modelo, tipo"
    _check_company_auto = True

    company_id = fields.Many2one(related="area_id.company_id", store=True)
    area_id = fields.Many2one("hr.department", "Office", required=True, index=True, ondelete="restrict")
    modelo = fields.Char("Model", required=True, readonly=True)
    tipo = fields.Char("Kind", required=True, default="general", readonly=True)
    patron = fields.Char(
        "Pattern",
        required=True,
        default=PATRON,
        help="Placeholders: {siglas} of the office, {tipo}, {anio} and {numero:05d} (five digits with zeros).",
    )
    ejemplo = fields.Char("Example", compute="_compute_ejemplo")
    que = fields.Char("Of What", compute="_compute_que")
    previo_numero = fields.Integer(
        "Last Given Before", readonly=True, aggregator=None, help="By hand or by another system, in that year."
    )
    previo_anio = fields.Integer("In the Year", readonly=True, aggregator=None)

    _serie_uniq = models.UniqueIndex("(area_id, modelo, tipo)", "This office already has a series for that kind.")

    def init(self):
        """Install the function that takes the next number.

        It follows the last one of the year, or the last that was given before the system: who says so while a first
        number is being taken waits for it, or the taker fails with a serialization error, which Odoo retries.

        In a rush every waiting transaction has an old snapshot and must step over the numbers committed
        since. Done here it costs one round trip, with the series locked, instead of three per step.
        """
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION nucleo_tomar_folio(tabla regclass, registro int, serie int, anio int)
            RETURNS int LANGUAGE plpgsql AS $$
            DECLARE
                numero int;
                previo int;
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtext(format('nucleo_folio:%s:%s:%s', tabla, serie, anio)));
                EXECUTE format(
                    'SELECT coalesce(max(folio_numero), 0) FROM %s'
                    ' WHERE folio_serie_id = $1 AND folio_anio = $2 AND folio_numero > 0', -- as the index says
                    tabla
                ) INTO numero USING serie, anio;
                SELECT CASE WHEN s.previo_anio = anio THEN s.previo_numero END INTO previo
                    FROM nucleo_folio_serie s WHERE s.id = serie FOR SHARE;
                numero := greatest(numero, previo);
                LOOP
                    numero := numero + 1;
                    BEGIN
                        EXECUTE format(
                            'UPDATE %s SET folio_serie_id = $1, folio_anio = $2, folio_numero = $3 WHERE id = $4', tabla
                        ) USING serie, anio, numero, registro;
                        RETURN numero;
                    EXCEPTION WHEN unique_violation THEN
                        NULL; -- taken after our snapshot: step on
                    END;
                END LOOP;
            END $$;
        """)

    @api.depends("patron", "tipo", "area_id.siglas")
    def _compute_ejemplo(self):
        for serie in self:
            try:
                serie.ejemplo = serie._formatear(fields.Date.today().year, 1)
            except ValueError:
                serie.ejemplo = False

    @api.depends("modelo", "tipo")
    def _compute_que(self):
        nombres = {
            modelo: dict(self.env[modelo]._tipos_de_folio()) for modelo in self.mapped("modelo") if modelo in self.env
        }
        for serie in self:
            serie.que = nombres.get(serie.modelo, {}).get(serie.tipo) or serie.tipo

    @api.depends("area_id.name", "area_id.siglas", "ejemplo", "patron")
    def _compute_display_name(self):
        for serie in self:
            serie.display_name = f"{serie.area_id.siglas or serie.area_id.name} · {serie.ejemplo or serie.patron}"

    @api.constrains("patron", "tipo")
    def _check_patron(self):
        for serie in self:
            try:
                serie._formatear(2000, 1)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The pattern «%s» is not valid. Use {siglas}, {tipo}, {anio} and {numero:05d}; {anio} and {numero} are required.",
                        serie.patron,
                    )
                ) from error

    def write(self, vals):
        previo = vals.keys() & {"previo_numero", "previo_anio"}
        if previo and self.env.context.get("folio_previo") is not AUTORIZADO:
            raise UserError(self.env._("Use «Continue an Earlier Numbering»."))
        return super().write(vals)

    def _continuar(self, anio, numero):
        """The numbers of the year ``anio`` begin after ``numero``, the last one given before the system.

        :raises UserError: when one was given already: no other could follow it without a gap
        """
        self.ensure_one()
        self.with_context(folio_previo=AUTORIZADO).write({"previo_anio": anio, "previo_numero": numero})
        self.flush_recordset()  # from here on whoever takes one waits, and sees it
        consulta = self._consulta_del_ultimo(anio)
        with self.env.registry.cursor() as cr:  # a snapshot of now: those that were waited for too
            cr.execute(consulta)
            dado = cr.fetchone()[0]
        if dado:
            raise UserError(
                self.env._("%s was given already: the numbering of that year goes on.", self._formatear(anio, dado))
            )
        self._anotar("continuar_numeracion", datos={"anio": anio, "numero": numero})

    @api.model
    def _nota_previa(self, area, modelo, tipo, anios):
        """What a register of those years says of the numbers that are not in it; an empty text when it has all."""
        serie = self.sudo().search(
            [("area_id", "=", area.id), ("modelo", "=", modelo), ("tipo", "=", tipo), ("previo_anio", "in", anios)]
        )
        if not serie.previo_numero:
            return ""
        return self.env._(
            "The numbers of %(year)s up to %(last)s were given before this system.",
            year=serie.previo_anio,
            last=serie.previo_numero,
        )

    def _formatear(self, anio, numero):
        self.ensure_one()
        return formatear(self.patron or "", siglas=self.area_id.siglas or "", tipo=self.tipo, anio=anio, numero=numero)

    def _tomar_numero(self, registro, anio):
        """Write the next number of the year ``anio`` on ``registro``, once no rival holds the series."""
        consulta = SQL("SELECT nucleo_tomar_folio(%s, %s, %s, %s)", registro._table, registro.id, self.id, anio)
        return self.env.execute_query(consulta)[0][0]

    def _siguiente(self, anio):
        """The number that the next record gets in ``anio`` unless a rival takes it: nobody waits for this."""
        ultimo = self.env.execute_query(self._consulta_del_ultimo(anio))[0][0] or 0
        return max(ultimo, self.previo_numero if self.previo_anio == anio else 0) + 1

    def _consulta_del_ultimo(self, anio):
        return SQL(
            "SELECT max(folio_numero) FROM %s WHERE folio_serie_id = %s AND folio_anio = %s AND folio_numero > 0",
            SQL.identifier(self.env[self.modelo]._table),
            self.id,
            anio,
        )

    @api.model
    def _para(self, area, modelo, tipo, patron=PATRON):
        """The series of ``area`` for ``tipo`` records of ``modelo``, made with ``patron`` when missing."""
        vals = {"area_id": area.id, "modelo": modelo, "tipo": tipo}
        serie = self.sudo().search(Domain.AND(Domain(campo, "=", valor) for campo, valor in vals.items()))
        if serie:
            return serie
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return self.sudo().create({**vals, "patron": patron})
        except UniqueViolation as error:  # a rival has just made it, out of our sight: Odoo tries again
            raise ConcurrencyError("Folio series made by another transaction") from error
