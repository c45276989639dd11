"""Many processes register matters at one counter. Usage: _obrero_folio.py CONF DATABASE PROCESSES REGISTRATIONS

Prints as JSON what each registration got and how long it took, and how long one takes without rivals. Runs
outside the test process: the races are real ones, between transactions that commit.
"""

import contextlib
import json
import statistics
import sys

from obrero import a_la_vez, entorno, pedir

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import config

#: registrations without rivals, before the rush
A_SOLAS = 11
#: every so many registrations, one that fails after its folio was issued
ARREPENTIDAS = 10


class SeArrepiente(UserError):
    """The transaction ends badly although its folio was issued."""


def preparar(db, cuantos):
    """An office, its clerk, and ``cuantos`` drafts waiting to be registered, committed."""
    env = entorno(db)
    with env.cr:
        oficialia = env["hr.department"].create({"name": "Oficialía en carrera", "siglas": "OEC", "es_oficialia": True})
        ventanilla = env["res.users"].create(
            {
                "name": "Ventanilla",
                "login": "carrera_ventanilla",
                "group_ids": [Command.set(env.ref("correspondencia_entrada.group_oficialia").ids)],
                "oficialia_ids": [Command.link(oficialia.id)],
            }
        )
        remitente = env["res.partner"].create({"name": "Remitente en carrera"})
        borradores = env(user=ventanilla)["correspondencia.asunto"].create(
            [
                {"descripcion": f"En carrera {n}", "oficialia_id": oficialia.id, "remitente_id": remitente.id}
                for n in range(cuantos)
            ]
        )
        return ventanilla.id, borradores.ids


def registrar(db, uid, asunto_id, arrepentirse=False):
    """One registration, as the request of a web client makes it."""
    env = entorno(db, uid)
    asunto = env["correspondencia.asunto"].browse(asunto_id)

    def accion():
        asunto.action_registrar()
        if arrepentirse:
            raise SeArrepiente(asunto.name)

    with env.cr:
        _valor, segundos, intentos = pedir(env, accion)
        return {"folio": asunto.name, "numero": asunto.folio_numero, "segundos": segundos, "intentos": intentos}


def trabajar(db, uid, asuntos):
    """What one process does."""
    resultados, errores = [], []
    for n, asunto_id in enumerate(asuntos):
        if n % ARREPENTIDAS == 0:
            with contextlib.suppress(SeArrepiente):
                registrar(db, uid, asunto_id, arrepentirse=True)
        try:
            resultados.append(registrar(db, uid, asunto_id))
        except Exception as error:  # noqa: BLE001
            errores.append(repr(error))
    return resultados, errores


def main(conf, db, procesos, cuantas):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    uid, asuntos = preparar(db, A_SOLAS + procesos * cuantas)
    primeros, asuntos = asuntos[:A_SOLAS], asuntos[A_SOLAS:]
    a_solas = [registrar(db, uid, asunto_id)["segundos"] for asunto_id in primeros]  # warms what the processes inherit
    registros, errores = a_la_vez(trabajar, [(db, uid, asuntos[n::procesos]) for n in range(procesos)])

    env = entorno(db)
    with env.cr:
        roturas = env["nucleo.bitacora"]._verificar("correspondencia.asunto")
    resumen = {"registros": registros, "errores": errores, "roturas": roturas, "a_solas": statistics.median(a_solas)}
    json.dump(resumen, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
