"""Placeholders in the text of a letter, as ``{{destinatario.nombre}}``: found, checked and filled.

Pure Python. The editor may cut a placeholder in two with tags (bold, a colour, a spelling mark): it is found all the
same as long as it stands in one paragraph.
"""

import re
import unicodedata
from collections.abc import Callable
from html import escape

import lxml.html

#: every placeholder there is, in the order in which they are offered
MARCADORES = (
    "destinatario.nombre",
    "destinatario.cargo",
    "destinatario.institucion",
    "asunto.folio",
    "asunto.numero_oficio",
    "asunto.fecha",
    "asunto.descripcion",
    "numero",
    "fecha",
    "lugar",
    "referencia",
    "firmante.nombre",
    "firmante.cargo",
    "area.nombre",
    "area.siglas",
    "redactor.nombre",
    "institucion.nombre",
)
#: known only when the letter takes its number
AL_NUMERAR = frozenset(("numero", "fecha"))

#: what the list of a series tells of each addressee, in columns of its own: ``dato.monto``
_DATO = re.compile(r"dato\.[a-z0-9_]+")
_MARCADOR = re.compile(r"(?<!\{)\{\{([^{}\n]*)\}\}(?!\})")
_SUELTO = re.compile(r"\{\{|\}\}")
# what the editor puts between letters without showing it
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_BLOQUES = frozenset(
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6"
    " header hr html img li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)


class MarcadorError(ValueError):
    """A placeholder that cannot be filled. ``texto`` is as it stands in the letter; ``roto``: it is not even whole."""

    def __init__(self, texto: str, roto: bool = False):
        super().__init__(texto)
        self.texto, self.roto = texto, roto


def hallar(texto: str) -> list[str]:
    """Names of the placeholders of the plain ``texto``, each once, in order.

    :raises MarcadorError: one is unknown or not whole
    """
    return _revisar([texto or ""])


def hallar_html(html: str) -> list[str]:
    """As :func:`hallar`, in HTML.

    :raises MarcadorError: also when one stands in an attribute, as the address of a link, where none is filled
    """
    raiz = _raiz(html)
    for nodo in raiz.iter(lxml.etree.Element):
        for valor in nodo.attrib.values():
            if hallado := re.search(r"(\{|%7B){2}.{0,40}", valor, re.IGNORECASE):
                raise MarcadorError(hallado[0], roto=True)
    return _revisar("".join(texto for texto, _poner in parrafo) for parrafo in _parrafos(raiz))


def llenar(texto: str, valor: Callable[[str], str]) -> str:
    """The plain ``texto`` with ``valor(name)`` in place of each placeholder; what is no placeholder stays."""
    return _MARCADOR.sub(lambda hallado: valor(_nombre(hallado[1])), texto or "")


def llenar_html(html: str, valor: Callable[[str], str]) -> str:
    """As :func:`llenar`, in HTML: values are text, and never become tags."""
    raiz = _raiz(html)
    for parrafo in _parrafos(raiz):
        entero = "".join(texto for texto, _poner in parrafo)
        hallados = [(*hallado.span(), valor(_nombre(hallado[1]))) for hallado in _MARCADOR.finditer(entero)]
        if hallados:
            _reescribir(parrafo, hallados)
    return escape(raiz.text or "", quote=False) + "".join(lxml.html.tostring(hijo, encoding="unicode") for hijo in raiz)


def _reescribir(parrafo, hallados):
    """Put each value where its placeholder begins; the rest of it goes, in whatever tags it is."""
    inicio = 0
    for texto, poner in parrafo:
        fin, nuevo, desde = inicio + len(texto), [], inicio
        for abre, cierra, valor in hallados:
            if cierra <= inicio or abre >= fin:
                continue
            nuevo.append(texto[desde - inicio : max(abre - inicio, 0)])
            if abre >= inicio:
                nuevo.append(valor)
            desde = min(cierra, fin)
        poner("".join(nuevo) + texto[desde - inicio :])
        inicio = fin


def _revisar(parrafos):
    nombres = {}
    for parrafo in parrafos:
        for hallado in _MARCADOR.finditer(parrafo):
            nombre = _nombre(hallado[1])
            if nombre not in MARCADORES and not _DATO.fullmatch(nombre):
                raise MarcadorError(hallado[0].strip())
            nombres[nombre] = True
        resto = _MARCADOR.sub("", parrafo)
        if suelto := _SUELTO.search(resto):
            raise MarcadorError(resto[suelto.start() :][:40].strip(), roto=True)
    return list(nombres)


def _nombre(interior):
    return _sin_acentos(_INVISIBLE.sub("", interior).lower())


def de_columna(encabezado: str) -> str:
    """Name of the placeholder that stands for the column ``encabezado`` of a list; empty when it has no letters."""
    clave = re.sub(r"[^a-z0-9]+", "_", _sin_acentos(encabezado.lower())).strip("_")
    return f"dato.{clave}" if clave else ""


def _sin_acentos(texto):
    return "".join(c for c in unicodedata.normalize("NFKD", texto) if not unicodedata.combining(c))


def _raiz(html):
    return lxml.html.fragment_fromstring(html or "", create_parent="div")


def _parrafos(raiz):
    """The runs of text of each paragraph: ``(text, function that writes it anew)``, blocks and line breaks apart."""
    parrafos = [[]]

    def agregar(nodo, campo):
        if texto := getattr(nodo, campo):
            parrafos[-1].append((texto, lambda nuevo: setattr(nodo, campo, nuevo)))

    def recorrer(nodo):
        visible = isinstance(nodo.tag, str)
        bloque = visible and nodo.tag in _BLOQUES
        if bloque:
            parrafos.append([])
        if visible:
            agregar(nodo, "text")
            for hijo in nodo:
                recorrer(hijo)
        if bloque:
            parrafos.append([])
        if nodo is not raiz:
            agregar(nodo, "tail")

    recorrer(raiz)
    return [parrafo for parrafo in parrafos if parrafo]
