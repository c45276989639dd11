import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaSesion(FirmaEntidad):
    """One session, one user, one revision, ten minutes, one signature."""

    def setUp(self):
        super().setUp()
        self.respuesta = self.por_firmar()
        self.asunto = self.respuesta.asunto_id
        self.documento = self.respuesta.sudo().firma_id

    def assertSinFirmar(self, estado="por_firmar"):
        self.assertEqual(self.documento.state, estado)
        self.assertEqual(self.documento.pdf_id, self.documento.base_id)
        self.assertEqual(self.documento.firmante_ids.state, "pendiente")
        self.assertFalse(self.documento.firmante_ids.evidencia_id)

    def test_ten_minutes(self):
        for minutos, puede in ((10, True), (11, False)):
            with self.subTest(minutos):
                sesion, datos = self.abrir(self.respuesta)
                with self.dentro_de(minutes=minutos):
                    if puede:
                        preparada = self.preparar(sesion, datos["cadena"])
                    else:
                        self.assertCodigo("SESSION", self.preparar, sesion, datos["cadena"])
                        self.assertCodigo("SESSION", self.terminar, sesion, preparada)
        self.assertSinFirmar()
        with self.dentro_de(hours=2):
            self.env["firma.sesion"]._gc_vencidas()
        self.assertFalse(self.env["firma.sesion"].search_count([]))

    def test_used_twice(self):
        """The answer of the last call may be lost: asked again, it says the same and does nothing."""
        sesion, terminar = self.preparada(self.respuesta)
        primero = terminar()
        antes = self.servicios.llamadas.copy()
        pdf = self.documento.pdf_id
        self.assertEqual(terminar(), primero)
        self.assertEqual((self.documento.pdf_id, self.servicios.llamadas), (pdf, antes))
        self.assertCodigo("SESSION", sesion.preparar, b"")
        self.assertCodigo("SESSION", sesion._pdf_preparado)
        self.assertCodigo("SESSION", self.abrir, self.respuesta)
        self.assertCodigo("SESSION", sesion.with_user(self.directora).terminar, b"")

    def test_of_somebody_else(self):
        """Whoever knows the number of a session, or even its token, gets nothing from it."""
        sesion, terminar = self.preparada(self.respuesta)
        valor = self._valor("firmante1", base64.b64decode(sesion.sudo().preparada))
        for user in (self.directora, self.administradora, self.abogado):
            ajena = sesion.with_user(user)
            with self.subTest(user.login):
                self.assertCodigo("SESSION", ajena._de_token, sesion.sudo().token)
                self.assertCodigo("SESSION", ajena.preparar, valor)
                self.assertCodigo("SESSION", ajena.terminar, valor)
                self.assertCodigo("SESSION", ajena._pdf_preparado)
                with self.assertRaises(AccessError):
                    ajena.read(["certificado"])
        with self.assertRaises(AccessError):
            sesion.with_user(self.juridica).read(["token"])
        self.assertCodigo("SESSION", sesion.browse().terminar, valor)
        self.assertSinFirmar()
        self.assertEqual(terminar()["estado"], "firmado")

    def test_values_that_are_not_the_signature(self):
        sesion, datos = self.abrir(self.respuesta)
        for sello in (b"", b"x" * 256, self._valor("firmante2", datos["cadena"].encode()), "no", None):
            with self.subTest(sello=sello):
                codigo = "STATE_TAMPERED" if sello == "no" else "BAD_SIGNATURE"
                self.assertCodigo(codigo, sesion.preparar, sello)
        preparada = self.preparar(sesion, datos["cadena"])
        atributos = base64.b64decode(preparada["atributos"])
        for valor in (
            b"",
            b"x" * 256,
            self._valor("firmante2", atributos),
            self._valor("firmante1", atributos + b"\0"),
        ):
            with self.subTest(valor=valor[:3]):
                self.assertCodigo("BAD_SIGNATURE", sesion.terminar, valor)
        self.assertSinFirmar()
        self.assertEqual(self.terminar(sesion, preparada)["estado"], "firmado", "the session was not lost")

    def test_state_altered_in_the_database(self):
        """Whoever can write the database cannot have another document signed."""
        otra = self.por_firmar()
        sesion, terminar = self.preparada(self.respuesta)
        ajena, _terminar = self.preparada(otra)
        buena = json.loads(base64.b64decode(sesion.sudo().preparada))
        de_otra = json.loads(base64.b64decode(ajena.sudo().preparada))
        casos = {
            "document of another matter": de_otra,
            "another certificate": buena | {"certificado": base64.b64encode(self._par("firmante2").cer).decode()},
            "other attributes": buena | {"atributos": de_otra["atributos"]},
            "cut off": {"campo": "Firma1"},
        }
        for caso, alterada in casos.items():
            with self.subTest(caso), self.cr.savepoint() as punto:
                sesion.sudo().preparada = base64.b64encode(json.dumps(alterada).encode())
                self.assertCodigo("BAD_SIGNATURE" if caso == "other attributes" else "STATE_TAMPERED", terminar)
                punto.rollback()
        self.assertSinFirmar()

    def test_tab_closed_in_the_middle(self):
        """What was begun is forgotten: open again, sign, done."""
        for paso in ("opened", "prepared"):
            with self.subTest(paso):
                if paso == "opened":
                    vieja, _datos = self.abrir(self.respuesta)
                else:
                    vieja, terminar = self.preparada(self.respuesta)
        nueva, terminar_nueva = self.preparada(self.respuesta)
        self.assertFalse(vieja.sudo().exists())
        self.assertCodigo("SESSION", terminar)
        self.assertEqual(terminar_nueva()["estado"], "firmado")
        self.assertEqual(nueva.sudo().state, "usada")

    def test_of_an_older_revision(self):
        """Two sign: what the second opened before the first signed is of no use."""
        respuesta = self.por_firmar(self.juridica, self.directora)
        documento = respuesta.sudo().firma_id
        _sesion, primera = self.preparada(respuesta)
        documento.firmante_ids[1].en_turno = False
        self.env.flush_all()
        documento.firmante_ids[0].en_turno, documento.firmante_ids[1].en_turno = False, True
        sesion, segunda = self.preparada(respuesta, self.directora, "firmante2")
        documento.firmante_ids[1].en_turno = False
        self.env.flush_all()
        documento.firmante_ids[0].en_turno = True
        primera()
        self.assertEqual(documento._siguiente().user_id, self.directora)
        self.assertCodigo("SESSION", segunda)
        self.assertCodigo("SESSION", sesion._pdf_preparado)
        self.assertEqual(self.firmar(respuesta, self.directora, "firmante2")["estado"], "firmado")

    def test_turno_withdrawn_a_second_before(self):
        _sesion, terminar = self.preparada(self.respuesta)
        self.turno(self.asunto, self.juridica).with_user(self.ventanilla).action_retirar("No era para ella")
        self.assertCodigo("SESSION", terminar)
        self.assertSinFirmar("cancelado")
        self.assertEqual(self.respuesta.sudo().state, "borrador")
        self.assertEqual(self.pasos(self.juridica, self.asunto), [])
        self.assertCodigo("SESSION", self.documento.with_user(self.juridica)._pdf_base)

    def test_matter_cancelled_a_second_before(self):
        _sesion, terminar = self.preparada(self.respuesta)
        self.asunto.with_user(self.ventanilla).action_cancelar("Se registró dos veces")
        self.assertCodigo("SESSION", terminar)
        self.assertSinFirmar("cancelado")

    def test_flag_lost(self):
        """Who signs no more cannot finish; the answer comes back, to go out as those of others do."""
        _sesion, terminar = self.preparada(self.respuesta)
        self.juridica.firmante = False
        self.assertCodigo("SESSION", terminar)
        self.assertSinFirmar("cancelado")
        self.assertEqual(self.pasos(self.juridica, self.asunto), ["atender"])
        self.respuesta.action_enviar()
        self.assertEqual(self.respuesta.state, "enviada")

    def test_registered_with_another_rfc(self):
        _sesion, terminar = self.preparada(self.respuesta)
        self.juridica.firma_rfc = "NUMP790202CD2"
        self.assertCodigo("RFC_MISMATCH", terminar)
        self.assertSinFirmar()

    def test_user_deactivated(self):
        """Their turno passes to the head of the unit above, who writes and signs an answer of their own."""
        _sesion, terminar = self.preparada(self.respuesta)
        self.juridica.active = False
        self.assertCodigo("SESSION", terminar)
        self.assertSinFirmar("cancelado")
        self.assertEqual(self.pasos(self.directora, self.asunto), ["atender"])
        respuesta = self.respuesta.with_user(self.directora)
        self.assertEqual(respuesta.state, "borrador")
        respuesta.action_enviar()
        self.assertEqual(self.firmar(respuesta, self.directora, "firmante2")["estado"], "firmado")

    def test_rejected_and_signed_at_last(self):
        """The reason is in the author's tray; the corrected answer is another document, with another file and token."""
        respuesta = self.por_firmar(self.juridica, self.directora)
        asunto, primero = respuesta.asunto_id, respuesta.sudo().firma_id
        self.firmar(respuesta)
        rechazar = primero.with_user(self.directora).rechazar
        self.assertRechaza("Write the reason", rechazar, " ", registros=primero)
        _sesion, terminar = self.preparada(respuesta, self.directora, "firmante2")
        rechazar("Falta citar el artículo 8")
        self.assertCodigo("SESSION", terminar)
        self.assertCodigo("SESSION", rechazar, "Otra vez")
        self.assertEqual((primero.state, respuesta.state), ("rechazado", "borrador"))
        self.assertEqual(respuesta.motivo_rechazo, "Falta citar el artículo 8")
        self.assertEqual(self.pasos(self.juridica, asunto), ["atender"])
        self.assertEqual(self.pasos(self.directora, asunto), [])
        avisos = self.mensajes(respuesta, self.juridica).mapped("subject")
        self.assertEqual(avisos.count(f"The answer to {asunto.name} was not signed"), 1)
        self.assertFalse(respuesta.firma_pdf_ids, "a draft shows no file with half of its signatures")
        accion = asunto.with_user(self.juridica).action_responder()
        self.assertEqual(accion["res_id"], respuesta.id, "the same draft, not a second one")
        respuesta.cuerpo = "<p>Con fundamento en el artículo 8.</p>"
        respuesta.action_enviar()
        self.assertFalse(respuesta.motivo_rechazo)
        segundo = respuesta.sudo().firma_id
        self.assertNotIn(segundo.token, (primero.token, False))
        self.assertNotEqual(segundo.sha256_base, primero.sha256_base)
        self.firmar(respuesta)
        self.assertEqual(self.firmar(respuesta, self.directora, "firmante2")["estado"], "firmado")
        self.assertEqual((respuesta.state, primero.state), ("enviada", "rechazado"))
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_taken_back_by_its_author(self):
        respuesta = self.por_firmar(self.juridica, self.directora)
        self.firmar(respuesta)
        with self.assertRaises(AccessError):
            respuesta.with_user(self.directora).action_recuperar("No es suya")
        self.assertRechaza("Write the reason", respuesta.action_recuperar, registros=respuesta)
        respuesta.action_recuperar("Cambió la ley")
        self.assertEqual((respuesta.state, respuesta.sudo().firma_id.state), ("borrador", "cancelado"))
        self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), ["atender"])
        self.assertEqual(self.pasos(self.directora, respuesta.asunto_id), [])
        self.assertRechaza("does not wait", respuesta.action_recuperar, "Otra vez", registros=respuesta)

    def test_frozen_while_it_is_signed(self):
        """Nothing of the answer moves, and its turno goes nowhere, until it is signed, rejected or taken back."""
        turno = self.turno(self.asunto, self.juridica)
        pasos = {
            "is being signed and cannot change": [
                lambda: self.respuesta.write({"cuerpo": "<p>Otra cosa</p>"}),
                lambda: self.respuesta.sudo().write({"documento_ids": [(5,)]}),
            ],
            "its signers cannot change": [
                lambda: self.respuesta.sudo().write({"firmante_ids": [(0, 0, {"user_id": self.directora.id})]})
            ],
            "is being signed. Take it back": [
                self.respuesta.action_enviar,
                self.asunto.with_user(self.juridica).action_responder,
                lambda: turno.action_concluir("Listo"),
                lambda: turno.action_devolver("No me toca"),
                turno.action_turnar,
                lambda: self.env["correspondencia.respuesta"].with_user(self.juridica).create({"turno_id": turno.id}),
            ],
        }
        for frase, acciones in pasos.items():
            for accion in acciones:
                self.assertRechaza(frase, accion, registros=self.asunto)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.respuesta.sudo().unlink()
        self.assertSinFirmar()
        self.assertFalse(self.documento.with_user(self.juridica).has_access("write"))
        with self.assertRaises(AccessError):
            self.documento.with_user(self.juridica).write({"motivo": "x"})
        with self.assertRaisesRegex(UserError, "only through the steps"):
            self.documento.state = "firmado"

    def test_reopened(self):
        """A matter that was concluded is answered again: another signature, and the first stays what it is."""
        self.firmar(self.respuesta)
        self.asunto.with_user(self.ventanilla).action_reabrir("Pide aclaración")
        otra = self.por_firmar(asunto=self.asunto)
        self.assertNotEqual(otra, self.respuesta)
        tarea = self.asunto.sudo()._tareas_abiertas("firmar").with_user(self.juridica)
        self.assertEqual(tarea.action_abrir()["url"], f"/firma/mesa?documentos={otra.sudo().firma_id.id}")
        self.firmar(otra)
        self.assertEqual((self.documento.state, otra.state), ("firmado", "enviada"))
        self.assertEqual(self.asunto.sudo().state, "concluido")
