"""HTML and CSS to PDF with WeasyPrint: PDF/A-3b, tagged, reproducible byte for byte.

Pure Python: nothing here knows Odoo. What a document may load is decided by the ``leer_recurso`` function of the
caller; there is no other way out, neither to the network nor to the disk. WeasyPrint and Pango are loaded by the
first document and not by the import of this module.
"""

import base64
import copy
import functools
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import lxml.html

_logger = logging.getLogger(__name__)

VARIANTE = "pdf/a-3b"
PUNTOS_POR_PULGADA = 300  # images are stored with no more than this
# PDF/A forbids smoothing of images (ISO 19005-3, 6.2.8), so no template may ask for it.
_CSS_MOTOR = "* { image-rendering: crisp-edges !important }"
_ARTICULO = "//*[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"


class PdfError(Exception):
    """The document could not be rendered. The text says why, for the log and for whoever edits the template."""


class MotorNoDisponible(PdfError):
    """WeasyPrint or the system libraries that it needs (Pango) are not installed."""


class RecursoRechazado(Exception):
    """A document asked for something it may not load. The text says why."""


@dataclass(frozen=True)
class Adjunto:
    """A file embedded in the PDF as an associated file (PDF/A-3, ISO 19005-3, 6.8).

    ``fecha``: its date, naive in UTC. ``relacion``: what it is to the document: Source, Data, Alternative,
    Supplement or Unspecified.
    """

    nombre: str
    contenido: bytes
    fecha: datetime
    descripcion: str = ""
    relacion: str = "Supplement"


@dataclass(frozen=True)
class Articulo:
    """One document of a report: ``res_id`` is the record it is about, or None; ``html`` is complete by itself."""

    res_id: int | None
    html: str


# What ``leer_recurso`` takes (path and query of the URL, e.g. "/web/image/7?unique=1") and gives (content, MIME type).
LeerRecurso = Callable[[str], tuple[bytes, str]]


def render_pdf(
    documentos: Sequence[str],
    *,
    base_url: str,
    leer_recurso: LeerRecurso,
    css: str = "",
    titulo: str = "",
    adjuntos: Iterable[Adjunto] = (),
) -> bytes:
    """Render complete HTML documents one behind the other into one PDF; pages are counted in each apart.

    Title, author, language and dates are those the HTML of the first document declares: ``<html lang>``, ``<title>``,
    ``<meta name="author">``, ``<meta name="dcterms.created">`` and ``"dcterms.modified"`` (W3C dates). Nothing else
    tells one run from another: the same input gives the same bytes, with the same version of WeasyPrint.

    :param base_url: absolute http(s) address of the site; links are made absolute with it, and what lies under it is
        asked from ``leer_recurso`` with no connection made
    :param leer_recurso: reads a resource of the site; raises :class:`RecursoRechazado` with the reason to refuse it.
        A refused resource is logged and left out
    :param css: a style sheet that wins over those of the documents where it says ``!important``
    :param titulo: title of the PDF, in place of that of the first document
    :param adjuntos: files to embed
    :raises MotorNoDisponible: WeasyPrint or Pango is missing
    :raises PdfError: there is no document, or WeasyPrint failed on it
    """
    if not documentos:
        raise PdfError("There is nothing to print.")
    weasyprint = _motor()
    lector = _lector(base_url, leer_recurso)
    # The variant must be known when laying out (output intent) and when writing.
    opciones = {"pdf_variant": VARIANTE, "pdf_tags": True, "dpi": PUNTOS_POR_PULGADA, "cache": {}}
    try:
        fuentes = weasyprint.text.fonts.FontConfiguration()
        hojas = [weasyprint.CSS(string=_CSS_MOTOR + css, font_config=fuentes, url_fetcher=lector)]
        partes = []
        for documento in documentos:
            html = weasyprint.HTML(string=documento, base_url=base_url, url_fetcher=lector)
            html.base_url = base_url  # whatever a <base> inside says
            partes.append(html.render(font_config=fuentes, stylesheets=hojas, **opciones))
        completo = partes[0].copy([pagina for parte in partes for pagina in parte.pages])
        completo.metadata.title = titulo or completo.metadata.title
        archivos = [
            weasyprint.Attachment(
                string=a.contenido,
                name=a.nombre,
                description=a.descripcion,
                created=a.fecha,
                modified=a.fecha,
                relationship=a.relacion,
            )
            for a in sorted(adjuntos, key=lambda a: a.nombre.encode())  # as PDF wants its name trees
        ]
        return completo.write_pdf(attachments=archivos, **opciones)
    except Exception as error:
        raise PdfError(f"{type(error).__name__}: {error}") from error


