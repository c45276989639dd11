"""What a reading station does with each code, and what it answers."""

import unicodedata

MODOS = [
    ("asignar", "Assign Guías"),
    ("cargar", "Load a List"),
    ("depositar", "Deposit"),
    ("recibir", "Receive Acuses"),
    ("entregar", "Hand Over Acuses"),
    ("devolver", "Returns"),
    ("inventario", "Inventory of Folios"),
]
RESULTADOS = [
    ("ok", "OK"),
    ("duplicado_en_sesion", "Already Read"),
    ("ya_procesado", "Already Processed"),
    ("por_confirmar", "To Confirm"),
    ("no_existe", "Unknown"),
    ("digito_invalido", "Bad Digit"),
    ("estado_invalido", "Wrong State"),
    ("otra_unidad", "Other Office"),
]
#: nothing is wrong, and nothing was done
AVISOS = ("duplicado_en_sesion", "ya_procesado", "por_confirmar")
#: labels with which a scanner commands Odoo's own screens
ORDENES = ("OCD", "OBT")
#: what is scanned or pasted in one go
MAXIMO_LISTA = 500
#: longer than any code
LARGO_MAXIMO = 200


def normalizar(texto: str) -> str:
    """The text of a code as it is kept and compared: no control characters, no spaces around, capital letters."""
    return visible(unicodedata.normalize("NFKC", str(texto or "")[:LARGO_MAXIMO])).upper()


def visible(texto: str) -> str:
    """``texto`` as it was read, without what nobody sees: scanners send separators, and files of others anything."""
    return "".join(c for c in str(texto or "")[:LARGO_MAXIMO] if c.isprintable()).strip()


def separar(texto: str) -> list[str]:
    """The codes of a pasted list: one a line, or the first column of a CSV."""
    lineas = (
        linea.replace("\t", ",").replace(";", ",").split(",")[0].strip().strip('"') for linea in texto.splitlines()
    )
    return [linea for linea in lineas if linea]


def es_orden(codigo: str) -> bool:
    """Whether ``codigo`` is a command of the scanner, not something read."""
    return codigo.startswith(ORDENES) and codigo.isalpha()
