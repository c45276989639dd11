import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf as hoja
from odoo.addons.mensajeria.nucleo.tools import pdf

from .test_despacho import DOMICILIO, DespachoCommon

#: queries for each line more, at most
POR_LINEA = 3


@tagged("post_install", "-at_install")
class TestDespachoLote(DespachoCommon):
    """The tray of the office: many at once, and whatever cannot leave holds up no other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.en_mano | cls.simple).active = False
        cls.unico = cls.env["mensajeria.servicio"].create(
            {"name": "A pie", "proveedor_id": cls.local.id, "requiere_guia": False, "sla_dias": 2}
        )
        cls.mensajero = cls.env["mensajeria.mensajero"].create({"partner_id": cls.remitente.id})
        cls.zona = cls.env["mensajeria.zona"].create(
            {
                "name": "Centro",
                "mensajero_id": cls.mensajero.id,
                "proveedor_id": cls.local.id,
                "servicio_id": cls.unico.id,
                "regla_ids": [Command.create({"tipo": "cp_lista", "valores": "06000"})],
            }
        )

    def muchos(self, cuantos, **vals):
        """Signed, with so many addressees."""
        oficio = self.numerado(
            destinatarios=[self.destinatario(dest_nombre=f"Persona {n}", **vals) for n in range(cuantos)]
        )
        self.subir(oficio)
        return self.lineas(oficio)

    def test_who_dispatches_sees_zone_and_provider_without_a_courier_role(self):
        lineas = self.muchos(1, medio="local", **DOMICILIO).with_user(self.ventanilla_2)
        self.assertFalse(self.ventanilla_2.has_group("mensajeria.group_operador"))
        vista = lineas.get_view(self.env.ref("correspondencia_salida.correspondencia_destinatario_view_list").id)
        self.assertIn('name="zona_id"', vista["arch"])
        leido = lineas.web_read({c: {"fields": {"display_name": {}}} for c in ("zona_id", "proveedor_id")})[0]
        self.assertEqual(leido["zona_id"]["display_name"], "Centro")
        for campo, registro in (("zona_id", self.zona), ("proveedor_id", self.local)):
            panel = lineas.search_panel_select_multi_range(campo, enable_counters=True)
            self.assertIn((registro.id, 1), [(valor["id"], valor["__count"]) for valor in panel["values"]])

    def test_from_the_tray_to_lists_and_papers(self):
        lineas = self.muchos(3, medio="local", **DOMICILIO)
        self.assertEqual((lineas.zona_id, lineas.proveedor_id), (self.zona, self.local))  # as the rules propose
        accion = lineas.action_despachar()
        self.assertEqual(accion["res_model"], "mensajeria.despachar")
        ventana = Form(self.env["mensajeria.despachar"].with_user(self.ventanilla).with_context(**accion["context"]))
        asistente = ventana.save()
        self.assertEqual(
            (asistente.linea_ids.zona_id, asistente.linea_ids.servicio_id, asistente.linea_ids.mensajero_id),
            (self.zona, self.unico, self.mensajero),
        )
        papeles = asistente.action_despachar()
        relacion = lineas.sudo().envio_id.relacion_id
        self.assertEqual((relacion.state, relacion.piezas), ("emitida", 3))
        self.assertEqual(papeles["report_name"], "mensajeria.report_juego")
        reporte = self.env["ir.actions.report"].with_user(self.ventanilla)
        contenido, _tipo = reporte._render_qweb_pdf(papeles["report_name"], papeles["context"]["active_ids"])
        hojas = [hoja.extract_text() for hoja in PdfReader(io.BytesIO(contenido)).pages]
        self.assertIn(relacion.name, hojas[0])  # the list, one sheet of labels, and three forms
        self.assertEqual(len(hojas), 5)
        self.assertIn("Persona 2", hojas[1])
        with self.assertRaisesRegex(UserError, "take it off first"):
            lineas.action_retirar("Ya no")

    def test_what_refuses_while_it_leaves_holds_up_no_other(self):
        lineas = self.muchos(5).sorted("id")
        malas = lineas[1] | lineas[3]
        correos = type(lineas)._correos

        def falla(linea, plantilla):
            if malas & linea:
                rechazo = "Servidor ocupado"
                raise UserError(rechazo)
            return correos(linea, plantilla)

        with patch.object(type(lineas), "_correos", falla):
            aviso = lineas.action_despachar()
        self.assertEqual(lineas.mapped("state"), ["despachado", "pendiente", "despachado", "pendiente", "despachado"])
        self.assertEqual(malas.mapped("reparo"), [f"Persona {n}: Servidor ocupado" for n in (1, 3)])
        self.assertIn("Persona 3", aviso["params"]["message"])
        malas.action_despachar()
        self.assertEqual((set(lineas.mapped("state")), malas.mapped("reparo")), ({"despachado"}, [False, False]))
        with self.assertRaisesRegex(UserError, "already"):
            lineas[0].action_despachar()  # a second click
        self.assertEqual(lineas.oficio_id.state, "despachado")

    def test_an_addressee_without_what_its_means_needs(self):
        lineas = self.muchos(2, medio="local", **DOMICILIO)
        lineas[1].sudo().write({"dest_calle": False, "dest_cp": False})
        aviso = lineas.action_despachar()
        self.assertIn("complete: Street, Postal Code", aviso["params"]["message"])
        self.assertEqual(aviso["params"]["next"]["res_model"], "mensajeria.despachar")
        self.assertEqual(lineas.mapped("state"), ["en_despacho", "pendiente"])
        with self.assertRaisesRegex(UserError, "complete"):
            lineas[1].action_despachar()

    def test_a_bounded_number_of_queries(self):
        cuentas = {}
        for medio, vals in (("correo", {}), ("local", DOMICILIO)):
            for cuantas in (10, 60):
                lineas = self.muchos(cuantas, medio=medio, **vals)
                self.env.flush_all()
                self.env.invalidate_all()
                antes = self.cr.sql_log_count
                lineas.action_despachar()
                self.env.flush_all()
                cuentas[medio, cuantas] = self.cr.sql_log_count - antes
            with self.subTest(medio, **{f"de_{n}": cuentas[medio, n] for n in (10, 60)}):
                self.assertLess((cuentas[medio, 60] - cuentas[medio, 10]) / 50, POR_LINEA)

    def test_a_bounded_number_of_queries_over_many_letters(self):
        """Lines of many letters by every means at once, as the tray sends them."""
        self.patch(pdf, "render_pdf", lambda *args, **kwargs: hoja("Carta"))
        medios = [self.destinatario(medio=medio, **DOMICILIO) for medio in ("correo", "portal", "personal", "local")]
        cuentas = []
        for cuantos in (2, 8):
            oficios = self.Oficio.union(*(self.firmado(*medios) for _n in range(cuantos)))
            lineas = self.como(self.env["correspondencia.destinatario"], self.ventanilla).browse(
                self.lineas(oficios).ids
            )
            self.env.flush_all()
            self.env.invalidate_all()
            antes = self.cr.sql_log_count
            lineas.action_despachar()
            self.env.flush_all()
            cuentas.append(self.cr.sql_log_count - antes)
        self.assertLess((cuentas[1] - cuentas[0]) / (6 * len(medios)), POR_LINEA, cuentas)
