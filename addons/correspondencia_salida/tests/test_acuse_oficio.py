import base64
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .test_despacho import DOMICILIO, PNG, DespachoCommon

ACUSE = [["acuse.pdf", base64.b64encode(pdf("Acuse"))]]


@tagged("post_install", "-at_install")
class TestAcuseOficio(DespachoCommon):
    """What comes back of what was sent: the acuse, or the letter itself."""

    def fuera(self, *destinatarios, **vals):
        lineas = self.lineas(self.firmado(*destinatarios, **vals)).sorted("id")
        lineas.action_despachar()
        return lineas

    # The acuse

    def test_its_scan_closes_the_line_and_the_drafter_knows(self):
        linea = self.fuera()
        with freeze_time("2026-03-04 18:00:00"):
            ventana = Form(
                self.env["correspondencia.acusar"].with_user(self.ventanilla).with_context(active_id=linea.id)
            )
            ventana.fecha = "2026-03-03 16:00:00"
            ventana.receptor = "Oficialía de Obras"
            ventana.archivo_ids.add(self.archivo("acuse.jpg", b"\xff\xd8\xff\xe0 foto", user=self.ventanilla))
            ventana.save().action_acusar()
        self.assertEqual((linea.state, linea.receptor), ("acusado", "Oficialía de Obras"))
        self.assertEqual(linea.fecha_acuse.date(), date(2026, 3, 3))
        self.assertTrue(linea.sudo().acuse_ids.evidencia)
        oficio = linea.sudo().oficio_id
        self.assertEqual(oficio.state, "acusado")
        avisos = self.env["mail.notification"].sudo().search([("res_partner_id", "=", self.redactora.partner_id.id)])
        self.assertIn(f"Acuse of {oficio.name}", avisos.mail_message_id.mapped("subject"))
        self.assertIn("received by Oficialía de Obras", "".join(oficio.message_ids.mapped("body")))

    def test_what_is_no_acuse_is_refused(self):
        linea = self.fuera()
        for receptor, archivos, fecha, falta in (
            ("", ACUSE, None, "who received"),
            ("R", [], None, "Attach"),
            ("R", [["acuse.docx", base64.b64encode(b"PK")]], None, "none of: PDF"),
            ("R", [["acuse.pdf", base64.b64encode(b"%PDF-1.4 roto")]], None, "damaged"),
            ("R", [["acuse.pdf", base64.b64encode(PNG)]], None, "not what its extension says"),
            ("R", ACUSE, "2026-03-09 12:00:00", "has not come yet"),
            ("R", ACUSE, "2026-02-01 12:00:00", "had not left yet"),
        ):
            with self.subTest(falta), self.assertRaisesRegex(UserError, falta), self.cr.savepoint():
                linea.action_acusar(receptor, archivos, fecha)
        with (
            patch("odoo.addons.correspondencia_salida.models.correspondencia_destinatario_acuse.TAMANO_MAX", 10),
            self.assertRaisesRegex(UserError, "larger than"),
        ):
            linea.action_acusar("R", ACUSE)

    def test_its_day_is_that_of_the_unit(self):
        self.juridico.resource_calendar_id.tz = "America/Mexico_City"
        with freeze_time("2026-03-03 00:30:00"):
            linea = self.fuera()
        with freeze_time("2026-03-03 18:00:00"):
            with self.assertRaisesRegex(UserError, "had not left yet"), self.cr.savepoint():
                linea.action_acusar("R", ACUSE, "2026-03-02 05:30:00")
            linea.action_acusar("R", ACUSE, "2026-03-02 23:30:00")
        self.assertEqual(linea.state, "acusado")

    def test_its_days_are_those_of_whoever_looks(self):
        linea = self.fuera()
        with freeze_time("2026-03-03 02:00:00"):
            dias = [linea.with_context(tz=zona).dias for zona in ("America/Mexico_City", "UTC")]
        self.assertEqual(dias, [0, 1])

    def test_the_scan_of_a_signed_paper(self):
        oficio = self.numerado()
        for nombre, datos, falta in (
            ("firmado.png", PNG, "none of: PDF"),
            ("firmado.pdf", b"", "is empty"),
            ("firmado.pdf", b"%PDF-1.4 roto", "damaged"),
        ):
            with self.subTest(falta), self.assertRaisesRegex(UserError, falta), self.cr.savepoint():
                oficio.action_subir_firmado(nombre, base64.b64encode(datos))
        oficio.sudo().pdf_id.sudo()._write({"paginas": 2})  # evidence: nobody writes it
        oficio.sudo().pdf_id.invalidate_recordset(["paginas"])
        asistente = (
            self.env["correspondencia.subir.firmado"]
            .with_user(self.redactora)
            .create({"oficio_id": oficio.id, "archivo": base64.b64encode(pdf("Una")), "nombre": "firmado.pdf"})
        )
        self.assertEqual(asistente.paginas, 2)
        with self.assertRaisesRegex(UserError, "printed on 2 pages and the scan has 1"), self.cr.savepoint():
            asistente.action_subir()
        oficio.sudo().pdf_id._write({"paginas": 1})
        oficio.sudo().pdf_id.invalidate_recordset(["paginas"])
        asistente.action_subir()
        self.assertEqual(oficio.state, "firmado")

    def test_what_a_courier_carries_is_closed_by_its_acuse(self):
        linea = self.fuera(self.por_mensajero())
        self.en_camino(linea)
        with self.assertRaisesRegex(UserError, "gets it by courier"):
            linea.action_acusar("R", ACUSE)

    # The chase

    def perseguir(self, dia):
        with freeze_time(dia), self.enter_registry_test_mode():
            self.env.ref("correspondencia_salida.ir_cron_perseguir").sudo().method_direct_trigger()
        self.env.invalidate_all()

    def test_first_reminded_then_the_head_is_told(self):
        self.oficialia.titular_id = self.directora
        linea = self.fuera()
        otra = self.fuera()
        otra.sudo()._acuso("R")
        oficio = linea.sudo().oficio_id
        enviados = self.env["mail.mail"].sudo().search_count([])
        self.perseguir("2026-03-09 18:00:00")
        self.assertEqual(linea.nivel, 0)  # not due yet
        self.perseguir("2026-03-10 18:00:00")
        self.perseguir("2026-03-10 20:00:00")  # once is enough
        self.assertEqual((linea.nivel, otra.nivel), (1, 0))
        recordatorio = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), enviados + 1)
        self.assertEqual(recordatorio.email_to, "obras@municipio.example")
        self.assertIn(oficio.name, recordatorio.body_html)
        self.assertEqual(self.pasos(self.ventanilla), ["oficio_acusar"])
        self.perseguir("2026-03-18 18:00:00")
        tarea = oficio._tareas_abiertas("oficio_acusar")
        self.assertEqual((linea.nivel, tarea.user_id, tarea.prioridad), (2, self.directora, "2"))
        self.assertFalse(linea.sudo().fecha_persecucion)
        linea.action_acusar("R", ACUSE)
        self.assertFalse(oficio._tareas_abiertas())

    def test_reminded_by_hand_once_a_day(self):
        correo, ventanilla = lineas = self.fuera(self.destinatario(), self.destinatario(medio="personal", email=False))
        enviados = self.env["mail.mail"].sudo().search_count([])
        lineas.action_recordar()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), enviados + 1)
        self.assertEqual((correo.recordado, ventanilla.recordado, correo.nivel), (date(2026, 3, 2), False, 0))
        with self.assertRaisesRegex(UserError, "reminded today"):
            correo.action_recordar()
        with freeze_time("2026-03-03 18:00:00"):
            correo.action_recordar()
        correo.action_acusar("R", ACUSE)
        with freeze_time("2026-03-04 18:00:00"), self.assertRaisesRegex(UserError, "None of these"):
            lineas.action_recordar()
        with self.assertRaises(AccessError):
            self.como(correo, self.redactora).action_recordar()

    def test_an_expired_link_is_renewed_with_the_reminder_but_not_a_revoked_one(self):
        self.company.salida_dias_enlace = 3
        vencida, revocada = self.fuera(self.destinatario(medio="portal"), self.destinatario(medio="portal"))
        anterior = vencida.sudo().token
        revocada.action_revocar()
        self.perseguir("2026-03-10 18:00:00")
        self.assertEqual((vencida.nivel, revocada.nivel), (1, 1))
        self.assertNotIn(vencida.sudo().token, (False, anterior))
        self.assertTrue(revocada.enlace_vencido)
        recordatorios = self.env["mail.mail"].sudo().search([], order="id desc", limit=2).sorted("id")
        self.assertEqual(["/o/" in correo.body_html for correo in recordatorios], [True, False])

    def test_what_the_matter_is_told_of_the_acuses(self):
        for copias, dicho in (
            ([], "acknowledged by all its addressees"),
            ([self.destinatario(dest_nombre="Copia", tipo="ccp")], "the acuses that were asked for are all in"),
        ):
            with self.subTest(dicho):
                asunto = self.descargado(self.juridica)
                linea = self.fuera(
                    self.destinatario(), *copias, user=self.juridica, asunto_ids=[Command.set(asunto.ids)]
                )
                linea[:1].action_acusar("R", ACUSE)
                linea.sudo()[1:]._acuso("R")  # a copy that nobody asked for
                cuerpos = [m.body for m in asunto.sudo().message_ids if linea.oficio_id.name in (m.body or "")]
                self.assertEqual(len(cuerpos), 1)
                self.assertIn(dicho, cuerpos[0])

    def test_a_matter_is_not_told_of_a_confidential_letter(self):
        asunto = self.descargado(self.juridica)
        oficio = self.firmado(user=self.juridica, asunto_ids=[Command.set(asunto.ids)], confidencialidad="confidencial")
        linea = self.lineas(oficio, self.administradora)
        linea.action_despachar()
        linea.action_acusar("R", ACUSE)
        self.assertEqual(oficio.state, "acusado")
        self.assertFalse([m for m in asunto.sudo().message_ids if oficio.name in (m.body or "")])

    def test_the_signed_acuse_stays_with_the_letter_though_nobody_asked_for_it(self):
        linea = self.fuera(self.por_mensajero(requiere_acuse=False))
        envio = self.en_camino(linea)
        envio.sudo()._registrar_evento("entregado", receptor_nombre="R", caracter="destinatario")
        self.assertEqual((linea.state, linea.sudo().acuse_ids.ids), ("acusado", []))
        acuse = self.como(envio.sudo().acuse_ids, self.ventanilla)
        acuse.sudo().archivo_ids = self.archivo("acuse.pdf", pdf("Acuse firmado")).sudo()
        acuse.sudo().write({"con_firma": True, "fecha_entrega": "2026-03-02"})
        acuse.action_recibir("2026-03-02", "destinatario", "R")
        acuse.action_digitalizar()
        acuse.action_validar()
        papel = linea.sudo().acuse_ids
        self.assertTrue(papel.evidencia)
        self.assertFalse(acuse.with_user(self.redactora).has_access("read"))
        self.assertTrue(papel.with_user(self.redactora).read(["raw"]))
        de_oficialia = linea.oficio_id.with_user(self.ventanilla)._acuses_oficio()
        self.assertEqual(de_oficialia, papel)  # once, though they read the piece too

    def test_two_acuses_that_are_missing_tell_the_head_once(self):
        self.oficialia.titular_id = self.directora
        lineas = self.fuera(self.destinatario(), self.destinatario(dest_nombre="Otra"))
        oficio = lineas.sudo().oficio_id
        self.perseguir("2026-03-10 18:00:00")
        dichos = self.directora.partner_id.sudo()
        antes = self.env["mail.notification"].sudo().search_count([("res_partner_id", "=", dichos.id)])
        self.perseguir("2026-03-18 18:00:00")
        self.assertEqual(lineas.mapped("nivel"), [2, 2])
        self.assertEqual(oficio._tareas_abiertas("oficio_acusar").user_id, self.directora)
        avisos = self.env["mail.notification"].sudo().search([("res_partner_id", "=", dichos.id)])
        self.assertEqual(len(avisos.filtered(lambda n: "Acuses of" in (n.mail_message_id.subject or ""))), 1, antes)

    def test_a_courier_is_not_asked_by_mail_to_the_addressee(self):
        linea = self.fuera(self.por_mensajero())
        self.en_camino(linea)
        enviados = self.env["mail.mail"].sudo().search_count([])
        self.perseguir("2026-04-01 18:00:00")
        self.assertEqual(linea.nivel, 1)
        self.assertTrue(linea.email)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), enviados)

    # What comes back

    def test_a_copy_that_goes_again_opens_a_letter_that_was_acknowledged(self):
        linea, copia = self.fuera(self.destinatario(), self.por_mensajero(tipo="ccp")).sorted("id")
        envio = self.en_camino(copia, self.simple)
        linea.action_acusar("R", ACUSE)
        oficio = linea.sudo().oficio_id
        self.assertEqual((oficio.state, bool(oficio.fecha_acuse)), ("acusado", True))
        self.assertFalse(copia.plazo)
        envio.action_registrar("devuelto")
        self.assertEqual((copia.state, oficio.state), ("devuelto", "acusado"))
        copia.action_reintentar("Otra vez")
        self.assertEqual((oficio.state, oficio.fecha_acuse, oficio.fecha_despacho), ("firmado", False, False))
        self.assertEqual(oficio._tareas_abiertas("oficio_despachar").state, "pendiente")

    def test_the_drafter_decides_on_what_came_back(self):
        linea = self.fuera(self.por_mensajero())
        oficio = linea.sudo().oficio_id
        envio = self.en_camino(linea, self.simple)
        envio.action_registrar("devuelto")
        self.assertEqual(linea.state, "devuelto")
        tarea = oficio._tareas_abiertas("oficio_devuelto")
        self.assertEqual(tarea.user_id, self.redactora)
        accion = tarea.with_user(self.redactora).action_abrir()
        self.assertEqual(accion["res_model"], "correspondencia.devuelto")
        ventana = Form(self.env["correspondencia.devuelto"].with_user(self.redactora).browse(accion["res_id"]))
        self.assertEqual((ventana.medio, ventana.dest_calle), ("local", DOMICILIO["dest_calle"]))
        self.assertEqual(ventana.motivo_devuelto, "The piece came back")
        ventana.dest_calle = False
        ventana.motivo = "Se mudaron"
        asistente = ventana.save()
        with self.assertRaisesRegex(UserError, "complete: Street"), self.cr.savepoint():
            asistente.action_decidir()
        ventana.medio, ventana.email = "correo", "nueva@municipio.example"
        ventana.save().action_decidir()
        self.assertEqual((linea.state, linea.medio, linea.email), ("pendiente", "correo", "nueva@municipio.example"))
        self.assertFalse(tarea.exists().filtered(lambda t: t.state == "pendiente"))
        self.assertIn("oficio_despachar", self.pasos(self.ventanilla))
        linea.action_despachar()
        self.assertEqual((linea.state, oficio.state), ("despachado", "despachado"))

    def test_not_sent_any_more(self):
        una, otra = self.fuera(self.destinatario(), self.destinatario(dest_nombre="Otra"))
        una.sudo()._volvio("Buzón lleno")
        oficio = una.sudo().oficio_id
        suya = self.lineas(oficio, self.redactora).filtered(lambda d: d.id == una.id)
        with self.assertRaisesRegex(UserError, "reason"):
            suya.action_cancelar(" ")
        suya.action_cancelar("Ya lo tiene")
        self.assertEqual((una.state, una.motivo), ("cancelado", "Ya lo tiene"))
        self.assertFalse(oficio._tareas_abiertas("oficio_devuelto"))
        otra.sudo()._acuso("R")
        self.assertEqual(oficio.state, "acusado")
        sola = self.fuera()
        sola.sudo()._volvio("Buzón lleno")
        with self.assertRaisesRegex(UserError, "Nobody else gets"):
            sola.action_cancelar("x")

    def test_the_carrier_returns_it_after_the_line_was_closed(self):
        linea = self.fuera(self.por_mensajero())
        oficio = linea.sudo().oficio_id
        envio = self.en_camino(linea, self.simple)
        linea.action_acusar("R", ACUSE)  # a stamped copy came by another way
        self.como(oficio, self.redactora).action_archivar()
        envio.action_registrar("devuelto")
        self.assertEqual((linea.state, linea.fecha_acuse, oficio.state), ("devuelto", False, "despachado"))
        self.assertEqual(oficio._tareas_abiertas("oficio_devuelto").user_id, self.redactora)
        self.assertTrue(linea.sudo().acuse_ids)  # what was kept stays

    def test_the_unit_of_an_internal_addressee_is_gone(self):
        lineas = self.lineas(
            self.firmado(
                self.destinatario(
                    clase="interno", medio="interno", area_id=self.finanzas.id, user_id=self.contadora.id
                ),
                self.destinatario(dest_nombre="Por correo"),
            )
        ).sorted("id")
        self.contadora.active = False
        self.finanzas.titular_id = False
        aviso = lineas.action_despachar()
        self.assertEqual(lineas.mapped("state"), ["pendiente", "despachado"])
        self.assertIn("no head", aviso["params"]["message"])
        self.assertIn("no head", lineas[0].reparo)
