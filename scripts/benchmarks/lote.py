#!/usr/bin/env python3
"""What a batch of signed acuses costs: 200 scanned pages, read as the addon reads them, beside zxing-cpp alone.

    PYTHON scripts/benchmarks/lote.py [PAGES]

PYTHON has zxing-cpp, pypdfium2, pypdf and Pillow; no Odoo and no database. ``zxing-cpp alone`` finds the codes on pages that are
already drawn, in one process; ``ours`` also opens the PDFs, draws each page at 200 dots per inch, makes its thumbnail and cuts
it out as a PDF of its own, in a process that a hostile page may fell. The limit is that of the issue: 200 pages in 3 minutes.
"""

import io
import random
import sys
import time
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

RAIZ = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(RAIZ / "addons" / "mensajeria" / "tools"))

import lectura_codigos  # noqa: E402

PAGINAS_POR_ARCHIVO = 20
SEGUNDOS_LIMITE = 180
PAGINAS_LIMITE = 200
FORMATOS = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.QRCode]


def hoja(n, azar):
    """A Letter page as a scanner gives it: text, a code, a signature, crooked and grainy."""
    pagina = Image.new("L", (1700, 2200), 250)
    dibujo = ImageDraw.Draw(pagina)
    for linea in range(30):
        dibujo.text((200, 900 + 32 * linea), f"Acuse de recibo {n} " * 6, fill=40)
    formato = FORMATOS[n % len(FORMATOS)]
    codigo = zxingcpp.create_barcode(f"ENV/{n:06d}", formato)
    escala = 8 if formato == zxingcpp.BarcodeFormat.QRCode else 3
    pagina.paste(Image.fromarray(codigo.to_image(scale=escala)), (200, 200))
    dibujo.line([(300 + 40 * k, 2000 + azar.randint(-60, 60)) for k in range(20)], fill=20, width=4)
    ruido = Image.effect_noise(pagina.size, 12)
    pagina = Image.blend(pagina, ruido, 0.08).rotate(azar.uniform(-3, 3), fillcolor=250)
    return pagina.filter(ImageFilter.GaussianBlur(0.6))


def pdf(paginas):
    salida = io.BytesIO()
    paginas[0].save(salida, "PDF", resolution=200, save_all=True, append_images=paginas[1:])
    return salida.getvalue()


def medir(que, paginas, hacer):
    antes = time.perf_counter()
    hallados = hacer()
    segundos = time.perf_counter() - antes
    print(f"{que:<34} {segundos:8.1f} s {paginas / segundos:8.1f} pages/s {hallados:6} of {paginas} codes")
    return segundos


def main(cuantas):
    azar = random.Random(2026)  # noqa: S311 (the same pages every time)
    archivos = [
        pdf([hoja(n, azar) for n in range(desde, min(desde + PAGINAS_POR_ARCHIVO, cuantas))])
        for desde in range(0, cuantas, PAGINAS_POR_ARCHIVO)
    ]
    dibujadas = [
        pagina.render(scale=200 / 72, grayscale=True).to_pil()
        for archivo in archivos
        for pagina in pypdfium2.PdfDocument(archivo)
    ]

    def solo():
        return sum(bool(zxingcpp.read_barcodes(imagen, formats=FORMATOS)) for imagen in dibujadas)

    def nuestro():
        hallados = 0
        for archivo in archivos:
            paginas = range(lectura_codigos.contar(archivo))
            for desde in range(0, len(paginas), 10):
                leidas = lectura_codigos.leer(archivo, paginas[desde : desde + 10])
                hallados += sum(bool(pagina.codigos) for pagina in leidas)
                for pagina in leidas:
                    lectura_codigos.extraer(archivo, pagina.numero)
        return hallados

    medir("zxing-cpp alone", cuantas, solo)
    segundos = medir("ours", cuantas, nuestro)
    if segundos / cuantas > SEGUNDOS_LIMITE / PAGINAS_LIMITE:
        sys.exit(f"limit: {PAGINAS_LIMITE} pages in {SEGUNDOS_LIMITE} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGINAS_LIMITE)
