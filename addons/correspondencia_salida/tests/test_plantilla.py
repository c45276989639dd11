from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import BaseCase, Form, tagged

from ..tools.marcadores import MARCADORES, MarcadorError, hallar, hallar_html, llenar, llenar_html
from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestMarcadores(BaseCase):
    """Placeholders in text and in what the editor makes of it."""

    #: what the editor may make of one placeholder
    PARTIDOS = (
        "<p>A {{destinatario.nombre}}.</p>",
        "<p>A {{ <b>destinatario</b>.nombre }}.</p>",
        "<p>A {<i>{desti</i>natario<span>.nom</span>bre}<u>}</u>.</p>",
        "<p>A {{destinatario&#8203;.nombre&nbsp;}}.</p>",
        "<p>A <b>{{</b>Destinatario.Nombre<b>}}</b>.</p>",
        "A {{destinatario.nombre}}.",
    )

    def test_found_and_filled_however_the_editor_cuts_it(self):
        for html in self.PARTIDOS:
            with self.subTest(html):
                self.assertEqual(hallar_html(html), ["destinatario.nombre"])
                lleno = llenar_html(html, {"destinatario.nombre": "Ana <b> & {{numero}}"}.get)
                self.assertIn("Ana &lt;b&gt; &amp; {{numero}}", lleno)
                self.assertNotIn("destinatario", lleno)
                self.assertNotIn("nombre", lleno)
                self.assertTrue(lleno.replace("</p>", "").endswith("."))

    def test_several_in_one_paragraph_keep_what_is_between(self):
        html = "<p>x {{num<b>ero}} de {{fe</b>cha}} y</p><ul><li>{{lugar}}</li></ul> z"
        self.assertEqual(llenar_html(html, str.upper), "<p>x NUMERO<b> de FECHA</b> y</p><ul><li>LUGAR</li></ul> z")

    def test_refused(self):
        for html, roto in {
            "<p>{{destinatario.apellido}}</p>": False,
            "<p>{{}}</p>": False,
            "<p>{{numero</p><p>}}</p>": True,
            "<p>{{nu<br>mero}}</p>": True,
            "<p>{{numero}} y {{fecha}</p>": True,
            "<p>fecha}}</p>": True,
            '<p><a href="https://x.example/{{numero}}">x</a></p>': True,
            '<p><a href="https://x.example/%7B%7Bnumero%7D%7D">x</a></p>': True,
            "<p>{{{numero}}}</p>": True,
        }.items():
            with self.subTest(html), self.assertRaises(MarcadorError) as caso:
                hallar_html(html)
            self.assertEqual(caso.exception.roto, roto, html)

    def test_plain_text(self):
        self.assertEqual(hallar("{{ numero }} y {{numero}} {x}"), ["numero"])
        self.assertEqual(llenar("<{{ Numero }}> {x}", str.upper), "<NUMERO> {x}")
        self.assertEqual(
            (hallar(False), hallar_html(False), llenar(None, str), llenar_html(None, str)), ([], [], "", "")
        )
        with self.assertRaises(MarcadorError):
            hallar("{{otro}}")


