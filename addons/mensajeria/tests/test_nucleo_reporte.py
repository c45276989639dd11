"""PDF reports as Odoo prints, saves and downloads them."""

import base64
import json
import re
import time
from datetime import datetime
from unittest.mock import patch

import pypdfium2
import zxingcpp

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..nucleo.tools import pdf
from .lector_pdf import fuentes, imagenes, leer, objetos, png, textos

LOGGER = "odoo.addons.mensajeria.nucleo.tools.pdf"
PAGINAS_EN = 'Page <span class="pagina"/> of <span class="total-paginas"/>'
PAGINAS_ES = 'Página <span class="pagina"/> de <span class="total-paginas"/>'


class ReporteMixin:
    """A report on res.partner, on letterhead."""

    PLANTILLA = """<t t-name="mensajeria.reporte_prueba"><t t-call="mensajeria.papel"><t t-foreach="docs" t-as="doc">
        <t t-set="o" t-value="doc.with_context(lang='es_MX')"/>
        <t t-call="mensajeria.papel_membretado" t-lang="o.env.lang" o="o" titulo="'Acuse ' + o.ref"
           area="'Oficialía de Partes'" folio="o.ref" fecha="datetime.datetime(2026, 3, 6, 2, 30)">
            <h1>Acuse de recibo</h1>
            <p t-foreach="range(o.color)" t-as="i" t-out="'Se recibió la documentación del año. ' * 40"/>
            <p t-field="o.name"/>
            <div t-out="o.comment"/>
            <p t-out="datetime.datetime(2026, 3, 6, 2, 30)"
               t-options="{'widget': 'datetime', 'format': 'long', 'date_only': True, 'tz_name': 'America/Mexico_City'}"/>
            <img class="qr" alt="QR" t-att-src="qr_data_uri('acuse/' + o.ref)"/>
        </t></t></t></t>"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("es_MX")
        cls.env.ref("mensajeria.papel_membretado").update_field_translations(
            "arch_db", {"es_MX": {PAGINAS_EN: PAGINAS_ES}}
        )
        cls.env.company.write({"name": "Secretaría de Pruebas", "logo": base64.b64encode(png("green", 400))})
        cls.env["ir.ui.view"].create(
            {"type": "qweb", "name": "prueba", "key": "mensajeria.reporte_prueba", "arch": cls.PLANTILLA}
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Acuse de prueba",
                "model": "res.partner",
                "report_name": "mensajeria.reporte_prueba",
                "motor_pdf": "weasyprint",
                "print_report_name": "'Acuse %s' % object.ref",
            }
        )
        # color says how many long paragraphs there are: 6 take three pages
        cls.corto, cls.largo = cls.env["res.partner"].create(
            [{"name": "Ana Ñáñez", "ref": "OP-1", "color": 1}, {"name": "Beto Güemes", "ref": "OP-2", "color": 6}]
        )

    def _render(self, records, report=None, **kw):
        contenido, tipo = self.env["ir.actions.report"]._render_qweb_pdf(report or self.report, records.ids, **kw)
        self.assertEqual(tipo, "pdf")
        return contenido


@tagged("post_install", "-at_install")
class TestReporte(ReporteMixin, TransactionCase):
    def test_letterhead_and_page_numbers_on_every_page(self):
        paginas = textos(self._render(self.largo))
        self.assertEqual(len(paginas), 3)
        for numero, texto in enumerate(paginas, 1):
            self.assertIn("SECRETARÍA DE PRUEBAS Oficialía de Partes", texto)
            self.assertIn("OP-2", texto)
            self.assertIn(f"Página {numero} de 3", texto)
        self.assertIn("5 de marzo de 2026", paginas[-1], "in Spanish, in the time zone that was asked for")

    def test_pdf_a(self):
        lector = leer(self._render(self.corto))
        raiz, xmp = lector.trailer["/Root"], lector.trailer["/Root"]["/Metadata"].get_data().decode()
        self.assertIn('pdfaid:part="3" pdfaid:conformance="B"', xmp)
        self.assertEqual(raiz["/OutputIntents"][0]["/S"], "/GTS_PDFA1")
        self.assertEqual(raiz["/OutputIntents"][0]["/DestOutputProfile"]["/N"], 3)
        self.assertIn("/ID", lector.trailer)
        self.assertTrue(raiz["/MarkInfo"]["/Marked"])
        self.assertTrue(raiz["/ViewerPreferences"]["/DisplayDocTitle"])
        self.assertEqual(raiz["/Lang"], "es-MX")
        etiquetas = {o["/S"] for o in objetos(lector) if isinstance(o, dict) and o.get("/Type") == "/StructElem"}
        self.assertLessEqual({"/Document", "/H1", "/P", "/Figure"}, etiquetas)
        info = lector.metadata
        self.assertEqual((info.title, info.author), ("Acuse OP-1", "Secretaría de Pruebas"))
        self.assertEqual((info["/CreationDate"], info["/ModDate"]), ("D:20260306023000Z",) * 2)
        for valor in (info.title, info.author, "2026-03-06T02:30:00Z"):
            self.assertIn(valor, xmp)
        self.assertEqual({o["/Interpolate"].value for o in imagenes(self._render(self.corto))}, {False})
        self.assertTrue(fuentes(lector))
        for nombre, programa in fuentes(lector):
            self.assertRegex(nombre, r"^/[A-Z]{6}\+Papel")  # a subset of ours, none of the machine's
            self.assertTrue(programa, f"{nombre} is embedded")

    def test_same_input_same_bytes(self):
        primero = self._render(self.largo)
        self.assertEqual(primero, self._render(self.largo))
        self.env.invalidate_all()
        self.assertEqual(primero, self._render(self.largo))
        self.largo.name += "."
        self.assertNotEqual(primero, self._render(self.largo))

    def test_several_records_count_their_own_pages(self):
        paginas = textos(self._render(self.corto | self.largo))
        self.assertEqual(
            [re.search(r"Página \d de \d", texto)[0] for texto in paginas],
            ["Página 1 de 1", "Página 1 de 3", "Página 2 de 3", "Página 3 de 3"],
        )
        lector = leer(self._render(self.corto | self.largo))
        self.assertEqual(lector.metadata.title, "Acuse de prueba")
        self.assertIn("/StructTreeRoot", lector.trailer["/Root"])
        repetido = self.env["ir.actions.report"]._render_qweb_pdf(self.report, [self.corto.id, self.corto.id])[0]
        self.assertEqual(len(textos(repetido)), 2)

    def test_saved_as_attachments_one_each(self):
        self.report.write({"attachment": "'%s.pdf' % object.ref", "attachment_use": True})
        ambos = self.corto | self.largo
        self.assertEqual(len(textos(self._render(ambos))), 4)
        guardados = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", ambos.ids)], order="id"
        )
        self.assertEqual(guardados.mapped("name"), ["OP-1.pdf", "OP-2.pdf"])
        self.assertEqual([len(textos(a.raw)) for a in guardados], [1, 3])
        self.assertIn('pdfaid:part="3"', leer(guardados[1].raw).trailer["/Root"]["/Metadata"].get_data().decode())
        self.corto.name = "Otro nombre"
        self.assertEqual(self._render(self.corto), guardados[0].raw, "what was saved is printed again")
        self.assertEqual(len(textos(self._render(ambos))), 4)
        otro = self.corto.copy({"ref": "OP-3"})
        self.assertEqual(len(textos(self._render(self.corto | otro))), 2)

    def test_template_that_cannot_be_split(self):
        vista = self.env["ir.ui.view"].search([("key", "=", "mensajeria.reporte_prueba")])
        vista.arch = vista.arch.replace('o="o"', 'o="None"').replace("titulo=\"'Acuse ' + o.ref\"", "")
        self.assertEqual(len(textos(self._render(self.corto | self.largo))), 4)
        self.report.attachment = "'%s.pdf' % object.ref"
        with self.assertRaisesRegex(UserError, "papel_membretado once for each record"):
            self._render(self.corto | self.largo)

    def test_paper_format(self):
        def tamano():
            caja = leer(self._render(self.corto)).pages[0].mediabox
            return [round(float(lado) / 72 * 25.4) for lado in (caja.width, caja.height)]

        self.assertEqual(tamano(), [216, 279])
        self.report.paperformat_id = self.env.ref("mensajeria.papel_carta_horizontal")
        self.assertEqual(tamano(), [279, 216])
        self.report.paperformat_id = self.env.ref("mensajeria.papel_oficio")
        self.assertEqual(tamano(), [216, 340])

    def test_embedded_files_hook(self):
        adjunto = pdf.Adjunto("datos.json", b"{}", datetime(2026, 3, 5))
        with patch.object(self.registry["ir.actions.report"], "_get_adjuntos_pdf", lambda self, record: [adjunto]):
            self.assertEqual(dict(leer(self._render(self.corto)).attachments), {"datos.json": [b"{}"]})

    def test_qr_of_a_printed_page(self):
        imagen = pypdfium2.PdfDocument(self._render(self.corto))[0].render(scale=200 / 72).to_pil()
        self.assertEqual([codigo.text for codigo in zxingcpp.read_barcodes(imagen)], ["acuse/OP-1"])

    def test_html_typed_by_people(self):
        self.corto.name = '<script>alert(1)</script><img src="file:///etc/passwd">'
        self.corto.comment = '<p>nota</p><img src="file:///etc/hostname"><style>@page { size: a6 }</style>'
        with mute_logger("weasyprint"), self.assertLogs(LOGGER, "WARNING") as registro:
            contenido = self._render(self.corto)
        self.assertIn('<script>alert(1)</script><img src="file:///etc/passwd">', textos(contenido)[0])
        self.assertEqual(len(registro.output), 1)
        self.assertIn("file:///etc/hostname", registro.output[0])
        self.assertEqual(len(imagenes(contenido)), len(imagenes(self._render(self.largo))), "only the logo")

    def test_what_a_template_may_load(self):
        publica, ajena, texto = self.env["ir.attachment"].create(
            [
                {"name": "a.png", "raw": png(), "public": True},
                {
                    "name": "b.png",
                    "raw": png(),
                    "res_model": "ir.cron",
                    "res_id": self.env["ir.cron"].search([], limit=1).id,
                },
                {"name": "c.txt", "raw": b"p { color: red }", "public": True},
            ]
        )
        self.corto.image_1920 = base64.b64encode(png())
        usuario = new_test_user(self.env, "reporte_usuario", "base.group_user")
        reportes = self.env["ir.actions.report"].with_user(usuario).sudo()  # sudo() opens nothing
        for ruta, tipo in (
            (f"/web/image/{publica.id}", "image/png"),
            (f"/web/image/{publica.id}-abc/a.png", "image/png"),
            (f"/web/image/res.partner/{self.corto.id}/image_128?unique=1", "image/png"),
            ("/web/image/base.user_admin", None),
            ("/web/static/img/logo.png", "image/png"),
            ("/mensajeria/static/src/nucleo/reporte/papel.css", "text/css"),
            ("/report/barcode/Code128/OP-1", None),
            (f"/web/image/{ajena.id}", None),
            (f"/web/image/{texto.id}", None),
            ("/web/image/0", None),
            (f"/web/image/res.partner/{self.corto.id}/name", None),
            ("/web/image/no.model/1/image", None),
            ("/web/image/../../etc/passwd", None),
            ("/web/static/../__manifest__.py", None),
            ("/web/static/%2e%2e/__manifest__.py", None),
            ("/web/static/src/../../../base/static/img/avatar.png", None),
            ("/web/static/img/none.png", None),
            ("/web/static/src/session.js", None),
            ("/web/session/logout", None),
            ("/etc/passwd", None),
        ):
            with self.subTest(ruta=ruta):
                if tipo:
                    contenido, visto = reportes._leer_recurso(ruta)
                    self.assertTrue(contenido)
                    self.assertEqual(visto, tipo)
                else:
                    with self.assertRaises(pdf.RecursoRechazado):
                        reportes._leer_recurso(ruta)

    def test_permissions_are_those_of_the_records(self):
        self.report.model = "ir.config_parameter"
        vista = self.env["ir.ui.view"].search([("key", "=", "mensajeria.reporte_prueba")])
        vista.arch = re.sub(r"o\.(ref|name|comment)", "o.key", vista.arch).replace("o.color", "1")
        parametro = self.env["ir.config_parameter"].search([], limit=1)
        self.assertIn(parametro.key, textos(self._render(parametro))[0])
        usuario = new_test_user(self.env, "reporte_usuario", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(usuario)._render_qweb_pdf(self.report, parametro.ids)

    def test_groups_hide_the_print_action(self):
        self.report.create_action()
        usuario = new_test_user(self.env, "reporte_usuario", "base.group_user")

        def ofrecidos():
            acciones = self.env["ir.actions.actions"].with_user(usuario).get_bindings("res.partner").get("report", [])
            return {accion["id"]: accion for accion in acciones}

        self.assertEqual(ofrecidos()[self.report.id].get("motor_pdf"), None)
        cargada = self.report.with_user(usuario)._get_action_dict()
        self.assertEqual(cargada["motor_pdf"], "weasyprint")
        self.report.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertNotIn(self.report.id, ofrecidos())

    def test_report_action(self):
        self.assertFalse(self.env.company.external_report_layout_id)
        accion = self.report.with_user(self.env.ref("base.user_admin")).report_action(self.corto)
        self.assertEqual((accion["type"], accion["motor_pdf"]), ("ir.actions.report", "weasyprint"))
        self.report.motor_pdf = "wkhtmltopdf"
        self.assertNotIn("motor_pdf", self.report.report_action(self.corto, config=False))

    def test_other_engines_are_left_alone(self):
        self.report.motor_pdf = "wkhtmltopdf"
        self.assertEqual(self.env["ir.actions.report"]._render_qweb_pdf(self.report, self.corto.ids)[1], "html")

    def test_failures_say_what_to_do(self):
        with (
            patch.object(pdf, "render_pdf", side_effect=pdf.MotorNoDisponible("no pango")),
            mute_logger("odoo.addons.mensajeria.nucleo.models.ir_actions_report"),
        ):
            with self.assertRaisesRegex(UserError, "WeasyPrint is missing. Ask your administrator"):
                self._render(self.corto)
        with (
            patch.object(pdf, "render_pdf", side_effect=pdf.PdfError("bad box")),
            mute_logger("odoo.addons.mensajeria.nucleo.models.ir_actions_report"),
        ):
            with self.assertRaisesRegex(UserError, "«Acuse de prueba» cannot be printed: bad box"):
                self._render(self.corto)

    def test_six_pages_in_less_than_a_second(self):
        self.largo.color = 13
        self.assertEqual(len(textos(self._render(self.largo))), 6)
        tiempos = []
        for _vez in range(3):
            inicio = time.thread_time()  # of this thread: other programs on the machine do not count
            self._render(self.largo)
            tiempos.append(time.thread_time() - inicio)
        self.assertLess(min(tiempos), 1)


@tagged("post_install", "-at_install")
class TestReporteWeb(ReporteMixin, HttpCase):
    def test_download_from_the_web_client(self):
        self.authenticate("admin", "admin")
        for records, nombre in ((self.largo, "Acuse OP-2.pdf"), (self.corto | self.largo, "Acuse de prueba.pdf")):
            url = f"/report/pdf/{self.report.report_name}/{','.join(map(str, records.ids))}"
            respuesta = self.url_open(
                "/report/download",
                data={
                    "data": json.dumps([url, "qweb-pdf"]),
                    "context": "{}",
                    "csrf_token": http.Request.csrf_token(self),
                },
            )
            self.assertEqual(respuesta.headers["Content-Type"], "application/pdf")
            self.assertIn(nombre.replace(" ", "%20"), respuesta.headers["Content-Disposition"])
            self.assertIn("Página 1 de 3", textos(respuesta.content)[-3])
