"""The commands behind the Makefile's targets."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time

from . import console, paths, postgres, process, serve, testing
from .console import Problem, Steps, say
from .locks import exclusive


def update():
    """Update every addon in the database of make run, and install those that are new."""
    steps = Steps(5)
    name = serve.database_name()
    with serve.platform(steps, "run") as odoo, steps("Updating the addons") as step:
        if not odoo.server.exists(name):
            raise Problem("There is no database yet.", "Run: make run")
        odoo.configure()
        addons = ",".join(paths.addon_names())
        log = paths.state("logs") / "update.log"
        log.unlink(missing_ok=True)
        odoo.install(step, name, log, "-i", addons, "-u", addons)


def shell():
    """Odoo's shell on the database of make run."""
    with serve.platform(Steps(4), "run") as odoo:
        odoo.configure()
        _foreground(odoo.command("shell", "-c", odoo.conf, "-d", serve.database_name(), "--no-http", "--log-level=warn"), odoo.env())


def psql():
    """psql on the database of make run."""
    server = postgres.for_user()
    was_running = not isinstance(server, postgres.Cluster) or server.running()
    step = console.Silent()
    server.start(step)
    try:
        _foreground(["psql", "-d", serve.database_name()], process.clean_env(**server.env()))
    finally:
        if not was_running:
            server.stop()


def _foreground(command, env):
    """Hand the terminal over; Ctrl-C is the program's own there."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        subprocess.run([str(part) for part in command], env=env, check=False, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    finally:
        signal.signal(signal.SIGINT, previous)


def stop():
    """Stop a make run of this folder, and whatever a killed one left."""
    with exclusive(serve.LOCK) as free:
        if not free:
            _end(int(serve.PID.read_text()))
    if not os.environ.get("PGHOST") and (paths.STATE / "postgres").exists():
        postgres.for_user().stop()
    say("Stopped.")


def _end(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        for _ in range(600):
            time.sleep(0.1)
            os.kill(pid, 0)
        raise Problem(f"Process {pid} does not stop.", f"Run: kill -9 {pid}; make stop")


def clean():
    """Delete this folder's database and state; the cache of downloads stays."""
    if not paths.STATE.exists():
        return say("Nothing to delete.")
    if os.environ.get("FORCE") != "1":
        say(f"This deletes the database of make run with everything entered in it, and {paths.STATE}.")
        answer = input("Type yes to go on: ") if sys.stdin.isatty() else ""
        if answer != "yes":
            raise Problem("Nothing was deleted.", "To delete without a question: make clean FORCE=1")
    stop()
    cluster = paths.STATE / "postgres"
    if cluster.is_symlink():
        shutil.rmtree(cluster.resolve(), ignore_errors=True)
    shutil.rmtree(paths.STATE)
    return say(f"Deleted. The downloads stay in {paths.cache()}; delete that folder to get the disk space back.")


def lint():
    """The checks of scripts/lint."""
    runner = paths.SCRIPTS / "lint" / "run"
    if not runner.exists():
        raise Problem("This tree has no scripts/lint/run.", "Check out a complete tree.")
    return subprocess.run([str(runner)], check=False).returncode


def lock():
    """Write the lock files anew from the .in files."""
    pip = [sys.executable, "-m", "venv", str(paths.cache() / "lock-tool")]
    python = paths.cache() / "lock-tool" / "bin" / "python"
    for command in (pip, [python, "-m", "pip", "install", "--quiet", "uv"]):
        subprocess.run([str(part) for part in command], check=True)
    compile_ = [python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version=3.10", "--no-header", "--no-annotate"]
    for name, constraints in (("requirements", []), ("requirements-addons", ["-c", "requirements.lock"]), ("requirements-test", ["-c", "requirements.lock"])):
        subprocess.run([str(part) for part in [*compile_, *constraints, f"{name}.in", "-o", f"{name}.lock"]], cwd=paths.ROOT, check=True)
        say(f"{name}.lock written")


COMMANDS = {
    "run": serve.run, "test": testing.test, "update": update, "shell": shell, "psql": psql,
    "stop": stop, "clean": clean, "lint": lint, "lock": lock,
}


def _raise_interrupt(*_args):
    raise KeyboardInterrupt


def main(arguments):
    command = COMMANDS.get(arguments[0]) if len(arguments) == 1 else None
    if not command:
        say(f"Commands: {', '.join(COMMANDS)}")
        return 2
    signal.signal(signal.SIGTERM, _raise_interrupt)
    signal.signal(signal.SIGHUP, _raise_interrupt)
    try:
        return command() or 0
    except Problem as problem:
        say()
        say(f"  {problem.what}")
        for line in problem.todo.splitlines():
            say(f"  {line}")
        return 1
    except KeyboardInterrupt:
        say()
        say("  Stopped.")
        return 130
