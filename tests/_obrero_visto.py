"""Decisions of reviewers at the same moment on the same document. Usage: _obrero_visto.py CONF DATABASE

Prints as JSON how each click of each case ended, and what was left.
"""

import sys

from _obrero_clics import _env, correr_casos

from odoo.fields import Command
from odoo.tools import config


def preparar(env):
    """``{case: [(user, model, id, method, arguments), ...]}``: the documents are committed, each in review."""
    from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos

    SalidaDatos.env = env
    SalidaDatos._crear_institucion()
    SalidaDatos._crear_salida()
    escena = SalidaDatos()

    def en_revision(*ordenes):
        pasos = [(orden, user) for orden, users in enumerate(ordenes) for user in users]
        oficio = escena.oficio(visto_ids=[Command.create({"sequence": o, "user_id": u.id}) for o, u in pasos])
        oficio.action_enviar_a_revision()
        return oficio

    def clic(oficio, user, metodo, *argumentos):
        paso = oficio.sudo().visto_ids.filtered(lambda p: p.user_id == user)
        registro = oficio if user == escena.redactora else paso
        return user.id, registro._name, registro.id, metodo, argumentos

    una, otra, tercera = escena.juridica, escena.contadora, escena.directora
    a_la_vez, doble, cruzado = en_revision(una | otra, tercera), en_revision(una, otra), en_revision(una, otra)
    return {
        "a la vez": [clic(a_la_vez, una, "action_aprobar"), clic(a_la_vez, otra, "action_aprobar")],
        "doble": 2 * [clic(doble, una, "action_aprobar")],
        "retirar y aprobar": [
            clic(cruzado, escena.redactora, "action_retirar", "Cambia"),
            clic(cruzado, una, "action_aprobar"),
        ],
    }


def quedo(db, clics):
    """What is left of the document of ``clics``."""
    env = _env(db)
    with env.cr:
        _uid, modelo, res_id, *_resto = clics[0]
        registro = env[modelo].browse(res_id)
        oficio = registro if modelo == "correspondencia.oficio" else registro.oficio_id
        return {
            "state": oficio.state,
            "pasos": oficio.visto_ids.sorted().mapped("state"),
            "tareas": len(oficio._tareas_abiertas("oficio_revisar")),
        }


def main(conf, db):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    env = _env(db)
    with env.cr:
        casos = preparar(env)
        env.cr.commit()
    correr_casos(db, casos, quedo)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
