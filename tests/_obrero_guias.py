"""Many processes draw guías from one stock. Usage: _obrero_guias.py CONF DATABASE PROCESSES DRAWS

Prints as JSON what each draw got and how long it took, and what two transactions that overlap get from each other. Runs
outside the test process: the races are real ones, between transactions that commit. The stock is exactly as large as
what is drawn, while others draw and repent.
"""

import contextlib
import json
import statistics
import sys
import threading
import time

from obrero import a_la_vez, entorno, pedir
from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import config, mute_logger

#: draws without rivals, before the rush
A_SOLAS = 11
#: every so many draws, one that fails after it took its guía
ARREPENTIDAS = 10
#: guías that a batch holds while somebody else draws one
LOTE = 300


class SeArrepiente(UserError):
    """The transaction ends badly although it had its guía."""


def preparar(db, existencias):
    """One provider per stock, with its operator, committed: ``(uid, {name: provider id})``."""
    env = entorno(db)
    with env.cr:
        operador = env["res.users"].create(
            {
                "name": "Operador en carrera",
                "login": "carrera_operador",
                "group_ids": [Command.set(env.ref("mensajeria.group_sepomex").ids)],
            }
        )
        proveedores = {}
        for nombre, cuantas in existencias.items():
            proveedor = env["mensajeria.proveedor"].create({"name": f"Correos {nombre}", "tipo": "sepomex"})
            serie = env["mensajeria.serie"].create(
                {
                    "name": nombre,
                    "proveedor_id": proveedor.id,
                    "prefijo": "RR",
                    "sufijo": "MX",
                    "ancho": 8,
                    "algoritmo": "s10",
                }
            )
            env["mensajeria.rango"]._dar_de_alta(serie, 1, cuantas, {})
            proveedores[nombre] = proveedor.id
        return operador.id, proveedores


def tomar(env, proveedor_id, n=1):
    """Numbers that ``n`` new pieces get, in the transaction of ``env``."""
    envios = env["mensajeria.envio"].sudo().create([{"proveedor_id": proveedor_id} for _n in range(n)])
    return env["mensajeria.guia"]._asignar(envios.sudo(False)).mapped("name")


def una_toma(db, uid, proveedor_id, arrepentirse=False):
    """One draw, as the request of a web client makes it."""
    env = entorno(db, uid)

    def accion():
        folio = tomar(env, proveedor_id)[0]
        if arrepentirse:
            raise SeArrepiente(folio)
        return folio

    with env.cr:
        folio, segundos, intentos = pedir(env, accion)
        return {"folio": folio, "segundos": segundos, "intentos": intentos}


def trabajar(db, uid, proveedor_id, cuantas):
    """What one process does."""
    resultados, errores = [], []
    for n in range(cuantas):
        if n % ARREPENTIDAS == 0:
            with contextlib.suppress(UserError):
                una_toma(db, uid, proveedor_id, arrepentirse=True)
        try:
            resultados.append(una_toma(db, uid, proveedor_id))
        except Exception as error:  # noqa: BLE001
            errores.append(repr(error))
    return resultados, errores


def de_a_dos(db, uid, proveedor_id):
    """Two transactions that overlap: two guías, although the second one saw the first as free."""
    antes, despues = entorno(db, uid), entorno(db, uid)
    with antes.cr, despues.cr:
        viejo = antes["mensajeria.guia"].search([("state", "=", "disponible")], limit=1, order="serial")
        viejo.sudo().flush_model()  # the snapshot is taken: what follows is invisible here
        primera = tomar(despues, proveedor_id)
        despues.cr.commit()
        try:
            with mute_logger("odoo.sql_db"), antes.cr.savepoint():
                antes.cr.execute("SELECT 1 FROM mensajeria_guia WHERE id = %s FOR NO KEY UPDATE", [viejo.id])
            estaba_vencida = False
        except SerializationFailure:
            estaba_vencida = True
        segunda = tomar(antes, proveedor_id)
        tercera = tomar(despues, proveedor_id)  # while the second one is still open
        return {"primera": primera, "segunda": segunda, "tercera": tercera, "estaba_vencida": estaba_vencida}


def arrepentida(db, uid, proveedor_id):
    """What a rollback took is taken by the next."""
    folios = []
    for _vez in range(2):
        env = entorno(db, uid)
        with env.cr:
            folios.append(tomar(env, proveedor_id)[0])
            env.cr.rollback()
    return folios


