"""The register book as a spreadsheet, written row by row: its memory does not grow with the rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import BinaryIO

import xlsxwriter

#: a worksheet takes no more
MAXIMO_FILAS = 1_048_000
ANCHOS = (20, 17, 18, 22, 40, 60, 22, 16, 40)


def escribir(
    destino: BinaryIO,
    *,
    titulo: str,
    lineas: Sequence[str],
    columnas: Sequence[str],
    filas: Iterable[tuple[bool, Sequence[str | datetime]]],
    totales: Sequence[tuple[str, int]],
    hoja: str,
    pie: str,
) -> None:
    """Write the workbook.

    :param lineas: what stands below the title
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
    libro = xlsxwriter.Workbook(destino, opciones | {"default_date_format": "dd/mm/yyyy hh:mm"})
    pagina = libro.add_worksheet(hoja[:31])
    base = {"valign": "top", "text_wrap": True, "font_size": 9}
    formatos = {
        (vacio, fecha): libro.add_format(
            base
            | ({"font_strikeout": True, "font_color": "#808080"} if vacio else {})
            | ({"num_format": "dd/mm/yyyy hh:mm", "align": "left"} if fecha else {})
        )
        for vacio in (False, True)
        for fecha in (False, True)
    }
    cabeza = libro.add_format({"bold": True, "bottom": 2, "valign": "top", "text_wrap": True, "font_size": 9})
    negrita, grande = libro.add_format({"bold": True}), libro.add_format({"bold": True, "font_size": 14})
    for columna, ancho in enumerate(ANCHOS[: len(columnas)]):
        pagina.set_column(columna, columna, ancho)
    pagina.write_string(0, 0, titulo, grande)
    for fila, linea in enumerate(lineas, 1):
        pagina.write_string(fila, 0, linea)
    fila = encabezado = len(lineas) + 2
    for columna, texto in enumerate(columnas):
        pagina.write_string(fila, columna, texto, cabeza)
    for vacio, celdas in filas:
        fila += 1
        for columna, valor in enumerate(celdas):
            es_fecha = isinstance(valor, datetime)
            escribe = pagina.write_datetime if es_fecha else pagina.write_string
            escribe(fila, columna, valor, formatos[vacio, es_fecha])
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
