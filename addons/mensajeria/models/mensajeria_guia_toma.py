from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.service.model import retrying
from odoo.tools import SQL

from .argumentos import registros
from .mensajeria_guia import BAJAS

#: pieces that one batch serves
MAXIMO_LOTE = 500


class MensajeriaGuia(models.Model):
    """The draw: how a piece gets its guía, whoever else is drawing at that moment."""

    _inherit = "mensajeria.guia"

    def init(self):
        """Install the function that locks free guías.

        Odoo's transactions see the database as it was when they began, so a guía that looks free may have been taken
        since; locking it is then a serialization failure. Here it is only stepped over. Rows that a rival holds are
        skipped first; with ``esperar``, it waits for them: they may come back.
        """
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION mensajeria_tomar_guias(rangos int[], areas int[], cuantas int, esperar bool)
            RETURNS int[] LANGUAGE plpgsql AS $$
            DECLARE
                tomadas int[] := '{}';
                nuevas int[];
                rango int;
                area int;
                candidata int;
            BEGIN
                FOREACH rango IN ARRAY rangos LOOP
                    FOREACH area IN ARRAY areas LOOP
                        EXIT WHEN cardinality(tomadas) >= cuantas;
                        IF NOT esperar THEN
                            BEGIN
                                SELECT coalesce(array_agg(id), '{}') INTO nuevas FROM (
                                    SELECT id FROM mensajeria_guia
                                     WHERE rango_id = rango AND coalesce(area_id, 0) = area
                                       AND state = 'disponible' AND mensajero_id IS NULL
                                     ORDER BY serial LIMIT cuantas - cardinality(tomadas)
                                       FOR NO KEY UPDATE SKIP LOCKED) libres;
                                tomadas := tomadas || nuevas;
                                CONTINUE;
                            EXCEPTION WHEN serialization_failure THEN
                                NULL; -- one of them was taken after our snapshot: go one by one
                            END;
                        END IF;
                        FOR candidata IN
                            SELECT id FROM mensajeria_guia
                             WHERE rango_id = rango AND coalesce(area_id, 0) = area
                               AND state = 'disponible' AND mensajero_id IS NULL AND id <> ALL (tomadas)
                             ORDER BY serial
                        LOOP
                            BEGIN
                                IF esperar THEN
                                    PERFORM FROM mensajeria_guia WHERE id = candidata FOR NO KEY UPDATE;
                                ELSE
                                    PERFORM FROM mensajeria_guia WHERE id = candidata FOR NO KEY UPDATE SKIP LOCKED;
                                    CONTINUE WHEN NOT FOUND;
                                END IF;
                                tomadas := tomadas || candidata;
                            EXCEPTION WHEN serialization_failure THEN
                                NULL; -- taken
                            END;
                            EXIT WHEN cardinality(tomadas) >= cuantas;
                        END LOOP;
                    END LOOP;
                END LOOP;
                RETURN tomadas;
            END $$;
        """)

    @api.model
    def _tomar(self, proveedor, n, servicio=None, area=None, envios=None):
        """Take ``n`` free guías of ``proveedor``, those that expire first, all of them or none.

        They stay the caller's until the transaction ends; a rollback gives them back.

        :param servicio: of which the series must be; any when absent
        :param area: office whose guías to take; when absent those of the user's offices, then those of no office
        :param envios: pieces, one per guía, that get them; without them the guías stay reserved
        :return: guías in sudo
        :raises UserError: when there are not enough
        """
        proveedor.with_env(self.env)._exigir_operador()  # the user's rights, whoever found the record
        if envios and len(envios) != n:
            raise ValueError("One guía per piece")
        if n < 1:
            return self.sudo()
        areas = self._areas_de_toma(area)
        company = envios.sudo().company_id if envios else self.env.company
        rangos = self._rangos_de_toma(proveedor, servicio, company)
        guias = self.sudo().browse(self._bloquear_libres(rangos, areas, n))
        if len(guias) < n:
            raise UserError(self._mensaje_de_faltante(proveedor, servicio, n, len(guias)))
        ahora = fields.Datetime.now()
        guias._transitar("asignada" if envios else "reservada")
        guias.write({"fecha_asignacion": ahora})
        for guia, envio in zip(guias, envios or (), strict=bool(envios)):
            guia.envio_id = envio
        guias.flush_recordset()
        return guias

    def _bloquear_libres(self, rangos, areas, n):
        """Ids of up to ``n`` free guías, locked, in the order of use."""
        self.env["mensajeria.guia"].flush_model(["state", "rango_id", "area_id", "mensajero_id", "serial"])
        tomadas = []
        for esperar in (False, True):
            if rangos and areas and len(tomadas) < n:
                # the first pass keeps its locks, so the second one takes them again with the rest
                tomadas = self.env.execute_query(
                    SQL("SELECT mensajeria_tomar_guias(%s, %s, %s, %s)", rangos.ids, areas, n, esperar)
                )[0][0]
        return tomadas

    def _areas_de_toma(self, area):
        """Ids of the offices whose stock to use, in order; 0 for what was not handed to any."""
        propias = self._areas_propias()
        if not area:
            return [*propias.ids, 0]
        if area not in propias and not self.env.su and not self.env.user.has_group("mensajeria.group_administrador"):
            raise AccessError(self.env._("The guías of %s are not yours to assign.", area.sudo().name))
        return area.ids

    def _rangos_de_toma(self, proveedor, servicio, company):
        """Ranges of ``company`` to draw from, in the order of use: neither expired nor of another service."""
        hoy = company._hoy()
        return (
            self.env["mensajeria.rango"]
            .sudo()
            .search(
                Domain("proveedor_id", "=", proveedor.id)
                & Domain("company_id", "=", company.id)
                & Domain("state", "=", "activo")
                & (Domain("caducidad", "=", False) | Domain("caducidad", ">=", hoy))
                & Domain("serie_id.active", "=", True)
                & (
                    Domain("serie_id.servicio_id", "in", [False, servicio.id])
                    if servicio
                    else Domain("serie_id.servicio_id", "=", False)
                )
            )
        )

    def _mensaje_de_faltante(self, proveedor, servicio, n, libres):
        """``libres``: how many could be locked, which is what is left now; a search would count what this transaction still sees."""
        nombre = " · ".join(filter(None, (proveedor.sudo().name, servicio and servicio.sudo().name)))
        if n == 1 or not libres:
            return self.env._("There are no guías left of %s. Ask its buyer for more.", nombre)
        return self.env._(
            "%(needed)s guías of %(provider)s are needed and %(free)s are left. Nothing was assigned.",
            needed=n,
            provider=nombre,
            free=libres,
        )

    # Assignment

    @api.model
    def _asignar(self, envios, area=None):
        """Give each piece its guía, all of them or none; numbers rise as pieces were written down.

        :param envios: pieces with provider; those that already have a guía are refused
        :param area: as in :meth:`_tomar`
        """
        if len(envios) > MAXIMO_LOTE:
            raise UserError(self.env._("Assign them in parts, of %s at most.", MAXIMO_LOTE))
        self._exigir_sin_guia(envios)
        tomadas = self.sudo()
        grupos = envios.sudo().sorted("id").grouped(lambda e: (e.company_id, e.proveedor_id, e.servicio_id))
        for (_company, proveedor, servicio), grupo in grupos.items():
            tomadas |= self._tomar(proveedor, len(grupo), servicio or None, area, grupo)
        return tomadas

    def _exigir_sin_guia(self, envios):
        for envio in envios.sudo():
            if not envio.proveedor_id:
                raise UserError(self.env._("Choose the provider of %s first.", envio.name))
            if envio.state not in ("por_asignar", "asignado"):
                estados = dict(envio._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(piece)s is «%(state)s»: it takes no guía.", piece=envio.name, state=estados[envio.state]
                    )
                )
            if envio.guia_id:
                raise UserError(
                    self.env._("%(piece)s already has guía %(folio)s.", piece=envio.name, folio=envio.guia_id.name)
                )

    @api.model
    def asignar_folio(self, envio, texto):
        """Give one piece the guía that was scanned or typed.

        :param envio: id of the piece
        :param texto: the number, in whatever way it was printed
        :return: its number as the series writes it
        """
        envio = registros(self.env["mensajeria.envio"], envio)
        if len(envio) != 1:
            raise UserError(self.env._("Choose at least one piece."))
        guia = self._asignar_folio(envio._exigir_operador(), texto)
        self._seguir(envio)
        return guia.name

    def _seguir(self, envios):
        """The pieces that waited to be assigned now are, if their data are complete."""
        pendientes = envios.filtered(lambda e: e.sudo().state == "por_asignar")
        if pendientes:
            pendientes.action_asignar()

    def _asignar_folio(self, envio, texto):
        """Give ``envio`` the guía of ``texto``; see :meth:`asignar_folio`."""
        envio.proveedor_id.with_env(self.env)._exigir_operador()
        self._exigir_sin_guia(envio)
        guia, serie, serial, problema = self._identificar(texto, envio.proveedor_id, envio.company_id)
        if problema:
            raise UserError(problema)
        if serie.servicio_id and serie.servicio_id != envio.servicio_id:
            raise UserError(
                self.env._(
                    "%(folio)s is only for %(service)s.", folio=guia.name or texto, service=serie.servicio_id.name
                )
            )
        guia = guia or self._registrar_externa(serie, serial)
        guia._exigir_asignable()
        guia._transitar("asignada")
        guia.write({"envio_id": envio.id, "fecha_asignacion": fields.Datetime.now()})
        guia.flush_recordset()
        return guia

    def _registrar_externa(self, serie, serial):
        """A guía that was not bought here, where the series allows it."""
        folio = serie._formatear(serial)
        if serie.folios_externos != "registrar":
            raise UserError(
                self.env._("%s is not in the stock. Ask the buyer to enter the purchase to which it belongs.", folio)
            )
        return self.sudo().create(
            {
                "serie_id": serie.id,
                "proveedor_id": serie.proveedor_id.id,
                "company_id": serie.company_id.id,
                "serial": serial,
                "name": folio,
            }
        )

    def _exigir_asignable(self):
        """Refuse a guía that somebody scanned and may not use now."""
        self.ensure_one()
        if self.state in ("asignada", "usada"):
            raise UserError(
                self.env._("%(folio)s already belongs to %(piece)s.", folio=self.name, piece=self.envio_id.name)
            )
        if self.state in BAJAS:
            raise UserError(self._mensaje_de_baja())
        if self.state != "disponible":
            raise UserError(self.env._("%s is reserved for a batch of pieces.", self.name))
        if self.rango_id and (self.rango_id.state != "activo" or self.rango_id.caduco):
            raise UserError(self.env._("%(folio)s belongs to a range that expired or was closed.", folio=self.name))
        ajena = self.area_id - self._areas_propias()
        if ajena and not self.env.user.has_group("mensajeria.group_administrador"):
            raise UserError(self.env._("%(folio)s belongs to %(office)s.", folio=self.name, office=ajena.name))

    # Outside of requests

    @api.model
    def _reintentar(self, accion):
        """Run ``accion`` and commit, trying again when a rival wins, as Odoo does with requests. For crons and jobs.

        ``accion`` starts over each time with what it reads then; nothing of this transaction from before may be pending.
        """
        return retrying(accion, self.env)
