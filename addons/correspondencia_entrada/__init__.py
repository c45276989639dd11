from . import controllers
from . import models
from . import report
from . import wizard
from . import demo


def uninstall_hook(env):
    """Take what waits for somebody out of the trays, which stay with the kernel."""
    env["seguimiento.tarea"].search([("paso_id.modelo", "=like", "correspondencia.%")]).unlink()
