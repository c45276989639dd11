import io
import random
from contextlib import suppress

from pypdf import PdfWriter

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..tools.archivos import LARGO_NOMBRE, ArchivoInvalido, examinar, nombre_seguro
from .common import EntradaCommon, pdf

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@tagged("post_install", "-at_install")
class TestExaminar(BaseCase):
    def codigo(self, nombre, contenido):
        with self.assertRaises(ArchivoInvalido) as rechazo:
            examinar(nombre, contenido)
        return rechazo.exception.codigo

    def test_pages(self):
        for nombre, contenido, paginas in [
            ("a.pdf", pdf(paginas=12), 12),
            ("A.PDF", pdf(), 1),
            ("con basura antes.pdf", b"\r\n" + pdf(), 1),
            ("foto.png", PNG, 1),
            ("foto.jpeg", b"\xff\xd8\xff\xe0", 1),
            ("hoja.xlsx", b"PK\x03\x04", 0),
            ("notas.txt", b"hola", 0),
            ("sin extension", b"hola", 0),
            ("programa.exe", b"MZ", 0),
            ("sin clave.pdf", pdf(clave=None), 1),
        ]:
            with self.subTest(nombre):
                self.assertEqual(examinar(nombre, contenido), paginas)

    def test_owner_password_only(self):
        """A PDF that anybody opens and only its owner prints is legible."""
        escritor, archivo = PdfWriter(clone_from=io.BytesIO(pdf(paginas=2))), io.BytesIO()
        escritor.encrypt("", owner_password="secreto", algorithm="AES-256")
        escritor.write(archivo)
        self.assertEqual(examinar("a.pdf", archivo.getvalue()), 2)

    def test_refused(self):
        for nombre, contenido, codigo in [
            ("vacio.pdf", b"", "vacio"),
            ("vacio.txt", b"", "vacio"),
            ("pagina.pdf", b"<html><script>alert(1)</script></html>", "extension"),
            ("programa.pdf", b"MZ\x90\0", "extension"),
            ("oficio.png", pdf(), "extension"),
            ("foto.jpg", PNG, "extension"),
            ("hoja.docx", pdf(), "extension"),
            ("cifrado.pdf", pdf(clave="secreto"), "pdf_cifrado"),
            ("roto.pdf", b"%PDF-1.7\n", "pdf_danado"),
            ("roto.pdf", b"%PDF-1.7\n" + b"\xff" * 5000, "pdf_danado"),
            ("cortado.pdf", pdf()[:200], "pdf_danado"),
        ]:
            with self.subTest(nombre, codigo=codigo):
                self.assertEqual(self.codigo(nombre, contenido), codigo)

    def test_a_pdf_without_pages(self):
        archivo = io.BytesIO()
        PdfWriter().write(archivo)
        self.assertEqual(self.codigo("sin paginas.pdf", archivo.getvalue()), "pdf_danado")

    def test_no_damage_escapes_the_parser(self):
        azar, sano = random.Random(2026), pdf(paginas=2)
        for vuelta in range(150):
            danado = bytearray(sano)
            for _ in range(azar.randint(1, 40)):
                danado[azar.randrange(len(danado))] = azar.randrange(256)
            with self.subTest(vuelta):
                with suppress(ArchivoInvalido):
                    examinar("a.pdf", bytes(danado))

    def test_safe_names(self):
        for nombre, seguro in [
            ("Oficio Núm. 12 – petición.pdf", "Oficio Núm. 12 – petición.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\oficio.pdf", "oficio.pdf"),
            ("a/b\\c.pdf", "c.pdf"),
            ("uno\x00dos\n.pdf", "unodos.pdf"),
            ('a<b>:"|?*.pdf', "a_b______.pdf"),
            ("..", "documento"),
            ("", "documento"),
            (None, "documento"),
            (" . oficio.pdf. ", "oficio.pdf"),
            ("日本語.pdf", "日本語.pdf"),
        ]:
            with self.subTest(nombre):
                self.assertEqual(nombre_seguro(nombre), seguro)
        for largo in (255, 5000):
            corto = nombre_seguro("ñ" * largo + ".pdf")
            self.assertEqual(len(corto), LARGO_NOMBRE)
            self.assertTrue(corto.endswith("ñ.pdf"))
        self.assertEqual(len(nombre_seguro("a." + "x" * 300)), LARGO_NOMBRE)


@tagged("post_install", "-at_install")
class TestArchivos(EntradaCommon):
    """Files on a matter: what is refused is told in one sentence, and nothing is lost."""

    def con(self, nombre, contenido, **vals):
        return self.borrador(self.juridica, documento_ids=[Command.link(self.archivo(nombre, contenido, **vals).id)])

    def test_bad_main_documents(self):
        for nombre, contenido, mensaje in [
            ("vacio.pdf", b"", "«vacio.pdf» is empty"),
            ("mentira.pdf", b"<html>", "not what its extension says"),
            ("cifrado.pdf", pdf(clave="x"), "asks for a password"),
            ("roto.pdf", b"%PDF-1.7\nroto", "is damaged"),
        ]:
            with self.subTest(nombre):
                asunto = self.con(nombre, contenido)
                self.assertRechaza(mensaje, asunto.action_registrar, registros=asunto)

    def test_bad_scans(self):
        asunto = self.registrado(self.juridica)
        malo = self.archivo("cifrado.pdf", pdf(clave="x"), self.digitalizadora, asunto)
        suyo = asunto.with_user(self.digitalizadora)
        self.assertRechaza("asks for a password", suyo.action_terminar_digitalizacion, registros=asunto)
        malo.clase = "anexo"
        self.archivo("bueno.pdf", pdf(), self.digitalizadora, asunto)
        suyo.action_terminar_digitalizacion()
        self.assertRecordValues(malo, [{"evidencia": True, "paginas": 0}])

    def test_annexes_are_kept_as_received(self):
        for nombre, contenido in [
            ("base.pdf", pdf(clave="x")),
            ("mapa.dwg", b"AC1032"),
            ("lista.pdf", b"MZ"),
            ("virus.exe", b"MZ"),
        ]:
            with self.subTest(nombre):
                asunto = self.con(nombre, contenido, clase="anexo")
                asunto.documento_ids = [Command.link(self.archivo(contenido=pdf(nombre)).id)]
                asunto.action_registrar()
                self.assertEqual(asunto.documento_ids.filtered(lambda d: d.clase == "anexo").raw, contenido)
        asunto = self.con("vacio.dwg", b"", clase="anexo")
        self.assertRechaza("is empty", asunto.action_registrar, registros=asunto)

    def test_names(self):
        largo = "Petición " + "ñ" * 300 + ".pdf"
        for nombre, seguro in [("../..\\oficio.pdf", "oficio.pdf"), (largo, largo[: LARGO_NOMBRE - 4] + ".pdf")]:
            with self.subTest(nombre):
                asunto = self.con(nombre, pdf(nombre[:30]))
                self.assertEqual(asunto.documento_ids.name, seguro)
                asunto.action_registrar()

    def test_a_scan_comes_back_bit_for_bit(self):
        contenido = random.Random(7).randbytes(300_000)
        asunto = self.con("plano.dwg", contenido, clase="anexo")
        asunto.action_registrar()
        documento = asunto.documento_ids
        documento.invalidate_recordset()
        self.assertEqual(documento.raw, contenido)
        self.assertFalse(documento._verificar_evidencia())
