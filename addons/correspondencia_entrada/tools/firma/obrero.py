"""The other side of :mod:`~.proceso`: ``python -I obrero.py TASK MEMORY SECONDS FOLDER``, JSON in, JSON out.

Started by its path, so that neither Odoo nor the folders of the server are importable.
"""

import importlib.util
import json
import resource
import sys
import traceback
from pathlib import Path


def limitar(memoria: int, segundos: int) -> None:
    """Bound this process before it reads anything. Core dumps are off: they would hold the key."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memoria, memoria))
    resource.setrlimit(resource.RLIMIT_CPU, (segundos, segundos))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def anteponer(librerias: str) -> None:
    """Look for libraries first in a folder, as PYTHONPATH does."""
    if librerias not in sys.path:
        sys.path.insert(0, librerias)


def cargar_paquete() -> None:
    """Make the folder of this file importable as the package ``firma``, and nothing beside it."""
    carpeta = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        "firma", carpeta / "__init__.py", submodule_search_locations=[str(carpeta)]
    )
    paquete = importlib.util.module_from_spec(spec)
    sys.modules["firma"] = paquete
    spec.loader.exec_module(paquete)


def trabajar(tarea: str) -> dict:
    """Answer of one task: ``resultado``, or ``codigo`` and ``detalle`` of the refusal."""
    from firma.errores import FirmaError
    from firma.tareas import TAREAS

    try:
        return {"resultado": TAREAS[tarea](json.load(sys.stdin))}
    except FirmaError as error:
        return {"codigo": error.codigo, "detalle": error.detalle}
    except Exception as error:  # noqa: BLE001 (lack of memory, or an error of ours; its text might hold a secret)
        donde = traceback.extract_tb(error.__traceback__)[-1]
        return {
            "codigo": "WORKER_LIMIT",
            "detalle": f"{type(error).__name__} at {Path(donde.filename).name}:{donde.lineno}",
        }


if __name__ == "__main__":
    limitar(int(sys.argv[2]), int(sys.argv[3]))
    anteponer(sys.argv[4])
    cargar_paquete()
    json.dump(trabajar(sys.argv[1]), sys.stdout)
