"""Invented letters: PDF as a sender would print them, pages as a scanner would see them, and annexed tables."""

import io
import json
import math
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from random import Random

from odoo.addons.mensajeria.nucleo.tools.pdf import RecursoRechazado, render_pdf

#: what the letters say, by topic; every person, place and figure in it is invented
TEXTOS = json.loads((Path(__file__).parent / "textos.json").read_text(encoding="utf-8"))
PARRAFOS, ANEXOS, CONCEPTOS = TEXTOS["parrafos"], TEXTOS["anexos"], TEXTOS["conceptos"]

MESES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
COLORES = ("#7a1f3d", "#1f4e79", "#2e6b4f", "#5b3a82", "#8a5a12", "#37474f")
FILAS_POR_HOJA = 14
CSS = """
@page { size: letter; margin: 34mm 24mm 26mm 28mm;
    @top-left { content: element(membrete); width: 100% }
    @bottom-center { content: element(pie); width: 100% } }
@page escrito { margin: 26mm 26mm 24mm 30mm; @top-left { content: none }
    @bottom-center { content: counter(page) " de " counter(pages); font: 8pt "Liberation Serif" } }
body { font: 11pt/1.45 "Liberation Sans", "DejaVu Sans", sans-serif; color: #1a1a1a; margin: 0 }
body.escrito { font-family: "Liberation Serif", "DejaVu Serif", serif; font-size: 12pt; page: escrito }
header { position: running(membrete); border-bottom: 1.2pt solid; padding-bottom: 2mm; display: flex; align-items: center }
header svg { width: 17mm; height: 17mm; margin-right: 4mm }
header b { display: block; font-size: 12pt } header span { font-size: 8.5pt; color: #555 }
footer { position: running(pie); font-size: 7.5pt; color: #666; border-top: .5pt solid #bbb; padding-top: 1mm; text-align: center }
.datos { text-align: right; line-height: 1.3; font-size: 10pt; margin-bottom: 6mm }
.a { font-weight: bold; line-height: 1.25; margin-bottom: 5mm }
p { text-align: justify; margin: 0 0 3mm }
.firma { text-align: center; margin-top: 7mm; line-height: 1.3; break-inside: avoid; position: relative }
.firma .trazo { width: 46mm; height: 15mm; display: block; margin: 0 auto -3mm }
.firma .sello { position: absolute; right: 4mm; top: 2mm; width: 32mm; height: 32mm; opacity: .55 }
.ccp { font-size: 7.5pt; margin-top: 5mm }
section { break-before: page } h2 { font-size: 12pt; text-align: center; margin: 0 0 5mm }
table { width: 100%; border-collapse: collapse; font-size: 9pt } th, td { border: .4pt solid #999; padding: 1.1mm 1.6mm; text-align: left }
th { background: #eee } td:last-child, th:last-child { text-align: right }
"""


@dataclass(frozen=True)
class Carta:
    """What is needed to write one letter. ``semilla`` makes it always the same."""

    semilla: int
    texto: str
    asunto: str
    numero: str
    fecha: date
    remitente: str
    cargo: str
    institucion: str
    destinatario: str
    destinatario_cargo: str
    destinatario_institucion: str
    paginas: int = 1


def azaroso(semilla: int) -> Random:
    """Chance that falls the same way every time."""
    return Random(semilla)  # noqa: S311


def fecha_larga(fecha: date) -> str:
    """``2026-03-05`` -> ``5 de marzo de 2026``."""
    return f"{fecha.day} de {MESES[fecha.month - 1]} de {fecha.year}"


def carta_pdf(carta: Carta) -> bytes:
    """The letter as PDF, of exactly ``carta.paginas`` pages."""
    return render_pdf([_html(carta)], base_url="http://demo.example.org", leer_recurso=_nada)


def _nada(url):
    raise RecursoRechazado("a letter carries all that it shows")


