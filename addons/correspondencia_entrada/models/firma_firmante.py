import base64
import hashlib
import json
from datetime import timezone

from odoo import fields, models
from odoo.exceptions import UserError


class FirmaFirmante(models.Model):
    """One place in the route of a document, and the evidence of the signature in it."""

    _name = "firma.firmante"
    _description = "Signer of a Document"
    _order = "documento_id, sequence, id"

    documento_id = fields.Many2one("firma.documento", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="documento_id.company_id")
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
    firmo_id = fields.Many2one("res.users", "Signed By", readonly=True, ondelete="restrict")
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
    momento = fields.Datetime("Proved Time", readonly=True, help="Of the time-stamp of the signature.")
    evidencia_id = fields.Many2one("ir.attachment", "Evidence", readonly=True, ondelete="restrict")

    _turno_idx = models.UniqueIndex("(documento_id) WHERE en_turno", "Only one signature can be next.")
    _user_turno_idx = models.Index("(user_id, documento_id) WHERE en_turno")

    def _anotar_firma(self, sesion, preparada, valor, pdf, ocsps, dictamen_firma, dictamen):
        """Keep who signed, with what and when.

        :param sesion: the ``firma.sesion`` that made the signature
        :param preparada: what was prepared in it
        :param valor: bytes of the signature value
        :param pdf: the signed document
        :param ocsps: OCSP answers, before and after
        :param dictamen_firma: of this signature
        :param dictamen: of the whole document
        """
        self.ensure_one()
        quien = dictamen_firma.identidad
        self.write(
            {
                "firmo_id": sesion.user_id.id,
                "nombre": quien.nombre,
                "rfc": quien.rfc_firmante,
                "no_certificado": quien.no_certificado,
                "autoridad": quien.emisor,
                "modo": sesion.modo,
                "cadena": sesion.cadena,
                "sello": sesion.sello.decode(),
                "certificado": sesion.certificado,
                "momento": dictamen_firma.momento and dictamen_firma.momento.astimezone(timezone.utc).replace(tzinfo=None),
            }
        )
        documento = self.documento_id
        self._fijar_evidencia(
            {
                "folio": documento.name,
                "documento_sha256": {
                    "congelado": documento.sha256_base,
                    "mostrado": sesion.sha256,
                    "preparado": hashlib.sha256(preparada.pdf).hexdigest(),
                    "firmado": hashlib.sha256(pdf).hexdigest(),
                },
                "campo": self.campo,
                "certificado": preparada.certificado,
                "atributos_firmados": preparada.atributos,
                "valor_de_la_firma": valor,
                "cadena_original": sesion.cadena,
                "sello_digital": self.sello,
                "ocsp": ocsps,
                "usuario": sesion.user_id.login,
                "por_ausencia_de": self.user_id.login if self.user_id != sesion.user_id else "",
                "autorizacion": self.autorizacion_id.id,
                "modo": sesion.modo,
                "inicio": sesion.inicio,
                "peticion": sesion._datos_de_la_peticion(),
                "confianza": [
                    {"sha256": a.sha256, "rol": a.rol}
                    for a in self.env["firma.autoridad"].search([("state", "=", "aprobada")])
                ],
                "dictamen": dictamen.a_json(),
            }
        )

    def _fijar_evidencia(self, datos):
        """Keep everything that proves this signature in one file, which becomes evidence.

        :param datos: values that ``json`` writes; bytes go in base64
        """
        self.ensure_one()
        documento = self.documento_id
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"evidencia-{documento.name.replace('/', '-')}-{self.sequence + 1}.json",
                "raw": json.dumps(datos, default=_en_base64, ensure_ascii=False, indent=1, sort_keys=True).encode(),
                "mimetype": "application/json",
                "res_model": documento.res_model,
                "res_id": documento.res_id,
            }
        )
        adjunto._fijar_evidencia()
        self.evidencia_id = adjunto

    def _evidencia(self):
        """What :meth:`_fijar_evidencia` kept, with bytes still in base64.

        :raises UserError: the storage gives something else
        """
        self.ensure_one()
        adjunto = self.sudo().evidencia_id
        if adjunto._verificar_evidencia():
            raise UserError(self.env._("The evidence of this signature was altered in the storage."))
        return json.loads(adjunto._con_bytes().raw or b"{}")

    def _datos_bitacora(self):
        return {
            "firmante": self.firmo_id.login or "",
            "rfc": self.rfc or "",
            "no_certificado": self.no_certificado or "",
            "evidencia_sha256": self.evidencia_id.sha256 or "",
        }


def _en_base64(valor):
    if isinstance(valor, bytes):
        return base64.b64encode(valor).decode()
    if hasattr(valor, "isoformat"):
        return valor.isoformat()
    raise TypeError(type(valor).__name__)
