#!/usr/bin/env python3
"""Hundreds of thousands of letters, to see what their screens cost then; ``escala.py`` measures them.

    PYTHON scripts/benchmarks/oficios.py ODOO_CONF TEMPLATE DATABASE [LETTERS]
    PYTHON scripts/benchmarks/escala.py ODOO_CONF DATABASE redactora revisora firmante oficialia jefa

TEMPLATE has the addon ``correspondencia_salida``, with or without demo data. DATABASE is made anew as a copy of it and stays.
For each 300,000 letters of 200 units: 500,000 addressees, 290,000 numbers, a signer and a review for each, and a version.
The rows are written in SQL, with the dates of four years; three in a hundred letters are not yet filed.
"""

import subprocess
import sys

from millon import llenar

from odoo import api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

AREAS = 200
TABLAS = [
    f"correspondencia_{t}" for t in "oficio numero destinatario oficio_firmante oficio_visto oficio_version".split()
]
#: login, group, and what they have to do with the units
PERSONAS = (
    ("redactora", "correspondencia_salida.group_redactor"),
    ("revisora", "mensajeria.group_usuario"),
    ("firmante", "mensajeria.group_usuario"),
    ("oficialia", "correspondencia_entrada.group_oficialia"),
    ("jefa", "mensajeria.group_administrador"),
)


def catalogos(env):
    """Offices, units and people; leaves who is who in a table ``quien``."""
    company = env.company
    oficialias = env["hr.department"].create(
        [{"name": f"Oficialía {n}", "siglas": f"OM{n}", "es_oficialia": True} for n in range(2)]
    )
    areas = env["hr.department"].create([{"name": f"Unidad {n}", "siglas": f"UM{n}"} for n in range(AREAS)])
    ids = {}
    for login, grupo in PERSONAS:
        env["res.users"].search([("login", "=", login)]).login = f"{login} de antes"
        ids[login] = (
            env["res.users"]
            .create(
                {
                    "login": login,
                    "name": login,
                    "area_id": areas[0].id,
                    "group_ids": [Command.set(env.ref(grupo).ids)],
                    "oficialia_ids": [Command.set(oficialias[:1].ids if login == "oficialia" else [])],
                }
            )
            .id
        )
    env.flush_all()
    env.cr.execute(
        """CREATE TEMP TABLE quien AS SELECT %s::int AS company, %s::int AS tipo, %s::int[] AS areas, %s::int[] AS oficialias,
                  %s::int AS redactora, %s::int AS revisora, %s::int AS firmante, %s::int AS jefa""",
        [
            company.id,
            env.ref("correspondencia_salida.tipo_oficio").id,
            areas.ids,
            oficialias.ids,
            *(ids[login] for login in ("redactora", "revisora", "firmante", "jefa")),
        ],
    )


def main(conf, plantilla, db, cartas):
    subprocess.run(["createdb", "-T", plantilla, db], check=True)
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    with Registry(db).cursor() as cr:
        catalogos(api.Environment(cr, api.SUPERUSER_ID, {"tracking_disable": True}))
        llenar(cr, "oficios.sql", {"cartas": cartas}, TABLAS)
    subprocess.run(["vacuumdb", "--analyze", "--quiet", db], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]) if len(sys.argv) > 4 else 300_000)
