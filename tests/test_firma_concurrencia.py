"""Two people at once on one version to sign: one signs it, the other is told; nothing is signed or charged twice."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base


@pytest.fixture(scope="module")
def carreras():
    with copia("firmas") as database:
        return correr("_obrero_firma.py", database)


def test_signer_and_substitute(carreras):
    """Whoever of the two comes first; the other hears SESSION, and the evidence names the one who signed."""
    carrera = carreras["signer and substitute"]
    assert carrera["dicho"] == ["terminar: SESSION", "terminar: done"]
    assert (carrera["documento"], carrera["respuesta"], carrera["asunto"]) == ("firmado", "enviada", "concluido")
    assert carrera["eventos"] == ["firmar"]
    assert carrera["llamadas"] == {"ocsp": 1, "tsa": 2}
    assert carrera["revisiones"] == 2
    assert carrera["suplencia"] == carrera["por_otro"]
    assert not carrera["roturas"]


def test_the_same_call_twice(carreras):
    """A browser that lost the first answer hears the same; there is one signature, charged once."""
    carrera = carreras["the same call twice"]
    assert carrera["dicho"] == ["terminar: done", "terminar: done"]
    assert carrera["documento"] == "firmado"
    assert carrera["eventos"] == ["firmar"]
    assert carrera["llamadas"] == {"ocsp": 1, "tsa": 2}
    assert carrera["revisiones"] == 2


def test_signed_and_withdrawn(carreras):
    """Whoever comes first; never both."""
    carrera = carreras["signed and withdrawn"]
    firmado = "terminar: done" in carrera["dicho"]
    if firmado:
        assert carrera["dicho"][0].startswith("action_retirar: The turno of")
        assert (carrera["documento"], carrera["asunto"]) == ("firmado", "concluido")
    else:
        assert carrera["dicho"] == ["action_retirar: done", "terminar: SESSION"]
        assert (carrera["documento"], carrera["respuesta"]) == ("cancelado", "borrador")
    assert not carrera["roturas"]


def test_signed_and_rejected(carreras):
    carrera = carreras["signed and rejected"]
    firmado = "terminar: done" in carrera["dicho"]
    assert carrera["dicho"] == (
        ["rechazar: SESSION", "terminar: done"] if firmado else ["rechazar: done", "terminar: SESSION"]
    )
    assert carrera["documento"] == ("firmado" if firmado else "rechazado")
    assert carrera["eventos"] == (["firmar"] if firmado else ["rechazar_firma"])
    assert not carrera["roturas"]


def test_power_lost_while_a_constancy_was_asked_for(carreras):
    """The provider issued it, and charged it: it is known that it was asked for, and nobody asks again by itself."""
    corte = carreras["a constancy"]
    assert corte == {"pedidos": 1, "llamadas": [1, 1], "documento": [True, False]}
