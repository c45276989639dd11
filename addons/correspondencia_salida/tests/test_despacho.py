import base64
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .salida_comun import SalidaCommon

DOMICILIO = {
    "dest_calle": "Calle de Tacuba",
    "dest_numero": "1",
    "dest_colonia": "Centro",
    "dest_cp": "06000",
    "dest_municipio": "Cuauhtémoc",
    "dest_estado": "Ciudad de México",
}
#: the smallest PNG
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class DespachoCommon(SalidaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_despacho()

    @classmethod
    def _crear_despacho(cls):
        cls.ventanilla.group_ids = [Command.link(cls.env.ref("mensajeria.group_local").id)]
        cls.local = cls.env["mensajeria.proveedor"].create({"name": "Mensajería Propia", "tipo": "local"})
        cls.en_mano, cls.simple = cls.env["mensajeria.servicio"].create(
            [
                {"name": "En mano", "proveedor_id": cls.local.id, "requiere_guia": False, "sla_dias": 2},
                {
                    "name": "Sin acuse",
                    "proveedor_id": cls.local.id,
                    "requiere_guia": False,
                    "requiere_acuse": False,
                    "sla_dias": 2,
                },
            ]
        )

    def firmado(self, *destinatarios, **vals):
        oficio = self.numerado(destinatarios=destinatarios or None, **vals)
        self.subir(oficio)
        return oficio

    def subir(self, oficio):
        oficio.action_subir_firmado("firmado.pdf", base64.b64encode(oficio.sudo().pdf_id.raw))

    def lineas(self, oficio, user=None):
        return self.como(oficio.sudo().destinatario_ids, user or self.ventanilla)

    def por_mensajero(self, **vals):
        return self.destinatario(medio="local", **DOMICILIO, **vals)

    def en_camino(self, linea, servicio=None):
        """The piece of ``linea`` leaves with its messenger."""
        envio = self.como(linea.sudo().envio_id, self.ventanilla)
        servicio = servicio or self.en_mano
        envio.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
        envio.action_asignar()
        envio.sudo()._registrar_evento("en_reparto")
        return envio


@tagged("post_install", "-at_install")
class TestDespacho(DespachoCommon):
    def test_each_line_goes_its_way_and_the_last_acuse_closes_the_letter(self):
        oficio = self.firmado(
            self.por_mensajero(),
            self.destinatario(dest_nombre="Por correo"),
            self.destinatario(dest_nombre="Copia", tipo="ccp"),
        )
        self.assertEqual(self.pasos(self.ventanilla), ["oficio_despachar"])
        mensajero, correo, _copia = lineas = self.lineas(oficio).sorted("id")
        self.assertEqual(lineas.mapped("requiere_acuse"), [True, True, False])
        self.assertTrue(lineas.action_despachar())
        self.assertEqual(lineas.mapped("state"), ["en_despacho", "despachado", "despachado"])
        self.assertEqual(oficio.state, "firmado")
        self.assertEqual(mensajero.sudo().envio_id.state, "por_asignar")  # accepted at once: the user attends that kind
        self.en_camino(mensajero)
        self.assertEqual((oficio.state, mensajero.state), ("despachado", "despachado"))
        self.assertNotIn("oficio_despachar", self.pasos(self.ventanilla))
        correo.action_acusar("Juana Pérez", [["acuse.pdf", base64.b64encode(pdf("Acuse"))]])
        self.assertEqual((correo.state, oficio.state), ("acusado", "despachado"))
        self.assertTrue(correo.sudo().acuse_ids.evidencia)
        mensajero.sudo().envio_id._registrar_evento("entregado", receptor_nombre="R", caracter="destinatario")
        self.assertEqual(mensajero.state, "despachado")  # its signed acuse is still to come
        acuse = self.como(mensajero.sudo().envio_id.acuse_ids, self.ventanilla)
        acuse.sudo().archivo_ids = self.archivo("acuse.pdf", pdf("Acuse firmado")).sudo()
        acuse.sudo().write({"con_firma": True, "fecha_entrega": "2026-03-02"})
        acuse.action_recibir("2026-03-02", "destinatario", "R")
        acuse.action_digitalizar()
        acuse.action_validar()
        self.assertEqual((mensajero.state, mensajero.receptor), ("acusado", "R"))
        self.assertEqual((oficio.state, bool(oficio.fecha_acuse)), ("acusado", True))
        oficio.action_archivar()
        self.assertEqual(oficio.state, "archivado")

    def test_delivered_without_paper_is_received(self):
        linea = self.lineas(self.firmado(self.por_mensajero()))
        linea.action_despachar()
        envio = self.en_camino(linea, self.simple)
        envio.action_registrar("entregado", receptor_nombre="Quien abrió", caracter="destinatario")
        self.assertEqual((linea.state, linea.receptor, linea.oficio_id.state), ("acusado", "Quien abrió", "acusado"))
        self.assertFalse(linea.sudo().fecha_persecucion)
        envio.action_corregir("Era la otra puerta")
        self.assertEqual((linea.state, linea.receptor, linea.oficio_id.state), ("despachado", False, "despachado"))
        self.assertEqual(linea.sudo().fecha_persecucion, linea.plazo + timedelta(days=1))  # it is asked for again

    def test_a_piece_that_comes_back_brings_its_line_back(self):
        oficio = self.firmado(self.por_mensajero())
        linea = self.lineas(oficio)
        linea.action_despachar()
        envio = self.en_camino(linea, self.simple)
        envio.action_registrar("entregado", receptor_nombre="R", caracter="destinatario")
        envio.action_corregir("No era")
        envio.action_registrar("devuelto")
        self.assertEqual((linea.state, oficio.state), ("devuelto", "despachado"))
        linea.action_reintentar("Se corrigió el domicilio")
        self.assertEqual((linea.state, linea.envio_id, oficio.state), ("pendiente", linea.envio_id.browse(), "firmado"))
        self.assertIn("oficio_despachar", self.pasos(self.ventanilla))
        linea.sudo().write({"medio": "correo"})
        linea.action_despachar()
        self.assertEqual((linea.state, oficio.state), ("despachado", "despachado"))

    def test_what_the_courier_cancels_or_rejects_waits_again(self):
        oficio = self.firmado(self.por_mensajero())
        linea = self.lineas(oficio)
        linea.action_despachar()
        linea.action_retirar("Se enviará por correo")
        self.assertEqual((linea.state, linea.motivo), ("pendiente", "Se enviará por correo"))
        self.ventanilla.group_ids = [Command.unlink(self.env.ref("mensajeria.group_local").id)]
        linea.action_despachar()  # nobody accepts it at once
        solicitud = linea.sudo().solicitud_id
        self.assertEqual((linea.state, solicitud.state), ("en_despacho", "enviada"))
        self.como(solicitud, self.administradora).action_rechazar("Fuera de la zona")
        self.assertEqual((linea.state, linea.motivo), ("pendiente", "Fuera de la zona"))

    def test_taken_back_while_on_a_list(self):
        linea = self.lineas(self.firmado(self.por_mensajero()))
        linea.action_despachar()
        envio = linea.sudo().envio_id
        envio.write({"proveedor_id": self.local.id, "servicio_id": self.en_mano.id})
        envio.action_asignar()
        mensajero = self.env["mensajeria.mensajero"].create({"partner_id": self.remitente.id})
        relacion = self.env["mensajeria.relacion"].create(
            {
                "tipo": "hoja_ruta",
                "mensajero_id": mensajero.id,
                "proveedor_id": self.local.id,
                "oficialia_id": self.oficialia.id,
                "linea_ids": [Command.create({"envio_id": envio.id})],
            }
        )
        with self.assertRaisesRegex(UserError, "take it off first"):
            linea.action_retirar("Ya no")
        relacion.action_emitir()
        with self.assertRaisesRegex(UserError, f"stands on {relacion.name}: take it off first"):
            linea.action_retirar("Ya no")
        self.assertEqual(linea.state, "en_despacho")

    def test_a_letter_whose_addressees_are_not_seen_says_so(self):
        self.assertIn("No addressee is here", self.oficio().action_ver_lineas()["help"])

    def test_what_cannot_leave_is_told(self):
        numerado = self.numerado()
        linea = self.como(numerado.sudo().destinatario_ids, self.administradora)
        with self.assertRaisesRegex(UserError, "«To Sign»: it is not sent"):
            linea.action_despachar()
        oficio = self.firmado(self.destinatario(), self.destinatario(dest_nombre="Sin correo"))
        bien, mal = lineas = self.lineas(oficio).sorted("id")
        mal.sudo().email = False
        aviso = lineas.action_despachar()
        self.assertEqual(lineas.mapped("state"), ["despachado", "pendiente"])
        self.assertIn("Sin correo", aviso["params"]["message"])
        with self.assertRaisesRegex(UserError, "already"):
            bien.action_despachar()
        cancelado = self.firmado()
        cancelado.action_cancelar("Ya no procede")
        with self.assertRaises(UserError):
            self.como(cancelado.sudo().destinatario_ids, self.administradora).action_despachar()

    def test_only_the_office_dispatches(self):
        oficio = self.firmado()
        for user in (self.redactora, self.contadora, self.ventanilla_x, self.ventanilla_b):
            linea = self.lineas(oficio, user)
            for accion, args in (
                ("action_despachar", ()),
                ("action_retirar", ("x",)),
                ("action_asignar", ()),
                ("action_entregar", ("x",)),
                ("action_acusar", ("x",)),
                ("action_revocar", ()),
            ):
                with self.subTest(user.login, accion=accion), self.assertRaises(AccessError):
                    getattr(linea, accion)(*args)
            for accion in ("action_reintentar", "action_cancelar") if user != self.redactora else ():
                with self.subTest(user.login, accion=accion), self.assertRaises(AccessError):
                    getattr(linea, accion)("x")
        linea = self.lineas(oficio)
        for vals in (
            {"state": "acusado"},
            {"fecha_acuse": "2026-03-02"},
            {"token": "x"},
            {"envio_id": False},
            {"firma": "x"},
        ):
            for user in (self.ventanilla, self.redactora, self.administradora):
                with self.subTest(user.login, **vals), self.assertRaises(UserError):
                    self.lineas(oficio, user).write(vals)

    def test_a_drafter_of_another_office_reads_and_does_not_dispatch(self):
        self.redactora.write(
            {
                "group_ids": [Command.link(self.env.ref("correspondencia_entrada.group_oficialia").id)],
                "oficialia_ids": [Command.set(self.oficialia_x.ids)],
            }
        )
        linea = self.lineas(self.firmado(), self.redactora)
        self.assertTrue(linea.has_access("read"))
        with self.assertRaises(AccessError):
            linea.action_despachar()

    def test_who_only_reads_is_offered_nothing_to_dispatch(self):
        vista = self.env.ref("correspondencia_salida.correspondencia_destinatario_view_list_todas")
        for user, ve in ((self.redactora, False), (self.ventanilla, True), (self.administradora, True)):
            arch = self.como(self.env["correspondencia.destinatario"], user).get_view(vista.id)["arch"]
            for boton in ("action_despachar", "action_retirar"):
                with self.subTest(user.login, boton=boton):
                    self.assertEqual(boton in arch, ve)

    def test_the_acuse_is_due_after_working_days(self):
        self.company.salida_plazo_correo = 5
        linea = self.lineas(self.firmado())
        linea.action_despachar()
        self.assertEqual(linea.plazo, date(2026, 3, 9))  # sent on Monday the 2nd
        self.assertFalse(linea.vencido)
        vencidas = [("vencido", "=", True)]
        with freeze_time("2026-03-09 18:00:00"):
            self.assertNotIn(linea, self.como(linea.browse(), self.ventanilla).search(vencidas))
        with freeze_time("2026-03-10 18:00:00"):
            linea.invalidate_recordset()
            self.assertTrue(linea.vencido)
            self.assertIn(linea, self.como(linea.browse(), self.ventanilla).search(vencidas))


@tagged("post_install", "-at_install")
class TestDespachoInterno(DespachoCommon):
    def adentro(self, **vals):
        return self.destinatario(
            clase="interno", medio="interno", area_id=self.finanzas.id, user_id=self.contadora.id, **vals
        )

    def test_it_becomes_a_matter_in_the_tray_of_the_other_unit(self):
        oficio = self.firmado(self.adentro(), tipo_id=self.memorandum.id)
        linea = self.lineas(oficio)
        linea.action_despachar()
        asunto = linea.sudo().turno_interno_id.asunto_id
        self.assertEqual(
            (asunto.state, asunto.origen, asunto.numero_oficio, asunto.area_remitente_id),
            ("en_atencion", "interno", oficio.name, self.juridico),
        )
        self.assertEqual(self.pasos(self.contadora, asunto), ["atender"])
        self.assertEqual(asunto.documento_ids.mapped("sha256"), oficio.sudo().escaneo_id.mapped("sha256"))
        self.assertEqual((linea.state, oficio.state), ("despachado", "despachado"))
        self.responder(asunto, self.contadora)
        self.assertEqual((linea.state, oficio.state), ("acusado", "acusado"))

    def test_who_passes_it_on_has_received_it(self):
        linea = self.lineas(self.firmado(self.adentro(), tipo_id=self.memorandum.id))
        linea.action_despachar()
        self.turnar(linea.sudo().turno_interno_id.asunto_id, self.contadora, self.revisor, al_concluir="revisar")
        self.assertEqual((linea.state, linea.receptor), ("acusado", self.contadora.name))

    def test_who_gets_it_instead_has_received_it(self):
        oficio = self.firmado(self.adentro(), tipo_id=self.memorandum.id)
        linea = self.lineas(oficio)
        linea.action_despachar()
        turno = linea.sudo().turno_interno_id
        turno.with_user(self.contadora).action_devolver("Le toca a otra área")
        self.assertEqual(linea.state, "despachado")
        otro = self.turnar(turno.asunto_id, self.ventanilla, self.revisor)
        otro.with_user(self.revisor).action_concluir("Enterado")
        self.assertEqual((linea.state, linea.receptor), ("acusado", self.revisor.name))
        self.assertEqual(linea.sudo().turno_interno_id, otro)

    def test_who_has_a_line_of_their_own_receives_no_other(self):
        otra = {**self.adentro(), "user_id": self.revisor.id, "area_id": self.juridico.id}
        oficio = self.firmado(self.adentro(), otra, tipo_id=self.memorandum.id)
        lineas = self.lineas(oficio).sorted("id")
        lineas.action_despachar()
        devuelto, suyo = lineas.sudo().turno_interno_id.sorted("id")
        self.assertEqual((devuelto.user_id, suyo.user_id), (self.contadora, self.revisor))
        devuelto.with_user(self.contadora).action_devolver("Le toca a otra área")
        suyo.with_user(self.revisor).action_concluir("Enterado")
        self.assertEqual(lineas.mapped("state"), ["despachado", "acusado"])

    def test_a_copy_is_for_information(self):
        oficio = self.firmado(self.adentro(tipo="ccp", dest_nombre="Copia"), self.destinatario())
        self.lineas(oficio).action_despachar()
        copia = oficio.sudo().destinatario_ids.filtered("turno_interno_id")
        self.assertEqual(copia.turno_interno_id.tipo, "informacion")
        self.assertEqual(copia.turno_interno_id.asunto_id.state, "concluido")
        self.assertEqual(self.pasos(self.contadora), ["recibir_cc"])

    def test_who_left_is_replaced_by_the_head(self):
        oficio = self.firmado(self.adentro())
        self.contadora.active = False
        linea = self.lineas(oficio)
        with self.assertRaisesRegex(UserError, "no head"):
            linea.action_despachar()
        self.finanzas.titular_id = self.revisor
        linea.action_despachar()
        self.assertEqual(linea.sudo().turno_interno_id.user_id, self.revisor)
