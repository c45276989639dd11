"""The database of ``make run``: made once with demo data, afterwards only looked at."""

import ast
import os
import shutil

from . import paths, system

DEFAULT = "correspondencia"
SETUP = paths.SCRIPTS / "plataforma" / "mexico.py"


def name():
    return os.environ.get("PGDATABASE") or DEFAULT


def ensure(odoo, step, database):
    """Make the database under another name first, so that it is whole or not there."""
    server = odoo.server
    if server.exists(database):
        step.outcome = f"{database}, kept as it is"
        if stale := outdated(server, database):
            step.note(f"newer on disk than in the database: {', '.join(stale)}; stop and run: make update")
        return
    system.ensure_disk(odoo.folder, 1)
    building = f"{database}_part"
    files = odoo.data_dir / "filestore"
    log = paths.fresh_log("install")
    server.drop(building)
    shutil.rmtree(files / building, ignore_errors=True)
    server.create(building)
    odoo.install_with_demo(step, building, log)
    step.progress("language and time zone of Mexico")
    odoo.script(building, SETUP.read_text(encoding="utf-8"), log)
    shutil.rmtree(files / database, ignore_errors=True)
    if (files / building).exists():
        (files / building).rename(files / database)
    server.rename(building, database)
    step.outcome = f"{database}, made with demo data"


def outdated(server, database):
    """Addons whose version on disk is not the one in the database."""
    rows = dict(server.sql("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'", database))
    return [addon for addon in paths.addon_names() if rows.get(addon) != _version(addon)]


def _version(addon):
    manifest = paths.ADDONS / addon / "__manifest__.py"
    return ast.literal_eval(manifest.read_text(encoding="utf-8"))["version"]
