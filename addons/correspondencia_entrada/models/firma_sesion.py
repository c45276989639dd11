import base64
import hashlib
import json
import secrets
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.http import request

from ..tools.firma.cadena import cadena_original, verificar_cadena
from ..tools.firma.credencial import identidad, juzgar, leer_certificado
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
    A call whose answer was lost may be repeated: it does nothing twice.
    """

    _name = "firma.sesion"
    _description = "Signing Session"

    token = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    documento_id = fields.Many2one("firma.documento", required=True, readonly=True, index=True, ondelete="cascade")
    autorizacion_id = fields.Many2one("firma.autorizacion", readonly=True, ondelete="cascade")
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
        [("abierta", "Open"), ("preparada", "Prepared"), ("usada", "Used")],
        default="abierta",
        required=True,
        readonly=True,
    )

    _token_uniq = models.UniqueIndex("(token)")
    _expira_idx = models.Index("(expira)")

    @api.autovacuum
    def _gc_vencidas(self):
        self.sudo().search([("expira", "<", fields.Datetime.now() - timedelta(hours=1))], limit=1000).unlink()

    # The three calls

    @api.model
    def abrir(self, documento_id, certificado):
        """Begin to sign: the certificate is judged and asked about.

        :param documento_id: id of a ``firma.documento`` whose next signature is the user's
        :param certificado: the ``.cer``; bytes, or base64 text
        :returns: ``{sesion, cadena, sha256_base, folio}``
        :raises ErrorFirma: with its code
        """
        return self._abrir(self.env["firma.documento"].browse(int(documento_id)), certificado, "navegador")

    @api.model
    def _abrir(self, documento, certificado, modo):
        user = self.env.user
        if len(documento.exists()) != 1 or not documento._puede_firmar(user):
            raise rechazo(self.env, "SESSION")
        with traducido(self.env):
            cert = leer_certificado(_bytes(certificado))
            quien = self._juzgar(cert)
            ocsp = self._preguntar(documento.sudo(), cert)  # before anything is locked
        documento = documento._exigir_turno()
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
                "autorizacion_id": documento._autorizacion_de(user).id,
                "sha256": documento.sha256,
                "certificado": base64.b64encode(cert.dump()),
                "modo": modo,
                "inicio": ahora,
                "expira": ahora + VIGENCIA,
                "cadena": cadena,
                "ocsp": ocsp and base64.b64encode(ocsp),
            }
        )
        return {"sesion": sesion.token, "cadena": cadena, "sha256_base": sesion.sha256, "folio": documento.name}

    def preparar(self, sello):
        """Write the document with its visible stamp and the gap for the signature.

        :param sello: signature over the UTF-8 of the cadena original; bytes, or base64 text
        :returns: ``{rango: [4 integers], atributos: base64 text, sha256}``
        :raises ErrorFirma: with its code
        """
        sesion = self._exigir("abierta", "preparada")
        documento = sesion.documento_id
        registro = documento._registro()
        with traducido(self.env):
            sello = _bytes(sello)
            cert = sesion._cert()
            verificar_cadena(cert, sesion.cadena, sello)
            preparada = preparar(
                documento._bytes(),
                documento._siguiente().campo,
                cert,
                estampa=registro._firma_estampa(documento, sesion._datos_de_estampa(sello)),
                motivo=registro._firma_motivo(),
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
        :returns: ``{estado, nivel, url_verificacion, url_descarga}``; no address to download for who may not read the file
        :raises ErrorFirma: with its code
        """
        if hecha := self._propia().filtered(lambda s: s.state == "usada"):
            return hecha._resultado()
        sesion = self._exigir("preparada")
        documento = sesion.documento_id
        with traducido(self.env):
            valor = _bytes(valor)
            preparada = sesion._preparada()
            self._juzgar(sesion._cert())
            confianza = documento._confianza()
            pdf, completo, ocsps = sesion._completar(preparada, valor, confianza)
            dictamen = dictaminar(pdf, confianza, ahora=ahora_utc())
            if any(firma.problemas for firma in dictamen.firmas) or (completo and not dictamen.valido):
                raise FirmaError("BAD_SIGNATURE", f"own verdict: {[f.problemas + f.avisos for f in dictamen.firmas]}")
        sesion.state = "usada"
        firmante = documento._siguiente()
        firmante._anotar_firma(sesion, preparada, valor, pdf, ocsps, dictamen, confianza)
        documento._anotar_nivel(dictamen)
        documento._asentar(firmante, pdf, completo=completo)
        return sesion._resultado()

    def _resultado(self):
        documento = self.documento_id
        archivo = documento.pdf_id.sudo(False)
        return {
            "estado": documento.state,
            "nivel": documento.nivel,
            "url_verificacion": documento._url_verificacion(),
            "url_descarga": f"/web/content/{archivo.id}?download=true" if archivo.has_access("read") else "",
        }

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

    def _propia(self):
        """``self`` in sudo, when it is one session, and the user's.

        :raises ErrorFirma: SESSION
        """
        sesion = self.sudo().exists()
        if len(sesion) != 1 or sesion.user_id != self.env.user:
            raise rechazo(self.env, "SESSION")
        return sesion

    def _exigir(self, *estados):
        """``self`` in sudo and locked, when it is the user's, in time, in one of those states and on the head.

        :raises ErrorFirma: SESSION
        """
        sesion = self._propia()
        documento = sesion.documento_id._exigir_turno()
        self.env.cr.execute("SELECT 1 FROM firma_sesion WHERE id = %s FOR UPDATE", [sesion.id])
        sesion.invalidate_recordset()
        if (
            not sesion.exists()
            or sesion.state not in estados
            or sesion.expira < fields.Datetime.now()
            or sesion.sha256 != documento.sha256
            or sesion.autorizacion_id != documento._autorizacion_de(self.env.user)
        ):
            raise rechazo(self.env, "SESSION")
        return sesion

    def _pdf_preparado(self):
        """Bytes that wait for the signature."""
        with traducido(self.env):
            return self._exigir("preparada")._preparada().pdf

    def _preparada(self):
        """What :meth:`preparar` left: the document as it is, and after it the gap.

        :raises FirmaError: STATE_TAMPERED
        """
        preparada = Preparada.de_json(json.loads(base64.b64decode(self.preparada)))
        if preparada.certificado != base64.b64decode(self.certificado):
            raise FirmaError("STATE_TAMPERED", "certificate of the session")
        if not preparada.pdf.startswith(self.documento_id._bytes()):
            raise FirmaError("STATE_TAMPERED", "not an addition to the document")
        return preparada

    def _cert(self):
        return leer_certificado(base64.b64decode(self.certificado))

    @api.model
    def _juzgar(self, cert):
        """The identity of a certificate with which the user may sign now.

        :raises FirmaError: NOT_FIEL, EXPIRED, NOT_YET_VALID, RFC_MISMATCH, CURP_MISMATCH
        """
        user = self.env.user.sudo()
        if not (user.firma_rfc and user.firma_curp):
            raise FirmaError("RFC_MISMATCH" if not user.firma_rfc else "CURP_MISMATCH", "not registered")
        return juzgar(cert, en=ahora_utc(), rfc=user.firma_rfc, curp=user.firma_curp)

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

    def _completar(self, preparada, valor, confianza):
        """``(signed document, whether its proof is complete, OCSP answers in it)``.

        Signature and time-stamp first, then the OCSP answer that came after it; an archive time-stamp after the last
        signature of the route: the fewest calls that B-LTA takes.
        """
        documento = self.documento_id
        company = documento.company_id
        ocsps = [base64.b64decode(self.ocsp)] if self.ocsp else []
        with company._firma_sin_servicio("TSA_UNAVAILABLE") as sello:
            pdf = terminar(preparada, valor, confianza=confianza, sellador=company._firma_sellador(confianza))
        if sello.falta:
            pdf = terminar(preparada, valor, confianza=confianza)
        despues = self._preguntar(documento, self._cert())
        if despues:
            ocsps.append(despues)
        if ocsps:
            pdf = incrustar_pruebas(pdf, ocsps, confianza)
        if not sello.falta and despues and len(documento._pendientes()) == 1:
            with company._firma_sin_servicio("TSA_UNAVAILABLE") as sello:
                pdf = archivar(pdf, company._firma_sellador(confianza), confianza)
        return pdf, bool(despues) and not sello.falta, ocsps

    def _datos_de_estampa(self, sello):
        """What the visible stamp of this signature says."""
        quien, user = identidad(self._cert()), self.user_id
        return {
            "nombre": quien.nombre,
            "representante": user.name if quien.rfc_representante else "",
            "rfc": " / ".join(filter(None, (quien.rfc, quien.rfc_representante))),
            "no_certificado": quien.no_certificado,
            "emisor": quien.emisor,
            "fecha": self.inicio,
            "cadena": self.cadena,
            "sello": base64.b64encode(sello).decode(),
            "cargo": user.employee_id.job_title or user.area_id.name or "",
            "por_ausencia_de": self.autorizacion_id.titular_id.name,
        }

    @api.model
    def _consentimiento(self):
        """What the page says above its button, for the evidence."""
        return self.env._(
            "By signing, you accept the content of the chosen documents with the effects of your handwritten signature."
        )

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
