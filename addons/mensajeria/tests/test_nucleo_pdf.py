"""The PDF engine by itself: what WeasyPrint makes and what a document may load."""

import base64
import socket
from contextlib import closing
from datetime import datetime
from unittest.mock import patch

import pypdfium2
import zxingcpp

from odoo.tests import BaseCase, tagged
from odoo.tools import file_path, mute_logger

from ..nucleo.tools import pdf
from .lector_pdf import imagenes, leer, png, textos

LOGGER = "odoo.addons.mensajeria.nucleo.tools.pdf"
SITIO = "https://correspondencia.example"
PAGINA = '<html lang="es-MX"><head><title>Prueba</title></head><body>%s</body></html>'


@tagged("post_install", "-at_install")
class TestPdf(BaseCase):
    """``tools/pdf.py`` alone, without a database."""

    def _render(self, cuerpo, **kw):
        def nada(ruta):
            raise pdf.RecursoRechazado("nothing to read in this test")

        return pdf.render_pdf([PAGINA % cuerpo], **{"base_url": SITIO, "leer_recurso": nada, **kw})

    def test_documents_are_paginated_apart(self):
        css = "@page { size: letter; @bottom-center { content: counter(page) '/' counter(pages) } }"
        largo = PAGINA % ('<p>uno</p><p style="break-before: page">dos</p>' + f"<style>{css}</style>")
        contenido = pdf.render_pdf([largo, largo], base_url=SITIO, leer_recurso=None, titulo="Todo")
        self.assertEqual(textos(contenido), ["uno 1/2", "dos 2/2"] * 2)
        self.assertEqual(leer(contenido).metadata.title, "Todo")

    def test_attachments_and_equal_bytes(self):
        adjuntos = [
            pdf.Adjunto("metadatos ñ.json", b'{"folio": 1}', datetime(2026, 3, 5, 16), "Metadatos", "Data"),
            pdf.Adjunto("anexo.xml", b"<a/>", datetime(2026, 3, 5, 16)),
        ]
        cuerpo = f'<p>Año</p><img alt="qr" src="{pdf.qr_data_uri("folio 1")}">'
        primero = self._render(cuerpo, adjuntos=adjuntos)
        self.assertEqual(primero, self._render(cuerpo, adjuntos=adjuntos[::-1]))
        self.assertNotEqual(primero, self._render(cuerpo, adjuntos=adjuntos[:1]))
        archivos = [referencia.get_object() for referencia in leer(primero).trailer["/Root"]["/AF"]]
        self.assertEqual(
            {(a["/UF"], a["/AFRelationship"], a["/EF"]["/F"].get_data(), a["/EF"]["/F"]["/Subtype"]) for a in archivos},
            {
                ("anexo.xml", "/Supplement", b"<a/>", "/text/xml"),
                ("metadatos ñ.json", "/Data", b'{"folio": 1}', "/application/json"),
            },
        )

    def test_nothing_is_loaded_from_disk_or_network(self):
        imagen = file_path("web/static/img/logo.png")
        with closing(socket.create_server(("127.0.0.1", 0))) as servidor:
            servidor.setblocking(False)
            puerto = servidor.getsockname()[1]
            for url in (
                f"file://{imagen}",
                imagen,
                "/etc/passwd",
                f"http://127.0.0.1:{puerto}/x.png",
                f"//127.0.0.1:{puerto}/x.png",
                "ftp://127.0.0.1/x.png",
                "gopher://127.0.0.1/",
            ):
                svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}" width="9" height="9"/></svg>'
                for cuerpo in (
                    f'<img alt="x" src="{url}">',
                    f'<p style="background: url({url})">x</p>',
                    f'<style>@import "{url}"; @font-face {{ font-family: x; src: url({url}) }}</style>',
                    f'<link rel="stylesheet" href="{url}"><link rel="attachment" href="{url}">',
                    f'<a rel="attachment" href="{url}">x</a>',
                    f'<object data="{url}"></object><embed src="{url}"><iframe src="{url}"></iframe>',
                    f'{svg}<svg><use href="{url}#a"/></svg>',
                    f'<img alt="x" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">',
                    f'<base href="{url}"><img alt="x" src="x.png">',
                ):
                    with self.subTest(cuerpo=cuerpo), mute_logger(LOGGER, "weasyprint"):
                        contenido = self._render(cuerpo)
                        self.assertFalse(imagenes(contenido))
                        self.assertFalse(leer(contenido).attachments)
            with self.assertRaises(BlockingIOError):
                servidor.accept()  # nobody called

    def test_refused_resources_are_logged_with_the_reason(self):
        with mute_logger("weasyprint"), self.assertLogs(LOGGER, "WARNING") as registro:
            self._render('<img alt="x" src="file:///etc/passwd"><img alt="x" src="/x.png">')
        self.assertIn("may not load file:///etc/passwd: it is not on this site", registro.output[0])
        self.assertIn(f"may not load {SITIO}/x.png: nothing to read in this test", registro.output[1])

    def test_resources_of_the_site(self):
        pedidos = []

        def leer_recurso(ruta):
            pedidos.append(ruta)
            return png(), "image/png"

        contenido = self._render(
            f'<img alt="x" src="/a/%C3%B1?b=1"><img alt="y" src="{SITIO}/c">', leer_recurso=leer_recurso
        )
        self.assertEqual(pedidos, ["/a/%C3%B1?b=1", "/c"])
        self.assertFalse(imagenes(contenido)[0]["/Interpolate"].value, "PDF/A forbids it")

    def test_failures(self):
        with self.assertRaisesRegex(pdf.PdfError, "nothing to print"):
            pdf.render_pdf([], base_url=SITIO, leer_recurso=None)
        pdf._motor.cache_clear()
        with patch.dict("sys.modules", {"weasyprint": None}), self.assertRaises(pdf.MotorNoDisponible):
            self._render("x")
        with patch("weasyprint.HTML.render", side_effect=AssertionError("boxes")):
            with self.assertRaisesRegex(pdf.PdfError, "AssertionError: boxes"):
                self._render("x")

    def test_qr(self):
        for texto, nivel in (("https://a.example/acuse/OP-2026-00042?h=ñ", "M"), ("x" * 800, "L"), ("0", "H")):
            contenido = self._render(f'<img style="width: 5cm" alt="qr" src="{pdf.qr_data_uri(texto, nivel)}">')
            imagen = pypdfium2.PdfDocument(contenido)[0].render(scale=3).to_pil()
            self.assertEqual([codigo.text for codigo in zxingcpp.read_barcodes(imagen)], [texto])
        for texto in ("", "x" * 5000):
            with self.assertRaises(ValueError):
                pdf.qr_data_uri(texto)

    def test_split(self):
        html = """<html lang="en-US"><head><title>Todos</title><style>p > b {}</style></head><body class="papel"><main>
            <div class="article" data-oe-model="res.partner" data-oe-id="7" data-oe-lang="es_MX"
                 data-titulo="Acuse &lt;ñ&gt;" data-autor="Entidad" data-fecha="2026-03-05T16:00:00Z"><p>uno</p></div>tail
            <div class="x article" data-oe-model="otro" data-oe-id="8"><p>dos</p></div></main></body></html>"""
        uno, dos = pdf.separar_articulos(html, "res.partner")
        self.assertEqual((uno.res_id, dos.res_id), (7, None))
        for parte in (
            '<html lang="es-MX">',
            "<title>Acuse &lt;ñ&gt;</title>",
            '<meta name="author" content="Entidad">',
            '<meta name="dcterms.created" content="2026-03-05T16:00:00Z">',
            '<body class="papel">',
            "p > b {}",
        ):
            self.assertIn(parte, uno.html)
        self.assertNotRegex(uno.html, "Todos|tail|dos")
        self.assertIn("<title>Todos</title>", dos.html)
        (todo,) = pdf.separar_articulos("<p>ñ</p>".encode(), "res.partner")
        self.assertIsNone(todo.res_id)
        self.assertIn("<p>ñ</p>", todo.html)
