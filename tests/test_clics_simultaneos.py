"""Two clicks at the same moment: one does the step, the other is told that it is done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = os.environ.get("TEST_TEMPLATE_DB")
OBRERO = Path(__file__).with_name("_obrero_clics.py")
DATABASE = f"clics_{os.getpid()}"


@pytest.fixture(scope="module")
def clics():
    if not TEMPLATE:
        pytest.skip("needs TEST_TEMPLATE_DB, a database with the addons, and TEST_ODOO_CONF")
    subprocess.run(["createdb", "-T", TEMPLATE, DATABASE], check=True)
    try:
        orden = [sys.executable, OBRERO, os.environ["TEST_ODOO_CONF"], DATABASE]
        proceso = subprocess.run(orden, capture_output=True, text=True, check=False, timeout=300)
        assert proceso.returncode == 0, proceso.stderr
        yield json.loads(proceso.stdout)
    finally:
        subprocess.run(["dropdb", "--force", DATABASE], check=True)


@pytest.mark.parametrize(
    ("caso", "estado", "mensaje", "evento", "tareas"),
    [
        ("registrar", "por_digitalizar", "is now «To Digitize». Reload the page.", "registrar", ["digitalizar"]),
        ("descargar", "en_atencion", "is now «Under Attention». Reload the page.", "descargar", ["atender"]),
        ("concluir", "concluido", "is «Concluded». Reload the page.", "turno_concluir", []),
        ("enviar", "concluido", "is «Concluded». Reload the page.", "turno_concluir", []),
    ],
)
def test_one_does_it_and_the_other_is_told(clics, caso, estado, mensaje, evento, tareas):
    resultado = clics[caso]
    hecho, negado = resultado["clics"]
    assert not hecho
    assert mensaje in negado
    assert resultado["state"] == estado
    assert resultado["eventos"].count(evento) == 1
    assert resultado["tareas"] == tareas
    assert not resultado["roturas"]


def test_withdrawn_and_concluded_at_once(clics):
    """Whoever comes first; the matter is never both."""
    resultado = clics["retirar y concluir"]
    hecho, negado = resultado["clics"]
    assert not hecho
    assert "Reload the page." in negado
    retirado = resultado["state"] == "en_atencion"
    assert resultado["tareas"] == (["reasignar"] if retirado else [])
    assert ("turno_retirar" in resultado["eventos"]) == retirado
    assert ("turno_concluir" in resultado["eventos"]) != retirado
    assert not resultado["roturas"]
