#!/usr/bin/env python3
"""What printing official letters costs: 500 through the product, the same HTML by WeasyPrint alone, and the same text by Odoo's own engine.

    PYTHON scripts/benchmarks/oficios_pdf.py ODOO_CONF DATABASE [LETTERS]

PYTHON can import Odoo; DATABASE has the addon ``correspondencia_salida``. Nothing of it is kept: everything happens in
transactions that are rolled back. Each way runs in a process of its own, so that its peak of memory is its own; CPU is that
of the process and of the programs it starts. ``product`` renders the template, the letterhead, the QR and a tagged PDF/A-3b, a
letter at a time, as it is done when a letter takes its number. ``weasyprint`` only lays out and writes the HTML that the
product made, with the same options. ``wkhtmltopdf`` prints subject, addressee, text and signer in Odoo's external layout: it
asks a server for style sheets, and there is none here, so it has less to do than in real life; its PDFs are neither tagged
nor PDF/A. Where that program is not installed (Debian: apt-get install wkhtmltopdf), the line says so.

The limits are what a series may cost: 2,000 letters in a quarter of an hour on one core, and little beside the layout itself.
"""

import logging
import multiprocessing
import resource
import shutil
import statistics
import sys
import tempfile
import time
from mimetypes import guess_type
from pathlib import Path

LETTERS = 500
LIMIT_MS = 500  # CPU of one letter
LIMIT_RATIO = 1.6  # to WeasyPrint alone
LIMIT_MIB = 600
PARAGRAPH = (
    "En atención a su oficio recibido en esta oficialía, y con fundamento en las disposiciones que rigen la materia, se hace de su"
    " conocimiento que el expediente fue revisado por las áreas competentes, que no encontraron inconveniente en lo que se propone."
)
REPORT = """<t t-name="banco.oficio"><t t-call="web.html_container"><t t-foreach="docs" t-as="o">
<t t-call="web.external_layout"><div class="page"><h4 t-out="o.name"/><p>Asunto: <t t-out="o.descripcion"/></p>
<p t-foreach="o.destinatario_ids" t-as="d"><b t-out="d.dest_nombre"/><br/><t t-out="d.dest_cargo"/><br/><t t-out="d.dest_institucion"/></p>
<div t-out="o.cuerpo"/><p t-out="o.despedida"/>
<p t-foreach="o.firmante_ids" t-as="f"><b t-out="f.user_id.name"/><br/><t t-out="f.cargo"/></p>
<img t-att-src="'/report/barcode/?barcode_type=QR&amp;value=' + o.name"/></div></t></t></t></t>"""


def cpu():
    usos = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(uso.ru_utime + uso.ru_stime for uso in usos)


def measure(hacer, cosas):
    """CPU of each thing, wall of all, and peak of memory in MiB, after a first one that loads fonts and engine."""
    hacer(cosas[0])
    cada, antes = [], time.perf_counter()
    for cosa in cosas:
        inicio = cpu()
        hacer(cosa)
        cada.append(cpu() - inicio)
    pared = time.perf_counter() - antes
    quienes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return cada, pared, max(resource.getrusage(quien).ru_maxrss for quien in quienes) / 1024


def letters(env, cuantas):
    """Numbered letters, each with a text of its own, of a page or two."""
    area = env["hr.department"].create({"name": "Dirección de Bancos", "siglas": "BANCO", "es_oficialia": True})
    oficios = env["correspondencia.oficio"].create(
        [
            {
                "area_id": area.id,
                "oficialia_id": area.id,
                "descripcion": f"Se remite el informe número {n}",
                "cuerpo": f"<p>Expediente {n}.</p>" + f"<p>{PARAGRAPH}</p>" * (3 + n % 8),
                "modo_firma": "autografa",
                "firmante_ids": [(0, 0, {"user_id": env.uid, "cargo": "Directora General"})],
                "destinatario_ids": [
                    (0, 0, {"dest_nombre": f"Persona destinataria {n}", "dest_cargo": "Directora de Obras",
                            "dest_institucion": "Municipio de Prueba", "medio": "personal"})
                ],
            }
            for n in range(cuantas)
        ]
    )  # fmt: skip
    for n, oficio in enumerate(oficios, 1):
        oficio.write({"name": f"BANCO/{n:04d}/2026", "fecha": "2026-03-02"})
    env.flush_all()
    env.invalidate_all()
    return oficios


def with_odoo(conf, db, hacer):
    """``hacer(env)`` in a transaction that is rolled back."""
    from odoo import api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", conf, "-d", db])
    logging.disable(logging.CRITICAL)
    with Registry(db).cursor() as cr:
        try:
            return hacer(api.Environment(cr, api.SUPERUSER_ID, {"tz": "America/Mexico_City"}))
        finally:
            cr.rollback()


