"""The signature, played in the browser by those who live it: at the matter, at the signing desk, and by a stranger."""

import json
import logging
from datetime import datetime, timezone
from unittest.mock import patch
from urllib.parse import urlsplit

from historia import EnCastellano

from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos
from odoo.addons.correspondencia_entrada.tests.firma_alteraciones import volteado
from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos
from odoo.addons.correspondencia_entrada.tests.firma_navegador_comun import CONTRASENA, FIRMAR, EnPagina, b64
from odoo.addons.correspondencia_entrada.tests.firma_publica import SinConsultas
from odoo.addons.correspondencia_entrada.tests.firma_servicios import pki_de_prueba
from odoo.addons.correspondencia_entrada.tests.test_acuse import codigos
from odoo.addons.correspondencia_entrada.tools.firma.verdicto import dictaminar

ASUNTO = "Solicita informe sobre el puente de la avenida Juárez"

FIRMAR_TODO = """
await hasta(() => $(".hoja canvas"));
await firmar(archivos, contrasena);
await terminado(200);
return {
    estados: filas().map((fila) => fila.dataset.estado),
    dicho: filas().map((fila) => fila.querySelector(".pie").textContent),
    voz: $("[data-voz]").textContent,
    fallos: $("[data-fallos]").textContent,
};
"""
#: upload one file after the other as through the file dialog, and tell what the page says of each
COTEJAR = """
(async () => {
    const hasta = async (condicion) => {
        for (let i = 0; i < 400 && !condicion(); i++) {
            await new Promise((seguir) => setTimeout(seguir, 50));
        }
    };
    const dichos = [document.querySelector("main").innerText];
    for (const contenido of __ARCHIVOS__) {
        const bolsa = new DataTransfer();
        bolsa.items.add(new File([Uint8Array.fromBase64(contenido)], "recibido.pdf"));
        const entrada = document.querySelector("#cotejo input[type=file]");
        entrada.files = bolsa.files;
        entrada.dispatchEvent(new Event("change", { bubbles: true }));
        document.querySelector("#cotejo button").click();
        await hasta(() => document.querySelector("#vivo h3"));
        dichos.push(document.querySelector("#vivo").textContent.replace(/\\s+/g, " ").trim());
    }
    return dichos;
})().then(
    (valor) => {
        console.log("RESULTADO", JSON.stringify(valor));
        console.log("test successful");
    },
    (error) => console.error(error.stack || String(error))
);
"""


class HistoriaFirma(SinConsultas, EnPagina, FirmaDatos, EntradaDatos, EnCastellano):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls.env["res.lang"]._activate_lang("en_US")  # what the browser of a stranger speaks
        cls._hablar("prueba")
        cls._crear_firma(pki_de_prueba())
        cls.addClassCleanup(cls.servicios.cerrar)

    def en_la_mesa(self, user, personaje, codigo="", **datos):
        """``user`` opens the desk from the tray, signs all that is chosen, and tells how the page looks afterwards."""
        par = self._par(personaje)
        with self.escuchando(user.login):
            resultado = self.en_pagina(
                f"{FIRMAR}{codigo}{FIRMAR_TODO}",
                login=user.login,
                timeout=240,
                archivos={"mi.cer": b64(par.cer), "mi.key": b64(par.archivo_key(CONTRASENA))},
                contrasena=CONTRASENA,
                **datos,
            )
        self.env.invalidate_all()
        return resultado

    def cotejar(self, direccion, *archivos):
        """What a stranger reads at the address of the code, and then of each file that they upload there."""
        with self.assertLogs(self._logger, logging.INFO) as registro:
            self.browser_js(
                urlsplit(direccion).path,
                COTEJAR.replace("__ARCHIVOS__", json.dumps([b64(archivo) for archivo in archivos])),
                ready="document.readyState === 'complete'",
                login=None,
                timeout=90,
            )
        linea = next(linea for linea in registro.output if "RESULTADO " in linea)
        return json.loads(linea.partition("RESULTADO ")[2])

    def assertFirmado(self, documento, firmas):
        self.assertEqual((documento.state, documento.nivel), ("firmado", "B-LTA"))
        dictamen = dictaminar(documento._bytes(), documento._confianza(), ahora=datetime.now(timezone.utc))
        self.assertEqual([firma.veredicto for firma in dictamen.firmas], ["VALIDA"] * firmas)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(documento._name, documento.ids))


