"""Two clerks of the office at the same moment on the same letter. Usage: _obrero_despacho.py CONF DATABASE

Prints as JSON how each of them ended, and what was left. Each is a process, as two workers of Odoo are.
"""

import json
import sys

from obrero import a_la_vez, entorno, pedir

from odoo.exceptions import UserError
from odoo.tools import config

FIRMA = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
ENTREGA = {
    "receptor_caracter": "destinatario",
    "identificacion_tipo": "ine",
    "identificacion_folio": "1",
    "firma": FIRMA,
}


def preparar(env):
    """``{case: [(user, id of the line, method, arguments), …]}``: signed letters, committed."""
    from odoo.addons.correspondencia_salida.tests.test_despacho import DOMICILIO, DespachoCommon

    DespachoCommon.env = env
    DespachoCommon._crear_institucion()
    DespachoCommon._crear_salida()
    DespachoCommon._crear_despacho()
    escena = DespachoCommon()
    dos = (escena.ventanilla.id, escena.ventanilla_2.id)

    def linea(**vals):
        return escena.firmado(escena.destinatario(**vals)).destinatario_ids.id

    correo, pieza, mostrador, otra = linea(), linea(medio="local", **DOMICILIO), linea(medio="personal"), linea()
    return {
        "correo": [(uid, correo, "action_despachar", [], {}) for uid in dos],
        "pieza": [(uid, pieza, "action_despachar", [], {}) for uid in dos],
        "mostrador": [(uid, mostrador, "action_entregar", ["Juana"], ENTREGA) for uid in dos],
        "despachar y cancelar": [
            (dos[0], otra, "action_despachar", [], {}),
            (escena.redactora.id, otra, "oficio_id.action_cancelar", ["Ya no procede"], {}),
        ],
    }


def pulsar(db, uid, linea_id, metodo, argumentos, datos):
    """One click: ``([""], [])`` when it was done, or the sentence of the refusal."""
    env = entorno(db, uid)
    with env.cr:
        try:
            destino = env["correspondencia.destinatario"].browse(linea_id)
            *camino, metodo = metodo.split(".")
            for paso in camino:
                destino = destino[paso]
            pedir(env, lambda: getattr(destino, metodo)(*argumentos, **datos))
            env.cr.commit()
        except UserError as rechazo:
            return [str(rechazo)], []
    return [""], []


def quedo(db, linea_id):
    env = entorno(db)
    with env.cr:
        linea = env["correspondencia.destinatario"].browse(linea_id)
        oficio = linea.oficio_id
        return {
            "state": linea.state,
            "oficio": oficio.state,
            "eventos": linea.bitacora_ids.sorted("numero").mapped("evento"),
            "correos": env["mail.mail"].search_count(
                [
                    ("model", "=", oficio._name),
                    ("res_id", "=", oficio.id),
                    ("email_to", "=", linea.email),
                    ("state", "!=", "cancel"),
                ]
            ),
            "piezas": env["mensajeria.envio"].search_count(
                [("res_model", "=", oficio._name), ("res_id", "=", oficio.id)]
            ),
            "acuses": len(linea.acuse_ids),
            "roturas": env["nucleo.bitacora"]._verificar(linea._name, linea.ids),
        }


def main(conf, db):
    config.parse_config(["-c", conf, "--log-level=critical"], setup_logging=False)
    env = entorno(db)
    with env.cr:
        casos = preparar(env)
        env.cr.commit()
    resultado = {}
    for caso, clics in casos.items():
        respuestas, _errores = a_la_vez(pulsar, [(db, *clic) for clic in clics])
        resultado[caso] = {"clics": sorted(respuestas), **quedo(db, clics[0][1])}
    json.dump(resultado, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