def _html(carta):
    azar = azaroso(carta.semilla)
    color = COLORES[sum(map(ord, carta.institucion)) % len(COLORES)]
    siglas = "".join(p[0] for p in carta.institucion.split() if p[0].isupper())[:4]
    oficial = bool(carta.institucion)
    parrafos = list(PARRAFOS[carta.texto])
    azar.shuffle(parrafos)
    cuerpo = [
        azar.choice(TEXTOS["aperturas"]).format(asunto=carta.asunto),
        *parrafos[:3],
        azar.choice(PARRAFOS["general"]),
        azar.choice(TEXTOS["cierres"]),
    ]
    numero = f"<b>{'Oficio' if oficial else 'Ref.'} núm. {escape(carta.numero)}</b><br/>" if carta.numero else ""
    membrete = ""
    if oficial:
        membrete = (
            f'<header style="border-color:{color}">{_escudo(siglas, color)}<div><b style="color:{color}">{escape(carta.institucion)}</b>'
            f"<span>{escape(carta.cargo or 'Oficina del titular')}</span></div></header>"
            f"<footer>{escape(carta.institucion)} · Calle de la Aurora {100 + azar.randrange(900)}, Puerto Sereno, Sierra Clara · "
            f"Tel. 555 010 {azar.randrange(1000, 9999)}</footer>"
        )
    hojas = "".join(_anexo(carta, azar, hoja) for hoja in range(1, carta.paginas))
    return (
        f'<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"/><title>{escape(carta.numero or carta.asunto[:60])}</title>'
        f'<style>{CSS}</style></head><body class="{"oficial" if oficial else "escrito"}">{membrete}'
        f'<div class="datos">{numero}Asunto: {escape(_resumen(carta.asunto))}<br/>'
        f"Puerto Sereno, Sierra Clara, a {fecha_larga(carta.fecha)}</div>"
        f'<div class="a">{escape(carta.destinatario)}<br/>{escape(carta.destinatario_cargo)}<br/>'
        f"{escape(carta.destinatario_institucion)}<br/>"
        f"P r e s e n t e</div>{''.join(f'<p>{escape(p)}</p>' for p in cuerpo)}"
        f'<div class="firma">A t e n t a m e n t e{_trazo(azar)}{_sello(siglas, color, azar) if oficial else ""}'
        f"<b>{escape(carta.remitente)}</b><br/>{escape(carta.cargo)}</div>"
        f'<div class="ccp">{"c.c.p. Archivo y minutario." if oficial else ""}</div>{hojas}</body></html>'
    )


def _resumen(asunto):
    corto = asunto.partition(".")[0]
    return corto if len(corto) <= 70 else corto[:70].rsplit(" ", 1)[0] + "…"


def _anexo(carta, azar, hoja):
    """One more page: a table of the topic, or its considerations."""
    titulo, columnas = ANEXOS.get(carta.texto, ANEXOS["comun"])
    if hoja % 3 == 2:
        parrafos = [azar.choice(PARRAFOS[carta.texto]) for _ in range(4)] + [azar.choice(PARRAFOS["general"])]
        texto = "".join(f"<p><b>{_romano(n)}.</b> {escape(p)}</p>" for n, p in enumerate(parrafos, 1))
        return f"<section><h2>Anexo {hoja}. Consideraciones</h2>{texto}</section>"
    conceptos = CONCEPTOS.get(carta.texto, CONCEPTOS["comun"])
    filas = []
    for fila in range(1, FILAS_POR_HOJA + 1):
        ultima = (
            f"{azar.randrange(3_000, 900_000):,}.{azar.randrange(100):02d}"
            if carta.texto in ANEXOS
            else azar.randrange(1, 25)
        )
        clave = f"{carta.texto[:2].upper()}-{azar.randrange(100, 999)}-{carta.fecha.year}"
        celdas = ((hoja - 1) * FILAS_POR_HOJA + fila, azar.choice(conceptos), clave, ultima)
        filas.append("<tr>" + "".join(f"<td>{c}</td>" for c in celdas) + "</tr>")
    cabeza = "".join(f"<th>{c}</th>" for c in columnas)
    return f"<section><h2>Anexo {hoja}. {titulo}</h2><table><tr>{cabeza}</tr>{''.join(filas)}</table></section>"


def _romano(n):
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[n - 1]