@tagged("post_install", "-at_install")
class TestHistoriasFirma(HistoriaFirma):
    def test_answered_signed_and_checked_by_a_stranger(self):
        """The lawyer answers and signs; who receives the paper reads its code, and a changed copy is found out."""
        asunto = self.descargado(self.juridica, descripcion=ASUNTO)
        self.start_tour("/odoo", "historia_responder_a_firma", login=self.juridica.login, timeout=120)
        self.env.invalidate_all()
        respuesta = asunto.sudo().respuesta_ids
        self.assertEqual((respuesta.state, asunto.state), ("por_firmar", "en_atencion"))
        self.assertEqual(self.pasos(self.juridica, asunto), ["firmar"])

        dicho = self.en_la_mesa(self.juridica, "firmante1")
        self.assertEqual((dicho["estados"], dicho["voz"]), (["firmado"], "1 documento firmado"))
        self.assertEqual((respuesta.state, asunto.state), ("enviada", "concluido"))
        self.assertEqual(self.pasos(self.juridica, asunto), [])
        documento = respuesta.firma_id
        self.assertFirmado(documento, 1)

        pdf = documento._bytes()
        (direccion,) = {texto for texto in codigos(pdf, documento.paginas - 1) if "/v/" in texto}
        self.assertEqual(direccion, documento._url_verificacion())
        enmedio = pdf.index(b"stream", len(documento.base_id.raw) // 2) + 20
        pagina, identico, alterado, borrador = self.cotejar(
            direccion, pdf, volteado(pdf, enmedio), documento.base_id.raw
        )
        self.assertIn("This document is electronically signed", pagina)
        self.assertIn(documento.firmante_ids.nombre, pagina)
        self.assertIn("It is identical to the issued document", identico)
        self.assertIn("It is not valid", alterado)
        self.assertIn("The document was altered: its content is not what was signed.", alterado)
        self.assertIn("It has no electronic signature", borrador)

    def test_second_signer(self):
        """The director signs what the lawyer signed; both are on the paper and on the public page."""
        respuesta = self.por_firmar(self.juridica, self.directora, cc=[self.directora]).sudo()
        documento = respuesta.firma_id
        self.assertEqual(self.en_la_mesa(self.juridica, "firmante1")["estados"], ["firmado"])
        self.assertEqual((documento.state, respuesta.state), ("por_firmar", "por_firmar"))
        self.assertIn("firmar", self.pasos(self.directora, respuesta.asunto_id))

        self.assertEqual(self.en_la_mesa(self.directora, "firmante2")["estados"], ["firmado"])
        self.assertEqual(respuesta.state, "enviada")
        self.assertFirmado(documento, 2)
        pagina, identico = self.cotejar(documento._url_verificacion(), documento._bytes())
        self.assertIn("It is identical to the issued document", identico)
        for firmante in documento.firmante_ids:
            self.assertIn(firmante.nombre, pagina)

    def test_folder_of_fifty(self):
        """One is rejected and 49 are signed with one unlocking; the time-stamps stop after twenty and come back."""
        respuestas = self.env["correspondencia.respuesta"].union(*(self.por_firmar() for _n in range(50))).sudo()
        contestar = self.servicios.responder

        def se_cae(servicio, cuerpo):
            if self.servicios.llamadas["tsa"] >= 40:  # two stamps a document
                self.servicios.falla["tsa"] = "caida"
            return contestar(servicio, cuerpo)

        with patch.object(self.servicios, "responder", se_cae):
            dicho = self.en_la_mesa(
                self.juridica,
                "firmante1",
                """
                await hasta(() => $(".hoja canvas"));
                $("[data-rechazar]").click();
                escribir("#motivo", "Falta el anexo");
                $("#rechazo [data-confirmar]").click();
                await hasta(() => filas()[0].dataset.estado === "rechazado");
                """,
            )
        documentos = respuestas.firma_id.sorted("id")
        self.assertEqual(documentos.mapped("state"), ["rechazado"] + ["firmado"] * 20 + ["por_firmar"] * 29)
        # after some failures in a row the page asks for no more
        self.assertEqual(dicho["estados"][:22], ["rechazado"] + ["firmado"] * 20 + ["error"])
        self.assertLessEqual(set(dicho["estados"][22:]), {"error", "pendiente"})
        self.assertIn("El servicio de sellado no responde.", dicho["fallos"])
        rechazada = documentos[0]._registro()
        self.assertEqual((rechazada.state, rechazada.motivo_rechazo), ("borrador", "Falta el anexo"))
        self.assertEqual(self.pasos(self.juridica, rechazada.asunto_id), ["atender"])
        self.assertEqual(documentos[21]._registro().state, "por_firmar")

        self.servicios.falla.clear()
        dicho = self.en_la_mesa(self.juridica, "firmante1")
        self.assertEqual(dicho["estados"], ["firmado"] * 29)
        self.assertEqual(dicho["voz"], "29 documentos firmados")
        self.assertEqual(documentos[1:].mapped("state"), ["firmado"] * 49)
        self.assertEqual(set(respuestas.mapped("state")), {"borrador", "enviada"})
        self.assertFirmado(documentos[-1], 1)

    def test_time_stamps_stop_where_the_institution_goes_on(self):
        """What was signed meanwhile does not leave the house until the scheduled job has completed its proof."""
        self.company.firma_sin_servicio = "pendiente"
        respuestas = self.env["correspondencia.respuesta"].union(*(self.por_firmar() for _n in range(4))).sudo()
        contestar = self.servicios.responder

        def se_cae(servicio, cuerpo):
            if self.servicios.llamadas["tsa"] >= 4:
                self.servicios.falla["tsa"] = "caida"
            return contestar(servicio, cuerpo)

        with patch.object(self.servicios, "responder", se_cae):
            dicho = self.en_la_mesa(self.juridica, "firmante1")
        documentos = respuestas.firma_id.sorted("id")
        self.assertEqual(documentos.mapped("state"), ["firmado"] * 2 + ["sello_pendiente"] * 2)
        self.assertEqual(dicho["dicho"][0], "FirmadoDescargar archivoVerificar")
        self.assertEqual(dicho["dicho"][3], "Firmado, sello de tiempo pendienteDescargar archivoVerificar")
        self.assertEqual(respuestas.sorted("id").mapped("state"), ["enviada"] * 2 + ["por_firmar"] * 2)

        self.servicios.falla.clear()
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("correspondencia_entrada.ir_cron_firma_completar").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(documentos.mapped("state"), ["firmado"] * 4)
        self.assertEqual(set(respuestas.mapped("state")), {"enviada"})
        self.assertFirmado(documentos[-1], 1)
