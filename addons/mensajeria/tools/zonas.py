"""Which zone an address falls into: rules compiled once into dictionaries, asked without touching the database."""

import re
from typing import NamedTuple

from .direccion import normalizar_colonia, normalizar_cp, normalizar_estado, normalizar_municipio, sin_acentos

#: from the most to the least specific, when two rules have the same priority
_ESPECIFICIDAD = {"cp_lista": 0, "colonia": 1, "cp_prefijo": 2, "cp_rango": 3, "municipio": 4}


class ValorInvalidoError(ValueError):
    """A value of a rule that means nothing; ``args[0]`` is the value as written."""


class Orden(NamedTuple):
    """What decides between two rules that match: the smallest wins."""

    prioridad: int
    especificidad: int
    holgura: int
    regla: int


def separar(valores):
    """The values of a rule, one by one: written with commas, semicolons or one per line."""
    return [v for v in (parte.strip() for parte in re.split(r"[,;\n]", valores or "")) if v]


def canonico(tipo, valor):
    """``valor`` as a rule of kind ``tipo`` keeps it.

    :raises ValorInvalidoError: when it is not what that kind of rule holds
    """
    if tipo == "cp_lista":
        cp = normalizar_cp(valor)
    elif tipo == "cp_prefijo":
        cp = valor if re.fullmatch(r"[0-9]{1,5}", valor) else ""
    elif tipo == "cp_rango":
        desde, _, hasta = (
            normalizar_cp(parte) for parte in re.sub(r"\s*(?:[-–—]|\ba\b)\s*", "-", valor).partition("-")
        )
        cp = f"{desde}-{hasta}" if desde and hasta and desde <= hasta else ""
    else:
        cp = valor if sin_acentos(valor) else ""
    if not cp:
        raise ValorInvalidoError(valor)
    return cp


class IndiceZonas:
    """The rules of one institution, compiled.

    :param reglas: tuples (id, zona_id, prioridad, tipo, valores)
    """

    def __init__(self, reglas):
        self._exactas = {}
        self._rangos = []
        self.usa_municipios = False
        for regla_id, zona_id, prioridad, tipo, valores in reglas:
            for valor in separar(valores):
                try:
                    self._anotar(regla_id, zona_id, prioridad, tipo, canonico(tipo, valor))
                except ValorInvalidoError:  # written around the form: it matches nothing
                    continue

    def _anotar(self, regla_id, zona_id, prioridad, tipo, valor):
        clave, holgura = (tipo, valor), 0
        if tipo == "cp_prefijo":
            holgura = 5 - len(valor)
        elif tipo == "cp_rango":
            desde, hasta = valor.split("-")
            holgura = int(hasta) - int(desde)
        elif tipo in ("colonia", "municipio"):
            clave = (tipo, *partir(tipo, valor))
            holgura = 0 if clave[-1] else 1
        self.usa_municipios |= tipo in ("colonia", "municipio")
        orden = Orden(prioridad, _ESPECIFICIDAD[tipo], holgura, regla_id)
        if tipo == "cp_rango":
            self._rangos.append((desde, hasta, orden, zona_id))
        elif clave not in self._exactas or orden < self._exactas[clave][0]:
            self._exactas[clave] = (orden, zona_id)

    def buscar(self, cp="", colonia="", municipio="", estado=""):
        """Ids of the zone of an address and of the rule that decides it; two None when no rule matches.

        Where two rules match, the one with the smaller priority wins, then the more specific one.
        """
        cp = normalizar_cp(cp)
        colonia, municipio = normalizar_colonia(colonia), normalizar_municipio(municipio)
        claves = [("cp_lista", cp)] + [("cp_prefijo", cp[:n]) for n in range(1, 6)] if cp else []
        if colonia:
            claves += [("colonia", colonia, dentro) for dentro in {municipio, ""}]
        if municipio:
            claves += [("municipio", municipio, dentro) for dentro in {normalizar_estado(estado), ""}]
        hallados = [self._exactas[clave] for clave in claves if clave in self._exactas]
        if cp:
            hallados += [(orden, zona) for desde, hasta, orden, zona in self._rangos if desde <= cp <= hasta]
        if not hallados:
            return None, None
        orden, zona_id = min(hallados)
        return zona_id, orden.regla


def partir(tipo, valor):
    """``(name, within)`` of "Centro / Cuauhtémoc" or "Benito Juárez / Quintana Roo", ready for comparing."""
    nombre, _, dentro = valor.partition("/")
    if tipo == "colonia":
        return normalizar_colonia(nombre), normalizar_municipio(dentro)
    return normalizar_municipio(nombre), normalizar_estado(dentro)
