import json
import logging
import re
from datetime import datetime

import babel.dates
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from odoo import fields, http
from odoo.http import request
from odoo.tools import format_date

from ..models import firma_verificacion_textos as textos
from ..models.firma_documento_verificacion import LIMITE
from ..models.firma_errores import ErrorFirma
from .pagina import CABECERAS, TEMA, idioma, pintar, recurso

_logger = logging.getLogger(__name__)

_CARPETA = "correspondencia_entrada/static/verificacion"
#: what follows ``/v/``: a token, perhaps with what is wanted of its document
_RUTA = re.compile(r"(?P<token>[^/.]*)(?P<forma>\.json|/documento\.pdf)?")
#: bytes of a form around the file
_FORMULARIO = 64 * 1024
#: HTTP status of the results that are no judgement of a file
_ESTADOS = {"sin_archivo": 400, "demasiado_grande": 413, "ocupado": 503}
#: seconds after which a client may come back when the places are taken
_ESPERA = 20
_POLITICA_PAGINA = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_POLITICA_DATOS = "default-src 'none'; frame-ancestors 'none'; sandbox"


class _Subida(http.HttpDispatcher):
    """A form that may be too big: its controller answers that too, called with ``archivo`` = None and ``excedido``."""

    routing_type = "firma_verificacion"

    def dispatch(self, endpoint, args):
        try:
            return super().dispatch(endpoint, args)
        except RequestEntityTooLarge:
            self.request.params = {**args, "archivo": None, "excedido": True}
            return self.request.registry["ir.http"]._dispatch(endpoint)


