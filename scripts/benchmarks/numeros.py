#!/usr/bin/env python3
"""How long a letter holds the numbers of its unit, while two people number theirs without pause.

    PYTHON scripts/benchmarks/numeros.py ODOO_CONF DATABASE [LETTERS]

PYTHON can import Odoo; DATABASE has the addon ``correspondencia_salida``. It is only copied, and the copy is dropped at the
end. Medians and the worst, beside the limit. ``number held`` is how long everybody else of the unit waits for theirs: from the
number to the commit; ``by one`` is for a person alone, ``by two`` while a rival takes numbers all the time: who loses the
number with which a page was drawn draws it again, and holds the new one meanwhile.
"""

import multiprocessing
import shutil
import statistics
import sys
import time
from itertools import chain
from unittest.mock import patch

from guias import copia, entorno
from serie import TEXTO

from odoo import sql_db
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests.common import new_test_user
from odoo.tools import config

LIMITE_MS = {"by one": 150, "by two": 600}


def preparar(env, cuantos):
    area = env["hr.department"].create({"name": "Banco de números", "siglas": "BNU", "es_oficialia": True})
    redactora = new_test_user(env, "banco_numeros", "correspondencia_salida.group_redactor", area_id=area.id)
    oficios = (
        env["correspondencia.oficio"]
        .with_user(redactora)
        .create(
            [
                {
                    "descripcion": f"Carta {n}",
                    "cuerpo": TEXTO.replace("{{dato.monto}}", "$5.00"),
                    "modo_firma": "autografa",
                    "oficialia_id": area.id,
                    "firmante_ids": [Command.create({"user_id": redactora.id})],
                    "destinatario_ids": [
                        Command.create(
                            {"dest_nombre": "Quien lee", "dest_institucion": "Municipio", "medio": "personal"}
                        )
                    ],
                }
                for n in range(cuantos)
            ]
        )
    )
    oficios.action_terminar()
    env.cr.commit()
    return redactora.id, oficios.ids


def numerar(db, uid, ids):
    """``[(seconds of the whole, seconds that its number was held, pages drawn)]`` of each letter."""
    from odoo.addons.mensajeria.nucleo.tools import pdf  # importable once the configuration is read

    medidas = []
    with entorno(db) as env:
        FolioSerie = type(env["nucleo.folio.serie"])
        tomar, dibujar = FolioSerie._tomar_numero, pdf.render_pdf
        tomado, dibujados = [], []

        def cronometrado(serie, registro, anio):
            numero = tomar(serie, registro, anio)
            tomado.append(time.perf_counter())
            return numero

        def contado(*args, **kwargs):
            dibujados.append(1)
            return dibujar(*args, **kwargs)

        with patch.object(FolioSerie, "_tomar_numero", cronometrado), patch.object(pdf, "render_pdf", contado):
            for oficio in env(user=uid)["correspondencia.oficio"].browse(ids):
                dibujados.clear()
                antes = time.perf_counter()
                retrying(oficio.action_numerar, oficio.env)  # and its commit
                fin = time.perf_counter()
                medidas.append((fin - antes, fin - tomado[-1], len(dibujados)))
    return medidas


def a_la_vez(db, uid, partes):
    sql_db.close_all()
    with multiprocessing.get_context("fork").Pool(len(partes)) as obreros:
        return list(chain(*obreros.starmap(numerar, [(db, uid, parte) for parte in partes])))


def informar(que, medidas):
    retenidos = [retenido * 1000 for _total, retenido, _veces in medidas]
    print(
        f"{que:<8} number held {statistics.median(retenidos):7.1f} ms  worst {max(retenidos):7.1f} ms"
        f"  letter {statistics.median(total * 1000 for total, _r, _v in medidas):7.1f} ms"
        f"  drawn twice {sum(veces > 1 for _t, _r, veces in medidas)} of {len(medidas)}  limit {LIMITE_MS[que]}"
    )
    return statistics.median(retenidos) > LIMITE_MS[que]


def main(conf, plantilla, cuantos):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    with copia(plantilla) as db:
        with entorno(db) as env:
            uid, ids = preparar(env, 3 * cuantos + 1)
        a_la_vez(db, uid, [ids[:1]])  # the series is made with its first number
        malos = [
            informar("by one", a_la_vez(db, uid, [ids[1 : cuantos + 1]])),
            informar("by two", a_la_vez(db, uid, [ids[cuantos + 1 :: 2], ids[cuantos + 2 :: 2]])),
        ]
        shutil.rmtree(config.filestore(db), ignore_errors=True)
    if any(malos):
        sys.exit("over the limit")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20)
