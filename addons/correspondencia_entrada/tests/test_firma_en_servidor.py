import base64
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import firma_documento_servidor as servidor
from ..models.correspondencia_respuesta import CorrespondenciaRespuesta
from ..tools.firma import proceso
from .firma_entidad import FirmaEntidad
from .firma_rastro import SinRastro, entornos

CONTRASENA = "Canario-ñandú-7391"


def texto(datos):
    return base64.b64encode(datos).decode()


@tagged("post_install", "-at_install")
class TestFirmaEnServidor(SinRastro, FirmaEntidad):
    """The key travels to the server, where it is in processes that end with their work, and nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.firma_en_servidor = True
        par = cls._par("firmante1")
        cls.efirma = {"cer": texto(par.cer), "key": texto(par.archivo_key(CONTRASENA))}
        cls.p12 = {"p12": texto(par.archivo_p12(CONTRASENA))}

    def en_servidor(self, respuestas, user=None, contrasena=CONTRASENA, **archivos):
        documentos = respuestas.sudo().firma_id.with_user(user or self.juridica)
        resultado = documentos.firmar_en_servidor(contrasena=contrasena, **(archivos or self.efirma))
        return resultado["resultados"]

    def test_both_kinds_of_files(self):
        for archivos in (self.efirma, self.p12):
            with self.subTest(list(archivos)):
                respuesta = self.por_firmar()
                self.servicios.llamadas.clear()
                (resultado,) = self.en_servidor(respuesta, **archivos)
                documento = respuesta.sudo().firma_id
                self.assertEqual(
                    (resultado["id"], resultado["estado"], resultado["nivel"]), (documento.id, "firmado", "B-LTA")
                )
                self.assertTrue(resultado["url_verificacion"].endswith(documento.token))
                self.assertEqual(documento.firmante_ids.modo, "servidor")
                self.assertEqual(documento.firmante_ids._evidencia()["modo"], "servidor")
                self.assertEqual(respuesta.state, "enviada")
                self.assertEqual(self.servicios.llamadas, {"ocsp": 2, "tsa": 2})

    def test_only_where_it_is_allowed(self):
        respuesta = self.por_firmar()
        self.company.firma_en_servidor = False
        with self.assertRaisesRegex(AccessError, "in the browser only"), self.cr.savepoint():
            self.en_servidor(respuesta)
        otra = self.por_firmar(self.directora)
        self.company.firma_en_servidor = True
        for user in (self.abogado, self.ajeno, self.ventanilla_b):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.en_servidor(respuesta, user)
        ids = {r["id"]: r.get("error", {}).get("codigo") for r in self.en_servidor(respuesta | otra)}
        self.assertEqual(ids, {respuesta.sudo().firma_id.id: None, otra.sudo().firma_id.id: "SESSION"})
        self.assertEqual(otra.sudo().state, "por_firmar")

    def test_keys_that_do_not_open(self):
        """The same gate as in the browser; nothing is signed, nobody is asked."""
        respuesta = self.por_firmar()
        par, otro = self._par("firmante1"), self._par("firmante2")
        cer, key = self.efirma["cer"], self.efirma["key"]
        casos = {
            "BAD_PASSWORD": {"cer": cer, "key": key, "contrasena": "otra"},
            "KEY_CERT_MISMATCH": {"cer": cer, "key": texto(otro.archivo_key(CONTRASENA))},
            "RFC_MISMATCH": {"cer": texto(otro.cer), "key": texto(otro.archivo_key(CONTRASENA))},
            "KEY_FORMAT": {"cer": cer, "key": cer},
            "CER_FORMAT": {"cer": key, "key": key},
            "P12_FORMAT": {"p12": cer},
        }
        for personaje, codigo in (("csd", "NOT_FIEL"), ("expirado", "EXPIRED"), ("futuro", "NOT_YET_VALID")):
            malo = self._par(personaje)
            casos[codigo] = {"cer": texto(malo.cer), "key": texto(malo.archivo_key(CONTRASENA))}
        for codigo, caso in casos.items():
            with self.subTest(codigo):
                self.assertCodigo(codigo, self.en_servidor, respuesta, **caso)
        for _intento in range(5):
            self.assertCodigo("BAD_PASSWORD", self.en_servidor, respuesta, contrasena="otra", **self.efirma)
        self.assertCodigo("CER_FORMAT", self.en_servidor, respuesta, contrasena=None, cer=None)
        self.assertFalse(self.env["firma.sesion"].search_count([]))
        self.assertFalse(self.servicios.llamadas)
        self.revocar("firmante1", days=1)
        (resultado,) = self.en_servidor(respuesta)
        self.assertEqual(resultado["error"]["codigo"], "REVOKED")
        self.assertEqual(par.cer, base64.b64decode(cer))

    def test_a_batch_in_which_some_fail(self):
        """Seven, in two groups: withdrawn, rejected and altered ones fail alone."""
        respuestas = self.por_firmar()
        for _n in range(6):
            respuestas |= self.por_firmar()
        retirada, rechazada, alterada = respuestas[1], respuestas[3], respuestas[5]
        turno = self.turno(retirada.asunto_id, self.juridica)
        turno.with_user(self.ventanilla).action_retirar("No era para ella")
        rechazada.sudo().firma_id.with_user(self.juridica).rechazar("Está mal")
        pdf = alterada.sudo().firma_id.pdf_id
        original = Path(pdf._full_path(pdf.store_fname))
        bytes_buenos = original.read_bytes()
        self.addCleanup(original.write_bytes, bytes_buenos)
        original.write_bytes(bytes_buenos.replace(b"%PDF-1.7", b"%PDF-1.6"))
        resultados = self.en_servidor(respuestas)
        original.write_bytes(bytes_buenos)
        por_id = {r["id"]: r.get("estado") or r["error"]["codigo"] for r in resultados}
        esperado = dict.fromkeys(respuestas.sudo().firma_id.ids, "firmado")
        esperado |= dict.fromkeys((retirada | rechazada).sudo().firma_id.ids, "SESSION")
        esperado[alterada.sudo().firma_id.id] = "STATE_TAMPERED"
        self.assertEqual(por_id, esperado)
        buenas = respuestas - retirada - rechazada - alterada
        self.assertEqual(set(buenas.mapped("state")), {"enviada"})
        self.assertEqual(alterada.state, "por_firmar")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_one_that_fails_at_the_very_end(self):
        """Signed, stored and logged, and then its turno cannot conclude: nothing of all that stays."""
        respuestas = self.por_firmar() | self.por_firmar()
        enviar, motivo = CorrespondenciaRespuesta._enviar, "No"

        def negarse(respuesta):
            if respuesta == respuestas[0]:
                raise UserError(motivo)
            return enviar(respuesta)

        antes = self.env["ir.attachment"].search_count([("res_model", "=", "firma.documento")])
        with patch.object(CorrespondenciaRespuesta, "_enviar", negarse):
            resultados = self.en_servidor(respuestas)
        self.assertEqual(resultados[-1]["error"], {"codigo": "REFUSED", "mensaje": motivo})
        documento = respuestas[0].sudo().firma_id
        self.assertEqual((documento.state, documento.pdf_id), ("por_firmar", documento.base_id))
        self.assertEqual(documento.firmante_ids.mapped("state"), ["pendiente"])
        self.assertFalse(documento.firmante_ids.evidencia_id or documento.bitacora_ids)
        self.assertEqual(respuestas.mapped("state"), ["por_firmar", "enviada"])
        despues = self.env["ir.attachment"].search_count([("res_model", "=", "firma.documento")])
        self.assertEqual(despues - antes, 1, "the evidence of the other")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_a_service_that_fails_stops_the_batch(self):
        """Those that were signed stay; those that follow are not tried one after the other."""
        respuestas = self.por_firmar()
        for _n in range(5):
            respuestas |= self.por_firmar()
        with patch.object(servidor, "GRUPO", 2):
            self.servicios.falla["tsa"] = "caida"
            resultados = self.en_servidor(respuestas)
        self.assertEqual([r["error"]["codigo"] for r in resultados], ["TSA_UNAVAILABLE"] * 6)
        self.assertEqual(self.servicios.llamadas["tsa"], 2, "one group, one call each")
        self.servicios.falla.clear()
        with patch.object(servidor, "GRUPO", 2), patch.object(servidor, "PLAZO", -1):
            resultados = self.en_servidor(respuestas)
        self.assertEqual([r.get("estado") for r in resultados], ["firmado"] * 2 + [None] * 4)
        self.assertIn("no time left", resultados[-1]["error"]["mensaje"])
        self.assertEqual(respuestas.mapped("state"), ["enviada"] * 2 + ["por_firmar"] * 4)
        with self.assertRaisesRegex(UserError, "Up to 3"), patch.object(servidor, "LOTE", 3):
            self.en_servidor(respuestas[2:])

    def test_nothing_of_the_key_anywhere(self):
        """Not in the database, in files, in logs or in a process, neither while it signs nor afterwards."""
        respuesta, procesos = self.por_firmar(), []
        with (
            self.sin_rastro(self._par("firmante1"), CONTRASENA) as lugares,
            patch.object(proceso.subprocess, "run", self.vigilado(proceso.subprocess.run, procesos)),
        ):
            self.en_servidor(respuesta)
            lugares["processes"] = b"".join(procesos)
        self.assertEqual(respuesta.state, "enviada")
        self.assertEqual(len(procesos), 3, "open, seal, sign")
        self.assertNotIn("Canario", repr(servidor._Llave.__repr__(None)))

    def vigilado(self, run, procesos):
        """``subprocess.run`` that notes what the system shows of every process of this user while it runs."""

        def correr(orden, **kwargs):
            hecho = run(orden, **kwargs)
            procesos.append(repr(orden).encode() + repr(kwargs["env"]).encode() + entornos())
            return hecho

        return correr
