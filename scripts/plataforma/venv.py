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


class Venv:
    def __init__(self, odoo_tree):
        self.odoo_tree = odoo_tree
        key = paths.digest(RUN_LOCK, str(odoo_tree), sys.version, sys.executable)
        self.folder = paths.cache() / f"venv-{key}"
        self.python = self.folder / "bin" / "python"

    def ensure(self, step, lock=RUN_LOCK):
        """Fill the venv; what an interrupted run left is used, not thrown away."""
        stamp = self.folder / f"{lock.stem}-{paths.digest(lock)}.done"
        if not stamp.exists():
            with only_one(self.folder.with_suffix(".lock"), step, "another run is preparing Python"):
                if not stamp.exists():
                    self._fill(step, lock)
                    stamp.touch()
        step.outcome = f"Python {sys.version.split()[0]}"
        return self

    def _fill(self, step, lock):
        system.ensure_disk(self.folder.parent, 1)
        if not (self.folder / "ready").exists():
            self._create(step)
        wanted = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
        seen = set()

        def on_line(line):
            if match := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
                seen.add(match.group(1).lower())
                step.progress(f"package {len(seen)} of about {wanted}")
            elif line.startswith(("Installing", "Building")):
                step.progress(line.split(":")[0][:60].lower())

        result = process.run(
            [
                self.python,
                "-m",
                "pip",
                "install",
                "--require-hashes",
                "--no-deps",
                "--no-input",
                "--disable-pip-version-check",
                "--retries",
                "2",
                "-r",
                lock,
            ],
            log=paths.state("logs") / "pip.log",
            on_line=on_line,
            on_tick=step.progress,
        )
        if not result.ok:
            raise _pip_problem(result, lock)

    def _create(self, step):
        step.progress("creating")
        shutil.rmtree(self.folder, ignore_errors=True)
        result = process.run(
            [sys.executable, "-m", "venv", self.folder], log=paths.state("logs") / "pip.log", on_tick=step.progress
        )
        if not result.ok:
            raise system.apt_problem(
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
        (self.folder / "ready").touch()


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
    return system.apt_problem(
        result,
        "The Python packages could not be installed.",
        f"See {paths.state('logs') / 'pip.log'}, and run the command again.",
    )
