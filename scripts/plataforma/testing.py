"""``make test``: a cluster, databases and files of its own, thrown away at the end."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from pathlib import Path

from . import paths, process, serve, system, venv
from .console import Problem, Steps, say
from .odoo import Odoo, troubles
from .postgres import Cluster

TEMPLATE = "plantilla"  # never connected to: tests that need databases of their own copy it
PYTEST = "prueba"
NATIVE = "nativa"
PREFIX = "correspondencia-test-"
MOST_WORKERS = 4

# Log lines that say nothing about the addons: Python's own warnings about files of Odoo and of libraries.
ALLOWED = (f" py\\.warnings: (?!.*/addons/(?:{'|'.join(paths.addon_names())})/)",)


def test():
    arguments = shlex.split(os.environ.get("ARGS") or "")
    steps = Steps(5 if arguments else 6)
    started = time.monotonic()
    environment = serve.base(steps, "run", "test").venv
    with scratch() as folder:
        with steps("Template database") as step:
            environment.ensure(step, venv.TEST_LOCK)
            odoo = bench(step, environment, folder)
        with Aside(native_run, odoo) if not arguments else nullcontext() as native:
            with steps("Tests (pytest), and beside them Odoo's own way") as step:
                failure = run_pytest(odoo, folder, arguments)
                step.outcome = failure or "passed"
            if native and not failure:
                with steps("Odoo's own way: install with demo data, update, test them") as step:
                    native.wait(step)
                    step.outcome = "no warning, no error"
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    if failure:
        raise Problem(f"Not passed after {minutes} min {seconds} s: {failure}.", "The report is above.")
    say(f"\n  All tests passed in {minutes} min {seconds} s.")


class Aside:
    """Runs a function beside the block, which waits for it or leaves it unfinished; it is over when the block is.

    The function gets a step as its last argument, as if somebody watched.
    """

    outcome = ""

    def __init__(self, function, *arguments):
        self.left = threading.Event()
        self.text = None
        self.pool = ThreadPoolExecutor(1)
        self.future = self.pool.submit(function, *arguments, self)

    def progress(self, text=None):
        if self.left.is_set():
            raise InterruptedError
        self.text = text or self.text

    note = progress

    def wait(self, step):
        """Show how far it is until it has ended; raise what it raised."""
        while not wait((self.future,), timeout=1).done:
            step.progress(self.text)
        self.future.result()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.left.set()
        self.pool.shutdown()


@contextmanager
def scratch():
    """A folder that is gone afterwards, whatever happens, with a cluster that is stopped first."""
    base = Path("/var/tmp" if os.access("/var/tmp", os.W_OK) else tempfile.gettempdir())
    for left in base.glob(f"{PREFIX}*"):
        if left.stat().st_uid == os.getuid() and not _alive(left):
            _throw_away(left)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    (folder / "pid").write_text(str(os.getpid()))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        _throw_away(folder)


def _alive(folder):
    """Whether the run that made the folder is still at work."""
    try:
        return os.path.exists(f"/proc/{int((folder / 'pid').read_text())}")
    except (OSError, ValueError):
        return time.time() - folder.stat().st_mtime < 60


def _throw_away(folder):
    Cluster(folder / "postgres").stop()
    shutil.rmtree(folder, ignore_errors=True)


def fingerprint(environment):
    """Changes whenever the template database would come out different."""
    files = sorted(
        file
        for file in paths.ADDONS.rglob("*")
        if file.is_file() and file.suffix != ".pyc" and "tests" not in file.relative_to(paths.ADDONS).parts
    )
    return paths.digest(str(environment.folder), *(part for file in files for part in (str(file), file)))


def bench(step, environment, folder):
    """A running server with the template database: installed now, or copied from the last run of the same addons."""
    kept = paths.state("bench") / fingerprint(environment)
    if kept.exists():
        step.progress("copying")
        _copy(kept, folder)
    server = Cluster(folder / "postgres", durable=False)
    odoo = Odoo(environment, server, folder)
    odoo.extra_env = {
        "PATH": f"{paths.SCRIPTS / 'bin'}:{os.environ['PATH']}",
        "TEST_TEMPLATE_DB": TEMPLATE,
        "TEST_ODOO_CONF": str(odoo.conf),
        "TZ": "UTC",
    }
    odoo.configure(max_cron_threads=0)
    server.start(step)
    if kept.exists():
        step.outcome = "as in the last run"
        return odoo
    log = paths.fresh_log("test-install")
    server.create(TEMPLATE)
    odoo.install(step, TEMPLATE, log, "--no-http", "-i", ",".join(paths.addon_names()), "--load-language=es_MX")
    check_log(log)
    server.stop()
    for old in kept.parent.iterdir():
        shutil.rmtree(old)
    part = kept.with_suffix(".part")
    part.mkdir()
    _copy(folder, part)
    part.rename(kept)
    server.start(step)
    step.outcome = "installed, no warning in the log"
    return odoo


def _copy(source, target):
    for name in ("postgres", "data"):
        subprocess.run(["cp", "-a", "--reflink=auto", source / name, target], check=True)


def check_log(log):
    if lines := troubles(log, ALLOWED):
        raise Problem(
            f"The log holds {len(lines)} warnings or errors.", "\n".join([*lines[:20], f"(whole log: {log})"])
        )


def run_pytest(odoo, folder, arguments):
    """Run pytest in the foreground; return what failed, or None."""
    odoo.server.copy(TEMPLATE, PYTEST)
    files = odoo.data_dir / "filestore"
    if (files / TEMPLATE).exists():
        subprocess.run(["cp", "-a", files / TEMPLATE, files / PYTEST], check=True)
    env = odoo.env() | {"PYTHONPATH": str(paths.SCRIPTS), "COVERAGE_FILE": str(folder / "coverage")}
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    command = [odoo.venv.python, "-m", "pytest", "-p", "plataforma.pytest_plugin"]
    command += [f"--odoo-database={PYTEST}", f"--odoo-config={odoo.conf}", "--odoo-http"]
    command += ["-n", workers, "--dist", "loadfile"]
    command += arguments or ["--cov", "--cov-report=", "--cov-fail-under=0"]
    say()
    code = _call(command, env)
    if code:
        return {1: "a test failed or was skipped", 5: "no test was selected"}.get(
            code, f"pytest ended with code {code}"
        )
    if not arguments and _call([odoo.venv.python, "-m", "coverage", "report"], env):
        return "too few lines of addons/ are covered"
    return None


def _call(command, env):
    """Run in the foreground, but end it by our own hand."""
    child = subprocess.Popen(
        [str(part) for part in command], cwd=paths.ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return child.wait()
    finally:
        process.terminate(child, signal.SIGINT)


def native_run(odoo, step):
    """Odoo's own way: install with demo data, update, test what reads them; a log without a WARNING or ERROR."""
    log = paths.fresh_log("test-native")
    odoo.server.create(NATIVE)
    odoo.install_with_demo(step, NATIVE, log)
    check_log(log)
    addons = paths.addon_names()
    # the others are no different here, and pytest runs them at this moment
    tags = ",".join(f"datos_demo/{name}" for name in addons)
    port = f"--http-port={system.free_port()}"
    odoo.install(step, NATIVE, log, port, "-u", ",".join(addons), f"--test-tags={tags}")
    check_log(log)
