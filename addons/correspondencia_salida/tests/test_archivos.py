import base64
import io
import zipfile

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tests.common import BaseCase

from odoo.addons.correspondencia_entrada.tests.common import pdf

from ..tools import anexos
from .salida_comun import SalidaCommon
from .test_despacho import PNG


def comprimido(nombre="plano.dwg", cifrado=False):
    """Bytes of a ZIP with one file."""
    archivo = io.BytesIO()
    with zipfile.ZipFile(archivo, "w") as dentro:
        dentro.writestr(nombre, b"datos")
    contenido = archivo.getvalue()
    if cifrado:  # the flag in both headers
        contenido = contenido.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
        contenido = contenido.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    return contenido


#: what is refused: name, content, and the code where the kernel has none for it
MALOS = [
    ("vacio.txt", b"", None),
    ("roto.pdf", b"%PDF-1.7 y nada", None),
    ("clave.pdf", pdf(clave="x"), None),
    ("foto.png", b"no es una foto", None),
    ("roto.docx", b"PK\x03\x04 y nada", "danado"),
    ("clave.zip", comprimido(cifrado=True), "cifrado"),
    ("programas.zip", comprimido("instalar.EXE"), "ejecutable"),
    ("macro.vbs", b"MsgBox 1", "ejecutable"),
    ("informe.pdf", b"MZ\x90\x00", "ejecutable"),
    ("informe", b"\x7fELF", "ejecutable"),
]


class TestAnexos(BaseCase):
    def test_problems(self):
        for nombre, contenido, codigo in MALOS:
            with self.subTest(nombre):
                self.assertEqual(anexos.problema(nombre, contenido), codigo)

    def test_none(self):
        for nombre, contenido in (("a.pdf", pdf()), ("a.zip", comprimido()), ("plano.dwg", b"AC1032"), ("sin", b"x")):
            with self.subTest(nombre):
                self.assertIsNone(anexos.problema(nombre, contenido))


@tagged("post_install", "-at_install")
class TestArchivos(SalidaCommon):
    """What is attached to a letter, what is uploaded when it is signed by hand, and what stays of both."""

    def anexo(self, nombre="anexo.pdf", contenido=None):
        return self.archivo(nombre, contenido, user=self.redactora)

    def test_what_the_addressee_could_not_open_is_refused_at_once(self):
        oficio = self.oficio()
        for nombre, contenido, _codigo in MALOS:
            anexo = self.anexo(nombre, contenido)
            with self.subTest(nombre):
                self.assertRechaza(
                    f"«{nombre}»", oficio.write, {"anexo_ids": [Command.link(anexo.id)]}, registros=oficio
                )
        bueno = self.anexo()
        oficio.anexo_ids = [Command.link(bueno.id)]
        self.assertEqual((bueno.clase, bueno.paginas, bueno.res_id), ("anexo", 1, oficio.id))

    def test_two_hundred_megabytes(self):
        oficio, grande = self.oficio(), self.anexo("plano.dwg", b"x")
        self.env.cr.execute("UPDATE ir_attachment SET file_size = %s WHERE id = %s", [200 * 1024**2, grande.id])
        grande.invalidate_recordset()
        self.assertRechaza(
            "«plano.dwg» weighs 200.00 Mb: up to 128.00 Mb are", oficio.write, {"anexo_ids": [Command.link(grande.id)]}
        )
        self.env["ir.config_parameter"].sudo().set_param("web.max_file_upload_size", 300 * 1024**2)
        oficio.anexo_ids = [Command.link(grande.id)]

    def test_what_was_changed_after_it_was_attached_is_looked_at_again(self):
        oficio = self.oficio(anexo_ids=[Command.link(self.anexo().id)])
        oficio.anexo_ids.raw = pdf(clave="x")
        oficio.action_terminar()
        self.assertRechaza("«anexo.pdf» asks for a password", oficio.action_numerar, registros=oficio)
        self.assertEqual((oficio.state, oficio.name), ("aprobado", False))

    def test_annexes_and_images_are_fixed_with_the_text(self):
        imagen = self.archivo("sello.png", PNG, user=self.redactora)
        token = imagen.generate_access_token()[0]
        oficio = self.oficio(
            cuerpo=f'<p>Texto</p><img src="/web/image/{imagen.id}-abc/sello.png?access_token={token}">',
            anexo_ids=[Command.link(self.anexo().id)],
        )
        self.assertNotIn("access_token", oficio.cuerpo)
        self.assertIn(f"/web/image/{imagen.id}-abc/sello.png", oficio.cuerpo)
        oficio.action_terminar()
        oficio.action_numerar()
        papel = oficio.sudo().pdf_id
        for adjunto in (oficio.anexo_ids, imagen, papel):
            for cambio in ({"raw": b"otra"}, {"res_id": 0}, {"name": "otra.pdf"}):
                with self.subTest(adjunto.name, **cambio):
                    self.assertRechaza("is part of a registered", adjunto.sudo().write, cambio, registros=oficio)
                    with self.assertRaises(UserError):
                        adjunto.with_user(self.redactora).write(cambio)
            self.assertRechaza("is part of a registered", adjunto.sudo().unlink, registros=oficio)

    # Signed by hand

    def subir(self, oficio, nombre="firmado.pdf", contenido=None):
        return oficio.action_subir_firmado(nombre, base64.b64encode(pdf("Firmado") if contenido is None else contenido))

    def test_the_scan_and_what_was_printed_stay_side_by_side(self):
        oficio = self.numerado()
        papel = oficio.sudo().pdf_id
        Subir = self.env["correspondencia.subir.firmado"].with_user(self.redactora)
        Subir = Subir.with_context(default_oficio_id=oficio.id)
        with Form(Subir) as form:
            form.archivo = base64.b64encode(pdf("Firmado"))
        subida = form.record
        subida.nombre = "../firmado.pdf"  # the client fills it in
        subida.action_subir()
        self.assertEqual(oficio.state, "firmado")
        escaneo = oficio.sudo().escaneo_id
        self.assertEqual((escaneo.name, oficio.sudo().pdf_id), ("firmado.pdf", papel))
        self.assertEqual(oficio.papel_ids.sudo(), escaneo | papel)
        self.assertEqual(oficio.previsualizar()["pdf"], base64.b64encode(escaneo.raw).decode())
        with self.assertRaisesRegex(UserError, "«To Dispatch»"):
            self.subir(oficio)  # once is enough
        self.assertEqual(oficio.sudo().escaneo_id, escaneo)

    def test_scans_that_are_refused(self):
        oficio = self.numerado()
        casos = {
            "is none of: PDF": ("firmado.png", PNG),
            "is damaged": ("firmado.pdf", b"%PDF-1.7 y nada"),
            "asks for a password": ("firmado.pdf", pdf(clave="x")),
            "is empty": ("firmado.pdf", b""),
            "not what its extension says": ("firmado.pdf", b"hola"),
        }
        for texto, (nombre, contenido) in casos.items():
            with self.subTest(texto):
                self.assertRechaza(texto, self.subir, oficio, nombre, contenido, registros=oficio)
        for datos in ("no es base 64", "á", 7):
            with self.subTest(datos):
                self.assertRechaza(
                    "did not arrive whole", oficio.action_subir_firmado, "a.pdf", datos, registros=oficio
                )
        self.assertEqual(oficio.state, "numerado")

    def test_only_where_it_waits_for_a_signature_by_hand(self):
        aprobado = self.aprobado()
        self.assertRechaza("«Approved»", self.subir, aprobado, registros=aprobado)
        for user in (self.contadora, self.ventanilla, self.redactor_b):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.subir(self.como(aprobado, user))