def la_ultima(db, uid, proveedor_id, *, se_queda):
    """One guía for two: the second waits for the first, and gets it only when the first gives it up."""
    primero, segundo, respuesta = entorno(db, uid), entorno(db, uid), []

    def esperar():
        with segundo.cr:
            try:
                respuesta.append(tomar(segundo, proveedor_id)[0])
            except UserError as error:
                respuesta.append(type(error).__name__)
            segundo.cr.rollback()

    with primero.cr:
        folio = tomar(primero, proveedor_id)[0]
        hilo = threading.Thread(target=esperar)
        hilo.start()
        hilo.join(0.5)
        esperaba = hilo.is_alive()
        if se_queda:
            primero.cr.commit()
        else:
            primero.cr.rollback()
        hilo.join(30)
    return {"folio": folio, "respuesta": respuesta[0], "esperaba": esperaba}


def junto_a_un_lote(db, uid, proveedor_id):
    """A batch holds the first guías: a single draw goes on after them, at once."""
    lote, suelto = entorno(db, uid), entorno(db, uid)
    with lote.cr, suelto.cr:
        del_lote = tomar(lote, proveedor_id, LOTE)
        comienzo = time.monotonic()
        folio = tomar(suelto, proveedor_id)[0]
        segundos = time.monotonic() - comienzo
        suelto.cr.rollback()
        lote.cr.rollback()
    return {"lote": len(set(del_lote)), "repetido": folio in del_lote, "segundos": segundos}


def dos_lotes(db, uid, proveedor_id):
    """Two batches that do not both fit: the second waits for the first, and then says how many are left."""
    primero, segundo, respuesta = entorno(db, uid), entorno(db, uid), []

    def esperar():
        with segundo.cr:
            try:
                respuesta.append(len(tomar(segundo, proveedor_id, LOTE // 2 + 1)))
            except UserError as error:
                respuesta.append(str(error))
            segundo.cr.rollback()

    with primero.cr, segundo.cr:
        segundo["mensajeria.guia"].search_count([])  # its view is from before
        tomar(primero, proveedor_id, LOTE // 2 + 1)
        hilo = threading.Thread(target=esperar)
        hilo.start()
        hilo.join(0.5)
        primero.cr.commit()
        hilo.join(30)
    return respuesta[0]


def un_cron(db, uid, proveedor_id):
    """A job that loses the first time, outside of any request: it tries again with a fresh view and wins."""
    job, rival = entorno(db, uid), entorno(db, uid)
    intentos = []
    with job.cr, rival.cr:
        guia = job["mensajeria.guia"].search(
            [("proveedor_id", "=", proveedor_id), ("state", "=", "disponible")], limit=1
        )

        def accion():
            intentos.append(1)
            guia.read(["state"])
            if len(intentos) == 1:  # somebody else moves it, after the job has seen it
                rival["mensajeria.guia"].sudo().browse(guia.id)._anotar("hallar")
                rival.cr.commit()
            guia.sudo()._dar_de_baja("extraviada", "Del cron")

        with mute_logger("odoo.sql_db"):
            job["mensajeria.guia"]._reintentar(accion)
    with entorno(db, uid).cr as cr:
        cr.execute("SELECT state FROM mensajeria_guia WHERE id = %s", [guia.id])
        return {"intentos": len(intentos), "state": cr.fetchone()[0]}


def main(conf, db, procesos, cuantas):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    total = A_SOLAS + procesos * cuantas
    uid, de = preparar(db, {"carrera": total, "pareja": 50, "ultima": 1, "lote": LOTE + 1, "cron": 5})
    a_solas = [una_toma(db, uid, de["carrera"]) for _n in range(A_SOLAS)]  # warms what the processes inherit
    tomas, errores = a_la_vez(trabajar, [(db, uid, de["carrera"], cuantas)] * procesos)
    env = entorno(db)
    with env.cr:
        resumen = {
            "tomas": tomas,
            "errores": errores,
            "a_solas": statistics.median(t["segundos"] for t in a_solas),
            "antes": [t["folio"] for t in a_solas],
            "estados": [
                (estado, cuantas)
                for estado, cuantas in env["mensajeria.guia"]._read_group(
                    [("proveedor_id", "=", de["carrera"])], ["state"], ["__count"]
                )
            ],
            "roturas": env["nucleo.bitacora"]._verificar("mensajeria.guia"),
        }
    resumen["pareja"] = de_a_dos(db, uid, de["pareja"])
    resumen["arrepentida"] = arrepentida(db, uid, de["pareja"])
    resumen["ultima_libre"] = la_ultima(db, uid, de["ultima"], se_queda=False)
    resumen["ultima_tomada"] = la_ultima(db, uid, de["ultima"], se_queda=True)
    resumen["lote"] = junto_a_un_lote(db, uid, de["lote"])
    resumen["dos_lotes"] = dos_lotes(db, uid, de["lote"])
    resumen["cron"] = un_cron(db, uid, de["cron"])
    json.dump(resumen, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
