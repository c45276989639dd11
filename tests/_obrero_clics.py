"""Pairs of clicks at the same moment on the same matter. Usage: _obrero_clics.py CONF DATABASE

Prints as JSON how each click of each pair ended, and what was left. Runs outside the test process: the races are
real ones, between transactions that commit.
"""

import json
import sys
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


def _env(db, uid=api.SUPERUSER_ID):
    return api.Environment(Registry(db).cursor(), uid, {"lang": "en_US", "tz": "America/Mexico_City"})


def preparar(env):
    """``{case: [(user, model, id, method, arguments), ...]}``: the matters are committed, each at the step to race for."""
    from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos

    class Escena(EntradaDatos):
        def assertTrue(self, valor, mensaje):
            if not valor:
                raise AssertionError(mensaje)

    Escena.env = env
    Escena._crear_institucion()
    escena = Escena()
    borrador = escena.borrador(escena.juridica, cc=[escena.revisor])
    por_descargar = escena.digitalizado(escena.juridica)
    concluir, enviar, retirar = (escena.descargado(escena.juridica, descripcion=f"Asunto {n}") for n in range(3))
    respuesta = escena.env["correspondencia.respuesta"].browse(
        escena.turno(enviar, escena.juridica).action_responder()["res_id"]
    )
    respuesta.cuerpo = "<p>Va</p>"
    turno_concluir, turno_retirar = escena.turno(concluir, escena.juridica), escena.turno(retirar, escena.juridica)
    return {
        "registrar": [(escena.ventanilla.id, borrador, "action_registrar", []), (escena.ventanilla_2.id, borrador, "action_registrar", [])],
        "descargar": [(u.id, por_descargar, "action_descargar", [u.name]) for u in (escena.ventanilla, escena.ventanilla_2)],
        "concluir": 2 * [(escena.juridica.id, turno_concluir, "action_concluir", ["Listo"])],
        "enviar": 2 * [(escena.juridica.id, respuesta, "action_enviar", [])],
        "retirar y concluir": [
            (escena.ventanilla.id, turno_retirar, "action_retirar", ["Error"]),
            (escena.juridica.id, turno_retirar, "action_concluir", ["Listo"]),
        ],
    }  # fmt: skip


def pulsar(db, clic, barrera, salida):
    """One click, as a worker of Odoo runs it; both have read the record before either moves it."""
    uid, modelo, res_id, metodo, argumentos = clic
    env = _env(db, uid)
    primera_vez = iter([True])

    def accion():
        registro = env[modelo].browse(res_id)
        registro.sudo().read(["state"])
        if next(primera_vez, False):
            barrera.wait(timeout=30)
        getattr(registro, metodo)(*argumentos)

    with env.cr:
        try:
            retrying(accion, env)
            env.cr.commit()
            salida.append("")
        except UserError as rechazo:
            salida.append(str(rechazo))


def correr_casos(db, casos, quedo):
    """Click each of ``{case: clicks}`` at once. Prints as JSON how each click ended and ``quedo(db, clicks)``."""
    resultado = {}
    for caso, clics in casos.items():
        barrera, salida = threading.Barrier(len(clics)), []
        hilos = [threading.Thread(target=pulsar, args=(db, clic, barrera, salida)) for clic in clics]
        for hilo in hilos:
            hilo.start()
        for hilo in hilos:
            hilo.join()
        resultado[caso] = {"clics": sorted(salida), **quedo(db, clics)}
    json.dump(resultado, sys.stdout)


def quedo(db, clics):
    """What is left of the matter of ``clics``."""
    env = _env(db)
    with env.cr:
        _uid, modelo, res_id, *_resto = clics[0]
        registro = env[modelo].browse(res_id)
        asunto = registro if registro._name == "correspondencia.asunto" else registro.asunto_id
        return {
            "state": asunto.state,
            "numero": asunto.folio_numero,
            "eventos": asunto.bitacora_ids.sorted("numero").mapped("evento"),
            "tareas": sorted(asunto._tareas_abiertas().mapped("paso_id.codigo")),
            "roturas": env["nucleo.bitacora"]._verificar(asunto._name, asunto.ids),
        }


def main(conf, db):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    env = _env(db)
    with env.cr:
        casos = {
            caso: [
                (uid, registro._name, registro.id, metodo, argumentos) for uid, registro, metodo, argumentos in clics
            ]
            for caso, clics in preparar(env).items()
        }
        env.cr.commit()
    correr_casos(db, casos, quedo)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
