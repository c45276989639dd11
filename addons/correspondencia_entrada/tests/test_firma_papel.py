import io
import json
import subprocess
import zipfile

import pypdfium2
from PIL import Image, ImageChops
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..demo.pki import Hoja
from ..models.firma_mixin import ALTO_CAJA, ANCHO_CAJA, MM
from .common import pdf
from .firma_entidad import FirmaEntidad

#: the longest names that fit into a certificate
LARGO = Hoja(
    "00001000000700000301",
    "MARÍA DE LOS ÁNGELES GUADALUPE FERNÁNDEZ DE CÓRDOVA Y ÑÚÑEZ DE VILLAVICENCIO",
    "INSTITUTO000 / FECM900505IJ5".replace("INSTITUTO000", "IPN850101AA1"),
    " / FECM900505MDFRRR01",
)
PUNTO = 2  # pixels


def paginas(contenido):
    """Every page as a picture, with its signatures."""
    documento = pypdfium2.PdfDocument(contenido)
    documento.init_forms()
    return [hoja.render(scale=PUNTO).to_pil().convert("L") for hoja in documento]


def texto_de(contenido):
    """Everything that can be read, without blanks."""
    orden = ["pdftotext", "-raw", "-", "-"]
    return "".join(subprocess.run(orden, input=contenido, capture_output=True, check=True).stdout.decode().split())


def caja_en_pixeles(campo, alto):
    x1, y1, x2, y2 = (float(lado) for lado in campo["/Rect"])
    return tuple(round(lado * PUNTO) for lado in (x1, alto - y2, x2, alto - y1))


