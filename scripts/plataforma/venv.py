"""The Python environment: a venv filled from a lock file with hashes, and a .pth file that points at Odoo."""

import re
import shutil
import subprocess
import sys

from . import paths, process, system
from .console import Problem
from .locks import only_one

RUN_LOCK = paths.ROOT / "requirements.lock"
TEST_LOCK = paths.ROOT / "requirements-test.lock"
# the lock is complete, so that pip has nothing to resolve
PIP_OPTIONS = "--require-hashes --no-deps --no-input --disable-pip-version-check --retries=2".split()


class Venv:
    def __init__(self, odoo_tree):
        self.odoo_tree = odoo_tree
        key = paths.digest(RUN_LOCK, str(odoo_tree), sys.version, sys.executable)
        self.folder = paths.cache() / f"venv-{key}"
        self.python = self.folder / "bin" / "python"

    def ensure(self, step, lock=RUN_LOCK):
        """Fill the venv with a lock file, once."""
        stamp = self.folder / f"{lock.stem}-{paths.digest(lock)}.done"
        if not stamp.exists():
            with only_one(self.folder.with_suffix(".lock"), step, "another run is preparing Python"):
                if not stamp.exists():
                    self._fill(step, lock)
                    stamp.touch()
        step.outcome = f"Python {sys.version.split()[0]}"
        return self

    def _fill(self, step, lock):
        """Install the lock; where an earlier attempt was cut short, from the start (pip keeps its downloads)."""
        system.ensure_disk(self.folder.parent, 1)
        unfinished = self.folder / "unfinished"
        if unfinished.exists() or not self.python.exists():
            self._create(step)
        unfinished.touch()
        wanted = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
        seen = set()

        def on_line(line):
            if match := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
                seen.add(match.group(1).lower())
                step.progress(f"package {len(seen)} of about {wanted}")
            elif line.startswith(("Installing", "Building")):
                step.progress(line.split(":")[0][:60].lower())

        result = process.run(
            [self.python, "-m", "pip", "install", *PIP_OPTIONS, "-r", lock],
            log=paths.state("logs") / "pip.log",
            on_line=on_line,
            on_tick=step.progress,
        )
        if not result.ok:
            raise _pip_problem(result, lock)
        unfinished.unlink()

    def _create(self, step):
        step.progress("creating")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        (self.folder / "unfinished").touch()
        result = process.run(
            [sys.executable, "-m", "venv", self.folder], log=paths.state("logs") / "pip.log", on_tick=step.progress
        )
        if not result.ok:
            raise system.failure(
                result, "Python could not create a virtual environment.", "Run: apt-get install python3-venv"
            )
        site = subprocess.run(
            [self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        with open(f"{site}/odoo-source.pth", "w", encoding="utf-8") as pth:
            pth.write(f"{self.odoo_tree}\n")


def _pip_problem(result, lock):
    text = result.text
    if re.search(r"do not match the hashes", text, re.IGNORECASE):
        return Problem(
            "A Python package is not the file that was pinned (wrong hash).",
            "Run the command again; if it happens twice, report it.",
        )
    # pip also says "no matching distribution" when nothing answered: the network comes first
    if not system.OFFLINE.search(text) and (gone := re.search(r"No matching distribution found for ([\w.=-]+)", text)):
        return Problem(
            f"The Python package index no longer offers {gone.group(1)} for this Python.",
            f"Choose a version that exists in {lock.stem}.in and run: make lock",
        )
    return system.failure(
        result,
        "The Python packages could not be installed.",
        f"See {paths.state('logs') / 'pip.log'}, and run the command again.",
    )
