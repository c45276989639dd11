"""Programs that serve beside a demo Odoo: an addon may ship one as ``demo/servicios.py``.

It is started with the state folder, where it keeps what it makes, and writes one line of JSON when it is ready:

- ``script``: lines for Odoo's shell that tell the database of it. They run when the database does not know them yet.
- ``notes``: what the user should know.

It ends when its standard input does, so that it cannot outlive us, however we end.
"""

import json
import subprocess

from . import database, paths, process
from .console import Problem
from .postgres import literal


class Companions:
    """Starts them all, and ends them with the block."""

    def __init__(self, odoo):
        self.odoo = odoo
        self.log = paths.state("logs") / "companions.log"
        self.running = {}

    def __enter__(self):
        for program in sorted(paths.ADDONS.glob("*/demo/servicios.py")):
            with open(self.log, "ab") as log:
                self.running[program.parents[1].name] = subprocess.Popen(
                    [self.odoo.venv.python, "-I", program, self.odoo.folder],
                    cwd=paths.ROOT,
                    env=process.clean_env(),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                )
        return self

    def __exit__(self, *_exception):
        for program in self.running.values():
            process.terminate(program)
            program.stdin.close()
            program.stdout.close()

    def connect(self, name, step):
        """Wait until they are ready, let the database know them, and return their notes."""
        notes = []
        for addon, program in self.running.items():
            try:
                ready = json.loads(program.stdout.readline())
            except ValueError:
                raise Problem(
                    f"The demo services of {addon} did not start.", f"Their log says why: {self.log}"
                ) from None
            self._tell(name, f"plataforma.{addon}", ready["script"], step)
            notes += ready["notes"]
        step.outcome = "ready"
        return notes

    def _tell(self, name, key, script, step):
        """Run the lines in the database, and write there that they ran."""
        server, mark = self.odoo.server, paths.digest(script)
        known = server.sql(f"SELECT value FROM ir_config_parameter WHERE key = {literal(key)}", name)
        if known == [[mark]] or database.outdated(server, name):
            return
        step.progress("telling the database")
        lines = [script, f"env['ir.config_parameter'].set_param({key!r}, {mark!r})", "env.cr.commit()"]
        self.odoo.script(name, "\n".join(lines), paths.fresh_log("companions-connect"))
