"""``make test``: a cluster, databases and files of its own, thrown away at the end."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from . import odoo_source, paths, process, system, venv
from .console import Problem, Steps, say
from .odoo import Odoo, troubles
from .postgres import Cluster

TEMPLATE = "plantilla"  # never connected to: tests that need databases of their own copy it
PYTEST = "prueba"
NATIVE = "nativa"
NATIVE_TAGS = os.environ.get("NATIVE_TAGS")
MOST_WORKERS = 4

# Lines of Odoo itself that say nothing about the addons.
ALLOWED = (
    r" py\.warnings: (?!.*/addons/(?:%s)/)" % "|".join(paths.addon_names()),
)


def test():
    arguments = shlex.split(os.environ.get("ARGS") or "")
    steps = Steps(5 if arguments else 6)
    started = time.monotonic()
    with steps("System packages") as step:
        system.ensure_packages(step, "run", "test")
    with steps("Odoo 19") as step:
        tree = odoo_source.ensure(step)
    with steps("Python packages") as step:
        environment = venv.Venv(tree).ensure(step).ensure(step, venv.TEST_LOCK)
    with scratch() as folder:
        with steps("Template database") as step:
            odoo = bench(step, environment, folder)
        with steps("Tests (pytest)") as step:
            say()
            failure = run_pytest(odoo, folder, arguments)
            step.outcome = failure or "passed"
        if not failure and not arguments:
            with steps("Native run: install with demo data, update, test") as step:
                native_run(odoo, step)
                step.outcome = "no warning, no error"
        odoo.server.stop()
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    if failure:
        raise Problem(f"The tests failed: {failure} (after {minutes} min {seconds} s).", "The report is above.")
    say(f"All tests passed in {minutes} min {seconds} s.")


@contextmanager
def scratch():
    """A folder that is gone afterwards, whatever happens, with a cluster that is stopped first."""
    base = "/var/tmp" if os.access("/var/tmp", os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="correspondencia-test-", dir=base))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        Cluster(folder / "postgres").stop()
        shutil.rmtree(folder, ignore_errors=True)


def fingerprint(environment):
    """Changes whenever the template database would come out different."""
    files = sorted(
        file for file in paths.ADDONS.rglob("*")
        if file.is_file() and file.suffix != ".pyc" and "tests" not in file.relative_to(paths.ADDONS).parts
    )
    return paths.digest(str(environment.folder), *(part for file in files for part in (str(file), file)))


def bench(step, environment, folder):
    """A running server with the template database: installed now, or copied from the last run with the same addons."""
    kept = paths.state("bench") / fingerprint(environment)
    if kept.exists():
        step.progress("copying")
        subprocess.run(["cp", "-a", "--reflink=auto", f"{kept}/.", str(folder)], check=True)
        folder.chmod(0o755)
    server = Cluster(folder / "postgres", durable=False)
    odoo = Odoo(environment, server, folder)
    odoo.configure(max_cron_threads=0)
    server.start(step)
    if kept.exists():
        step.outcome = "as in the last run"
        return odoo
    log = paths.state("logs") / "test-install.log"
    log.unlink(missing_ok=True)
    server.create(TEMPLATE)
    odoo.install(step, TEMPLATE, log, "-i", ",".join(paths.addon_names()), "--load-language=es_MX")
    check_log(log)
    server.stop()
    for old in kept.parent.iterdir():
        shutil.rmtree(old)
    subprocess.run(["cp", "-a", "--reflink=auto", str(folder), str(kept.with_suffix(".part"))], check=True)
    kept.with_suffix(".part").rename(kept)
    server.start(step)
    step.outcome = "installed without a warning"
    return odoo


def check_log(log):
    if lines := troubles(log, ALLOWED):
        raise Problem(f"The log holds {len(lines)} warnings or errors.", "\n".join([*lines[:20], f"(whole log: {log})"]))


def copy_database(odoo, target):
    """A copy of the template with its files."""
    odoo.server.copy(TEMPLATE, target)
    files = odoo.data_dir / "filestore"
    if (files / TEMPLATE).exists():
        subprocess.run(["cp", "-a", str(files / TEMPLATE), str(files / target)], check=True)


def run_pytest(odoo, folder, arguments):
    """Run pytest in the foreground; what failed, or None."""
    copy_database(odoo, PYTEST)
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    command = [
        odoo.venv.python, "-m", "pytest", "-p", "plataforma.pytest_plugin",
        f"--odoo-database={PYTEST}", f"--odoo-config={odoo.conf}", "--odoo-http",
        "-n", workers, "--dist", "loadfile",
    ]
    if not arguments:
        command += ["--cov", "--cov-report="]
    env = odoo.env() | {
        "PATH": f"{paths.SCRIPTS / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(paths.SCRIPTS),
        "COVERAGE_FILE": str(folder / "coverage"),
        "TEST_TEMPLATE_DB": TEMPLATE,
        "TEST_ODOO_CONF": str(odoo.conf),
        "TZ": "UTC",
    }
    process_ = subprocess.Popen(
        [str(part) for part in [*command, *arguments]], cwd=paths.ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True
    )
    try:
        code = process_.wait()
    except BaseException:
        process.terminate(process_, signal.SIGINT)
        raise
    if code:
        return {1: "a test failed or was skipped", 5: "no test was selected"}.get(code, f"pytest ended with code {code}")
    if arguments:
        return None
    say()
    report = subprocess.run([str(odoo.venv.python), "-m", "coverage", "report"], cwd=paths.ROOT, env=env, check=False)
    return "too few lines of addons/ are covered" if report.returncode else None


def native_run(odoo, step):
    """Odoo's own way: install with demo data, update, test; a log without a WARNING or ERROR."""
    addons = ",".join(paths.addon_names())
    log = paths.state("logs") / "test-native.log"
    log.unlink(missing_ok=True)
    odoo.server.create(NATIVE)
    odoo.install(step, NATIVE, log, "-i", addons, "--with-demo", "--load-language=es_MX")
    check_log(log)
    tags = ",".join(f"/{name}" for name in paths.addon_names())
    odoo.install(step, NATIVE, log, "-u", addons, f"--test-tags={tags}")
    check_log(log)
