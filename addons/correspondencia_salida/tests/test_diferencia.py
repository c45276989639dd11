from odoo.tests import BaseCase, tagged

from ..tools.diferencia import cambia, como_html, comparar, parrafos


@tagged("post_install", "-at_install")
class TestDiferencia(BaseCase):
    def entre(self, antes, despues):
        return comparar(parrafos(antes), parrafos(despues))

    def test_the_text_of_the_html(self):
        casos = {
            "": [],
            "<p><br></p>": [],
            "<p>Uno</p><p>Dos</p>": ["Uno", "Dos"],
            "<p>Uno<br/>Dos</p>": ["Uno", "Dos"],
            "<p>Con  <b>ne</b>gritas\n y   espacios&nbsp;duros</p>": ["Con negritas y espacios duros"],
            "<style>p {}</style><ul><li>A</li><li>B &lt; C</li></ul>": ["A", "B < C"],
            "<table><tr><td>1</td><td>2</td></tr></table>": ["1 2"],
        }
        for html, esperado in casos.items():
            with self.subTest(html):
                self.assertEqual(parrafos(html), esperado)

    def test_words_added_and_removed(self):
        self.assertEqual(
            self.entre("<p>Se remite el informe de obra</p>", "<p>Se remite copia del informe de <b>obra</b></p>"),
            [[("=", "Se remite"), ("-", "el"), ("+", "copia del"), ("=", "informe de obra")]],
        )

    def test_whole_paragraphs(self):
        self.assertEqual(
            self.entre("<p>Uno</p><p>Dos</p>", "<p>Cero</p><p>Uno</p><p>Dos</p>"),
            [[("+", "Cero")], [("=", "Uno")], [("=", "Dos")]],
        )
        self.assertEqual(self.entre("<p>Uno</p><p>Dos</p>", "<p>Dos</p>"), [[("-", "Uno")], [("=", "Dos")]])
        self.assertEqual(self.entre("", "<p>Uno</p>"), [[("+", "Uno")]])
        self.assertEqual(self.entre("<p>Uno</p>", ""), [[("-", "Uno")]])

    def test_nothing_is_lost(self):
        """The old text stands in what is kept and removed, the new one in what is kept and added."""
        antes = "<p>A B C</p><p>D E</p><p>F</p><p>G H</p>"
        despues = "<p>A C</p><p>X</p><p>D E F</p><p>H G</p><p>Z</p>"
        cambios = self.entre(antes, despues)
        for texto, marcas in ((antes, "=-"), (despues, "=+")):
            palabras = " ".join(trozo for linea in cambios for op, trozo in linea if op in marcas).split()
            self.assertEqual(palabras, " ".join(parrafos(texto)).split())

    def test_form_alone_changes_nothing(self):
        self.assertFalse(cambia(self.entre("<p>Uno <i>dos</i></p>", "<div>Uno dos</div>")))
        self.assertTrue(cambia(self.entre("<p>Uno</p>", "<p>Una</p>")))

    def test_the_html_is_escaped(self):
        html = como_html(self.entre("<p>a</p>", "<p>a &lt;script&gt;</p>"))
        self.assertEqual(html, "<p>a <ins>&lt;script&gt;</ins></p>")

    def test_long_texts(self):
        """A letter of 200 pages in which each paragraph changed is compared at once."""
        antes = [f"Párrafo {i} con unas treinta palabras " * 5 for i in range(1000)]
        despues = [*antes[:500], "Otro", *antes[501:]]
        self.assertEqual(sum(1 for linea in comparar(antes, despues) for op, _t in linea if op != "="), 2)
