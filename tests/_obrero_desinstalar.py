"""Uninstalls an addon above mensajeria and looks at what is left. Usage: _obrero_desinstalar.py CONF DATABASE ADDON

Prints as JSON the content of every table of mensajeria before and after, by its digest, what broke, and how far a dispatch gets without the
addon. Runs outside the test process: an uninstallation commits and loads the registry anew.
"""

import base64
import json
import sys
import uuid
from datetime import timedelta

from odoo import api, fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

CONTEXTO = {"lang": "en_US", "tz": "America/Mexico_City", "no_reset_password": True, "tracking_disable": True}


def _env(db, uid=api.SUPERUSER_ID):
    return api.Environment(Registry(db).cursor(), uid, CONTEXTO)


def _modelos(env):
    """The models of mensajeria that keep something: those of its tables."""
    datos = env["ir.model.data"].search([("module", "=", "mensajeria"), ("model", "=", "ir.model")])
    nombres = env["ir.model"].browse(datos.mapped("res_id")).mapped("model")
    return [n for n in nombres if n in env and env[n]._auto and not env[n]._abstract and not env[n]._transient]


def _columnas(env, modelos, addon):
    """``{model: columns}`` that belong neither to ``addon`` nor to what goes with it, nor change by themselves."""
    modulo = env["ir.module.module"].search([("name", "=", addon)])
    se_van = {addon, *modulo.downstream_dependencies().mapped("name")}
    return {
        modelo: sorted(
            campo.name
            for campo in env[modelo]._fields.values()
            if campo.store
            and campo.column_type
            and se_van.isdisjoint(campo._modules)
            and campo.name not in ("write_date", "write_uid")
        )
        for modelo in modelos
    }


def _contenido(env, columnas):
    """``{model: [rows, digest of all they say]}``."""
    contenido = {}
    for modelo, nombres in columnas.items():
        fila = SQL("ROW(%s)::text", SQL(", ").join(map(SQL.identifier, nombres)))
        tabla = SQL.identifier(env[modelo]._table)
        env.cr.execute(SQL("SELECT count(*), coalesce(md5(string_agg(%s, '' ORDER BY id)), '') FROM %s", fila, tabla))
        contenido[modelo] = list(env.cr.fetchone())
    env.cr.execute(
        "SELECT count(*), md5(string_agg(id::text, ',' ORDER BY id)) FROM seguimiento_tarea WHERE res_model LIKE 'mensajeria.%'"
    )
    contenido["tareas"] = list(env.cr.fetchone())
    return contenido


def _persona(env, login, *grupos, **vals):
    return env["res.users"].create(
        {
            "login": f"{login}_{uuid.uuid4().hex[:6]}",
            "name": login,
            "group_ids": [Command.set([env.ref(f"mensajeria.group_{g}").id for g in grupos])],
            **vals,
        }
    )


def preparar(env):
    """An office with its people and its own messenger."""
    marca = uuid.uuid4().hex[:6].upper()
    Area = env["hr.department"]
    oficialia = Area.create({"name": "Oficialía", "siglas": f"OF{marca}", "es_oficialia": True})
    juridico = Area.create({"name": "Jurídico", "siglas": f"JU{marca}"})
    solicitante = _persona(env, "solicitante", "solicitante", area_id=juridico.id)
    operador = _persona(env, "operador", "local", oficialia_ids=[Command.set(oficialia.ids)])
    proveedor = env["mensajeria.proveedor"].create({"name": f"Propia {marca}", "tipo": "local"})
    servicio = env["mensajeria.servicio"].create(
        {"name": "En mano", "proveedor_id": proveedor.id, "requiere_guia": False}
    )
    mensajero = env["mensajeria.mensajero"].create({"name": f"Mensajero {marca}"})
    hoy = fields.Date.today()
    habil = next(dia for n in range(14) if mensajero._disponible(dia := hoy + timedelta(days=n)))
    return {
        "oficialia": oficialia.id,
        "juridico": juridico.id,
        "solicitante": solicitante.id,
        "operador": operador.id,
        "servicio": servicio.id,
        "mensajero": mensajero.id,
        "fecha": fields.Date.to_string(habil),
    }


def ligar(env, datos, addon):
    """A request and a piece that come from a document of ``addon``, and a task of one of its steps."""
    propios = env["ir.model.data"].search([("module", "=", addon), ("model", "=", "seguimiento.paso")])
    paso = env["seguimiento.paso"].browse(propios.mapped("res_id")).filtered("es_tarea")[:1]
    solicitud = env["mensajeria.solicitud"].create(
        {
            "solicitante_id": datos["solicitante"],
            "area_id": datos["juridico"],
            "oficialia_id": datos["oficialia"],
            "origen_model": paso.modelo,
            "origen_id": 1,
            "envio_ids": [
                Command.create({"dest_nombre": "Ana", "dest_calle": "Tacuba", "res_model": paso.modelo, "res_id": 1})
            ],
        }
    )
    env["seguimiento.tarea"]._abrir(
        [
            {
                "paso_id": paso.id,
                "res_model": paso.modelo,
                "res_id": 1,
                "company_id": env.company.id,
                "group_id": env.ref("mensajeria.group_operador").id,
            }
        ]
    )
    return solicitud.id


