"""What holds hundreds of thousands of letters together: searches that take an index."""

from odoo.tests import tagged

from odoo.addons.mensajeria.tests.indices import Indices

from .salida_comun import SalidaCommon


@tagged("post_install", "-at_install")
class TestMasa(Indices, SalidaCommon):
    def test_partial_indexes_match_what_is_asked(self):
        for indice, modelo, dominio in (
            ("correspondencia_oficio_visto_revisor_idx", "correspondencia.oficio.visto", [
                ("vigente", "=", True), ("user_id", "=", 1), ("state", "in", ("en_turno", "aprobado"))]),
            ("correspondencia_destinatario_por_acusar_idx", "correspondencia.destinatario", [
                ("company_id", "=", 1), ("state", "=", "despachado"), ("requiere_acuse", "=", True)]),
            ("correspondencia_destinatario__dest_institucion_index", "correspondencia.destinatario", [
                ("dest_institucion", "ilike", "municipio")]),
            ("correspondencia_oficio_palabras_idx", "correspondencia.oficio", [("palabras", "ilike", "puente")]),
            ("firma_firmante_user_turno_idx", "firma.firmante", [("user_id", "=", 1), ("en_turno", "=", True)]),
        ):  # fmt: skip
            with self.subTest(indice):
                self.assertIndice(indice, modelo, dominio)

    def test_the_rule_of_lines_asks_their_own_company(self):
        consulta = self.como(self.env["correspondencia.destinatario"], self.redactora)._search([])
        self.assertIn('"correspondencia_destinatario"."company_id" IN', consulta.select().code)
