"""An addon above mensajeria leaves: all of mensajeria stays, and works."""

import pytest
from carrera import copia, correr, necesita_base

pytestmark = necesita_base

#: what another addon brings to the catalogues of all: its papers and rules, its processes and their tasks
CATALOGOS = {"ir.actions.report", "ir.rule", "seguimiento.proceso", "seguimiento.paso", "seguimiento.tarea"}


@pytest.fixture(scope="module", params=["correspondencia_salida", "correspondencia_entrada"])
def resultado(request):
    with copia("desinstalar") as database:
        return {"addon": request.param} | correr("_obrero_desinstalar.py", database, request.param, segundos=900)


def test_caso_55_desinstalar_conserva_los_datos(resultado):
    assert resultado["estado"] == "uninstalled"
    antes, despues = resultado["antes"], resultado["despues"]
    propias = CATALOGOS
    if resultado["atendido"]:
        propias = CATALOGOS | {"ir.attachment"}  # the files of its letters
    assert {m: v for m, v in despues.items() if m not in propias} == {
        m: v for m, v in antes.items() if m not in propias
    }
    assert antes["mensajeria.envio"][0] >= 2, "the scene was not what it had to be"
    assert not resultado["roturas"], "an audit log does not verify"


def test_caso_55_nada_queda_colgado(resultado):
    assert not resultado["huerfanas"], "tasks of documents that are gone"
    assert not resultado["pasos"], "steps of models that are gone"
    assert not resultado["colgados"], "what opens, prints, runs or reminds of models that are gone"


def test_caso_55_sigue_funcionando(resultado):
    con, sin = resultado["despachos"]
    assert sin | {"procesos": None} == con | {"procesos": None}
    assert (sin["pieza"], sin["acuse"], sin["relacion"], sin["tareas"]) == (
        "entregado",
        "entregado_solicitante",
        "HR",
        [],
    )
    assert sin["procesos"]
    solicitud, pieza, tareas = resultado["leido"]
    assert solicitud
    assert pieza.startswith("ENV/")
    assert "msj_aceptar" in tareas


def test_lo_que_entra_se_sigue_atendiendo(resultado):
    """Without outgoing letters, the matters that they answered, or became, are read; others are attended."""
    atendido = {"antes": ["concluido", "en_atencion"], "asunto": "concluido", "tareas": [], "roturas": []}
    queda = resultado["addon"] == "correspondencia_salida"
    assert resultado["atendido"] == (atendido if queda else None)


def test_vuelve_sobre_los_datos(resultado):
    """Installed over the data of the others, and updated: they stay as they were, and letters are written again."""
    vuelto = resultado["reinstalado"]
    assert bool(vuelto) == (resultado["addon"] == "correspondencia_salida")
    if vuelto:
        antes, instalado, actualizado = (
            {modelo: v for modelo, v in contenido.items() if modelo not in CATALOGOS}
            for contenido in vuelto["contenidos"]
        )
        assert antes == instalado == actualizado
        assert vuelto["carta"] == ["despachado", "concluido"]