def leer(env, datos, solicitud_id):
    """What the operator reads of a request whose document is gone, and of its piece; and the trays and processes they see."""
    operador = env(user=datos["operador"])
    solicitud = operador["mensajeria.solicitud"].browse(solicitud_id)
    env["mensajeria.solicitud"].with_user(datos["solicitante"]).browse(solicitud_id).action_enviar()
    leido = [solicitud.read()[0]["name"], solicitud.envio_ids.read()[0]["name"]]
    for modelo in (
        "mensajeria.solicitud",
        "mensajeria.envio",
        "mensajeria.acuse",
        "mensajeria.relacion",
        "seguimiento.tarea",
    ):
        for vista in ("form", "list", "search"):
            operador[modelo].get_view(view_type=vista)
    return [*leido, operador["seguimiento.tarea"].search([("res_id", "=", solicitud_id)]).mapped("paso_id.codigo")]


def despachar(env, datos):
    """A piece from its request to the acuse in the hands of its unit, as the people who do it.

    :return: state of the piece and of its acuse, and the steps whose tasks are open in the end
    """

    def como(modelo, quien):
        return env[modelo].with_user(datos[quien])

    solicitud = como("mensajeria.solicitud", "solicitante").create(
        {
            "oficialia_id": datos["oficialia"],
            "envio_ids": [Command.create({"dest_nombre": "Ana Ruiz", "dest_calle": "Tacuba", "dest_cp": "06000"})],
        }
    )
    solicitud.action_enviar()
    pieza = solicitud.envio_ids
    como("mensajeria.solicitud", "operador").browse(solicitud.id).action_aceptar()
    pieza = como("mensajeria.envio", "operador").browse(pieza.id)
    servicio = env["mensajeria.servicio"].browse(datos["servicio"])
    pieza.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
    pieza.action_asignar()
    relacion = como("mensajeria.relacion", "operador").create(
        {
            "tipo": "hoja_ruta",
            "oficialia_id": datos["oficialia"],
            "proveedor_id": servicio.proveedor_id.id,
            "mensajero_id": datos["mensajero"],
            "fecha": datos["fecha"],
            "linea_ids": [Command.create({"envio_id": pieza.id})],
        }
    )
    relacion.action_emitir()
    relacion.action_salir(relacion.linea_ids.ids)
    pieza.action_registrar("entregado", receptor_nombre="Ana Ruiz", caracter="destinatario")
    relacion.action_cerrar()
    acuse = como("mensajeria.acuse", "operador").browse(pieza.acuse_ids.id)
    acuse.action_recibir()
    adjunto = como("ir.attachment", "operador").create({"name": "acuse.pdf", "raw": b"%PDF-1.4 firma"})
    acuse.archivo_ids = adjunto
    acuse.action_digitalizar()
    acuse.action_validar()
    acuse.action_entregar(recibe="Rosa")
    env.flush_all()
    abiertas = solicitud.sudo()._tareas_abiertas() | pieza.sudo()._tareas_abiertas() | acuse.sudo()._tareas_abiertas()
    return {
        "pieza": pieza.state,
        "acuse": acuse.state,
        "relacion": relacion.name[:2],
        "tareas": abiertas.mapped("paso_id.codigo"),
        "procesos": [p["nombre"] for p in como("seguimiento.proceso", "operador").mapa()],
    }


def _escena(env, ids=None):
    """The institution of the tests of correspondencia_entrada: a new one, or the one whose people are ``ids``."""
    from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos

    class Escena(EntradaDatos):
        def assertTrue(self, valor, mensaje):
            if not valor:
                raise AssertionError(mensaje)

    Escena.env = env
    if not ids:
        Escena._crear_institucion()
        return Escena()
    Escena.Asunto, Escena.remitente = env["correspondencia.asunto"], env["res.partner"].browse(ids["remitente"])
    Escena.direccion = env["hr.department"].browse(ids["direccion"])
    for persona in ("ventanilla", "digitalizadora", "juridica"):
        setattr(Escena, persona, env["res.users"].browse(ids[persona]))
    return Escena()


