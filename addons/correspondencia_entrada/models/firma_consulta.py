import ipaddress
import time
from datetime import datetime, timezone

from odoo import api, fields, models, sql_db
from odoo.tools.misc import hmac

#: what a client may do on the public page: parameter with the limit, its default, and the seconds for which it counts
TOPES = {
    "consulta": ("correspondencia_entrada.verificacion_consultas_por_minuto", 60, 60),
    "archivo": ("correspondencia_entrada.verificacion_archivos_por_hora", 30, 3600),
}
#: parameter with the number of files that are examined at the same time, and its default
LUGARES = ("correspondencia_entrada.verificacion_archivos_a_la_vez", 2)
#: first half of the keys of PostgreSQL's advisory locks, one for each of those places
_CERROJO = 0x56455249


class FirmaConsulta(models.Model):
    """How often each client asked the public page lately, for all the processes of the server together.

    A row is a client in a window of time. The client is a keyed hash of its address, which tells nobody who it was, and
    a day later the row is gone. Losing the table costs nothing, so PostgreSQL does not log it.
    """

    _name = "firma.consulta"
    _description = "Requests to the Public Verification Page"
    _log_access = False

    clave = fields.Char("Client", required=True, readonly=True)
    hasta = fields.Datetime("Until", required=True, readonly=True)
    cuenta = fields.Integer("Requests", required=True, readonly=True, aggregator=None)

    _clave_uniq = models.UniqueIndex("(clave, hasta)")

    def init(self):
        self.env.cr.execute("SELECT relpersistence FROM pg_class WHERE oid = 'firma_consulta'::regclass")
        if self.env.cr.fetchone()[0] != "u":
            self.env.cr.execute("ALTER TABLE firma_consulta SET UNLOGGED")

    @api.autovacuum
    def _gc_pasadas(self):
        self.env.cr.execute("DELETE FROM firma_consulta WHERE hasta < now() AT TIME ZONE 'UTC' - interval '1 day'")

    @api.model
    def _contar(self, tipo, direccion):
        """Count one request.

        In a transaction of its own, so that it counts whatever comes of the request, that of a page that only reads
        too. READ COMMITTED: in Odoo's usual isolation two requests of one client at once would abort each other.

        :param tipo: key of :data:`TOPES`
        :param direccion: network address of the client
        :returns: seconds to wait, 0 when the request is within the limit
        """
        parametro, normal, segundos = TOPES[tipo]
        ahora = time.time()
        hasta = (ahora // segundos + 1) * segundos
        with sql_db.db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(
                """INSERT INTO firma_consulta (clave, hasta, cuenta) VALUES (%s, %s, 1)
                   ON CONFLICT (clave, hasta) DO UPDATE SET cuenta = firma_consulta.cuenta + 1 RETURNING cuenta""",
                [
                    hmac(self.env(su=True), "firma.consulta", f"{tipo} {_red(direccion)}"),
                    datetime.fromtimestamp(hasta, timezone.utc).replace(tzinfo=None),
                ],
            )
            (cuenta,) = cr.fetchone()
        return 0 if cuenta <= self._limite(parametro, normal) else max(1, round(hasta - ahora))

    @api.model
    def _tomar_lugar(self):
        """Whether one more file may be examined now; the place is given back at the end of the transaction."""
        for lugar in range(self._limite(*LUGARES)):
            self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_CERROJO, lugar])
            if self.env.cr.fetchone()[0]:
                return True
        return False

    @api.model
    def _limite(self, parametro, normal):
        """A positive integer from the system parameters."""
        valor = self.env["ir.config_parameter"].sudo().get_param(parametro, "")
        return int(valor) if valor.isdecimal() and int(valor) else normal


def _red(direccion):
    """What one client can hardly change: its IPv4 address, or the network of an IPv6 address."""
    try:
        ip = ipaddress.ip_address(direccion or "")
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip if ip.version == 4 else ipaddress.ip_network((ip.packed, 64), strict=False))