def separar_articulos(html: str | bytes, modelo: str | None = None) -> list[Articulo]:
    """Split the HTML of a report into its documents: one for each element of class ``article``.

    Each keeps the ``<head>`` and gets from its article's attributes what belongs to it alone: ``data-oe-lang``,
    ``data-titulo``, ``data-autor`` and ``data-fecha``. ``data-oe-id`` counts when ``data-oe-model`` is ``modelo``.
    HTML without articles is one document.
    """
    raiz = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    nodos = raiz.xpath(_ARTICULO)
    if not nodos:
        return [Articulo(None, _texto(raiz))]
    cabeza = raiz.find("head")
    articulos = []
    for nodo in nodos:
        documento = lxml.html.Element("html", dict(raiz.attrib))
        documento.append(copy.deepcopy(cabeza) if cabeza is not None else lxml.html.Element("head"))
        cuerpo = lxml.html.Element("body", dict(raiz.body.attrib))
        cuerpo.append(copy.deepcopy(nodo))
        cuerpo[0].tail = None
        documento.append(cuerpo)
        _poner_metadatos(documento, nodo)
        propio = nodo.get("data-oe-model") == modelo and (nodo.get("data-oe-id") or "").isdigit()
        articulos.append(Articulo(int(nodo.get("data-oe-id")) if propio else None, _texto(documento)))
    return articulos


def qr_data_uri(texto: str, nivel: str = "M") -> str:
    """QR code of ``texto`` as a ``data:`` URI of an SVG with its quiet zone, for the ``src`` of an ``<img>``.

    :param nivel: error correction, L (7 %), M (15 %), Q (25 %) or H (30 %)
    :raises ValueError: the text is empty or too long for a QR code
    """
    import qrcode  # one of Odoo's own requirements

    if not texto:
        raise ValueError("A QR code needs a text.")
    qr = qrcode.QRCode(error_correction=getattr(qrcode.constants, f"ERROR_CORRECT_{nivel}"), border=4)
    try:
        qr.add_data(texto)
        qr.make()
    except (qrcode.exceptions.DataOverflowError, ValueError) as error:
        raise ValueError("The text is too long for a QR code.") from error
    matriz = qr.get_matrix()
    lado = len(matriz)
    trazos = []
    for y, fila in enumerate(matriz):
        for corrida in re.finditer("1+", "".join("1" if oscuro else "0" for oscuro in fila)):
            largo = corrida.end() - corrida.start()
            trazos.append(f"M{corrida.start()} {y}h{largo}v1h-{largo}z")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{lado}" height="{lado}" viewBox="0 0 {lado} {lado}">'
        f'<rect width="{lado}" height="{lado}" fill="#fff"/>'
        f'<path d="{"".join(trazos)}" shape-rendering="crispEdges"/></svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _texto(raiz) -> str:
    return lxml.html.tostring(raiz, encoding="unicode", doctype="<!DOCTYPE html>")


def _poner_metadatos(documento, articulo) -> None:
    cabeza = documento.find("head")
    if idioma := articulo.get("data-oe-lang"):
        documento.set("lang", idioma.replace("_", "-"))
    if titulo := articulo.get("data-titulo"):
        for anterior in cabeza.findall("title"):
            cabeza.remove(anterior)
        nuevo = lxml.html.Element("title")
        nuevo.text = titulo
        cabeza.append(nuevo)
    fecha = articulo.get("data-fecha")
    for nombre, valor in (
        ("author", articulo.get("data-autor")),
        ("dcterms.created", fecha),
        ("dcterms.modified", fecha),
    ):
        if valor:
            cabeza.append(lxml.html.Element("meta", {"name": nombre, "content": valor}))


@functools.cache
def _motor():
    logging.getLogger("weasyprint.progress").disabled = True  # seven lines for each document
    try:
        import weasyprint
        import weasyprint.text.fonts
    except (ImportError, OSError) as error:  # OSError: Pango is not there
        raise MotorNoDisponible(str(error)) from error
    return weasyprint


def _lector(base_url: str, leer_recurso: LeerRecurso):
    """The only door through which WeasyPrint loads anything."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    sitio = urlsplit(base_url)

    class Lector(URLFetcher):
        def __init__(self):
            super().__init__(allowed_protocols=("data",))

        def fetch(self, url, headers=None):
            if url[:5].lower() == "data:":
                return super().fetch(url)
            try:
                contenido, tipo = leer_recurso(self._ruta(url))
            except RecursoRechazado as rechazo:
                _logger.warning("A report may not load %s: %s", url[:200], rechazo)
                raise
            return URLFetcherResponse(url, contenido, {"Content-Type": tipo})

        def _ruta(self, url):
            partes = urlsplit(url)
            if (partes.scheme, partes.netloc) != (sitio.scheme, sitio.netloc):
                raise RecursoRechazado("it is not on this site; only data: and this site's own files are loaded.")
            return partes.path + (f"?{partes.query}" if partes.query else "")

    return Lector()