def escribir(env, datos=None):
    """A letter that answers a matter and became a matter of another unit: what correspondencia_salida leaves in the others.

    :param datos: what it returned before, for another letter of the same people
    """
    from odoo.addons.correspondencia_entrada.tests.common import pdf

    escena = _escena(env, datos)
    redactor = env.ref("correspondencia_salida.group_redactor")
    escena.juridica.group_ids = [Command.link(redactor.id)]
    asunto = escena.descargado(escena.juridica)
    oficio = env["correspondencia.oficio"].with_user(escena.juridica).browse(
        asunto.with_user(escena.juridica).action_oficio()["res_id"]
    )  # fmt: skip
    oficio.write(
        {
            "cuerpo": "<p>Va</p>",
            "modo_firma": "autografa",
            "destinatario_ids": [
                Command.clear(),
                Command.create(
                    {"dest_nombre": "x", "clase": "interno", "medio": "interno", "area_id": escena.direccion.id}
                ),
            ],
        }
    )
    oficio.action_numerar()
    oficio.action_subir_firmado("firmado.pdf", base64.b64encode(pdf()))
    oficio.destinatario_ids.with_user(escena.ventanilla).action_despachar()
    llegado = oficio.sudo().destinatario_ids.turno_interno_id.asunto_id
    personas = ("ventanilla", "digitalizadora", "juridica", "remitente", "direccion")
    return {persona: getattr(escena, persona).id for persona in personas} | {
        "asuntos": [asunto.id, llegado.id],
        "carta": [oficio.state, asunto.state],
    }


def atender(env, datos):
    """What correspondencia_entrada still does: those matters are read, and another one is attended to its end."""
    antes = env["correspondencia.asunto"].with_user(datos["ventanilla"]).browse(datos["asuntos"])
    escena = _escena(env, datos)
    asunto = escena.descargado(escena.juridica)
    escena.turno(asunto, escena.juridica).action_concluir("Listo")
    return {
        "antes": [a.read(["name", "state"])[0]["state"] for a in antes],
        "asunto": asunto.state,
        "tareas": asunto.sudo()._tareas_abiertas().mapped("paso_id.codigo"),
        "roturas": env["nucleo.bitacora"]._verificar(asunto._name),
    }


def colgados(env):
    """What still points to models that are gone."""
    return [
        str(registro)
        for modelo, campo in (
            ("ir.actions.act_window", "res_model"),
            ("ir.actions.report", "model"),
            ("ir.cron", "model_name"),
            ("mail.activity", "res_model"),
        )
        for registro in env[modelo].search([])
        if registro[campo] and registro[campo] not in env
    ]


def reinstalar(database, addon, columnas, escrito):
    """The addon comes back over the data of the others, and is updated: they stay, and a letter is written again."""
    contenidos = []
    for accion in ("button_immediate_install", "button_immediate_upgrade"):
        env = _env(database)
        with env.cr:
            contenidos.append(_contenido(env, columnas))
            getattr(env["ir.module.module"].search([("name", "=", addon)]), accion)()
    env = _env(database)
    with env.cr:
        contenidos.append(_contenido(env, columnas))
        return {"contenidos": contenidos, "carta": escribir(env, escrito)["carta"]}


def main(conf, database, addon):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    env = _env(database)
    with env.cr:
        datos = preparar(env)
        antes_despacho = despachar(env, datos)
        ligada = ligar(env, datos, addon)
        de_salida = addon == "correspondencia_salida"
        escrito = escribir(env) if de_salida else None
        modelos = _modelos(env)
    env = _env(database)
    with env.cr:
        columnas = _columnas(env, modelos, addon)
        antes = _contenido(env, columnas)
        env["ir.module.module"].search([("name", "=", addon)]).button_immediate_uninstall()
    env = _env(database)
    with env.cr:
        despues = _contenido(env, columnas)
        estado = env["ir.module.module"].search([("name", "=", addon)]).state
        huerfanas = [t.id for t in env["seguimiento.tarea"].search([]) if t.res_model not in env]
        pasos = [p.codigo for p in env["seguimiento.paso"].search([]) if p.modelo not in env]
        con_bitacora = [m for m in modelos if m in env and "bitacora_hash" in env[m]._fields]
        roturas = [rotura for m in con_bitacora for rotura in env["nucleo.bitacora"]._verificar(m)]
    env = _env(database)
    with env.cr:
        otro_despacho = despachar(env, datos)
        leido = leer(env, datos, ligada)
        atendido = atender(env, escrito) if de_salida else None
        sueltos = colgados(env)
    reinstalado = reinstalar(database, addon, columnas, escrito) if de_salida else None
    print(
        json.dumps(
            {
                "antes": antes,
                "despues": despues,
                "estado": estado,
                "huerfanas": huerfanas,
                "pasos": pasos,
                "roturas": roturas,
                "despachos": [antes_despacho, otro_despacho],
                "leido": leido,
                "atendido": atendido,
                "colgados": sueltos,
                "reinstalado": reinstalado,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
