"""The browser's unit tests of an addon, run from Python."""

import re
from pathlib import Path

from odoo.tests import HttpCase
from odoo.tools.misc import file_path


def _suite_id(name):
    """Hoot knows a suite by the hash of its name."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class HootCase(HttpCase):
    """Runs all the Hoot suites of an addon."""

    def run_hoot(self, addon):
        """Fail unless each ``test(…)`` below ``static/tests`` of ``addon`` has passed."""
        sources = [file.read_text() for file in Path(file_path(f"{addon}/static/tests")).rglob("*.test.js")]
        expected = sum(len(re.findall(r"^test\(", source, re.MULTILINE)) for source in sources)
        self.assertTrue(expected)
        with self.assertLogs(self._logger, "INFO") as log:
            try:
                self.browser_js(
                    f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={_suite_id(f'@{addon}')}",
                    "",
                    login="admin",
                    timeout=300,
                    success_signal="[HOOT] Test suite succeeded",
                    error_checker=lambda message: "[HOOT]" not in message,
                )
            except AssertionError as error:  # what the browser said is caught here: tell it
                self.fail("\n".join([str(error), *(linea for linea in log.output if "ERROR" in linea)]))
        # Hoot also succeeds when a filter matches nothing
        self.assertIn(f"[HOOT] Passed {expected} tests", "".join(log.output))
