"""The commands behind the Makefile's targets."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

from . import database, locking, paths, pictures, postgres, process, serve, testing
from .console import Problem, Silent, Steps, say
from .locks import exclusive


def update():
    """Update every addon in the database of make run, and install those that are new."""
    steps = Steps(5)
    with serve.platform(steps) as odoo, steps("Updating the addons") as step:
        if not odoo.server.exists(database.name()):
            raise Problem("There is no database yet.", "Run: make run")
        odoo.configure()
        addons = ",".join(paths.addon_names())
        odoo.install(step, database.name(), paths.fresh_log("update"), "--no-http", "-i", addons, "-u", addons)


def shell():
    """Odoo's shell on the database of make run, which may be serving."""
    odoo = serve.base(Steps(3), "run")
    with _server() as odoo.server:
        if not odoo.conf.exists():
            odoo.configure()
        _foreground(
            odoo.command("shell", "-c", odoo.conf, "-d", database.name(), "--no-http", "--log-level=warn"), odoo.env()
        )


def psql():
    """psql on the database of make run, which may be serving."""
    with _server() as server:
        _foreground(["psql", "-d", database.name()], process.clean_env(**server.env()))


@contextmanager
def _server():
    """The user's PostgreSQL; stopped afterwards only when it was started here."""
    server = postgres.for_user()
    served = server.running()
    server.start(Silent())
    try:
        if not server.exists(database.name()):
            raise Problem("There is no database yet.", "Run: make run")
        yield server
    finally:
        if not served:
            server.stop()


def _foreground(command, env):
    """Hand the terminal over; Ctrl-C is the program's own there."""
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        subprocess.run(
            [str(part) for part in command],
            env=env,
            check=False,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    finally:
        signal.signal(signal.SIGINT, previous)


def stop():
    """Stop a make run of this folder, and whatever a killed one left."""
    if not paths.STATE.exists():
        return
    with exclusive(serve.LOCK) as free:
        if not free:
            _end(int(serve.PID.read_text()))
    serve.end_leftover()
    if not os.environ.get("PGHOST") and (paths.STATE / "postgres").exists():
        postgres.for_user().stop()
    say("Stopped.")


def _end(pid):
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    if not serve.wait_until(lambda: not os.path.exists(f"/proc/{pid}"), 60):
        raise Problem(f"Process {pid} does not stop.", f"Run: kill -9 {pid}; make stop")


def clean():
    """Delete this folder's database and state; the cache of downloads stays."""
    if not paths.STATE.exists():
        say("Nothing to delete.")
        return
    if os.environ.get("FORCE") != "1":
        say(f"This deletes the database of make run with everything entered in it, and {paths.STATE}.")
        if not sys.stdin.isatty() or input("Type yes to go on: ").strip() != "yes":
            raise Problem("Nothing was deleted.", "To delete without a question: make clean FORCE=1")
    stop()
    cluster = paths.STATE / "postgres"
    if cluster.is_symlink():
        shutil.rmtree(cluster.resolve())
    shutil.rmtree(paths.STATE)
    say(f"Deleted. The downloads stay in {paths.cache()}; delete that folder to get its disk space back.")


def lint():
    """The checks of scripts/lint, with a Python that can import Odoo."""
    odoo = serve.base(Steps(3), "run")
    env = {
        **os.environ,
        "PYTHON": sys.executable,
        "ODOO_PYTHON": str(odoo.venv.python),
        "XDG_CACHE_HOME": str(paths.cache().parent),
    }
    return subprocess.run([str(paths.SCRIPTS / "lint" / "run")], env=env, check=False).returncode


COMMANDS = {
    "run": serve.run,
    "test": testing.test,
    "lint": lint,
    "update": update,
    "shell": shell,
    "psql": psql,
    "screenshots": pictures.screenshots,
    "stop": stop,
    "clean": clean,
    "lock": locking.lock,
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
        for line in (problem.what, *problem.todo.splitlines()):
            say(f"  {line}")
        return 1
    except OSError as error:
        return _system_error(error)
    except KeyboardInterrupt:
        say("\n  Stopped.")
        return 130


def _system_error(error):
    """A full or read-only disk, wherever it is met."""
    import errno

    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
        raise error
    say(f"\n  The file system refused {error.filename or 'a file'}: {error.strerror}.")
    say("  Free some space (about 4 GB are needed in all) or give your user write access, and run the command again.")
    return 1
