import hashlib
import json
import re
from pathlib import Path
from unittest.mock import patch

from odoo.http import request
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..controllers import firma_mesa_recursos as recursos
from ..controllers.firma_mesa_textos import textos
from ..controllers.pagina import TEMA, Recurso
from ..models.firma_errores import ErrorFirma
from .firma_navegador_comun import NavegadorCase, b64


@tagged("post_install", "-at_install")
class TestPaginaDeLaMesa(NavegadorCase):
    """What the server sends around the page."""

    def abrir(self, direccion="/firma/mesa", **opciones):
        self.authenticate("admin", "admin")
        return self.url_open(direccion, allow_redirects=False, **opciones)

    def llamar(self, ruta, **params):
        self.authenticate("admin", "admin")
        return self.url_open(f"/firma/mesa/{ruta}", json={"jsonrpc": "2.0", "params": params}).json()

    def test_headers(self):
        respuesta = self.abrir()
        cabeceras = respuesta.headers
        politica = dict(regla.split(" ", 1) for regla in cabeceras["Content-Security-Policy"].split("; "))
        self.assertEqual(politica["default-src"], "'none'")
        self.assertEqual(politica["connect-src"], "'self'")
        self.assertEqual(politica["style-src"], "'self'")
        for regla in ("base-uri", "form-action", "frame-ancestors"):
            self.assertEqual(politica[regla], "'none'")
        self.assertNotIn("unsafe", cabeceras["Content-Security-Policy"])
        self.assertEqual(politica["require-trusted-types-for"], "'script'")
        self.assertEqual(cabeceras["Cross-Origin-Opener-Policy"], "same-origin")
        self.assertEqual(cabeceras["Referrer-Policy"], "no-referrer")
        self.assertEqual(cabeceras["Cache-Control"], "no-store")
        mapa = re.search(r'<script type="importmap">(.*?)</script>', respuesta.text)[1]
        resumen = b64(hashlib.sha256(mapa.encode()).digest())
        self.assertEqual(politica["script-src"], f"'self' 'sha256-{resumen}'")
        self.assertTrue(respuesta.text.startswith("<!DOCTYPE html>"))
        self.assertNotRegex(respuesta.text, r"<[^>]+\s(on\w+|style)=")

    def test_every_file_has_its_hash(self):
        html = self.abrir().text
        mapa = json.loads(re.search(r'<script type="importmap">(.*?)</script>', html)[1])
        carpeta = Path(file_path(recursos.CARPETA))
        modulos = {f"/{recursos.CARPETA}/{archivo.relative_to(carpeta)}" for archivo in carpeta.rglob("*.js")}
        self.assertEqual(set(mapa["imports"]), modulos | {f"/{recursos.PDF}"})
        enlaces = re.findall(r'<link rel="stylesheet" href="([^"]+)" integrity="([^"]+)"', html)
        estilos = {f"/{recursos.CARPETA}/{archivo.relative_to(carpeta)}" for archivo in carpeta.rglob("*.css")}
        self.assertEqual({url.partition("?")[0] for url, _integridad in enlaces}, estilos | {f"/{TEMA}"})
        for url, integridad in [*mapa["integrity"].items(), *enlaces]:
            contenido = self.url_open(url).content
            self.assertEqual(integridad, f"sha384-{b64(hashlib.sha384(contenido).digest())}", url)

    def test_a_changed_file_does_not_run(self):
        """The browser compares; one wrong hash in the middle stops the page."""
        leer = recursos.recurso

        def falso(ruta):
            uno = leer(ruta)
            return Recurso(ruta, f"sha384-{b64(bytes(48))}") if ruta.endswith("/rc2.js") else uno

        self.startPatcher(patch.object(recursos, "recurso", falso))
        self.browser_js(
            "/firma/mesa",
            """
            import("/correspondencia_entrada/static/firma/mesa/mesa.js").then(
                () => console.error("it ran"),
                () => console.log("test successful")
            );
            """,
            ready="document.readyState === 'complete'",
            login="admin",
            error_checker=lambda mensaje: "it ran" in mensaje,
        )

    def test_documents_of_the_address(self):
        for documentos, ids in (("", [1, 2, 3]), ("2", [2]), ("3,1", [1, 3])):
            datos = re.search(r'id="datos">(.*?)</script>', self.abrir(f"/firma/mesa?documentos={documentos}").text)[1]
            self.assertEqual([fila["id"] for fila in json.loads(datos)["documentos"]], ids)
        for mal in ("x", "1,", "1;2", "-1", "1" * 20, ",".join(["1"] * 51), "%00"):
            with self.subTest(mal):
                self.assertEqual(self.abrir(f"/firma/mesa?documentos={mal}").status_code, 404)

    def test_data_cannot_close_the_script(self):
        self.servidor.filas[1].asunto = "</script><script>alert(1)</script>"
        self.assertNotIn("<script>alert", self.abrir().text)

    def test_visitors_have_to_log_in(self):
        self.authenticate(None, None)
        respuesta = self.url_open("/firma/mesa", allow_redirects=False)
        self.assertEqual(respuesta.status_code, 303)
        self.assertIn("/web/login", respuesta.headers["Location"])
        respuesta = self.url_open("/firma/mesa/rechazar", json={"params": {"documento": 1, "motivo": "x"}}).json()
        self.assertEqual(respuesta["error"]["code"], 100)
        self.assertFalse(self.servidor.rechazados)

    def test_pdf(self):
        respuesta = self.abrir("/firma/mesa/base/1")
        self.assertEqual(respuesta.content, self.servidor.filas[1].pdf)
        self.assertEqual(respuesta.headers["Content-Type"], "application/pdf")
        self.assertEqual(respuesta.headers["Cache-Control"], "no-store")
        self.assertIn("sandbox", respuesta.headers["Content-Security-Policy"])
        with patch.object(type(self.servidor.browse(1)), "_pdf_base", side_effect=ErrorFirma("SESSION", "Not yours.")):
            respuesta = self.abrir("/firma/mesa/base/1")
        self.assertEqual(respuesta.status_code, 409)
        self.assertEqual(respuesta.json(), {"error": {"codigo": "SESSION", "mensaje": "Not yours."}})

    def test_refusals_leave_nothing(self):
        """What a refused call wrote is undone, though the answer is not an error of HTTP."""
        partner = self.env["res.partner"].create({"name": "Antes"})

        def rechazar(_documentos, _motivo):
            request.env["res.partner"].browse(partner.id).name = "Durante"
            raise ErrorFirma("SESSION", "Not yours.")

        with patch.object(type(self.servidor.browse(1)), "rechazar", rechazar):
            respuesta = self.llamar("rechazar", documento=1, motivo="x")
        self.assertEqual(respuesta["result"], {"error": {"codigo": "SESSION", "mensaje": "Not yours."}})
        partner.invalidate_recordset()
        self.assertEqual(partner.name, "Antes")

    def test_calls_that_the_page_never_makes(self):
        for ruta, params in (
            ("abrir", {"documento": "1", "cer": ""}),
            ("abrir", {"documento": True, "cer": ""}),
            ("rechazar", {"documento": [1], "motivo": "x"}),
            ("firmar_en_servidor", {"documentos": ["1"], "password": "x"}),
        ):
            with self.subTest(ruta=ruta, **params):
                self.assertIn("error", self.llamar(ruta, **params))
        self.assertFalse(self.servidor.rechazados or self.servidor.enviados)

    def test_words(self):
        """Every sentence that the page asks for exists, and every one that exists is asked for."""
        fuentes = "".join(archivo.read_text() for archivo in Path(file_path(recursos.CARPETA)).rglob("*.js"))
        catalogo = textos(self.env)
        errores = catalogo.pop("errores")
        pedidos = set(re.findall(r"\bt\(\s*\"(\w+)\"", fuentes))
        for clave in re.findall(r"\btn\(\s*\"(\w+)\"", fuentes) + re.findall(r"\"(resumen_\w+)\"\]", fuentes):
            pedidos |= {f"{clave}_uno", f"{clave}_varios"}
        pedidos |= {
            f"estado_{estado}" for estado in "error firmado firmando pendiente rechazado sello_pendiente".split()
        }
        self.assertEqual(pedidos | {"titulo"}, set(catalogo))
        codigos = set(re.findall(r"FirmaError\(\s*\"([A-Z0-9_]+)\"", fuentes)) - {"DER"}
        self.assertLessEqual(codigos, set(errores))
