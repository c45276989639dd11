"""``make lock``: write the lock files anew from the .in files."""

import subprocess
import sys

from . import paths
from .console import say

OPTIONS = "--quiet --universal --generate-hashes --python-version=3.10 --no-header --no-annotate".split()
FILES = {
    "requirements": [],
    "requirements-addons": ["-c", "requirements.lock"],
    "requirements-test": ["-c", "requirements.lock"],
}


def lock():
    tool = paths.cache() / "lock-tool"
    python = tool / "bin" / "python"
    _call(sys.executable, "-m", "venv", tool)
    _call(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "uv")
    for name, constraints in FILES.items():
        _call(python, "-m", "uv", "pip", "compile", *OPTIONS, *constraints, f"{name}.in", "-o", f"{name}.lock")
        say(f"{name}.lock written")


def _call(*command):
    subprocess.run([str(part) for part in command], cwd=paths.ROOT, check=True)
