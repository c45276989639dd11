import base64
import hashlib
import json
from datetime import timezone

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.firma.credencial import leer_certificado
from ..tools.firma.errores import FirmaError
from ..tools.firma.revocacion import consultar


class FirmaFirmante(models.Model):
    """One place in the route of a document, and the evidence of the signature in it."""

    _name = "firma.firmante"
    _description = "Signer of a Document"
    _order = "documento_id, sequence, id"

    documento_id = fields.Many2one("firma.documento", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    user_id = fields.Many2one("res.users", "Signer", required=True, readonly=True, index=True, ondelete="restrict")
    campo = fields.Char("Field", required=True, readonly=True)
    en_turno = fields.Boolean("Next", readonly=True)
    state = fields.Selection(
        [("pendiente", "Pending"), ("firmado", "Signed"), ("rechazado", "Rejected")],
        "Status",
        default="pendiente",
        required=True,
        readonly=True,
    )
    firmo_id = fields.Many2one("res.users", "Signed By", readonly=True, index="btree_not_null", ondelete="restrict")
    autorizacion_id = fields.Many2one("firma.autorizacion", "Authorization", readonly=True, ondelete="restrict")
    fecha = fields.Datetime("Signed On", readonly=True)
    nombre = fields.Char("Name in the Certificate", readonly=True)
    rfc = fields.Char("RFC", readonly=True)
    no_certificado = fields.Char("Certificate No.", readonly=True)
    autoridad = fields.Char("Authority", readonly=True)
    modo = fields.Selection([("navegador", "Browser"), ("servidor", "Server")], "Mode", readonly=True)
    cadena = fields.Text("Cadena Original", readonly=True)
    sello = fields.Text("Sello Digital", readonly=True)
    certificado = fields.Binary("Certificate", readonly=True, attachment=False)
    momento = fields.Datetime("Proved Time", readonly=True, help="Of the earliest time-stamp over the signature.")
    evidencia_id = fields.Many2one("ir.attachment", "Evidence", readonly=True, ondelete="restrict")

    _turno_idx = models.UniqueIndex("(documento_id) WHERE en_turno", "Only one signature can be next.")
    _user_turno_idx = models.Index("(user_id, documento_id) WHERE en_turno IS TRUE")

    def _anotar_firma(self, sesion, preparada, valor, pdf, ocsps, dictamen, confianza):
        """Keep who signed, with what and when.

        :param sesion: the ``firma.sesion`` that made the signature
        :param preparada: what was prepared in it
        :param valor: bytes of the signature value
        :param pdf: the signed document
        :param ocsps: OCSP answers, before and after
        :param dictamen: of the signed document
        :param confianza: by which it was judged
        """
        self.ensure_one()
        quien = self._dictamen_propio(dictamen).identidad
        self.write(
            {
                "firmo_id": sesion.user_id.id,
                "autorizacion_id": sesion.autorizacion_id.id,
                "nombre": quien.nombre,
                "rfc": quien.rfc_firmante,
                "no_certificado": quien.no_certificado,
                "autoridad": quien.emisor,
                "modo": sesion.modo,
                "cadena": sesion.cadena,
                "sello": sesion.sello.decode(),
                "certificado": sesion.certificado,
            }
        )
        self._anotar_momento(dictamen)
        documento = self.documento_id
        self.evidencia_id = documento._fijar_json(
            f"evidencia-{self.sequence + 1}",
            a_json(
                {
                    "folio": documento.name,
                    "documento_sha256": {
                        "congelado": documento.sha256_base,
                        "mostrado": sesion.sha256,
                        "preparado": hashlib.sha256(preparada.pdf).hexdigest(),
                        "firmado": hashlib.sha256(pdf).hexdigest(),
                    },
                    "documento_bytes": {"preparado": len(preparada.pdf), "firmado": len(pdf)},
                    "campo": self.campo,
                    "certificado": preparada.certificado,
                    "atributos_firmados": preparada.atributos,
                    "valor_de_la_firma": valor,
                    "cadena_original": sesion.cadena,
                    "sello_digital": self.sello,
                    "ocsp": ocsps,
                    "usuario": sesion.user_id.login,
                    "rfc_registrado": sesion.user_id.firma_rfc,
                    "por_ausencia_de": sesion.autorizacion_id.titular_id.login or "",
                    "autorizacion": {
                        "fundamento": sesion.autorizacion_id.fundamento or "",
                        "sha256": sesion.autorizacion_id._sha256_del_oficio(),
                    },
                    "consentimiento": sesion._consentimiento(),
                    "modo": sesion.modo,
                    "inicio": sesion.inicio,
                    "peticion": sesion._datos_de_la_peticion(),
                    "confianza": [{"sha256": a.cert.sha256.hex(), "rol": a.rol} for a in confianza.autoridades],
                    "dictamen": dictamen.a_json(),
                }
            ),
        )

    def _dictamen_propio(self, dictamen):
        """What ``dictamen`` says of this signature, or None."""
        return next((firma for firma in dictamen.firmas if firma.campo == self.campo), None)

    def _anotar_momento(self, dictamen):
        momento = self._dictamen_propio(dictamen).momento
        self.momento = momento and momento.astimezone(timezone.utc).replace(tzinfo=None)

    def _evidencia(self):
        """What :meth:`_anotar_firma` kept, with bytes still in base64.

        :raises UserError: the storage gives something else
        """
        self.ensure_one()
        adjunto = self.sudo().evidencia_id
        if adjunto._verificar_evidencia():
            raise UserError(self.env._("The evidence of this signature was altered in the storage."))
        return json.loads(adjunto._con_bytes().raw)

    def _datos_bitacora(self):
        return {
            "firmante": self.firmo_id.login or "",
            "rfc": self.rfc or "",
            "no_certificado": self.no_certificado or "",
            "evidencia_sha256": self.evidencia_id.sha256 or "",
        }

    # Revocation

    def _consultar(self, confianza):
        """What its authority says now of the certificate of this signature: the OCSP answer and its state.

        :raises FirmaError: OCSP_UNAVAILABLE, OCSP_INVALID
        """
        cert = leer_certificado(base64.b64decode(self.certificado))
        der, estado = consultar(cert, confianza.emisor_de(cert))
        if estado.estado == "desconocido":
            raise FirmaError("OCSP_INVALID", "the authority does not know the certificate")
        return der, estado

    def _revocado_a_tiempo(self, estado):
        """Whether the certificate was revoked before what proves when it signed."""
        if estado.estado != "revocado":
            return False
        return not self.momento or estado.revocado_en <= self.momento.replace(tzinfo=timezone.utc)


def a_json(datos):
    """Bytes of a JSON file: bytes in base64, instants in ISO 8601."""
    return json.dumps(datos, default=_en_texto, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _en_texto(valor):
    if isinstance(valor, bytes):
        return base64.b64encode(valor).decode()
    if hasattr(valor, "isoformat"):
        return valor.isoformat()
    raise TypeError(type(valor).__name__)
