from itertools import pairwise

from odoo.tests import tagged

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestProcesos(DespachoCommon):
    """Procesos and Seguimiento show what goes out too."""

    def mapa(self, user, codigo="salida"):
        proceso = self.env["seguimiento.proceso"].sudo().search([("codigo", "=", codigo)])
        return next((p for p in self.como(proceso, user).mapa() if p["id"] == proceso.id), None)

    def paso(self, codigo):
        return f"paso:{self.env['seguimiento.paso']._de(codigo).id}"

    def flechas(self, mapa):
        return {(f["de"], f["a"]) for f in mapa["flechas"]}

    def test_from_the_draft_to_the_acuse(self):
        mapa = self.mapa(self.redactora)
        camino = [self.paso(f"oficio_{c}") for c in "redactar revisar numerar firmar despachar acusar".split()]
        camino.append("correspondencia.oficio:acusado")
        flechas = self.flechas(mapa)
        for tramo in pairwise(camino):
            self.assertIn(tramo, flechas)
        self.assertIn((self.paso("oficio_numerar"), self.paso("oficio_firmado")), flechas)
        for siguiente in ("msj_aceptar", "oficio_leer"):
            self.assertIn((self.paso("oficio_despachar"), self.paso(siguiente)), flechas)
        for tramo in pairwise(self.paso(f"oficio_{c}") for c in "acusar devuelto despachar".split()):
            self.assertIn(tramo, flechas)
        self.assertNotIn((self.paso("oficio_firmar"), self.paso("oficio_devuelto")), flechas)
        finales = {n["clave"] for n in mapa["nodos"] if n["tipo"] == "fin"}
        self.assertLessEqual({f"correspondencia.oficio:{e}" for e in ("archivado", "cancelado", "sustituido")}, finales)

    def test_an_incoming_matter_leads_to_its_letter(self):
        self.assertIn(
            (self.paso("atender"), self.paso("oficio_redactar")), self.flechas(self.mapa(self.redactora, "entrada"))
        )

    def test_counts_are_those_of_the_trays(self):
        self.aprobado()
        self.aprobado()
        firmado = self.firmado()
        for user, codigo, esperado in (
            (self.redactora, "oficio_numerar", 2),
            (self.contadora, "oficio_numerar", 0),
            (self.ventanilla, "oficio_despachar", 1),
        ):
            nodo = next(n for n in self.mapa(user)["nodos"] if n["clave"] == self.paso(codigo))
            self.assertEqual(nodo["mias"], esperado, (user.login, codigo))
        tarea = self.como(self.Tarea, self.ventanilla).search(
            [("folio", "=", firmado.name), ("state", "=", "pendiente")]
        )
        self.assertEqual((tarea.paso_id.codigo, tarea.asunto), ("oficio_despachar", firmado.descripcion))
        self.assertFalse(self.como(self.Tarea, self.contadora).search([("folio", "=", firmado.name)]))
