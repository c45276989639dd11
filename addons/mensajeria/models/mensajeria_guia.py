from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..nucleo.models import motivos
from ..nucleo.tools.ciclo import Ciclo
from .campos import BigInteger

ESTADOS_GUIA = [
    ("disponible", "Available"),
    ("reservada", "Reserved"),
    ("asignada", "Assigned"),
    ("usada", "Used"),
    ("cancelada", "Annulled"),
    ("extraviada", "Lost"),
    ("danada", "Damaged"),
    ("devuelta_proveedor", "Returned to Provider"),
]
#: final states without use, and the verb that leads to each
BAJAS = {
    "cancelada": "cancelar",
    "extraviada": "extraviar",
    "danada": "danar",
    "devuelta_proveedor": "devolver",
}
#: guías voided in one step: each leaves its event
MAXIMO_BAJAS = 5000


class MensajeriaGuia(models.Model):
    """One bought number: a record from its purchase to its last use. Only the steps below move it."""

    _name = "mensajeria.guia"
    _description = "Guía"
    _inherit = ["mensajeria.masa.mixin", "nucleo.ciclo.mixin"]
    _order = "id"
    _rec_names_search = ["name", "codigo_rastreo"]
    _check_company_auto = True

    _ciclo = Ciclo(
        ("disponible", "reservada", "reservar"),
        ("disponible", "asignada", "asignar"),
        ("reservada", "asignada", "asignar"),
        ("reservada", "disponible", "liberar"),
        ("asignada", "disponible", "soltar"),
        ("asignada", "usada", "usar"),
        *(
            (vivo, baja, verbo, True)
            for baja, verbo in BAJAS.items()
            for vivo in ("disponible", "reservada", "asignada")
        ),
        *((baja, "disponible", "revertir", True) for baja in BAJAS),
        ("usada", "asignada", "revertir", True),
    )

    name = fields.Char("Number", required=True, readonly=True, index="trigram", copy=False)
    codigo_rastreo = fields.Char("Tracking Code", readonly=True, index="btree_not_null", copy=False)
    rango_id = fields.Many2one(
        "mensajeria.rango", "Range", readonly=True, ondelete="restrict", copy=False, help="None for an external number."
    )
    serie_id = fields.Many2one("mensajeria.serie", "Series", required=True, readonly=True, ondelete="restrict")
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    serial = BigInteger(readonly=True, aggregator=None, copy=False)
    vigente = fields.Boolean("Number in Use", default=True, readonly=True)
    state = fields.Selection(ESTADOS_GUIA, "Status", default="disponible", required=True, readonly=True, copy=False)
    area_id = fields.Many2one(
        "hr.department", "Held by", readonly=True, ondelete="restrict", help="Office to which it was handed over."
    )
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero", "Messenger", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    dotacion_id = fields.Many2one(
        "mensajeria.dotacion", "Handed Over In", readonly=True, index="btree_not_null", ondelete="set null"
    )
    envio_id = fields.Many2one("mensajeria.envio", "Piece", readonly=True, ondelete="restrict", copy=False)
    fecha_asignacion = fields.Datetime("Assigned On", readonly=True, copy=False)
    fecha_impresion = fields.Datetime("Printed On", readonly=True, copy=False)
    fecha_baja = fields.Datetime("Voided On", readonly=True, copy=False)
    motivo_baja = fields.Char("Reason", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    costo = fields.Monetary("Cost", readonly=True, aggregator="sum")
    caducidad = fields.Date(related="rango_id.caducidad", string="Expires On")

    # (rango_id, serial): no number twice in a range, and the list of a range in printed order
    _serial_uniq = models.Constraint("UNIQUE (rango_id, serial)", "This number is already in the range.")
    # a scan finds its guía by it; recycled numbers leave it
    _folio_vivo = models.UniqueIndex(
        "(proveedor_id, name) WHERE vigente IS TRUE", "This provider already has a guía with that number."
    )
    _envio_uniq = models.UniqueIndex("(envio_id) WHERE envio_id IS NOT NULL", "The piece already has its guía.")
    _coherente = models.Constraint(
        "CHECK ((state IN ('asignada', 'usada')) = (envio_id IS NOT NULL))",
        "An assigned or used guía belongs to a piece, and no other does.",
    )
    # the draw; see mensajeria_tomar_guias
    _libres = models.Index(
        "(rango_id, coalesce(area_id, 0), serial) WHERE state = 'disponible' AND mensajero_id IS NULL"
    )
    # counts by state of a range: its form, the arqueo
    _por_estado = models.Index("(rango_id, state)")
    # what each office holds of a series: its low stock
    _de_area = models.Index("(serie_id, area_id, state) WHERE area_id IS NOT NULL")
    # the list that opens first: few among millions of used ones
    _en_proceso = models.Index("(id) WHERE state IN ('reservada', 'asignada')")
    # consumption of the last weeks: days of cover
    _consumo = models.Index("(serie_id, fecha_asignacion) WHERE fecha_asignacion IS NOT NULL")
    # external numbers of a series
    _externas = models.Index("(serie_id, serial) WHERE rango_id IS NULL")
    # what was voided
    _bajas_idx = models.Index("(id) WHERE state IN ('cancelada', 'extraviada', 'danada', 'devuelta_proveedor')")
    # reservations to release
    _reservadas = models.Index("(fecha_asignacion) WHERE state = 'reservada'")

    @api.model_create_multi
    def create(self, vals_list):
        guias = super().create(vals_list)
        guias._anotar("registrar_externa")  # those of a range are made in SQL, with it
        return guias

    # Who may

    @api.model
    def _areas_propias(self):
        """Offices whose guías the user handles."""
        user = self.env.user.sudo()
        return user.oficialia_ids | user.area_id

    def _exigir_operador(self):
        """Refuse guías that the user cannot see, of a kind they do not operate, or in the hands of another office."""
        self.check_access("read")
        self.sudo().proveedor_id._exigir_operador()
        if not self.env.user.has_group("mensajeria.group_administrador"):
            for area in self.sudo().area_id - self._areas_propias():
                raise AccessError(self.env._("These guías belong to %s.", area.name))

    # Steps of a piece; the processes call them

    def _soltar(self, motivo=None):
        """Back to the stock: the piece will not go with this guía, and nothing was printed or dispatched."""
        for guia in self:
            if guia.state == "usada" or guia.fecha_impresion:
                raise UserError(
                    self.env._(
                        "Guía %s was already printed or dispatched: void it with a reason instead.", guia.display_name
                    )
                )
        for guia in self:
            guia._transitar("disponible", motivo, datos=guia._datos_de_envio())
            guia.write({"envio_id": False, "fecha_asignacion": False})
        return True

    def _usar(self):
        """The piece left with these guías: deposited, collected. Final."""
        self._transitar("usada")

    def _marcar_impresas(self):
        """The labels exist on paper: from now on they are voided, not put back."""
        self.filtered(lambda g: not g.fecha_impresion).write({"fecha_impresion": fields.Datetime.now()})

    def _al_cambiar_proveedor(self):
        """The pieces go with another provider or service: what was not printed returns to the stock, the rest is void."""
        for guia in self.filtered(lambda g: g.state == "asignada"):
            envio = guia.envio_id
            sirve = guia.proveedor_id == envio.proveedor_id and guia.serie_id.servicio_id in (
                envio.servicio_id.browse(),
                envio.servicio_id,
            )
            if sirve:
                continue
            motivo = self.env._("The piece goes with another provider or service")
            if guia.fecha_impresion:
                guia._dar_de_baja("cancelada", motivo)
            else:
                guia._soltar(motivo)

    def _datos_de_envio(self):
        self.ensure_one()
        return {"envio": self.envio_id.name} if self.envio_id else None

    # Bajas

    def action_baja(self, tipo=None, motivo=None):
        """Void guías that will not be used.

        :param tipo: ``cancelada``, ``extraviada``, ``danada`` or ``devuelta_proveedor``
        :param motivo: why; mandatory
        """
        self._exigir_operador()
        if tipo == "devuelta_proveedor":
            self.sudo().proveedor_id._exigir_comprador()
        self.sudo()._dar_de_baja(tipo, motivo)
        return True

    def _dar_de_baja(self, tipo, motivo):
        if tipo not in BAJAS:
            raise UserError(self.env._("Say whether they are annulled, lost, damaged or returned to the provider."))
        if len(self) > MAXIMO_BAJAS:
            raise UserError(self.env._("Void them in parts, of %s at most.", MAXIMO_BAJAS))
        con_envio = self.filtered("envio_id")
        for guia in con_envio:
            guia._transitar(tipo, motivo, datos=guia._datos_de_envio())
        (self - con_envio)._transitar(tipo, motivo)
        self.write({"envio_id": False, "fecha_baja": fields.Datetime.now(), "motivo_baja": motivos.limpio(motivo)})
        self.serie_id._revisar_existencias()

    def action_revertir(self, motivo=None):
        """Administrator: take back a void, or a dispatch that never happened.

        :param motivo: why; mandatory
        """
        self._exigir_operador()
        if not self.env.user.has_group("mensajeria.group_administrador"):
            raise AccessError(self.env._("Only an administrator takes back a final state."))
        guias = self.sudo()
        if muertas := guias.filtered(lambda g: not g.vigente):
            raise UserError(self.env._("The number %s was recycled: it is not the same guía.", muertas[0].name))
        usadas = guias.filtered(lambda g: g.state == "usada")
        usadas._transitar("asignada", motivo)
        bajas = guias - usadas
        bajas._transitar("disponible", motivo)
        bajas.write({"fecha_baja": False, "motivo_baja": False, "fecha_asignacion": False, "fecha_impresion": False})
        bajas.rango_id.filtered(lambda r: r.state == "agotado")._transitar("activo")  # others draw from it
        guias.serie_id._revisar_existencias()
        return True

    # What somebody scans

    @api.model
    def _identificar(self, texto, proveedor=None, company=None):
        """Find the guía of a scanned or typed text, whoever holds it.

        :param proveedor: where to look; all that the user operates when absent
        :param company: whose series; those in which the user works when absent
        :return: ``(guia in sudo, serie, serial, problema)``; ``problema`` is a sentence, or None
        """
        series = (
            self.env["mensajeria.serie"]
            .sudo()
            .search(
                [
                    ("company_id", "in", (company or self.env.companies).ids),
                    ("proveedor_id", "=", proveedor.id)
                    if proveedor
                    else ("proveedor_id.tipo", "in", self.env.user._tipos_de_mensajeria()),
                ]
            )
        )
        serie, serial, problema = series._reconocer(texto)
        guias = self.sudo()
        if not serie:
            return guias, serie, serial, problema or self.env._("There is no series of guías to look in.")
        guia = guias.search(
            [
                ("proveedor_id", "=", serie.proveedor_id.id),
                ("name", "=", serie._formatear(serial)),
                ("vigente", "=", True),
            ]
        )
        return guia, serie, serial, None

    def _avisar_hallazgo(self):
        """A voided guía turned up: leave it in its log and tell its buyer.

        :return: the sentence for who found it
        """
        self.ensure_one()
        guia = self.sudo()
        guia._anotar("hallar", {"state": guia.state})
        aviso = self.env._("%(user)s found guía %(folio)s", user=self.env.user.name, folio=guia.name)
        comprador = guia.proveedor_id.comprador_id.partner_id
        guia.rango_id.message_post(body=aviso, partner_ids=comprador.ids, subtype_xmlid="mail.mt_comment")
        return guia._mensaje_de_baja()

    def _mensaje_de_baja(self):
        return self.env._(
            "%(folio)s is «%(state)s» since %(date)s (%(reason)s). Do not use it: hand it to the administrator.",
            folio=self.name,
            state=dict(self._fields["state"]._description_selection(self.env))[self.state],
            date=format_date(self.env, fields.Datetime.context_timestamp(self, self.fecha_baja).date()),
            reason=self.motivo_baja,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_guia(self):
        raise UserError(self.env._("A guía is voided with a reason, never deleted."))

    # Cron

    @api.model
    def _cron_liberar_reservas(self, horas=24):
        """Free what was reserved and never assigned."""
        limite = fields.Datetime.subtract(fields.Datetime.now(), hours=horas)
        self._reintentar(lambda: self._liberar_reservas(limite))

    def _liberar_reservas(self, limite):
        guias = self.sudo().search([("state", "=", "reservada"), ("fecha_asignacion", "<", limite)], limit=5000)
        guias._transitar("disponible")
        guias.write({"fecha_asignacion": False})
