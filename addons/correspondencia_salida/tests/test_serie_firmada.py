from odoo.tests import tagged

from .test_oficio_firma import CarpetaCommon
from .test_serie import SerieCommon


@tagged("post_install", "-at_install")
class TestSerieFirmada(CarpetaCommon, SerieCommon):
    def test_signed_all_at_once_by_the_signer_of_its_text(self):
        serie = self.serie(*self.renglones(3), modo_firma="electronica")
        serie.action_generar()
        self.correr()
        oficios = serie.oficio_ids.sorted("name")
        self.assertEqual(self.numeros(oficios), [("numerado", f"JUT/000{n}/2026") for n in (1, 2, 3)])
        mesa = self.env["firma.documento"].with_user(self.juridica)._datos_de_mesa(None)
        self.assertEqual({fila["folio"] for fila in mesa}, set(oficios.mapped("name")))
        self.assertEqual(set(self.en_lote(oficios.sudo().firma_id).values()), {"firmado"})
        self.assertEqual(set(oficios.mapped("state")), {"firmado"})
        self.assertEqual(self.pasos(self.ventanilla), ["oficio_despachar"])
