from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad


@tagged("post_install", "-at_install")
class TestFirmaRespuesta(FirmaEntidad):
    """The answer of a signer, from its freezing to the end of its turno."""

    def test_an_answer_leaves_when_it_is_signed(self):
        respuesta = self.por_firmar()
        asunto = respuesta.asunto_id
        self.assertEqual((respuesta.state, asunto.sudo().state), ("por_firmar", "en_atencion"))
        self.assertEqual(self.pasos(self.juridica, asunto), ["firmar"])
        resultado = self.firmar(respuesta)
        self.assertEqual((resultado["estado"], resultado["nivel"]), ("firmado", "B-LTA"))
        self.assertRegex(resultado["url_verificacion"], r"/v/[A-Za-z0-9_-]{22}$")
        self.assertEqual((respuesta.state, asunto.sudo().state), ("enviada", "concluido"))
        self.assertEqual(self.pasos(self.juridica, asunto), [])
        documento = respuesta.sudo().firma_id
        dictamen = dictaminar(documento._bytes(), documento._confianza(), ahora=self.pki.ahora)
        self.assertTrue(dictamen.valido)
        self.assertEqual(self.servicios.llamadas, {"ocsp": 2, "tsa": 2})

    def test_sending_leads_to_the_signature(self):
        """Whose turn it is finds the desk at once, and the matter tells each what waits for whom."""
        asunto = self.descargado(self.juridica, cc=[self.directora])
        respuesta = self.borrador_de(asunto, self.juridica)
        ruta = [Command.create({"user_id": self.directora.id})]
        respuesta.write({"cuerpo": "<p>Se informa.</p>", "firmante_ids": ruta})
        accion = respuesta.action_enviar()
        direccion = f"/firma/mesa?documentos={respuesta.sudo().firma_id.id}"
        self.assertEqual((accion["type"], accion["url"]), ("ir.actions.act_url", direccion))

        def visto(user):
            self.env.invalidate_all()
            suyo = asunto.with_user(user)
            return (bool(suyo.firma_respuesta_id), suyo.firma_es_mia, suyo.firma_me_toca, suyo.firma_espera_a_id)

        nadie = self.env["res.users"]
        self.assertEqual(visto(self.juridica), (True, True, True, self.juridica))
        self.assertEqual(visto(self.directora), (False, False, False, nadie))
        self.assertEqual(visto(self.ventanilla), (False, False, False, nadie))
        self.assertEqual(asunto.with_user(self.juridica).action_firmar()["url"], direccion)
        self.assertRechaza("None of these documents waits", asunto.with_user(self.ventanilla).action_firmar)
        self.firmar(respuesta)
        self.assertEqual(visto(self.juridica), (True, True, False, self.directora))
        self.assertEqual(visto(self.directora), (True, False, True, self.directora))
        self.firmar(respuesta, self.directora, "firmante2")
        self.assertEqual(visto(self.juridica), (False, False, False, nadie))

    def test_what_the_logs_tell(self):
        respuesta = self.por_firmar(self.juridica, self.directora)
        asunto, documento = respuesta.asunto_id, respuesta.sudo().firma_id
        self.firmar(respuesta)
        documento.with_user(self.directora).rechazar("Falta el fundamento")
        respuesta.action_enviar()
        self.firmar(respuesta)
        self.firmar(respuesta, self.directora, "firmante2")
        eventos = self.eventos(asunto)
        propios = [e for e in eventos if "firma" in e]
        self.assertEqual(propios, ["enviar_a_firma", "negar_firma", "enviar_a_firma", "firmar"])
        relatos = asunto.sudo().bitacora_ids.mapped("relato")
        self.assertIn("Signed: Juridica, Directora", relatos)
        self.assertIn("Sent for signature: Juridica, Directora", relatos)
        self.assertEqual(documento.bitacora_ids.sorted("numero").mapped("evento"), ["firmar_parcial", "rechazar_firma"])
        negada = asunto.sudo().bitacora_ids.filtered(lambda e: e.evento == "negar_firma")
        self.assertEqual((negada.motivo, negada.user_id), ("Falta el fundamento", self.directora))
        firmado = respuesta.sudo().firma_id
        ultimo = firmado.bitacora_ids.sorted("numero")[-1]
        for dato in (firmado.sha256, firmado.firmante_ids[-1].evidencia_id.sha256, "NUMP790202CD2"):
            self.assertIn(dato, ultimo.datos)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def mapa_con(self, paso, user):
        """The process in which ``paso`` stands, as ``user`` sees it."""
        (mapa,) = (
            mapa
            for mapa in self.env["seguimiento.proceso"].with_user(user).mapa()
            if any(nodo.get("paso_id") == paso.id and nodo["propio"] for nodo in mapa["nodos"])
        )
        return mapa

    def test_map_of_the_process(self):
        """The step stands between attending and the signed document, with what waits in it."""
        self.por_firmar(self.juridica, self.directora)
        firmar = self.env.ref("correspondencia_entrada.paso_firmar")
        mapa = self.mapa_con(firmar, self.juridica)
        atender = self.env.ref("correspondencia_entrada.paso_atender")
        nodo = next(n for n in mapa["nodos"] if n.get("paso_id") == firmar.id)
        self.assertEqual((nodo["tipo"], nodo["mias"], nodo["todas"], nodo["propio"]), ("paso", 1, 1, True))
        flechas = {(f["de"], f["a"]): f["excepcional"] for f in mapa["flechas"]}
        clave, antes = f"paso:{firmar.id}", f"paso:{atender.id}"
        self.assertIs(flechas[antes, clave], False)
        self.assertIs(flechas[clave, antes], False, "what is rejected comes back")
        for estado, excepcional in {
            "firmado": False,
            "sello_pendiente": False,
            "rechazado": True,
            "cancelado": True,
        }.items():
            self.assertIs(flechas[clave, f"firma.documento:{estado}"], excepcional, estado)
        self.assertIs(flechas["firma.documento:sello_pendiente", "firma.documento:firmado"], False)
        nodos = self.mapa_con(firmar, self.directora)["nodos"]
        nodo = next(n for n in nodos if n.get("paso_id") == firmar.id)
        self.assertEqual(nodo["mias"], 0, "not yet hers")

    def test_the_consent_is_what_the_page_says(self):
        arch = self.env.ref("correspondencia_entrada.mesa_de_firma_firma").arch
        self.assertIn(self.env["firma.sesion"]._consentimiento(), " ".join(arch.split()))

    def test_evidence_is_complete(self):
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        firmante = respuesta.sudo().firma_id.firmante_ids
        evidencia = firmante._evidencia()
        self.assertEqual(
            set(evidencia),
            {
                "atributos_firmados", "autorizacion", "cadena_original", "campo", "certificado", "confianza",
                "consentimiento", "dictamen", "documento_bytes", "documento_sha256", "folio", "inicio", "modo", "ocsp",
                "peticion", "por_ausencia_de", "rfc_registrado", "sello_digital", "usuario", "valor_de_la_firma",
            },
        )  # fmt: skip
        self.assertEqual(len(evidencia["ocsp"]), 2, "before and after")
        self.assertEqual(evidencia["documento_sha256"]["firmado"], respuesta.sudo().firma_id.sha256)
        self.assertEqual(evidencia["documento_sha256"]["congelado"], respuesta.sudo().firma_id.sha256_base)
        self.assertTrue(evidencia["dictamen"]["valido"])
        self.assertIn("pyhanko", evidencia["dictamen"]["motor"])
        self.assertEqual({a["rol"] for a in evidencia["confianza"]}, {"raiz", "ac", "ocsp", "tsa"})

    def test_forms(self):
        """What the form of the answer asks for, as each of its readers opens it, in each of its states."""
        vista = self.env.ref("correspondencia_entrada.correspondencia_respuesta_view_form")

        def abrir(user):
            respuesta = self.como(self.respuesta.sudo(False), user)
            campos = respuesta.get_view(vista.id)["models"][respuesta._name]
            pdf = {"firma_pdf_ids": {"fields": {"name": {}, "mimetype": {}, "paginas": {}}}}
            return respuesta.web_read({campo: {} for campo in campos} | pdf)[0]

        self.respuesta = self.por_firmar(self.juridica, self.directora, cc=[self.revisor])
        for user, me_toca in ((self.juridica, True), (self.directora, False), (self.administradora, False)):
            datos = abrir(user)
            self.assertEqual((datos["firma_me_toca"], datos["firma_state"]), (me_toca, "por_firmar"))
            self.assertEqual(datos["firma_pdf_ids"][0]["paginas"], 2)
        self.firmar(self.respuesta)
        self.respuesta.sudo().firma_id.with_user(self.directora).rechazar("No")
        self.assertEqual(abrir(self.juridica)["firma_pdf_ids"], [])
        self.respuesta.action_enviar()
        self.firmar(self.respuesta)
        self.firmar(self.respuesta, self.directora, "firmante2")
        for user in (self.juridica, self.directora, self.revisor, self.ventanilla, self.administradora):
            self.assertEqual(len(abrir(user)["firma_pdf_ids"]), 1, user.login)

    def test_queries(self):
        """The same for a long route as for a short one, and for a long history as for none."""
        for user in (self.contadora, self.revisor):
            user.write(self._firmante("firmante2"))
        for otros in ((), (self.directora, self.contadora, self.revisor)):
            respuesta = self.por_firmar(self.juridica, *otros, cc=otros[1:])
            with self.subTest(len(otros)):
                sesion, datos = self.contar(32, self.abrir, respuesta)
                preparada = self.contar(34, self.preparar, sesion, datos["cadena"])
                self.contar(115, self.terminar, sesion, preparada)

    def contar(self, limite, funcion, *args):
        self.cr.flush()
        self.env.invalidate_all()
        antes = self.cr.sql_log_count
        resultado = funcion(*args)
        self.cr.flush()
        self.assertLessEqual(self.cr.sql_log_count - antes, limite, funcion.__name__)
        return resultado

    def test_verdict_of_the_file_alone(self):
        """Years later, with nothing but the file and the authorities: valid, as long as its newest stamp lives."""
        respuesta = self.por_firmar()
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        contenido, confianza = documento._bytes(), documento._confianza()
        fin = self.pki.tsa.cert.not_valid_after
        self.assertGreater(fin, self._par("firmante1").cert.not_valid_after)
        for cuando, vale in ((fin - timedelta(days=1), True), (fin + timedelta(days=1), False)):
            self.assertEqual(dictaminar(contenido, confianza, ahora=cuando).valido, vale)
