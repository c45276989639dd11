"""A register book as a spreadsheet, written row by row: its memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import BinaryIO

import xlsxwriter

#: a worksheet takes no more
MAXIMO_FILAS = 1_048_000
#: how cells are shown, by their type
FORMATOS = {str: None, datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy"}


def escribir(
    destino: BinaryIO,
    *,
    titulo: str,
    lineas: Sequence[str],
    columnas: Sequence[tuple[str, int]],
    filas: Iterable[tuple[bool, Sequence[str | date]]],
    totales: Sequence[tuple[str, int]],
    hoja: str,
    pie: str,
) -> None:
    """Write the workbook.

    :param lineas: what stands below the title
    :param columnas: name and width, in characters
    :param filas: ``(void, cells)``; void ones are struck through; dates are naive, local
    :param totales: label and number, below the rows
    :param pie: footer of each printed page, in Excel's codes
    """
    # What people typed is text, never a formula nor a link.
    opciones = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    libro = xlsxwriter.Workbook(destino, opciones)
    pagina = libro.add_worksheet(hoja[:31])
    base = {"valign": "top", "text_wrap": True, "font_size": 9}
    formatos = {
        (vacio, tipo): libro.add_format(
            base
            | ({"font_strikeout": True, "font_color": "#808080"} if vacio else {})
            | ({"num_format": formato, "align": "left"} if formato else {})
        )
        for vacio in (False, True)
        for tipo, formato in FORMATOS.items()
    }
    cabeza = libro.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True, "font_size": 9})
    negrita, grande = libro.add_format({"bold": True}), libro.add_format({"bold": True, "font_size": 14})
    for columna, (_nombre, ancho) in enumerate(columnas):
        pagina.set_column(columna, columna, ancho)
    pagina.write_string(0, 0, titulo, grande)
    for fila, linea in enumerate(lineas, 1):
        pagina.write_string(fila, 0, linea)
    fila = encabezado = len(lineas) + 2
    for columna, (nombre, _ancho) in enumerate(columnas):
        pagina.write_string(fila, columna, nombre, cabeza)
    for vacio, celdas in filas:
        fila += 1
        for columna, valor in enumerate(celdas):
            tipo = next(tipo for tipo in FORMATOS if isinstance(valor, tipo))
            escribe = pagina.write_string if tipo is str else pagina.write_datetime
            escribe(fila, columna, valor, formatos[vacio, tipo])
    pagina.autofilter(encabezado, 0, fila, len(columnas) - 1)
    for posicion, (etiqueta, numero) in enumerate(totales, fila + 2):
        pagina.write_string(posicion, 0, etiqueta, negrita)
        pagina.write_number(posicion, 1, numero, negrita)
    pagina.freeze_panes(encabezado + 1, 1)
    pagina.repeat_rows(encabezado)
    pagina.set_landscape()
    pagina.set_paper(1)  # letter
    pagina.fit_to_pages(1, 0)
    pagina.set_footer(pie)
    libro.close()
