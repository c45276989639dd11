"""When to knock again: at the other half of the day, not too soon, within some working days."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

_MANANA, _ULTIMA = time(10), time(18)
_RESPIRO = timedelta(hours=1)


class Regla(NamedTuple):
    """How the attempts of a provider follow one another.

    :param corte: hour (local) at which the day is cut in two
    :param horas: a second attempt comes this much later at least
    :param dias: and within this many working days
    """

    corte: float = 15
    horas: float = 3
    dias: int = 3

    def es_tarde(self, momento: datetime) -> bool:
        """Whether ``momento`` (local) is in the second half of the day."""
        return momento >= self._corte_de(momento.date())

    def siguiente(self, intento: datetime, es_habil) -> datetime:
        """When to try again after the failed ``intento`` (local, naive).

        :param es_habil: function that tells whether a date is a working day of who delivers
        """
        if not self.es_tarde(intento) and es_habil(intento.date()):
            hoy = max(self._tarde(intento.date()), _redondo(intento + timedelta(hours=self.horas)))
            if hoy <= datetime.combine(intento.date(), _ULTIMA):
                return hoy
        otro = _siguiente_habil(intento.date(), es_habil)
        return datetime.combine(otro, _MANANA) if self.es_tarde(intento) else self._tarde(otro)

    def reparos(self, anterior: datetime, intento: datetime, dias_habiles: int) -> list[str]:
        """What is wrong with the second of two attempts (local): ``misma_franja``, ``muy_pronto``, ``muy_tarde``.

        :param dias_habiles: working days between both
        """
        hallados = []
        if self.es_tarde(anterior) == self.es_tarde(intento):
            hallados.append("misma_franja")
        if intento - anterior < timedelta(hours=self.horas):
            hallados.append("muy_pronto")
        if dias_habiles > self.dias:
            hallados.append("muy_tarde")
        return hallados

    def _corte_de(self, dia: date) -> datetime:
        return datetime.combine(dia, time()) + timedelta(hours=self.corte)

    def _tarde(self, dia: date) -> datetime:
        return self._corte_de(dia) + _RESPIRO


def _redondo(momento: datetime) -> datetime:
    """``momento``, up to the next half hour."""
    sobra = timedelta(minutes=momento.minute % 30, seconds=momento.second, microseconds=momento.microsecond)
    return momento - sobra + timedelta(minutes=30) if sobra else momento


def _siguiente_habil(dia: date, es_habil) -> date:
    for paso in range(1, 31):
        if es_habil(dia + timedelta(days=paso)):
            return dia + timedelta(days=paso)
    return dia + timedelta(days=1)
