"""The script of the demo data, read from ``guion/*.json``: who does what with each matter, and when.

Nothing here knows Odoo.
"""

import json
from dataclasses import dataclass
from pathlib import Path

#: first steps of an ordinary matter: minutes after its registration, and the step
APERTURA = ((75, "digitalizar"), (170, "descargar"))
HASTA = ("borrador", "registrado", "digitalizado", "descargado")


@dataclass(frozen=True)
class Paso:
    """One act of one person. ``dia``: working days before the day of installation, 1 is the last one."""

    dia: int
    minuto: int
    actor: str
    verbo: str
    datos: tuple = ()


@dataclass(frozen=True)
class Caso:
    """One matter. People, units and catalogues are named as in their XML ids; ``cc:`` before a person: for information.

    ``dia`` and ``hora`` are those of its registration. ``hasta`` is how far the office took it by the ordinary
    way; ``ruta`` is what happened afterwards: (working days later, hour, actor, step, what the step needs).
    """

    dia: int
    hora: str
    descripcion: str
    texto: str
    tema: str
    remitente: str = ""
    area: str = ""
    numero: str = ""
    tipo: str = "oficio"
    turnos: tuple = ()
    ruta: tuple = ()
    hasta: str = "descargado"
    capturista: str = "ventanilla"
    medio: str = "ventanilla"
    paginas: int = 1
    formato: str = "pdf"
    tabla: bool = False
    plazo: int = 0
    instruccion: str = "para_su_atencion_procedente"
    confidencialidad: str = "publico"
    referencia: str = ""
    comentarios: str = ""
    relacion: tuple = ()
    entregado: str = ""

    @property
    def escaneado_al_registrar(self):
        """Files that come by wire, from inside or to the small office are there from the beginning."""
        return self.medio != "ventanilla" or self.capturista == "norte"

    @property
    def directo(self):
        return bool(self.area)

    def pasos(self):
        """Every step of this matter, in order."""
        inicio = minutos(self.hora)
        yield Paso(self.dia, inicio, self.capturista, "capturar")
        etapa = HASTA.index(self.hasta)
        if etapa:
            yield Paso(self.dia, inicio + 4, self.capturista, "registrar")
        for (despues, verbo), alcanzada in zip(APERTURA, HASTA[2:], strict=True):
            if etapa < HASTA.index(alcanzada) or self.directo:
                break
            if verbo == "descargar":
                yield Paso(self.dia, inicio + despues, self.capturista, verbo, (self.entregado,))
            elif self.capturista != "norte":
                yield Paso(self.dia, inicio + despues, "digitalizador", verbo)
        for dias, hora, actor, verbo, *datos in self.ruta:
            yield Paso(self.dia - dias, minutos(hora), actor, verbo, tuple(datos))


def leer_guion():
    """All matters of the script."""
    archivos = sorted((Path(__file__).parent / "guion").glob("*.json"))
    return [Caso(**caso) for archivo in archivos for caso in json.loads(archivo.read_text(encoding="utf-8"))]


def minutos(hora: str) -> int:
    """``"09:30"`` -> minutes since midnight."""
    horas, _, resto = hora.partition(":")
    return int(horas) * 60 + int(resto)


def en_orden(casos):
    """``(number of the matter, its step)`` of all ``casos`` as time goes by."""
    todos = [(n, paso) for n, caso in enumerate(casos) for paso in caso.pasos()]
    return sorted(todos, key=lambda par: (-par[1].dia, par[1].minuto, par[0]))
