import pypdfium2
import zxingcpp
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mensajeria.tests.lector_pdf import leer, textos

from .common import EntradaCommon, pdf

ACUSE = "correspondencia_entrada.action_report_acuse"


def codigos(contenido, pagina=0):
    """What the codes printed on a page say."""
    documento = pypdfium2.PdfDocument(contenido)
    documento.init_forms()  # so that stamps of signatures are drawn
    imagen = documento[pagina].render(scale=200 / 72).to_pil()
    return [codigo.text for codigo in zxingcpp.read_barcodes(imagen)]


class AcuseCommon(EntradaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"  # that of its papers

    def imprimir(self, registros, reporte=ACUSE, user=None):
        reportes = self.como(self.env["ir.actions.report"], user or self.ventanilla)
        contenido, tipo = reportes._render_qweb_pdf(reporte, registros.ids)
        self.assertEqual(tipo, "pdf")
        return contenido

    def texto(self, *args, **kwargs):
        return " ".join(textos(self.imprimir(*args, **kwargs)))

    def rectificar(self, asunto, motivo="Error de captura", **cambios):
        wizard = self.env["correspondencia.rectificar"].with_user(self.ventanilla).with_context(active_id=asunto.id)
        wizard.create({"motivo": motivo, **cambios}).action_rectificar()


@tagged("post_install", "-at_install")
class TestAcuse(AcuseCommon):
    def test_what_the_paper_says(self):
        oficio = self.archivo("oficio.pdf", pdf("Oficio", paginas=2))
        planos = self.archivo("planos ñ.pdf", pdf("Planos", paginas=3), clase="anexo")
        asunto = self.registrado(
            numero_oficio="MP/OB/12/2026",
            fecha_elaboracion="2026-02-27",
            documento_ids=[Command.set([planos.id, oficio.id])],
        )
        texto = self.texto(asunto)
        for dicho in (
            "ENTIDAD DE PRUEBA Oficialía de Partes",
            asunto.name,
            "March 2, 2026",
            "12:00 h (Central Time)",
            "Juana Pérez Ñúñez Directora de Obras Municipio de Prueba",
            "MP/OB/12/2026, dated February 27, 2026",
            "Solicita informe de obra",
            "Ventanilla, Oficialía de Partes",
            f"1 oficio.pdf {oficio.sha256} Main document 2",
            f"2 planos ñ.pdf {planos.sha256} Annex 3",
            "Total: 2 5",
            "Page 1 of 1",
        ):
            self.assertIn(dicho, texto)
        self.assertNotIn("Rectified", texto)
        self.assertNotIn("Digitized", texto)

    def test_the_code_leads_to_the_public_page(self):
        asunto = self.registrado()
        token = asunto.sudo().acuse_token
        self.assertRegex(token, r"^[A-Za-z0-9_-]{22}$")  # 128 bits
        url = f"{asunto.get_base_url()}/acuse/{token}"
        contenido = self.imprimir(asunto)
        self.assertEqual(codigos(contenido), [url])
        self.assertIn(url, "".join(textos(contenido)))

    def test_same_paper_whoever_prints_it_and_when(self):
        asunto = self.descargado(self.juridica)
        primero = self.imprimir(asunto)
        self.juridica.write({"tz": "Asia/Tokyo", "lang": "en_US"})
        with freeze_time("2027-08-01 03:00:00"):
            self.env.invalidate_all()
            self.assertEqual(self.imprimir(asunto, user=self.juridica), primero)
            self.assertEqual(self.imprimir(asunto, user=self.administradora), primero)
        self.assertEqual(leer(primero).metadata["/CreationDate"], "D:20260302180000Z")

    def test_paper_only_and_scanned_later(self):
        asunto = self.registrado()
        self.assertIn("Received on paper. It is digitized after", self.texto(asunto))
        self.archivo("suelto.pdf", user=self.digitalizadora, asunto=asunto)
        self.assertNotIn("suelto.pdf", self.texto(asunto), "not yet fixed")
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        texto = self.texto(asunto)
        self.assertIn("suelto.pdf", texto)
        self.assertIn("Digitized on March 2, 2026, after the reception", texto)

    def test_rectified_later(self):
        asunto = self.registrado(numero_oficio="A/1", comentarios="interno")
        self.rectificar(asunto, prioridad="2", comentarios="otro")
        self.assertNotIn("Rectified", self.texto(asunto), "nothing that the paper shows")
        with freeze_time("2026-03-05 18:00:00"):
            self.rectificar(asunto, "Se leyó mal", numero_oficio="A/7", fecha_recepcion="2026-03-01 15:30:00")
        texto = self.texto(asunto)
        self.assertIn("March 1, 2026 09:30 h", texto)
        self.assertIn("Rectified on March 5, 2026", texto)
        self.assertIn("Received On: 03/02/2026 12:00", texto)
        self.assertIn("Official Letter No.: A/1", texto)
        self.assertNotIn("Se leyó mal", texto, "the reason stays inside")

    def test_drafts_have_none(self):
        borrador, asunto = self.borrador(), self.registrado()
        for registros in (borrador, borrador | asunto):
            self.assertRechaza("Register the matter first", registros.action_imprimir_acuse)
            self.assertRechaza("Register the matter first", self.imprimir, registros)
        self.assertEqual(asunto.action_imprimir_acuse()["report_name"], "correspondencia_entrada.report_acuse")

    def test_only_for_who_reads_the_matter(self):
        asunto = self.registrado(self.juridica)
        for user in (self.ajeno, self.ventanilla_x, self.ventanilla_b, self.juridica):
            with self.subTest(user.login):
                ajeno = self.como(asunto, user)
                self.assertRechaza("", ajeno.action_imprimir_acuse, error=AccessError)
                self.assertRechaza("", self.imprimir, asunto, user=user, error=AccessError)
        with self.assertRaises(AccessError):
            asunto.read(["acuse_token"])

    def test_what_people_type_is_text(self):
        malo = '<script>alert(1)</script><img src="file:///etc/passwd"><style>*{display:none}</style>{{7*7}}'
        self.remitente.name = malo
        archivo = self.archivo("<b>a & b</b>.pdf")
        asunto = self.registrado(
            descripcion=malo, numero_oficio=malo[:80], referencia=malo, documento_ids=[Command.link(archivo.id)]
        )
        texto = self.texto(asunto).replace(" ", "")
        self.assertEqual(texto.count(malo.replace(" ", "")), 3)
        self.assertIn(archivo.name.replace(" ", ""), texto)

    def test_many_documents_and_a_long_subject_take_more_pages(self):
        archivos = self.env["ir.attachment"]
        for n in range(40):
            archivos |= self.archivo(f"anexo {n}.txt", b"%d" % n, clase="anexo")
        asunto = self.registrado(descripcion="Palabra larga " * 285, documento_ids=[Command.set(archivos.ids)])
        paginas = textos(self.imprimir(asunto))
        self.assertGreater(len(paginas), 2)
        for numero, pagina in enumerate(paginas, 1):
            self.assertIn(asunto.name, pagina)
            self.assertIn(f"Page {numero} of {len(paginas)}", pagina)

    def test_one_click_after_registering(self):
        asunto = self.borrador()
        accion = asunto.action_registrar()
        self.assertEqual(accion["tag"], "correspondencia_entrada.acuse_emitido")
        self.assertEqual(accion["params"]["folio"], asunto.name)
        self.assertEqual(accion["params"]["url"], f"/report/pdf/correspondencia_entrada.report_acuse/{asunto.id}")
        self.assertEqual(accion["params"]["next"]["tag"], "soft_reload")
        otro = self.borrador().action_registrar_otro()
        self.assertEqual(otro["params"]["next"]["res_model"], "correspondencia.asunto")

    def test_in_the_print_menu(self):
        ofrecidos = (
            self.env["ir.actions.actions"].with_user(self.ventanilla).get_bindings("correspondencia.asunto")["report"]
        )
        self.assertLessEqual(
            {self.env.ref(ACUSE).id, self.env.ref("correspondencia_entrada.action_report_volante").id},
            {accion["id"] for accion in ofrecidos},
        )


@tagged("post_install", "-at_install")
class TestVolante(AcuseCommon):
    VOLANTE = "correspondencia_entrada.action_report_volante"
    VOLANTE_TURNO = "correspondencia_entrada.action_report_volante_turno"

    def test_one_slip_for_each_recipient_two_on_a_sheet(self):
        self.juridica.partner_id.function = "Directora Jurídica"
        instruccion = self.env["correspondencia.instruccion"].create({"name": "Opine por escrito"})
        asunto = self.registrado(
            numero_oficio="MP/9",
            prioridad="2",
            fecha_requerida="2026-03-20",
            instruccion_id=instruccion.id,
            turno_ids=[
                Command.create(
                    {"user_id": self.juridica.id, "nota": "Antes del viernes", "fecha_limite": "2026-03-06"}
                ),
                Command.create({"user_id": self.contadora.id}),
                Command.create({"user_id": self.revisor.id, "tipo": "informacion"}),
            ],
        )
        contenido = self.imprimir(asunto, self.VOLANTE)
        primera, segunda = textos(contenido)
        for dicho in (
            asunto.name,
            "VERY URGENT",
            "ATTENTION Juridica Directora Jurídica Jurídico",
            "6 Mar 2026",
            "20 Mar 2026",
            "Opine por escrito",
            "Juana Pérez Ñúñez , Directora de Obras, Municipio de Prueba".replace(" ,", ","),
            "MP/9",
            "03/02/2026 12:00",
            "Solicita informe de obra",
            "Antes del viernes",
            "RECEIVED BY: NAME AND SIGNATURE",
            "ATTENTION Contadora Finanzas",
        ):
            self.assertIn(dicho, primera)
        self.assertIn("INFORMATION Revisor", segunda)
        self.assertIn("None", segunda, "a copy has no deadline")
        self.assertEqual(codigos(contenido), [asunto.name] * 2)

    def test_chosen_turnos(self):
        asunto = self.descargado(self.juridica, self.contadora)
        otro = self.descargado(self.juridica)
        turnos = asunto.turno_ids[0] | otro.turno_ids
        paginas = textos(self.imprimir(turnos, self.VOLANTE_TURNO))
        self.assertEqual(len(paginas), 2, "slips of one matter share a sheet, those of two do not")
        self.assertIn(asunto.name, paginas[0])
        self.assertIn(otro.name, paginas[1])
        self.assertEqual(
            asunto.turno_ids[0].with_user(self.juridica).action_imprimir_volante()["report_name"],
            "correspondencia_entrada.report_volante_turno",
        )

    def test_turned_further(self):
        asunto = self.descargado(self.juridica)
        self.turnar(
            asunto,
            self.juridica,
            self.abogado,
            instruccion_id=self.env["correspondencia.instruccion"].create({"name": "Conteste usted"}).id,
        )
        texto = self.texto(asunto, self.VOLANTE, user=self.juridica)
        self.assertIn("ATTENTION Abogado Litigio", texto)
        self.assertIn("Conteste usted", texto)

    def test_what_has_no_slip(self):
        self.assertRechaza("Register the matter first", self.borrador(self.juridica).action_imprimir_volante)
        solo = self.registrado()
        self.assertRechaza("not turned to anybody", solo.action_imprimir_volante)
        self.assertRechaza("not turned to anybody", self.imprimir, solo, self.VOLANTE)
        asunto = self.descargado(self.juridica, self.contadora)
        turno = self.turno(asunto, self.juridica)
        turno.action_devolver("No es competencia")
        self.assertRechaza("withdrawn or returned", self.imprimir, turno, self.VOLANTE_TURNO)
        self.assertNotIn("Juridica", self.texto(asunto, self.VOLANTE))

    def test_only_for_who_reads_the_matter(self):
        asunto = self.descargado(self.juridica)
        self.assertRechaza("", self.como(asunto, self.ajeno).action_imprimir_volante, error=AccessError)
        self.assertRechaza("", self.imprimir, asunto, self.VOLANTE, user=self.ajeno, error=AccessError)
        self.assertRechaza("", self.imprimir, asunto.turno_ids, self.VOLANTE_TURNO, user=self.ajeno, error=AccessError)
        turnos = self.como(asunto.turno_ids, self.ajeno)
        self.assertRechaza("", turnos.action_imprimir_volante, error=AccessError)

    def test_a_long_subject_takes_the_height_that_it_needs(self):
        malo = "<script>alert(1)</script> "
        asunto = self.registrado(self.juridica, self.contadora, descripcion=malo * 150)
        contenido = self.imprimir(asunto, self.VOLANTE)
        self.assertEqual(len(textos(contenido)), 2)
        self.assertEqual("".join(textos(contenido)).replace(" ", "").count("<script>alert(1)</script>"), 300)
