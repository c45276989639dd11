"""The order of the stops of a route: by coordinates where all have them, else by the address."""

import re
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from .direccion import normalizar_colonia, normalizar_cp, sin_acentos

#: kilometers
RADIO_TIERRA = 6371.0
_NUMERO = re.compile(r"\d+")
#: improvements are sought at most this many times over the whole route
_VUELTAS = 30


class Parada(NamedTuple):
    """One stop. ``latitud`` and ``longitud`` are both 0 (or None) when unknown."""

    clave: object
    zona: str = ""
    cp: str = ""
    colonia: str = ""
    calle: str = ""
    numero: str = ""
    latitud: float = 0.0
    longitud: float = 0.0

    @property
    def ubicada(self):
        return bool(self.latitud or self.longitud)


def distancia(a: tuple, b: tuple) -> float:
    """Kilometers between two (latitude, longitude), over the sphere."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * RADIO_TIERRA * asin(min(1.0, sqrt(h)))


def ordenar(paradas, inicio=None):
    """Keys of ``paradas`` in the order of the route: zone by zone, each by the shortest way found.

    A zone whose stops all have coordinates goes by the nearest neighbour, then improved by 2-opt; one that lacks any
    goes by postal code, neighborhood, street and number.

    :param paradas: :class:`Parada` s
    :param inicio: (latitude, longitude) from where the route leaves; the first stop of the first zone when unknown
    """
    zonas = {}
    for parada in sorted(paradas, key=_por_direccion):
        zonas.setdefault(parada.zona, []).append(parada)
    ruta, punto = [], inicio
    for zona in sorted(zonas):
        tramo = zonas[zona]
        if all(parada.ubicada for parada in tramo):
            tramo = _dos_opt(_vecino_mas_cercano(tramo, punto), punto)
            punto = _punto(tramo[-1])
        ruta += tramo
    return [parada.clave for parada in ruta]


def longitud_total(puntos):
    """Kilometers of the way through ``puntos``, in their order."""
    return sum(distancia(a, b) for a, b in pairwise(puntos))


def _punto(parada):
    return (parada.latitud, parada.longitud)


def _por_direccion(parada):
    numero = _NUMERO.search(parada.numero or "")
    return (
        parada.zona,
        normalizar_cp(parada.cp) or "99999",
        normalizar_colonia(parada.colonia),
        sin_acentos(parada.calle),
        int(numero.group()) if numero else 0,
        parada.numero or "",
    )


def _vecino_mas_cercano(paradas, inicio):
    quedan = list(paradas)
    punto = inicio or _punto(quedan[0])
    ruta = []
    while quedan:
        cerca = min(quedan, key=lambda p: distancia(punto, _punto(p)))
        quedan.remove(cerca)
        ruta.append(cerca)
        punto = _punto(cerca)
    return ruta


def _dos_opt(ruta, inicio):
    """Turn around stretches of the route as long as that shortens it; its end is open."""
    puntos = ([inicio] if inicio else []) + [_punto(p) for p in ruta]
    indices = list(range(len(puntos)))
    n = len(indices)
    d = [[distancia(a, b) for b in puntos] for a in puntos]
    for _vuelta in range(_VUELTAS):
        mejoro = False
        for i in range(n - 2):
            for j in range(i + 2, n):
                a, b, c = indices[i], indices[i + 1], indices[j]
                siguiente = indices[j + 1] if j + 1 < n else None
                antes = d[a][b] + (d[c][siguiente] if siguiente is not None else 0)
                despues = d[a][c] + (d[b][siguiente] if siguiente is not None else 0)
                if despues < antes - 1e-9:
                    indices[i + 1 : j + 1] = reversed(indices[i + 1 : j + 1])
                    mejoro = True
        if not mejoro:
            break
    desde = 1 if inicio else 0
    return [ruta[i - desde] for i in indices[desde:]]
