"""Normal forms of what people type."""

import re
import unicodedata

_CEROS = re.compile(r"(?<!\d)0+(?=\d)")


def sin_acentos(texto: str) -> str:
    """``texto`` without diacritics: ``Añó`` -> ``Ano``."""
    return "".join(c for c in unicodedata.normalize("NFKD", texto) if not unicodedata.combining(c))


def normalizar_numero(numero: str | None) -> str:
    """Form of an official letter's number that ignores how it was typed.

    Case, accents, spaces, punctuation and leading zeros do not count, digit groups stay apart:
    ``"SE / dga-0012/2026"`` and ``"se-DGA 12-2026"`` give ``"SE.DGA.12.2026"``.
    """
    texto = sin_acentos(numero or "").upper()
    texto = re.sub(r"(?<=\d)(?=[A-Z])|(?<=[A-Z])(?=\d)", ".", texto)
    texto = re.sub(r"[^A-Z0-9]+", ".", texto).strip(".")
    return _CEROS.sub("", texto)
