import re
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.models import firma_verificacion_textos as textos

from ..tools.firma.dictamen import AVISOS, NIVELES, PROBLEMAS
from .firma_publica import DESCONOCIDO, FirmaPublica

#: certificate of ``juridica``, as the page shows it
VELADO = "***************00001"


def palabras(html):
    """The visible text, without the markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@tagged("post_install", "-at_install")
class TestPaginaVerificacion(FirmaPublica):
    """What anybody learns of a signed document, and what nobody does."""

    def test_signed(self):
        respuesta = self.abrir_pagina()
        self.assertEqual(respuesta.status_code, 200)
        texto = palabras(respuesta.text)
        for dicho in (
            "This document is electronically signed",
            "Entidad de Prueba",
            self.documento.name,
            self.documento.sha256,
            "JUANA PEÑA LÓPEZ",
            "PELJ******AB1",
            "…00001",
            "AC DEL SERVICIO DEMO TRIBUTARIO - PRUEBA SIN VALIDEZ",
            "March 2, 2026, 12:00 h (UTC−06:00)",
            "With archive time-stamp",
            "PAdES B-LTA",
            "In force when it signed",
            "Download the signed PDF",
        ):
            self.assertIn(dicho, texto)
        self.assertNotIn("in the absence", texto)
        self.assertSinSecretos(respuesta.text, "data-oe")

    def test_data_for_programs(self):
        """The keys are a promise."""
        firma = {
            "orden": 1,
            "nombre": "JUANA PEÑA LÓPEZ",
            "rfc": "PELJ******AB1",
            "certificado": VELADO,
            "autoridad": "AC DEL SERVICIO DEMO TRIBUTARIO - PRUEBA SIN VALIDEZ",
            "momento": "2026-03-02T18:00:00+00:00",
            "revocacion": "vigente",
            "por_ausencia": False,
            "sha256_cadena": self.documento.sha256_base,
        }
        esperado = {
            "estado": "firmado",
            "titulo": "This document is electronically signed",
            "mensaje": "Its signatures were verified when they were made, and a time-stamp proves when that was.",
            "institucion": "Entidad de Prueba",
            "folio": self.documento.name,
            "paginas": self.documento.paginas,
            "sha256": self.documento.sha256,
            "fecha_firma": "2026-03-02T18:00:00+00:00",
            "nivel": "B-LTA",
            "motivo": None,
            "aviso": None,
            "clasificado": False,
            "descarga": f"/v/{self.token}/documento.pdf",
            "constancia": None,
            "firmas": [firma],
        }
        for ruta, acepta in ((f"{self.token}.json", "*/*"), (self.token, "application/json, text/plain;q=0.5")):
            respuesta = self.abrir_pagina(ruta, acepta=acepta)
            self.assertEqual(respuesta.json(), esperado)
            self.assertIn("application/json", respuesta.headers["Content-Type"])
            self.assertSinSecretos(respuesta.text)
        self.assertIn("text/html", self.abrir_pagina(acepta="*/*").headers["Content-Type"])

    def test_two_signers_one_by_authorization(self):
        respuesta = self.por_firmar(self.juridica, self.directora)
        documento = respuesta.sudo().firma_id
        self.firmar(respuesta)
        self.assertEqual(self.datos(documento.token)["estado"], "por_firmar")
        self._autorizar(self.directora, self.juridica)
        self.firmar(respuesta)
        firmas = self.datos(documento.token)["firmas"]
        self.assertEqual([(f["orden"], f["por_ausencia"]) for f in firmas], [(1, False), (2, True)])
        self.assertEqual([f["rfc"] for f in firmas], ["PELJ******AB1"] * 2)
        self.assertEqual(len({f["sha256_cadena"] for f in firmas}), 2)
        html = self.abrir_pagina(documento.token).text
        self.assertIn("in the absence of the holder", html)
        self.assertSinSecretos(html, "Directora", "Artículo 8")

    def _autorizar(self, titular, suplente):
        autorizacion = self.env["firma.autorizacion"].with_user(self.administradora)
        autorizacion.create(
            {
                "titular_id": titular.id,
                "suplente_id": suplente.id,
                "company_id": self.company.id,
                "desde": "2026-03-01",
                "hasta": "2026-03-31",
                "fundamento": "Artículo 8",
                "oficio": "YQ==",
            }
        ).action_registrar()

    # States

    def assertNadaMas(self, token, estado, titulo):
        """The state and the institution, no other detail, in both forms."""
        datos = self.datos(token)
        self.assertEqual((datos["estado"], datos["titulo"]), (estado, titulo))
        self.assertEqual(datos["institucion"], "Entidad de Prueba")
        callado = set(datos) - {"estado", "titulo", "mensaje", "institucion"}
        self.assertEqual([datos[clave] for clave in callado if datos[clave]], [])
        html = self.abrir_pagina(token).text
        self.assertIn(titulo, html)
        for ajeno in ("cotejo", "documento.pdf", "Motivo secreto", "JUANA"):
            self.assertNotIn(ajeno, html)
        self.assertEqual(self.abrir_pagina(f"{token}/documento.pdf").status_code, 403)

    def test_still_to_sign(self):
        documento = self.por_firmar().sudo().firma_id
        self.assertNadaMas(documento.token, "por_firmar", "This document is not signed yet")

    def test_rejected_or_cancelled(self):
        rechazado = self.por_firmar().sudo().firma_id
        rechazado.with_user(self.juridica).rechazar("Motivo secreto")
        self.assertNadaMas(rechazado.token, "no_vigente", "This document is not in force")
        cancelado = self.por_firmar().sudo().firma_id
        cancelado._cancelar("Motivo secreto")
        self.assertNadaMas(cancelado.token, "no_vigente", "This document is not in force")

    def test_pending(self):
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar()
        self.servicios.falla["tsa"] = "caida"
        self.firmar(respuesta)
        documento = respuesta.sudo().firma_id
        datos = self.datos(documento.token)
        self.assertEqual((datos["estado"], datos["descarga"]), ("sello_pendiente", None))
        self.assertEqual((datos["firmas"][0]["momento"], datos["firmas"][0]["revocacion"]), (None, "pendiente"))
        html = self.abrir_pagina(documento.token).text
        self.assertIn("Signed, but its time-stamp is still pending", html)
        self.assertIn("JUANA PEÑA LÓPEZ", html)
        self.assertNotIn("cotejo", html)
        self.assertEqual(self.abrir_pagina(f"{documento.token}/documento.pdf").status_code, 403)

    def test_challenged(self):
        self.documento._impugnar(self.documento.firmante_ids)
        datos = self.datos()
        self.assertEqual((datos["estado"], datos["descarga"]), ("impugnado", None))
        motivo = "The certificate of JUANA PEÑA LÓPEZ was revoked before the time-stamp of the signature."
        self.assertEqual(datos["motivo"], motivo)
        self.assertEqual(datos["firmas"][0]["revocacion"], "impugnado")
        html = self.abrir_pagina().text
        self.assertIn("The signature of this document is challenged", html)
        self.assertIn(motivo, html)
        self.assertEqual(self.abrir_pagina(f"{self.token}/documento.pdf").status_code, 403)

    def test_confirmed_a_day_later(self):
        self.documento._revisar_revocacion()
        self.assertEqual(self.datos()["firmas"][0]["revocacion"], "vigente_confirmado")
        self.assertIn("confirmed it the day after", self.abrir_pagina().text)

    def test_constancy(self):
        constancia = {"folio": "NOM-77", "proveedor": "PSC de prueba", "momento": self.pki.ahora}
        with patch.object(type(self.documento), "_constancia_publica", lambda s: constancia):
            self.assertIn("NOM-77 PSC de prueba, March 2, 2026, 12:00 h", palabras(self.abrir_pagina().text))
            self.assertEqual(self.datos()["constancia"]["momento"], "2026-03-02T18:00:00+00:00")
        self.assertNotIn("Constancy", self.abrir_pagina().text)

    def test_time_zone_of_the_institution(self):
        self.company.partner_id.tz = "America/Tijuana"
        self.assertIn("March 2, 2026, 10:00 h (UTC−08:00)", palabras(self.abrir_pagina().text))

    # The file

    def test_download(self):
        respuesta = self.abrir_pagina(f"{self.token}/documento.pdf")
        self.assertEqual((respuesta.status_code, respuesta.content), (200, self.documento._bytes()))
        nombre = self.documento.name.replace("/", "-")
        self.assertEqual(respuesta.headers["Content-Disposition"], f"attachment; filename={nombre}.pdf")
        self.assertEqual(respuesta.headers["Content-Type"], "application/pdf")
        self.assertIn("sandbox", respuesta.headers["Content-Security-Policy"])

    def test_classified(self):
        """Who found a copy of a classified answer gets neither its file nor its matter."""
        for clasificacion in ("confidencial", "reservado"):
            wizard = self.env["correspondencia.rectificar"].with_user(self.ventanilla)
            wizard = wizard.with_context(active_id=self.firmada.asunto_id.id)
            wizard.create({"motivo": "Clasificado", "confidencialidad": clasificacion}).action_rectificar()
            datos = self.datos()
            self.assertEqual((datos["clasificado"], datos["descarga"]), (True, None))
            html = self.abrir_pagina().text
            self.assertIn("The matter is classified", html)
            self.assertIn(self.documento.name, html)
            self.assertIn('id="cotejo"', html)
            self.assertSinSecretos(html, f"{self.token}/documento.pdf", "Download the signed PDF")
            self.assertEqual(self.abrir_pagina(f"{self.token}/documento.pdf").status_code, 403)

    def test_altered_in_the_storage(self):
        """What the storage gives instead is not given out."""
        with (
            patch.object(type(self.env["ir.attachment"]), "_verificar_evidencia", lambda adjuntos: adjuntos),
            mute_logger("odoo.addons.correspondencia_entrada.controllers.firma_verificacion"),
        ):
            respuesta = self.abrir_pagina(f"{self.token}/documento.pdf")
        self.assertEqual(respuesta.status_code, 503)
        self.assertIn("not given here", respuesta.text)

    # Whoever guesses

    def test_unknown_always_looks_the_same(self):
        patron = self.abrir_pagina(DESCONOCIDO)
        self.assertEqual(patron.status_code, 404)
        self.assertIn("No document of ours has this code", patron.text)
        casi = self.token[:-1] + ("A" if self.token[-1] != "A" else "B")
        for ruta in (
            casi,
            self.token + "A",
            self.token[:-1],
            self.token.swapcase(),
            "%20" + self.token,
            self.token + "/",
            self.token + "/otro.pdf",
            self.token + ".xml",
            self.token + "%00",
            DESCONOCIDO + "/documento.pdf",
            "A" * 5000,
            "ñ" * 22,
            "%ff%fe",
            "a/b/c",
            "' OR 1=1 --",
            "False",
            "<script>alert(1)</script>",
            DESCONOCIDO + "?token=" + self.token,
        ):
            with self.subTest(ruta[:40]):
                respuesta = self.abrir_pagina(ruta)
                self.assertEqual((respuesta.status_code, respuesta.text), (404, patron.text))
                self.assertEqual(set(respuesta.headers), set(patron.headers))
        self.assertEqual(self.url_open("/v", headers={"Accept-Language": "en"}).text, patron.text)
        for ruta in (DESCONOCIDO, casi, "x.json"):
            datos = self.abrir_pagina(ruta, acepta="application/json")
            self.assertEqual((datos.status_code, datos.json()["estado"]), (404, "desconocido"))
            self.assertEqual(set(datos.json()), {"estado", "titulo", "mensaje"})

    def test_unknown_upload_looks_the_same(self):
        patron = self.abrir_pagina(DESCONOCIDO)
        for ruta in (DESCONOCIDO, "x", self.token + "A", f"{self.token}/documento.pdf"):
            respuesta = self.subir(self.documento._bytes(), ruta, acepta="text/html")
            self.assertEqual((respuesta.status_code, respuesta.text), (404, patron.text))

    def test_limit_of_look_ups(self):
        """Each client has its own; an unknown code counts as a known one."""
        self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_consultas_por_minuto", "3")
        estados = [self.abrir_pagina(ruta).status_code for ruta in (self.token, DESCONOCIDO, f"{self.token}.json")]
        self.assertEqual(estados, [200, 404, 200])
        for ruta in (self.token, DESCONOCIDO, f"{self.token}/documento.pdf"):
            respuesta = self.abrir_pagina(ruta)
            self.assertEqual((respuesta.status_code, respuesta.headers["Retry-After"]), (429, "60"))
            self.assertIn("Too many requests from your network", respuesta.text)
        self.assertEqual(self.datos()["estado"], "limite")
        with patch("odoo.http.HTTPRequest.remote_addr", "203.0.113.7"):
            self.assertEqual(self.abrir_pagina().status_code, 200)

    def test_the_limit_passes(self):
        Consulta = self.env["firma.consulta"]
        self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_consultas_por_minuto", "1")
        self.assertEqual([Consulta._contar("consulta", "203.0.113.7") for _ in range(3)], [0, 60, 60])
        with patch("time.time", return_value=self.pki.ahora.timestamp() + 45):
            self.assertEqual(Consulta._contar("consulta", "203.0.113.7"), 15)
        with patch("time.time", return_value=self.pki.ahora.timestamp() + 60):
            self.assertEqual(Consulta._contar("consulta", "203.0.113.7"), 0)

    def test_who_is_one_client(self):
        """Everybody behind one IPv6 network counts as one; nobody's address is kept."""
        Consulta = self.env["firma.consulta"]
        self.env["ir.config_parameter"].set_param("correspondencia_entrada.verificacion_consultas_por_minuto", "1")
        for direccion, limitado in (
            ("203.0.113.7", False),
            ("::ffff:203.0.113.7", True),
            ("203.0.113.8", False),
            ("2001:db8:1:2:3:4:5:6", False),
            ("2001:db8:1:2:ffff::1", True),
            ("2001:db8:1:3::1", False),
            (None, False),
            ("unix:", True),
        ):
            with self.subTest(direccion):
                self.assertEqual(bool(Consulta._contar("consulta", direccion)), limitado)
        self.assertEqual(Consulta._contar("archivo", "203.0.113.7"), 0)
        with self.otra_conexion() as cr:
            cr.execute("SELECT string_agg(clave, ' ') FROM firma_consulta")
            self.assertRegex(cr.fetchone()[0], r"^([0-9a-f]{64} ?)+$")

    def test_old_counts_go(self):
        self.cr.execute("INSERT INTO firma_consulta (clave, hasta, cuenta) VALUES ('vieja', '2020-01-01', 1)")
        self.cr.execute("INSERT INTO firma_consulta (clave, hasta, cuenta) VALUES ('nueva', now(), 1)")
        self.env["firma.consulta"]._gc_pasadas()
        self.assertEqual(self.env["firma.consulta"].sudo().search([]).mapped("clave"), ["nueva"])
        self.cr.execute("SELECT relpersistence FROM pg_class WHERE oid = 'firma_consulta'::regclass")
        self.assertEqual(self.cr.fetchone()[0], "u")

    # Headers, cost, words

    def test_headers(self):
        for ruta in (self.token, DESCONOCIDO, f"{self.token}.json", f"{self.token}/documento.pdf"):
            cabeceras = self.abrir_pagina(ruta).headers
            self.assertIn("default-src 'none'", cabeceras["Content-Security-Policy"])
            self.assertIn("frame-ancestors 'none'", cabeceras["Content-Security-Policy"])
            self.assertNotIn("unsafe", cabeceras["Content-Security-Policy"])
            self.assertEqual(cabeceras["Referrer-Policy"], "no-referrer")
            self.assertIn("noindex", cabeceras["X-Robots-Tag"])
            self.assertEqual(cabeceras["X-Content-Type-Options"], "nosniff")
            self.assertEqual(cabeceras["X-Frame-Options"], "DENY")
            self.assertEqual(cabeceras["Cache-Control"], "no-store")
            self.assertNotIn("Set-Cookie", cabeceras)
        html = self.abrir_pagina().text
        self.assertTrue(html.startswith("<!DOCTYPE html>"))
        self.assertNotRegex(html, r"<script(?! type=\"module\" src=)|<style| style=| on[a-z]+=")
        for recurso in re.findall(r'(?:href|src)="(/correspondencia_entrada/static/[^"]+)"', html):
            self.assertEqual(self.url_open(recurso).status_code, 200)

    def test_reading_writes_nothing(self):
        """The transaction is read-only, no session is saved, no other method is taken."""
        with (
            patch.object(http.root.session_store, "save") as guardar,
            patch.object(http.Request, "_update_served_exception") as fallo,
        ):
            self.assertEqual(self.abrir_pagina().status_code, 200)
        guardar.assert_not_called()
        fallo.assert_not_called()
        self.assertTrue(self._ruta_de_ver()["readonly"])
        for metodo in ("PUT", "DELETE", "PATCH"):
            self.assertEqual(self.abrir_pagina(method=metodo).status_code, 405)

    def _ruta_de_ver(self):
        reglas = self.env["ir.http"].routing_map().iter_rules()
        return next(r.endpoint.routing for r in reglas if r.rule.startswith("/v/") and "GET" in r.methods)

    def test_cost(self):
        """The same for one signature and for several."""
        respuesta = self.por_firmar(self.juridica, self.directora)
        self.firmar(respuesta)
        self.firmar(respuesta, self.directora, "firmante2")
        self.abrir_pagina()
        for token in (self.token, respuesta.sudo().firma_id.token):
            with self.assertQueryCount(15):
                self.abrir_pagina(token)

    def test_languages(self):
        for pedido, idioma in (("en", "en-US"), ("es-AR,en;q=0.5", "es-MX"), ("fr", "es-MX"), ("", "es-MX")):
            with self.subTest(pedido):
                self.assertIn(f'<html lang="{idioma}">', self.abrir_pagina(DESCONOCIDO, pedido).text)

    def test_every_code_has_its_sentence(self):
        self.assertEqual(set(textos.problemas(self.env)), PROBLEMAS | AVISOS)
        self.assertEqual(set(textos.niveles(self.env)), set(NIVELES))
        publicos = {documento._estado_publico() for documento in self._de_cada_estado()}
        self.assertLessEqual(publicos, set(textos.estados(self.env)))
        self.assertEqual(len(publicos), 5)

    def _de_cada_estado(self):
        Documento = self.env["firma.documento"]
        return [Documento.new({"state": estado}) for estado, _nombre in Documento._fields["state"].selection]

    def test_html_in_the_data(self):
        self.company.name = "<script>alert(1)</script>"
        html = self.abrir_pagina().text
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", html)
        self.assertNotIn("<script>", html)

    def test_the_commands_of_the_page_work(self):
        """Who follows them, with the paper and the file, verifies the sello of a signature; not that of another."""
        bloques = re.findall(r"<pre[^>]*>(.+?)</pre>", self.abrir_pagina().text, re.DOTALL)
        guion = "\n".join(bloques[:3]).replace("&lt;", "<").replace("&gt;", ">")
        firmante = self.documento.firmante_ids
        for sello, esperado in ((firmante.sello, "Verified OK"), (firmante.sello[::-1], "Verification failure")):
            with self.subTest(esperado), tempfile.TemporaryDirectory() as carpeta:
                Path(carpeta, "documento.pdf").write_bytes(self.documento._bytes())
                Path(carpeta, "cadena.txt").write_text(firmante.cadena + "\n")
                Path(carpeta, "sello.txt").write_text("\n".join(re.findall(".{1,64}", sello)))
                hecho = subprocess.run(
                    ["sh", "-e"], input=guion, cwd=carpeta, capture_output=True, text=True, check=False
                )
                self.assertIn(esperado, hecho.stdout + hecho.stderr)
