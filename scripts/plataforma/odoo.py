"""Run Odoo: its configuration file, its installation of modules, its log."""

import re
from pathlib import Path

from . import paths, process, system
from .console import Problem

PROGRESS = re.compile(r"Loading module ([\w.]+) \((\d+)/(\d+)\)")
TROUBLE = re.compile(r"^[\d-]+ [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")


class Odoo:
    def __init__(self, venv, server, folder):
        """``folder`` holds the configuration, the file store and the sessions."""
        self.venv = venv
        self.server = server
        self.folder = Path(folder)
        self.data_dir = self.folder / "data"
        self.conf = self.folder / "odoo.conf"
        self.extra_env = {}

    def addons_path(self):
        tree = self.venv.odoo_tree
        folders = [tree / "odoo" / "addons", tree / "addons", paths.ADDONS]
        return ",".join(str(folder) for folder in folders if any(folder.glob("*/__manifest__.py")))

    def configure(self, **options):
        """Write the configuration file; the connection travels in the environment, so no password is on disk."""
        settings = {
            "addons_path": self.addons_path(),
            "data_dir": self.data_dir,
            "http_interface": "127.0.0.1",
            "list_db": False,
            "unaccent": True,
            "max_cron_threads": 1,
            "limit_time_cpu": 600,
            "limit_time_real": 1200,
            **options,
        }
        self.data_dir.mkdir(parents=True, exist_ok=True)
        lines = ["[options]", *(f"{key} = {value}" for key, value in settings.items())]
        self.conf.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def env(self):
        env = process.clean_env(**self.server.env(), **self.extra_env)
        del env["PGDATABASE"]  # Odoo would take it for -d
        return env

    def command(self, *arguments):
        return [self.venv.python, "-m", "odoo", *arguments]

    def install(self, step, database, log, *options):
        """Run Odoo to the end of its loading, showing which module it is at."""

        def on_line(line):
            match = PROGRESS.search(line)
            step.progress(f"{match.group(1)} ({match.group(2)} of {match.group(3)})" if match else None)

        options = ("--max-cron-threads=0", "--stop-after-init", *options)
        result = process.run(
            self.command("server", "-c", self.conf, "-d", database, *options),
            env=self.env(),
            log=log,
            on_line=on_line,
            on_tick=step.progress,
        )
        if not result.ok:
            raise self._problem(result, "Odoo could not load the addons.", log)

    def install_with_demo(self, step, database, log):
        addons = ",".join(paths.addon_names())
        self.install(step, database, log, "--no-http", "-i", addons, "--with-demo", "--load-language=es_MX")
        for line in troubles(log):  # Odoo goes on without the demo data of an addon when they do not load
            if match := re.search(r"Module (\w+) demo data failed", line):
                step.note(f"the demo data of {match.group(1)} did not load; the log says why: {log}")

    def script(self, database, text, log):
        """Run Python lines in Odoo's shell."""
        command = self.command("shell", "-c", self.conf, "-d", database, "--no-http", "--shell-interface=python")
        result = process.run(command, env=self.env(), log=log, stdin=text)
        if not result.ok:
            raise self._problem(result, "Odoo could not be set up.", log)

    def _problem(self, result, what, log):
        if system.NO_SPACE.search(result.text):
            return system.disk_problem(self.folder)
        said = [line for line in result.tail if " INFO " not in line]
        return Problem(what, "\n".join([f"Its log says why: {log}", *said[-12:]]))


def troubles(log, allowed=()):
    """The WARNING and ERROR lines of a log, without those that a pattern allows."""
    lines = Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if TROUBLE.match(line) and not any(re.search(pattern, line) for pattern in allowed)]
