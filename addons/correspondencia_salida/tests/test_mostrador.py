import base64

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
