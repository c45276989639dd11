#!/usr/bin/env python3
"""What a series costs: its list loaded and checked, and each document with its number and its page.

    PYTHON scripts/benchmarks/serie.py ODOO_CONF DATABASE [ROWS]

PYTHON can import Odoo; DATABASE has the addon ``correspondencia_salida``. It is only copied, and the copy is dropped at the
end. Medians and the worst, beside the limit, for 2,000 rows; with fewer ROWS the limits shrink with them. ``number held`` is
how long everybody else of the unit waits for theirs: from the number to the commit. ``WeasyPrint alone`` draws the same HTML
with nothing around it: the page costs that wherever it is drawn.
"""

import base64
import shutil
import statistics
import sys
import time
from contextlib import contextmanager
from unittest.mock import patch

from guias import copia, entorno

from odoo.fields import Command
from odoo.tests.common import new_test_user
from odoo.tools import config

RENGLONES = 2000
#: seconds, for all the rows
LIMITE_CARGA, LIMITE_VERIFICAR, LIMITE_GENERAR = 30, 20, 3600
LIMITE_NUMERO_MS = 150
TEXTO = (
    "<p>Estimada {{destinatario.nombre}}: se autoriza a {{destinatario.institucion}} un apoyo de {{dato.monto}}.</p>"
    * 6
)


def informar(que, valores, limite, unidad="ms"):
    peor = max(valores)
    print(f"{que:<26} {statistics.median(valores):10.1f} {unidad:<3} worst {peor:10.1f}  limit {limite or '-'}")
    return limite and statistics.median(valores) > limite


def preparar(env):
    area = env["hr.department"].create({"name": "Banco de series", "siglas": "BSE", "es_oficialia": True})
    redactora = new_test_user(env, "banco_serie", "correspondencia_salida.group_redactor", area_id=area.id)
    modelo = (
        env["correspondencia.oficio"]
        .with_user(redactora)
        .create(
            {
                "descripcion": "Apoyo a municipios",
                "cuerpo": TEXTO,
                "modo_firma": "autografa",
                "oficialia_id": area.id,
                "firmante_ids": [Command.create({"user_id": redactora.id})],
            }
        )
    )
    serie = modelo.env["correspondencia.serie"].create({"name": "Banco", "modelo_id": modelo.id})
    modelo.action_terminar()
    return serie


def archivo(cuantos):
    filas = [f"Persona {n},Presidenta,Municipio {n},p{n}@x.example,${n}.00" for n in range(cuantos)]
    return base64.b64encode("\n".join(["Nombre,Cargo,Institución,Correo,Monto", *filas]).encode())


@contextmanager
def reloj(tiempos):
    antes = time.perf_counter()
    yield
    tiempos.append((time.perf_counter() - antes) * 1000)


def generar(env, serie):
    """Milliseconds of each first step, of each page, and of each number held."""
    numeros, paginas, retenidos, tomado = [], [], [], []
    FolioSerie = type(env["nucleo.folio.serie"])
    tomar = FolioSerie._tomar_numero

    def cronometrado(serie_de_folios, registro, anio):
        tomado.append(time.perf_counter())
        return tomar(serie_de_folios, registro, anio)

    with patch.object(FolioSerie, "_tomar_numero", cronometrado):
        while serie.state == "generando":
            tomado.clear()
            antes = time.perf_counter()
            serie._siguiente_paso()
            env.cr.commit()
            fin = time.perf_counter()
            (numeros if tomado else paginas).append((fin - antes) * 1000)
            retenidos += [(fin - inicio) * 1000 for inicio in tomado]
    return numeros, paginas, retenidos


def solo_weasyprint(env, oficio, veces):
    from odoo.addons.mensajeria.nucleo.tools import pdf  # importable once the configuration is read

    reporte = env.ref("correspondencia_salida.action_report_oficio")
    html = reporte._render_qweb_html(reporte.report_name, oficio.ids)[0]
    articulos = pdf.separar_articulos(html, reporte.model)
    tiempos = []
    for _vez in range(veces):
        with reloj(tiempos):
            reporte._render_articulos(reporte, articulos, oficio.id)
    return tiempos


def main(conf, plantilla, cuantos):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    parte = cuantos / RENGLONES
    with copia(plantilla) as db, entorno(db) as env:
        serie = preparar(env)
        carga, verificar = [], []
        with reloj(carga):
            serie.env["correspondencia.serie.agregar"].create(
                {"serie_id": serie.id, "archivo": archivo(cuantos)}
            ).action_agregar()
            env.cr.commit()
        with reloj(verificar):
            serie.action_verificar()
            env.cr.commit()
        serie.action_generar()
        env.cr.commit()
        inicio = time.perf_counter()
        numeros, paginas, retenidos = generar(env, serie.with_env(env))
        total = (time.perf_counter() - inicio) * 1000
        hechos = serie.with_env(env).generados
        print(f"{hechos} of {cuantos} documents")
        malos = [
            informar("list loaded", carga, LIMITE_CARGA * 1000 * parte),
            informar("list checked", verificar, LIMITE_VERIFICAR * 1000 * parte),
            informar("document with its number", numeros, None),
            informar("number held", retenidos, LIMITE_NUMERO_MS),
            informar("page and who signs", paginas, None),
            informar("WeasyPrint alone", solo_weasyprint(env, serie.with_env(env).oficio_ids[0], 10), None),
            informar("all the documents", [total], LIMITE_GENERAR * 1000 * parte),
        ]
        shutil.rmtree(config.filestore(db), ignore_errors=True)
        if any(malos) or hechos != cuantos:
            sys.exit("over the limit")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else RENGLONES)
