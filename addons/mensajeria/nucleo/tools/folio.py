"""Text of a folio from a pattern an administrator wrote."""

import re

#: of a series for which nobody chose another
PATRON = "{siglas}/{anio}/{numero:05d}"
_CAMPO = re.compile(r"\{(siglas|tipo|anio|numero)(?::0(\d{1,2})d)?\}")


def formatear(patron: str, *, siglas: str, tipo: str, anio: int, numero: int) -> str:
    """Fill ``patron``, e.g. ``{siglas}/{anio}/{numero:05d}`` -> ``OP/2026/00042``.

    :raises ValueError: for an unknown placeholder, or when year or number is missing (the folio would repeat)
    """
    usados = {m.group(1) for m in _CAMPO.finditer(patron)}
    if not {"anio", "numero"} <= usados or re.search(r"[{}]", _CAMPO.sub("", patron)):
        raise ValueError(patron)
    valores = {"siglas": siglas, "tipo": tipo, "anio": anio, "numero": numero}

    def llenar(m):
        valor = valores[m.group(1)]
        return f"{valor:0{m.group(2)}d}" if m.group(2) and isinstance(valor, int) else str(valor)

    return _CAMPO.sub(llenar, patron)
