"""Carriers that can be asked: dispatch by name, labels that are never made twice, and tracking by Karrio."""

import base64
import sys
import threading
from datetime import datetime
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.mensajeria_proveedor_integracion import SinRespuestaError
from ..tools import karrio
from ..tools.rastreo import Lectura
from .movil_comun import PNG
from .test_transportistas import TransportistasCommon


class Transportista:
    """A carrier that makes labels, and sometimes does not answer after it made one."""

    def __init__(self):
        self.hechas, self.falla, self.llamadas, self.canceladas = {}, None, 0, []

    def crear_envio(self, proveedor, envio, referencia):
        self.llamadas += 1
        if self.falla == "rechaza":
            negativa = "No coverage"
            raise UserError(negativa)
        if self.falla != "antes":
            self.hechas[referencia] = {"folio": f"{1000 + len(self.hechas):010d}{(1000 + len(self.hechas)) % 7}"}
        if self.falla in ("antes", "después"):
            raise SinRespuestaError("timed out")
        if self.falla == "cae":
            raise RuntimeError("connection reset")
        return self.hechas[referencia]

    def buscar_envio(self, proveedor, referencia):
        return self.hechas.get(referencia)

    def cancelar(self, proveedor, folio, referencia):
        self.canceladas.append((folio, referencia))
        if self.falla == "rechaza":
            negativa = "Already picked up"
            raise UserError(negativa)
        if self.falla:
            raise SinRespuestaError("timed out")


