import base64
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .salida_comun import SalidaCommon, SalidaDatos


class LecturaDatos(SalidaDatos):
    @classmethod
    def _crear_salida(cls):
        super()._crear_salida()
        cls.circular = cls.env.ref("correspondencia_salida.tipo_circular")
        cls.circular.modo_firma = "autografa"
        cls.litigante = cls._persona("litigante", "destinatario", cls.litigio)
        cls.finanzas.titular_id = cls.contadora

    def para(self, alcance="persona", area=None, user=None, **vals):
        return {
            "dest_nombre": user.name if user else "A todo el personal",
            "clase": "interno",
            "medio": "interno",
            "alcance": alcance,
            "area_id": area.id if area else False,
            "user_id": user.id if user else False,
            **vals,
        }

    def enviada(self, *destinatarios, despacha=None, **vals):
        """A circular to these, signed and dispatched."""
        with patch.object(type(self.Oficio), "_imprimir", lambda oficio: oficio.env["ir.attachment"]):
            oficio = self.numerado(destinatarios=destinatarios, tipo_id=self.circular.id, **vals)
        oficio.action_subir_firmado("firmada.pdf", base64.b64encode(pdf("Circular firmada")))
        self.como(oficio.sudo().destinatario_ids, despacha or self.ventanilla).action_despachar()
        return oficio

    def lectura(self, oficio, user):
        lecturas = oficio.sudo().lectura_ids.filtered(lambda lec: lec.user_id == user)
        return self.como(lecturas, user)

    def avisos(self, user):
        return self.env["mail.message"].search([("notified_partner_ids", "in", user.partner_id.ids)])

    def lectores(self, oficio):
        return oficio.sudo().lectura_ids.filtered(lambda lec: lec.state != "retirada").user_id


