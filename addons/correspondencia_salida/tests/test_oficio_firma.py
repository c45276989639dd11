import base64
import io
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos, pki_de_la_entidad

from .salida_comun import SalidaCommon

CONTRASENA = "Canario-ñandú-7391"


class OficioFirmaCommon(FirmaDatos, SalidaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"
        cls._crear_firma(pki_de_la_entidad())
        cls.addClassCleanup(cls.servicios.cerrar)

    def por_firmas(self, *firmantes, **vals):
        """A numbered letter that waits for the signatures of ``firmantes``, in this order."""
        ruta = [Command.create({"user_id": f.id, "sequence": n}) for n, f in enumerate(firmantes or [self.juridica])]
        return self.numerado(modo_firma="electronica", firmante_ids=ruta, **vals)

    def documento(self, oficio, user=None):
        documento = oficio.sudo().firma_id
        return documento.with_user(user) if user else documento

    def numeros(self, oficios):
        return [(oficio.state, oficio.name) for oficio in oficios]


@tagged("post_install", "-at_install")
class TestOficioFirma(OficioFirmaCommon):
    """The number is inside the file that is signed; who refuses voids it."""

    def texto(self, adjunto):
        lector = PdfReader(io.BytesIO(adjunto.raw))
        return "\n".join(pagina.extract_text() for pagina in lector.pages)

    def impreso(self, oficio):
        reporte = oficio.env["ir.actions.report"]
        return reporte._render_qweb_pdf("correspondencia_salida.action_report_oficio", oficio.ids)[0]

    def test_signed_with_its_number_inside(self):
        oficio = self.por_firmas()
        documento = self.documento(oficio)
        self.assertEqual(documento.turno_de_id, self.juridica)
        self.assertEqual(self.pasos(self.juridica), ["oficio_firmar"])
        self.assertIn("JUT/0001/2026", self.texto(documento.base_id))
        self.assertEqual(self.impreso(oficio), documento.base_id.raw, "printed as it was frozen, and not drawn again")
        self.firmar(oficio)
        for quien in (oficio, oficio.with_context(oficio_por_fijar=True)):  # which a client may claim
            self.assertEqual(self.impreso(quien), oficio.sudo().pdf_id.raw)
        self.assertEqual(oficio.state, "firmado")
        pdf = oficio.sudo().pdf_id
        self.assertTrue(pdf.evidencia)
        self.assertIn("JUT/0001/2026", self.texto(pdf))
        self.assertFalse(self.pasos(self.juridica))

    def test_the_second_signer_waits_for_the_first(self):
        oficio = self.por_firmas(self.juridica, self.directora)
        documento = self.documento(oficio)
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.directora)), (["oficio_firmar"], []))
        self.assertCodigo("SESSION", self.abrir, oficio, self.directora, "firmante2")
        self.firmar(oficio)
        self.assertEqual((oficio.state, documento.state), ("numerado", "por_firmar"))
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.directora)), ([], ["oficio_firmar"]))
        self.assertCodigo("SESSION", self.abrir, oficio)  # nobody signs twice
        self.firmar(oficio, self.directora, "firmante2")
        self.assertEqual((oficio.state, documento.nivel), ("firmado", "B-LTA"))
        self.assertEqual(self.pasos(self.ventanilla), ["oficio_despachar"])

    def test_who_refuses_voids_the_number_and_the_drafter_has_it_back(self):
        oficio = self.por_firmas(self.juridica, self.directora)
        numero = oficio.sudo().numero_id
        self.firmar(oficio)
        suyo = self.documento(oficio, self.directora)
        with self.assertRaisesRegex(UserError, "Write the reason"), self.cr.savepoint():
            suyo.rechazar(" ")
        suyo.rechazar("Falta fundamento")
        self.assertEqual((oficio.state, oficio.name, oficio.motivo), ("borrador", False, "Falta fundamento"))
        self.assertEqual((numero.state, numero.motivo), ("anulado", "Falta fundamento"))
        self.assertEqual((self.pasos(self.redactora), self.pasos(self.directora)), (["oficio_redactar"], []))
        oficio.action_terminar()
        self.assertEqual(self.pasos(self.redactora), ["oficio_numerar"])
        oficio.action_numerar()
        self.assertEqual(oficio.name, "JUT/0002/2026")
        self.assertIn("JUT/0002/2026", self.texto(self.documento(oficio).base_id))

    def test_cancelled_while_it_waits_for_the_signature(self):
        oficio = self.por_firmas()
        oficio.action_cancelar("Ya no procede")
        self.assertEqual((oficio.state, self.documento(oficio).state), ("cancelado", "cancelado"))
        self.assertFalse(self.pasos(self.juridica))
        self.assertCodigo("SESSION", self.abrir, oficio)

    def test_refused(self):
        """To whoever is not its signer, and on a version that is none any more."""
        oficio = self.por_firmas()
        for user in (self.contadora, self.redactora, self.ventanilla, self.redactor_b, self.administradora):
            with self.subTest(user.login):
                self.assertCodigo("SESSION", self.abrir, oficio, user)
                self.assertCodigo("SESSION", self.documento(oficio, user).rechazar, "No")
        _sesion, terminar = self.preparada(oficio)
        viejo = self.documento(oficio)
        oficio.action_recuperar("Cambió el monto")
        oficio.cuerpo = "<p>Otro monto.</p>"
        oficio.action_terminar()
        oficio.action_numerar()
        self.assertCodigo("SESSION", terminar)
        self.assertCodigo("SESSION", viejo.with_user(self.juridica).rechazar, "No")
        self.assertEqual(
            (oficio.state, oficio.name, self.documento(oficio).state), ("numerado", "JUT/0002/2026", "por_firmar")
        )
        self.firmar(oficio)
        self.assertEqual(oficio.state, "firmado")

    def test_two_who_sign_at_once(self):
        """The holder and who signs in their absence: the first signs, the other is told, and nothing is signed twice."""
        self.suplir(self.juridica, self.directora)
        oficio = self.por_firmas()
        _sesion, titular = self.preparada(oficio)
        _sesion, suplente = self.preparada(oficio, self.directora, "firmante2")
        suplente()
        self.assertCodigo("SESSION", titular)
        self.assertEqual((oficio.state, self.documento(oficio).firmante_ids.firmo_id), ("firmado", self.directora))

    def test_signed_while_the_time_stamps_are_silent(self):
        self.company.firma_sin_servicio = "pendiente"
        oficio = self.por_firmas()
        self.servicios.falla["tsa"] = "caida"
        self.firmar(oficio)
        self.assertEqual((oficio.state, self.documento(oficio).state), ("numerado", "sello_pendiente"))
        self.assertFalse(self.pasos(self.juridica))
        with self.assertRaisesRegex(UserError, "does not wait for signatures"):
            oficio.action_recuperar("Ya no")
        self.servicios.falla.clear()
        self.cron("completar")
        self.assertEqual((oficio.state, self.documento(oficio).nivel), ("firmado", "B-LTA"))
        self.assertTrue(oficio.sudo().pdf_id)

    # What anybody reads of it

    def test_verified_by_anybody(self):
        oficio = self.por_firmas()
        documento = self.documento(oficio)
        self.assertEqual(documento._verificacion()["estado"], "por_firmar")
        self.firmar(oficio)
        datos = documento._verificacion()
        self.assertEqual((datos["folio"], datos["nivel"], datos["aviso"]), ("JUT/0001/2026", "B-LTA", None))
        self.assertEqual([firma["nombre"] for firma in datos["firmas"]], ["JUANA PEÑA LÓPEZ"])
        self.assertTrue(datos["descarga"])
        oficio.action_cancelar("Ya no procede")
        self.assertIn("cancelled it after it was signed", documento._verificacion()["aviso"])
        reservado = self.por_firmas(confidencialidad="reservado")
        self.firmar(reservado)
        self.assertEqual(self.documento(reservado)._verificacion()["descarga"], None)

    def test_one_that_was_substituted_names_the_other(self):
        oficio = self.por_firmas()
        self.firmar(oficio)
        nuevo = self.Oficio.with_user(self.redactora).browse(oficio.action_sustituir("Error en el monto")["res_id"])
        nuevo.action_terminar()
        nuevo.action_numerar()
        self.assertFalse(self.documento(oficio)._verificacion()["aviso"])  # it stands until the new one is signed
        self.firmar(nuevo)
        self.assertIn(nuevo.name, self.documento(oficio)._verificacion()["aviso"])


