"""When to knock again: at the other half of the day, not too soon, within three working days."""

from datetime import date, datetime, time, timedelta

#: where the day is cut in two for attempts of delivery
CORTE = time(15)
#: a second attempt comes this much later at least
SEPARACION = timedelta(hours=3)
#: and within this many working days
DIAS_MAX = 3
_MANANA, _TARDE, _ULTIMA = time(10), time(16), time(18)


def es_tarde(momento: datetime) -> bool:
    """Whether ``momento`` (local) is in the second half of the day."""
    return momento.time() >= CORTE


def siguiente(intento: datetime, es_habil) -> datetime:
    """When to try again after the failed ``intento`` (local, naive).

    :param es_habil: function that tells whether a date is a working day of who delivers
    """
    if not es_tarde(intento) and es_habil(intento.date()):
        hoy = max(datetime.combine(intento.date(), _TARDE), _redondo(intento + SEPARACION))
        if hoy.date() == intento.date() and hoy.time() <= _ULTIMA:
            return hoy
    otro = _siguiente_habil(intento.date(), es_habil)
    return datetime.combine(otro, _MANANA if es_tarde(intento) else _TARDE)


def reparos(anterior: datetime, intento: datetime, dias_habiles: int) -> list[str]:
    """What is wrong with the second of two attempts (local): ``misma_franja``, ``muy_pronto``, ``muy_tarde``.

    :param dias_habiles: working days between both
    """
    hallados = []
    if es_tarde(anterior) == es_tarde(intento):
        hallados.append("misma_franja")
    if intento - anterior < SEPARACION:
        hallados.append("muy_pronto")
    if dias_habiles > DIAS_MAX:
        hallados.append("muy_tarde")
    return hallados


def _redondo(momento: datetime) -> datetime:
    """``momento``, up to the next half hour."""
    sobra = timedelta(minutes=momento.minute % 30, seconds=momento.second, microseconds=momento.microsecond)
    return momento - sobra + timedelta(minutes=30) if sobra else momento


def _siguiente_habil(dia: date, es_habil) -> date:
    for paso in range(1, 31):
        if es_habil(dia + timedelta(days=paso)):
            return dia + timedelta(days=paso)
    return dia + timedelta(days=1)
