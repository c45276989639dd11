#!/usr/bin/env python3
"""What the labels of a big dispatch cost: one PDF for 500 pieces, on 10×15 cm and on letter sheets.

    PYTHON scripts/benchmarks/etiquetas.py ODOO_CONF DATABASE

PYTHON can import Odoo; DATABASE has the addon ``mensajeria``. Nothing of it is kept: everything happens in one
transaction that is rolled back. The limit is what somebody waits for at the label printer without asking what is wrong.
"""

import logging
import sys
import time

from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config

PIEZAS = 500
LIMITE_S = 60


def piezas(env):
    """``PIEZAS`` pieces with their guías, assigned to a registered service."""
    proveedor = env["mensajeria.proveedor"].create({"name": "Banco de etiquetas", "tipo": "sepomex"})
    servicio = env["mensajeria.servicio"].create({"name": "Registrado", "proveedor_id": proveedor.id, "sla_dias": 8})
    serie = env["mensajeria.serie"].create(
        {"name": "RR", "proveedor_id": proveedor.id, "prefijo": "RR", "sufijo": "MX", "ancho": 8, "algoritmo": "s10"}
    )
    env["mensajeria.rango"]._dar_de_alta(serie, 1, PIEZAS, {})
    envios = env["mensajeria.envio"].create(
        [
            {
                "proveedor_id": proveedor.id,
                "servicio_id": servicio.id,
                "dest_nombre": f"Persona destinataria número {n}",
                "dest_cargo": "Directora General de Asuntos Jurídicos",
                "dest_institucion": "Instituto de Prueba para la Medición de Etiquetas",
                "dest_calle": "Calle de Tacuba",
                "dest_numero": str(n),
                "dest_colonia": "Centro",
                "dest_cp": "06000",
                "dest_municipio": "Cuauhtémoc",
                "dest_estado": "Ciudad de México",
                "documento": f"DJ/{n:05d}/2026",
                "peso": 120,
            }
            for n in range(1, PIEZAS + 1)
        ]
    )
    envios.action_asignar()
    return envios


def main(conf, db):
    config.parse_config(["-c", conf, "-d", db])
    logging.disable(logging.INFO)
    peor = 0
    with Registry(db).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {"lang": "en_US", "tz": "America/Mexico_City"})
        envios = piezas(env)
        Report = env["ir.actions.report"]
        Report._render_qweb_pdf("mensajeria.report_etiqueta", envios[:1].ids)  # loads the engine and its fonts
        print(f"Labels of {PIEZAS} pieces as one PDF")
        for papel in ("report_etiqueta", "report_etiqueta_hoja"):
            antes = time.perf_counter()
            pdf = Report._render_qweb_pdf(f"mensajeria.{papel}", envios.ids)[0]
            segundos = time.perf_counter() - antes
            peor = max(peor, segundos)
            print(f"  {papel:<24} {segundos:6.1f} s {segundos / PIEZAS * 1000:7.1f} ms/label"
                  f" {len(pdf) / 1024:8.0f} KiB   limit {LIMITE_S} s")  # fmt: skip
        cr.rollback()
    return peor > LIMITE_S


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
