import logging
from datetime import timedelta, timezone

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.firma.errores import FirmaError
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from ..tools.firma.renovacion import vencimiento_del_sello
from ..tools.firma.verdicto import dictaminar
from .firma_documento import ahora_utc
from .firma_errores import mensajes
from .firma_firmante import a_json

_logger = logging.getLogger(__name__)

#: how long before the certificate of the newest time-stamp ends a document gets another
ANTICIPACION = timedelta(days=365)
#: how long after a signature its certificate is asked about again
GRACIA = timedelta(hours=24)
#: wait after the first failure, doubled after each, and its limit
ESPERA, ESPERA_MAXIMA = timedelta(minutes=10), timedelta(days=1)
#: failures in a row after which the administrators are told
AVISO = 6


class FirmaDocumento(models.Model):
    """Proof that comes later: what was missing at the signature, a second look at revocation, new time-stamps."""

    _inherit = "firma.documento"

    revocacion_revisada = fields.Boolean("Revocation Checked Again", readonly=True)
    resellar_el = fields.Date("Stamp Again On", readonly=True)
    intentos = fields.Integer("Failed Attempts", readonly=True, aggregator=None)
    proximo_intento = fields.Datetime("Next Attempt", readonly=True)

    _pendientes_idx = models.Index("(id) WHERE state = 'sello_pendiente'")
    _revisar_idx = models.Index("(fecha_firma) WHERE state = 'firmado' AND revocacion_revisada IS NOT TRUE")
    _resellar_idx = models.Index("(resellar_el) WHERE state = 'firmado'")

    @api.model
    def _cron_completar(self):
        """Finish the documents that were signed while a service was down."""
        self._por_cada_uno(Domain("state", "=", "sello_pendiente"), "_completar_pruebas")

    @api.model
    def _cron_revisar_revocacion(self):
        """Ask once more, a day later, whether a certificate was revoked before it signed."""
        limite = fields.Datetime.now() - GRACIA
        self._por_cada_uno(
            Domain("state", "=", "firmado")
            & Domain("revocacion_revisada", "=", False)
            & Domain("fecha_firma", "<=", limite),
            "_revisar_revocacion",
        )

    @api.model
    def _cron_resellar(self):
        """Stamp again the documents whose newest time-stamp is about to lose its certificate."""
        hoy = fields.Date.context_today(self)
        self._por_cada_uno(Domain("state", "=", "firmado") & Domain("resellar_el", "<=", hoy), "_resellar")

    @api.model
    def _por_cada_uno(self, dominio, metodo):
        """Run ``metodo`` on each document, each in its own transaction; one that fails waits, and holds up no other."""
        ahora = fields.Datetime.now()
        listos = Domain("proximo_intento", "=", False) | Domain("proximo_intento", "<=", ahora)
        documentos = self.sudo().search(dominio & listos, order="proximo_intento nulls first, id", limit=500)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(documentos))
        for documento in documentos:
            documento = documento._en_su_idioma()
            try:
                with self.env.cr.savepoint():
                    documento._bloquear()
                    if documento.filtered_domain(dominio):
                        getattr(documento, metodo)()
                        documento.write({"intentos": 0, "proximo_intento": False})
            except OperationalError as error:  # somebody is moving it at this moment
                _logger.info("%s of %s waits: %s", metodo, documento.id, error)
            except (FirmaError, UserError) as error:
                _logger.info("%s of %s waits: %s", metodo, documento.id, error)
                documento._aplazar(error)
            if not cron._commit_progress(1):
                break

    def _en_su_idioma(self):
        """``self`` in the language of its institution: what scheduled jobs write is read there."""
        return self._registro()._firma_en_idioma(self, self.company_id)

    def _aplazar(self, error):
        """Wait longer after each failure; after several the administrators are told, once."""
        intentos = self.intentos + 1
        espera = min(ESPERA * 2 ** min(intentos - 1, 10), ESPERA_MAXIMA)
        self.write({"intentos": intentos, "proximo_intento": fields.Datetime.now() + espera})
        if intentos == AVISO:
            texto = mensajes(self.env)[error.codigo] if isinstance(error, FirmaError) else str(error)
            self._avisar(self._administradores(), self.env._("The proof of %s cannot be completed", self.name), texto)

    # What was missing

    def _completar_pruebas(self):
        """:raises FirmaError: a service is still down"""
        confianza, firmante = self._confianza(), self._ultimo_firmado()
        der, estado = firmante._consultar(confianza)
        if firmante._revocado_a_tiempo(estado):
            self._impugnar(firmante)
            return
        pdf = incrustar_pruebas(self._bytes(), [der], confianza)
        pdf = archivar(pdf, self.company_id._firma_sellador(confianza), confianza)
        dictamen = dictaminar(pdf, confianza, ahora=ahora_utc())
        if not dictamen.valido:
            raise FirmaError("TSA_INVALID", f"own verdict: {[f.problemas + f.avisos for f in dictamen.firmas]}")
        self._anotar_nivel(dictamen)
        firmante._anotar_momento(dictamen)
        evidencia = self._fijar_json("pruebas", a_json({"ocsp": [der], "dictamen": dictamen.a_json()}))
        self._anotar("completar_pruebas", {"evidencia_sha256": evidencia.sha256})
        self._seguir(pdf)

    # Was it revoked already?

    def _revisar_revocacion(self):
        """:raises FirmaError: the authority does not answer"""
        confianza, respuestas = self._confianza(), []
        for firmante in self.firmante_ids:
            der, estado = firmante._consultar(confianza)
            respuestas.append(der)
            if firmante._revocado_a_tiempo(estado):
                self._impugnar(firmante)
        evidencia = self._fijar_json("revocacion", a_json({"ocsp": respuestas}))
        self._anotar("revisar_revocacion", {"evidencia_sha256": evidencia.sha256})
        self.revocacion_revisada = True

    def _impugnar(self, firmante):
        """The certificate was already revoked when it signed: mark the document and tell who has to know."""
        if self.state == "impugnado":
            return
        motivo = self.env._(
            "The certificate of %s was revoked before the time-stamp of the signature.", firmante.nombre
        )
        if self.state == "sello_pendiente":  # it never left: the answer goes back to its author
            self._terminar_sin_firma("impugnado", motivo)
        else:
            self._transitar("impugnado", motivo)
            self.motivo = motivo
        self._avisar(
            self._administradores() | self.firmante_ids.user_id,
            self.env._("The signature of %s is challenged", self.name),
            motivo,
        )

    def _administradores(self):
        return self.env.ref("mensajeria.group_administrador").all_user_ids.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids
        )

    def _avisar(self, users, asunto, texto):
        self._registro().sudo()._firma_avisar(users, asunto, texto)

    # Time-stamps age

    def _resellar(self):
        """:raises FirmaError: the time-stamping service does not answer"""
        confianza = self._confianza()
        self._guardar(archivar(self._bytes(), self.company_id._firma_sellador(confianza), confianza), self._registro())
        self._anotar("resellar", {"sha256": self.sha256})

    def _guardar(self, pdf, registro):
        adjunto = super()._guardar(pdf, registro)
        vence = vencimiento_del_sello(pdf)
        if vence:
            # where the authority goes on with an old certificate, half of what it has left, not every day
            ahora = ahora_utc()
            self.resellar_el = max(vence - ANTICIPACION, ahora + (vence - ahora) / 2).astimezone(timezone.utc).date()
        return adjunto
