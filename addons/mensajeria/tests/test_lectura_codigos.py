"""Pages of PDFs and photos, without a database."""

import io
import zipfile
from unittest.mock import patch

from PIL import Image

from odoo.tests import BaseCase, tagged

from ..tools import lectura_codigos
from ..tools.lectura_codigos import ArchivoInvalidoError
from . import papeles


@tagged("post_install", "-at_install")
class TestLecturaCodigos(BaseCase):
    def assertCodigo(self, codigo, funcion, *args):
        with self.assertRaises(ArchivoInvalidoError) as rechazo:
            funcion(*args)
        self.assertEqual(rechazo.exception.codigo, codigo)

    def test_codes_of_every_kind(self):
        hojas = [papeles.hoja("RR473124829MX", formato=formato) for formato in papeles.FORMATOS]
        hojas += [papeles.hoja("ENV/000001", "RR473124829MX"), papeles.hoja(), papeles.hoja("ENV/000002", giro=90)]
        contenido = papeles.pdf(*hojas)
        self.assertEqual(lectura_codigos.contar(contenido), 6)
        leidas = lectura_codigos.leer(contenido, range(6))
        self.assertEqual([p.numero for p in leidas], list(range(6)))
        self.assertEqual([p.codigos for p in leidas[:3]], [("RR473124829MX",)] * 3)
        self.assertEqual(set(leidas[3].codigos), {"ENV/000001", "RR473124829MX"})
        self.assertEqual([p.codigos for p in leidas[4:]], [(), ("ENV/000002",)])
        for pagina in leidas:
            self.assertIsNone(pagina.problema)
            self.assertLess(max(Image.open(io.BytesIO(pagina.miniatura)).size), 500)

    def test_photos(self):
        for giro in (0, 7, 90, 180):
            with self.subTest(giro=giro):
                (pagina,) = lectura_codigos.leer(papeles.foto("ENV/000001", giro=giro), [0])
                self.assertEqual(pagina.codigos, ("ENV/000001",))

    def test_one_page_of_many(self):
        contenido = papeles.pdf(*(papeles.hoja(f"ENV/00000{n}") for n in range(5)))
        sola = lectura_codigos.extraer(contenido, 3)
        self.assertEqual(lectura_codigos.contar(sola), 1)
        self.assertEqual(lectura_codigos.leer(sola, [0])[0].codigos, ("ENV/000003",))

    def test_one_page_of_a_damaged_file(self):
        """Cut short on its way, and still readable: so it is kept, too."""
        entero = papeles.pdf(papeles.hoja("ENV/000001"), papeles.hoja("ENV/000002"))
        contenido = entero[: entero.rindex(b"xref")]
        self.assertEqual(lectura_codigos.contar(contenido), 2)
        sola = lectura_codigos.extraer(contenido, 1)
        self.assertEqual(lectura_codigos.leer(sola, [0])[0].codigos, ("ENV/000002",))
        self.assertCodigo("danado", lectura_codigos.extraer, contenido, 9)
        self.assertCodigo("danado", lectura_codigos.extraer, b"%PDF-1.7", 0)

    def test_what_is_refused(self):
        bueno = papeles.pdf(papeles.hoja("A1"))
        self.assertCodigo("vacio", lectura_codigos.contar, b"")
        self.assertCodigo("ajeno", lectura_codigos.contar, b"MZ\x90 a program")
        self.assertCodigo("cifrado", lectura_codigos.contar, papeles.pdf(papeles.hoja("A1"), clave="secreta"))
        self.assertCodigo("danado", lectura_codigos.contar, b"%PDF-1.7 and nothing more")
        self.assertCodigo("danado", lectura_codigos.contar, papeles.foto("A1")[:20])
        self.assertEqual(lectura_codigos.contar(bueno + b"\n"), 1)

    def test_bombs(self):
        """Files that would grow without end are told by their size, before they are unpacked or drawn."""
        salida = io.BytesIO()
        with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as bomba:
            for n in range(4):
                bomba.writestr(f"{n}.pdf", b"\0" * 100 * 2**20)
        self.assertCodigo("bomba", lectura_codigos.desempacar, salida.getvalue())
        many = papeles.paquete({f"{n}.pdf": b"x" for n in range(lectura_codigos.ARCHIVOS_MAX + 1)})
        self.assertCodigo("bomba", lectura_codigos.desempacar, many)
        grande = io.BytesIO()
        Image.new("1", (20000, 20000)).save(grande, "PNG")
        self.assertEqual([p.problema for p in lectura_codigos.leer(grande.getvalue(), [0])], ["grande"])

    def test_zip(self):
        bueno = papeles.paquete({"b/2.pdf": b"2", "a/1.jpg": b"1", "__MACOSX/._1.jpg": b"x", ".DS_Store": b"x"})
        self.assertEqual(lectura_codigos.desempacar(bueno), [("1.jpg", b"1"), ("2.pdf", b"2")])
        self.assertCodigo("zip", lectura_codigos.desempacar, b"PK\x03\x04 broken")
        self.assertCodigo("vacio", lectura_codigos.desempacar, papeles.paquete({"a/": b""}))

    def test_a_page_that_fails_does_not_stop_the_others(self):
        """Whether it breaks the decoder, or fells and stalls the process that reads."""
        contenido = papeles.pdf(*(papeles.hoja(f"ENV/00000{n}") for n in range(4)))
        programa = lectura_codigos._programa

        def caer(contenido, paginas, recoger):
            """The process ends on page 1, whenever it comes to it."""
            hasta = paginas[: paginas.index(1)] if 1 in paginas else paginas
            return programa(contenido, hasta, recoger) if hasta else []

        with patch.object(lectura_codigos, "_programa", caer):
            leidas = lectura_codigos.leer(contenido, range(4))
        self.assertEqual([(p.numero, p.problema) for p in leidas], [(0, None), (1, "tiempo"), (2, None), (3, None)])
        leidas = lectura_codigos.leer(contenido, [0, 9, 2])  # a page that is not there
        self.assertEqual([p.problema for p in leidas], [None, "danada", None])