def product(conf, db, cuantas, carpeta):
    def hacer(env):
        reporte = env["ir.actions.report"]
        ref = "correspondencia_salida.action_report_oficio"
        oficios = letters(env, cuantas)
        medida = measure(lambda o: reporte._render_qweb_pdf(ref, o.ids), oficios)
        _guardar_html(reporte, ref, oficios, carpeta)
        return medida

    return with_odoo(conf, db, hacer)


def _guardar_html(reporte, ref, oficios, carpeta):
    """The HTML that the product renders and what it loads, for who renders it alone."""
    from odoo.addons.mensajeria.nucleo.tools import pdf

    render = pdf.render_pdf

    def anotar(documentos, *, leer_recurso, css="", **resto):
        n = len(list(carpeta.glob("*.html")))
        (carpeta / f"{n:05d}.html").write_text(documentos[0], encoding="utf-8")
        (carpeta / "papel.css").write_text(css, encoding="utf-8")

        (carpeta / "base").write_text(resto["base_url"])

        def leer(url):
            contenido, tipo = leer_recurso(url)
            destino = carpeta / "recursos" / url.partition("?")[0].strip("/")
            destino.parent.mkdir(parents=True, exist_ok=True)
            destino.write_bytes(contenido)
            return contenido, tipo

        # one of them loads what all load
        return render(documentos, leer_recurso=leer, css=css, **resto) if n == 0 else b""

    pdf.render_pdf = anotar
    for oficio in oficios:
        reporte._render_qweb_pdf(ref, oficio.ids)
    pdf.render_pdf = render


def weasyprint(conf, db, cuantas, carpeta):
    import weasyprint as motor
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    logging.disable(logging.CRITICAL)
    base = (carpeta / "base").read_text()
    css = (carpeta / "papel.css").read_text(encoding="utf-8")

    class Lector(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url)
            archivo = carpeta / "recursos" / url.removeprefix(base).partition("?")[0].strip("/")
            return URLFetcherResponse(url, archivo.read_bytes(), {"Content-Type": guess_type(archivo.name)[0] or ""})

    def hacer(html):
        fuentes = motor.text.fonts.FontConfiguration()
        hoja = motor.CSS(string=css, font_config=fuentes, url_fetcher=Lector())
        motor.HTML(string=html, base_url=base, url_fetcher=Lector()).write_pdf(
            stylesheets=[hoja], font_config=fuentes, pdf_variant="pdf/a-3b", pdf_tags=True, dpi=300
        )

    return measure(hacer, [archivo.read_text(encoding="utf-8") for archivo in sorted(carpeta.glob("*.html"))])


def wkhtmltopdf(conf, db, cuantas, carpeta):
    if not shutil.which("wkhtmltopdf"):
        return None

    def hacer(env):
        env["ir.ui.view"].create({"name": "banco.oficio", "key": "banco.oficio", "type": "qweb", "arch": REPORT})
        reporte = env["ir.actions.report"].create(
            {
                "name": "Banco",
                "model": "correspondencia.oficio",
                "report_type": "qweb-pdf",
                "report_name": "banco.oficio",
            }
        )
        env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        reporte = reporte.with_context(force_report_rendering=True)
        return measure(lambda o: reporte._render_qweb_pdf(reporte, o.ids), letters(env, cuantas))

    return with_odoo(conf, db, hacer)


def alone(way, *args):
    """Run ``way`` in a process of its own."""
    contexto = multiprocessing.get_context("fork")
    with contexto.Pool(1) as proceso:
        return proceso.apply(way, args)


def main(conf, db, cuantas):
    print(f"{cuantas} letters, one PDF each; milliseconds of CPU of a letter")
    print(f"{'':<12} {'median':>8} {'p95':>8} {'wall':>9} {'letters/s':>10} {'peak':>10}")
    medianas, picos = {}, {}
    with tempfile.TemporaryDirectory() as temporal:
        for way in (product, weasyprint, wkhtmltopdf):
            medida = alone(way, conf, db, cuantas, Path(temporal))
            if not medida:
                print(f"{way.__name__:<12} is not installed")
                continue
            cada, pared, pico = medida
            medianas[way.__name__], picos[way.__name__] = statistics.median(cada) * 1000, pico
            p95 = statistics.quantiles(cada, n=20)[-1] * 1000
            print(f"{way.__name__:<12} {medianas[way.__name__]:5.0f} ms {p95:5.0f} ms {pared:7.1f} s"
                  f" {cuantas / pared:10.2f} {pico:6.0f} MiB")  # fmt: skip
    razon = medianas["product"] / medianas["weasyprint"]
    print(f"limits: product {LIMIT_MS} ms, {LIMIT_MIB} MiB, {LIMIT_RATIO} times WeasyPrint alone (is {razon:.2f})")
    return medianas["product"] > LIMIT_MS or picos["product"] > LIMIT_MIB or razon > LIMIT_RATIO


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else LETTERS))