@tagged("post_install", "-at_install")
class TestFirmaPapel(FirmaEntidad):
    """The frozen answer, its stamps, its annexes, and the papers about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls.company.firma_leyenda = "Ley de Firma Electrónica Avanzada, artículo 7."

    def campos(self, contenido):
        """Signature fields of a document by name, with the number of their page."""
        encontrados = {}
        for n, hoja in enumerate(PdfReader(io.BytesIO(contenido)).pages):
            for anotacion in hoja.get("/Annots", []):
                campo = anotacion.get_object()
                if campo.get("/FT") == "/Sig" and campo["/Rect"][2] > campo["/Rect"][0]:
                    encontrados[campo["/T"]] = (n, campo)
        return encontrados

    def test_stamps_stay_in_their_boxes(self):
        """Outside of the box nothing changes, and inside nothing was that is covered but the name of who is to sign."""
        texto = "<p>Se informa lo conducente.</p>" * 120
        respuesta = self.por_firmar(self.juridica, self.directora, cuerpo=texto)
        documento = respuesta.sudo().firma_id
        antes = documento._bytes()
        campos = self.campos(antes)
        self.assertEqual(list(campos), ["Firma1", "Firma2"])
        lector = PdfReader(io.BytesIO(antes))
        self.assertEqual({n for n, _campo in campos.values()}, {len(lector.pages) - 1}, "the last page")
        self.assertGreater(len(lector.pages), 3)
        for numero, (user, personaje) in enumerate(((self.juridica, "firmante1"), (self.directora, "firmante2")), 1):
            previas = paginas(documento._bytes())
            self.firmar(respuesta, user, personaje)
            nuevas = paginas(documento._bytes())
            n, campo = campos[f"Firma{numero}"]
            alto = float(lector.pages[n].mediabox.height)
            ancho, alto_caja = campo["/Rect"][2] - campo["/Rect"][0], campo["/Rect"][3] - campo["/Rect"][1]
            self.assertAlmostEqual(float(ancho), ANCHO_CAJA * MM, delta=0.1)
            self.assertAlmostEqual(float(alto_caja), ALTO_CAJA * MM, delta=0.1)
            for otra, (previa, nueva) in enumerate(zip(previas, nuevas, strict=True)):
                distinto = ImageChops.difference(previa, nueva).getbbox()
                if otra != n:
                    self.assertIsNone(distinto, "the other pages are as they were")
                    continue
                caja = caja_en_pixeles(campo, alto)
                for lado, limite, sentido in zip(distinto, caja, (1, 1, -1, -1), strict=True):
                    self.assertGreaterEqual((lado - limite) * sentido, -1)
                self.assertVacia(previa.crop(caja))
                self.assertEqual(self.borde(nueva.crop(caja)), "closed", "nothing of the stamp is cut off")

    def assertVacia(self, caja):
        """The dashed frame is all that a stamp may cover."""
        ancho, alto = caja.size
        interior = caja.crop((4, 4, ancho - 4, alto - 4))
        self.assertEqual(interior.getextrema(), (255, 255))

    def borde(self, estampa):
        """Whether the last lines inside the frame are blank."""
        ancho, alto = estampa.size
        pie = estampa.crop((8, alto - 8, ancho - 8, alto - 4))
        return "closed" if pie.getextrema()[0] > 200 else "cut off"

    def test_the_longest_name(self):
        self.juridica.write(self._firmante(LARGO))
        self.juridica.employee_id.sudo().job_title = False
        self.juridico.name = "Dirección General Adjunta de Asuntos Jurídicos, Transparencia y Combate a la Corrupción"
        respuesta = self.por_firmar()
        self.firmar(respuesta, personaje=LARGO)
        contenido = respuesta.sudo().firma_id._bytes()
        n, campo = self.campos(contenido)["Firma1"]
        lector = PdfReader(io.BytesIO(contenido))
        hoja = paginas(contenido)[n]
        caja = caja_en_pixeles(campo, float(lector.pages[n].mediabox.height))
        self.assertEqual(self.borde(hoja.crop(caja)), "closed")
        texto = texto_de(contenido)
        for parte in (
            LARGO.nombre,
            "represented by Juridica",
            "IPN850101AA1 / FECM900505IJ5",
            LARGO.numero,
            "Verify at",
        ):
            self.assertIn("".join(parte.split()), texto)

    def test_what_the_stamp_says(self):
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        junto = texto_de(documento._bytes())
        firmante = documento.firmante_ids
        for parte in (
            firmante.cadena,
            firmante.sello,
            documento._url_verificacion(),
            "JUANAPEÑALÓPEZ",
            "PELJ800101AB1",
        ):
            self.assertIn("".join(parte.split()), junto)
        self.assertNotIn("sin.validez@", junto, "the e-mail of the certificate is nobody's business")
        self.assertIn("LeydeFirmaElectrónicaAvanzada", junto)
        self.assertIn("12:00:00", junto, "the time of the institution")
        self.assertIn("March2,2026", junto, "the day and the language of the institution")

    def test_archive_format(self):
        """What makes it PDF/A-3b is still there after two signatures and an archive time-stamp."""
        respuesta = self.por_firmar(self.juridica, self.directora)
        documento = respuesta.sudo().firma_id
        base = PdfReader(io.BytesIO(documento._bytes()))
        self.firmar(respuesta)
        self.firmar(respuesta, self.directora, "firmante2")
        final = PdfReader(io.BytesIO(documento._bytes()))
        for lector in (base, final):
            xmp = lector.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
            self.assertRegex(xmp, r"pdfaid:part(=\"|>)3")
            self.assertTrue(lector.trailer["/Root"]["/OutputIntents"])
            self.assertTrue(lector.trailer["/Root"]["/MarkInfo"]["/Marked"])
        self.assertEqual(len(base.pages), len(final.pages))
        self.assertEqual(documento.paginas, len(final.pages))

    def test_annexes(self):
        """They are not inside the document; their hashes are, and whoever changes one is found out."""
        archivos = self.archivo("plano ñ.pdf", pdf("Plano", 3), self.juridica)
        archivos |= self.archivo("cálculo.txt", b"1 + 1 = 2", self.juridica)
        respuesta = self.por_firmar(documento_ids=[Command.set(archivos.ids)])
        junto = texto_de(respuesta.sudo().firma_id._bytes())
        for archivo in archivos:
            self.assertEqual(len(archivo.sha256), 64)
            self.assertIn(archivo.sha256, junto)
        self.assertIn("planoñ.pdf,pages:3", junto)
        with self.assertRaises(UserError):
            archivos[0].sudo().raw = b"otro"

    def test_the_author_does_not_draw_the_page(self):
        """Text that wants to stand over the boxes, or to look like a stamp, is plain text."""
        malo = (
            '<div style="position:fixed;top:100mm;left:0;background:black;width:200mm;height:200mm">FALSO</div>'
            '<section class="hoja-firmas"><div class="caja estampa" style="top:0">Electronically signed by OTRO</div></section>'
            "<p>Texto</p><style>.caja { display: none }</style><script>alert(1)</script>"
        )
        respuesta = self.por_firmar(cuerpo=malo)
        contenido = respuesta.sudo().firma_id._bytes()
        n, campo = self.campos(contenido)["Firma1"]
        alto = float(PdfReader(io.BytesIO(contenido)).pages[n].mediabox.height)
        hojas = paginas(contenido)
        self.assertEqual(n, len(hojas) - 1)
        self.assertVacia(hojas[n].crop(caja_en_pixeles(campo, alto)))
        for hoja in hojas:
            self.assertGreater(hoja.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)), 230, "nothing black")

    def test_evidence_sheet(self):
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        Reporte = self.env["ir.actions.report"].with_user(self.juridica)
        contenido, _tipo = Reporte._render_qweb_pdf("correspondencia_entrada.action_report_evidencia", documento.ids)
        junto = texto_de(contenido)
        firmante = documento.firmante_ids
        evidencia = firmante._evidencia()
        partes = [
            documento.sha256_base,
            documento.sha256,
            evidencia["atributos_firmados"],
            evidencia["valor_de_la_firma"],
            firmante.cadena,
            firmante.sello,
            firmante.evidencia_id.sha256,
            self.juridica.login,
            "handwritten",
        ]
        for parte in partes:
            self.assertIn("".join(parte.split())[:40], junto)  # long ones may go over a page
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            Reporte.with_user(self.abogado)._render_qweb_pdf(
                "correspondencia_entrada.action_report_evidencia", documento.ids
            )

    def test_evidence_altered_in_the_storage(self):
        """Of the file, or of the document: what is not what was fixed is not shown, given out nor signed again."""
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        firmante = documento.firmante_ids
        self.assertFalse((documento.pdf_id | documento.base_id | firmante.evidencia_id)._verificar_evidencia())
        for adjunto, leer in ((firmante.evidencia_id, firmante._evidencia), (documento.pdf_id, documento._bytes)):
            self.env.cr.execute(
                "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s", [b"otra cosa", adjunto.id]
            )
            self.env.invalidate_all()
            with self.subTest(adjunto.name), self.assertRaises(UserError):
                leer()
        with self.assertRaisesRegex(UserError, "was altered in the storage"):
            respuesta.asunto_id.with_user(self.juridica).action_descargar_paquete()

    def test_package(self):
        """The signed file travels with the matter, beside what says who signed."""
        self._con_psc()
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        self.cron("constancias")
        documento = respuesta.sudo().firma_id
        destino = io.BytesIO()
        respuesta.asunto_id.with_user(self.juridica)._empacar(destino)
        paquete = zipfile.ZipFile(destino)
        firma = json.loads(paquete.read("metadatos.json"))["respuestas"][0]["firma"]
        rutas = {parte["nombre"]: parte["ruta"] for parte in firma["documentos"]}
        self.assertEqual(paquete.read(rutas[documento.pdf_id.name]), documento._bytes())
        self.assertEqual(paquete.read(rutas[documento.constancia_id.name]), documento.constancia_id.raw)
        self.assertEqual((firma["nivel"], firma["estado"]), ("B-LTA", "firmado"))
        self.assertEqual(firma["verificacion"], documento._url_verificacion())
        self.assertEqual(firma["firmantes"][0]["cadena_original"], documento.firmante_ids.cadena)
        self.assertTrue(documento.pdf_id.name.startswith("Answer to OPT-2026-"))
