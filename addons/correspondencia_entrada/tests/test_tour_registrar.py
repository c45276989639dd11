from odoo.tests import HttpCase, tagged

from .common import EntradaDatos


@tagged("post_install", "-at_install")
class TestRegistrarPorTeclado(EntradaDatos, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()

    def test_from_first_to_last_field_without_mouse(self):
        self.start_tour("/odoo/registrar-asunto", "entrada_registrar_por_teclado", login=self.ventanilla.login)
        asunto = self.Asunto.search([("numero_oficio", "=", "SE/DGA/0456/2026")])
        self.assertRecordValues(
            asunto,
            [
                {
                    "state": "por_digitalizar",
                    "tema_id": self.tema.id,
                    "remitente_nombre": "Rosa Luna Vega",
                    "remitente_cargo": "Directora",
                    "remitente_institucion": "Municipio de Prueba",
                }
            ],
        )
        self.assertTrue(asunto.fecha_requerida, "the topic proposes a deadline")
        turnos = asunto.turno_ids.sorted("id")
        self.assertEqual(
            [(t.user_id, t.tipo) for t in turnos], [(self.juridica, "atencion"), (self.revisor, "informacion")]
        )

        with self.subTest("what was typed completes the card of the new sender"):
            rosa = asunto.remitente_id
            self.assertEqual((rosa.function, rosa.parent_id.name), ("Directora", "Municipio de Prueba"))