class FirmaVerificacion(http.Controller):
    """Anybody's page about one signed document, behind the code that is printed in it.

    There is nothing to enumerate: a token has 128 random bits, and whatever is none gets one and the same answer. A
    request is counted before the token is looked at, so that time tells nothing either.

    The same for programs: ``/v/<token>.json``, or any of these addresses with ``Accept: application/json``. The keys are
    those of ``firma.documento``; of the rest, ``{"estado": "desconocido" | "no_disponible" | "limite", "titulo", "mensaje"}``.
    """

    @http.route(
        ["/v", "/v/<path:ruta>"],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def ver(self, ruta="", **_otros):
        """What was signed, by whom and when; or the file itself."""
        if espera := self._contar("consulta"):
            return self._rechazo("limite", 429, espera)
        documento, forma = self._documento(ruta)
        if not documento:
            return self._rechazo("desconocido", 404)
        if forma == "/documento.pdf":
            return self._descarga(documento)
        return self._responder(documento)

    # csrf=False: the answer depends on the file alone. There is no session, no cookie is read, nothing is written.
    # Who makes somebody else's browser send a file learns nothing and changes nothing.
    @http.route(
        "/v/<path:ruta>",
        type=_Subida.routing_type,
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        max_content_length=LIMITE + _FORMULARIO,
    )
    def cotejar(self, ruta, archivo=None, excedido=None, **_otros):
        """Whether the file of a form is the document with that code. It is judged and forgotten."""
        if espera := self._contar("archivo"):
            return self._rechazo("limite", 429, espera)
        documento, forma = self._documento(ruta)
        if not documento or forma == "/documento.pdf":
            return self._rechazo("desconocido", 404)
        if excedido is True:
            resultado = documento._resultado("demasiado_grande")
        elif isinstance(archivo, FileStorage):
            resultado = documento._cotejar(archivo.stream)
        else:
            resultado = documento._resultado("sin_archivo")
        return self._responder(documento, resultado)

    # What is asked

    def _contar(self, tipo):
        """Seconds that this client has to wait."""
        return request.env["firma.consulta"].sudo()._contar(tipo, request.httprequest.remote_addr)

    def _documento(self, ruta):
        """``(document, form wanted)``; no document for whatever is no address of ours."""
        partes = _RUTA.fullmatch(ruta)
        Documento = request.env["firma.documento"].with_context(lang=idioma())
        return (Documento._de_token(partes["token"]), partes["forma"]) if partes else (Documento, None)

    def _quiere_json(self):
        aceptados = request.httprequest.accept_mimetypes
        return request.httprequest.path.endswith(".json") or (
            aceptados.best_match(["text/html", "application/json"]) == "application/json"
        )

    # Answers

    def _responder(self, documento, resultado=None):
        """The page of a document, or its data; after an upload with what came of the file."""
        datos = documento._verificacion()
        estado = _ESTADOS.get(resultado["resultado"], 200) if resultado else 200
        espera = _ESPERA if estado == 503 else 0
        if self._quiere_json():
            return self._json({**resultado, "documento": datos} if resultado else datos, estado, espera)
        return self._html(
            documento.company_id,
            {"documento": documento, "datos": datos, "resultado": resultado, **self._valores(documento)},
            estado,
            espera,
        )

    def _valores(self, documento):
        """What only the page tells."""
        autoridades = request.env["firma.autoridad"].sudo().search([("state", "=", "aprobada"), ("rol", "!=", "ocsp")])
        return {
            "momento": lambda instante: self._momento(documento, instante),
            "niveles": textos.niveles(documento.env),
            "revocaciones": textos.revocaciones(documento.env),
            "autoridades": autoridades,
            "direccion": documento._url_verificacion(),
            "limite": LIMITE,
            "muy_grande": textos.resultados(documento.env, LIMITE)["demasiado_grande"],
        }

    def _momento(self, documento, instante):
        """An instant where the institution is, with the hours from UTC."""
        zona = documento._zona_horaria()
        local = fields.Datetime.context_timestamp(documento.with_context(tz=zona), instante.replace(tzinfo=None))
        dia = format_date(documento.env, local.date(), date_format="long")
        desfase = babel.dates.get_timezone_gmt(local, "iso8601").replace("-", "\N{MINUS SIGN}")
        # in one piece wherever the line ends
        return f"{dia}, {local:%H:%M}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}(UTC{desfase})"

    def _rechazo(self, motivo, estado, espera=0):
        """The answer that is the same whatever was asked about."""
        env = request.env(context={**request.env.context, "lang": idioma()})
        titulo, mensaje = textos.estados(env)[motivo]
        datos = {"estado": motivo, "titulo": titulo, "mensaje": mensaje}
        if self._quiere_json():
            return self._json(datos, estado, espera)
        return self._html(request.env.company.sudo(), {"datos": datos}, estado, espera)

    def _html(self, company, valores, estado, espera):
        html = pintar(
            "correspondencia_entrada.pagina_verificacion",
            {
                "documento": None,
                "resultado": None,
                "estilos": [recurso(TEMA), recurso(f"{_CARPETA}/verificacion.css")],
                "guion": recurso(f"{_CARPETA}/verificacion.js"),
                "company": company,
                **valores,
            },
            idioma(),
        )
        return self._respuesta(html, "text/html; charset=utf-8", estado, espera)

    def _json(self, datos, estado, espera):
        texto = json.dumps(datos, default=_a_json, ensure_ascii=False, indent=1)
        return self._respuesta(texto, "application/json; charset=utf-8", estado, espera, _POLITICA_DATOS)

    def _descarga(self, documento):
        try:
            pdf = documento._archivo_publico()
        except ErrorFirma:
            _logger.exception("The signed document %s is not what the storage gives", documento.name)
            return self._rechazo("no_disponible", 503)
        if pdf is None:
            return self._rechazo("no_disponible", 403)
        respuesta = self._respuesta(pdf, "application/pdf", 200, 0, _POLITICA_DATOS)
        respuesta.headers.set("Content-Disposition", "attachment", filename=f"{documento.name.replace('/', '-')}.pdf")
        return respuesta

    def _respuesta(self, cuerpo, tipo, estado, espera, politica=_POLITICA_PAGINA):
        cabeceras = {
            **CABECERAS,
            "Content-Type": tipo,
            "Content-Security-Policy": politica,
            "Vary": "Accept, Accept-Language",
        }
        if espera:
            cabeceras["Retry-After"] = str(espera)
        return request.make_response(cuerpo, headers=list(cabeceras.items()), status=estado)


def _a_json(valor):
    if isinstance(valor, datetime):
        return valor.isoformat()
    raise TypeError(type(valor).__name__)
