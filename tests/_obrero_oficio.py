"""Many processes number letters of two units. Usage: _obrero_oficio.py CONF DATABASE PROCESSES LETTERS

Prints as JSON the numbers that each letter got. Every so many letters one fails after it had its number.

Each letter takes its number, freezes its text and keeps its file as it always does; only the engine of the PDFs is left
out, which all the others of its unit wait for: it would measure the engine.
"""

import contextlib
import json
import sys
from unittest.mock import patch

from obrero import a_la_vez, entorno, pedir

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import config

#: every so many letters, one whose transaction ends badly
ARREPENTIDAS = 10


class SeArrepiente(UserError):
    """The transaction ends badly although it had its number."""


def preparar(db, cuantos):
    """Two units with one drafter each, and their letters ready to be numbered: ``[(uid, ids)]``."""
    env = entorno(db)
    with env.cr:
        oficialia = env["hr.department"].create({"name": "Oficialía en carrera", "siglas": "OEC", "es_oficialia": True})
        listos = []
        for siglas in ("UNA", "DOS"):
            area = env["hr.department"].create({"name": f"Unidad {siglas}", "siglas": siglas})
            redactora = env["res.users"].create(
                {
                    "name": f"Redactora {siglas}",
                    "login": f"carrera_{siglas}",
                    "area_id": area.id,
                    "group_ids": [Command.set(env.ref("correspondencia_salida.group_redactor").ids)],
                }
            )
            oficios = env(user=redactora)["correspondencia.oficio"].create(
                [
                    {
                        "descripcion": f"En carrera {n}",
                        "cuerpo": "<p>Texto</p>",
                        "area_id": area.id,
                        "oficialia_id": oficialia.id,
                        "modo_firma": "autografa",
                        "firmante_ids": [Command.create({"user_id": redactora.id})],
                        "destinatario_ids": [Command.create({"dest_nombre": "Quien lee", "medio": "personal"})],
                    }
                    for n in range(cuantos)
                ]
            )
            oficios.action_terminar()
            listos.append((redactora.id, oficios.ids))
        return listos


def numerar(db, uid, oficio_id, arrepentirse=False):
    env = entorno(db, uid)
    oficio = env["correspondencia.oficio"].browse(oficio_id)

    def accion():
        oficio.action_numerar()
        if arrepentirse:
            raise SeArrepiente(oficio.name)

    with env.cr:
        _valor, segundos, intentos = pedir(env, accion)
        return {"numero": oficio.name, "segundos": segundos, "intentos": intentos}


def trabajar(db, pendientes):
    """What one process does."""
    resultados, errores = [], []
    for n, (uid, oficio_id) in enumerate(pendientes):
        if n % ARREPENTIDAS == 0:
            with contextlib.suppress(SeArrepiente):
                numerar(db, uid, oficio_id, arrepentirse=True)
        try:
            resultados.append(numerar(db, uid, oficio_id))
        except Exception as error:  # noqa: BLE001
            errores.append(repr(error))
    return resultados, errores


def main(conf, db, procesos, cuantos):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    from odoo.addons.correspondencia_entrada.tests.common import pdf

    (una, unos), (otra, otros) = preparar(db, procesos * cuantos // 2)
    pendientes = [par for a, b in zip(unos, otros, strict=True) for par in ((una, a), (otra, b))]
    with patch("odoo.addons.mensajeria.nucleo.tools.pdf.render_pdf", return_value=pdf("En carrera")):
        numeros, errores = a_la_vez(trabajar, [(db, pendientes[n::procesos]) for n in range(procesos)])
    env = entorno(db)
    with env.cr:
        registro = env["correspondencia.numero"].search([("area_id.siglas", "in", ("UNA", "DOS"))])
        resumen = {
            "numeros": numeros,
            "errores": errores,
            "registro": registro.mapped("name"),
            "roturas": env["nucleo.bitacora"]._verificar("correspondencia.oficio"),
        }
    json.dump(resumen, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
