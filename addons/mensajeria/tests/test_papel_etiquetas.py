"""Labels and acuse forms: what a scanner reads of them, who prints them, and what is told of each copy."""

import pypdfium2
import zxingcpp

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..tools import code128
from .envios_comun import EnviosCommon
from .lector_pdf import leer, textos

PUNTOS_POR_PULGADA = 200


def codigos(contenido):
    """``[{(format, text)}]`` of each page, as a scanner reads the PDF printed at 200 dpi."""
    return [
        {
            (leido.format.name, leido.text)
            for leido in zxingcpp.read_barcodes(pagina.render(scale=PUNTOS_POR_PULGADA / 72).to_pil())
        }
        for pagina in pypdfium2.PdfDocument(contenido)
    ]


@tagged("post_install", "-at_install")
class TestCode128(BaseCase):
    def test_widest_bar_that_fits(self):
        self.assertEqual(code128.ancho_x("RR000000015MX", 92), 0.5)
        self.assertEqual(code128.ancho_x("9" * 22, 92), 0.5)
        self.assertEqual(code128.ancho_x("ESTAFETA-0000-0001-MX", 92), 0.25)

    def test_never_narrower_than_scanners_read(self):
        self.assertGreaterEqual(min(code128.ANCHOS_X), 0.25)
        with self.assertRaises(code128.CodigoDemasiadoLargo):
            code128.ancho_x("A" * 40, 92)

    def test_refuses_what_it_cannot_write(self):
        for texto in ("", "Ñ", "a\nb"):
            with self.assertRaises(ValueError):
                code128.modulos(texto)

    def test_modules_begin_and_end_with_a_bar(self):
        # start, one symbol, check: 11 modules each; stop: 13
        self.assertEqual(sum(code128.modulos("A")), 11 * 3 + 13)
        self.assertTrue(len(code128.modulos("A")) % 2)