def _escudo(siglas, color):
    return (
        f'<svg viewBox="0 0 100 100"><circle cx="50" cy="50" r="47" fill="none" stroke="{color}" stroke-width="4"/>'
        f'<circle cx="50" cy="50" r="38" fill="{color}"/><text x="50" y="59" font-size="26" font-weight="bold" fill="#fff" '
        f'text-anchor="middle" font-family="Liberation Sans">{siglas}</text></svg>'
    )


def _sello(siglas, color, azar):
    giro = azar.randrange(-18, 18)
    return (
        f'<svg class="sello" viewBox="0 0 100 100"><g transform="rotate({giro} 50 50)" fill="none" stroke="{color}">'
        f'<circle cx="50" cy="50" r="46" stroke-width="3"/><circle cx="50" cy="50" r="36" stroke-width="1.2"/></g>'
        f'<g transform="rotate({giro} 50 50)" fill="{color}" text-anchor="middle" font-family="Liberation Sans">'
        f'<text x="50" y="48" font-size="20" font-weight="bold">{siglas}</text>'
        f'<text x="50" y="62" font-size="9">DESPACHADO</text></g></svg>'
    )


def _trazo(azar):
    """A scribble that passes for a signature."""
    x, puntos = 4, [f"M4 {azar.randrange(18, 30)}"]
    while x < 128:
        x += azar.randrange(9, 22)
        puntos.append(f"Q{x - azar.randrange(2, 16)} {azar.randrange(0, 40)} {x} {azar.randrange(10, 32)}")
    return (
        f'<svg class="trazo" viewBox="0 0 140 42"><path d="{" ".join(puntos)}" fill="none" stroke="#14306b" '
        f'stroke-width="1.5" stroke-linecap="round"/></svg>'
    )


def escanear(pdf: bytes, semilla: int, puntos: int = 110) -> list:
    """Pages of ``pdf`` as a scanner would see them: grey, a little turned, with dust. Pillow images."""
    import pypdfium2
    from PIL import Image, ImageChops

    azar = azaroso(semilla)
    imagenes = []
    for pagina in pypdfium2.PdfDocument(pdf):
        imagen = pagina.render(scale=puntos / 72, grayscale=True).to_pil()
        imagen = imagen.rotate(azar.uniform(-0.9, 0.9), resample=Image.Resampling.BICUBIC, fillcolor=236)
        grano = Image.frombytes("L", imagen.size, azar.randbytes(math.prod(imagen.size))).point(lambda v: v // 12)
        imagenes.append(
            ImageChops.subtract(imagen.point(lambda v: 28 + v * 214 // 255), grano).quantize(16).convert("L")
        )
    return imagenes


def escaneo_png(pdf: bytes, semilla: int) -> bytes:
    """First page of ``pdf`` scanned as PNG."""
    salida = io.BytesIO()
    escanear(pdf, semilla)[0].save(salida, "PNG", optimize=True)
    return salida.getvalue()


def escaneo_pdf(pdf: bytes, semilla: int) -> bytes:
    """All pages of ``pdf`` scanned into a PDF of images, without text."""
    salida = io.BytesIO()
    primera, *demas = escanear(pdf, semilla)
    primera.save(salida, "PDF", save_all=True, append_images=demas, resolution=110, quality=55)
    return salida.getvalue()


def tabla_xlsx(texto: str, semilla: int) -> bytes:
    """A spreadsheet like those that senders annex."""
    import xlsxwriter

    azar = azaroso(semilla)
    titulo, columnas = ANEXOS.get(texto, ANEXOS["comun"])
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, {"in_memory": True}) as libro:
        hoja = libro.add_worksheet(titulo[:31])
        hoja.write_row(0, 0, columnas, libro.add_format({"bold": True, "bg_color": "#DDDDDD"}))
        for fila in range(1, 41):
            hoja.write_row(
                fila,
                0,
                (
                    fila,
                    azar.choice(CONCEPTOS.get(texto, CONCEPTOS["comun"])),
                    f"C-{azar.randrange(100, 999)}",
                    azar.randrange(500, 90_000),
                ),
            )
        hoja.set_column(1, 1, 48)
        hoja.set_column(2, 3, 16)
    return salida.getvalue()
