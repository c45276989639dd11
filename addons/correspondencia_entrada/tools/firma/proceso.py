"""Work that does not belong into the server's process: files of strangers, and private keys.

Each task runs in a Python process of its own that lives for it alone, with bounded memory, time and files, without
the environment of the server and without Odoo. A PDF bomb dies there; a key is nowhere else.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from .errores import CODIGOS, FirmaError

OBRERO = Path(__file__).with_name("obrero.py")
#: bytes
MEMORIA = 512 * 1024 * 1024
#: seconds, of processor as of clock
SEGUNDOS = 20
#: where the libraries are: the server may find them through PYTHONPATH, which an isolated interpreter ignores
LIBRERIAS = Path(find_spec("pyhanko").submodule_search_locations[0]).parent
#: all of it: the server's holds the password of the database
_ENTORNO = {"LANG": "C.UTF-8"}


def en_proceso(tarea: str, datos: dict, *, memoria: int = MEMORIA, segundos: int = SEGUNDOS) -> dict:
    """Run one task of :mod:`~.obrero` and wait for it.

    :param datos: plain data, bytes as base64 text; travels through a pipe, never as an argument
    :param memoria: bytes of address space; a file on disk counts when it is read whole, not when it is read in pieces
    :raises FirmaError: what the task raises; ``WORKER_LIMIT`` when it was stopped for its use of memory or time
    """
    orden = [sys.executable, "-I", str(OBRERO), tarea, str(memoria), str(segundos), str(LIBRERIAS)]
    try:
        hecho = subprocess.run(  # noqa: S603 (our interpreter, our file, no shell)
            orden,
            input=json.dumps(datos).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENTORNO,
            cwd="/",
            timeout=segundos,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FirmaError("WORKER_LIMIT", f"{segundos} s") from None
    try:
        respuesta = json.loads(hecho.stdout)
    except ValueError:
        raise FirmaError("WORKER_LIMIT", f"exit status {hecho.returncode}") from None
    if "codigo" in respuesta:
        codigo = respuesta["codigo"]
        raise FirmaError(codigo if codigo in CODIGOS else "WORKER_LIMIT", respuesta["detalle"])
    return respuesta["resultado"]
