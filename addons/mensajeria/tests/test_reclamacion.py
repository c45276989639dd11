"""Claims to carriers: an oficio with its term, and its resolution."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .acuses_comun import AcusesCommon
from .lector_pdf import textos


@tagged("post_install", "-at_install")
class TestReclamacion(AcusesCommon):
    def reclamar(self, piezas):
        accion = self.acuse(piezas).action_reclamar()
        return self.como(self.env["mensajeria.reclamacion"].browse(accion["res_id"]), self.op_sepomex)

    def test_from_an_acuse_to_its_resolution(self):
        piezas = self.fuera(2)
        reclamacion = self.reclamar(piezas)
        self.assertEqual((reclamacion.tipo, reclamacion.state, reclamacion.name), ("acuse", "borrador", "/"))
        reclamacion.peticion = False
        self.assertRechaza("what is asked", reclamacion.action_emitir)
        reclamacion.peticion = "Certifique la entrega."
        reclamacion.action_emitir()
        self.assertEqual((reclamacion.name, reclamacion.state), ("RCL-OPM/2026/00001", "emitida"))
        self.assertEqual(str(reclamacion.fecha_limite), "2026-03-16")
        oficio = reclamacion.sudo().oficio_id
        self.assertTrue(oficio.evidencia and oficio.sha256)
        texto = "\n".join(textos(oficio.raw))
        for parte in ("RCL-OPM/2026/00001", piezas[0].folio_guia, piezas[1].name, "Certifique la entrega."):
            self.assertIn(parte, texto)
        self.assertEqual(reclamacion.sudo()._tareas_abiertas().mapped("paso_id.codigo"), ["msj_reclamar"])
        self.assertRechaza("does not change", reclamacion.write, {"peticion": "Otra"})
        self.assertRechaza("already claims", self.reclamar(piezas[0]).action_emitir)
        self.assertRechaza("Write the resolution", reclamacion.action_procedente)
        with self.hoy("2026-03-20 18:00:00"):
            self.env.invalidate_all()
            self.assertTrue(reclamacion.vencida)
            self.assertIn(reclamacion, reclamacion.search([("vencida", "=", True)]))
            reclamacion.write(
                {"resolucion": "Pagan", "monto_recuperado": 500, "respuesta_ids": self.adjunto("r.pdf").ids}
            )
            reclamacion.action_procedente()
        self.assertEqual((reclamacion.state, str(reclamacion.fecha_resolucion)), ("procedente", "2026-03-20"))
        self.assertRechaza("was resolved", reclamacion.write, {"monto_recuperado": 900})
        self.assertRechaza("never deleted", reclamacion.unlink)
        self.assertFalse(reclamacion.sudo()._tareas_abiertas())

    def test_lost_piece(self):
        pieza = self.fuera()
        pieza.action_registrar("extraviado", motivo="Siniestro")
        reclamacion = self.reclamar(pieza)
        self.assertEqual(reclamacion.tipo, "extravio")
        reclamacion.action_emitir()
        self.assertRechaza("Write the reason", reclamacion.action_cancelar)
        reclamacion.action_cancelar(motivo="Apareció")
        self.assertEqual(reclamacion.state, "cancelada")

    def test_lost_piece_without_acuse(self):
        """Nobody awaits its paper: it is claimed all the same, from the piece itself."""
        self.registrado.requiere_acuse = False
        piezas = self.fuera(2)
        self.assertFalse(piezas.sudo().acuse_ids)
        piezas.action_registrar("extraviado", motivo="Siniestro")
        reclamacion = self.env["mensajeria.reclamacion"].browse(piezas.action_reclamar()["res_id"])
        self.assertEqual((reclamacion.tipo, reclamacion.envio_ids), ("extravio", piezas.sudo(False).with_env(self.env)))
        self.assertRegex(reclamacion.hechos, "^On [^-]*2026 we handed over .* They were lost in your hands.$")
        self.assertRechaza("never left", self.por_sepomex().action_reclamar)

    def test_who_may(self):
        pieza = self.fuera()
        reclamacion = self.reclamar(pieza)
        for user in (
            self.op_local,
            self.op_foranea,
            self.solicitante,
            self.repartidor,
            self.op_b,
            self.administrador_b,
        ):
            ajena = self.como(reclamacion, user)
            for metodo in (
                "action_emitir",
                "action_procedente",
                "action_improcedente",
                "action_cancelar",
                "action_ver_oficio",
            ):
                with self.subTest(user=user.login, metodo=metodo), self.assertRaises(AccessError):
                    getattr(ajena, metodo)()
        vals = {"proveedor_id": self.sepomex.id, "oficialia_id": self.oficialia.id}
        with self.assertRaises(AccessError):
            self.como(reclamacion.browse(), self.op_local).create(vals)
        self.assertRechaza("kept by the system", reclamacion.write, {"fecha_limite": "2030-01-01"})
        local = self.en_ruta(1).linea_ids.envio_id
        with self.assertRaises(AccessError):
            self.como(reclamacion, self.op_sepomex).envio_ids = local
