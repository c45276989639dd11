"""What the workers of races share: environments outside of any request, and processes that begin together."""

import multiprocessing
import time

from odoo import api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying


def entorno(db, uid=api.SUPERUSER_ID):
    """An environment with a cursor of its own, which whoever asks for it closes."""
    return api.Environment(Registry(db).cursor(), uid, {"lang": "es_MX", "tz": "America/Mexico_City"})


def pedir(env, accion):
    """``accion()`` as a request does it, with the retries of Odoo: ``(what it returns, seconds, attempts)``."""
    intentos = []

    def contada():
        intentos.append(1)
        return accion()

    comienzo = time.monotonic()
    valor = retrying(contada, env)
    return valor, time.monotonic() - comienzo, len(intentos)


def a_la_vez(trabajo, partes):
    """Run ``trabajo(*parte)`` for each of ``partes``, each in its process, all from the same moment.

    :param trabajo: returns ``(results, errors)``, two lists
    :return: all the results, and all the errors
    """
    sql_db.close_all()
    bifurcar = multiprocessing.get_context("fork")
    salida, barrera = bifurcar.Queue(), bifurcar.Barrier(len(partes))

    def proceso(parte):
        barrera.wait()
        salida.put(trabajo(*parte))

    hijos = [bifurcar.Process(target=proceso, args=(parte,)) for parte in partes]
    for hijo in hijos:
        hijo.start()
    respuestas = [salida.get() for _ in hijos]
    for hijo in hijos:
        hijo.join()
    return [r for rs, _es in respuestas for r in rs], [e for _rs, es in respuestas for e in es]
