from odoo.tests import tagged

from odoo.addons.mensajeria.tests.hoot import HootCase


@tagged("post_install", "-at_install")
class TestJs(HootCase):
    def test_hoot(self):
        self.run_hoot("correspondencia_salida")
