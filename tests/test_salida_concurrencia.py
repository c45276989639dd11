"""A letter that leaves while somebody else moves it: nothing is sent of what is over, no acuse is forgotten."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base


@pytest.fixture(scope="module")
def clics():
    with copia("salida") as database:
        resultado = correr("_obrero_salida.py", database)
    assert not [caso for caso, quedo in resultado.items() if quedo["roturas"]], "an audit log does not verify"
    return resultado


def test_the_last_of_two_acuses_closes_the_letter(clics):
    """Neither sees the other's line still without its acuse and leaves the letter open."""
    resultado = clics["abrir"]
    assert resultado["clics"] == ["", ""]
    assert resultado["lineas"] == ["acusado", "acusado"]
    assert set(resultado["oficios"]) == {"acusado"}


def test_signed_and_cancelled_at_once(clics):
    resultado = clics["firmar y cancelar"]
    assert set(resultado["oficios"]) == {"cancelado"}
    assert resultado["numeros"] == ["anulado"]
    assert resultado["lineas"] == ["cancelado"]
    assert resultado["tareas"] == []


def test_signed_electronically_and_cancelled_at_once(clics):
    """Signed and then cancelled, or cancelled and not signed: never a signature of what is over."""
    resultado = clics["firmar electrónicamente y cancelar"]
    firmado = resultado["clics"] == ["", ""]
    assert set(resultado["oficios"]) == {"cancelado"}
    assert resultado["firmas"] == ["firmado" if firmado else "cancelado"]
    assert resultado["numeros"] == ["anulado"]
    assert resultado["lineas"] == ["cancelado"]
    assert resultado["tareas"] == []


def test_signed_electronically_and_taken_back_at_once(clics):
    """One of both: a letter to dispatch with its number, or a draft without it."""
    resultado = clics["firmar electrónicamente y recuperar"]
    assert resultado["clics"].count("") == 1
    quedo = (resultado["oficios"], resultado["firmas"], resultado["numeros"], resultado["tareas"])
    assert quedo in (
        (["firmado"], ["firmado"], ["usado"], ["oficio_despachar"]),
        (["borrador"], ["cancelado"], [], []),
    )


def test_no_piece_is_left_of_a_letter_that_is_over(clics):
    resultado = clics["despachar y sustituir"]
    assert resultado["oficios"][0] == "sustituido"
    assert set(resultado["piezas"]) <= {"cancelado"}
    assert resultado["lineas"][0] == "cancelado"


def test_a_letter_is_substituted_once(clics):
    hecho, negado = clics["sustituir"]["clics"]
    assert not hecho
    assert "has just begun the document that substitutes this one" in negado


def test_a_reserved_number_is_given_once(clics):
    resultado = clics["la misma reserva"]
    hecho, negado = resultado["clics"]
    assert not hecho
    assert "is now «Used»" in negado
    assert sorted(resultado["oficios"]) == ["aprobado", "numerado"]
    assert resultado["numeros"] == ["usado"]
