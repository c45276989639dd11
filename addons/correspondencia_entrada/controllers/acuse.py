import re

from odoo import fields, http
from odoo.http import request
from odoo.tools import format_date

from .pagina import CABECERAS, TEMA, idioma, pintar, recurso

#: what :func:`secrets.token_urlsafe` makes of 16 bytes; anything else is answered without asking the database
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ESTILO = "correspondencia_entrada/static/publico/acuse.css"
_CABECERAS = {
    **CABECERAS,
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "Vary": "Accept-Language",
}


class Acuse(http.Controller):
    @http.route(
        ["/acuse", "/acuse/<path:token>"],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def acuse(self, token="", **_otros):
        """Whether an acknowledgement is genuine, and what its paper says, to compare.

        There is nothing to guess or to enumerate: a token has 128 random bits, and every unknown one gets the same answer.
        So requests are not counted here; each costs one look-up in an index, and a proxy may limit them.
        """
        Asunto = request.env["correspondencia.asunto"].sudo()  # the token is the right to ask
        asunto = Asunto.search([("acuse_token", "=", token)], limit=1) if _TOKEN.fullmatch(token) else Asunto
        lang = idioma()
        if asunto:
            asunto = asunto.with_context(lang=lang, tz=asunto._zona_horaria())
        html = pintar(
            "correspondencia_entrada.pagina_acuse",
            {
                "asunto": asunto,
                "company": asunto.company_id or request.env.company.sudo(),
                "estilos": [recurso(TEMA), recurso(_ESTILO)],
                **(self._valores(asunto) if asunto else {}),
            },
            lang,
        )
        return request.make_response(html, headers=list(_CABECERAS.items()), status=200 if asunto else 404)

    def _valores(self, asunto):
        """Data of the paper: what it was printed with, and what a later print has."""
        fijos = asunto._documentos_fijos()
        al_registrar = asunto._documentos_al_registrar()
        despues = fijos.filtered(lambda d: d.sha256 not in al_registrar)
        return {
            "recepcion": self._momento(asunto, asunto.fecha_recepcion),
            "recepciones_anteriores": [self._momento(asunto, fecha) for fecha in asunto._recepciones_anteriores()],
            "al_registrar": len(fijos - despues),
            "despues": len(despues),
        }

    def _momento(self, asunto, fecha):
        """An instant as the paper tells it."""
        local = fields.Datetime.context_timestamp(asunto, fecha)
        return f"{format_date(asunto.env, local.date(), date_format='long')}, {local:%H:%M} h"
