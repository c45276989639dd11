"""The figures of acuses: how many come back in time and in order, and how old those are that have not."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .acuses_comun import AcusesCommon
from .lector_pdf import leer, textos


@tagged("post_install", "-at_install")
class TestInformeAcuse(AcusesCommon):
    def tablero(self, user=None, **vals):
        return self.como(self.env["mensajeria.tablero"], user or self.op_sepomex).create(
            {"desde": "2026-03-01", "hasta": "2026-03-31", **vals}
        )

    def con_historia(self):
        """Of five: one back in time, one late and irregular, three pending."""
        piezas = self.fuera(5)
        a_tiempo, tarde = piezas[0], piezas[1]
        self.validado(a_tiempo)
        acuse = self.acuse(tarde)
        self.assertTrue(acuse.plazo)
        with self.hoy("2026-06-20 18:00:00"):
            acuse.action_recibir()
            self.leer_papel(acuse, caracter="familiar_tercero")
        self.env.flush_all()
        return piezas

    def test_rates_equal_the_oracle(self):
        piezas = self.con_historia()
        self.env.cr.execute(
            SQL(
                """SELECT
                    100.0 * count(*) FILTER (WHERE (fecha_recepcion - interval '6 hours')::date <= plazo) / count(*),
                    100.0 * count(irregularidad) / count(*)
                FROM mensajeria_acuse WHERE envio_id IN %s AND fecha_recepcion IS NOT NULL""",
                tuple(piezas.ids),
            )
        )
        en_plazo, irregulares = self.env.cr.fetchone()
        total = self.tablero()._cifras()["total"]
        self.assertEqual((float(en_plazo), float(irregulares)), (50, 50))
        self.assertEqual((total["acuse_en_plazo"], total["acuse_irregular"]), (50, 50))

    def test_signed_acuse_is_in_the_file_of_its_piece(self):
        pieza = self.con_historia()[0]
        self.assertEqual([que for _adjunto, que in pieza._evidencias()], ["Signed acuse"])
        Report = self.como(self.env["ir.actions.report"], self.op_sepomex)
        contenido = Report._render_qweb_pdf("mensajeria.report_expediente", pieza.ids)[0]
        self.assertEqual(list(leer(contenido).attachments), ["01-acuse.pdf"])

    def test_pending_by_age(self):
        self.con_historia()
        with self.hoy("2026-03-12 18:00:00"):
            self.assertEqual([cuenta for _edad, cuenta in self.tablero()._cifras()["acuses"]], [0, 3, 0, 0])
        with self.hoy("2026-04-30 18:00:00"):
            self.assertEqual([cuenta for _edad, cuenta in self.tablero()._cifras()["acuses"]], [0, 0, 0, 3])
            ((edad, acuses),) = self.tablero()._acuses_pendientes()
            self.assertEqual((edad, len(acuses)), ("More than 40 days", 3))

    def test_paper(self):
        piezas = self.con_historia()
        tablero = self.tablero()
        self.assertEqual(tablero.action_imprimir_acuses()["report_name"], "mensajeria.report_acuses_pendientes")
        Report = self.como(self.env["ir.actions.report"], self.op_sepomex)
        texto = " ".join(textos(Report._render_qweb_pdf("mensajeria.report_acuses_pendientes", tablero.ids)[0]))
        for pieza in piezas[2:]:
            self.assertIn(pieza.name, texto)
        for pieza in piezas[:2]:
            self.assertNotIn(pieza.name, texto)
        self.assertIn("3 pending", texto)

    def test_only_of_what_one_dispatches(self):
        self.con_historia()
        ajeno = self.tablero(self.op_foranea)
        self.assertRechaza("No acuse is pending", ajeno.action_imprimir_acuses)
        self.assertEqual(ajeno._cifras()["total"]["count"], 0)
        Report = self.como(self.env["ir.actions.report"], self.solicitante)
        with self.assertRaises(AccessError):
            Report._render_qweb_pdf("mensajeria.report_acuses_pendientes", self.tablero().ids)
