"""Two clerks dispatch the same letter: it leaves once, and one of them is told."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base


@pytest.fixture(scope="module")
def carreras():
    with copia("despacho") as database:
        return correr("_obrero_despacho.py", database)


@pytest.mark.parametrize(
    ("caso", "state", "evento", "dejo"),
    [
        ("correo", "despachado", "despachar", {"correos": 1}),
        ("pieza", "en_despacho", "solicitar", {"piezas": 1}),
        ("mostrador", "acusado", "entregar", {"acuses": 1}),
    ],
)
def test_it_leaves_once(carreras, caso, state, evento, dejo):
    resultado = carreras[caso]
    hecho, negado = resultado["clics"]
    assert not hecho
    assert "«" in negado
    assert resultado["state"] == state
    assert resultado["eventos"].count(evento) == 1
    assert {clave: resultado[clave] for clave in dejo} == dejo
    assert not resultado["roturas"]


def test_dispatched_and_cancelled_at_once(carreras):
    """Whoever comes first; it is never both."""
    resultado = carreras["despachar y cancelar"]
    hecho, negado = resultado["clics"]
    assert not hecho
    assert negado
    salio = resultado["correos"] == 1
    assert (resultado["state"], resultado["oficio"]) == (
        ("despachado", "despachado") if salio else ("cancelado", "cancelado")
    )
    assert not resultado["roturas"]
