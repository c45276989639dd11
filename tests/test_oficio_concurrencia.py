"""Numbers of letters under a real rush: 8 processes, 25 letters each, over two units."""

from carrera import copia, correr, necesita_base

PROCESOS, OFICIOS = 8, 25


@necesita_base
def test_two_hundred_letters_of_two_units_are_consecutive_and_none_twice():
    with copia("oficios") as database:
        resultado = correr("_obrero_oficio.py", database, PROCESOS, OFICIOS, segundos=600)
    assert not resultado["errores"]
    numeros = [r["numero"] for r in resultado["numeros"]]
    esperados = {f"{siglas}/{n:04d}" for siglas in ("UNA", "DOS") for n in range(1, PROCESOS * OFICIOS // 2 + 1)}
    assert sorted(numero.rpartition("/")[0] for numero in numeros) == sorted(esperados)
    assert sorted(resultado["registro"]) == sorted(numeros), "the register has numbers of nobody"
    assert not resultado["roturas"], "an audit log does not verify"
    print(f"slowest {max(r['segundos'] for r in resultado['numeros']):.2f} s")
