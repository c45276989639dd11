"""The catalogs on disk are those that Odoo would export now."""

import importlib.util
from pathlib import Path

from odoo.tests import TransactionCase, tagged

PROJECT = Path(__file__).resolve().parents[1]


def _load_catalog():
    spec = importlib.util.spec_from_file_location("i18n_catalog", PROJECT / "scripts" / "i18n" / "catalog.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalog = _load_catalog()


@tagged("post_install", "-at_install")
class TestCatalogs(TransactionCase):
    def test_catalogs_are_complete_and_fresh(self):
        for manifest in sorted((PROJECT / "addons").glob("*/__manifest__.py")):
            addon = manifest.parent
            with self.subTest(addon=addon.name):
                self.assertEqual(list(catalog.problems(addon)), [], "scripts/i18n/check")
                template = catalog.load(catalog.paths(addon)[0])
                stale = catalog.differences(catalog.export(self.env, addon), template)
                self.assertEqual(list(stale), [], "run scripts/i18n/update")
