import base64
import hashlib
import json
import secrets
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.http import request

from ..tools.firma.cadena import cadena_original, verificar_cadena
from ..tools.firma.credencial import juzgar, leer_certificado
from ..tools.firma.errores import FirmaError
from ..tools.firma.firma import Preparada, preparar, terminar
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from ..tools.firma.revocacion import consultar
from ..tools.firma.verdicto import dictaminar
from .firma_documento import ahora_utc
from .firma_errores import rechazo, traducido

#: how long a signer has from choosing the certificate to the last signature value
VIGENCIA = timedelta(minutes=10)


class FirmaSesion(models.Model):
    """One act of signing, in three calls: open, prepare, finish. Single use, of one user on one revision.

    The key never comes here: :meth:`preparar` receives the seal over the cadena original and :meth:`terminar` the
    signature value over the signed attributes, both made where the key is. Rows are reached through their token only.
    """

    _name = "firma.sesion"
    _description = "Signing Session"

    token = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    documento_id = fields.Many2one("firma.documento", required=True, readonly=True, index=True, ondelete="cascade")
    sha256 = fields.Char(required=True, readonly=True)
    certificado = fields.Binary(required=True, readonly=True, attachment=False)
    modo = fields.Char(required=True, readonly=True)
    inicio = fields.Datetime(required=True, readonly=True)
    expira = fields.Datetime(required=True, readonly=True)
    cadena = fields.Text(required=True, readonly=True)
    sello = fields.Binary(readonly=True, attachment=False)
    ocsp = fields.Binary(readonly=True, attachment=False)
    preparada = fields.Binary(readonly=True, attachment=True)
    state = fields.Selection(
        [("abierta", "Open"), ("preparada", "Prepared"), ("usada", "Used")], default="abierta", required=True, readonly=True
    )

    _token_uniq = models.UniqueIndex("(token)")
    _expira_idx = models.Index("(expira)")

    @api.autovacuum
    def _gc_vencidas(self):
        self.sudo().search([("expira", "<", fields.Datetime.now() - timedelta(hours=1))], limit=1000).unlink()

    # The three calls

    @api.model
    def abrir(self, documento_id, certificado, modo="navegador"):
        """Begin to sign: the certificate is judged and asked about.

        :param documento_id: id of a ``firma.documento`` whose next signature is the user's
        :param certificado: the ``.cer``; bytes, or base64 text
        :returns: ``{sesion, cadena, sha256_base, folio}``
        :raises ErrorFirma: with its code
        """
        documento = self.env["firma.documento"].browse(int(documento_id))._exigir_turno()
        user = self.env.user
        firmante = documento._siguiente()
        with traducido(self.env):
            cert = leer_certificado(_bytes(certificado))
            quien = juzgar(cert, en=ahora_utc(), rfc=user.sudo().firma_rfc or "", curp=user.sudo().firma_curp or "")
            ocsp = self._preguntar(documento, cert)
        ahora = fields.Datetime.now()
        cadena = cadena_original(
            folio=documento.name,
            fecha=ahora_utc(),
            rfc=quien.rfc_firmante,
            no_certificado=quien.no_certificado,
            entidad=documento.company_id.name,
            sha256=documento.sha256,
        )
        self.sudo().search([("documento_id", "=", documento.id), ("user_id", "=", user.id)]).unlink()
        sesion = self.sudo().create(
            {
                "token": secrets.token_urlsafe(24),
                "user_id": user.id,
                "documento_id": documento.id,
                "sha256": documento.sha256,
                "certificado": base64.b64encode(cert.dump()),
                "modo": modo if modo == "servidor" and self.env.su else "navegador",
                "inicio": ahora,
                "expira": ahora + VIGENCIA,
                "cadena": cadena,
                "ocsp": ocsp and base64.b64encode(ocsp),
            }
        )
        firmante.autorizacion_id = self.env["firma.autorizacion"]._vigente(firmante.user_id, user, documento.company_id)
        return {"sesion": sesion.token, "cadena": cadena, "sha256_base": sesion.sha256, "folio": documento.name}

    def preparar(self, sello):
        """Write the document with its visible stamp and the gap for the signature.

        :param sello: signature over the UTF-8 of the cadena original; bytes, or base64 text
        :returns: ``{rango: [4 integers], atributos: base64 text, sha256}``
        :raises ErrorFirma: with its code
        """
        sesion = self._exigir("abierta")
        documento = sesion.documento_id
        with traducido(self.env):
            sello = _bytes(sello)
            cert = sesion._cert()
            verificar_cadena(cert, sesion.cadena, sello)
            estampa = documento._registro()._firma_estampa(documento, sesion._datos_de_estampa(sello))
            preparada = preparar(
                documento._bytes(),
                documento._siguiente().campo,
                cert,
                estampa=estampa,
                motivo=documento._registro()._firma_motivo(),
                lugar=documento.company_id.city or documento.company_id.country_id.name or "México",
                en=sesion.inicio.replace(tzinfo=timezone.utc),
            )
        sesion.write(
            {
                "state": "preparada",
                "sello": base64.b64encode(sello),
                "preparada": base64.b64encode(json.dumps(preparada.a_json()).encode()),
            }
        )
        return {
            "rango": list(preparada.rango),
            "atributos": base64.b64encode(preparada.atributos).decode(),
            "sha256": hashlib.sha256(preparada.pdf).hexdigest(),
        }

    def terminar(self, valor):
        """Put the signature into the document, with its time-stamps and the proof that the certificate was in force.

        All or nothing: what fails leaves the session as it was, to be tried again within its time. Where the
        institution allows it, a service that is down leaves the document *signed, time-stamp pending*.

        :param valor: signature over the attributes of :meth:`preparar`; bytes, or base64 text
        :returns: ``{estado, nivel, url_verificacion}``
        :raises ErrorFirma: with its code
        """
        sesion = self._exigir("preparada")
        documento = sesion.documento_id
        firmante = documento._siguiente()
        with traducido(self.env):
            preparada = sesion._preparada()
            valor = _bytes(valor)
            pdf, completo, ocsps = sesion._completar(documento, preparada, valor)
            dictamen = dictaminar(pdf, documento._confianza(), ahora=ahora_utc())
            propia = next((f for f in dictamen.firmas if f.campo == firmante.campo), None)
            if propia is None or propia.problemas or (completo and propia.veredicto != "VALIDA"):
                raise FirmaError("BAD_SIGNATURE", f"own verdict: {propia and propia.problemas}")
        sesion.state = "usada"
        firmante._anotar_firma(sesion, preparada, valor, pdf, ocsps, propia, dictamen)
        documento.nivel = propia.nivel
        documento._asentar(firmante, pdf, completo=completo)
        return {"estado": documento.state, "nivel": documento.nivel, "url_verificacion": documento._url_verificacion()}

    # Inside

    @api.model
    def _de_token(self, token):
        """The session of that token, if it is the user's.

        :raises ErrorFirma: SESSION
        """
        sesion = self.sudo().search([("token", "=", str(token or "")), ("user_id", "=", self.env.uid)])
        if not sesion:
            raise rechazo(self.env, "SESSION")
        return sesion.sudo(False)

    def _exigir(self, estado):
        """``self`` in sudo and locked, when it is the user's, in time, in that state and on the head.

        :raises ErrorFirma: SESSION
        """
        sesion = self.sudo().exists()
        if len(sesion) != 1 or sesion.user_id != self.env.user:
            raise rechazo(self.env, "SESSION")
        documento = sesion.documento_id.with_user(self.env.user)._exigir_turno()
        self.env.cr.execute("SELECT 1 FROM firma_sesion WHERE id = %s FOR UPDATE", [sesion.id])
        sesion.invalidate_recordset()
        if (
            not sesion.exists()
            or sesion.state != estado
            or sesion.expira < fields.Datetime.now()
            or sesion.sha256 != documento.sha256
        ):
            raise rechazo(self.env, "SESSION")
        return sesion

    def _pdf_preparado(self):
        """Bytes that wait for the signature."""
        return self._exigir("preparada")._preparada().pdf

    def _preparada(self):
        """:raises FirmaError: STATE_TAMPERED"""
        preparada = Preparada.de_json(json.loads(base64.b64decode(self.preparada)))
        if preparada.certificado != base64.b64decode(self.certificado):
            raise FirmaError("STATE_TAMPERED", "certificate of the session")
        return preparada

    def _cert(self):
        return leer_certificado(base64.b64decode(self.certificado))

    def _preguntar(self, documento, cert):
        """The OCSP answer that says that a certificate is in force; None where the institution goes on without.

        :raises FirmaError: UNTRUSTED, REVOKED, OCSP_INVALID, OCSP_UNAVAILABLE
        """
        autoridad = documento._confianza().emisor_de(cert, en=ahora_utc())
        with documento.company_id._firma_sin_servicio("OCSP_UNAVAILABLE") as prueba:
            der, estado = consultar(cert, autoridad)
        if prueba.falta:
            return None
        if estado.estado == "revocado":
            raise FirmaError("REVOKED")
        if estado.estado != "vigente":
            raise FirmaError("OCSP_INVALID", "the authority does not know the certificate")
        return der

    def _completar(self, documento, preparada, valor):
        """``(signed document, whether its proof is complete, OCSP answers in it)``."""
        confianza, company = documento._confianza(), documento.company_id
        ocsps = [base64.b64decode(self.ocsp)] if self.ocsp else []
        with company._firma_sin_servicio("TSA_UNAVAILABLE") as sello:
            pdf = terminar(preparada, valor, confianza=confianza, sellador=company._firma_sellador())
        if sello.falta:
            pdf = terminar(preparada, valor, confianza=confianza)
        despues = self._preguntar(documento, self._cert())
        if despues:
            ocsps.append(despues)
        if ocsps:
            pdf = incrustar_pruebas(pdf, ocsps, confianza)
        if not sello.falta and despues and documento._ultima_pendiente():
            with company._firma_sin_servicio("TSA_UNAVAILABLE") as sello:
                pdf = archivar(pdf, company._firma_sellador(), confianza)
        return pdf, bool(despues) and not sello.falta, ocsps

    def _datos_de_estampa(self, sello):
        """What the visible stamp of this signature says."""
        quien = juzgar(self._cert(), en=self.inicio.replace(tzinfo=timezone.utc))
        return {
            "nombre": quien.nombre,
            "rfc": quien.rfc_firmante,
            "no_certificado": quien.no_certificado,
            "emisor": quien.emisor,
            "fecha": self.inicio,
            "cadena": self.cadena,
            "sello": base64.b64encode(sello).decode(),
            "cargo": self.user_id.sudo().employee_id.job_title or self.user_id.area_id.name or "",
            "por_ausencia_de": self.documento_id._siguiente().autorizacion_id.titular_id.name,
        }

    @api.model
    def _datos_de_la_peticion(self):
        """Where the request comes from, for the evidence."""
        if not request:
            return {"ip": "", "agente": ""}
        return {
            "ip": request.httprequest.remote_addr or "",
            "agente": (request.httprequest.user_agent.string or "")[:300],
        }


def _bytes(valor):
    """Bytes as they are, or those of a base64 text.

    :raises FirmaError: STATE_TAMPERED
    """
    if isinstance(valor, bytes):
        return valor
    try:
        return base64.b64decode(valor or "", validate=True)
    except (TypeError, ValueError) as error:
        raise FirmaError("STATE_TAMPERED", "not base64") from error
