import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.correspondencia_entrada.controllers.pagina import CABECERAS, TEMA, idioma, pintar, recurso

#: what :func:`secrets.token_urlsafe` makes of 16 bytes, perhaps with the place of one of its documents; anything else is
#: answered without asking the database
_RUTA = re.compile(r"(?P<token>[A-Za-z0-9_-]{22})(/(?P<lugar>[0-9]{1,3}))?", re.ASCII)
_ESTILO = "correspondencia_salida/static/publico/oficio.css"
_POLITICA = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PortalOficio(http.Controller):
    """An addressee's page: what was sent to them, and its documents once they received it.

    There is nothing to enumerate: a token has 128 random bits, and whatever opens nothing gets one and the same answer.
    Mail scanners and previewers follow links, so looking at the page proves nothing: only its button does.
    """

    @http.route(
        "/o/<path:ruta>", type="http", auth="public", methods=["GET"], readonly=True, save_session=False, sitemap=False
    )
    def ver(self, ruta, descargar=None, **_otros):
        """Who writes, about what, and a button to receive it; one of its documents to who received it."""
        linea, lugar, rechazo = self._linea(ruta)
        if rechazo:
            return rechazo
        if lugar is None or linea._sin_efecto():
            return self._pagina(linea)
        documentos = linea._documentos()
        if not linea.fecha_acuse or lugar >= len(documentos):
            return self._pagina(None, 404)
        return self._documento(documentos[lugar], descargar or lugar)

    # csrf=False: the token is the only right, and it is in the address. There is no session and no cookie is read.
    @http.route("/o/<path:ruta>", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def recibir(self, ruta, nombre="", **_otros):
        """The addressee receives the document: the first time is the acuse."""
        linea, lugar, rechazo = self._linea(ruta)
        if rechazo:
            return rechazo
        if lugar is not None:
            return self._pagina(None, 404)
        if linea._sin_efecto():
            return self._pagina(linea)
        peticion = request.httprequest
        datos = {"ip": peticion.remote_addr, "agente": (peticion.user_agent.string or "")[:200]}
        try:
            linea._recibir_por_portal(nombre if isinstance(nombre, str) else "", datos)
        except UserError as error:
            return self._pagina(linea, 400, falta=str(error))
        return request.redirect(f"/o/{linea.token}", code=303)

    def _linea(self, ruta):
        """``(line, place of the document wanted, refusal)``. The request is counted before anything is looked up."""
        if espera := request.env["firma.consulta"].sudo()._contar("consulta", request.httprequest.remote_addr):
            return None, None, self._pagina(None, 429, espera=espera)
        partes = _RUTA.fullmatch(ruta)
        Destinatario = request.env["correspondencia.destinatario"].with_context(lang=idioma())
        linea = Destinatario._de_token(partes["token"]) if partes else None
        if not linea:
            return None, None, self._pagina(None, 404)
        return linea, int(partes["lugar"]) if partes["lugar"] else None, None

    def _pagina(self, linea, estado=200, espera=0, falta=""):
        html = pintar(
            "correspondencia_salida.pagina_oficio",
            {
                "linea": linea,
                "oficio": linea and linea.oficio_id,
                "zona": linea and linea.env["correspondencia.numero"]._folio_zona_horaria(linea.oficio_id.area_id),
                "espera": espera,
                "falta": falta,
                "company": linea.company_id if linea else request.env.company.sudo(),
                "estilos": [recurso(TEMA), recurso(_ESTILO)],
            },
            idioma(),
        )
        cabeceras = {**CABECERAS, "Content-Security-Policy": _POLITICA, "Vary": "Accept-Language"}
        if espera:
            cabeceras["Retry-After"] = str(espera)
        return request.make_response(html, headers=list(cabeceras.items()), status=estado)

    def _documento(self, documento, descargar):
        """The letter is read in the browser; annexes, whatever they are, are only saved."""
        disposicion = content_disposition(documento.name) if descargar else "inline"
        cabeceras = {
            **CABECERAS,
            "Content-Security-Policy": "frame-ancestors 'none'",
            "Content-Type": documento.mimetype,
            "Content-Disposition": disposicion,
        }
        return request.make_response(documento._con_bytes().raw, headers=list(cabeceras.items()))
