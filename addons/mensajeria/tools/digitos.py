"""Check digits of tracking numbers: the last digit that a carrier computes from the others.

Each function takes the digits without the check digit, as text, and returns the digit that must follow.
"""

_PESOS_S10 = (8, 6, 4, 2, 3, 5, 9, 7)


def s10(cifras: str) -> int:
    """UPU S10, over the eight digits of the serial: 11 minus the weighted sum modulo 11; 10 is 0 and 11 is 5.

    :raises ValueError: when there are not eight digits
    """
    if len(cifras) != len(_PESOS_S10):
        raise ValueError(cifras)
    digito = 11 - sum(int(cifra) * peso for cifra, peso in zip(cifras, _PESOS_S10, strict=True)) % 11
    return {10: 0, 11: 5}.get(digito, digito)


def mod7(cifras: str) -> int:
    """DHL Express: the number modulo 7."""
    return int(cifras) % 7


def mod10(cifras: str) -> int:
    """GS1 (SSCC, EAN): weights 3 and 1 from the right."""
    return -sum(int(cifra) * (1 if lugar % 2 else 3) for lugar, cifra in enumerate(reversed(cifras))) % 10


def fedex11(cifras: str) -> int:
    """FedEx of twelve digits: weights 3, 1, 7 from the left, modulo 11, modulo 10.

    :raises ValueError: when there are not eleven digits
    """
    if len(cifras) != 11:
        raise ValueError(cifras)
    return sum(int(cifra) * (3, 1, 7)[lugar % 3] for lugar, cifra in enumerate(cifras)) % 11 % 10


ALGORITMOS = {"s10": s10, "mod7": mod7, "mod10": mod10, "fedex11": fedex11}
#: digits that the algorithm takes, where it takes a fixed number
LARGOS = {"s10": 8, "fedex11": 11}
