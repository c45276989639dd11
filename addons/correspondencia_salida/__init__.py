from . import controllers
from . import models
from . import report
from . import wizard
from . import demo


def uninstall_hook(env):
    """Take what waits for somebody out of the trays, which stay with the kernel."""
    propios = [modelo for modelo, clase in env.registry.items() if clase._original_module == "correspondencia_salida"]
    env["seguimiento.tarea"].search([("res_model", "in", propios)]).unlink()
