import io
from unittest import TestCase
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos, pdf

from ..models import correspondencia_asunto_expediente_pdf as modulo
from ..tools.expediente_pdf import SinPaginas, hojas_de, unir
from .test_expediente import ExpedienteCommon


def imagen(modo="RGBA", formato="PNG", medida=(3000, 40)):
    contenido = io.BytesIO()
    Image.new(modo, medida).save(contenido, formato)
    return contenido.getvalue()


def marcas_de(lector):
    """``[(bookmark, index of its page)]``. Odoo patches ``DictionaryObject.get``, which pypdf's own method uses."""
    indices = {pagina.indirect_reference.idnum: indice for indice, pagina in enumerate(lector.pages)}
    return [(marca.title, indices[marca.raw_get("/Page").idnum]) for marca in lector.outline]


class TestUnir(TestCase):
    """Without database: pages of any file, and one PDF of many."""

    def test_pages(self):
        self.assertEqual(len(hojas_de(pdf(paginas=3), "application/pdf").pages), 3)
        self.assertEqual(len(hojas_de(pdf(), "application/octet-stream").pages), 1)
        for contenido, tipo in ((imagen(), "image/png"), (imagen("L", "JPEG"), "image/jpeg")):
            self.assertEqual(len(hojas_de(contenido, tipo).pages), 1)

    def test_what_has_none(self):
        casos = {
            "cifrado": (pdf(clave="x"), "application/pdf"),
            "danado": (b"%PDF-1.7\nbasura", "application/pdf"),
            "otro": (b"hola", "text/plain"),
        }
        for codigo, (contenido, tipo) in casos.items():
            with self.subTest(codigo), self.assertRaises(SinPaginas) as rechazo:
                hojas_de(contenido, tipo)
            self.assertEqual(rechazo.exception.codigo, codigo)
        for contenido in (b"", imagen()[:40], b"%PDF-"):
            with self.assertRaises(SinPaginas):
                hojas_de(contenido, "image/png")

    def test_one_document(self):
        destino = io.BytesIO()
        partes = [(n, hojas_de(pdf(n, 2), "application/pdf")) for n in ("Uno", "Dos")]
        self.assertEqual(unir(destino, partes, "Título", "F/1", "D:20260302180000Z"), 4)
        lector = PdfReader(destino)
        self.assertEqual(marcas_de(lector), [("Uno", 0), ("Dos", 2)])
        self.assertEqual(lector.metadata.title, "Título")
        textos = [p.extract_text() for p in lector.pages]
        for numero, (nombre, texto) in enumerate(zip(("Uno", "Uno", "Dos", "Dos"), textos, strict=True), 1):
            self.assertIn(nombre, texto)
            self.assertIn(f"F/1 · {numero} / 4", texto)


