import re

from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.json import scriptsafe

from ..tools.firma.errores import FirmaError
from . import firma_mesa_recursos as recursos
from .firma_mesa_textos import textos
from .pagina import TEMA, pintar, recurso

#: ids of the address, as many as one batch takes
_IDS = re.compile(r"\d{1,9}(,\d{1,9}){0,49}")


class FirmaMesa(http.Controller):
    """The signing desk: its page, and the conversation in which one document after the other is signed.

    The rules are those of ``firma.documento`` and ``firma.sesion``, also what may be done by whom. Bytes travel as base64
    in both directions; a refusal is ``{"error": {"codigo", "mensaje"}}``.
    """

    def _documentos(self):
        return request.env["firma.documento"]

    def _sesiones(self):
        return request.env["firma.sesion"]

    def _sesion(self, token):
        return self._sesiones()._de_token(token)

    # The page

    @http.route("/firma/mesa", type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def mesa(self, documentos="", **_otros):
        """The page with the documents of the address, or with all that wait for the user."""
        if documentos and not _IDS.fullmatch(documentos):
            raise NotFound
        ids = [int(documento) for documento in documentos.split(",")] if documentos else None
        modulos = [*recursos.recursos(".js"), recurso(recursos.PDF)]
        mapa = recursos.mapa_de_modulos(modulos)
        datos = self._datos(ids)
        html = pintar(
            "correspondencia_entrada.mesa_de_firma",
            {
                "mapa": Markup(mapa),  # noqa: S704  made of names and hashes of our own files
                "estilos": [recurso(TEMA), *recursos.recursos(".css")],
                "modulos": modulos,
                "entrada": recurso(recursos.ENTRADA),
                "titulo": datos["textos"]["titulo"],
                "persona": datos["persona"]["nombre"],
                "url_volver": datos["url_volver"],
                "datos": scriptsafe.dumps(datos),
            },
            request.env.lang or "en_US",
        )
        return request.make_response(html, headers=list(recursos.cabeceras(mapa).items()))

    def _datos(self, ids):
        Documento = self._documentos()
        obrero = recurso(recursos.PDF_WORKER)
        return {
            "documentos": Documento._datos_de_mesa(ids),
            **Documento._ajustes_de_mesa(),
            "idioma": (request.env.lang or "en_US").replace("_", "-"),
            "pdf": {"worker": obrero.url, "integridad": obrero.integridad, "cmaps": recursos.PDF_CMAPS},
            "textos": textos(request.env),
        }

    # The conversation

    @http.route("/firma/mesa/base/<int:documento>", type="http", auth="user", methods=["GET"], readonly=True)
    def base(self, documento):
        """The PDF to read and sign, as it stands before this signature."""
        return self._pdf(lambda: self._documentos().browse(documento)._pdf_base())

    @http.route("/firma/mesa/preparada/<string:sesion>", type="http", auth="user", methods=["GET"], readonly=False)
    def preparada(self, sesion):
        """The PDF with the gap for the signature."""
        return self._pdf(lambda: self._sesion(sesion)._pdf_preparado())

    @http.route("/firma/mesa/abrir", type="jsonrpc", auth="user", methods=["POST"])
    def abrir(self, documento, cer):
        """Begin to sign a document with a certificate: ``{sesion, cadena, sha256_base, folio}``."""
        return self._contestar(lambda: self._sesiones().abrir(_entero(documento), cer))

    @http.route("/firma/mesa/preparar", type="jsonrpc", auth="user", methods=["POST"])
    def preparar(self, sesion, sello):
        """Take the sello of the cadena original; tell what the key has to sign: ``{rango, atributos}``."""
        return self._contestar(lambda: self._sesion(sesion).preparar(sello))

    @http.route("/firma/mesa/terminar", type="jsonrpc", auth="user", methods=["POST"])
    def terminar(self, sesion, valor):
        """Take the signature and finish: ``{estado, nivel, url_verificacion, url_descarga}``."""
        return self._contestar(lambda: self._sesion(sesion).terminar(valor))

    @http.route("/firma/mesa/rechazar", type="jsonrpc", auth="user", methods=["POST"])
    def rechazar(self, documento, motivo):
        """Send a document back to its author."""
        return self._contestar(lambda: self._documentos().browse(_entero(documento)).rechazar(motivo))

    @http.route("/firma/mesa/firmar_en_servidor", type="jsonrpc", auth="user", methods=["POST"])
    def firmar_en_servidor(self, documentos, password, cer=None, key=None, p12=None):
        """Sign where the key is not the signer's alone; refused unless the entity allows it.

        Gives ``{resultados}``, of each document what :meth:`terminar` gives, or its ``error``, with its ``id``.
        """
        ids = [_entero(documento) for documento in documentos]
        archivos = {"p12": p12} if p12 else {"cer": cer, "key": key}
        return self._contestar(
            lambda: self._documentos().browse(ids).firmar_en_servidor(contrasena=password, **archivos)
        )

    # Answers

    def _contestar(self, hacer):
        """What ``hacer`` returns; or its refusal, of which nothing stays in the database."""
        try:
            with request.env.cr.savepoint():
                return hacer()
        except (FirmaError, UserError) as error:
            return _rechazo(error)

    def _pdf(self, hacer):
        try:
            contenido = hacer()
        except (FirmaError, UserError) as error:
            return request.make_json_response(_rechazo(error), status=409)
        return request.make_response(
            contenido,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", "inline"),
                ("Cache-Control", "no-store"),
                ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )


def _rechazo(error):
    """The page has a sentence for each code; those of the models come written."""
    mensaje = str(error) if isinstance(error, UserError) else ""
    return {"error": {"codigo": getattr(error, "codigo", "REFUSED"), "mensaje": mensaje}}


def _entero(valor):
    """An id of our page; whatever else was not written by it."""
    if type(valor) is not int:
        raise BadRequest
    return valor
