"""Life cycles as data: what a state may become, under which verb, and whether a reason is owed."""

from typing import NamedTuple


class Transicion(NamedTuple):
    """One allowed change of state.

    :param origen: state before
    :param destino: state after
    :param verbo: code of the event it leaves in the bitácora (Spanish infinitive)
    :param motivo: whether a written reason is mandatory
    """

    origen: str
    destino: str
    verbo: str
    motivo: bool = False


class Ciclo:
    """The transition table of one model.

    :param transiciones: the allowed changes; a pair (origen, destino) stands at most once
    :raises ValueError: for a repeated pair
    """

    def __init__(self, *transiciones: Transicion | tuple):
        self._tabla = {}
        for transicion in transiciones:
            paso = Transicion(*transicion)
            if (paso.origen, paso.destino) in self._tabla:
                raise ValueError(f"Repeated transition {paso.origen} -> {paso.destino}")
            self._tabla[paso.origen, paso.destino] = paso

    def __iter__(self):
        return iter(self._tabla.values())

    def __bool__(self):
        return bool(self._tabla)

    def buscar(self, origen: str, destino: str) -> Transicion | None:
        """The transition from ``origen`` to ``destino``, or None when the table does not allow it."""
        return self._tabla.get((origen, destino))

    def estados(self) -> list[str]:
        """Every state named in the table, in order of appearance."""
        return list(dict.fromkeys(e for t in self for e in (t.origen, t.destino)))
