"""Signers who finish at the same moment, each in a process of their own. Usage: _obrero_firma.py CONF DATABASE [jugar|morir]

Prints as JSON how each ended, and what was left. The authority, its services and the races are real ones, between
transactions that commit.
"""

import base64
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone

from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


def _env(db, uid=api.SUPERUSER_ID):
    return api.Environment(Registry(db).cursor(), uid, {"lang": "en_US", "tz": "America/Mexico_City"})


def preparar(env):
    """The scene, and ``{case: [(user, session, signature value, ...)]}``: everything that the browsers had to say."""
    from odoo.addons.correspondencia_entrada.demo.pki import Pki
    from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos
    from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos

    class Escena(FirmaDatos, EntradaDatos):
        def assertTrue(self, valor, mensaje):
            if not valor:
                raise AssertionError(mensaje)

    Escena.env = env
    Escena._crear_institucion()
    Escena._crear_firma(Pki(datetime.now(timezone.utc).replace(microsecond=0)))
    escena = Escena()
    escena._con_psc()
    escena.contadora.write(escena._firmante("firmante2"))
    hoy, un_dia = datetime.now(timezone.utc).date(), timedelta(days=1)
    escena.suplir(escena.juridica, escena.contadora, desde=hoy - un_dia, hasta=hoy + un_dia)

    def jugada(respuesta, user, personaje):
        sesion, datos = escena.abrir(respuesta, user, personaje)
        preparada = escena.preparar(sesion, datos["cadena"], personaje)
        valor = escena._valor(personaje, base64.b64decode(preparada["atributos"]))
        return user.id, "firma.sesion", sesion.id, "terminar", [base64.b64encode(valor).decode()]

    titular, suplente = (escena.juridica, "firmante1"), (escena.contadora, "firmante2")
    dos, doble, retiro, rechazo = (escena.por_firmar() for _n in range(4))
    turno = escena.turno(retiro.asunto_id, escena.juridica)
    doble_clic = jugada(doble, *titular)
    return escena, {
        "signer and substitute": (dos, [jugada(dos, *titular), jugada(dos, *suplente)]),
        "the same call twice": (doble, [doble_clic, doble_clic]),
        "signed and withdrawn": (
            retiro,
            [jugada(retiro, *titular), (escena.ventanilla.id, turno._name, turno.id, "action_retirar", ["Error"])],
        ),
        "signed and rejected": (
            rechazo,
            [
                jugada(rechazo, *titular),
                (escena.contadora.id, "firma.documento", rechazo.firma_id.id, "rechazar", ["No"]),
            ],
        ),
    }


def jugar(conf, db):
    """One of the processes: plays what it is told to line by line, each move when both have seen the document."""
    _configurar(conf)
    for linea in sys.stdin:
        uid, modelo, res_id, metodo, argumentos = json.loads(linea)
        env = _env(db, uid)
        with env.cr:
            dicho = _mover(env, env[modelo].browse(res_id), metodo, argumentos)
        print(f"{metodo}: {dicho}", flush=True)


def _mover(env, registro, metodo, argumentos):
    """One call, as a worker of Odoo runs it."""
    from odoo.exceptions import UserError

    primera_vez = iter([True])

    def accion():
        env.cr.execute("SELECT count(*) FROM firma_documento")  # from here on the data are as they are now
        if next(primera_vez, False):
            print("ready", flush=True)
            sys.stdin.readline()
        getattr(registro, metodo)(*argumentos)

    try:
        retrying(accion, env)
        env.cr.commit()
    except UserError as rechazo:
        return getattr(rechazo, "codigo", str(rechazo))
    return "done"


def morir(conf, db):
    """Ask for the constancies that are missing, and end like a machine without power when the first has been issued."""
    _configurar(conf)
    from odoo.addons.correspondencia_entrada.models.firma_documento_constancia import FirmaDocumento

    FirmaDocumento._guardar_constancia = lambda *_argumentos: os._exit(9)
    env = _env(db)
    with env.cr:
        env["firma.documento"]._cron_constancias()


def sin_corriente(orden, db, escena):
    """How often the provider was asked for a constancy whose first request ended in the dark, and what is known of it."""
    subprocess.run([*orden, "morir"], check=False)
    env = _env(db)
    with env.cr:
        pedidos = env["firma.documento"].search([("constancia_state", "=", "pidiendo")])
        despues = escena.servicios.llamadas["psc"]
        pedidos._pedir_constancia()
        return {
            "pedidos": len(pedidos),
            "llamadas": [despues, escena.servicios.llamadas["psc"]],
            "documento": [pedidos.constancia_sha256 == pedidos.sha256, bool(pedidos.constancia_id)],
        }


def carrera(procesos, jugadas):
    """How each move ended."""
    for proceso, jugada in zip(procesos, jugadas, strict=True):
        print(json.dumps(jugada), file=proceso.stdin, flush=True)
    for proceso in procesos:
        assert proceso.stdout.readline() == "ready\n"
    for proceso in procesos:
        print("go", file=proceso.stdin, flush=True)
    return sorted(proceso.stdout.readline().strip() for proceso in procesos)


def quedo(db, respuesta_id):
    """What is left of an answer, its document and its matter."""
    env = _env(db)
    with env.cr:
        respuesta = env["correspondencia.respuesta"].browse(respuesta_id)
        documento, firmante = respuesta.firma_id, respuesta.firma_id.firmante_ids
        revisiones = [("res_model", "in", (documento._name, respuesta._name)), ("mimetype", "=", "application/pdf")]
        revisiones += [("res_id", "in", (documento.id, respuesta.id)), ("name", "like", documento.name[-5:])]
        return {
            "documento": documento.state,
            "respuesta": respuesta.state,
            "asunto": respuesta.asunto_id.state,
            "revisiones": env["ir.attachment"].search_count(revisiones),
            "eventos": documento.bitacora_ids.sorted("numero").mapped("evento"),
            "suplencia": bool(firmante.autorizacion_id),
            "por_otro": bool(firmante.firmo_id) and firmante.firmo_id != firmante.user_id,
            "roturas": env["nucleo.bitacora"]._verificar(),
        }


def _configurar(conf):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)


def main(conf, db):
    _configurar(conf)
    env = _env(db)
    with env.cr:
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")  # no files are left behind
        escena, casos = preparar(env)
        casos = {caso: (respuesta.id, jugadas) for caso, (respuesta, jugadas) in casos.items()}
        env.cr.commit()
    orden = [sys.executable, __file__, conf, db]
    procesos = [
        subprocess.Popen([*orden, "jugar"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _n in range(2)
    ]
    resultado = {}
    for caso, (respuesta_id, jugadas) in casos.items():
        escena.servicios.llamadas.clear()
        dicho = carrera(procesos, jugadas)
        resultado[caso] = {"dicho": dicho, "llamadas": dict(escena.servicios.llamadas), **quedo(db, respuesta_id)}
    for proceso in procesos:
        proceso.stdin.close()
        proceso.wait()
    resultado["a constancy"] = sin_corriente(orden, db, escena)
    escena.servicios.cerrar()
    json.dump(resultado, sys.stdout)


if __name__ == "__main__":
    papel = {"jugar": jugar, "morir": morir, "": main}["".join(sys.argv[3:])]
    papel(*sys.argv[1:3])
