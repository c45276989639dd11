"""What the pages outside the web client share: language, headers, static files with their integrity."""

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from odoo.http import request
from odoo.tools.misc import file_path

#: colours and letters; each page adds its own style sheet
TEMA = "correspondencia_entrada/static/publico/tema.css"
CABECERAS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass(frozen=True, slots=True)
class Recurso:
    """A static file. ``url`` changes with its contents, so that no cache answers with an older one."""

    ruta: str
    integridad: str

    @property
    def url(self):
        return f"/{self.ruta}?v={self.integridad[7:23].replace('+', '-').replace('/', '_')}"


@lru_cache(maxsize=256)
def _leer(ruta, archivo, _modificado, _largo):
    resumen = hashlib.sha384(Path(archivo).read_bytes()).digest()
    return Recurso(ruta, f"sha384-{base64.b64encode(resumen).decode()}")


def recurso(ruta):
    """One static file, ``module/static/...``; read again only after it has changed."""
    archivo = file_path(ruta)
    estado = Path(archivo).stat()
    return _leer(ruta, archivo, estado.st_mtime_ns, estado.st_size)


def idioma():
    """The visitor's language among those installed; Spanish when there is none of theirs."""
    instalados = [codigo for codigo, _nombre in request.env["res.lang"].get_installed()]
    for pedido in [*request.httprequest.accept_languages.values(), "es"]:
        for codigo in instalados:
            if codigo.partition("_")[0] == pedido.replace("-", "_").partition("_")[0].lower():
                return codigo
    return instalados[0]


def pintar(plantilla, valores, lang):
    """The HTML of a page.

    The DOCTYPE is written here, because Odoo does not translate templates that begin with it.

    :param plantilla: xml id
    :param lang: code of an installed language
    """
    html = request.env["ir.qweb"].with_context(lang=lang)._render(plantilla, {"lang": lang, **valores})
    return Markup("<!DOCTYPE html>\n") + html
