"""What `make run` serves beside Odoo: how programs start, are told to the database, and end. No Odoo, no database."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
sys.path.insert(0, str(SCRIPTS))

from plataforma import database, paths  # noqa: E402 (beside the addons, not among Python's packages)
from plataforma.companions import Companions  # noqa: E402
from plataforma.console import Problem, Silent  # noqa: E402

PROGRAM = """
import json, sys
with open(f"{sys.argv[1]}/says") as says:
    print(json.dumps({"script": says.read(), "notes": ["where it is"]}), flush=True)
sys.stdin.read()
"""


class Odoo:
    """Remembers which lines ran, as the database would."""

    def __init__(self, folder):
        self.folder = folder
        self.venv = SimpleNamespace(python=sys.executable)
        self.server = SimpleNamespace(sql=lambda _query, _database: self.known)
        self.known, self.ran = [], []

    def script(self, _database, text, _log):
        self.ran.append(text)
        mark = text.splitlines()[1].split("'")[-2]
        self.known = [[mark]]


@pytest.fixture
def odoo(tmp_path, monkeypatch):
    program = tmp_path / "addons" / "un_addon" / "demo" / "servicios.py"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM)
    (tmp_path / "says").write_text("first()")
    monkeypatch.setattr(paths, "ADDONS", tmp_path / "addons")
    monkeypatch.setattr(paths, "STATE", tmp_path / "state")
    monkeypatch.setattr(database, "outdated", lambda _server, _database: [])
    return Odoo(tmp_path)


def connect(odoo):
    with Companions(odoo) as companions:
        notes = companions.connect("a_database", Silent())
        assert all(program.poll() is None for program in companions.running.values())
    assert all(program.poll() is not None for program in companions.running.values()), "they end with the block"
    return notes


def test_the_database_is_told_once_and_again_when_there_is_news(odoo):
    assert connect(odoo) == ["where it is"]
    assert connect(odoo) == ["where it is"]
    assert len(odoo.ran) == 1
    assert odoo.ran[0].startswith("first()\n")
    assert odoo.ran[0].endswith("env.cr.commit()")
    (odoo.folder / "says").write_text("second()")
    connect(odoo)
    assert [text.splitlines()[0] for text in odoo.ran] == ["first()", "second()"]


def test_a_database_of_older_addons_is_told_after_its_update(odoo, monkeypatch):
    monkeypatch.setattr(database, "outdated", lambda _server, _database: ["un_addon"])
    connect(odoo)
    assert not odoo.ran


def test_one_that_does_not_start_is_a_problem_with_its_log(odoo):
    (odoo.folder / "says").unlink()
    with pytest.raises(Problem, match="un_addon") as problem:
        connect(odoo)
    assert "FileNotFoundError" in Path(problem.value.todo.split(": ")[1]).read_text()


def test_none_survives_a_killed_make_run(odoo):
    code = f"""
import json, sys
from pathlib import Path
from types import SimpleNamespace
sys.path.insert(0, {str(SCRIPTS)!r})
from plataforma import paths
paths.ADDONS, paths.STATE = Path({str(paths.ADDONS)!r}), Path({str(paths.STATE)!r})
from plataforma.companions import Companions
odoo = SimpleNamespace(venv=SimpleNamespace(python=sys.executable), folder={str(odoo.folder)!r})
with Companions(odoo) as companions:
    program = companions.running["un_addon"]
    program.stdout.readline()
    print(json.dumps(program.pid), flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as make:
        pid = json.loads(make.stdout.readline())
        assert alive(pid)
        make.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid):
    """Whether the process runs; a dead one may wait for somebody to bury it."""
    if not os.path.exists(f"/proc/{pid}"):
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
