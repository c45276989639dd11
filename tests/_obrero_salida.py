"""What happens at the same moment to a letter that leaves. Usage: _obrero_salida.py CONF DATABASE

Prints as JSON how each click of each case ended, and what was left.
"""

import base64
import sys
from unittest.mock import patch

from _obrero_clics import _env, correr_casos

from odoo import api
from odoo.fields import Command
from odoo.tools import config


def preparar(env):
    """``{case: [(user, model, id, method, arguments), ...]}``: the letters are committed, each at the step to race for."""
    from odoo.addons.correspondencia_entrada.tests.common import pdf
    from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos

    SalidaDatos.env = env
    SalidaDatos._crear_institucion()
    SalidaDatos._crear_salida()
    escena = SalidaDatos()
    escena.ventanilla.group_ids = [Command.link(env.ref("mensajeria.group_local").id)]
    escaneo = ("firmado.pdf", base64.b64encode(pdf("Firmado")).decode())
    por_mensajero = escena.destinatario(
        medio="local", dest_calle="Tacuba", dest_cp="06000", dest_municipio="Centro", dest_estado="México"
    )

    def firmado(*destinatarios):
        oficio = escena.numerado(destinatarios=destinatarios)
        oficio.action_subir_firmado(*escaneo)
        return oficio

    def clic(registro, metodo, *argumentos, user=escena.redactora.id):
        return user, registro._name, registro.id, metodo, argumentos

    portal = firmado(*2 * [escena.destinatario(medio="portal")])
    portal.sudo().destinatario_ids.with_user(escena.ventanilla).action_despachar()
    portal.sudo().destinatario_ids._mensaje_entregado()
    firmar, sustituido = escena.numerado(), firmado(por_mensajero)
    nuevo = escena.Oficio.with_user(escena.redactora).browse(sustituido.action_sustituir("Error")["res_id"])
    nuevo.action_terminar()
    nuevo.action_numerar()
    reserva = escena.Numero.with_user(escena.redactora).reservar(escena.juridico.id, escena.tipo.id, "Tarde")
    tardes = [escena.aprobado(numero_reservado_id=reserva) for _ in range(2)]
    return {
        "abrir": [clic(d, "_recibir_por_portal", "Rosa", {}, user=api.SUPERUSER_ID) for d in portal.destinatario_ids],
        "firmar y cancelar": [
            clic(firmar, "action_subir_firmado", *escaneo),
            clic(firmar, "action_cancelar", "Siempre no"),
        ],
        "despachar y sustituir": [
            clic(sustituido.destinatario_ids, "action_despachar", user=escena.ventanilla.id),
            clic(nuevo, "action_subir_firmado", *escaneo),
        ],
        "la misma reserva": [clic(oficio, "action_numerar") for oficio in tardes],
    }


def quedo(db, clics):
    """What is left of the letters of ``clics``."""
    env = _env(db)
    with env.cr:
        registros = [env[modelo].browse(res_id) for _uid, modelo, res_id, *_resto in clics]
        oficios = env["correspondencia.oficio"].concat(
            *(r if r._name == "correspondencia.oficio" else r.oficio_id for r in registros)
        )
        piezas = env["mensajeria.envio"].search([("res_model", "=", oficios._name), ("res_id", "in", oficios.ids)])
        return {
            "oficios": oficios.mapped("state"),
            "lineas": oficios.destinatario_ids.mapped("state"),
            "piezas": piezas.mapped("state"),
            "numeros": sorted(oficios.numero_id.mapped("state")),
            "tareas": sorted(oficios._tareas_abiertas().mapped("paso_id.codigo")),
            "roturas": env["nucleo.bitacora"]._verificar(oficios._name, oficios.ids),
        }


def main(conf, db):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    from odoo.addons.correspondencia_entrada.tests.common import pdf

    with patch("odoo.addons.mensajeria.nucleo.tools.pdf.render_pdf", return_value=pdf("Carta")):
        env = _env(db)
        with env.cr:
            casos = preparar(env)
            env.cr.commit()
        correr_casos(db, casos, quedo)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
