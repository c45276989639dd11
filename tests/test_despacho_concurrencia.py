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
        ("correo", "en_despacho", "solicitar", {"correos": 1}),
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
    """Whoever comes first, nothing is sent of a letter that is cancelled."""
    resultado = carreras["despachar y cancelar"]
    hecho, _negado = resultado["clics"]
    assert not hecho
    assert (resultado["state"], resultado["oficio"], resultado["correos"]) == ("cancelado", "cancelado", 0)
    assert not resultado["roturas"]
