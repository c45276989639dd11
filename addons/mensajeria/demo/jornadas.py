import heapq
import json
from datetime import datetime, time, timedelta
from itertools import count, cycle
from pathlib import Path

import pytz

from odoo import Command, fields

from .acuses import Acuses
from .papeles import sello
from .transportistas import Transportistas

ZONA = pytz.timezone("America/Mexico_City")
#: working days that the demo data tell
DIAS = 17
#: working days before them on which something left of which little was heard
ANTES = 20
#: those on which what left was lost
PERDIDOS = (-20, -10)
#: pieces of each request of one day, by the courier it suggests
PEDIDOS = {"local": (3, 1), "sepomex": (2,), "foranea": (2,)}


class Jornadas:
    """The days of the demo data, as a queue of acts: (when, who, what)."""

    def __init__(self, env):
        self.env = env
        datos = json.loads((Path(__file__).parent / "destinos.json").read_text(encoding="utf-8"))
        self.destinos = {"local": cycle(datos["locales"]), "sepomex": cycle(datos["foraneos"])}
        self.destinos["foranea"] = self.destinos["sepomex"]
        self.documentos = cycle(datos["documentos"])
        self.numeros, self.turno, self.cola = count(1), count(), []
        self.dias = dict(enumerate(self._dias_habiles(), start=-ANTES))
        self.ultimo, self.suertes = DIAS, count(1)
        self.acuses = Acuses(self)
        self.transportistas = Transportistas(self)

    # Who, and when

    def como(self, registros, login):
        user = self.env.ref(f"mensajeria.demo_user_{login}")
        return registros.with_user(user).with_context(allowed_company_ids=user.company_ids.ids, lang="es_MX")

    def modelo(self, nombre, login):
        return self.como(self.env[f"mensajeria.{nombre}"], login)

    def _dias_habiles(self):
        """The last working days of the messengers, the oldest first; today, or the last one before, closes."""
        mensajero = self.env.ref("mensajeria.demo_mensajero_ramon")
        dia, dias = fields.Date.context_today(mensajero.with_context(tz=ZONA.zone)), []
        while len(dias) <= DIAS + ANTES:
            if dia.weekday() < 5 and mensajero._disponible(dia):
                dias.insert(0, dia)
            dia -= timedelta(days=1)
        return dias

    def a_las(self, dia, hora, minuto, funcion, *args):
        """Queue an act of the working day number ``dia``; what lies in the future never happens."""
        if dia <= DIAS:
            local = ZONA.localize(datetime.combine(self.dias[dia], time(hora, minuto)))
            momento = local.astimezone(pytz.utc).replace(tzinfo=None)
            heapq.heappush(self.cola, (momento, next(self.turno), funcion, args))

    def vivir(self, poner):
        ahora = self.env.cr.now()
        self.a_las(-ANTES, 9, 5, self.pedir_antes, -ANTES, "foranea", 1)
        self.a_las(-15, 9, 5, self.pedir_antes, -15, "sepomex", 3)
        self.a_las(-10, 9, 5, self.pedir_antes, -10, "sepomex", 1)
        self.a_las(-6, 9, 5, self.pedir_antes, -6, "local", 2)
        for dia in range(DIAS):
            self.a_las(dia, 9, 5, self.pedir, dia)
        self.a_las(DIAS, 9, 5, self.ultimo_dia)
        while self.cola:
            momento, _turno, funcion, args = heapq.heappop(self.cola)
            poner(min(momento, ahora))
            funcion(*args)

    # What the units ask for

    def pieza(self, tipo):
        numero = next(self.numeros)
        return Command.create(
            {
                **next(self.destinos[tipo]),
                "documento": f"{next(self.documentos)} {numero:04d}",
                "peso": 80 + numero * 37 % 600,
                "anexos": "1 legajo" if numero % 4 == 0 else False,
            }
        )

    def solicitud(self, tipo, cuantas, urgencia="0"):
        login = "solicitante" if next(self.suertes) % 3 else "foranea"
        return self.modelo("solicitud", login).create(
            {
                "tipo_sugerido": tipo,
                "urgencia": urgencia,
                "oficialia_id": self.env.ref("mensajeria.demo_area_op").id,
                "envio_ids": [self.pieza(tipo) for _n in range(cuantas)],
            }
        )

    def pedir(self, dia):
        """The requests of a day; each office takes care of its kind."""
        for tipo, tamanos in PEDIDOS.items():
            if tipo == "foranea" and dia % 2:
                continue
            solicitudes = self.env["mensajeria.solicitud"]
            for tamano in tamanos:
                solicitud = self.solicitud(tipo, tamano, "1" if dia % 6 == 2 else "0")
                solicitud.action_enviar()
                solicitudes |= solicitud.sudo()
            self.a_las(dia, 10, 10, self.despachar, dia, tipo, solicitudes)

    def pedir_antes(self, dia, tipo, tamano):
        """Something that left long ago."""
        solicitud = self.solicitud(tipo, tamano)
        solicitud.action_enviar()
        self.a_las(dia, 10, 10, self.despachar, dia, tipo, solicitud.sudo())

    # The office

    def despachar(self, dia, tipo, solicitudes, hasta="salida"):
        """Accept, assign and put on lists what came in."""
        self.como(solicitudes, tipo).action_aceptar()
        piezas = self.como(solicitudes.envio_ids, tipo)
        if hasta == "aceptacion":
            return
        servicios = {
            "sepomex": "mensajeria.servicio_sepomex_acuse",
            "foranea": f"mensajeria.demo_servicio_{'terrestre' if dia % 4 else 'dia_siguiente'}",
        }
        if tipo in servicios:
            servicio = self.env.ref(servicios[tipo])
            piezas.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
        piezas.action_asignar()
        if hasta == "asignacion":
            return
        asistente = self.modelo("hacer.relacion", tipo).create(
            {"envio_ids": [Command.set(piezas.ids)], "fecha": self.dias[dia], "emitir": hasta != "relacion"}
        )
        asistente.action_hacer()
        if hasta != "salida":
            return
        for relacion in piezas.relacion_id:
            self.a_las(dia, 11, 30, self.salir, dia, tipo, relacion)

    def salir(self, dia, tipo, relacion):
        lineas = relacion.linea_ids
        quedan = lineas[-1:] if tipo == "local" and dia in (6, 13) and len(lineas) > 1 else lineas.browse()
        relacion.action_salir((lineas - quedan).ids, "No cupo en la mochila" if quedan else None)
        for quedada in quedan.envio_id:
            self.a_las(dia + 1, 9, 40, self.reintentar, dia + 1, quedada)
        if tipo == "local":
            for numero, linea in enumerate(lineas - quedan):
                self.a_las(dia, 12 + numero, 7 * numero, self.tocar, dia, linea.envio_id)
            self.a_las(dia, 17, 40, self.cerrar_ruta, dia, relacion)
        else:
            self.a_las(dia, 16, 15, self.cerrar_deposito, tipo, relacion)
            for pieza in lineas.envio_id:
                self.viajar(dia, tipo, pieza)

    # What becomes of the pieces

    def motivo(self, clave):
        return self.env.ref(f"mensajeria.motivo_{clave}").id

    def registrar(self, tipo, pieza, evento, motivo=None, **datos):
        self.como(pieza, tipo).action_registrar(evento, motivo=motivo, **datos)

    def entregar(self, dia, tipo, pieza):
        moral = pieza.sudo().dest_persona_moral
        self.registrar(
            tipo,
            pieza,
            "entregado",
            receptor_nombre="Recepción" if moral else pieza.sudo().dest_nombre,
            caracter="oficina_sello" if moral and tipo == "local" else "autorizado" if moral else "destinatario",
        )
        self.acuses.esperar(dia, tipo, pieza)

    def extraviar(self, dia, tipo, pieza):
        self.registrar(tipo, pieza, "extraviado", "El proveedor no la localiza")
        self.a_las(dia + 1, 11, 40, self.transportistas.reclamar_pieza, dia + 1, tipo, pieza)

    def tocar(self, dia, pieza):
        """A stop of a messenger. The routes of yesterday and today are still out with their last ones."""
        suerte = next(self.suertes)
        if pieza.sudo().state != "en_reparto" or (dia >= DIAS - 1 and suerte % 2):
            return
        if suerte % 8 == 0:
            self.registrar("local", pieza, "intento_fallido", motivo_id=self.motivo("rehusado"))
            if dia < DIAS - 4:
                self.a_las(dia + 1, 10, 5, self.registrar, "local", pieza, "devuelto")
        elif suerte % 6 == 0:
            self.registrar("local", pieza, "intento_fallido", motivo_id=self.motivo("ausente"), aviso_dejado=True)
            if dia < DIAS - 1:
                self.a_las(dia + 1, 9, 40, self.reintentar, dia + 1, pieza)
        else:
            self.entregar(dia, "local", pieza)

    def reintentar(self, dia, pieza):
        """The next day, with a list of its own."""
        suya = self.como(pieza, "local")
        if suya.state == "por_asignar":
            suya.action_asignar()
        if suya.state not in ("asignado", "intento_fallido") or suya.relacion_id:
            return
        vals = {"envio_ids": [Command.set(suya.ids)], "fecha": self.dias[dia], "emitir": True}
        self.modelo("hacer.relacion", "local").create(vals).action_hacer()
        suya.relacion_id.action_salir(suya.relacion_id.linea_ids.ids)
        self.a_las(dia, 16, 20, self.tocar, dia, suya)
        self.a_las(dia, 17, 50, self.cerrar_ruta, dia, suya.relacion_id)

    def cerrar_ruta(self, dia, relacion):
        if dia < DIAS - 1 and not relacion.pendientes:
            relacion.action_cerrar()

    def cerrar_deposito(self, tipo, relacion):
        sellado = self.como(self.env["ir.attachment"], tipo).create(
            {"name": f"Sello {relacion.name.replace('/', '-')}.png", "raw": sello()}
        )
        vals = {"relacion_id": relacion.id, "evidencia_ids": [Command.set(sellado.ids)]}
        self.modelo("cierre", tipo).create(vals).action_cerrar()

    def viajar(self, dia, tipo, pieza):
        """What the carrier tells of a piece in the days that follow."""
        suerte, paso = next(self.suertes), 6 if tipo == "sepomex" else 2
        self.a_las(dia + paso - 1, 8, 30, self.registrar, tipo, pieza, "en_reparto")
        if suerte % 9 == 0:
            ausente = {"motivo_id": self.motivo("ausente"), "aviso_dejado": True}
            for n in (0, 1):
                self.a_las(dia + paso + n, 12, 10, lambda: self.registrar(tipo, pieza, "intento_fallido", **ausente))
            if dia % 3 == 0:
                self.a_las(dia + paso + 3, 11, 0, self.registrar, tipo, pieza, "en_devolucion")
                self.a_las(dia + paso + 5, 11, 0, self.registrar, tipo, pieza, "devuelto")
        elif dia in PERDIDOS or suerte == 40 or suerte % 41 == 0:
            self.a_las(dia + paso + 2, 13, 0, self.extraviar, dia + paso + 2, tipo, pieza)
        else:
            self.a_las(dia + paso, 13, 25, self.entregar, dia + paso, tipo, pieza)

    # The day of the installation

    def ultimo_dia(self):
        """One of each: a draft, requests to accept, rejected and cancelled, a tray to dispatch, lists to issue and to load."""
        self.solicitud("local", 2)
        for tipo, tamano in (("local", 2), ("sepomex", 1), ("foranea", 1)):
            self.solicitud(tipo, tamano, "1" if tipo == "sepomex" else "0").action_enviar()
        rechazada = self.solicitud("foranea", 1)
        rechazada.action_enviar()
        self.como(rechazada, "foranea").action_rechazar(motivo="El domicilio no tiene número: complételo, por favor.")
        cancelada = self.solicitud("local", 1)
        cancelada.action_enviar()
        cancelada.action_cancelar(motivo="Se entregó en mano en la reunión.")
        for tipo, tamano, hasta in (
            ("local", 5, "aceptacion"),
            ("sepomex", 3, "aceptacion"),
            ("foranea", 2, "asignacion"),
            ("local", 3, "relacion"),
            ("local", 4, "emision"),
            ("local", 6, "salida"),
            ("sepomex", 3, "emision"),
        ):
            solicitud = self.solicitud(tipo, tamano)
            solicitud.action_enviar()
            self.despachar(DIAS, tipo, solicitud.sudo(), hasta)
