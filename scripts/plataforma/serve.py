"""``make run``: from nothing to a served Odoo, and the same again in seconds."""

import csv
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from . import odoo_source, paths, postgres, process, system
from .console import Problem, Steps, say
from .locks import exclusive
from .odoo import Odoo
from .venv import Venv

DATABASE = "correspondencia"
READY_SECONDS = 120
PID = paths.STATE / "run.pid"
LOCK = paths.STATE / "run.lock"


def database_name():
    return os.environ.get("PGDATABASE") or DATABASE


def port():
    text = os.environ.get("ODOO_PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(f"ODOO_PORT={text} is not a port number.", "Give a number between 1024 and 65535: make run ODOO_PORT=8070")
    return int(text)


@contextmanager
def platform(steps, *needs):
    """Everything but the database: packages, Odoo, Python, PostgreSQL (stopped again at the end)."""
    with exclusive(LOCK) as free:
        if not free:
            raise Problem("Another make command is at work on this folder's database.", "End it with Ctrl-C in its terminal, or from here: make stop")
        PID.write_text(str(os.getpid()))
        try:
            with steps("System packages") as step:
                system.ensure_packages(step, *needs)
            with steps("Odoo 19") as step:
                tree = odoo_source.ensure(step)
            with steps("Python packages") as step:
                venv = Venv(tree).ensure(step)
            with steps("PostgreSQL") as step:
                server = postgres.for_user()
                server.start(step)
            try:
                yield Odoo(venv, server, paths.state())
            finally:
                server.stop()
        finally:
            PID.unlink(missing_ok=True)


def run():
    system.ensure_port(port())
    steps = Steps(6)
    with platform(steps, "run") as odoo:
        odoo.configure(http_port=port(), dbfilter=f"^{database_name()}$")
        with steps("Database") as step:
            ensure_database(odoo, step, database_name())
        _serve(odoo, steps)


def ensure_database(odoo, step, name):
    """A database with all addons and their demo data; made under another name, so that it is whole or not there."""
    server = odoo.server
    if server.exists(name):
        step.outcome = f"{name}, kept as it is"
        if stale := outdated(server, name):
            step.note(f"{', '.join(stale)}: newer on disk than in the database; stop and run: make update")
        return
    system.ensure_disk(odoo.folder, 1)
    building = f"{name}_part"
    files = odoo.data_dir / "filestore"
    log = paths.state("logs") / "install.log"
    log.unlink(missing_ok=True)
    server.drop(building)
    shutil.rmtree(files / building, ignore_errors=True)
    server.create(building)
    odoo.install(step, building, log, "-i", ",".join(paths.addon_names()), "--with-demo", "--load-language=es_MX")
    step.progress("language and time zone of Mexico")
    odoo.script(building, (paths.SCRIPTS / "plataforma" / "demo_setup.py").read_text(), log)
    shutil.rmtree(files / name, ignore_errors=True)
    if (files / building).exists():
        (files / building).rename(files / name)
    server.rename(building, name)
    step.outcome = f"{name}, made with demo data"


def outdated(server, name):
    """Addons whose version on disk is not the one in the database."""
    rows = dict(server.sql("SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'", name))
    return [addon for addon in paths.addon_names() if not rows.get(addon, "").endswith(_manifest(addon)["version"])]


def _manifest(addon):
    import ast

    return ast.literal_eval((paths.ADDONS / addon / "__manifest__.py").read_text(encoding="utf-8"))


def _serve(odoo, steps):
    log = paths.state("logs") / "odoo.log"
    address = f"http://127.0.0.1:{port()}"
    with steps("Odoo server") as step:
        with open(log, "ab") as output:
            server = subprocess.Popen(
                [str(part) for part in odoo.command("server", "-c", odoo.conf, "-d", database_name())],
                env=odoo.env(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )
        try:
            _wait_until_ready(server, address, step, log)
        except BaseException:
            process.terminate(server, signal.SIGINT)
            raise
        step.outcome = "ready"
    try:
        _announce(address, log)
        code = server.wait()
        raise Problem(f"Odoo ended by itself (code {code}).", f"Its log says why: {log}")
    finally:
        process.terminate(server, signal.SIGINT)


def _wait_until_ready(server, address, step, log):
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            tail = log.read_text(errors="replace").splitlines()[-8:]
            raise Problem("Odoo did not start.", f"Its log says why: {log}\n" + "\n".join(tail))
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{address}/web/login", timeout=60):
                return
        except urllib.error.HTTPError as error:
            raise Problem(f"Odoo answers its login page with error {error.code}.", f"Its log says why: {log}") from None
        except OSError:
            step.progress()
            time.sleep(0.3)
    raise Problem(f"Odoo did not answer within {READY_SECONDS} seconds.", f"Its log says why: {log}")


def logins():
    """Demo logins as (login, password, role), read from what the addons ship in demo/logins.csv."""
    rows = []
    for table in sorted(paths.ADDONS.glob("*/demo/logins.csv")):
        with open(table, encoding="utf-8", newline="") as handle:
            rows += [(row["login"], row["password"], row["role"]) for row in csv.DictReader(handle)]
    return rows or [("admin", "admin", "Administrador")]


def _announce(address, log):
    rows = [("Login", "Password", "Role"), *logins()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    say()
    say(f"  Open {address}")
    say()
    for number, row in enumerate(rows):
        say("    " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if not number:
            say("    " + "  ".join("-" * width for width in widths))
    say()
    say(f"  Log: {log.relative_to(paths.ROOT)}    Stop with Ctrl-C")
