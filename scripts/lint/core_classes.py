"""Run core's file-reading lint tests with our addons as the only ones. Usage: core_classes.py TEST_LINT_FOLDER ADDON..."""

import logging
import os
import sys
import types
import unittest
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests import BaseCase
from odoo.tools import config

import odoo.addons

PACKAGE = "odoo.addons.test_lint.tests"


class Warnings(logging.Handler):
    """Core's manifest test only warns about some faults; here they count."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def load(core_lint):
    """The test classes; the package's own __init__ would need pylint on this Python."""
    package = types.ModuleType(PACKAGE)
    package.__path__ = [core_lint]
    sys.modules[PACKAGE] = package
    from odoo.addons.test_lint.tests import (
        test_dunderinit,
        test_i18n,
        test_jstranslate,
        test_manifests,
        test_markers,
        test_onchange_domains,
        test_orm_import,
        test_pofile,
        test_test_holes,
    )

    class PotLinter(BaseCase):  # core's own class opens a database that its only test does not use
        __module__ = test_pofile.__name__
        test_pot_duplicate_entries = test_pofile.PotLinter.test_pot_duplicate_entries

    return test_pofile, [
        PotLinter,
        test_dunderinit.TestDunderinit,
        test_i18n.TestI18n,
        test_jstranslate.TestJsTranslations,
        test_manifests.ManifestLinter,
        test_markers.TestConflictMarkers,
        test_onchange_domains.TestOnchangeDomains,
        test_orm_import.TestDunderinit,
        test_test_holes.TestTestHoles,
    ]


def main(core_lint, *addons):
    folder = os.path.dirname(os.path.abspath(addons[0]))
    names = [os.path.basename(addon) for addon in addons]
    config.parse_config(
        [f"--addons-path={folder}", "--http-interface=127.0.0.1", "--log-level=warn"], setup_logging=False
    )
    pofile, classes = load(core_lint)
    warnings = Warnings()
    logging.getLogger().addHandler(warnings)
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromTestCase(c) for c in classes)
    with (
        patch.object(Manifest, "all_addon_manifests", lambda: [Manifest.for_addon(name) for name in names]),
        patch.object(pofile, "get_modules", lambda: names),
        patch.object(odoo.addons, "__path__", [folder]),
        patch.object(odoo, "__path__", []),
    ):
        result = unittest.TextTestRunner(verbosity=0).run(suite)
    for message in warnings.messages:
        print(message)
    return int(bool(warnings.messages) or not result.wasSuccessful())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
