"""What changed between two texts, word by word: pure Python over the text of the HTML."""

import re
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser

#: tags that end a paragraph
BLOQUES = frozenset("p div br li ul ol tr table h1 h2 h3 h4 h5 h6 blockquote pre hr section header footer".split())
CELDAS = frozenset(("td", "th"))
#: of these the reader sees nothing
OCULTOS = frozenset(("style", "script", "head", "title"))
MARCAS = {"+": "ins", "-": "del"}


class _Lector(HTMLParser):
    def __init__(self):
        super().__init__()
        self.trozos = []
        self.ocultos = 0

    def handle_starttag(self, tag, attrs):
        if tag in BLOQUES:
            self.trozos.append("\n")
        elif tag in CELDAS:
            self.trozos.append(" ")
        self.ocultos += tag in OCULTOS

    def handle_endtag(self, tag):
        if tag in BLOQUES:
            self.trozos.append("\n")
        self.ocultos -= tag in OCULTOS and self.ocultos > 0

    def handle_data(self, data):
        if not self.ocultos:
            # line ends of the source are spaces: only tags end a paragraph
            self.trozos.append(re.sub(r"\s+", " ", data))


def parrafos(html: str) -> list[str]:
    """The paragraphs of ``html`` as plain text; empty ones left out."""
    lector = _Lector()
    lector.feed(html or "")
    lector.close()
    lineas = (" ".join(linea.split()) for linea in "".join(lector.trozos).split("\n"))
    return [linea for linea in lineas if linea]


def _comparar(antes, despues):
    """Runs ``(op, [items])``, op being ``=``, ``-`` or ``+``, that lead from one list to the other."""
    for op, i1, i2, j1, j2 in SequenceMatcher(None, antes, despues, autojunk=False).get_opcodes():
        if op == "equal":
            yield "=", antes[i1:i2]
            continue
        if i2 > i1:
            yield "-", antes[i1:i2]
        if j2 > j1:
            yield "+", despues[j1:j2]


def comparar(antes: list[str], despues: list[str]) -> list[list[tuple[str, str]]]:
    """Paragraphs of both texts in order, each a list of ``(op, words)``: ``=`` kept, ``-`` removed, ``+`` added.

    Paragraphs are matched first, and words only within those that changed: long texts stay fast.
    """
    salida, quitados = [], []
    for op, grupo in [*_comparar(antes, despues), ("=", [])]:
        if op == "-":
            quitados = grupo
            continue
        if op == "+" and quitados:
            salida += _palabras(quitados, grupo)
        else:
            salida += [[("-", parrafo)] for parrafo in quitados]
            salida += [[(op, parrafo)] for parrafo in grupo]
        quitados = []
    return salida


def _palabras(antes, despues):
    """Changed paragraphs, word by word; the end of a paragraph counts as one word."""
    fin = "\n"
    viejas, nuevas = (
        [palabra for parrafo in parte for palabra in (*parrafo.split(), fin)] for parte in (antes, despues)
    )
    lineas = [[]]
    for op, palabras in _comparar(viejas, nuevas):
        pendiente = []
        for palabra in palabras:
            if palabra != fin:
                pendiente.append(palabra)
                continue
            if pendiente:
                lineas[-1].append((op, " ".join(pendiente)))
                pendiente = []
            if op != "-":
                lineas.append([])
        if pendiente:
            lineas[-1].append((op, " ".join(pendiente)))
    return [linea for linea in lineas if linea]


def cambia(diferencia) -> bool:
    """Whether any word was added or removed."""
    return any(op != "=" for linea in diferencia for op, _texto in linea)


def como_html(diferencia) -> str:
    """Paragraphs in which ``<del>`` and ``<ins>`` mark what was removed and added; the text is escaped."""
    lineas = []
    for linea in diferencia:
        trozos = (
            f"<{MARCAS[op]}>{escape(texto)}</{MARCAS[op]}>" if op in MARCAS else escape(texto) for op, texto in linea
        )
        lineas.append(f"<p>{' '.join(trozos)}</p>")
    return "".join(lineas)
