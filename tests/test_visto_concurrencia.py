"""Reviewers who decide at the same moment: nobody is forgotten, nothing is decided twice."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base


@pytest.fixture(scope="module")
def clics():
    with copia("visto") as database:
        return correr("_obrero_visto.py", database)


def test_the_last_of_two_calls_the_next(clics):
    """Neither sees the other's step still in turn and leaves the next one waiting."""
    assert clics["a la vez"] == {
        "clics": ["", ""],
        "state": "en_revision",
        "pasos": ["aprobado", "aprobado", "en_turno"],
        "tareas": 1,
    }


def test_a_double_click_approves_once(clics):
    hecho, negado = clics["doble"]["clics"]
    assert not hecho
    assert "is now «Approved». Reload the page." in negado
    assert clics["doble"]["pasos"] == ["aprobado", "en_turno"]
    assert clics["doble"]["tareas"] == 1


def test_withdrawn_and_approved_at_once(clics):
    """Whoever comes first; a draft is in nobody's tray."""
    resultado = clics["retirar y aprobar"]
    assert resultado["state"] == "borrador"
    assert resultado["pasos"] == ["pendiente", "pendiente"]
    assert resultado["tareas"] == 0
