import hashlib
import json
import os
import re
from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.tools import format_date

from ..tools.firma.dictamen import CIFRADO, INDETERMINADA, INVALIDA, MALFORMADO, SIN_FIRMA
from ..tools.firma.errores import FirmaError
from ..tools.firma.proceso import en_proceso
from . import firma_verificacion_textos as textos
from .firma_documento import ahora_utc

#: what :func:`secrets.token_urlsafe` makes of 16 bytes; anything else is answered without asking the database
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
#: bytes of the biggest file that anybody may have verified
LIMITE = 25 * 1024 * 1024
#: states of a document whose signatures are told
CON_FIRMAS = frozenset(("firmado", "sello_pendiente", "impugnado"))
#: events of the log that leave a complete revision, which the institution gives out
EMISIONES = ("firmar", "sellar", "resellar")
_TROZO = 1 << 20


class FirmaDocumento(models.Model):
    """What anybody may know of a document who has its token.

    Of people, no more than the name in the certificate and a masked RFC: neither CURP nor e-mail, nor the whole number
    of the certificate, with which SAT gives the certificate that holds them. Nothing of the matter but its folio.

    The dictionaries of this class go to programs as JSON, so their keys are stable:

    - :meth:`_verificacion`, the document: ``estado`` (``firmado``, ``sello_pendiente``, ``impugnado``, ``por_firmar``,
      ``no_vigente``), ``titulo`` and ``mensaje`` (its sentences), ``institucion``; and, null or empty unless there are
      signatures to tell, ``folio``, ``paginas``, ``sha256``, ``fecha_firma``, ``nivel`` (PAdES), ``motivo`` (of the
      challenge), ``aviso`` (it is well signed and counts no more: why), ``clasificado`` (its file is not given),
      ``descarga`` (address of its file), ``constancia`` and ``firmas``: list in the order of signing of ``orden``,
      ``nombre``, ``rfc``, ``certificado`` (masked), ``autoridad``, ``momento`` (proved), ``revocacion``
      (``vigente``, ``vigente_confirmado``, ``pendiente``, ``impugnado``), ``por_ausencia``, ``sha256_cadena`` (the one
      in the cadena original).
    - :meth:`_cotejar`, a file: ``resultado`` (``identico``, ``otra_version``, ``indeterminado``, ``invalido``,
      ``sin_firma``, ``cifrado``, ``danado``, ``no_pdf``, ``sin_archivo``, ``demasiado_grande``, ``sin_examinar``,
      ``ocupado``), ``titulo``, ``mensaje``, ``sha256``, ``emitido`` (since when it counts, if identical), ``actual``
      (identical to the newest revision) and ``firmas``: list of ``campo``, ``veredicto`` (``VALIDA``, ``INVALIDA``,
      ``INDETERMINADA``), ``nivel``, ``nombre``, ``rfc``, ``momento`` and ``motivos``: list of ``codigo``, ``texto``.

    Instants are aware; JSON writes them in ISO 8601.
    """

    _inherit = "firma.documento"

    @api.model
    def _de_token(self, token):
        """The document with that token, in sudo: the token is the right to ask."""
        documentos = self.sudo()
        return documentos.search([("token", "=", token)], limit=1) if _TOKEN.fullmatch(token) else documentos.browse()

    def _zona_horaria(self):
        return self.company_id.partner_id.tz or "America/Mexico_City"

    def _estado_publico(self):
        return {"rechazado": "no_vigente", "cancelado": "no_vigente"}.get(self.state, self.state)

    # The document

    def _verificacion(self):
        """What the page tells of this document, see the class."""
        self.ensure_one()
        estado = self._estado_publico()
        titulo, mensaje = textos.estados(self.env)[estado]
        datos = {
            "estado": estado,
            "titulo": titulo,
            "mensaje": mensaje,
            "institucion": self.company_id.name,
            **dict.fromkeys(
                "folio paginas sha256 fecha_firma nivel motivo aviso clasificado descarga constancia".split()
            ),
            "firmas": [],
        }
        if estado in CON_FIRMAS:
            datos |= self._verificacion_de_firmas(estado)
        return datos

    def _verificacion_de_firmas(self, estado):
        publico = self._registro().sudo()._firma_publica()
        return {
            "folio": self.name,
            "paginas": self.paginas,
            "sha256": self.sha256,
            "fecha_firma": _aware(self.fecha_firma),
            "nivel": self.nivel,
            "motivo": self.motivo if estado == "impugnado" else None,
            "aviso": self._registro().sudo()._firma_aviso() or None,
            "clasificado": not publico,
            "descarga": f"/v/{self.token}/documento.pdf" if publico and estado == "firmado" else None,
            "constancia": self._constancia_publica() or None,
            "firmas": [
                firmante._verificacion(estado)
                for firmante in self.firmante_ids.sorted("sequence")
                if firmante.state == "firmado"
            ],
        }

    def _constancia_publica(self):
        """The constancy (NOM-151) of the document: ``{folio, proveedor, momento}``, or empty. What obtains them extends it."""
        return {}

    def _archivo_publico(self):
        """Bytes of the issued document; None when it is not for everybody.

        :raises ErrorFirma: STATE_TAMPERED
        """
        if self.state != "firmado" or not self._registro().sudo()._firma_publica():
            return None
        return self._bytes()

    # A file that somebody holds

    def _cotejar(self, archivo):
        """Judge a file against this document; see the class. Nothing of it is kept.

        :param archivo: binary file on disk, positioned anywhere
        """
        self.ensure_one()
        archivo.seek(0)
        cabeza = archivo.read(1024)
        if not cabeza:
            return self._resultado("sin_archivo")
        if b"%PDF-" not in cabeza:
            return self._resultado("no_pdf")
        if os.fstat(archivo.fileno()).st_size > LIMITE:
            return self._resultado("demasiado_grande")
        sha256 = _sha256(archivo)
        if emitido := self._emisiones().get(sha256):
            return self._identico(sha256, emitido)
        return {**self._examinar(archivo), "sha256": sha256}

    def _identico(self, sha256, emitido):
        """The file is a complete revision of this document, perhaps not the newest, perhaps challenged."""
        datos = {"sha256": sha256, "emitido": _aware(emitido), "actual": sha256 == self.sha256}
        if self.state == "impugnado":
            datos["mensaje"] = self.env._(
                "But its signature is challenged: do not rely on it, ask the institution first."
            )
        elif aviso := self._registro().sudo()._firma_aviso():
            datos["mensaje"] = aviso
        elif not datos["actual"]:
            dia = fields.Datetime.context_timestamp(self.with_context(tz=self._zona_horaria()), emitido).date()
            datos["mensaje"] = self.env._(
                "It is as it was issued on %s. Since then the institution added a time-stamp, nothing else: both count.",
                format_date(self.env, dia, date_format="long"),
            )
        return self._resultado("identico", **datos)

    def _emisiones(self):
        """``{SHA-256: when it was issued}`` of every complete revision, the present one and those before it."""
        eventos = self.env["nucleo.bitacora"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("evento", "in", EMISIONES)], order="numero"
        )
        emisiones = {json.loads(evento.datos or "{}").get("sha256"): evento.fecha for evento in eventos}
        emisiones.pop(None, None)
        return emisiones

    def _examinar(self, archivo):
        """The verdict on a file, given by a process of its own."""
        if not self.env["firma.consulta"]._tomar_lugar():
            return self._resultado("ocupado")
        try:
            dictamen = en_proceso(
                "dictaminar",
                {
                    # the file has no name in any folder, so that nothing of it stays, whatever happens
                    "ruta": f"/proc/{os.getpid()}/fd/{archivo.fileno()}",
                    "confianza": self._confianza().a_json(),
                    "ahora": ahora_utc().isoformat(),
                    "limite": LIMITE,
                },
            )
        except FirmaError as error:
            return self._resultado("demasiado_grande" if error.codigo == "PDF_TOO_BIG" else "sin_examinar")
        sin_firmas = {SIN_FIRMA: "sin_firma", CIFRADO: "cifrado", MALFORMADO: "danado"}
        if dictamen["documento"] in sin_firmas:
            return self._resultado(sin_firmas[dictamen["documento"]])
        veredictos = {firma["veredicto"] for firma in dictamen["firmas"]}
        resultado = (
            "invalido" if INVALIDA in veredictos else "indeterminado" if INDETERMINADA in veredictos else "otra_version"
        )
        return self._resultado(resultado, firmas=[self._firma_ajena(firma) for firma in dictamen["firmas"]])

    def _firma_ajena(self, firma):
        """One signature of a verdict (JSON of ``DictamenFirma``), without what is nobody's business."""
        frases = textos.problemas(self.env)
        # a certificate names its holder only when the signature is really of its key
        quien = (firma["veredicto"] != INVALIDA and firma["identidad"]) or {}
        return {
            "campo": firma["campo"],
            "veredicto": firma["veredicto"],
            "nivel": firma["nivel"],
            "nombre": quien.get("nombre"),
            "rfc": _rfc_velado(quien.get("rfc_representante") or quien.get("rfc")),
            "momento": datetime.fromisoformat(firma["momento"]) if firma["momento"] else None,
            "motivos": [
                {"codigo": codigo, "texto": frases.get(codigo, codigo)}
                for codigo in (firma["problemas"] or firma["avisos"])
            ],
        }

    def _resultado(self, resultado, **datos):
        titulo, mensaje = textos.resultados(self.env, LIMITE)[resultado]
        vacio = {"sha256": None, "emitido": None, "actual": False, "firmas": []}
        return {"resultado": resultado, "titulo": titulo, "mensaje": mensaje, **vacio, **datos}


