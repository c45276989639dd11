import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import karrio
from ..tools.envios import FUERA

_logger = logging.getLogger(__name__)

#: guías asked for in one call
GUIAS_POR_LLAMADA = 20
#: hours until the next look; each one without news doubles them
ESPERA_MINIMA, ESPERA_MAXIMA = 2, 48


class SinRespuestaError(Exception):
    """A carrier did not answer: nobody knows whether it did what was asked."""


class MensajeriaProveedor(models.Model):
    """What a provider's own service does, by the name of its integration.

    An addon for a carrier adds its value to ``integracion`` and those of these methods that it has, where ``x`` is that
    value. They raise ``UserError`` for what the carrier refuses and :class:`SinRespuestaError` when it does not answer.

    ``_x_rastrear(guias)``
        list of :class:`~odoo.addons.mensajeria.tools.rastreo.Lectura`, the oldest first
    ``_x_crear_envio(envio, referencia)``
        makes the label: dict with ``folio``, ``codigo_rastreo`` and ``etiqueta`` (PDF bytes), the last two optional
    ``_x_buscar_envio(referencia)``
        the same dict of the label that was made with that reference, or None when there certainly is none
    ``_x_prueba_entrega(guia)``
        bytes (PDF or picture) of the carrier's proof of delivery, or None while there is none
    ``_x_cancelar(folio, referencia)``
        annuls the label of that number, made with that reference; asked again, it is annulled all the same
    ``_x_url(folio)``
        its page of that number
    """

    _inherit = "mensajeria.proveedor"

    integracion = fields.Selection(
        selection_add=[("karrio_dhl", "DHL tracking (Karrio)"), ("karrio_fedex", "FedEx tracking (Karrio)")],
        ondelete={"karrio_dhl": "set default", "karrio_fedex": "set default"},
    )
    api_clave = fields.Char("API Key", groups="mensajeria.group_administrador", copy=False)
    api_secreto = fields.Char("API Secret", groups="mensajeria.group_administrador", copy=False)
    rastreo_problema = fields.Char("Last Problem of the Connection", readonly=True, copy=False)
    hace_etiquetas = fields.Boolean(compute="_compute_hace_etiquetas")

    @api.depends("integracion")
    def _compute_hace_etiquetas(self):
        for proveedor in self:
            proveedor.hace_etiquetas = bool(proveedor._operacion("crear_envio"))

    @api.constrains("integracion")
    def _check_integracion(self):
        for proveedor in self:
            if proveedor.integracion in karrio.TRANSPORTISTAS and not karrio.disponible(proveedor.integracion):
                raise ValidationError(
                    self.env._(
                        "This connection needs the Python packages karrio and %s: install them on the server first.",
                        karrio.TRANSPORTISTAS[proveedor.integracion][1],
                    )
                )

    def _operacion(self, nombre):
        """The method by which this provider does ``nombre``, or None."""
        return getattr(self, f"_{self.integracion}_{nombre}", None) if self.integracion else None

    def _url_de(self, folio):
        propia = self._operacion("url")
        return (folio and propia and propia(folio)) or super()._url_de(folio)

    # Karrio

    def _karrio_dhl_rastrear(self, guias):
        return self._rastrear_con_karrio(guias)

    def _karrio_fedex_rastrear(self, guias):
        return self._rastrear_con_karrio(guias)

    def _karrio_fedex_prueba_entrega(self, guia):
        return self._preguntar_a_karrio(karrio.prueba, guia.codigo_rastreo or guia.name)

    def _rastrear_con_karrio(self, guias):
        return self._preguntar_a_karrio(karrio.rastrear, [guia.codigo_rastreo or guia.name for guia in guias])

    def _preguntar_a_karrio(self, pregunta, que):
        """The answer to ``pregunta`` about ``que``; what the carrier complains about, when that is all it says."""
        if not karrio.disponible(self.integracion):
            raise UserError(self.env._("The Python packages of Karrio are not installed any more."))
        cuenta = self.sudo()
        try:
            respuesta, quejas = pregunta(self.integracion, cuenta.api_clave or "", cuenta.api_secreto or "", que)
        except TimeoutError as error:
            raise UserError(self.env._("The carrier did not answer in %s seconds.", karrio.PLAZO)) from error
        if quejas and not respuesta:
            raise UserError(" · ".join(quejas)[:300])
        return respuesta

    # In the background

    @api.model
    def _cron_rastrear(self):
        """Ask the carriers that can be asked for the pieces that are out, each of them less often while nothing moves."""
        conectados = self.search([("integracion", "!=", "manual")]).filtered(lambda p: p._operacion("rastrear"))
        Envio, cron = self.env["mensajeria.envio"], self.env["ir.cron"]
        por_ver = [
            ("proveedor_id", "in", conectados.ids),
            ("state", "in", FUERA),
            ("guia_id", "!=", False),
            ("rastreo_siguiente", "<=", fields.Datetime.now()),
        ]
        cron._commit_progress(remaining=Envio.search_count(por_ver))
        for proveedor in conectados:
            envios = Envio.search([*por_ver, ("proveedor_id", "=", proveedor.id)], order="rastreo_siguiente, id")
            for parte in range(0, len(envios), GUIAS_POR_LLAMADA):
                lote = envios[parte : parte + GUIAS_POR_LLAMADA]
                proveedor._rastrear(lote)
                if not cron._commit_progress(len(lote)):
                    return

    def _rastrear(self, envios):
        """Ask for these pieces, and register what is told of each; what fails of one stays with it."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                lecturas = self._operacion("rastrear")(envios.guia_id)
            problema = False
        except Exception as error:  # whatever a carrier's library raises: it is asked again later
            _logger.warning("Tracking of provider %s failed", self.id, exc_info=True)
            lecturas, problema = [], str(error)[:300]
        if self.rastreo_problema != problema:
            self.rastreo_problema = problema
        por_folio = {}
        for lectura in lecturas:
            por_folio.setdefault(lectura.folio, []).append(lectura)
        for envio in envios:
            guia = envio.guia_id
            hay = envio._aplicar_rastreo(por_folio.get(guia.codigo_rastreo) or por_folio.get(guia.name) or [])
            espera = ESPERA_MINIMA if hay else min(max(envio.rastreo_espera, 1) * 2, ESPERA_MAXIMA)
            envio.write(
                {
                    "rastreo_espera": espera,
                    "rastreo_siguiente": fields.Datetime.now() + timedelta(hours=espera),
                }
            )


class MensajeriaEnvio(models.Model):
    _inherit = "mensajeria.envio"

    rastreo_siguiente = fields.Datetime(
        "Next Look at the Carrier", readonly=True, copy=False, default=fields.Datetime.now
    )
    rastreo_espera = fields.Integer(readonly=True, copy=False, aggregator=None)

    def _aplicar_rastreo(self, lecturas):
        """Register what the carrier told of this piece.

        :return: whether anything was new
        """
        self.ensure_one()
        nuevo = False
        for lectura in lecturas:
            try:
                with self.env.cr.savepoint():
                    resultado, _evento = self._registrar_rastreo(lectura, "api")
                    self.env.flush_all()
            except UserError:
                self.env.invalidate_all()
                _logger.info("Reading of %s was refused", self.name, exc_info=True)
                continue
            nuevo = nuevo or resultado in ("aplicado", "conflicto", "desconocido", "tarde")
        return nuevo
