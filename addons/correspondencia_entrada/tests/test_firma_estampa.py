import io
import subprocess

from PIL import Image, ImageChops
from weasyprint import HTML

from odoo.tests import tagged

from ..tools.firma.campos import crear_campos
from . import firma_alteraciones as alterar
from .firma_comun import CAMPOS, base, firmado, hoja_pdf
from .test_firma_firma import FirmarCase, preparada

CAJA = (200, 70)
HTML_SELLO = """
<style>@page { size: 200pt 70pt; margin: 4pt } body { font: 8pt "DejaVu Sans", sans-serif; margin: 0 }</style>
<p>Firmado electrónicamente por JUANA PEÑA LÓPEZ</p>
"""


def desbordada(lienzo):
    """Paint far beyond the page."""
    lienzo.rect(-1000, -1000, 3000, 3000, fill=1)


def imagen(pdf: bytes) -> Image.Image:
    """First page at one pixel per point, as poppler draws it."""
    orden = ["pdftoppm", "-r", "72", "-f", "1", "-singlefile", "-"]
    return Image.open(io.BytesIO(subprocess.run(orden, input=pdf, capture_output=True, check=True).stdout))


def estampa_html() -> bytes:
    return HTML(string=HTML_SELLO).write_pdf(pdf_variant="pdf/a-3b")


@tagged("post_install", "-at_install")
class TestEstampa(FirmarCase):
    def test_stays_in_its_box(self):
        """A stamp that paints everything black blackens its box and nothing else."""
        pdf = firmado("B-B", estampa=hoja_pdf(tamano=CAJA, dibujo=desbordada))
        antes, despues = imagen(base()), imagen(pdf)
        x1, y1, x2, y2 = CAMPOS[0].caja
        caja = (x1, 792 - y2, x2, 792 - y1)
        distinto = ImageChops.difference(antes, despues).getbbox()
        for lado, limite in zip(distinto, caja, strict=True):
            self.assertAlmostEqual(lado, limite, delta=1)  # a pixel is a point wide
        self.assertEqual(despues.crop(caja).convert("L").getextrema(), (0, 0))

    def test_shown(self):
        """Text of the stamp can be read in the document, by people and by programs."""
        pdf = firmado("B-B", estampa=estampa_html())
        self.assertGreater(ImageChops.difference(imagen(base()), imagen(pdf)).convert("L").getextrema()[1], 200)
        texto = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
        self.assertIn("JUANA PEÑA LÓPEZ", " ".join(texto.decode().split()))

    def test_refused(self):
        for nombre, estampa in [
            ("two pages", hoja_pdf(2, tamano=CAJA)),
            ("too wide", hoja_pdf(tamano=(202, 70))),
            ("too low", hoja_pdf(tamano=(200, 68))),
            ("rotated", hoja_pdf(tamano=CAJA, dibujo=lambda lienzo: lienzo.setPageRotation(90))),
            ("no PDF", b"<html>"),
        ]:
            with self.subTest(nombre):
                self.assertRechazo("PDF_MALFORMED", preparada, estampa=estampa)

    def test_signature_without_stamp(self):
        self.assertIsNone(ImageChops.difference(imagen(base()), imagen(firmado("B-B"))).getbbox())


@tagged("post_install", "-at_install")
class TestPdfA(FirmarCase):
    """What is printed as PDF/A stays PDF/A: ISO 19005-3 sections 6.2.3, 6.3 and 6.6."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oficio = HTML(string="<title>Oficio</title><p>Se concede.</p>").write_pdf(pdf_variant="pdf/a-3b")
        pdf = firmado(pdf=crear_campos(cls.oficio, CAMPOS), estampa=estampa_html())
        cls.pdf = firmado(pdf=pdf, personaje="firmante2", campo="Firma2", estampa=estampa_html())
        cls.antes, cls.despues = alterar.lector(cls.oficio), alterar.lector(cls.pdf)

    def test_valid(self):
        self.assertDictamen(self.pdf, "VALIDA VALIDA")

    def test_intent_and_metadata(self):
        for clave in ("/OutputIntents", "/Metadata"):
            self.assertEqual(self.antes.root.raw_get(clave), self.despues.root.raw_get(clave))
        self.assertEqual(self.antes.root["/Metadata"].data, self.despues.root["/Metadata"].data)
        perfiles = [
            lector.root["/OutputIntents"][0]["/DestOutputProfile"].data for lector in (self.antes, self.despues)
        ]
        self.assertEqual(*perfiles)
        self.assertEqual(self.antes.trailer["/Info"], self.despues.trailer["/Info"])

    def test_fonts_of_the_stamp(self):
        campos = list(self.despues.root["/AcroForm"]["/Fields"])
        for campo in campos[:2]:
            fuentes = campo.get_object()["/AP"]["/N"]["/Resources"]["/Font"]
            self.assertTrue(fuentes)
            for nombre in fuentes:
                descriptor = fuentes[nombre]["/DescendantFonts"][0]["/FontDescriptor"]
                self.assertTrue({"/FontFile2", "/FontFile3"} & set(descriptor), descriptor)

    def test_widgets(self):
        """Every field is printed, none is hidden, and those that are seen have an appearance."""
        campos = [campo.get_object() for campo in self.despues.root["/AcroForm"]["/Fields"]]
        self.assertEqual(len(campos), 4)
        for campo in campos:
            self.assertEqual(campo["/F"] & 0b100111, 0b100, campo["/T"])
            visible = campo["/Rect"][2] > campo["/Rect"][0]
            self.assertEqual("/AP" in campo, visible, campo["/T"])
