"""The script of the demo data, read from ``guion.json``: who writes what, and what becomes of it."""

import json
from dataclasses import dataclass
from pathlib import Path

from odoo.addons.correspondencia_entrada.demo.pasos import Paso, minutos

#: the ordinary course of a letter: how far it goes, working days and minutes after it was begun, and the step
CURSO = (
    ("en_revision", 0, 35, "enviar"),
    ("aprobado", 0, 80, "aprobar_todos"),
    ("numerado", 0, 105, "numerar"),
    ("firmado", 0, 170, "subir_firmado"),
)
HASTA = ("borrador", *(estado for estado, *_resto in CURSO), "despachado")
DESPACHO = minutos("10:30")
#: numbers asked for papers that were late: the day, by whom, of which kind, for what, and why it was not used
RESERVAS = (
    (14, "humanos", "memorandum", "Acta de la comisión de seguridad e higiene", "La comisión no sesionó."),
    (8, "redactora", "oficio", "Invitación de la Dirección General, la fecha del acto la confirma la universidad", ""),
    (4, "redactor", "oficio", "Informe previo del amparo 1402: lo firma el despacho externo", ""),
)


@dataclass(frozen=True)
class Carta:
    """One letter. People, units and contacts are named as in their XML ids.

    ``dia`` is a working day before the installation, 1 is the last one. ``hasta`` is how far it goes by the ordinary way;
    ``ruta`` is what else happens: (working days later, hour, step, what the step needs). The addressees of the answer to
    ``asunto`` are those that it proposes, sent by ``medios``.
    """

    dia: int
    hora: str
    redactor: str
    descripcion: str
    cuerpo: list
    para: tuple = ()
    ccp: tuple = ()
    medios: tuple = ()
    firmantes: tuple = ()
    tipo: str = "oficio"
    firma: str = "autografa"
    asunto: str = ""
    plantilla: str = ""
    referencia: str = ""
    prioridad: str = "0"
    confidencialidad: str = "publico"
    plazo: int = 0
    reserva: str = ""
    clave: str = ""
    sustituye: str = ""
    hasta: str = "despachado"
    ruta: tuple = ()

    def pasos(self):
        """Every step of this letter, in order."""
        inicio, etapa = minutos(self.hora), HASTA.index(self.hasta)
        yield Paso(self.dia, inicio, self.redactor, "redactar")
        for estado, dias, despues, verbo in CURSO:
            if etapa >= HASTA.index(estado):
                yield Paso(self.dia - dias, inicio + despues, self.redactor, verbo)
        if self.hasta == "despachado":
            yield Paso(self.dia - 1, DESPACHO, self.redactor, "despachar")
        for dias, hora, verbo, *datos in self.ruta:
            yield Paso(self.dia - dias, minutos(hora), self.redactor, verbo, tuple(datos))


def leer_guion():
    """All letters of the script."""
    archivo = Path(__file__).parent / "guion.json"
    return [Carta(**carta) for carta in json.loads(archivo.read_text(encoding="utf-8"))]
