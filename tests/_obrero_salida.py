"""What happens at the same moment to a letter that leaves. Usage: _obrero_salida.py CONF DATABASE

Prints as JSON how each click of each case ended, and what was left.
"""

import base64
import sys
from datetime import datetime, timezone
from unittest.mock import patch

from _obrero_clics import _env, correr_casos

from odoo.fields import Command
from odoo.tools import config


def sin_motor():
    """Every page that is printed is the same one."""
    from odoo.addons.correspondencia_entrada.tests.common import pdf

    return patch("odoo.addons.mensajeria.nucleo.tools.pdf.render_pdf", return_value=pdf("Carta"))


def montar(env):
    """The institution, its people, and the services with which they sign."""
    from odoo.addons.correspondencia_entrada.demo.pki import Pki
    from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos
    from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos

    class Escena(FirmaDatos, SalidaDatos):
        pass

    Escena.env = env
    Escena._crear_institucion()
    Escena._crear_salida()
    Escena._crear_firma(Pki(datetime.now(timezone.utc).replace(microsecond=0)))
    return Escena()


def clic(registro, metodo, *argumentos, user):
    return user.id, registro._name, registro.id, metodo, argumentos


def preparar_electronicas(escena):
    """``{case: clicks}``: the last of the three calls of a signature, and who takes the letter away."""
    casos = {}
    for caso, metodo in (("cancelar", "action_cancelar"), ("recuperar", "action_recuperar")):
        oficio = escena.numerado(modo_firma="electronica")
        sesion, datos = escena.abrir(oficio)
        preparada = escena.preparar(sesion, datos["cadena"])
        valor = base64.b64encode(escena._valor("firmante1", base64.b64decode(preparada["atributos"]))).decode()
        casos[f"firmar electrónicamente y {caso}"] = [
            clic(sesion, "terminar", valor, user=escena.juridica),
            clic(oficio, metodo, "Siempre no", user=escena.redactora),
        ]
    return casos


def preparar(escena):
    """``{case: [(user, model, id, method, arguments), ...]}``: the letters, each at the step to race for."""
    from odoo.addons.correspondencia_entrada.tests.common import pdf

    env, redactora = escena.env, escena.redactora
    escena.ventanilla.group_ids = [Command.link(env.ref("mensajeria.group_local").id)]
    escaneo = ("firmado.pdf", base64.b64encode(pdf("Firmado")).decode())
    por_mensajero = escena.destinatario(
        medio="local", dest_calle="Tacuba", dest_cp="06000", dest_municipio="Centro", dest_estado="México"
    )

    def firmado(*destinatarios):
        oficio = escena.numerado(destinatarios=destinatarios)
        oficio.action_subir_firmado(*escaneo)
        return oficio

    portal = firmado(*2 * [escena.destinatario(medio="portal")])
    portal.sudo().destinatario_ids.with_user(escena.ventanilla).action_despachar()
    portal.sudo().destinatario_ids._mensaje_entregado()
    firmar, sustituido, corregido = escena.numerado(), firmado(por_mensajero), firmado(escena.destinatario())
    nuevo = escena.Oficio.with_user(redactora).browse(sustituido.action_sustituir("Error")["res_id"])
    nuevo.action_terminar()
    nuevo.action_numerar()
    reserva = escena.Numero.with_user(redactora).reservar(escena.juridico.id, escena.tipo.id, "Tarde")
    tardes = [escena.aprobado(numero_reservado_id=reserva) for _ in range(2)]
    return {
        "abrir": [
            clic(d, "_recibir_por_portal", "Rosa", {}, user=env.ref("base.user_root")) for d in portal.destinatario_ids
        ],
        "firmar y cancelar": [
            clic(firmar, "action_subir_firmado", *escaneo, user=redactora),
            clic(firmar, "action_cancelar", "Siempre no", user=redactora),
        ],
        "despachar y sustituir": [
            clic(sustituido.destinatario_ids, "action_despachar", user=escena.ventanilla),
            clic(nuevo, "action_subir_firmado", *escaneo, user=redactora),
        ],
        "sustituir": 2 * [clic(corregido, "action_sustituir", "Error", user=redactora)],
        "la misma reserva": [clic(oficio, "action_numerar", user=redactora) for oficio in tardes],
    }


def quedo(db, clics):
    """What is left of the letters of ``clics``."""
    env = _env(db)
    with env.cr:
        registros = [env[modelo].browse(res_id) for _uid, modelo, res_id, *_resto in clics]
        oficios = env["correspondencia.oficio"].concat(
            *(r if r._name == "correspondencia.oficio" else r.oficio_id for r in registros if r._name != "firma.sesion")
        )
        piezas = env["mensajeria.envio"].search([("res_model", "=", oficios._name), ("res_id", "in", oficios.ids)])
        return {
            "oficios": oficios.mapped("state"),
            "lineas": oficios.destinatario_ids.mapped("state"),
            "piezas": piezas.mapped("state"),
            "firmas": oficios.firma_id.mapped("state"),
            "numeros": sorted(oficios.numero_id.mapped("state")),
            "tareas": sorted(oficios._tareas_abiertas().mapped("paso_id.codigo")),
            "roturas": env["nucleo.bitacora"]._verificar(oficios._name, oficios.ids),
        }


def main(conf, db):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    env = _env(db)
    with env.cr:
        escena = montar(env)
        casos = preparar_electronicas(escena)
        with sin_motor():
            casos |= preparar(escena)
        env.cr.commit()
    with sin_motor():
        correr_casos(db, casos, quedo)
    escena.servicios.cerrar()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
