#!/usr/bin/env python3
"""What a guía costs: buying 100,000 of them, drawing one, drawing 500; beside the raw SQL that has to be done anyway.

    PYTHON scripts/benchmarks/guias.py ODOO_CONF DATABASE

PYTHON can import Odoo; DATABASE has the addon ``mensajeria``. It is only copied, and the copy is dropped at the end.
Each figure is a median, with the best of its runs. ``raw SQL`` takes one row with SKIP LOCKED and marks it as assigned;
``ours`` also checks rights, order of expiry, office and service, writes the audit log with its hashes and links the piece.
"""

import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager

from odoo import api, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config, mute_logger

EXISTENCIAS = 100_000
LIMITE_MS = 5
RANGO = "rango_id = %s AND coalesce(area_id, 0) = 0 AND state = 'disponible' AND mensajero_id IS NULL"
CRUDO = f"""
    UPDATE mensajeria_guia SET state = 'reservada' WHERE id = (
        SELECT id FROM mensajeria_guia WHERE {RANGO} ORDER BY serial LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
"""


@contextmanager
def entorno(db):
    env = api.Environment(Registry(db).cursor(), api.SUPERUSER_ID, {"tz": "America/Mexico_City"})
    with env.cr:
        yield env


@contextmanager
def copia(plantilla):
    db = f"banco_guias_{os.getpid()}"
    subprocess.run(["createdb", "-T", plantilla, db], check=True)
    try:
        yield db
    finally:
        sql_db.close_all()
        subprocess.run(["dropdb", "--force", db], check=True)


def medir(que, hacer, veces, limite=None):
    tiempos = []
    for _vez in range(veces):
        antes = time.perf_counter()
        hacer()
        tiempos.append((time.perf_counter() - antes) * 1000)
    nota = f"  limit {limite}" if limite else ""
    print(f"{que:<46} {statistics.median(tiempos):10.2f} ms {min(tiempos):10.2f} ms{nota}")


def comprar(env, nombre, cuantas):
    """A provider with one series and one range of so many guías."""
    proveedor = env["mensajeria.proveedor"].create({"name": nombre, "tipo": "sepomex"})
    serie = env["mensajeria.serie"].create(
        {"name": nombre, "proveedor_id": proveedor.id, "prefijo": "RR", "sufijo": "MX", "ancho": 8, "algoritmo": "s10"}
    )
    return env["mensajeria.rango"]._dar_de_alta(serie, 1, cuantas, {})


def piezas(env, rango, cuantas):
    return env["mensajeria.envio"].create([{"proveedor_id": rango.proveedor_id.id}] * cuantas)


def en_sql(env, rango):
    """PostgreSQL's own time for the draw, without the way there and back."""

    def ejecutar():
        env.cr.execute(
            f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT id FROM mensajeria_guia WHERE {RANGO}"
            " ORDER BY serial LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED",
            [rango.id],
        )
        return env.cr.fetchone()[0][0]["Execution Time"]

    tiempos = [ejecutar() for _vez in range(50)]
    que = f"draw in SQL, of {rango.disponibles:,} free"
    print(f"{que:<46} {statistics.median(tiempos):10.2f} ms {min(tiempos):10.2f} ms  limit {LIMITE_MS}")


def una(env, rango, sobres):
    envio = sobres.pop()
    retrying(lambda: env["mensajeria.guia"]._asignar(envio), env)


def cruda(env, rango):
    env.cr.execute(CRUDO, [rango.id])
    env.cr.commit()


def trabajar(db, rango_id, sobres, cruda_, hasta, salida):
    hechas = 0
    with entorno(db) as env:
        rango = env["mensajeria.rango"].browse(rango_id)
        sobres = [env["mensajeria.envio"].browse(i) for i in sobres]
        while time.perf_counter() < hasta and (cruda_ or sobres):
            try:
                with mute_logger("odoo.sql_db"):
                    cruda(env, rango) if cruda_ else una(env, rango, sobres)
                hechas += 1
            except Exception:  # noqa: BLE001 (the raw one fails when a rival was faster: that is what it costs)
                env.cr.rollback()
    salida.put(hechas)


def a_la_vez(db, rango_id, sobres, *, cruda_, segundos=4):
    """Draws per second of 1, 2, 4 and 8 processes."""
    bifurcar = multiprocessing.get_context("fork")
    cifras = []
    for procesos in (1, 2, 4, 8):
        sql_db.close_all()
        salida, hasta = bifurcar.Queue(), time.perf_counter() + segundos
        tomados, sobres = sobres[: procesos * 600], sobres[procesos * 600 :]
        hijos = [
            bifurcar.Process(target=trabajar, args=(db, rango_id, tomados[n::procesos], cruda_, hasta, salida))
            for n in range(procesos)
        ]
        for hijo in hijos:
            hijo.start()
        cifras.append(sum(salida.get() for _hijo in hijos) / segundos)
        for hijo in hijos:
            hijo.join()
    print(f"{'raw SQL' if cruda_ else 'ours':<10}" + "".join(f"{cifra:>10.0f}" for cifra in cifras))


def main(conf, plantilla):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print(f"{'':<46} {'median':>13} {'best':>13}")
    with copia(plantilla) as db:
        with entorno(db) as env:
            turno = iter(range(100))
            medir(f"buy {EXISTENCIAS:,}", lambda: comprar(env, f"Banco {next(turno)}", EXISTENCIAS), 3)
            rango = env["mensajeria.rango"].search([("serie_id.name", "=", "Banco 0")])
            env.cr.commit()
            env.cr.execute("ANALYZE mensajeria_guia")
            en_sql(env, rango)
            medir("take one: raw SQL, with its commit", lambda: cruda(env, rango), 200)
            sobres = list(piezas(env, rango, 200))
            env.cr.commit()
            medir("assign one: ours, with its commit", lambda: una(env, rango, sobres), 200)
            lotes = [piezas(env, rango, 500) for _vez in range(5)]
            env.cr.commit()
            medir("assign 500 in one go", lambda: env["mensajeria.guia"]._asignar(lotes.pop()), 5)
            env.cr.commit()
            sobres = piezas(env, rango, 9000).ids
            env.cr.commit()
            rango_id = rango.id
        print(f"\ndraws per second of{1:>3}{2:>10}{4:>10}{8:>10} processes on one range")
        a_la_vez(db, rango_id, [], cruda_=True)
        a_la_vez(db, rango_id, sobres, cruda_=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