@tagged("post_install", "-at_install")
class TestExpedientePdf(ExpedienteCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"  # that of its papers

    def escribir(self, asunto, user):
        destino = io.BytesIO()
        self.como(asunto, user)._escribir_expediente(destino)
        return PdfReader(destino)

    def test_cover_index_and_documents_in_order(self):
        principal = self.archivo("oficio.pdf", pdf("Entrada", paginas=2))
        anexos = [
            self.archivo("cifrado.pdf", pdf("Secreto", clave="x"), clase="anexo"),
            self.archivo("roto.pdf", b"%PDF-1.4 basura", clase="anexo"),
            self.archivo("hoja.txt", b"texto", clase="anexo"),
            self.archivo("foto.png", imagen(), clase="anexo"),
        ]
        asunto = self.descargado(self.juridica, documento_ids=[Command.set([d.id for d in (principal, *anexos)])])
        self.responder(asunto, self.juridica, "<p>Se atiende por escrito</p>")
        lector = self.escribir(asunto, self.juridica)
        textos = [p.extract_text() for p in lector.pages]
        marcas = dict(marcas_de(lector))
        nombres = ["oficio.pdf", "cifrado.pdf", "roto.pdf", "hoja.txt", "foto.png"]
        self.assertEqual(list(marcas)[:6], ["Cover and index", *nombres])
        indice = "\n".join(textos[: marcas["oficio.pdf"]])
        self.assertIn("Solicita informe de obra", indice)
        for nombre in list(marcas)[1:]:
            renglon = indice[indice.rindex(nombre) if nombre in nombres else indice.index(nombre) :]
            self.assertIn(str(marcas[nombre] + 1), renglon.split("No.")[0])
        self.assertIn("Entrada", textos[marcas["oficio.pdf"]])
        for nombre, aviso in (
            ("cifrado.pdf", "asks for a password"),
            ("roto.pdf", "damaged"),
            ("hoja.txt", "not shown as pages"),
        ):
            self.assertIn(aviso, textos[marcas[nombre]])
            self.assertIn("SHA-256", textos[marcas[nombre]])
        respuesta = next(t for m, t in marcas.items() if m.startswith("Answer to"))
        self.assertIn("Se atiende por escrito", textos[respuesta])
        for numero, texto in enumerate(textos, 1):
            self.assertIn(f"{asunto.name} · {numero} / {len(textos)}", texto)
        self.assertLess(indice.index("Index"), indice.index("What happened"))

    def test_the_index_tells_the_page_of_each(self):
        asunto, oficio = self.contestado()
        lector = self.escribir(asunto, self.juridica)
        marcas = [(titulo, indice + 1) for titulo, indice in marcas_de(lector)][1:]
        indice = "".join(p.extract_text() for p in lector.pages[: marcas[0][1] - 1]).split("What happened")[0]
        filas = [fila for fila in indice.splitlines() if fila.strip()]
        finales = [fila.split()[-1] for fila in filas if fila.split()[-1].isdigit()]
        self.assertEqual(finales[-len(marcas) :], [str(pagina) for _titulo, pagina in marcas])
        escaneo = PdfReader(io.BytesIO(oficio.sudo().escaneo_id.raw)).pages[0].extract_text()
        self.assertIn(escaneo.strip(), lector.pages[marcas[-1][1] - 1].extract_text())
        self.assertIn(oficio.name, lector.pages[marcas[-2][1] - 1].extract_text())
        evento = asunto.sudo().bitacora_ids.sorted("numero")[-1]
        self.assertEqual((evento.evento, evento.user_id), ("descargar_expediente", self.juridica))
        self.assertIn(f'"paginas":{len(lector.pages)}', evento.datos.replace(" ", ""))
        # the form of the matter reads it
        self.assertIn(f": {len(marcas)} documents, {len(lector.pages)} pages", evento.relato)

    def test_only_what_the_user_may_read(self):
        asunto, oficio = self.contestado()
        texto = "".join(p.extract_text() for p in self.escribir(asunto, self.contadora).pages)
        self.assertNotIn(oficio.name, texto)
        with self.assertRaises(AccessError):
            self.escribir(asunto, self.ajeno)
        with self.assertRaisesRegex(UserError, "Register the matter first"):
            self.borrador().action_descargar_expediente()
        with (
            self.assertRaisesRegex(UserError, "Use the button"),
            mute_logger("odoo.addons.base.models.ir_actions_report"),
        ):
            self.env["ir.actions.report"].with_user(self.juridica)._render_qweb_pdf(
                "correspondencia_salida.action_report_expediente", asunto.ids
            )

    def test_limits(self):
        asunto = self.digitalizado(self.juridica)
        with patch.object(modulo, "MAXIMO_BYTES", 10), self.assertRaisesRegex(UserError, "download its package"):
            asunto.action_descargar_expediente()
        with patch.object(modulo, "MAXIMO_PAGINAS", 1), self.assertRaisesRegex(UserError, "download its package"):
            self.escribir(asunto, self.ventanilla)
        with patch.object(modulo, "MAXIMO_DOCUMENTO", 10):
            self.assertIn("too large", "".join(p.extract_text() for p in self.escribir(asunto, self.ventanilla).pages))


@tagged("post_install", "-at_install")
class TestDescarga(EntradaDatos, HttpCase):
    def test_route(self):
        self._crear_institucion()
        asunto = self.registrado()
        url = asunto.action_descargar_expediente()["url"]
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        respuesta = self.url_open(url)
        self.assertEqual((respuesta.status_code, respuesta.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(PdfReader(io.BytesIO(respuesta.content)).pages)
        self.authenticate("prueba_ajeno", "prueba_ajeno")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)