@tagged("post_install", "-at_install")
class TestPlantilla(SalidaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Plantilla = cls.env["correspondencia.plantilla"]
        cls.plantilla = cls.Plantilla.create(
            {
                "name": "Informe",
                "area_id": cls.juridico.id,
                "tipo_id": cls.tipo.id,
                "descripcion": "Informe {{asunto.numero_oficio}}",
                "cuerpo": "<p>Estimada <b>{{destinatario.nombre}}</b>: con el oficio {{numero}} de {{fecha}}…</p>",
                "despedida": "{{area.nombre}}",
            }
        )

    def test_an_unknown_placeholder_is_named_with_those_there_are(self):
        for campo in ("descripcion", "cuerpo", "despedida"):
            with self.subTest(campo), self.assertRaisesRegex(ValidationError, r"«{{destinatario\.apellido}}»") as caso:
                self.plantilla.copy({campo: "a {{destinatario.apellido}} b"})
            for nombre in MARCADORES:
                self.assertIn(f"{{{{{nombre}}}}}", str(caso.exception))
        with self.assertRaisesRegex(ValidationError, "cut in two"):
            self.plantilla.copy({"cuerpo": "<p>{{numero</p><p>}}</p>"})

    def test_chosen_in_a_draft_it_gives_its_texts(self):
        with Form(self.como(self.Oficio, self.redactora)) as form:
            form.plantilla_id = self.plantilla
        oficio = form.record
        self.assertEqual(oficio.descripcion, self.plantilla.descripcion)
        self.assertEqual(oficio.cuerpo, self.plantilla.cuerpo)
        self.assertEqual(oficio.despedida, "{{area.nombre}}")
        self.assertFalse(oficio.plantilla_aviso)

    def test_what_was_typed_stays_until_it_is_told_to_go(self):
        oficio = self.oficio()
        with Form(oficio) as form:
            form.plantilla_id = self.plantilla
        self.assertIn("En atención", oficio.cuerpo)
        self.assertEqual(oficio.descripcion, "Se remite informe de obra")
        self.assertEqual(oficio.despedida, "{{area.nombre}}", "nobody had typed one")
        self.assertEqual(oficio.plantilla_aviso, "conservado")
        oficio.action_conservar_texto()
        self.assertFalse(oficio.plantilla_aviso)
        self.assertIn("En atención", oficio.cuerpo)
        oficio.action_usar_plantilla()
        self.assertEqual((oficio.cuerpo, oficio.plantilla_aviso), (self.plantilla.cuerpo, False))

    def test_another_template_replaces_only_what_nobody_touched(self):
        otra = self.plantilla.copy({"name": "Otra", "cuerpo": "<p>Otro texto</p>"})
        with Form(self.como(self.Oficio, self.redactora)) as form:
            form.plantilla_id = self.plantilla
            form.plantilla_id = otra
        self.assertEqual(form.record.cuerpo, "<p>Otro texto</p>")
        with Form(form.record) as form:
            form.cuerpo = "<p>Mi texto</p>"
            form.plantilla_id = self.plantilla
        self.assertEqual((form.record.cuerpo, form.record.plantilla_aviso), ("<p>Mi texto</p>", "conservado"))

    def test_a_draft_is_told_that_its_template_changed(self):
        with Form(self.como(self.Oficio, self.redactora)) as form:
            form.plantilla_id = self.plantilla
        oficio, antes = form.record, self.plantilla.cuerpo
        self.plantilla.name = "Otro nombre"
        self.assertFalse(oficio.plantilla_aviso)
        self.plantilla.cuerpo = "<p>Nuevo</p>"
        self.assertEqual((oficio.plantilla_aviso, oficio.cuerpo), ("cambio", antes))
        oficio.action_usar_plantilla()
        self.assertEqual((oficio.plantilla_aviso, oficio.cuerpo), (False, "<p>Nuevo</p>"))

    def test_values_stand_in_the_text_that_is_numbered_and_go_with_the_number(self):
        escrito = "<p>Con {{num<b>ero</b>}} a {{destinatario.cargo}}, {{area.siglas}}</p>"
        oficio = self.numerado(cuerpo=escrito, descripcion="Oficio {{numero}}")
        self.assertEqual(oficio.cuerpo, "<p>Con JUT/0001/2026<b></b> a Directora de Obras, JUT</p>")
        self.assertEqual(oficio.descripcion, "Oficio JUT/0001/2026")
        oficio.action_recuperar("Otra fecha")
        self.assertEqual((oficio.descripcion, oficio.despedida), ("Oficio {{numero}}", "Sincerely"))
        self.assertIn("{{num", oficio.cuerpo)
        oficio.action_terminar()
        oficio.action_numerar()
        self.assertEqual(oficio.descripcion, "Oficio JUT/0002/2026")

    def test_a_missing_value_is_named_and_nothing_is_frozen(self):
        for texto, refran in {
            "{{asunto.numero_oficio}} {{referencia}}": r"no value for: {{asunto.numero_oficio}}, {{referencia}}",
            "{{destinatario.cargo}}": r"no value for: {{destinatario.cargo}}",
            "{{destinatario.apodo}}": r"{{destinatario.apodo}}» does not exist",
        }.items():
            oficio = self.oficio(
                cuerpo=f"<p>{texto}</p>", destinatarios=[self.destinatario(dest_cargo=False)], plantilla_id=False
            )
            with self.subTest(texto), self.assertRaisesRegex(UserError, refran):
                oficio.action_terminar()
            self.assertEqual((oficio.state, oficio.version), ("borrador", 0))

    def test_a_matter_that_the_user_may_not_read_gives_no_values(self):
        asunto = self.borrador(self.contadora, numero_oficio="SOBSE/12/2026")
        oficio = self.oficio(cuerpo="<p>{{asunto.numero_oficio}}</p>")
        oficio.sudo().asunto_ids = asunto.sudo()
        with self.assertRaisesRegex(UserError, "no value for: {{asunto.numero_oficio}}"):
            oficio.action_terminar()

    def test_an_image_that_cannot_be_printed_is_refused(self):
        for ruta in ("https://otro.example/x.png", "/web/image/999999999", "//otro.example/x.png"):
            oficio = self.oficio(cuerpo=f'<p>x<img src="{ruta}"></p>')
            with self.subTest(ruta), self.assertRaisesRegex(UserError, "image of the text"):
                oficio.action_terminar()

    def test_a_branch_writes_with_the_templates_of_its_parent(self):
        rama = self.env["res.company"].create({"name": "Delegación", "parent_id": self.company.id})
        area = self._area("Jurídico de la delegación", "JDE", rama)
        redactor = self._persona("de_la_rama", "correspondencia_salida.group_redactor", area, company=rama)
        general = self.Plantilla.create({"name": "De todos", "company_id": self.company.id, "descripcion": "Aviso"})
        suya = self.como(self.Plantilla, redactor)
        self.assertEqual(suya.search([]), general | self.plantilla)
        oficio = self.como(self.Oficio, redactor).create({"descripcion": "X", "plantilla_id": general.id})
        self.assertEqual((oficio.company_id, oficio.plantilla_id), (rama, general))
        # not the other way round, nor to be changed from below
        de_la_rama = self.Plantilla.create({"name": "De la rama", "company_id": rama.id})
        self.assertNotIn(de_la_rama, self.como(self.Plantilla, self.redactora).search([]))
        self.administradora.write({"company_ids": [Command.set(rama.ids)], "company_id": rama.id})
        with self.assertRaises(AccessError):
            self.como(general, self.administradora).with_context(allowed_company_ids=rama.ids).write({"name": "Y"})

    def test_access(self):
        with self.assertRaises(AccessError):
            self.como(self.Plantilla, self.redactora).create({"name": "X"})
        with self.assertRaises(AccessError):
            self.como(self.plantilla, self.redactora).write({"name": "X"})
        self.assertFalse(self.como(self.Plantilla, self.redactor_b).search([]))
        self.assertTrue(self.como(self.Plantilla, self.administradora).create({"name": "X"}))
        oficio = self.aprobado()
        for metodo in ("action_usar_plantilla", "action_conservar_texto"):
            with self.assertRaises(UserError):
                getattr(oficio, metodo)()
            with self.assertRaises(AccessError):
                getattr(self.como(oficio, self.contadora), metodo)()
        with self.assertRaises(UserError):
            oficio.sudo().write({"plantilla_id": self.plantilla.id})
