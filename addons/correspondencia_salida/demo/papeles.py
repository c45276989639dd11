"""Invented papers of the demo data: letters that came back signed by hand, and signatures drawn on a screen."""

import io

import pypdfium2
from PIL import Image, ImageDraw

from odoo.addons.correspondencia_entrada.demo.cartas import azaroso, escanear

PUNTOS = 110
TINTA = 70


def firmado_a_mano(pdf, nombres, semilla):
    """The printed letter ``pdf`` as the scanner sees it once each of ``nombres`` signed above their name."""
    hojas = escanear(pdf, semilla, PUNTOS)
    documento = pypdfium2.PdfDocument(pdf)
    for vuelta, nombre in enumerate(nombres):
        for numero in range(len(documento) - 1, -1, -1):
            if lugar := _lugar(documento[numero], nombre):
                _trazar(ImageDraw.Draw(hojas[numero]), *lugar, azaroso(semilla * 7 + vuelta), TINTA)
                break
    salida = io.BytesIO()
    hojas[0].save(salida, "PDF", save_all=True, append_images=hojas[1:], resolution=PUNTOS, quality=55)
    return salida.getvalue()


def firma_en_pantalla(semilla):
    """PNG of a signature drawn with a finger."""
    imagen = Image.new("RGB", (520, 200), "white")
    _trazar(ImageDraw.Draw(imagen), 260, 110, azaroso(semilla), "#14306b")
    salida = io.BytesIO()
    imagen.save(salida, "PNG", optimize=True)
    return salida.getvalue()


def _lugar(pagina, nombre):
    """Where somebody signs: the middle of the last ``nombre`` of the page and a bit above it, in dots; None without it."""
    texto, escala = pagina.get_textpage(), PUNTOS / 72
    buscador, hallado = texto.search(nombre), None
    while vuelta := buscador.get_next():
        hallado = vuelta
    if not hallado:
        return None
    inicio, cuantos = hallado
    izquierda, derecha = texto.get_charbox(inicio)[0], texto.get_charbox(inicio + cuantos - 1)[2]
    arriba = texto.get_charbox(inicio)[3]
    return (izquierda + derecha) / 2 * escala, (pagina.get_height() - arriba - 14) * escala


def _trazar(dibujo, x, y, azar, tinta):
    """A scribble that passes for a signature, with its middle at ``x``, ``y``."""
    puntos = [(x - 78 + 12 * paso, y + azar.randrange(-24, 24)) for paso in range(13)]
    dibujo.line(puntos, fill=tinta, width=3, joint="curve")
    dibujo.arc((x - 84, y - 26, x - 36, y + 22), 40, 330, fill=tinta, width=3)
    dibujo.line([(x - 60, y + 26), (x + 88, y + 16)], fill=tinta, width=2)