class CarpetaCommon(OficioFirmaCommon):
    """A signer who signs many at once, with the key on the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.firma_en_servidor = True
        par = cls._par("firmante1")
        llaves = {"cer": par.cer, "key": par.archivo_key(CONTRASENA)}
        cls.efirma = {nombre: base64.b64encode(datos).decode() for nombre, datos in llaves.items()}

    def en_lote(self, documentos):
        """``{id: state or code}``"""
        hechos = documentos.with_user(self.juridica).firmar_en_servidor(contrasena=CONTRASENA, **self.efirma)
        return {r["id"]: r.get("estado") or r["error"]["codigo"] for r in hechos["resultados"]}


@tagged("post_install", "-at_install")
class TestCarpetaDeFirma(CarpetaCommon):
    """The signer's folder: letters beside answers, signed together, each with its own outcome."""

    def test_letters_beside_answers(self):
        respuesta, oficio = self.por_firmar(), self.por_firmas()
        Documento = self.env["firma.documento"].with_user(self.juridica)
        mesa = {fila["folio"]: fila for fila in Documento._datos_de_mesa(None)}
        self.assertEqual(set(mesa), {respuesta.asunto_id.name, "JUT/0001/2026"})
        fila = mesa["JUT/0001/2026"]
        self.assertEqual((fila["asunto"], fila["remitente"]), ("Se remite informe de obra", "Juana Pérez Ñúñez"))
        self.assertEqual(fila["asunto_url"], f"/odoo/oficios/{oficio.id}")
        self.assertEqual(Documento.browse(fila["id"])._pdf_base(), self.documento(oficio).base_id.raw)
        hechos = self.en_lote(respuesta.sudo().firma_id | self.documento(oficio))
        self.assertEqual(set(hechos.values()), {"firmado"})
        self.assertEqual((respuesta.state, oficio.state), ("enviada", "firmado"))

    def test_what_fails_touches_no_other(self):
        """Rejected, taken back and altered ones among those that are signed."""
        oficios = self.por_firmas()
        for _n in range(4):
            oficios |= self.por_firmas()
        bueno, rechazado, recuperado, alterado, otro = oficios
        documentos = oficios.sudo().firma_id
        rechazado_id, recuperado_id = self.documento(rechazado), self.documento(recuperado)
        rechazado_id.with_user(self.juridica).rechazar("Está mal")
        recuperado.action_recuperar("Ya no")
        archivo = self.documento(alterado).pdf_id
        ruta = Path(archivo._full_path(archivo.store_fname))
        original = ruta.read_bytes()
        self.addCleanup(ruta.write_bytes, original)
        ruta.write_bytes(original.replace(b"%PDF-1.7", b"%PDF-1.6"))
        hechos = self.en_lote(documentos)
        ruta.write_bytes(original)
        esperado = dict.fromkeys((self.documento(bueno) | self.documento(otro)).ids, "firmado")
        esperado |= dict.fromkeys((rechazado_id | recuperado_id).ids, "SESSION")
        self.assertEqual(hechos, esperado | {self.documento(alterado).id: "STATE_TAMPERED"})
        self.assertEqual(
            self.numeros(oficios),
            [
                ("firmado", "JUT/0001/2026"),
                ("borrador", False),
                ("borrador", False),
                ("numerado", "JUT/0004/2026"),
                ("firmado", "JUT/0005/2026"),
            ],
        )
        anulados = self.Numero.search([("state", "=", "anulado"), ("area_id", "=", self.juridico.id)])
        self.assertEqual(set(anulados.mapped("motivo")), {"Está mal", "Ya no"})

    def test_a_service_that_falls_in_mid_batch(self):
        """Those signed stay signed; the others say why, are as they were, and are signed when it is back."""
        oficios = self.por_firmas()
        for _n in range(2):
            oficios |= self.por_firmas()
        responder = self.servicios.responder

        def hasta_la_segunda(servicio, cuerpo):
            if servicio == "tsa" and self.servicios.llamadas["tsa"] > 2:  # two for each letter
                self.servicios.falla["tsa"] = "caida"
            return responder(servicio, cuerpo)

        with patch.object(self.servicios, "responder", hasta_la_segunda):
            hechos = self.en_lote(oficios.sudo().firma_id)
        self.assertEqual(list(hechos.values()), ["firmado", "TSA_UNAVAILABLE", "TSA_UNAVAILABLE"])
        self.assertEqual(oficios.mapped("state"), ["firmado", "numerado", "numerado"])
        faltan = oficios[1:]
        for oficio in faltan:
            documento = self.documento(oficio)
            self.assertEqual((documento.state, documento.pdf_id), ("por_firmar", documento.base_id))
            self.assertEqual(documento.firmante_ids.mapped("state"), ["pendiente"])
        self.assertEqual(self.pasos(self.juridica), ["oficio_firmar"])
        self.servicios.falla.clear()
        self.assertEqual(set(self.en_lote(faltan.sudo().firma_id).values()), {"firmado"})
        self.assertEqual(oficios.mapped("name"), ["JUT/0001/2026", "JUT/0002/2026", "JUT/0003/2026"])