@tagged("post_install", "-at_install")
class TestEtiquetas(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.lang = "en_US"  # that of its paper

    def imprimir(self, piezas, papel="mensajeria.report_etiqueta", user=None):
        Report = self.como(self.env["ir.actions.report"], user or self.op_sepomex)
        return Report._render_qweb_pdf(papel, piezas.ids)[0]

    def test_label_is_read_by_a_scanner(self):
        piezas = self.por_sepomex(2)
        paginas = codigos(self.imprimir(piezas))
        self.assertEqual(paginas, [{("QRCode", pieza.name), ("Code128", pieza.folio_guia)} for pieza in piezas])

    def test_sheet_is_read_by_a_scanner(self):
        piezas = self.por_sepomex(8)
        paginas = codigos(self.imprimir(piezas, "mensajeria.report_etiqueta_hoja"))
        esperados = [{("QRCode", pieza.name), ("Code128", pieza.folio_guia)} for pieza in piezas]
        self.assertEqual(paginas, [set().union(*esperados[:6]), set().union(*esperados[6:])])

    def test_acuse_form_is_read_by_a_scanner(self):
        pieza = self.por_sepomex()
        self.assertEqual(
            codigos(self.imprimir(pieza, "mensajeria.report_acuse")),
            [{("QRCode", pieza.name), ("Code128", pieza.folio_guia)}],
        )

    def test_long_numbers_are_read_or_refused(self):
        """The narrowest bar that is printed can still be read; what would need a narrower one is not printed."""
        pieza = self.por_sepomex()
        pieza.sudo().guia_id.name = "ESTAFETA-0000-0001-MX"
        self.assertIn(("Code128", "ESTAFETA-0000-0001-MX"), codigos(self.imprimir(pieza))[0])
        pieza.sudo().guia_id.name = "A" * 40
        self.assertRechaza("too long", self.imprimir, pieza)

    def test_size_of_the_papers(self):
        piezas = self.por_sepomex(7)
        etiquetas = leer(self.imprimir(piezas)).pages
        self.assertEqual(len(etiquetas), 7)
        milimetros = [round(float(lado) / 72 * 25.4) for lado in etiquetas[0].mediabox[2:]]
        self.assertEqual(milimetros, [100, 150])
        hojas = leer(self.imprimir(piezas, "mensajeria.report_etiqueta_hoja")).pages
        self.assertEqual(len(hojas), 2)
        self.assertEqual([round(float(lado)) for lado in hojas[0].mediabox[2:]], [612, 792])
        self.assertEqual(len(leer(self.imprimir(piezas, "mensajeria.report_acuse")).pages), 7)

    def test_local_piece_has_no_guia_and_still_its_label(self):
        pieza = self.asignada()
        texto = textos(self.imprimir(pieza, user=self.op_local))[0]
        self.assertIn("Destinatario 1", texto)
        self.assertIn(pieza.name, texto)
        self.assertNotIn("Personal delivery", texto)

    def test_reprints_say_so(self):
        uno, otro = self.por_sepomex(2)
        self.assertNotIn("REPRINT", textos(self.imprimir(uno))[0])
        self.assertIn("REPRINT 1", textos(self.imprimir(uno))[0])
        paginas = textos(self.imprimir(uno | otro))
        self.assertIn("REPRINT 2", paginas[0])
        self.assertNotIn("REPRINT", paginas[1])
        self.assertEqual((uno.etiquetas, otro.etiquetas, uno.formatos_acuse), (3, 1, 0))
        self.imprimir(uno, "mensajeria.report_acuse")
        self.assertIn("REPRINT 1", textos(self.imprimir(uno, "mensajeria.report_acuse"))[0])

    def test_printed_in_the_language_of_the_institution(self):
        self.env["res.lang"]._activate_lang("es_MX")
        self.company.partner_id.lang = "es_MX"
        self.assertIn(
            "es-MX", str(leer(self.imprimir(self.por_sepomex(), "mensajeria.report_acuse")).trailer["/Root"]["/Lang"])
        )

    def test_printed_guia_is_void_when_the_piece_is_cancelled(self):
        """Hard case 19, its other half: what stands on paper does not return to the stock."""
        impresa, sin_imprimir = self.por_sepomex(2)
        guia, libre = impresa.sudo().guia_id, sin_imprimir.sudo().guia_id
        self.imprimir(impresa)
        self.assertTrue(guia.fecha_impresion)
        (impresa | sin_imprimir).action_cancelar("Ya no se manda")
        self.assertEqual((guia.state, libre.state), ("cancelada", "disponible"))

    def test_nothing_on_paper_before_it_is_known_how_it_goes(self):
        pieza = self.aceptada(user=self.op_sepomex, tipo_sugerido="sepomex")
        self.assertRechaza("assigned to a service", pieza.action_imprimir_etiquetas)
        self.assertRechaza("assigned to a service", self.imprimir, pieza)
        self.assertRechaza("nothing to print", pieza.browse().action_imprimir_etiquetas)

    def test_only_who_dispatches_prints(self):
        pieza = self.por_sepomex()
        for user in (self.solicitante, self.op_local, self.repartidor, self.administrador_b):
            for papel in ("report_etiqueta", "report_etiqueta_hoja", "report_acuse"):
                with self.subTest(user=user.login, papel=papel), self.assertRaises(AccessError):
                    self.imprimir(pieza, f"mensajeria.{papel}", user)
            with self.assertRaises(AccessError):
                self.como(pieza, user).action_imprimir_etiquetas()
        self.assertFalse(pieza.etiquetas)

    def test_counters_are_kept_by_the_system(self):
        pieza = self.por_sepomex()
        for campo in ("etiquetas", "formatos_acuse"):
            with self.assertRaises(UserError):
                pieza.write({campo: 7})
        self.imprimir(pieza)
        self.assertFalse(pieza.sudo().copy().etiquetas)

    def test_labels_of_a_list_in_the_order_of_its_stops(self):
        piezas = self.asignada(3)
        relacion = self.relacion(piezas.sorted("id", reverse=True))
        accion = relacion.action_imprimir_etiquetas()
        self.assertEqual(accion["context"]["active_ids"], piezas.sorted("id", reverse=True).ids)
        with self.assertRaises(AccessError):
            self.como(relacion, self.repartidor).action_imprimir_etiquetas()

    def test_capacities_on_the_acuse_form(self):
        pieza = self.por_sepomex()
        nombres = pieza._caracteres_en_papel()
        self.assertEqual(len(nombres), 3)  # neither a relative, nor the stamp of an office: it is for one person
        pieza.dest_persona_moral = True
        self.assertEqual(len(pieza._caracteres_en_papel()), 4)
        self.assertEqual(len(self.asignada()._caracteres_en_papel()), 4)
