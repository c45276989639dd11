"""The static files of the signing desk, and the headers that let the page run nothing else."""

import base64
import hashlib
import json
from pathlib import Path

from odoo.tools.misc import file_path

from .pagina import CABECERAS, recurso

CARPETA = "correspondencia_entrada/static/firma"
ENTRADA = f"{CARPETA}/mesa/mesa.js"
PDF = "web/static/lib/pdfjs/build/pdf.js"
PDF_WORKER = "web/static/lib/pdfjs/build/pdf.worker.js"
PDF_CMAPS = "/web/static/lib/pdfjs/web/cmaps/"


def recursos(sufijo):
    """Those of the page whose name ends in ``sufijo``, by name."""
    carpeta = Path(file_path(CARPETA))
    nombres = sorted(archivo.relative_to(carpeta).as_posix() for archivo in carpeta.rglob(f"*{sufijo}"))
    return [recurso(f"{CARPETA}/{nombre}") for nombre in nombres]


def mapa_de_modulos(modulos):
    """Import map that gives each module its versioned address and the hash that the browser compares it with."""
    mapa = {
        "imports": {f"/{modulo.ruta}": modulo.url for modulo in modulos},
        "integrity": {modulo.url: modulo.integridad for modulo in modulos},
    }
    return json.dumps(mapa, separators=(",", ":"))


def cabeceras(mapa):
    """Headers of the page; ``mapa`` is its one inline script."""
    resumen = base64.b64encode(hashlib.sha256(mapa.encode()).digest()).decode()
    politica = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{resumen}'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "firma-pdf",
    }
    return {
        **CABECERAS,
        "Content-Security-Policy": "; ".join(f"{regla} {valor}" for regla, valor in politica.items()),
        "Integrity-Policy": "blocked-destinations=(script)",
    }
