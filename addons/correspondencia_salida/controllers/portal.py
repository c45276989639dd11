import re

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.correspondencia_entrada.controllers.pagina import CABECERAS, TEMA, idioma, pintar, recurso

#: what :func:`secrets.token_urlsafe` makes of 16 bytes; anything else is answered without asking the database
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_CABECERAS = {
    **CABECERAS,
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'",
    "Vary": "Accept-Language",
}


class PortalOficio(http.Controller):
    """An addressee's page: what was sent to them, and the document, whose opening is the acuse.

    There is nothing to enumerate: a token has 128 random bits, and whatever opens nothing gets one and the same answer.
    Mail scanners follow links: so looking at the page proves nothing, only asking for the document does.
    """

    @http.route(
        "/o/<path:token>", type="http", auth="public", methods=["GET"], readonly=True, save_session=False, sitemap=False
    )
    def ver(self, token="", **_otros):
        """Who writes, about what, and a button that opens the document."""
        if espera := self._contar():
            return self._pagina(None, 429, espera)
        linea = self._linea(token)
        return self._pagina(linea, 200 if linea else 404)

    # csrf=False: the token is the only right, and it is in the address. There is no session and no cookie is read.
    @http.route("/o/<path:token>", type="http", auth="public", methods=["POST"], csrf=False, save_session=False)
    def abrir(self, token="", **_otros):
        """The document itself; the first time is the acuse."""
        if espera := self._contar():
            return self._pagina(None, 429, espera)
        linea = self._linea(token)
        if not linea:
            return self._pagina(linea, 404)
        peticion = request.httprequest
        documento = linea._abrir_por_portal(
            {"ip": peticion.remote_addr, "agente": (peticion.user_agent.string or "")[:200]}
        )
        cabeceras = {
            **_CABECERAS,
            "Content-Type": "application/pdf",
            "Content-Disposition": content_disposition(documento.name),
        }
        return request.make_response(documento._con_bytes().raw, headers=list(cabeceras.items()))

    def _contar(self):
        """Seconds that this client has to wait."""
        return request.env["firma.consulta"].sudo()._contar("consulta", request.httprequest.remote_addr)

    def _linea(self, token):
        Destinatario = request.env["correspondencia.destinatario"]
        return Destinatario._de_token(token if _TOKEN.fullmatch(token) else "")

    def _pagina(self, linea, estado, espera=0):
        lang = idioma()
        linea = linea.with_context(lang=lang) if linea else None
        html = pintar(
            "correspondencia_salida.pagina_oficio",
            {
                "linea": linea,
                "oficio": linea and linea.oficio_id,
                "espera": espera,
                "company": linea.company_id if linea else request.env.company.sudo(),
                "estilos": [recurso(TEMA)],
            },
            lang,
        )
        cabeceras = [*_CABECERAS.items(), *([("Retry-After", str(espera))] if espera else [])]
        return request.make_response(html, headers=cabeceras, status=estado)
