"""The Hoot suites of the addon, run in the browser."""

import re
from pathlib import Path

from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path


def _huella(suite):
    """Hoot knows a suite by the hash of its name."""
    valor = 0
    for letra in suite:
        valor = ((valor << 5) - valor + ord(letra)) & 0xFFFFFFFF
    return f"{valor:08x}"


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    def test_hoot(self):
        raiz = Path(file_path("correspondencia_entrada/static/tests"))
        textos = [archivo.read_text() for archivo in raiz.rglob("*.test.js")]
        esperadas = sum(len(re.findall(r"^test\(", texto, re.MULTILINE)) for texto in textos)
        self.assertTrue(esperadas)
        with self.assertLogs(self._logger, "INFO") as registro:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={_huella('@correspondencia_entrada')}",
                "",
                login="admin",
                timeout=300,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=lambda mensaje: "[HOOT]" not in mensaje,
            )
        # Hoot also succeeds when a filter matches nothing
        self.assertIn(f"[HOOT] Passed {esperadas} tests", "".join(registro.output))
