import hashlib
import json
import re
from pathlib import Path
from unittest.mock import patch

from asn1crypto import cms

from odoo.http import request
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..controllers import firma_mesa_recursos as recursos
from ..controllers.firma_mesa_textos import textos
from ..models.firma_errores import ErrorFirma
from ..tools.firma.cadena import firmar_cadena
from ..tools.firma.cms import atributos_firmados
from ..tools.firma.firma import Preparada
from .firma_navegador_comun import CONTRASENA, NavegadorCase, b64, llave_clara, verificar

#: fill in the form and press the button
FIRMAR = """
const firmar = async (archivos, contrasena) => {
    darArchivos("#entrada-cer", archivos);
    await hasta(() => Object.keys(archivos).some((nombre) => $("#firma").textContent.includes(nombre)));
    escribir("#contrasena", contrasena);
    $("[data-firmar]").click();
};
const terminado = () => hasta(() => !$("[data-resumen]").hidden);
const filas = () => [...document.querySelectorAll("#lista li")];
"""


@tagged("post_install", "-at_install")
class TestMesa(NavegadorCase):
    """The page: reading, signing, rejecting."""

    def archivos(self, par=None):
        par = par or self.juana
        return {"mi.cer": b64(par.cer), "mi.key": b64(par.archivo_key(CONTRASENA))}

    def test_a_batch(self):
        """One unlocking signs what is chosen; one is rejected, one fails, and each row tells its own."""
        self.servidor.rechaza[3] = ("TSA_UNAVAILABLE", "The stamps are down.")
        resultado = self.en_pagina(
            FIRMAR
            + """
            const { certificadoAbierto } = await traer("nucleo/llavero");
            const enviado = [];
            const pedir = window.fetch;
            window.fetch = (direccion, opciones = {}) => {
                enviado.push(`${direccion} ${opciones.body || ""}`);
                return pedir(direccion, opciones);
            };
            await hasta(() => $(".hoja canvas"));
            const leido = $(".texto").textContent;
            $("[data-siguiente]").click();
            await hasta(() => $("#lector [data-folio]").textContent === "DGT/0002/2026");
            $("[data-rechazar]").click();
            $("#rechazo [data-confirmar]").click();
            await hasta(() => !$("#rechazo [data-error]").hidden);
            escribir("#motivo", "Falta el anexo");
            $("#rechazo [data-confirmar]").click();
            await hasta(() => $("#lector [data-folio]").textContent === "DGT/0003/2026");
            await firmar(archivos, contrasena);
            await terminado();
            const guardado = [...Object.values(localStorage), ...Object.values(sessionStorage)].join(" ");
            return {
                leido,
                dialogo: $("#rechazo").open,
                estados: filas().map((fila) => fila.dataset.estado),
                dicho: filas().map((fila) => fila.querySelector(".pie").textContent),
                enlaces: [...document.querySelectorAll("#lista .pie a")].map((a) => a.getAttribute("href")),
                voz: $("[data-voz]").textContent,
                fallos: $("[data-fallos]").textContent,
                llave: certificadoAbierto(),
                formulario: [$("#contrasena").value, $("#entrada-cer").files.length, $("#entrada-key").files.length],
                imagenes: document.querySelectorAll("#mesa img, #lista b").length,
                enviado: `${enviado.join(" ")} ${guardado}`,
            };
            """,
            archivos=self.archivos(),
            contrasena=CONTRASENA,
        )
        self.assertIn("Oficio 1", resultado["leido"])
        self.assertEqual(resultado["estados"], ["firmado", "rechazado", "error"])
        self.assertEqual(resultado["dicho"], ["SignedDownloadVerify", "Rejected", "The stamps are down."])
        self.assertEqual(resultado["enlaces"], ["/v/1/pdf", "/v/1"])
        self.assertEqual(resultado["voz"], "1 document signed 1 rejected. 1 could not be signed.")
        self.assertEqual(resultado["fallos"], "DGT/0003/2026 The stamps are down.")
        self.assertFalse(resultado["dialogo"])
        self.assertIsNone(resultado["llave"])
        self.assertEqual(resultado["formulario"], ["", 0, 0])
        self.assertEqual(resultado["imagenes"], 0, "data became HTML")
        self.assertEqual(self.servidor.rechazados, {2: "Falta el anexo"})
        self.assertEqual(list(self.servidor.firmados), [1])
        cadena, sello, preparada, valor = self.servidor.firmados[1]
        verificar(self.juana.cer, cadena.encode(), sello)
        verificar(self.juana.cer, preparada.atributos, valor)
        self._sin_secretos(resultado["enviado"])

    def _sin_secretos(self, enviado):
        """Nothing of the key or of its password, in any form, in what left the page."""
        clara, cifrada = llave_clara(self.juana), self.juana.archivo_key(CONTRASENA)
        secreto = self.juana.clave.private_numbers()
        for largo in (secreto.p, secreto.q, secreto.d, secreto.dmp1, secreto.dmq1):
            crudo = largo.to_bytes((largo.bit_length() + 7) // 8, "big")
            self.assertNotIn(crudo.hex(), enviado)
        for bytes_secretos in (clara, cifrada):
            for desde in range(3):  # base64 has three alignments
                self.assertNotIn(b64(bytes_secretos[desde + 300 : desde + 360]), enviado)
        self.assertIn(b64(self.juana.cer), enviado)
        self.assertNotIn(CONTRASENA, enviado)

    def test_p12_by_keyboard(self):
        """The file is dropped anywhere on the form, and Enter signs."""
        resultado = self.en_pagina(
            FIRMAR
            + """
            const bolsa = new DataTransfer();
            bolsa.items.add(new File([deBase64(p12)], "juana.pfx"));
            $("#firma").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: bolsa }));
            await hasta(() => $("[data-ranura-key]").hidden);
            const enfocado = document.activeElement.id;
            $("[data-todos]").click();
            const ninguno = $("[data-firmar]").disabled;
            $("#lista li input").click();
            escribir("#contrasena", contrasena);
            $("#firma form").requestSubmit();
            await terminado();
            return [enfocado, ninguno, filas().map((fila) => fila.dataset.estado), document.activeElement.dataset.titulo];
            """,
            p12=b64(self.juana.archivo_p12(CONTRASENA)),
            contrasena=CONTRASENA,
        )
        self.assertEqual(resultado, ["contrasena", True, ["firmado", "pendiente", "pendiente"], "1"])

    def test_wrong_files(self):
        """Each error stands by its field; five wrong passwords cost a wait, and the rest stays usable."""
        resultado = self.en_pagina(
            FIRMAR
            + """
            const dicho = {};
            const errores = () => [...document.querySelectorAll("#firma .error:not([hidden])")].map((p) => [p.id, p.textContent]);
            $("[data-firmar]").click();
            await hasta(() => errores().length);
            dicho.nada = errores();
            darArchivos("#entrada-key", { "sello.cer": csd });
            await hasta(() => errores().length && $("[data-nombre-cer]").textContent === "sello.cer");
            dicho.csd = errores();
            darArchivos("#entrada-cer", { "foto.cer": btoa("JFIF") });
            await hasta(() => errores()[0]?.[1].includes(".cer"));
            dicho.foto = errores();
            for (let i = 0; i < 5; i++) {
                await firmar(archivos, "mala");
                await hasta(() => errores().length && (i === 4 || !$("[data-firmar]").disabled));
            }
            dicho.mala = errores();
            dicho.espera = [$("[data-firmar]").disabled, $("[data-firmar]").textContent, $("#contrasena").value];
            dicho.foco = document.activeElement.id;
            $("[data-siguiente]").click();
            await hasta(() => $("#lector [data-folio]").textContent === "DGT/0002/2026");
            $("[data-ver-contrasena]").click();
            dicho.ver = [$("#contrasena").type, $("[data-ver-contrasena]").getAttribute("aria-pressed")];
            return dicho;
            """,
            archivos=self.archivos(),
            csd=b64(self.pki.hoja("csd").cer),
        )
        frases = textos(self.env)["errores"]
        self.assertEqual(resultado["nada"], [["error-cer", frases["CER_MISSING"]]])
        self.assertEqual(resultado["csd"], [["error-cer", frases["NOT_FIEL"]]])
        self.assertEqual(resultado["foto"], [["error-cer", frases["CER_FORMAT"]]])
        self.assertEqual(resultado["mala"], [["error-contrasena", frases["BAD_PASSWORD"]]])
        self.assertEqual((resultado["espera"][0], resultado["espera"][2], resultado["foco"]), (True, "", "contrasena"))
        self.assertRegex(resultado["espera"][1], r"^Wait \d s$")
        self.assertEqual(resultado["ver"], ["text", "true"])
        self.assertFalse(self.servidor.firmados)

    def test_on_the_server(self):
        """Only where the entity allows it; after a wrong password the files stay chosen."""
        self.assertTrue(self.en_pagina("return $('[data-modo]').hidden;"))
        self.servidor.ajustes["modo_servidor"] = True
        resultado = self.en_pagina(
            FIRMAR
            + """
            $("[value=servidor]").click();
            const notas = [$("[data-nota-navegador]").hidden, $("[data-nota-servidor]").hidden];
            await firmar(archivos, "mala");
            await hasta(() => !$("#error-contrasena").hidden && !$("#firma form").hidden);
            const elegido = [$("[value=servidor]").checked, $("[data-nombre-key]").textContent];
            escribir("#contrasena", contrasena);
            $("[data-firmar]").click();
            await terminado();
            return [notas, elegido, filas().map((fila) => fila.dataset.estado)];
            """,
            archivos=self.archivos(),
            contrasena=CONTRASENA,
        )
        self.assertEqual(resultado, [[True, False], [True, "mi.key"], ["firmado"] * 3])
        ids, enviado = self.servidor.enviados[-1]
        self.assertEqual(ids, [1, 2, 3])
        esperado = {"contrasena": CONTRASENA, "cer": b64(self.juana.cer), "key": self.archivos()["mi.key"]}
        self.assertEqual(enviado, esperado)

    def test_a_telephone(self):
        """Three steps, one at a time."""
        self.browser_size = "390x844"
        resultado = self.en_pagina(
            """
            const visible = () => ["lista", "lector", "firma"].filter((id) => document.getElementById(id).offsetHeight);
            const pasos = [visible()];
            $("#lista li .abrir").click();
            pasos.push(visible());
            $("[data-siguiente-paso]").click();
            pasos.push(visible());
            return [pasos, document.documentElement.scrollWidth];
            """
        )
        self.assertEqual(resultado, [[["lista"], ["lector"], ["firma"]], 390])


@tagged("post_install", "-at_install")
class TestLoQueSeFirma(NavegadorCase):
    """The server cannot have anything signed but the document on the screen."""

    cuantas = 1

    def test_proposals(self):
        sesion = self.servidor._de_token(self.servidor.abrir(1, b64(self.juana.cer))["sesion"])
        sesion.preparar(b64(firmar_cadena(self.juana.clave, sesion.cadena)))
        buena, base = sesion.preparada, self.servidor.filas[1].pdf
        propuestas = self._propuestas(buena, base)
        resultado = self.en_pagina(
            """
            const { leerCertificado } = await traer("nucleo/certificado");
            const { revisarPreparada } = await traer("nucleo/tbs");
            const certificado = await leerCertificado(deBase64(cer));
            const codigos = {};
            for (const [nombre, [pdf, rango, atributos, base]] of Object.entries(propuestas)) {
                const propuesta = { preparada: deBase64(pdf), rango, atributos: deBase64(atributos) };
                codigos[nombre] = await codigoDe(() => revisarPreparada(propuesta, { base: deBase64(base), certificado }));
            }
            return codigos;
            """,
            cer=b64(self.juana.cer),
            propuestas={
                nombre: [b64(pdf), list(rango), b64(atributos), b64(suya)]
                for nombre, (_codigo, pdf, rango, atributos, suya) in propuestas.items()
            },
        )
        self.assertEqual(resultado, {nombre: codigo for nombre, (codigo, *_resto) in propuestas.items()})
        self.assertEqual(resultado["good"], "")

    def _propuestas(self, buena: Preparada, base):
        """``{name: (code, pdf, range, attributes, base)}``."""
        pdf, rango, atributos = buena.pdf, buena.rango, buena.atributos
        inicio, fin, largo = buena.inicio, buena.fin, len(buena.pdf)

        def con(posicion, octetos):
            return pdf[:posicion] + octetos + pdf[posicion + len(octetos) :]

        def de(otro, cual=rango):
            return atributos_firmados(hashlib.sha256(otro[: cual[1]] + otro[cual[2] :]).digest(), self.juana.cert)

        def lista(cambiar):
            todos = list(cms.CMSAttributes.load(atributos))
            return cms.CMSAttributes(cambiar(todos)).dump()

        hora = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": self.pki.ahora})]})
        ajeno = self.pki.hoja("firmante2").cert
        corto, lleno, despues = (0, inicio, fin, largo - fin - 10), con(inicio + 9, b"a"), con(fin + 30, b"X")
        sin_marca = con(inicio, b"(")
        otro = con(120, b"OTRO")
        return {
            "good": ("", pdf, rango, atributos, base),
            "another document": ("TBS_BASE", otro, rango, de(otro), base),
            "another base": ("TBS_BASE", pdf, rango, atributos, base[:-4] + b"OTRA"),
            "no base": ("TBS_BASE", pdf, rango, atributos, b""),
            "longer base": ("TBS_BASE", pdf, rango, atributos, pdf + b"x"),
            "changed behind the gap": ("TBS_ATTRIBUTES", despues, rango, atributos, base),
            "range ends early": ("TBS_RANGE", pdf, corto, de(pdf[:-10], corto), base),
            "range begins late": ("TBS_RANGE", pdf, (9, *rango[1:]), atributos, base),
            "range overlaps": ("TBS_RANGE", pdf, (0, fin, inicio, largo - inicio), atributos, base),
            "gap in the base": ("TBS_RANGE", pdf, (0, 10, fin, rango[3]), atributos, base),
            "no range": ("TBS_RANGE", pdf, (), atributos, base),
            "wider gap": ("TBS_GAP", pdf, (0, inicio - 2, fin, rango[3]), atributos, base),
            "filled gap": ("TBS_GAP", lleno, rango, de(lleno), base),
            "gap of text": ("TBS_GAP", sin_marca, rango, de(sin_marca), base),
            "another certificate": ("TBS_ATTRIBUTES", pdf, rango, atributos_firmados(buena.digest, ajeno), base),
            "another digest": ("TBS_ATTRIBUTES", pdf, rango, atributos_firmados(bytes(32), self.juana.cert), base),
            "an attribute more": ("TBS_ATTRIBUTES", pdf, rango, lista(lambda todos: [*todos, hora]), base),
            "an attribute less": ("TBS_ATTRIBUTES", pdf, rango, lista(lambda todos: todos[:-1]), base),
            "bytes behind": ("TBS_ATTRIBUTES", pdf, rango, atributos + b"\0", base),
            "a token to log in": ("TBS_ATTRIBUTES", pdf, rango, b"1234567890abcdef" * 4, base),
            "nothing": ("TBS_ATTRIBUTES", pdf, rango, b"", base),
        }

    def test_cadena(self):
        folio, resumen, numero = "DGT/0001/2026", "a" * 64, "00001000000700000001"
        buena = f"||1.0|{folio}|2026-03-02T18:00:00Z|PELJ800101AB1|{numero}|Entidad de Prueba|{resumen}||"
        cadenas = {
            buena: "",
            buena.replace(folio, "DGT/0002/2026"): "TBS_CADENA",
            buena.replace(resumen, "b" * 64): "TBS_CADENA",
            buena.replace(resumen, "A" * 64): "TBS_CADENA",
            buena.replace("PELJ800101AB1", "NUMP790202CD2"): "TBS_CADENA",
            buena.replace(numero, "00001000000700000002"): "TBS_CADENA",
            buena.replace("1.0", "1.1"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", "Entidad  de Prueba"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", "Entidad\nde Prueba"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", ""): "TBS_CADENA",
            buena.replace("Entidad", "Entidad|Otra"): "TBS_CADENA",
            buena.replace("2026-03-02T18:00:00Z", "ayer"): "TBS_CADENA",
            buena + "\n": "TBS_CADENA",
            "x" + buena: "TBS_CADENA",
            buena[:-1]: "TBS_CADENA",
            "": "TBS_CADENA",
            "1.0" * 30: "TBS_CADENA",
        }
        resultado = self.en_pagina(
            """
            const { leerCertificado } = await traer("nucleo/certificado");
            const { revisarCadena } = await traer("nucleo/tbs");
            const mostrado = { folio, sha256: resumen, certificado: await leerCertificado(deBase64(cer)) };
            return Promise.all(cadenas.map((cadena) => codigoDe(() => revisarCadena(cadena, mostrado))));
            """,
            cer=b64(self.juana.cer),
            folio=folio,
            resumen=resumen,
            cadenas=list(cadenas),
        )
        self.assertEqual(dict(zip(cadenas, resultado, strict=True)), cadenas)

    def test_nothing_is_signed(self):
        """A server that cheats gets no signature: neither of the document nor, when it cheats before, a sello."""
        otra = self.servidor.filas[1].pdf + b"%"

        def cambiar(propuesta):
            propuesta["pdf"] = propuesta["pdf"][:-9] + b"x" + propuesta["pdf"][-8:]

        trampas = {
            "TBS_ATTRIBUTES": lambda: setattr(self.servidor, "alterar", cambiar),
            "TBS_CADENA": lambda: setattr(self.servidor, "cadena", lambda cadena: cadena.replace("0001/", "0002/")),
            "TBS_BASE": lambda: self.startPatcher(
                patch.object(type(self.servidor.browse(1)), "_pdf_base", lambda _documento: otra)
            ),
        }
        for codigo, hacer in trampas.items():
            self.servidor.alterar = self.servidor.cadena = None
            hacer()
            with self.subTest(codigo):
                resultado = self.en_pagina(
                    """
                    const { guardar } = await traer("nucleo/llavero");
                    const { abrirEfirma } = await traer("nucleo/credencial");
                    const { firmarUno } = await traer("mesa/firmar");
                    const documento = JSON.parse($("#datos").textContent).documentos[0];
                    const cerrada = await codigoDe(() => firmarUno(documento));
                    guardar(await abrirEfirma({ cer: deBase64(cer), key: deBase64(key), contrasena }));
                    return [cerrada, await codigoDe(() => firmarUno(documento))];
                    """,
                    cer=b64(self.juana.cer),
                    key=b64(self.juana.archivo_key(CONTRASENA)),
                    contrasena=CONTRASENA,
                )
                self.assertEqual(resultado, ["KEY_CLOSED", codigo])
                self.assertFalse(self.servidor.firmados)


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
        self.assertEqual(len(enlaces), len(list(carpeta.rglob("*.css"))))
        for url, integridad in [*mapa["integrity"].items(), *enlaces]:
            contenido = self.url_open(url).content
            self.assertEqual(integridad, f"sha384-{b64(hashlib.sha384(contenido).digest())}", url)

    def test_a_changed_file_does_not_run(self):
        """The browser compares; one wrong hash in the middle stops the page."""
        leer = recursos.recurso

        def falso(ruta):
            uno = leer(ruta)
            return recursos.Recurso(ruta, f"sha384-{b64(bytes(48))}") if ruta.endswith("/rc2.js") else uno

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
