import io
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import sql_db
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.controllers import firma_verificacion
from odoo.addons.correspondencia_entrada.models import firma_documento_verificacion, firma_verificacion_textos
from odoo.addons.correspondencia_entrada.models.firma_consulta import _CERROJO
from odoo.addons.correspondencia_entrada.tools.firma import proceso

from ..demo.respondedores import Selladora
from ..tools.firma.errores import FirmaError
from ..tools.firma.pruebas import archivar
from . import firma_alteraciones as alterar
from .common import AHORA, pdf
from .firma_publica import SECRETOS, FirmaPublica
from .test_firma_proceso import bomba_en_pruebas, bomba_en_xref


@tagged("post_install", "-at_install")
class TestCotejo(FirmaPublica):
    """What the page says of a file that somebody holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pdf = cls.documento._bytes()

    def assertResultado(self, esperado, contenido, **kwargs):
        respuesta = self.subir(contenido, **kwargs)
        datos = respuesta.json()
        self.assertEqual((respuesta.status_code, datos["resultado"]), (200, esperado))
        titulo = firma_verificacion_textos.resultados(self.env, 1)[esperado][0]
        self.assertEqual(datos["titulo"], titulo)
        for secreto in SECRETOS:
            self.assertNotIn(secreto, respuesta.text)
        return datos

    def assertTono(self, tono, html):
        self.assertRegex(html, rf'<div id="resultado"[^>]* class="resultado {tono}"')

    def motivos(self, datos):
        return {motivo["codigo"] for firma in datos["firmas"] for motivo in firma["motivos"]}

    # The issued one

    def test_identical(self):
        with patch.object(firma_documento_verificacion, "en_proceso") as en_proceso:
            datos = self.assertResultado("identico", self.pdf)
        en_proceso.assert_not_called()
        self.assertEqual((datos["sha256"], datos["actual"]), (self.documento.sha256, True))
        self.assertEqual(datos["emitido"], "2026-03-02T18:00:00+00:00")
        self.assertEqual(datos["documento"], self.datos())

    def test_identical_to_an_earlier_revision(self):
        self.documento._resellar()
        self.assertNotEqual(self.documento.sha256, self.assertResultado("identico", self.pdf)["sha256"])
        datos = self.assertResultado("identico", self.pdf)
        self.assertFalse(datos["actual"])
        self.assertIn("as it was issued on March 2, 2026", datos["mensaje"])
        self.assertTrue(self.assertResultado("identico", self.documento._bytes())["actual"])

    def test_what_was_frozen_was_never_issued(self):
        """Neither the unsigned base nor a revision that somebody had still to sign."""
        self.assertResultado("sin_firma", self.documento.base_id.raw)
        respuesta = self.por_firmar(self.juridica, self.directora)
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        parcial = documento._bytes()
        self.firmar(respuesta, self.directora, "firmante2")
        self.assertResultado("identico", documento._bytes(), ruta=documento.token)
        datos = self.assertResultado("otra_version", parcial, ruta=documento.token)
        self.assertEqual([firma["nombre"] for firma in datos["firmas"]], ["JUANA PEÑA LÓPEZ"])

    def test_identical_but_challenged(self):
        self.documento._impugnar(self.documento.firmante_ids)
        datos = self.assertResultado("identico", self.pdf)
        self.assertIn("challenged", datos["mensaje"])
        self.assertTono("aviso", self.subir(self.pdf, acepta="text/html").text)

    # Another one

    def test_valid_but_another_version(self):
        """A time-stamp more: valid for whoever judges the file alone, but not what the institution gave out."""
        otra = archivar(self.pdf, Selladora(self.pki.tsa, reloj=lambda: self.pki.ahora), self.documento._confianza())
        datos = self.assertResultado("otra_version", otra)
        firma = datos["firmas"][0]
        self.assertEqual((firma["veredicto"], firma["nivel"], firma["motivos"]), ("VALIDA", "B-LTA", []))
        self.assertEqual((firma["nombre"], firma["rfc"]), ("JUANA PEÑA LÓPEZ", "PELJ******AB1"))
        self.assertEqual(firma["momento"], "2026-03-02T18:00:00+00:00")

    def test_of_another_document(self):
        otra = self.por_firmar()
        self.firmar(otra)
        ajeno = otra.sudo().firma_id._bytes()
        self.assertResultado("otra_version", ajeno)
        self.assertResultado("identico", ajeno, ruta=otra.sudo().firma_id.token)

    def test_saved_again(self):
        """A program that writes the file anew destroys the signature."""
        from pypdf import PdfWriter

        archivo = io.BytesIO()
        PdfWriter(clone_from=io.BytesIO(self.pdf)).write(archivo)
        datos = self.assertResultado("invalido", archivo.getvalue())
        self.assertEqual(datos["firmas"][0]["veredicto"], "INVALIDA")
        self.assertIsNone(datos["firmas"][0]["nombre"], "nothing proves whose signature it was")
        self.assertTrue(self.motivos(datos))

    def test_altered(self):
        for alteracion, motivo in (
            (alterar.contenido_cambiado, "MODIFIED_AFTER_SIGNING"),
            (alterar.nota_encima, "MODIFIED_AFTER_SIGNING"),
            (lambda contenido: alterar.volteado(contenido, 7), "HASH_MISMATCH"),
        ):
            with self.subTest(motivo):
                datos = self.assertResultado("invalido", alteracion(self.pdf))
                self.assertIn(motivo, self.motivos(datos))
                self.assertNotIn(motivo, str([m["texto"] for f in datos["firmas"] for m in f["motivos"]]))

    def test_last_revision_cut_off(self):
        """Without its archive time-stamp a file is still signed, but not the issued one."""
        fin = alterar.revisiones(self.pdf)[-2]
        datos = self.assertResultado("otra_version", self.pdf[:fin])
        self.assertEqual(datos["firmas"][0]["nivel"], "B-LT")

    def test_in_doubt(self):
        fin = alterar.revisiones(self.pdf)[-3]
        datos = self.assertResultado("indeterminado", self.pdf[:fin])
        self.assertEqual(self.motivos(datos), {"NO_REVOCATION_PROOF"})
        self.assertEqual(datos["firmas"][0]["nombre"], "JUANA PEÑA LÓPEZ")

    def test_no_signature_at_all(self):
        self.assertResultado("sin_firma", pdf())
        self.assertResultado("cifrado", pdf(clave="secreta"))
        self.assertResultado("danado", b"%PDF-1.7\n" + bytes(range(256)) * 40)
        self.assertResultado("danado", self.pdf[: len(self.pdf) // 2])
        for contenido in (b"\x89PNG\r\n\x1a\n" + bytes(2000), b"<html>Bienvenido</html>", b"PK\x03\x04", b"x"):
            self.assertResultado("no_pdf", contenido)

    def test_bombs(self):
        self.assertResultado("danado", bomba_en_xref(2000, 2))
        self.assertResultado("invalido", bomba_en_pruebas(2000, 3))  # of an authority that nobody trusts here

    # What is no judgement

    def test_without_file(self):
        for respuesta in (
            self.subir(b""),
            self.subir(self.pdf, campo="otro"),
            self.abrir_pagina(acepta="application/json", data={"archivo": "texto"}),
            self.abrir_pagina(acepta="application/json", data={"archivo": "", "excedido": "1", "ruta": "x"}),
        ):
            self.assertEqual((respuesta.status_code, respuesta.json()["resultado"]), (400, "sin_archivo"))

    def test_too_big(self):
        """Judged by what the file measures; a body beyond reason is not even read."""
        with patch.object(firma_documento_verificacion, "LIMITE", len(self.pdf) - 1):
            respuesta = self.subir(self.pdf + b"\n")
            self.assertEqual((respuesta.status_code, respuesta.json()["resultado"]), (413, "demasiado_grande"))
        routing = firma_verificacion.FirmaVerificacion.cotejar.original_routing
        self.assertEqual(routing["max_content_length"], 25 * 1024 * 1024 + 65536)
        vivo = next(
            r.endpoint.routing
            for r in self.env["ir.http"].routing_map().iter_rules()
            if r.rule.startswith("/v/") and "POST" in r.methods
        )
        with patch.dict(vivo, max_content_length=1000):
            respuesta = self.subir(self.pdf)
            self.assertEqual((respuesta.status_code, respuesta.json()["resultado"]), (413, "demasiado_grande"))
            html = self.subir(self.pdf, acepta="text/html")
            self.assertEqual(html.status_code, 413)
            self.assertIn("The file is too big", html.text)

    def test_takes_too_long(self):
        def agotado(*_args, **_kwargs):
            raise FirmaError("WORKER_LIMIT", "20 s")

        with patch.object(firma_documento_verificacion, "en_proceso", agotado):
            datos = self.assertResultado("sin_examinar", pdf())
        self.assertIn("too much time or memory", datos["mensaje"])

    def test_too_many_at_once(self):
        """The places are those of PostgreSQL's locks, so of all servers together; what needs none still works."""
        self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_archivos_a_la_vez", "1")
        with self.otra_conexion() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_CERROJO])
            respuesta = self.subir(pdf())
            self.assertEqual((respuesta.status_code, respuesta.json()["resultado"]), (503, "ocupado"))
            self.assertEqual(respuesta.headers["Retry-After"], "20")
            self.assertResultado("identico", self.pdf)
            self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_archivos_a_la_vez", "2")
            self.assertResultado("sin_firma", pdf())
        self.assertResultado("sin_firma", pdf())

    def test_limit_of_uploads(self):
        self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_archivos_por_hora", "2")
        self.assertEqual([self.subir(b"x").status_code for _ in range(2)], [200, 200])
        for ruta in (None, "A" * 22):
            respuesta = self.subir(self.pdf, ruta)
            self.assertEqual((respuesta.status_code, respuesta.headers["Retry-After"]), (429, "3600"))
            self.assertEqual(respuesta.json()["estado"], "limite")
        self.assertIn('id="resultado"', self.subir(self.pdf, acepta="text/html").text)
        self.assertEqual(self.datos()["estado"], "firmado")

    # Nothing stays

    def test_nothing_is_kept(self):
        """No attachment, no file in any folder, not even while it is examined; nothing of it in the database."""
        vistos = []

        def espiado(tarea, datos, **limites):
            ruta = Path(datos["ruta"])
            vistos.append((os.listdir(carpeta), ruta.read_bytes(), os.readlink(ruta)))
            return proceso.en_proceso(tarea, datos, **limites)

        def rendido(*_args, **_kwargs):
            raise MemoryError

        antes = self._lo_guardado()
        grande = pdf() + b"%" * 700_000  # beyond what the server keeps in memory
        with tempfile.TemporaryDirectory() as carpeta, patch.object(tempfile, "tempdir", carpeta):
            for contenido in (pdf(), grande):
                with patch.object(firma_documento_verificacion, "en_proceso", espiado):
                    self.subir(contenido)
                lista, leido, nombre = vistos.pop()
                self.assertEqual((lista, leido), ([], contenido))
                self.assertIn("(deleted)", nombre)
            with (
                patch.object(firma_documento_verificacion, "en_proceso", rendido),
                self.assertLogs("odoo.http", "ERROR"),
            ):
                self.assertEqual(self.subir(grande).status_code, 500)
            self.assertEqual(os.listdir(carpeta), [])
        self.assertEqual(self._lo_guardado(), antes)

    def _lo_guardado(self):
        self.cr.flush()
        self.env.invalidate_all()
        return (
            self.env["ir.attachment"].sudo().with_context(active_test=False).search_count([]),
            self.env["nucleo.bitacora"].sudo().search_count([]),
            self.env["mail.message"].sudo().search_count([]),
            len(list(Path(self.env["ir.attachment"]._filestore()).rglob("*"))),
        )

    def test_the_process_gets_what_it_needs_and_no_more(self):
        with patch.object(firma_documento_verificacion, "en_proceso", wraps=proceso.en_proceso) as en_proceso:
            self.subir(pdf())
        (tarea, datos), limites = en_proceso.call_args
        self.assertEqual((tarea, limites), ("dictaminar", {}))
        self.assertEqual(set(datos), {"ruta", "confianza", "ahora", "limite"})
        self.assertEqual((datos["limite"], datos["ahora"]), (25 * 1024 * 1024, "2026-03-02T18:00:00+00:00"))

    # The page

    def test_without_javascript(self):
        """The form of the page, sent as it stands, answers with the page and the result in it."""
        respuesta = self.subir(alterar.contenido_cambiado(self.pdf), acepta="text/html")
        self.assertEqual(respuesta.status_code, 200)
        html = respuesta.text
        self.assertIn(f'action="/v/{self.token}#resultado"', html)
        self.assertTono("mal", html)
        for dicho in (
            "It is not valid",
            "The document was changed after it was signed.",
            "Signature 1",
            self.documento.name,
        ):
            self.assertIn(dicho, html)
        for secreto in SECRETOS:
            self.assertNotIn(secreto, html)
        self.assertTono("bien", self.subir(self.pdf, acepta="text/html").text)
        self.assertNotIn("Set-Cookie", respuesta.headers)
        self.assertIn("default-src 'none'", respuesta.headers["Content-Security-Policy"])

    def test_with_javascript(self):
        """A file that is dropped is verified without leaving the page, under its policy for scripts."""
        guion = """
            (async () => {
                const hasta = async (condicion) => {
                    for (let i = 0; i < 400 && !condicion(); i++) {
                        await new Promise((seguir) => setTimeout(seguir, 50));
                    }
                };
                const titulo = () => document.querySelector("#vivo h3")?.textContent;
                const soltar = async (contenido) => {
                    const bolsa = new DataTransfer();
                    bolsa.items.add(new File([contenido], "soltado.pdf"));
                    const soltado = new DragEvent("drop", { dataTransfer: bolsa, bubbles: true, cancelable: true });
                    document.querySelector(".zona").dispatchEvent(soltado);
                    await hasta(titulo);
                    return titulo();
                };
                window.esta = true; // as long as the page is the same
                const oficial = await (await fetch(document.querySelector("a.boton").href)).blob();
                const dichos = [
                    await soltar(oficial),
                    await soltar("%PDF-1.7"),
                    await soltar(new Uint8Array(26 << 20)),
                ];
                const esperados = [
                    "It is identical to the issued document",
                    "The file is damaged",
                    "The file is too big",
                ];
                const quieto = document.querySelector(".progreso").hidden && document.activeElement.closest("#vivo");
                if (window.esta && quieto && JSON.stringify(dichos) === JSON.stringify(esperados)) {
                    console.log("test successful");
                } else {
                    console.error(JSON.stringify(dichos));
                }
            })();
        """
        with freeze_time(AHORA, tick=True):
            self.browser_js(f"/v/{self.token}", guion, ready="document.readyState === 'complete'")

    def test_data_at_the_other_address(self):
        datos = self.subir(self.pdf, f"{self.token}.json", acepta="*/*").json()
        self.assertEqual(
            set(datos),
            {"resultado", "titulo", "mensaje", "sha256", "emitido", "actual", "firmas", "documento"},
        )
        firma = self.subir(alterar.volteado(self.pdf, 7), f"{self.token}.json").json()["firmas"][0]
        self.assertEqual(set(firma), {"campo", "veredicto", "nivel", "nombre", "rfc", "momento", "motivos"})

    def test_nothing_changes(self):
        """So no token against forged requests is asked for; a page elsewhere cannot read the answer."""
        with patch.object(sql_db.Cursor, "commit") as commit:
            respuesta = self.subir(self.pdf)
        self.assertEqual(commit.call_count, 1, "only the count of requests")
        self.assertNotIn("Access-Control-Allow-Origin", respuesta.headers)
        self.assertEqual(respuesta.headers["Cross-Origin-Resource-Policy"], "same-origin")
