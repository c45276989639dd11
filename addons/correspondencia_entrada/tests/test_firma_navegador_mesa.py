from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from odoo.tests import tagged

from ..controllers.firma_mesa_textos import textos
from .common import pdf
from .firma_navegador_comun import CONTRASENA, FIRMAR, NavegadorCase, b64, llave_clara, verificar


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

    def test_next_before_the_page_is_drawn(self):
        """Who goes on while a page is still being fetched reads the next document, and nothing fails behind."""
        resultado = self.en_pagina(
            """
            const ventana = $("[data-ventana]");
            const alVerse = new IntersectionObserver(() => $("[data-siguiente]").click(), { root: ventana });
            const alAbrir = new MutationObserver(() => {
                if ($(".hoja") && $("#lector [data-folio]").textContent === "DGT/0002/2026") {
                    alAbrir.disconnect();
                    alVerse.observe($(".hoja")); // told right after the page itself is told to draw
                }
            });
            await hasta(() => $(".hoja canvas"));
            alAbrir.observe(ventana, { childList: true });
            $("[data-siguiente]").click();
            await hasta(() => $("#lector [data-folio]").textContent === "DGT/0003/2026" && $(".hoja canvas"));
            return [$(".texto").textContent.includes("Oficio 3"), $("#lector [data-aviso]").hidden];
            """
        )
        self.assertEqual(resultado, [True, True])

    def test_a_page_that_cannot_be_shown(self):
        """Its place says so, and what comes before it is there."""
        danado = PdfWriter(clone_from=BytesIO(pdf("Oficio dañado", 2)))
        hijos = danado._pages.get_object()["/Kids"]
        rama = {NameObject("/Type"): NameObject("/Pages"), NameObject("/Kids"): TextStringObject("none")}
        hijos.insert(1, danado._add_object(DictionaryObject(rama)))
        danado.write(salida := BytesIO())
        self.servidor.filas[1].pdf = salida.getvalue()
        resultado = self.en_pagina(
            """
            await hasta(() => $(".hoja"));
            const hojas = [...document.querySelectorAll(".hoja")];
            hojas[1].scrollIntoView();
            await hasta(() => hojas.every((hoja) => hoja.firstChild));
            return hojas.map((hoja) => hoja.querySelector("canvas") ? "drawn" : hoja.textContent);
            """
        )
        self.assertEqual(resultado, ["drawn", textos(self.env)["pagina_ilegible"]])

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

    def test_bad_network(self):
        """A lost answer is asked for again; when nobody answers the batch stops, and what is signed stays signed."""
        resultado = self.en_pagina(
            FIRMAR
            + """
            const pedir = window.fetch;
            const veces = { "/firma/mesa/abrir": 0, "/firma/mesa/terminar": 0 };
            window.fetch = async (direccion, opciones) => {
                veces[direccion] += 1;
                const muerta = veces["/firma/mesa/abrir"] > 1;
                const respuesta = muerta || (await pedir(direccion, opciones));
                if (muerta || (direccion.endsWith("/terminar") && veces[direccion] === 1)) {
                    throw new TypeError("Failed to fetch");
                }
                return respuesta;
            };
            await firmar(archivos, contrasena);
            await terminado();
            return [filas().map((fila) => fila.dataset.estado), $("[data-lineas]").textContent];
            """,
            archivos=self.archivos(),
            contrasena=CONTRASENA,
        )
        sin_red = textos(self.env)["errores"]["NETWORK"]
        estados = ["firmado", "error", "pendiente"]
        self.assertEqual(resultado, [estados, f"1 could not be signed. 1 still waits. {sin_red}"])
        self.assertEqual(list(self.servidor.firmados), [1])

    def test_stopped(self):
        """What was begun ends; the rest waits, and can be signed from the outcome on."""
        resultado = self.en_pagina(
            FIRMAR
            + """
            const pedir = window.fetch;
            window.fetch = (direccion, opciones) => {
                if (direccion.endsWith("/terminar")) {
                    $("[data-detener]").click();
                }
                return pedir(direccion, opciones);
            };
            await firmar(archivos, contrasena);
            await terminado();
            window.fetch = pedir;
            const estados = filas().map((fila) => fila.dataset.estado);
            $("[data-continuar]").click();
            const boton = $("[data-firmar]").textContent;
            await firmar(archivos, contrasena);
            await hasta(() => $("[data-titulo]").textContent.startsWith("3"));
            return [estados, boton, $("[data-progreso]").dataset.fase, $("[data-continuar]").hidden];
            """,
            archivos=self.archivos(),
            contrasena=CONTRASENA,
        )
        self.assertEqual(resultado, [["firmado", "pendiente", "pendiente"], "Sign 2 documents", "terminado", True])

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

    def test_long_file_names(self):
        """The names that SAT gives are long: they are cut, and the form stays as wide as its column."""
        nombre = "Claveprivada_FIEL_PELJ800101AB1_20261122_101010.key"
        resultado = self.en_pagina(
            """
            darArchivos("#entrada-cer", archivos);
            await hasta(() => $("#firma").textContent.includes(nombre) && !$("[data-identidad]").hidden);
            return [$("#firma").scrollWidth - $("#firma").clientWidth, $("#firma form").offsetWidth > 200];
            """,
            archivos={"00001000000700000001.cer": b64(self.juana.cer), nombre: self.archivos()["mi.key"]},
            nombre=nombre,
        )
        self.assertEqual(resultado, [0, True])
