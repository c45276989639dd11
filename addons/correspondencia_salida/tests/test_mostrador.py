import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.mensajeria.tests.lector_pdf import textos

from .test_despacho import PNG, DespachoCommon

FIRMA = base64.b64encode(PNG)
DATOS = {
    "receptor_caracter": "autorizado",
    "identificacion_tipo": "ine",
    "identificacion_folio": "IDMEX0001",
    "firma": FIRMA,
}


@tagged("post_install", "-at_install")
class TestMostrador(DespachoCommon):
    """Letters that their addressees come for."""

    def esperando(self, *destinatarios):
        oficio = self.firmado(*(destinatarios or [self.destinatario(medio="personal")]))
        lineas = self.lineas(oficio)
        lineas.action_despachar()
        return lineas.sorted("id")

    def test_who_comes_is_asked_for_what_proves_it(self):
        linea = self.esperando()
        self.assertEqual(linea.state, "en_despacho")
        sin = dict.fromkeys
        for receptor, datos, falta in (
            (" ", DATOS, "who received"),
            ("Juana", {}, "capacity"),
            ("Juana", DATOS | sin(["identificacion_folio"]), "identification"),
            ("Juana", DATOS | sin(["firma"]), "signature"),
            ("Juana", DATOS | {"receptor_caracter": "oficina_sello"}, "no institution"),
            ("Juana", DATOS | {"receptor_caracter": "quien sea"}, "no value of"),
            ("Juana", DATOS | {"foto": base64.b64encode(b"%PDF-1.4 no")}, "pictures"),
            ("Juana", DATOS | {"state": "acusado"}, "kept by the system"),
        ):
            with self.subTest(falta), self.assertRaisesRegex(UserError, falta), self.cr.savepoint():
                linea.action_entregar(receptor, **datos)
        self.assertEqual((linea.state, linea.sudo().acuse_ids.ids), ("en_despacho", []))

    def test_the_receipt_is_the_acuse_and_tells_no_number(self):
        linea = self.esperando()
        with Form(
            self.env["correspondencia.entrega"].with_user(self.ventanilla).with_context(active_ids=linea.ids)
        ) as ventana:
            self.assertEqual(ventana.receptor, linea.dest_nombre)
            ventana.receptor = "Pedro Mensajero"
            ventana.receptor_caracter = "autorizado"
            ventana.identificacion_folio = "IDMEX0001"
            ventana.firma = FIRMA
        recibo = ventana.record.action_entregar()
        self.assertEqual(
            (linea.state, linea.receptor, linea.oficio_id.state), ("acusado", "Pedro Mensajero", "acusado")
        )
        papel = linea.sudo().acuse_ids
        self.assertIn(f"/web/content/{papel.id}?", recibo["url"])
        self.assertTrue(papel.evidencia)
        leido = " ".join(textos(papel.raw))
        self.assertIn("Pedro Mensajero", leido)
        self.assertIn(linea.oficio_id.name, leido)
        self.assertNotIn("IDMEX0001", leido)
        with self.assertRaisesRegex(UserError, "Reload the page"):
            linea.action_entregar("Otra", **DATOS)  # a second click

    def test_personal_data_only_for_those_who_hand_over(self):
        linea = self.esperando()
        linea.action_entregar("Pedro", **DATOS, foto=FIRMA)
        self.assertEqual(linea.identificacion_folio, "IDMEX0001")
        imagenes = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", linea._name), ("res_id", "=", linea.id), ("res_field", "!=", False)]
        )  # fmt: skip
        self.assertEqual(len(imagenes), 2)
        self.assertTrue(all(imagenes.mapped("evidencia")))
        suya = self.lineas(linea.oficio_id, self.redactora)
        self.assertEqual(suya.receptor, "Pedro")
        for campo in ("identificacion_folio", "identificacion_tipo", "firma", "foto"):
            with self.subTest(campo), self.assertRaises(AccessError):
                suya.read([campo])
        with self.assertRaises(AccessError):
            imagenes.with_user(self.redactora).read(["raw"])
        self.assertTrue(linea.sudo().acuse_ids.with_user(self.redactora).read(["raw"]))

    def test_one_person_signs_once_for_several(self):
        lineas = self.esperando(
            self.destinatario(medio="personal"), self.destinatario(medio="personal", dest_nombre="Otra")
        )
        lineas.action_entregar("Pedro", **DATOS)
        self.assertEqual(lineas.mapped("state"), ["acusado", "acusado"])
        self.assertEqual([len(linea.sudo().acuse_ids) for linea in lineas], [1, 1])

    def test_what_is_not_signed_yet_is_not_handed_over(self):
        oficio = self.numerado(destinatarios=[self.destinatario(medio="personal")])
        linea = self.lineas(oficio, self.administradora)
        self.assertRechaza("«To Sign»", linea.action_entregar, "Pedro", registros=linea, **DATOS)

    def sin_recoger(self, linea):
        """The term of the counter is over, and nobody came."""
        with freeze_time("2026-03-09 18:00:00"), self.enter_registry_test_mode():
            self.env.ref("correspondencia_salida.ir_cron_perseguir").sudo().method_direct_trigger()
        self.env.invalidate_all()
        return linea.sudo().oficio_id._tareas_abiertas("oficio_sin_recoger")

    def test_what_nobody_fetches_is_a_task_and_may_go_on_waiting(self):
        self.company.salida_dias_ventanilla = 6
        linea = self.esperando()
        self.assertFalse(self.sin_recoger(linea))
        linea.sudo().fecha_persecucion = "2026-03-09"
        tarea = self.sin_recoger(linea)
        self.assertEqual(self.pasos(self.ventanilla), ["oficio_despachar", "oficio_sin_recoger"])
        self.assertTrue(linea.sin_recoger)
        self.assertEqual(linea.search([("sin_recoger", "=", True)]), linea)
        accion = tarea.with_user(self.ventanilla).action_abrir()
        self.assertEqual((accion["res_model"], accion["res_id"]), (linea._name, linea.id))
        with self.assertRaises(AccessError):
            linea.with_user(self.redactora).action_esperar()
        linea.action_esperar()
        self.assertFalse(linea.sin_recoger)
        self.assertEqual(str(linea.sudo().fecha_persecucion), "2026-03-10")  # 6 working days from the 2nd
        self.assertEqual(tarea.state, "hecha")

    def test_what_nobody_fetches_goes_another_way(self):
        linea = self.esperando()
        tarea = self.sin_recoger(linea)
        ventana = Form(
            self.env["correspondencia.devuelto"].with_user(self.ventanilla).browse(linea.action_decidir()["res_id"])
        )
        ventana.motivo = "No vino nadie"
        asistente = ventana.save()
        with self.assertRaisesRegex(UserError, "choose another means"), self.cr.savepoint():
            asistente.action_decidir()
        ventana.medio = "correo"
        ventana.save().action_decidir()
        self.assertEqual((linea.state, linea.medio, linea.nivel), ("pendiente", "correo", 0))
        self.assertEqual(tarea.state, "hecha")
        linea.action_despachar()
        self.assertEqual((linea.state, linea.oficio_id.state), ("despachado", "despachado"))

    def test_what_is_on_its_way_does_not_change(self):
        linea = self.lineas(self.firmado(self.por_mensajero()))
        linea.action_despachar()
        asistente = self.env["correspondencia.devuelto"].with_user(self.ventanilla).browse(
            linea.action_decidir()["res_id"]
        )  # fmt: skip
        asistente.write({"medio": "correo", "motivo": "x"})
        with self.assertRaisesRegex(UserError, "does not come to the counter"):
            asistente.action_decidir()

    def test_what_goes_another_way_is_not_handed_over(self):
        linea = self.lineas(self.firmado())
        with self.assertRaisesRegex(UserError, "does not come to the counter"):
            linea.action_entregar("Juana", **DATOS)
        cancelado = self.firmado(self.destinatario(medio="personal"))
        suya = self.como(cancelado.sudo().destinatario_ids, self.administradora)
        cancelado.action_cancelar("Ya no procede")
        with self.assertRaisesRegex(UserError, "Cancelled"):
            suya.action_entregar("Juana", **DATOS)

    def test_a_window_shows_nothing_of_others(self):
        linea = self.esperando()
        for modelo, vals in (
            ("correspondencia.entrega", {"destinatario_ids": linea.ids, "identificacion_folio": "x"}),
            ("correspondencia.acusar", {"destinatario_id": linea.id}),
            ("correspondencia.devuelto", {"destinatario_id": linea.id, "motivo": "x", "medio": "correo"}),
        ):
            ajena = self.env[modelo].with_user(self.ventanilla_b).with_company(self.otra_company)
            with self.subTest(modelo), self.assertRaises(AccessError):
                ajena.create(vals)