@tagged("post_install", "-at_install")
class TestLectura(LecturaDatos, SalidaCommon):
    """Circulars and memoranda: who has opened them is known, once."""

    def test_it_waits_in_the_tray_until_it_is_read(self):
        oficio = self.enviada(
            self.para(area=self.finanzas, user=self.contadora), self.para(area=self.direccion, user=self.directora)
        )
        self.assertEqual((oficio.state, oficio.lecturas, oficio.leidas), ("despachado", 2, 0))
        self.assertFalse(oficio.sudo().destinatario_ids.turno_interno_id)  # no matter is opened
        self.assertEqual(self.pasos(self.contadora), ["oficio_leer"])
        lectura = self.lectura(oficio, self.contadora)
        self.assertFalse(lectura.documento)
        tarea = self.como(self.Tarea, self.contadora).search([("res_model", "=", lectura._name)])
        self.assertEqual((tarea.folio, tarea.contraparte), (oficio.name, "Jurídico"))
        with freeze_time("2026-03-03 18:00:00"):
            self.assertEqual(tarea.action_abrir()["res_id"], lectura.id)
        self.assertRecordValues(lectura, [{"state": "leida", "fecha_lectura": lectura.fecha_lectura}])
        self.assertEqual(str(lectura.fecha_lectura), "2026-03-03 18:00:00")
        self.assertEqual(base64.b64decode(lectura.documento), oficio.sudo().escaneo_id.raw)
        self.assertFalse(self.pasos(self.contadora))
        lectura.action_leer()
        self.assertEqual(str(lectura.fecha_lectura), "2026-03-03 18:00:00")  # once
        self.assertEqual(lectura.sudo().bitacora_ids.mapped("evento"), ["leer"])
        self.assertEqual((oficio.leidas, oficio.state), (1, "despachado"))
        self.lectura(oficio, self.directora).action_leer()
        self.assertEqual((oficio.leidas, oficio.state), (2, "acusado"))
        linea = oficio.sudo().destinatario_ids[0]
        self.assertEqual((linea.state, linea.receptor), ("acusado", "Contadora"))

    def test_confirmed_where_it_is_asked_for(self):
        oficio = self.enviada(self.para(user=self.contadora, area=self.finanzas), acuse_lectura=True)
        lectura = self.lectura(oficio, self.contadora)
        with self.assertRaisesRegex(UserError, "is now «Not Read»"):
            lectura.action_confirmar()
        lectura.action_leer()
        self.assertEqual((oficio.leidas, oficio.state), (0, "despachado"))
        self.assertEqual(self.pasos(self.contadora), ["oficio_leer"])
        lectura.action_confirmar()
        self.assertEqual((lectura.state, oficio.leidas, oficio.state), ("confirmada", 1, "acusado"))
        self.assertFalse(self.pasos(self.contadora))

    def test_everybody_in_a_unit_once(self):
        oficio = self.enviada(
            self.para("area", self.juridico),
            self.para(user=self.abogado, area=self.litigio),
            self.para("area", self.litigio),
        )
        self.assertEqual(self.lectores(oficio), self.juridica | self.redactora | self.abogado | self.litigante)
        self.assertEqual(self.lectura(oficio, self.abogado).sudo().destinatario_id.alcance, "persona")
        for user in (self.juridica, self.redactora, self.abogado):
            self.lectura(oficio, user).action_leer()
        self.assertEqual(oficio.state, "despachado")
        self.lectura(oficio, self.litigante).action_leer()
        self.assertEqual(set(oficio.sudo().destinatario_ids.mapped("state")), {"acusado"})
        self.assertEqual(oficio.state, "acusado")

    def test_everybody_in_the_institution(self):
        self.revisor.active = False
        oficio = self.enviada(self.para("institucion"))
        lectores = self.lectores(oficio)
        self.assertTrue(self.contadora | self.ventanilla | self.ajeno <= lectores)
        self.assertFalse((self.revisor | self.ventanilla_b) & lectores)

    def test_one_who_was_archived_is_named_and_the_others_get_it(self):
        self.ajeno.active = False
        self.ajeno.area_id = False
        oficio = self.enviada(
            self.para(user=self.ajeno, area=self.litigio), self.para(user=self.contadora, area=self.finanzas)
        )
        ajena, otra = oficio.sudo().destinatario_ids.sorted("id")
        self.assertEqual((ajena.state, otra.state, oficio.state), ("pendiente", "despachado", "firmado"))
        self.assertRegex(ajena.reparo, "Ajeno was archived")
        self.assertIn("Ajeno was archived", self.avisos(self.redactora)[0].body)
        self.assertEqual(self.pasos(self.contadora), ["oficio_leer"])
        self.como(ajena, self.redactora).user_id = self.litigante
        self.como(ajena, self.ventanilla).action_despachar()
        self.assertEqual((oficio.state, self.pasos(self.litigante)), ("despachado", ["oficio_leer"]))

    def test_the_head_reads_for_who_was_archived(self):
        self.revisor.active = False
        oficio = self.enviada(self.para(user=self.revisor, area=self.finanzas))
        self.assertEqual(self.lectores(oficio), self.contadora)
        self.assertEqual(oficio.sudo().destinatario_ids.motivo, "Revisor was archived: Contadora reads it.")

    def test_a_unit_without_people(self):
        vacia = self._area("Vacía", "VAC")
        with self.assertRaisesRegex(UserError, "Nobody works in «Vacía»"):
            self.enviada(self.para("area", vacia))

    def test_who_stands_in_for_the_head_reads(self):
        marzo = {"company_id": self.company.id, "desde": "2026-03-01", "hasta": "2026-03-31"}
        self.env["correspondencia.visto.delegacion"].create(
            [
                {"user_id": self.contadora.id, "delegado_id": self.revisor.id, **marzo},
                # no head of their unit: what is written to them, they read
                {"user_id": self.litigante.id, "delegado_id": self.abogado.id, **marzo},
            ]
        )
        oficio = self.enviada(self.para(area=self.finanzas), self.para(user=self.litigante, area=self.litigio))
        self.assertEqual(self.lectores(oficio), self.revisor | self.litigante)
        self.assertEqual(self.lectura(oficio, self.revisor).suplente_de_id, self.contadora)

    def test_who_leaves(self):
        oficio = self.enviada(self.para(area=self.finanzas, user=self.contadora), self.para("area", self.litigio))
        self.lectura(oficio, self.abogado).action_leer()
        (self.contadora | self.litigante).active = False
        self.assertEqual(self.lectores(oficio), self.abogado | self.directora)  # the head above reads for the head
        self.assertEqual(self.lectura(oficio, self.directora).suplente_de_id, self.contadora)
        self.assertEqual(self.lectura(oficio, self.litigante).sudo().state, "retirada")
        colectiva = oficio.sudo().destinatario_ids.filtered(lambda d: d.alcance == "area")
        self.assertEqual(colectiva.state, "acusado")  # those who are left have read it
        self.assertIn("Contadora", self.avisos(self.redactora)[0].body)
        self.lectura(oficio, self.directora).action_leer()
        self.assertEqual(oficio.state, "acusado")

    def test_reminded_once_a_day(self):
        oficio = self.enviada(
            self.para(user=self.contadora, area=self.finanzas), self.para(user=self.litigante, area=self.litigio)
        )
        self.lectura(oficio, self.litigante).action_leer()
        lectura = self.lectura(oficio, self.contadora).sudo()
        with freeze_time("2026-03-06 18:00:00"):
            self.assertEqual(lectura.dias, 4)
            oficio.action_recordar()
            avisos = self.avisos(self.contadora)
            self.assertIn(oficio.name, avisos[0].subject)
            self.assertNotIn(self.litigante.partner_id, avisos[0].notified_partner_ids)
            self.assertEqual((lectura.recordatorios, str(lectura.recordada)), (1, "2026-03-06"))
            with self.assertRaisesRegex(UserError, "reminded today"):
                oficio.action_recordar()
        with freeze_time("2026-03-07 18:00:00"):
            oficio.action_recordar()
        self.assertEqual(lectura.recordatorios, 2)
        self.lectura(oficio, self.contadora).action_leer()
        with self.assertRaisesRegex(UserError, "Nobody is left"):
            oficio.action_recordar()

    def test_what_was_read_stays(self):
        oficio = self.enviada(self.para(user=self.contadora, area=self.finanzas))
        lectura = self.lectura(oficio, self.contadora)
        lectura.action_leer()
        for registro in (lectura, lectura.sudo(), self.como(lectura, self.administradora)):
            for vals in ({"fecha_lectura": "2026-01-01"}, {"user_id": self.revisor.id}, {"state": "por_leer"}):
                with self.subTest(uid=registro.env.uid, su=registro.env.su, **vals), self.assertRaises(UserError):
                    registro.write(vals)
            with self.assertRaises(UserError):
                registro.unlink()
        with self.assertRaises(AccessError):
            self.como(self.env["correspondencia.lectura"], self.administradora).create(
                {
                    "oficio_id": oficio.id,
                    "destinatario_id": oficio.sudo().destinatario_ids.id,
                    "user_id": self.revisor.id,
                }
            )

    def test_each_sees_their_own(self):
        oficio = self.enviada(
            self.para(user=self.contadora, area=self.finanzas),
            confidencialidad="confidencial",
            despacha=self.administradora,
        )
        lectura = self.lectura(oficio, self.contadora)
        self.assertTrue(lectura.has_access("read"))
        self.assertFalse(self.como(oficio, self.contadora).has_access("read"))
        self.assertTrue(self.como(lectura, self.redactora).has_access("read"))
        self.assertFalse(self.como(lectura, self.redactora).documento)  # from the document itself
        companera = self._persona("companera", "correspondencia_salida.group_redactor", self.juridico)
        for user in (companera, self.revisor, self.ventanilla, self.litigante, self.redactor_b):
            suya = self.como(lectura, user)
            with self.subTest(user.login):
                self.assertFalse(suya.has_access("read"))
                for accion in ("leer", "confirmar", "recordar"):
                    with self.assertRaises(AccessError):
                        getattr(suya, f"action_{accion}")()
        with self.assertRaises(AccessError):
            self.como(lectura, self.redactora).action_leer()
        with self.assertRaises(AccessError):
            lectura.action_recordar()
        with self.assertRaises(AccessError):
            self.como(oficio, self.contadora).action_recordar()
        lectura.action_leer()
        self.assertTrue(lectura.documento)
        self.assertFalse(self.como(lectura, self.redactora).documento)

    def test_withdrawn_with_its_document(self):
        oficio = self.enviada(self.para(user=self.contadora, area=self.finanzas))
        lectura = self.lectura(oficio, self.contadora)
        oficio.sudo()._quedar_sustituido("Salió con error")
        self.assertEqual(lectura.state, "retirada")
        self.assertFalse(self.pasos(self.contadora))
        with self.assertRaisesRegex(UserError, "is now «Withdrawn»"):
            lectura.action_leer()
        self.assertFalse(lectura.documento)

    def test_a_line_that_nobody_is_left_to_read_is_not_acknowledged(self):
        oficio = self.enviada(self.para(user=self.contadora, area=self.finanzas))
        linea = oficio.sudo().destinatario_ids
        linea.lectura_ids._retirar("Se fue")
        linea._revisar_lecturas()
        self.assertEqual((linea.state, oficio.state), ("despachado", "despachado"))

    def test_two_who_read_at_once(self):
        oficio = self.enviada(self.para("area", self.litigio))
        with patch.object(type(self.env["correspondencia.destinatario"]), "_revisar_lecturas", lambda lineas: None):
            for user in (self.abogado, self.litigante):
                self.lectura(oficio, user).action_leer()
        self.assertEqual(oficio.state, "despachado")
        with self.enter_registry_test_mode():
            self.env.ref("correspondencia_salida.ir_cron_lecturas").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(oficio.state, "acusado")

    def test_the_job_takes_only_what_it_can_close(self):
        de_contadora = self.para(user=self.contadora, area=self.finanzas)
        sin_confirmar = self.enviada(de_contadora, acuse_lectura=True)
        self.lectura(sin_confirmar, self.contadora).action_leer()
        self.enviada(de_contadora).sudo().lectura_ids._retirar("Se fue")
        self.enviada(de_contadora)
        # twice to one person: the second line has no readings of its own
        doble = self.enviada(*2 * [self.para(user=self.litigante, area=self.litigio)])
        self.lectura(doble, self.litigante).action_leer()
        self.assertEqual(doble.state, "despachado")
        tomadas = []
        Destinatario = type(self.env["correspondencia.destinatario"])
        uno_por_uno = Destinatario._uno_por_uno

        def anotar(lineas, hacer):
            tomadas.extend(lineas)
            uno_por_uno(lineas, hacer)

        with patch.object(Destinatario, "_uno_por_uno", anotar), self.enter_registry_test_mode():
            self.env.ref("correspondencia_salida.ir_cron_lecturas").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(tomadas), 1)
        self.assertEqual(doble.state, "acusado")

    def test_an_ordinary_memorandum_still_opens_a_matter(self):
        self.memorandum.modo_firma = "autografa"
        oficio = self.oficio(
            destinatarios=[self.para(user=self.contadora, area=self.finanzas)], tipo_id=self.memorandum.id
        )
        self.assertFalse(oficio.con_lectura)
        oficio.con_lectura = True
        oficio.action_terminar()
        with self.assertRaises(UserError):
            oficio.sudo().con_lectura = False

    def test_a_circular_to_many_costs_little_for_each(self):
        oficio = self.enviada(self.para("area", self.juridico))
        linea = oficio.sudo().destinatario_ids
        gente = [self._persona(f"lector_{n}", "destinatario", self.finanzas) for n in range(20)]
        self.env.flush_all()
        with self.assertQueryCount(240):
            linea._abrir_lecturas(dict.fromkeys(self.env["res.users"].union(*gente), False))
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestLecturaAnexos(LecturaDatos, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_salida()

    @mute_logger("odoo.http")
    def test_annexes_are_for_who_opened_it(self):
        anexo = self.archivo("bases.pdf", user=self.redactora)
        oficio = self.enviada(self.para(user=self.contadora, area=self.finanzas), anexo_ids=[Command.link(anexo.id)])
        lectura = self.lectura(oficio, self.contadora)
        enlace = f"/lectura/{lectura.id}/{anexo.id}"
        for user, abrir, estado in (
            (self.contadora, False, 404),
            (self.revisor, True, 404),
            (self.contadora, True, 200),
        ):
            if abrir:
                lectura.action_leer()
            self.authenticate(user.login, user.login)
            with self.subTest(user.login, abrir=abrir):
                self.assertEqual(self.url_open(enlace).status_code, estado)
        self.assertIn(enlace, lectura.anexos)
        self.assertEqual(self.url_open(enlace).content, anexo.raw)
        self.assertEqual(self.url_open(f"/lectura/{lectura.id}/{oficio.sudo().escaneo_id.id}").status_code, 404)
