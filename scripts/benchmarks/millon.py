#!/usr/bin/env python3
"""A million pieces, to see what the screens cost then; ``escala.py`` measures them.

    PYTHON scripts/benchmarks/millon.py ODOO_CONF TEMPLATE DATABASE [PIECES]

PYTHON can import Odoo; TEMPLATE has the addon ``mensajeria`` with its demo data, and ``pg_trgm``. DATABASE is made anew as
a copy of it and stays. For each million of pieces: 1.2 M guías, 4 M events, 330,000 requests, 50,000 lists, 300,000 acuses,
1 M tasks of which 30,000 are open, a log of a million entries. The rows are written in SQL, with the dates of
four years; three in a hundred pieces are still on their way.
"""

import subprocess
import sys
import time
from pathlib import Path

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

#: pieces that go together: of one kind of provider, one messenger, one list
BLOQUE = 20
POR_RANGO = 100_000
RAIZ = Path(__file__).parent
TABLAS = """mensajeria_envio mensajeria_evento mensajeria_intento mensajeria_solicitud mensajeria_relacion
    mensajeria_relacion_linea mensajeria_acuse mensajeria_guia mensajeria_evidencia mensajeria_lectura_linea
    seguimiento_tarea nucleo_bitacora mensajeria_cp""".split()


def catalogos(env, piezas):
    """What a million pieces need besides the demo: offices, messengers, guías bought. Leaves who is who in a table ``quien``."""
    usuarios = {
        login: env["res.users"].search([("login", "=", login)]) for login in ("solicitante", "sepomex", "mensajero")
    }
    company = usuarios["sepomex"].company_id
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    areas = env["hr.department"].create(
        [{"name": f"Unidad {n}", "siglas": f"MM{n}", "company_id": company.id} for n in range(1, 201)]
    )
    mensajeros = env["mensajeria.mensajero"].create(
        [
            {"partner_id": env["res.partner"].create({"name": f"Mensajero {n}"}).id, "company_id": company.id}
            for n in range(1, 61)
        ]
    )
    oficialias = usuarios["sepomex"].oficialia_ids[:1] | env["hr.department"].search(
        [("es_oficialia", "=", True), ("company_id", "=", company.id)]
    )
    antes = max(env["mensajeria.rango"].search([]).ids, default=0)
    for tipo, cuantos in (("sepomex", 9), ("foranea", 3)):
        serie = env["mensajeria.serie"].search(
            [("proveedor_id.tipo", "=", tipo), ("company_id", "=", company.id)], limit=1
        )
        inicio = 60_000_000 if serie.ancho < 9 else 600_000_000
        por_rango = POR_RANGO * piezas // 1_000_000
        for n in range(cuantos):
            desde = inicio + n * por_rango
            env["mensajeria.rango"]._dar_de_alta(serie, desde, desde + por_rango - 1, {})
    lectura = env["mensajeria.lectura"].create(
        {
            "name": "LEC/MM",
            "company_id": company.id,
            "user_id": usuarios["sepomex"].id,
            "modo": "recibir",
            "state": "cerrada",
        }
    )
    adjunto = env["ir.attachment"].create({"name": "firma.png", "raw": b"firma"})
    mios = env["mensajeria.mensajero"].search([("user_id", "=", usuarios["mensajero"].id)])
    env.flush_all()
    env.cr.execute(
        SQL(
            """CREATE TEMP TABLE quien AS SELECT %s::int AS company, %s::int AS solicitante, %s::int AS operador, %s::int[] AS areas,
                      %s::int[] AS oficialias, %s::int[] AS mensajeros, %s::int[] AS zonas, %s::int[] AS motivos, %s::int AS mx,
                      %s::int AS lectura, %s::int AS adjunto""",
            company.id, usuarios["solicitante"].id, usuarios["sepomex"].id,
            [usuarios["solicitante"].area_id.id, *areas.ids], oficialias[:2].ids, [*mios.ids, *mensajeros.ids],
            env["mensajeria.zona"].search([("company_id", "=", company.id)]).ids, env["mensajeria.motivo"].search([]).ids,
            env.ref("base.mx").id, lectura.id, adjunto.id,
        )
    )  # fmt: skip
    env.cr.execute(
        """CREATE TEMP TABLE paso AS SELECT t.paso_id AS id, max(t.proceso_id) AS proceso_id, max(t.group_id) AS group_id
             FROM seguimiento_tarea t WHERE t.res_model = 'mensajeria.envio' AND t.group_id IS NOT NULL GROUP BY 1 LIMIT 1"""
    )
    return antes


def llenar(cr, guion, valores, tablas):
    """Write what the script ``guion`` of this folder says with ``valores``, and index ``tablas`` afterwards."""
    cr.execute(
        """SELECT indexname, indexdef, obj_description(indexname::regclass) FROM pg_indexes
            WHERE tablename = ANY(%s) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)""",
        [tablas],
    )
    indices = cr.fetchall()
    for nombre, *_resto in indices:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(nombre)))
    cr.execute("SET LOCAL enable_nestloop = off")  # nothing is known yet of how many rows there are
    preparar, *partes = (RAIZ / guion).read_text().split("\n-- : ")
    cr.execute(preparar, valores)
    for parte in partes:
        que, orden = parte.split("\n", 1)
        antes = time.perf_counter()
        cr.execute(orden, valores)
        print(f"{que:<30} {cr.rowcount:>10,} {time.perf_counter() - antes:7.1f} s", flush=True)
        cr.execute(SQL("ANALYZE %s", SQL(", ").join(map(SQL.identifier, tablas))))
    antes = time.perf_counter()
    cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    for nombre, definicion, comentario in indices:
        cr.execute(definicion)
        if comentario:  # by which Odoo knows its own
            cr.execute(SQL("COMMENT ON INDEX %s IS %s", SQL.identifier(nombre), comentario))
    print(f"{'indexes':<30} {len(indices):>10,} {time.perf_counter() - antes:7.1f} s", flush=True)
    for tabla in tablas:
        cr.execute(f"SELECT setval('{tabla}_id_seq', (SELECT max(id) + 1 FROM {tabla}))")


def main(conf, plantilla, db, piezas):
    subprocess.run(["createdb", "-T", plantilla, db], check=True)
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    with Registry(db).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {"tz": "America/Mexico_City", "tracking_disable": True})
        valores = {"piezas": piezas, "bloque": BLOQUE, "rango": catalogos(env, piezas)}
        llenar(cr, "millon.sql", valores, TABLAS)
    subprocess.run(["vacuumdb", "--analyze", "--quiet", db], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000)