class FirmaFirmante(models.Model):
    _inherit = "firma.firmante"

    def _verificacion(self, estado):
        """What the page tells of one signature, see ``firma.documento``."""
        self.ensure_one()
        if estado == "firmado":
            revocacion = "vigente_confirmado" if self.documento_id.revocacion_revisada else "vigente"
        else:
            revocacion = "pendiente" if estado == "sello_pendiente" else "impugnado"
        return {
            "orden": self.sequence + 1,
            "nombre": self.nombre,
            "rfc": _rfc_velado(self.rfc),
            "certificado": _velado(self.no_certificado),
            "autoridad": self.autoridad,
            "momento": _aware(self.momento),
            "revocacion": revocacion,
            "por_ausencia": bool(self.autorizacion_id),
            "sha256_cadena": (self.cadena or "").strip("|").rpartition("|")[2] or None,
        }


class FirmaMixin(models.AbstractModel):
    _inherit = "firma.mixin"

    def _firma_publica(self):
        """Whether who holds the code of the signed document may have its file. Not, unless the record says so."""
        return False

    def _firma_aviso(self):
        """Why the signed document does not count any more, in a sentence; empty while it does. To extend."""
        return ""


class CorrespondenciaRespuesta(models.Model):
    _inherit = "correspondencia.respuesta"

    def _firma_publica(self):
        """The answer to a classified matter is not given to whoever got hold of a copy."""
        return self.asunto_id.confidencialidad == "publico"


def _rfc_velado(rfc):
    """``PELJ******AB1``: without the date, which is of birth. Empty for what is no RFC."""
    return f"{rfc[:-9]}******{rfc[-3:]}" if rfc and len(rfc) in (12, 13) else ""


def _velado(numero):
    """The last five characters, asterisks before."""
    return numero and f"{'*' * (len(numero) - 5)}{numero[-5:]}"


def _aware(fecha):
    return fecha.replace(tzinfo=timezone.utc) if fecha else None


def _sha256(archivo):
    suma = hashlib.sha256()
    archivo.seek(0)
    while trozo := archivo.read(_TROZO):
        suma.update(trozo)
    return suma.hexdigest()