@tagged("post_install", "-at_install")
class IntegracionCommon(TransportistasCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.serie_f.folios_externos = "registrar"

    def setUp(self):
        super().setUp()
        self.transportista = t = Transportista()
        self.Proveedor = self.registry["mensajeria.proveedor"]
        self.sabe(crear_envio=t.crear_envio, buscar_envio=t.buscar_envio)

    def sabe(self, **operaciones):
        """The carrier's service does these."""
        for nombre, hacer in operaciones.items():
            self.startPatcher(
                patch.object(
                    self.Proveedor,
                    f"_manual_{nombre}",
                    lambda proveedor, *args, hacer=hacer: hacer(proveedor, *args),
                    create=True,
                )
            )

    def por_asignar(self):
        pieza = self.aceptada(1, self.op_foranea, tipo_sugerido="foranea")
        pieza.write({"proveedor_id": self.foranea.id, "servicio_id": self.dia_siguiente.id})
        return pieza

    def correr(self, cron):
        with self.enter_registry_test_mode():
            self.env.ref(cron).with_user(self.env.ref("base.user_root")).method_direct_trigger()

    def pedir(self, pieza):
        pieza.action_pedir_etiqueta()
        self.correr("mensajeria.ir_cron_etiqueta")
        return pieza.etiqueta_ids[0]


@tagged("post_install", "-at_install")
class TestIntegracion(IntegracionCommon):
    def test_a_label(self):
        pieza = self.por_asignar()
        etiqueta = self.pedir(pieza)
        self.assertEqual((etiqueta.state, etiqueta.problema), ("hecha", False))
        self.assertEqual(pieza.folio_guia, "00000010006")
        self.assertRechaza("already", pieza.action_pedir_etiqueta)
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual(self.transportista.llamadas, 1)

    def test_the_paper_of_a_label_is_kept_also_when_its_number_does_not_fit(self):
        """It was paid for: whoever mends the series has it at hand."""
        pieza = self.por_asignar()
        respuesta = {"folio": "12", "etiqueta": b"%PDF-1.4 label"}
        with patch.object(self.Proveedor, "_manual_crear_envio", lambda *args: respuesta):
            etiqueta = self.pedir(pieza)
        self.assertEqual(etiqueta.state, "hecha")
        self.assertIn("12: ", etiqueta.problema)
        archivo = self.env["ir.attachment"].search([("res_model", "=", pieza._name), ("res_id", "=", pieza.id)])
        self.assertEqual((archivo.name, archivo.raw), ("12.pdf", b"%PDF-1.4 label"))

    @mute_logger("odoo.addons.mensajeria.models.mensajeria_etiqueta")
    def test_caso_53_never_a_second_label(self):
        """The label was made and the answer got lost: it is looked for by its reference, never made again."""
        for falla in ("después", "cae"):
            with self.subTest(falla):
                pieza = self.por_asignar()
                antes = self.transportista.llamadas
                self.transportista.falla = falla
                etiqueta = self.pedir(pieza)
                self.assertEqual(etiqueta.state, "dudosa")
                self.assertRechaza("already asked", pieza.action_pedir_etiqueta)
                self.transportista.falla = None
                self.correr("mensajeria.ir_cron_etiqueta")
                self.assertEqual((etiqueta.state, self.transportista.llamadas), ("hecha", antes + 1))
                self.assertTrue(pieza.folio_guia)
        # the server fell between asking and keeping the answer: it finds «asked for», and only looks
        pieza = self.por_asignar()
        pieza.action_pedir_etiqueta()
        etiqueta = pieza.etiqueta_ids.sudo()
        etiqueta.state = "pedida"
        self.transportista.hechas[etiqueta.referencia] = {"folio": "00000020005"}
        antes = self.transportista.llamadas
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("hecha", antes))

    def test_it_did_not_get_there(self):
        """The carrier says that there certainly is none: it is asked again, with the same reference."""
        pieza = self.por_asignar()
        self.transportista.falla = "antes"
        etiqueta = self.pedir(pieza)
        self.assertEqual(etiqueta.state, "dudosa")
        self.transportista.falla = None
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("por_pedir", 1))
        self.correr("mensajeria.ir_cron_etiqueta")
        self.assertEqual((etiqueta.state, self.transportista.llamadas), ("hecha", 2))

    def test_refused(self):
        pieza = self.por_asignar()
        self.transportista.falla = "rechaza"
        etiqueta = self.pedir(pieza)
        self.assertEqual((etiqueta.state, etiqueta.problema), ("rechazada", "No coverage"))
        self.transportista.falla = None
        self.assertEqual(self.pedir(pieza).referencia, f"{pieza.name}-2")
        self.assertTrue(pieza.folio_guia)

    def test_who_may(self):
        pieza = self.por_asignar()
        for user in (self.op_sepomex, self.solicitante, self.repartidor, self.administrador_b):
            with self.subTest(user.login), self.assertRaises(AccessError), self.cr.savepoint():
                self.como(pieza, user).action_pedir_etiqueta()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.como(self.env["mensajeria.etiqueta"], self.op_foranea).create({"envio_id": pieza.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.como(self.foranea, self.op_foranea).read(["api_clave"])

    def test_tracking(self):
        """Asked by name; unknown texts move nothing (case 54), and each piece is asked less often while it stands still."""
        pieza = self.piezas()
        pieza.sudo().rastreo_siguiente = "2026-03-01"
        respuestas = [Lectura(pieza.folio_guia, None, "XQ-7 HOLD", datetime(2026, 3, 1, 9))]
        self.foranea.integracion = "manual"
        with (
            patch.object(self.Proveedor, "_manual_rastrear", lambda p, guias: respuestas, create=True),
            patch.object(self.Proveedor, "_manual_url", lambda p, folio: f"https://x/{folio}", create=True),
        ):
            self.assertEqual(self.foranea._url_de("7"), "https://x/7")
            self.foranea._rastrear(pieza.sudo())
            self.assertEqual((pieza.state, self.ultimo(pieza).tipo), ("en_transito", "nota"))
            esperas = []
            for _vez in range(6):
                self.foranea._rastrear(pieza.sudo())
                esperas.append(pieza.rastreo_espera)
            self.assertEqual(esperas, [4, 8, 16, 32, 48, 48])
            respuestas.append(Lectura(pieza.folio_guia, "entregado", "DELIVERED", datetime(2026, 3, 1, 10), "Ana"))
            self.foranea._rastrear(pieza.sudo())
            self.assertEqual((pieza.state, pieza.receptor_nombre), ("entregado", "Ana"))
            self.assertEqual(self.ultimo(pieza).origen, "api")
        self.assertEqual(self.foranea._url_de("7"), "https://rastreo.example.com/?guia=7")

    @mute_logger("odoo.addons.mensajeria.models.mensajeria_proveedor_integracion")
    def test_tracking_fails(self):
        pieza = self.piezas()

        def caer(proveedor, guias):
            raise TimeoutError("timed out")

        with patch.object(self.Proveedor, "_manual_rastrear", caer, create=True):
            self.foranea._rastrear(pieza.sudo())
        self.assertEqual((pieza.state, self.foranea.rastreo_problema), ("en_transito", "timed out"))


def _falso_karrio(detalles, mensajes=()):
    """Modules that answer as Karrio 2026.1 does, with what its DHL connector made of a real answer."""
    pedidos = []

    class Tracking:
        @staticmethod
        def fetch(pedido):
            pedidos.append(pedido)
            return SimpleNamespace(from_=lambda cuenta: SimpleNamespace(parse=lambda: (detalles, list(mensajes))))

    def cuenta(datos):
        pedidos.append(datos)
        return datos

    conector = SimpleNamespace(create=cuenta)
    sdk, modelos = ModuleType("karrio.sdk"), ModuleType("karrio.core.models")
    sdk.Tracking, sdk.gateway = Tracking, {"dhl_universal": conector, "fedex": conector}
    modelos.TrackingRequest = SimpleNamespace
    return pedidos, {"karrio.sdk": sdk, "karrio.core.models": modelos}


def _evento(fecha, status, descripcion, **otros):
    return SimpleNamespace(
        timestamp=fecha, date=fecha[:10], status=status, description=descripcion, code="x", **({"reason": None, "location": None} | otros)
    )  # fmt: skip


@tagged("post_install", "-at_install")
class TestKarrio(TransportistasCommon):
    @mute_logger("odoo.addons.mensajeria.models.mensajeria_proveedor_integracion")
    def test_it_hangs(self):
        """Karrio waits for ever; the house does not."""
        pieza = self.piezas()
        _pedidos, modulos = _falso_karrio([])
        suelta = threading.Event()
        self.addCleanup(suelta.set)
        modulos["karrio.sdk"].Tracking = SimpleNamespace(fetch=lambda pedido: suelta.wait())
        with (
            patch.dict(sys.modules, modulos),
            patch.object(karrio, "disponible", return_value=True),
            patch.object(karrio, "PLAZO", 0.05),
        ):
            self.foranea.integracion = "karrio_dhl"
            self.foranea._rastrear(pieza.sudo())
        self.assertIn("did not answer", self.foranea.rastreo_problema)
        self.assertGreater(pieza.rastreo_siguiente, fields.Datetime.now())

    def test_picture_of_the_delivery(self):
        guia = self.piezas().guia_id.sudo()
        imagenes = SimpleNamespace(delivery_image=None, signature_image=base64.b64encode(PNG).decode())
        detalle = SimpleNamespace(tracking_number=guia.name, info=None, events=[], images=imagenes)
        _pedidos, modulos = _falso_karrio([detalle])
        with patch.dict(sys.modules, modulos), patch.object(karrio, "disponible", return_value=True):
            self.foranea.integracion = "karrio_fedex"
            prueba = self.foranea._operacion("prueba_entrega")
            self.assertEqual(prueba(guia), PNG)
            imagenes.signature_image = "no es base 64"
            self.assertIsNone(prueba(guia))
            self.foranea.integracion = "karrio_dhl"
            self.assertFalse(self.foranea._operacion("prueba_entrega"), "it gives none")

    def test_without_the_packages(self):
        with patch.object(karrio.importlib.util, "find_spec", side_effect=ModuleNotFoundError("karrio")):
            self.assertFalse(karrio.disponible("karrio_dhl"))
            with self.assertRaisesRegex(ValidationError, "karrio-dhl-universal"), self.cr.savepoint():
                self.foranea.integracion = "karrio_dhl"

    def test_recorded_answer(self):
        pieza = self.piezas()
        detalle = SimpleNamespace(
            tracking_number=pieza.folio_guia,
            info=SimpleNamespace(signed_by="ANA RUIZ"),
            events=[
                _evento("2026-02-28T10:30:00.000Z", "delivered", "Delivered", location="PUEBLA"),
                _evento("2026-02-28T08:00:00.000Z", "out_for_delivery", "With delivery courier"),
                _evento("2026-02-27T20:00:00.000Z", "pending", "Data received"),
                _evento("2026-02-27T21:00:00.000Z", None, "Customs XQ"),
            ],
        )
        pedidos, modulos = _falso_karrio([detalle])
        with patch.dict(sys.modules, modulos), patch.object(karrio, "disponible", return_value=True):
            self.foranea.write({"integracion": "karrio_dhl", "api_clave": "clave", "api_secreto": "secreto"})
            self.foranea._rastrear(pieza.sudo())
        self.assertEqual(pedidos[0], {"consumer_key": "clave", "consumer_secret": "secreto"})
        self.assertEqual(pedidos[1].tracking_numbers, [pieza.folio_guia])
        self.assertEqual((pieza.state, pieza.receptor_nombre), ("entregado", "ANA RUIZ"))
        self.assertEqual(str(pieza.fecha_entrega), "2026-02-28 16:30:00")
        eventos = self.Evento.search([("envio_id", "=", pieza.id), ("origen", "=", "api")], order="id")
        self.assertEqual(eventos.mapped("tipo"), ["nota", "en_reparto", "entregado"])

    def test_a_lost_parcel(self):
        """No status says it: it is an incident of an unknown one. Any other incident moves nothing."""
        pieza = self.piezas()
        eventos = [
            _evento("2026-02-27T20:00:00.000Z", "unknown", "Delayed", reason="weather_delay"),
            _evento("2026-02-28T10:30:00.000Z", "unknown", "Shipment lost", reason="carrier_parcel_lost"),
        ]
        for cuantos, estado in ((1, "en_transito"), (2, "extraviado")):
            detalle = SimpleNamespace(tracking_number=pieza.folio_guia, info=None, events=eventos[:cuantos])
            _pedidos, modulos = _falso_karrio([detalle])
            with patch.dict(sys.modules, modulos), patch.object(karrio, "disponible", return_value=True):
                self.foranea.write({"integracion": "karrio_dhl", "api_clave": "clave", "api_secreto": "secreto"})
                self.foranea._rastrear(pieza.sudo())
            self.assertEqual(pieza.state, estado)

    @mute_logger("odoo.addons.mensajeria.models.mensajeria_proveedor_integracion")
    def test_what_it_complains_about(self):
        pieza = self.piezas()
        pedidos, modulos = _falso_karrio([], [SimpleNamespace(message="No shipment found.", code="404")])
        with patch.dict(sys.modules, modulos), patch.object(karrio, "disponible", return_value=True):
            self.foranea.integracion = "karrio_fedex"
            self.foranea._rastrear(pieza.sudo())
        self.assertEqual(self.foranea.rastreo_problema, "No shipment found.")
        self.assertEqual(pieza.state, "en_transito")
        self.assertIn("track_api_key", pedidos[0])
