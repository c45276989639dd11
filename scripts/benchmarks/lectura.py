#!/usr/bin/env python3
"""What a scan costs at the reading station: 500 codes in one session, each answered and committed before the next.

    PYTHON scripts/benchmarks/lectura.py ODOO_CONF DATABASE

PYTHON can import Odoo; DATABASE has the addon ``mensajeria``. It is only copied, and the copy is dropped at the end. Each
scan is a request of its own, without the way through HTTP: a fresh cursor, an empty cache, the code read as the user at the
station, the commit. The limit holds for each of them on a machine without other work, not only for most.
"""

import gc
import os
import sys
import time

from guias import copia, entorno

from odoo.tests.common import new_test_user
from odoo.tools import config

CODIGOS = 500
LIMITE_MS = 150


def preparar(env):
    """An operator with ``CODIGOS`` pieces whose acuses are on their way, and as many that can still leave."""
    company = env.company
    oficialia = env["hr.department"].create({"name": "Banco de lectura", "siglas": "BLE", "es_oficialia": True})
    user = new_test_user(env, "banco_lectura", "mensajeria.group_sepomex", company_id=company.id)
    user.oficialia_ids = oficialia
    proveedor = env["mensajeria.proveedor"].create({"name": "Banco de lectura", "tipo": "sepomex"})
    servicio = env["mensajeria.servicio"].create(
        {"name": "Registrado", "proveedor_id": proveedor.id, "requiere_acuse": True, "requiere_guia": True}
    )
    serie = env["mensajeria.serie"].create(
        {"name": "RB", "proveedor_id": proveedor.id, "prefijo": "RB", "sufijo": "MX", "ancho": 8, "algoritmo": "s10"}
    )
    env["mensajeria.rango"]._dar_de_alta(serie, 1, CODIGOS * 2, {})
    grupos = []
    for _grupo in range(2):
        envios = env["mensajeria.envio"].create(
            [
                {
                    "proveedor_id": proveedor.id,
                    "servicio_id": servicio.id,
                    "oficialia_id": oficialia.id,
                    "area_id": oficialia.id,
                    "dest_nombre": f"Persona {n}",
                    "dest_calle": "Calle de Tacuba",
                    "dest_numero": str(n),
                    "dest_colonia": "Centro",
                    "dest_cp": "06000",
                    "dest_municipio": "Cuauhtémoc",
                    "dest_estado": "Ciudad de México",
                }
                for n in range(CODIGOS)
            ]
        )
        envios.action_asignar()
        grupos.append(envios)
    grupos[0]._registrar_evento("depositado")
    env.cr.commit()
    return user.id, [envios.mapped("folio_guia") for envios in grupos]


def leer(db, uid, sesion, codigo):
    with entorno(db) as env:
        lectura = env(user=uid)["mensajeria.lectura"].browse(sesion)
        return lectura.leer(codigo)["linea"]["resultado"]


def medir(db, uid, modo, codigos, esperado):
    with entorno(db) as env:
        sesion = env(user=uid)["mensajeria.lectura"].abrir(modo)["id"]
    tiempos, procesador = [], []
    for codigo in codigos:
        antes, cpu = time.perf_counter(), time.process_time()
        resultado = leer(db, uid, sesion, codigo)
        tiempos.append((time.perf_counter() - antes) * 1000)
        procesador.append((time.process_time() - cpu) * 1000)
        if resultado != esperado:
            sys.exit(f"{codigo}: {resultado}")
    cifras = [
        sorted(serie)[int((len(serie) - 1) * parte)] for serie in (tiempos, procesador) for parte in (0.5, 0.95, 1)
    ]
    print(f"{modo + ' ' + esperado:<32}" + "".join(f"{cifra:8.1f}" for cifra in cifras) + f" ms   limit {LIMITE_MS}")
    return max(tiempos)


def main(conf, plantilla):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print(f"{'':<32}{'p50':>8}{'p95':>8}{'max':>8}" + f"{'p50':>8}{'p95':>8}{'max':>8}  (of this process only)")
    with copia(plantilla) as db:
        with entorno(db) as env:
            uid, (fuera, dentro) = preparar(env)
        leer(db, uid, sesion_de_calor(db, uid), "X")
        gc.freeze()  # as a server that has been up for a while
        peores = [
            medir(db, uid, "recibir", fuera, "ok"),
            medir(db, uid, "recibir", fuera, "duplicado_en_sesion"),
            medir(db, uid, "depositar", dentro, "ok"),
            medir(db, uid, "inventario", [f"RB{n:09d}XX" for n in range(CODIGOS)], "no_existe"),
        ]
    return max(peores) > LIMITE_MS


def sesion_de_calor(db, uid):
    """A first scan loads what a server already has in memory."""
    with entorno(db) as env:
        return env(user=uid)["mensajeria.lectura"].abrir("devolver")["id"]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
