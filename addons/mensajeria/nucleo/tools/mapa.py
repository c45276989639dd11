"""The flow of a process, derived from its steps and from the life cycles of their models."""

from typing import NamedTuple

from .ciclo import Ciclo


class Paso(NamedTuple):
    """A step, as the map needs to know it.

    :param id: any hashable
    :param modelo: name of the model it works on
    :param estados: states of the model at which it is pending; none when only its neighbours place it
    :param verbos: verbs by which it is left, when it shares its states with another step; else empty
    :param siguientes: ids of the steps of other models that it calls for
    """

    id: int
    modelo: str
    estados: tuple[str, ...] = ()
    verbos: tuple[str, ...] = ()
    siguientes: tuple[int, ...] = ()


class Estado(NamedTuple):
    """A state of a model at which no step is pending."""

    modelo: str
    estado: str


def es_final(ciclo: Ciclo, estado: str) -> bool:
    """Whether the ordinary course ends at ``estado``: whatever leaves it needs a reason (reopen)."""
    return all(t.motivo for t in ciclo if t.origen == estado)


def derivar(pasos: list[Paso], ciclos: dict[str, Ciclo]) -> tuple[list[Estado], dict[tuple, bool]]:
    """The states to draw besides the steps, and the arrows.

    States that no step leads to (a draft that nobody is asked to work on) are left out.

    :returns: ``(estados, {(origen, destino): excepcional})``, where the ends of an arrow are ids of steps or
        :class:`Estado`, and ``excepcional`` says that every transition behind the arrow needs a reason
    """
    flechas = {}
    for modelo, ciclo in ciclos.items():
        propios = [p for p in pasos if p.modelo == modelo]
        for t in ciclo:
            for origen in _saliendo(propios, Estado(modelo, t.origen), t.verbo):
                for destino in _llegando(propios, t.origen, Estado(modelo, t.destino)):
                    if origen != destino:
                        flechas[origen, destino] = flechas.get((origen, destino), True) and t.motivo
    for paso in pasos:
        for siguiente in paso.siguientes:
            flechas[paso.id, siguiente] = False
    alcanzados = _alcanzados({p.id for p in pasos}, flechas)
    flechas = {par: excepcional for par, excepcional in flechas.items() if par[0] in alcanzados}
    usados = {extremo for par in flechas for extremo in par}
    estados = [Estado(modelo, e) for modelo, ciclo in ciclos.items() for e in ciclo.estados()]
    return [e for e in estados if e in usados], flechas


def _saliendo(propios, lugar, verbo):
    """Nodes that a transition leaves: the steps that claim its verb, or else those pending at the state, or the state."""
    pasos = [p for p in propios if lugar.estado in p.estados]
    elegidos = [p for p in pasos if verbo in p.verbos] or [p for p in pasos if not p.verbos] or pasos
    return [p.id for p in elegidos] or [lugar]


def _llegando(propios, origen, lugar):
    """Nodes that a transition enters. A step that is pending before and after does not follow itself."""
    pasos = [p for p in propios if lugar.estado in p.estados]
    if not pasos:
        return [lugar]
    elegidos = [p for p in pasos if not p.verbos] or pasos
    return [p.id for p in elegidos if origen not in p.estados]


def _alcanzados(inicio, flechas):
    vistos, cola = set(inicio), list(inicio)
    while cola:
        actual = cola.pop()
        nuevos = {b for a, b in flechas if a == actual} - vistos
        vistos |= nuevos
        cola += nuevos
    return vistos
