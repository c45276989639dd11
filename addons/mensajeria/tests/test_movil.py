"""The messenger's phone, as the server hears it: cases 33 to 37, 49 and 50 of the reference."""

import hashlib
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .movil_comun import PNG, MovilCommon, jpeg, prueba


@tagged("post_install", "-at_install")
class TestMovil(MovilCommon):
    def test_delivery(self):
        """What the phone tells is kept whole, and goes the way of every event."""
        ruta = self.calle(2)
        pieza = ruta.linea_ids[0].envio_id
        fotos = [prueba(jpeg(1)), prueba(jpeg(2))]
        respuesta = self.uno(
            self.item(
                pieza,
                identificacion_tipo="ine",
                identificacion_folio=" 0123 456 ",
                fotos=fotos,
                nota="Planta baja",
                hace=timedelta(minutes=9),
            )
        )
        self.assertEqual(respuesta["resultado"], "ok")
        self.assertEqual(len(respuesta["confirmadas"]), 3)
        self.assertFalse(respuesta["faltan"])
        self.assertRecordValues(
            pieza, [{"state": "entregado", "receptor_nombre": "Quien Recibe", "receptor_caracter": "destinatario"}]
        )
        self.assertEqual(pieza.fecha_entrega, fields.Datetime.now() - timedelta(minutes=9))
        evento = self.eventos(pieza)
        self.assertRecordValues(
            evento,
            [
                {
                    "origen": "movil",
                    "user_id": self.repartidor.id,
                    "fecha_dispositivo": fields.Datetime.now() - timedelta(minutes=9),
                    "fecha_servidor": fields.Datetime.now(),
                    "precision": 12.5,
                    "geo_negada": False,
                    "conflicto": False,
                    "motivo": "Planta baja",
                }
            ],
        )
        self.assertEqual(
            (evento.datos["identificacion_tipo"], evento.datos["identificacion_folio"]), ("ine", "0123 456")
        )
        self.assertEqual(evento.detalle, "Quien Recibe · Addressee · Voter card 0123 456")
        adjuntos = evento.evidencia_ids.attachment_id
        self.assertEqual(adjuntos.mapped("evidencia"), [True] * 3)
        self.assertEqual(set(adjuntos.mapped("sha256")), set(respuesta["confirmadas"]))
        self.assertEqual({a.raw for a in adjuntos}, {PNG, jpeg(1), jpeg(2)})
        self.assertRechaza("cannot be deleted", adjuntos[0].unlink)
        self.assertEqual(ruta.linea_ids.mapped("resultado"), ["entregado", False])

    def test_failed_attempt(self):
        ruta = self.calle()
        pieza = ruta.linea_ids.envio_id
        manana = "2026-03-03T17:30:00-06:00"
        respuesta = self.uno(self.item(pieza, "intento_fallido", fotos=[prueba(jpeg())], siguiente=manana))
        self.assertEqual((respuesta["resultado"], pieza.state), ("ok", "intento_fallido"))
        intento = pieza.intento_ids
        self.assertRecordValues(
            intento,
            [
                {
                    "numero": 1,
                    "motivo_id": self.ausente.id,
                    "aviso_dejado": True,
                    "mensajero_id": self.mensajero.id,
                    "siguiente": self.hora("2026-03-03 23:30:00"),
                }
            ],
        )
        self.assertEqual(intento.foto_ids.sha256, hashlib.sha256(jpeg()).hexdigest())
        self.assertEqual(self.uno(self.item(pieza))["resultado"], "ok", "after all it was delivered")
        self.assertEqual(pieza.state, "entregado")

    def test_caso_33_same_uuid_is_one_event(self):
        pieza = self.calle().linea_ids.envio_id
        item = self.item(pieza, fotos=[prueba(jpeg())])
        primera, segunda = self.enviar(item, item)
        tercera = self.uno({**item, "receptor_nombre": "Otra Persona", "fotos": []})
        self.assertEqual([r["resultado"] for r in (primera, segunda, tercera)], ["ok", "duplicado", "duplicado"])
        self.assertEqual(primera["confirmadas"], tercera["confirmadas"])
        self.assertEqual(len(self.eventos(pieza)), 1)
        self.assertEqual((pieza.receptor_nombre, len(pieza.evidencia_ids)), ("Quien Recibe", 2))
        self.assertEqual(self.uno(item, user=self.repartidora)["resultado"], "rechazado", "an event of somebody else")

    def test_caso_34_three_days_offline(self):
        """Told late, in order or not: the timeline is that of the street, and both clocks are kept."""
        pieza = self.calle(cuando="2026-02-26 16:00:00").linea_ids.envio_id
        hace = [timedelta(days=3, hours=h) for h in (1, 0)]
        entrega = self.item(pieza, hace=hace[1])
        intento = self.item(pieza, "intento_fallido", hace=hace[0])
        self.assertEqual([r["resultado"] for r in self.enviar(entrega, intento)], ["ok", "ok"])
        self.assertEqual(pieza.state, "entregado")
        self.assertEqual(pieza.fecha_entrega, fields.Datetime.now() - hace[1])
        eventos = self.eventos(pieza, "entregado", "intento_fallido")
        self.assertEqual(eventos.mapped("tipo"), ["entregado", "intento_fallido"], "newest first, by the phone's clock")
        self.assertEqual(eventos.mapped("fecha_dispositivo"), [fields.Datetime.now() - h for h in reversed(hace)])
        self.assertEqual(set(eventos.mapped("fecha_servidor")), {fields.Datetime.now()})
        self.assertFalse(any(eventos.mapped("conflicto")), "what is told late is no contradiction")

    def test_caso_34_clock_ahead_and_behind(self):
        """A wrong clock is kept as it was, told in words, and put right where a date counts."""
        ruta = self.calle(2)
        for linea, reloj, frase in zip(
            ruta.linea_ids,
            (timedelta(hours=5), timedelta(days=-400)),
            ("300 min ahead", "576000 min behind"),
            strict=True,
        ):
            pieza = linea.envio_id
            with freeze_time("2026-03-02 19:00:00"):
                self.assertEqual(self.uno(self.item(pieza, hace=timedelta(minutes=20), reloj=reloj))["resultado"], "ok")
            self.assertEqual(pieza.fecha_entrega, self.hora("2026-03-02 18:40:00"))
            evento = self.eventos(pieza)
            self.assertEqual(evento.fecha_dispositivo, self.hora("2026-03-02 18:40:00") + reloj)
            self.assertEqual(evento.fecha_servidor, self.hora("2026-03-02 19:00:00"))
            self.assertIn(frase, evento.detalle)

    def test_caso_34_never_before_it_left(self):
        """The clock was set right between the deed and the sending: nothing tells how far it was off."""
        pieza = self.calle().linea_ids.envio_id
        self.uno(self.item(pieza, hace=timedelta(days=30)))
        self.assertEqual(pieza.fecha_entrega, pieza.fecha_deposito)

    def test_caso_35_two_devices(self):
        """The first to reach the server wins; the second is kept with its proofs, and moves nothing."""
        pieza = self.calle().linea_ids.envio_id
        self.mensajero.suplente_id = self.suplente
        primera = self.item(pieza, receptor_nombre="Primera")
        segunda = self.item(pieza, receptor_nombre="Segunda", fotos=[prueba(jpeg(2))], hace=timedelta(minutes=30))
        self.assertEqual(self.uno(primera)["resultado"], "ok")
        respuesta = self.uno(segunda, user=self.repartidora)
        self.assertEqual((respuesta["resultado"], len(respuesta["confirmadas"])), ("conflicto", 2))
        self.assertIn(pieza.name, respuesta["mensaje"])
        self.assertEqual(
            self.uno(segunda, user=self.repartidora)["resultado"], "conflicto", "told again, if it was lost"
        )
        self.assertEqual(pieza.receptor_nombre, "Primera")
        conflicto = self.eventos(pieza).filtered("conflicto")
        self.assertEqual((conflicto.user_id, conflicto.estado_nuevo), (self.repartidora, False))
        self.assertEqual(conflicto.detalle, "Segunda · Addressee")
        self.assertEqual(conflicto.evidencia_ids.attachment_id.mapped("evidencia"), [True, True])
        self.assertEqual(
            self.como(self.Evento, self.op_local).search([("conflicto", "=", True)]), conflicto, "the office sees it"
        )
        tarea = pieza.sudo()._tareas_abiertas("msj_conflicto")
        self.assertTrue(tarea.with_user(self.op_local).por_tomar, "and somebody has to look into it")
        fallida = self.item(pieza, "intento_fallido")
        with freeze_time("2026-03-02 20:00:00"):
            fallida = {**fallida, "fecha": "2026-03-02T20:00:00Z", "enviado": "2026-03-02T20:00:00Z"}
            self.assertEqual(self.uno(fallida)["resultado"], "conflicto", "not delivered after it was delivered")
        self.assertEqual((pieza.state, pieza.intento_ids.ids), ("entregado", []))

    def test_caso_35_relieved_messenger(self):
        """Who carried the route and was without network may still tell; what travels with another is a conflict."""
        ruta = self.calle(2)
        primera, segunda = ruta.linea_ids.envio_id
        ruta.action_relevar(self.suplente.id, "Se enfermó")
        self.assertEqual(ruta.portador_ids, self.mensajero | self.suplente)
        self.assertEqual(self.uno(self.item(primera))["resultado"], "ok")
        self.assertEqual((primera.state, self.eventos(primera).user_id), ("entregado", self.repartidor))
        self.uno(self.item(segunda, "intento_fallido"), user=self.repartidora)
        ruta.action_cerrar()
        ajeno = self.env["mensajeria.mensajero"].create({"name": "Tercero", "partner_id": self.op_local.partner_id.id})
        otra = self.emitida(self.como(segunda, self.op_local), mensajero_id=ajeno.id)
        otra.action_salir(otra.linea_ids.ids)
        respuesta = self.uno(self.item(segunda, fotos=[prueba(jpeg())]))
        self.assertEqual((respuesta["resultado"], segunda.state), ("conflicto", "en_reparto"))
        self.assertEqual(len(respuesta["confirmadas"]), 2)

    def test_caso_36_photo_fails_after_the_event(self):
        """The event is there, its photos are not: the phone is told which, and only they are sent again."""
        pieza = self.calle().linea_ids.envio_id
        cortada = {**prueba(jpeg(2)), "datos": prueba(jpeg(2))["datos"][:12]}
        item = self.item(pieza, fotos=[prueba(jpeg(1), con_datos=False), cortada])
        primera = self.uno(item)
        self.assertEqual((primera["resultado"], pieza.state), ("ok", "entregado"))
        self.assertEqual(primera["confirmadas"], [item["firma"]["sha256"]])
        self.assertEqual(set(primera["faltan"]), {foto["sha256"] for foto in item["fotos"]})
        evidencias = self.como(self.env["mensajeria.evidencia"], self.op_local)
        self.assertEqual(evidencias.search_count([("attachment_id", "=", False)]), 2, "the office sees what is missing")
        segunda = self.uno({**item, "firma": None, "fotos": [prueba(jpeg(1))]})
        self.assertEqual((segunda["resultado"], segunda["faltan"]), ("duplicado", [item["fotos"][1]["sha256"]]))
        colada = self.uno({**item, "fotos": [prueba(jpeg(2)), prueba(jpeg(3))]})
        self.assertFalse(colada["faltan"])
        self.assertEqual(len(colada["confirmadas"]), 3, "what the event did not announce does not come in")
        self.assertEqual(len(self.eventos(pieza)), 1)

    @mute_logger("odoo.sql_db")
    def test_caso_36_photo_breaks_the_call(self):
        """An image that is none refuses the whole item: no event without the proofs that it announced."""
        pieza = self.calle(2).linea_ids.envio_id
        rota = prueba(b"<svg onload=alert(1)>")
        malo, bueno = self.enviar(self.item(pieza[0], fotos=[rota]), self.item(pieza[1]))
        self.assertEqual((malo["resultado"], bueno["resultado"]), ("rechazado", "ok"))
        self.assertIn("JPEG or PNG", malo["mensaje"])
        self.assertEqual(pieza.mapped("state"), ["en_reparto", "entregado"])
        self.assertFalse(self.eventos(pieza[0]))

    def test_caso_37_position_denied(self):
        ruta = self.calle(3)
        piezas = ruta.linea_ids.envio_id
        negada = {"latitud": None, "longitud": None, "precision": None}
        absurda = {"latitud": 1e9, "longitud": "x", "precision": -1}
        self.enviar(
            self.item(piezas[0], **negada), self.item(piezas[1], **absurda), self.item(piezas[2], "intento_fallido")
        )
        self.assertEqual(self.eventos(piezas[0]).geo_negada, True)
        self.assertEqual((self.eventos(piezas[1]).geo_negada, self.eventos(piezas[1]).latitud), (True, 0))
        intento = self.eventos(piezas[2], "intento_fallido")
        self.assertEqual((intento.geo_negada, intento.latitud, intento.precision), (False, 19.4326, 12.5))

    def test_caso_49_partial_delivery(self):
        """An annex was missing: it is delivered, and the timeline says what is missing."""
        pieza = self.calle(pieza={"anexos": "Dos planos", "copias": 2}).linea_ids.envio_id
        self.assertEqual(self.uno(self.item(pieza, faltante="Un plano"))["resultado"], "ok")
        self.assertEqual(pieza.state, "entregado")
        self.assertIn("Missing: Un plano", self.eventos(pieza).detalle)

    def test_caso_50_only_the_own_route(self):
        """Others' pieces, those that do not exist and those at home are refused in the same words; nothing is seen."""
        mia = self.calle()
        ajena = self.emitida(self.asignada(), mensajero_id=self.suplente.id)
        ajena.action_salir(ajena.linea_ids.ids)
        suya, en_casa = ajena.linea_ids.envio_id, self.asignada()
        self.suplente.suplente_id = False
        for pieza in (suya, en_casa, self.Envio.browse(2**31 - 2), self.Envio):
            respuesta = self.uno(self.item(pieza))
            self.assertEqual(
                (respuesta["resultado"], respuesta["mensaje"]), ("rechazado", "This piece is not on your route.")
            )
        self.assertEqual(self.como(self.Envio, self.repartidor).search([]), mia.linea_ids.envio_id)
        self.assertEqual(self.como(self.Relacion, self.repartidor).search([]), mia)
        self.assertFalse(self.como(self.Evento, self.repartidor).search([("envio_id", "=", suya.id)]))
        for user in (self.op_local, self.solicitante, self.administradora):
            with self.assertRaises(AccessError):
                self.uno(self.item(mia.linea_ids.envio_id), user=user)
        with self.assertRaises(AccessError):
            self.como(self.Relacion, self.op_local).ruta_movil()

    def test_caso_50_receiver_is_personal(self):
        """Neither the messenger nor the requester reads back identification, position, signature or photos."""
        pieza = self.calle().linea_ids.envio_id
        self.uno(self.item(pieza, identificacion_tipo="ine", identificacion_folio="SECRETO", fotos=[prueba(jpeg())]))
        evento = self.eventos(pieza)
        adjuntos = evento.evidencia_ids.attachment_id
        self.assertEqual(len(adjuntos), 2)
        for user in (self.repartidor, self.solicitante, self.op_sepomex, self.op_b):
            with self.subTest(user.name):
                for campo in ("datos", "latitud", "evidencia_ids", "detalle"):
                    with self.assertRaises(AccessError):
                        self.como(evento, user).read([campo])
                self.assertFalse(self.como(adjuntos, user).search([("id", "in", adjuntos.ids)]))
                with self.assertRaises(AccessError):
                    self.como(adjuntos[0], user).read(["raw"])
        self.assertEqual(self.como(adjuntos, self.op_local).mapped("evidencia"), [True, True])
        for user in (self.repartidor, self.op_local, self.administradora):
            with self.assertRaises(AccessError):
                self.como(evento.evidencia_ids, user).write({"sha256": "0" * 64})

    def test_substitute(self):
        """The substitute always may; the phone shows them the route on the days that fall to them."""
        ruta = self.calle(2)
        leer = lambda user: self.como(self.Relacion, user).ruta_movil()  # noqa: E731
        self.assertFalse(leer(self.repartidora)["paradas"])
        self.env["mensajeria.ausencia"].create(
            {"mensajero_id": self.mensajero.id, "desde": "2026-03-02", "hasta": "2026-03-02"}
        )
        self.assertEqual(len(leer(self.repartidora)["paradas"]), 2)
        self.assertEqual(len(leer(self.repartidor)["paradas"]), 2, "they may be on the street all the same")
        respuesta = self.uno(self.item(ruta.linea_ids[0].envio_id), user=self.repartidora)
        self.assertEqual(respuesta["resultado"], "ok")

    def test_not_left_yet(self):
        pieza = self.asignada()
        ruta = self.emitida(pieza)
        respuesta = self.uno(self.item(pieza))
        self.assertEqual(respuesta["resultado"], "rechazado")
        self.assertIn("has not left yet", respuesta["mensaje"])
        self.assertEqual(self.como(ruta, self.repartidor).registrar_carga(pieza.name)["resultado"], "ok")
        self.assertEqual(self.como(ruta, self.repartidora).registrar_carga(pieza.name)["resultado"], "repetido")

    def test_refused(self):
        """Each nonsense has its sentence, and none stops the others."""
        pieza = self.calle().linea_ids.envio_id
        malos = {
            "identifier": self.item(pieza, uuid="x"),
            "clock": self.item(pieza, fecha="ayer"),
            "who received": self.item(pieza, receptor_nombre="  "),
            "in what capacity": self.item(pieza, caracter="perro"),
            "delivered or not": self.item(pieza, "devuelto"),
            "reason": self.item(pieza, "intento_fallido", motivo="pereza"),
            "12 at most": self.item(pieza, fotos=[prueba(jpeg(n)) for n in range(13)]),
            "Sign in as": self.item(pieza, usuario=self.repartidora.id),
            "check its clock": self.item(pieza, fecha="0001-06-01T00:00:00Z"),
            "its clock": self.item(pieza, fecha="9999-12-31T23:59:59Z"),
            "capacity": self.item(pieza, caracter=["destinatario"]),
        }
        for frase, respuesta in zip(malos, self.enviar(*malos.values()), strict=True):
            self.assertEqual(respuesta["resultado"], "rechazado")
            self.assertIn(frase, respuesta["mensaje"])
        self.assertEqual(self.uno("basura")["resultado"], "rechazado")
        self.assertEqual(pieza.state, "en_reparto")
        for malo in ({}, [1] * 51):
            with self.assertRaises(UserError):
                self.como(self.Evento, self.repartidor).registrar_movil(malo)

    def test_whatever_a_phone_sends_stops_only_itself(self):
        """Half an emoji, positions that are no numbers: what can be kept is kept."""
        piezas = self.calle(3).linea_ids.envio_id
        respuestas = self.enviar(
            self.item(piezas[0], receptor_nombre="Ana \ud83d", nota="\x00\ud83d\ude00 en \x1dcasa"),
            self.item(piezas[1], latitud=10**400, longitud=10**400, precision=10**400),
            self.item(piezas[2], identificacion_tipo={}, identificacion_folio=[], faltante={"a": 1}, siguiente=5),
        )
        self.assertEqual([r["resultado"] for r in respuestas], ["ok"] * 3)
        self.assertEqual(piezas.mapped("receptor_nombre"), ["Ana", "Quien Recibe", "Quien Recibe"])
        self.assertTrue(self.eventos(piezas[1]).geo_negada)

    @mute_logger("odoo.addons.mensajeria.models.mensajeria_evento_movil")
    def test_what_breaks_on_the_server_stops_only_itself(self):
        uno, otro = self.calle(2).linea_ids.envio_id

        def relato(modelo, envio, item, pruebas):
            return {"receptor_nombre": "x", "caracter": "rey" if envio == uno else "destinatario"}

        with patch.object(type(self.Evento), "_relato_entrega", relato):
            mala, buena = self.enviar(self.item(uno), self.item(otro))
        self.assertEqual((mala["resultado"], buena["resultado"]), ("rechazado", "ok"))
        self.assertIn("Show it to the office", mala["mensaje"])
        self.assertEqual((uno.state, otro.state), ("en_reparto", "entregado"))

    def test_missing_proofs_are_told(self):
        """What the service asks for and did not come is said: the piece was delivered all the same."""
        pieza = self.calle().linea_ids.envio_id
        self.uno(self.item(pieza, caracter="familiar_tercero", firma=None))
        self.assertEqual(pieza.state, "entregado")
        self.assertIn("Without: signature, photo, identification", self.eventos(pieza).detalle)

    def test_route_of_the_phone(self):
        self.calle(2, pieza={"dest_telefono": "55 1234 5678", "dest_persona_moral": True})
        with freeze_time("2026-03-03 15:00:00"):
            manana = self.emitida(self.asignada())
        ruta = self.como(self.Relacion, self.repartidor).ruta_movil()
        self.assertNotIn(manana.id, [r["id"] for r in ruta["rutas"]])
        parada = ruta["paradas"][0]
        self.assertEqual((parada["orden"], parada["estado"], parada["moral"]), (1, "en_reparto", True))
        self.assertIn("06000", parada["direccion"])
        servicio = ruta["servicios"][parada["servicio"]]
        self.assertEqual(servicio["pruebas"]["familiar_tercero"]["identificacion"], "obligatorio")
        self.assertEqual(len(ruta["motivos"]), 13)
        self.assertEqual(ruta["foto_lado"], 2000)

    def test_query_count(self):
        """The route costs the same whatever its length."""
        self.calle(3)
        Relacion = self.como(self.Relacion, self.repartidor)
        Relacion.ruta_movil()
        cuentas = []
        for _vez in range(2):
            self.env.invalidate_all()
            antes = self.cr.sql_log_count
            Relacion.ruta_movil()
            cuentas.append(self.cr.sql_log_count - antes)
            self.calle(9)
        self.assertLess(cuentas[1] - cuentas[0], 12, cuentas)
        self.assertLess(cuentas[0], 60)
