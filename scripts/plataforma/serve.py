"""``make run``: from nothing to a served Odoo, and the same again in seconds."""

import csv
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from . import database, odoo_source, paths, postgres, process, system
from .companions import Companions
from .console import Problem, Steps, say
from .locks import exclusive
from .odoo import Odoo
from .venv import Venv

READY_SECONDS = 180
LOCK = paths.STATE / "run.lock"
PID = paths.STATE / "run.pid"
ODOO_PID = paths.STATE / "odoo.pid"


def run():
    port = wanted_port()
    name = database.name()
    steps = Steps(7)
    with platform(steps, port) as odoo, Companions(odoo) as companions:
        odoo.configure(http_port=port, dbfilter=f"^{name}$", pidfile=ODOO_PID)
        with steps("Database") as step:
            database.ensure(odoo, step, name)
        with steps("Demo services") as step:
            notes = companions.connect(name, step)
        log = paths.state("logs") / "odoo.log"
        address = f"http://127.0.0.1:{port}"
        with steps("Odoo server") as step:
            server = start(odoo, name, address, step, log)
        try:
            announce(address, notes, log)
            code = server.wait()
            raise Problem(f"Odoo ended by itself (code {code}).", f"Its log says why: {log}")
        except KeyboardInterrupt:
            say("\n  Stopping ...")
        finally:
            process.terminate(server, signal.SIGINT)


def wanted_port():
    text = os.environ.get("ODOO_PORT") or "8069"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(
            f"ODOO_PORT={text} is not a port number.",
            "Give a number between 1024 and 65535: make run ODOO_PORT=8070",
        )
    return int(text)


@contextmanager
def platform(steps, port=None):
    """Everything but the database: packages, Odoo, Python, PostgreSQL (stopped again at the end)."""
    with exclusive(LOCK) as free:
        if not free:
            raise Problem(
                "Another make command is at work on this folder's database.",
                "End it with Ctrl-C in its terminal, or from here: make stop",
            )
        PID.write_text(str(os.getpid()))
        end_leftover()
        if port:
            system.ensure_port(port)
        odoo = base(steps, "run")
        with steps("PostgreSQL") as step:
            odoo.server = postgres.for_user().start(step)
        try:
            yield odoo
        finally:
            odoo.server.stop()


def base(steps, *needs):
    """System packages, Odoo and Python: what every command needs."""
    with steps("System packages") as step:
        system.ensure_packages(step, *needs)
    with steps("Odoo 19") as step:
        tree = odoo_source.ensure(step)
    with steps("Python packages") as step:
        venv = Venv(tree).ensure(step)
    return Odoo(venv, None, paths.state())


def end_leftover():
    """End an Odoo that survived a killed make run of this folder."""
    try:
        pid = int(ODOO_PID.read_text())
        with open(f"/proc/{pid}/cmdline", "rb") as handle:
            ours = str(paths.STATE / "odoo.conf").encode() in handle.read()
    except (OSError, ValueError):
        return
    for sig in (signal.SIGINT, signal.SIGKILL):
        if ours and os.path.exists(f"/proc/{pid}"):
            os.kill(pid, sig)
            wait_until(lambda: not os.path.exists(f"/proc/{pid}"), 20)
    ODOO_PID.unlink(missing_ok=True)


def wait_until(reached, seconds):
    deadline = time.monotonic() + seconds
    while not (done := reached()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return done


def start(odoo, name, address, step, log):
    """Start Odoo on a database and return its process once it answers."""
    with open(log, "ab") as output:
        server = subprocess.Popen(
            [str(part) for part in odoo.command("server", "-c", odoo.conf, "-d", name)],
            env=odoo.env(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait_until_ready(server, address, step, log)
    except BaseException:
        process.terminate(server, signal.SIGINT)
        raise
    step.outcome = "ready"
    return server


def _wait_until_ready(server, address, step, log):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    why = f"Its log says why: {log}"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Problem(
                "Odoo did not start.", f"{why}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            )
        try:
            with opener.open(f"{address}/web/login", timeout=60):
                return
        except urllib.error.HTTPError as error:
            raise Problem(f"Odoo answers its login page with error {error.code}.", why) from None
        except OSError:
            step.progress()
            time.sleep(0.3)
    raise Problem(f"Odoo did not answer within {READY_SECONDS} seconds.", why)


def logins():
    """Demo logins as (login, password, role), read from what the addons ship in demo/logins.tsv."""
    rows = []
    for table in sorted(paths.ADDONS.glob("*/demo/logins.tsv")):
        with open(table, encoding="utf-8", newline="") as handle:
            rows += [(row["login"], row["password"], row["role"]) for row in csv.DictReader(handle, delimiter="\t")]
    return rows or [("admin", "admin", "Administrador")]


def announce(address, notes, log):
    rows = [("Login", "Password", "Role"), *logins()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    rows.insert(1, tuple("-" * width for width in widths))
    say(f"\n  Open {address}\n")
    for row in rows:
        say("    " + "  ".join(row[column].ljust(widths[column]) for column in range(3)).rstrip())
    if notes:
        say()
    for note in notes:
        say(f"    {note}")
    say(f"\n  Log: {log.relative_to(paths.ROOT)}    Stop with Ctrl-C")
