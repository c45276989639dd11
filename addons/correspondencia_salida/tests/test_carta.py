import base64
import io

import pypdfium2
import zxingcpp
from freezegun import freeze_time
from PIL import Image

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos, pki_de_la_entidad
from odoo.addons.mensajeria.tests.lector_pdf import fuentes, imagenes, leer, png, textos

from .salida_comun import SalidaCommon

FIN = "Atentamente de verdad"


def abrir(contenido):
    documento = pypdfium2.PdfDocument(contenido)
    documento.init_forms()  # so that stamps of signatures are drawn
    return documento


def codigos(contenido):
    return [
        codigo.text for pagina in abrir(contenido) for codigo in zxingcpp.read_barcodes(pagina.render(scale=3).to_pil())
    ]


@tagged("post_install", "-at_install")
class TestCarta(SalidaCommon):
    """The letter, looked at in the PDF that is printed."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("es_MX")
        self.company.partner_id.write({"lang": "es_MX", "city": "Ciudad de México"})

    def carta(self, **vals):
        return self.numerado(**vals).sudo().pdf_id.raw

    def en_orden(self, texto, *partes):
        desde = 0
        for parte in partes:
            hallado = texto.find(parte, desde)
            self.assertGreaterEqual(hallado, 0, f"«{parte}» is missing, or before its place, in: {texto}")
            desde = hallado + len(parte)

    def test_everything_in_reading_order(self):
        paginas = textos(
            self.carta(
                referencia="SOBSE/12/2026",
                despedida=FIN,
                cuerpo="<p>Primero</p><ul><li>Lista</li></ul><table><tr><td>Celda</td></tr></table><p>Último</p>",
                destinatarios=[
                    self.destinatario(),
                    self.destinatario(dest_nombre="Rosa Segunda"),
                    self.destinatario(dest_nombre="Beto Copia", tipo="ccp", dest_cargo="Contralor"),
                ],
                firmante_ids=[
                    Command.create({"user_id": self.juridica.id, "cargo": "Titular jurídica"}),
                    Command.create({"user_id": self.directora.id, "cargo": "Directora General"}),
                ],
            )
        )
        texto = " ".join(paginas)
        self.en_orden(
            texto,
            "Se remite informe de obra",
            "Ciudad de México, a 2 de marzo de 2026",
            "Juana Pérez Ñúñez Directora de Obras Municipio de Prueba",
            "Rosa Segunda",
            "SOBSE/12/2026",
            "Primero",
            "Lista",
            "Celda",
            "Último",
            FIN,
            "Juridica Titular jurídica",
            "Directora Directora General",
            "c.c.p. Beto Copia, Contralor, Municipio de Prueba",
            "J/D/r",
        )
        for pagina in paginas:
            self.assertIn("Jurídico", pagina)
            self.assertIn("JUT/0001/2026", pagina)
        self.assertNotIn("BORRADOR", texto.upper())
        self.assertNotIn("DRAFT", texto)

    def test_pdf_a_tagged_with_every_font_inside(self):
        contenido = self.carta(cuerpo="<p>Texto <b>negro</b> <i>cursivo</i> 😀 שלום عربى 漢字</p>")
        lector = leer(contenido)
        raiz = lector.trailer["/Root"]
        xmp = raiz["/Metadata"].get_data().decode()
        self.assertIn('pdfaid:part="3" pdfaid:conformance="B"', xmp)
        self.assertTrue(raiz["/MarkInfo"]["/Marked"])
        self.assertEqual(raiz["/Lang"], "es-MX")
        self.assertIn("JUT/0001/2026", lector.metadata.title)
        self.assertTrue(fuentes(lector))
        for nombre, programa in fuentes(lector):
            self.assertIsNotNone(programa, nombre)
        self.assertIn("שלום", "".join(textos(contenido)))

    def test_the_font_of_the_unit(self):
        programas = set()
        for fuente in (False, "roboto", "montserrat", "raleway"):
            self.juridico.fuente = fuente
            hallados = [p.get_data() for nombre, p in fuentes(leer(self.carta())) if nombre.endswith("+Carta")]
            self.assertEqual(len(hallados), 1, "its files are found, none of the machine takes its place")
            programas.update(hallados)
        self.assertEqual(len(programas), 4)

    def test_twelve_pages_keep_number_and_order(self):
        cuerpo = "".join(
            f"<p>Párrafo {n}. {'La autoridad resuelve conforme a derecho lo que procede. ' * 9}</p>"
            for n in range(1, 76)
        )
        paginas = textos(self.carta(cuerpo=cuerpo, despedida=FIN))
        self.assertGreaterEqual(len(paginas), 12)
        self.en_orden(" ".join(paginas), *(f"Párrafo {n}." for n in range(1, 76)), FIN, "Juridica")
        for numero, texto in enumerate(paginas, 1):
            self.assertIn("JUT/0001/2026", texto)
            self.assertRegex(texto, rf"{numero} (of|de) {len(paginas)}")
        self.assertRegex(paginas[-1], rf"resuelve.*{FIN}", "nobody signs a page on which nothing is said")

    def test_nobody_is_lost(self):
        largo = "Comisaria Responsable de la Coordinación Interinstitucional " * 6
        destinatarios = [
            self.destinatario(dest_nombre=f"Persona{n:02d} {largo}", dest_cargo=largo, dest_institucion="Á" * 180)
            for n in range(12)
        ] + [self.destinatario(dest_nombre=f"Copia{n:02d}", tipo="ccp") for n in range(40)]
        texto = " ".join(textos(self.carta(destinatarios=destinatarios)))
        self.en_orden(texto, *(f"Persona{n:02d}" for n in range(12)), *(f"Copia{n:02d}" for n in range(40)))
        self.assertEqual(texto.count("Comisaria Responsable"), 12 * 12)
        self.assertEqual(texto.count("Á"), 12 * 180)

    def test_signers_in_their_order_however_many(self):
        personas = self.juridica | self.directora | self.abogado | self.contadora | self.revisor
        for n, persona in enumerate(personas):
            persona.name = f"Firmante{n} " + "Apellido Compuesto " * 6
        contenido = self.carta(firmante_ids=[Command.create({"user_id": p.id}) for p in personas])
        self.en_orden(" ".join(textos(contenido)), *(f"Firmante{n}" for n in range(5)))

    def test_the_code_of_a_letter_signed_by_hand_is_its_number(self):
        self.assertEqual(codigos(self.carta()), ["JUT/0001/2026"])

    def test_images_that_may_be_read_are_printed(self):
        imagen = self.como(self.env["ir.attachment"], self.redactora).create(
            {"name": "sello.png", "raw": png("blue", 60), "res_model": "correspondencia.oficio", "res_id": 0}
        )
        oficio = self.aprobado(cuerpo=f'<p>Sello <img src="/web/image/{imagen.id}" alt="Sello"></p>')
        self.assertEqual(imagen.sudo().res_id, oficio.id, "whoever reads the letter reads its images")
        companera = self._persona("companera", "correspondencia_salida.group_redactor", self.juridico)
        self.como(oficio, companera).action_numerar()
        self.assertEqual(len(imagenes(oficio.sudo().pdf_id.raw)), 1)
        ajena = self.env["ir.attachment"].create({"name": "x.png", "raw": png()})
        with self.assertRaisesRegex(UserError, "image of the text"):
            self.aprobado(cuerpo=f'<p>x<img src="/web/image/{ajena.id}"></p>')
        self.assertFalse(ajena.res_id)

    def test_a_draft_says_so_on_every_page(self):
        oficio = self.oficio(cuerpo="<p>Texto largo de verdad, que sigue.</p>" * 90)
        contenido, _tipo = self.env["ir.actions.report"]._render_qweb_pdf(
            "correspondencia_salida.action_report_oficio", oficio.ids
        )
        paginas = textos(contenido)
        self.assertGreater(len(paginas), 2)
        for pagina in paginas:
            self.assertRegex(pagina, "DRAFT|BORRADOR")
        self.assertFalse(codigos(contenido))

    def test_the_day_is_that_of_the_unit_and_the_place_is_not_twice(self):
        self.company.partner_id.state_id = self.env.ref("base.state_mx_df")
        self.company.partner_id.state_id.name = "Ciudad de México"
        with freeze_time("2026-12-01 05:30:00"):
            self.assertIn("Ciudad de México, a 30 de noviembre de 2026", textos(self.carta())[0])


@tagged("post_install", "-at_install")
class TestMembrete(SalidaCommon):
    def imagen(self, color, ancho=1200, alto=200):
        salida = io.BytesIO()
        Image.new("RGB", (ancho, alto), color).save(salida, "PNG")
        return base64.b64encode(salida.getvalue())

    def test_the_unit_the_ones_above_and_the_company(self):
        self.company.write({"fuente": "raleway", "margen_superior": 50, "letra_puntos": 11})
        self.direccion.write({"fuente": "roboto", "membrete_cabeza": self.imagen("red")})
        self.juridico.margen_superior = 60
        membrete = self.juridico._membrete()
        self.assertEqual(
            (membrete.fuente, membrete.margen_superior, membrete.letra_puntos, membrete.margen_inferior),
            ("roboto", 60, 11, 27),
        )
        self.assertEqual(membrete.cabeza, self.direccion.membrete_cabeza)
        self.assertFalse(membrete.pie)
        self.assertEqual(self.oficialia._membrete().fuente, "raleway")

    def test_absurd_values(self):
        for registro in (self.company, self.juridico):
            for campo, valor in {
                "margen_superior": 200,
                "margen_inferior": 5,
                "margen_izquierdo": -3,
                "margen_derecho": 51,
                "letra_puntos": 40,
            }.items():
                with self.subTest(registro._name, campo=campo), self.assertRaisesRegex(ValidationError, "goes from"):
                    registro[campo] = valor
                registro.invalidate_recordset()
        with self.assertRaises(UserError):
            self.juridico.membrete_cabeza = base64.b64encode(b"no image at all")

    def test_its_images_stand_on_every_page_with_the_number(self):
        self.juridico.write({"membrete_cabeza": self.imagen("red"), "membrete_pie": self.imagen("blue", alto=60)})
        contenido = self.numerado(cuerpo="<p>Texto largo de verdad.</p>" * 90).sudo().pdf_id.raw
        documento = pypdfium2.PdfDocument(contenido)
        self.assertGreater(len(documento), 2)
        for pagina, texto in zip(documento, textos(contenido), strict=True):
            foto = pagina.render(scale=1).to_pil()
            ancho, alto = foto.size
            self.assertEqual(foto.getpixel((ancho // 2, 60))[:3], (255, 0, 0))
            self.assertEqual(foto.getpixel((ancho // 2, alto - 40))[:3], (0, 0, 255))
            self.assertIn("JUT/0001/2026", texto)

    def test_margins(self):
        antes = textos(self.numerado(cuerpo="<p>Texto largo de verdad.</p>" * 60).sudo().pdf_id.raw)
        self.juridico.write({"margen_superior": 80, "margen_inferior": 60})
        despues = textos(self.numerado(cuerpo="<p>Texto largo de verdad.</p>" * 60).sudo().pdf_id.raw)
        self.assertGreater(len(despues), len(antes))


@tagged("post_install", "-at_install")
class TestCartaFirmada(FirmaDatos, SalidaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_firma(pki_de_la_entidad())
        cls.addClassCleanup(cls.servicios.cerrar)

    def test_the_code_of_one_signed_electronically_leads_to_its_verification(self):
        self.juridico.write({"margen_superior": 70, "margen_izquierdo": 45, "membrete_cabeza": base64.b64encode(png())})
        oficio = self.numerado(modo_firma="electronica", cuerpo="<p>Con {{numero}}</p>")
        Sesion = self.env["firma.sesion"].with_user(self.juridica)
        datos = Sesion.abrir(oficio.sudo().firma_id.id, self._par("firmante1").cer)
        sesion = Sesion._de_token(datos["sesion"])
        self.terminar(sesion, self.preparar(sesion, datos["cadena"]))
        contenido = oficio.sudo().pdf_id.raw
        self.assertEqual(codigos(contenido), [oficio.sudo().firma_id._url_verificacion()])
        self.assertIn("Con JUT/0001/2026", " ".join(textos(contenido)))
        raiz = leer(contenido).trailer["/Root"]
        self.assertIn('pdfaid:conformance="B"', raiz["/Metadata"].get_data().decode())
        self.assertTrue(raiz["/MarkInfo"]["/Marked"])
        self.assertTrue(all(programa is not None for _nombre, programa in fuentes(leer(contenido))))
        # the box stands where the page of signatures drew it, whatever the margins of the letterhead
        documento = abrir(contenido)
        hoja = documento[len(documento) - 1].render(scale=3).to_pil()
        codigo = zxingcpp.read_barcodes(hoja)[0]
        self.assertLess(codigo.position.top_left.y, hoja.height / 2)
