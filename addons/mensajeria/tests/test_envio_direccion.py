"""The address of a piece that is out turns out to be wrong; and paper that was printed by mistake."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .acuses_comun import AcusesCommon


@tagged("post_install", "-at_install")
class TestDireccionCorregida(AcusesCommon):
    def fallida(self):
        """A piece of ours whose address was wrong, off its route."""
        relacion = self.en_ruta(1)
        pieza = self.como(relacion.linea_ids.envio_id, self.op_local)
        pieza.action_registrar("intento_fallido", motivo_id=self.ausente.id)
        relacion.action_cerrar()
        return pieza, relacion

    def test_next_attempt_goes_to_the_right_address(self):
        pieza, relacion = self.fallida()
        contenido, costo = relacion.contenido, pieza.costo
        self.assertRechaza("already left", pieza.write, {"dest_calle": "Calle de Regina"})
        asistente = self.como(self.env["mensajeria.corregir.direccion"], self.op_local).with_context(
            active_model="mensajeria.envio", active_ids=pieza.ids
        )
        with Form(asistente) as form:
            self.assertEqual((form.dest_calle, form.dest_cp), ("Calle de Tacuba", "06000"))
            form.dest_calle = "Avenida Revolución"
            form.dest_cp = "1000"
            form.motivo = "El vigilante"
        form.record.action_corregir()
        self.assertEqual(
            (pieza.dest_calle, pieza.dest_cp, pieza.dest_nombre), ("Avenida Revolución", "01000", "Destinatario 1")
        )
        self.assertEqual((pieza.zona_id, pieza.costo), (self.zona_sur, costo))
        self.assertEqual(relacion.contenido, contenido, "what was issued says what it said")
        self.assertFalse(relacion._verificar_contenido())
        nota = self.eventos(pieza, "nota")
        self.assertIn("Calle de Tacuba", nota.motivo)
        self.assertIn("Avenida Revolución", nota.motivo)
        self.assertIn("El vigilante", nota.motivo)
        otra = self.emitida(pieza, mensajero_id=self.mensajero.id)
        self.assertIn("Avenida Revolución", otra.contenido)

    def test_what_is_refused(self):
        pieza, _relacion = self.fallida()
        corregir = pieza.action_corregir_direccion
        self.assertRechaza("reason", corregir, dest_calle="Otra")
        self.assertRechaza("same as before", corregir, "x", dest_calle=pieza.dest_calle)
        self.assertRechaza("kept by the system", corregir, "x", dest_nombre="Otra persona")
        for user in (self.op_sepomex, self.solicitante, self.repartidor, self.op_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.como(pieza, user).action_corregir_direccion("x", dest_calle="Otra")
        en_oficina = self.asignada()
        self.assertRechaza("is not out", en_oficina.action_corregir_direccion, "x", dest_calle="Otra")
        self.entregar(pieza)
        self.assertRechaza("is not out", corregir, "x", dest_calle="Otra")
        self.assertRechaza("already left", pieza.with_context(mensajeria_direccion=True).write, {"dest_calle": "Otra"})


@tagged("post_install", "-at_install")
class TestPapelPorError(AcusesCommon):
    def test_label_printed_by_mistake(self):
        """The guía on paper is void, the piece waits for another one, and nothing of it returns to the stock."""
        pieza = self.por_sepomex()
        guia = pieza.guia_id
        pieza.sudo()._imprimir("etiquetas")
        pieza.action_desasignar(motivo="Se imprimió con otro servicio")
        self.assertEqual((guia.state, pieza.state, pieza.guia_id.id), ("cancelada", "por_asignar", False))
        pieza.action_asignar()
        self.assertTrue(pieza.guia_id)
        self.assertNotEqual(pieza.guia_id, guia)

    def test_acuse_form_printed_again(self):
        """Also when the piece is out, and the form got lost: it says which reprint it is."""
        pieza = self.fuera()
        informe = self.como(self.env["ir.actions.report"], self.op_sepomex).with_context(force_report_rendering=True)
        for vez in (1, 2):
            informe._render_qweb_pdf("mensajeria.action_report_acuse_formato", pieza.ids)
            self.assertEqual(pieza.formatos_acuse, vez)
