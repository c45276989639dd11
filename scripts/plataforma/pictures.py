"""``make screenshots``: serve a throw-away database with demo data and let scripts/screenshots/run take the pictures."""

import os
import signal
import subprocess

from . import paths, process, serve, system
from .companions import Companions
from .console import Problem, Steps
from .postgres import Cluster
from .testing import scratch

PROGRAM = paths.SCRIPTS / "screenshots" / "run"


def screenshots():
    if not PROGRAM.exists():
        raise Problem("This tree has no scripts/screenshots/run.", "Check out a complete tree.")
    steps = Steps(6)
    odoo = serve.base(steps, "run", "test")
    with scratch() as folder:
        name = "capturas"
        odoo.folder, odoo.data_dir, odoo.conf = folder, folder / "data", folder / "odoo.conf"
        port = system.free_port()
        odoo.configure(http_port=port, dbfilter=f"^{name}$", max_cron_threads=0)
        with steps("Database with demo data") as step:
            odoo.server = Cluster(folder / "postgres", durable=False).start(step)
            odoo.server.create(name)
            odoo.install_with_demo(step, name, paths.fresh_log("screenshots-install"))
            odoo.script(name, serve.database.SETUP.read_text(encoding="utf-8"), paths.fresh_log("screenshots-setup"))
        address = f"http://127.0.0.1:{port}"
        with Companions(odoo) as companions:
            with steps("Demo services") as step:
                companions.connect(name, step)
            with steps("Pictures") as step:
                server = serve.start(odoo, name, address, step, paths.fresh_log("screenshots-odoo"))
                try:
                    env = {
                        **os.environ,
                        "ODOO_URL": address,
                        "ODOO_PYTHON": str(odoo.venv.python),
                        "DEMO_STATE": str(folder),
                    }
                    code = subprocess.run([str(PROGRAM)], cwd=paths.ROOT, env=env, check=False).returncode
                finally:
                    process.terminate(server, signal.SIGINT)
                step.outcome = "done" if not code else f"failed (code {code})"
    return code
