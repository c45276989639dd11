"""Real processes on a database of their own, for what two people do at the same moment."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

TEMPLATE = os.environ.get("TEST_TEMPLATE_DB")
necesita_base = pytest.mark.skipif(
    not TEMPLATE, reason="needs TEST_TEMPLATE_DB, a database with the addons, and TEST_ODOO_CONF"
)


@contextmanager
def copia(nombre):
    """The name of a copy of the template, which lives as long as the context."""
    database = f"{nombre}_{os.getpid()}"
    subprocess.run(["createdb", "-T", TEMPLATE, database], check=True)
    try:
        yield database
    finally:
        subprocess.run(["dropdb", "--force", database], check=True)


def correr(obrero, database, *argumentos, segundos=300):
    """What the script ``obrero`` of this folder prints, from JSON.

    :param segundos: after which it is given up
    """
    orden = [sys.executable, Path(__file__).with_name(obrero), os.environ["TEST_ODOO_CONF"], database]
    orden += map(str, argumentos)
    proceso = subprocess.run(orden, capture_output=True, text=True, check=False, timeout=segundos)
    assert proceso.returncode == 0, proceso.stderr
    return json.loads(proceso.stdout)
