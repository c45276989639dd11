"""Two clicks at the same moment: one does the step, the other is told that it is done."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base


@pytest.fixture(scope="module")
def clics():
    with copia("clics") as database:
        return correr("_obrero_clics.py", database)


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
