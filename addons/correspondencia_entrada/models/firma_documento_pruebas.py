import base64
import logging
from datetime import timedelta, timezone

from odoo import api, fields, models

from ..tools.firma.credencial import leer_certificado
from ..tools.firma.errores import FirmaError
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from ..tools.firma.renovacion import vencimiento_del_sello
from ..tools.firma.revocacion import consultar
from ..tools.firma.verdicto import dictaminar
from .firma_documento import ahora_utc

_logger = logging.getLogger(__name__)

#: how long before the certificate of the newest time-stamp ends a document gets another
ANTICIPACION = timedelta(days=365)
#: how long after a signature its certificate is asked about again
GRACIA = timedelta(hours=24)


class FirmaDocumento(models.Model):
    """Proof that comes later: what was missing at the signature, a second look at revocation, new time-stamps."""

    _inherit = "firma.documento"

    @api.model
    def _cron_completar(self):
        """Finish the documents that were signed while a service was down."""
        self._por_cada_uno([("state", "=", "sello_pendiente")], "_completar_pruebas")

    @api.model
    def _cron_revisar_revocacion(self):
        """Ask once more, a day later, whether a certificate was revoked before it signed."""
        limite = fields.Datetime.now() - GRACIA
        self._por_cada_uno(
            [("state", "=", "firmado"), ("revocacion_revisada", "=", False), ("fecha_firma", "<=", limite)],
            "_revisar_revocacion",
        )

    @api.model
    def _cron_resellar(self):
        """Stamp again the documents whose newest time-stamp is about to lose its certificate."""
        hoy = fields.Date.context_today(self)
        self._por_cada_uno([("state", "=", "firmado"), ("resellar_el", "<=", hoy)], "_resellar")

    @api.model
    def _por_cada_uno(self, dominio, metodo):
        """Run ``metodo`` on each document, each in its own transaction; one that fails waits for the next time."""
        documentos = self.sudo().search(dominio, order="id", limit=500)
        self.env["ir.cron"]._commit_progress(remaining=len(documentos))
        for documento in documentos:
            try:
                with self.env.cr.savepoint():
                    documento._bloquear()
                    if documento.filtered_domain([leaf for leaf in dominio if leaf[0] == "state"]):
                        getattr(documento, metodo)()
            except FirmaError as error:
                _logger.info("%s of %s waits: %s", metodo, documento.name, error)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _completar_pruebas(self):
        """:raises FirmaError: a service is still down"""
        confianza = self._confianza()
        ocsps = []
        for firmante in self.firmante_ids.filtered("certificado"):
            der, estado = self._consultar(firmante, confianza)
            if estado.estado == "revocado":
                self._descartar_por_revocacion(firmante)
                return
            ocsps.append(der)
        pdf = incrustar_pruebas(self._bytes(), ocsps, confianza)
        pdf = archivar(pdf, self.company_id._firma_sellador(), confianza)
        dictamen = dictaminar(pdf, confianza, ahora=ahora_utc())
        if not dictamen.valido:
            raise FirmaError("TSA_INVALID", f"own verdict: {[f.problemas + f.avisos for f in dictamen.firmas]}")
        self._guardar(pdf)
        self.nivel = min(f.nivel for f in dictamen.firmas)
        self._seguir()

    def _descartar_por_revocacion(self, firmante):
        """A certificate turns out revoked before the signature could be proved: it never counted."""
        self._transitar("firmado")
        self._impugnar(firmante)

    def _consultar(self, firmante, confianza):
        cert = leer_certificado(base64.b64decode(firmante.certificado))
        return consultar(cert, confianza.emisor_de(cert))

    def _revisar_revocacion(self):
        """:raises FirmaError: the authority does not answer"""
        confianza = self._confianza()
        for firmante in self.firmante_ids.filtered("certificado"):
            _der, estado = self._consultar(firmante, confianza)
            momento = firmante.momento.replace(tzinfo=timezone.utc)
            if estado.estado == "revocado" and estado.revocado_en <= momento:
                self._impugnar(firmante)
                return
        self.revocacion_revisada = True

    def _impugnar(self, firmante):
        """A certificate was already revoked when it signed: mark the document and tell the administrators."""
        motivo = self.env._("The certificate of %s was revoked before the time-stamp of the signature.", firmante.nombre)
        self._transitar("impugnado", motivo)
        self.write({"motivo": motivo, "revocacion_revisada": True})
        administradores = self.env.ref("mensajeria.group_administrador").all_user_ids.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids
        )
        destinatarios = administradores | self.firmante_ids.user_id
        self._registro().sudo()._firma_avisar(
            destinatarios, self.env._("The signature of %s is challenged", self.name), motivo
        )

    def _resellar(self):
        """:raises FirmaError: the time-stamping service does not answer"""
        self._guardar(archivar(self._bytes(), self.company_id._firma_sellador(), self._confianza()))
        self._anotar("resellar", {"sha256": self.sha256})

    def _guardar(self, pdf):
        res = super()._guardar(pdf)
        vence = vencimiento_del_sello(pdf)
        self.resellar_el = vence and (vence - ANTICIPACION).date()
        return res
