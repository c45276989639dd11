import time

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.firma.proceso import en_proceso
from .firma_documento import ahora_utc
from .firma_documento_mesa import LOTE
from .firma_errores import ErrorFirma, rechazo, traducido

#: documents whose key work is done together
GRUPO = 5
#: seconds after which no further group is begun: the page waits ninety
PLAZO = 45
#: what would befall every other document of the batch too
SERVICIOS = frozenset(("OCSP_UNAVAILABLE", "TSA_UNAVAILABLE", "OCSP_INVALID", "TSA_INVALID", "CLOCK_SKEW"))


class FirmaDocumento(models.Model):
    """Signing on the server, where the institution allows it: the page's part done by processes that live for it alone.

    The key is opened in them and nowhere else; they open no document and sign only cadenas and attributes. Here key and
    password are arguments, and nothing is made of them but the request to those processes.
    """

    _inherit = "firma.documento"

    def firmar_en_servidor(self, contrasena=None, cer=None, key=None, p12=None):
        """Sign these documents with a key that is sent along, each with its own outcome.

        :param contrasena: of the key
        :param cer: base64 text of the ``.cer``, with ``key``
        :param key: base64 text of the ``.key``
        :param p12: base64 text of a ``.p12`` or ``.pfx``, instead of both
        :returns: ``{resultados: [{id, estado, nivel, url_verificacion} or {id, error: {codigo, mensaje}}]}``
        :raises ErrorFirma: the key cannot be opened, or is not the user's
        """
        documentos = self.exists()._filtered_access("read")
        if not documentos or not all(documentos.company_id.sudo().mapped("firma_en_servidor")):
            raise AccessError(self.env._("This institution signs in the browser only."))
        if len(documentos) > LOTE:
            raise UserError(self.env._("Up to %s documents are signed at a time.", LOTE))
        archivos = {"p12": p12} if p12 else {"cer": cer or "", "key": key or ""}
        with traducido(self.env):
            llave = _Llave(self.env.user.sudo(), contrasena or "", archivos)
        documentos.sudo()._bloquear()
        resultados = {ajeno: {"error": _como_error(rechazo(self.env, "SESSION"))} for ajeno in (self - documentos).ids}
        fin, alto = time.monotonic() + PLAZO, None
        for inicio in range(0, len(documentos), GRUPO):
            grupo = documentos[inicio : inicio + GRUPO]
            hechos = {id_: {"error": alto} for id_ in grupo.ids} if alto else grupo._firmar_grupo(llave)
            alto = alto or self._lo_que_detiene(hechos, fin)
            resultados |= hechos
        return {"resultados": [{"id": documento_id, **resultado} for documento_id, resultado in resultados.items()]}

    @api.model
    def _lo_que_detiene(self, hechos, fin):
        """The error of the documents that follow: a service fails, or there is no time left; None to go on."""
        for resultado in hechos.values():
            if resultado.get("error", {}).get("codigo") in SERVICIOS:
                return resultado["error"]
        if time.monotonic() > fin:
            mensaje = self.env._("There was no time left for this one. Sign it again.")
            return {"codigo": "WORKER_LIMIT", "mensaje": mensaje}
        return None

    def _firmar_grupo(self, llave):
        """``{id: result or error}``; what fails with one document leaves no trace of it, nor on the others."""
        Sesion, errores = self.env["firma.sesion"], {}

        def abrir(documento):
            return Sesion._abrir(documento, llave.certificado, "servidor")

        def preparar(par):
            abierta, sello = par
            sesion = Sesion._de_token(abierta["sesion"])
            return sesion, sesion.preparar(sello)["atributos"]

        def terminar(par):
            (sesion, _atributos), valor = par
            return sesion.terminar(valor)

        abiertas = self._cada_uno({documento.id: documento for documento in self}, abrir, errores)
        sellos = llave.firmar(cadenas=[abierta["cadena"] for abierta in abiertas.values()])
        preparadas = self._cada_uno(_emparejar(abiertas, sellos), preparar, errores)
        valores = llave.firmar(atributos=[atributos for _sesion, atributos in preparadas.values()])
        firmados = self._cada_uno(_emparejar(preparadas, valores), terminar, errores)
        return firmados | errores

    @api.model
    def _cada_uno(self, entradas, hacer, errores):
        """``{id: hacer(entrada)}`` of those that succeed; the refusals of the others go to ``errores``."""
        hechos = {}
        for documento_id, entrada in entradas.items():
            try:
                with self.env.cr.savepoint():
                    hechos[documento_id] = hacer(entrada)
            except UserError as error:
                errores[documento_id] = {"error": _como_error(error)}
        return hechos


class _Llave:
    """A key for the time of one call. A process that lives for each request opens it, and signs."""

    def __init__(self, user, contrasena, archivos):
        """:raises FirmaError: it cannot be opened, or is not the user's"""
        self._datos = {
            "password": contrasena,
            **archivos,
            "en": ahora_utc().isoformat(),
            "rfc": user.firma_rfc or "",
            "curp": user.firma_curp or "",
        }
        self.certificado = en_proceso("firmar", self._datos)["certificado"]

    def firmar(self, cadenas=(), atributos=()):
        """Base64 text of the signature of each."""
        if not cadenas and not atributos:
            return []
        hecho = en_proceso("firmar", {**self._datos, "cadenas": list(cadenas), "atributos": list(atributos)})
        return hecho["sellos"] + hecho["valores"]


def _emparejar(hechos, valores):
    """``{id: (what was done, value)}``"""
    return {clave: (hecho, valor) for (clave, hecho), valor in zip(hechos.items(), valores, strict=True)}


def _como_error(error):
    codigo = error.codigo if isinstance(error, ErrorFirma) else "REFUSED"
    return {"codigo": codigo, "mensaje": str(error)}
