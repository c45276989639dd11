"""The platform itself: what a fresh clone relies on. These tests need neither Odoo nor a database."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_pinned_and_hashed(lock):
    blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    assert len(blocks) > 5
    for block in blocks:
        assert re.match(r"[\w.\[\],-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_no_lock_names_a_registry():
    for lock in LOCKS:
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_direct_requirements_are_pinned_and_the_same_everywhere():
    versions = {}
    for lock in LOCKS:
        if lock.name == "requirements-lint.lock":  # a virtual environment of its own
            continue
        for name, version, marker in re.findall(
            r"^([\w.-]+)==([^\s;]+)(.*)$", lock.read_text(encoding="utf-8"), re.MULTILINE
        ):
            versions.setdefault((name, marker.strip(" \\")), set()).add(version)
    assert not {name: found for name, found in versions.items() if len(found) > 1}


def test_every_addon_has_a_version_that_update_can_compare():
    for manifest in (ROOT / "addons").glob("*/__manifest__.py"):
        assert re.fullmatch(
            r"19\.0\.\d+\.\d+\.\d+", ast.literal_eval(manifest.read_text(encoding="utf-8"))["version"]
        ), manifest


def test_odoo_is_pinned_with_a_checksum():
    lines = [
        line.split()
        for line in (ROOT / "scripts" / "odoo.lock").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    debs = [line for line in lines if line[0] == "deb"]
    assert any(name == "odoo-19" for _kind, name, _version, _sha256 in debs)
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for _kind, _name, _version, sha256 in debs)
