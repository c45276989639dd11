"""A person at a browser: finds things by the words on the screen, and works them with mouse and keyboard alone."""

import json
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests.common import ChromeBrowser, ChromeBrowserException, release_test_lock

#: counts, in each page, what was asked of the server and is not answered yet
VIGIA = """
window.enCamino = 0;
const contar = (promesa) => {
    window.enCamino++;
    return promesa.finally(() => window.enCamino--);
};
const { fetch: pedir } = window;
window.fetch = (...args) => contar(pedir(...args));
const { send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.send = function (...args) {
    contar(new Promise((dar) => this.addEventListener("loadend", dar)));
    return send.apply(this, args);
};
"""
#: what the eyes do
OJOS = """
const $ = (selector) => document.querySelector(selector);
const $$ = (selector) => [...document.querySelectorAll(selector)];
const hasta = async (condicion, segundos = 40, diga = condicion) => {
    for (let i = 0; i < segundos * 20; i++) {
        const valor = await condicion();
        if (valor) return valor;
        await new Promise((seguir) => setTimeout(seguir, 50));
    }
    throw new Error(`never: ${diga} on «${document.body.innerText.slice(0, 1500)}»`);
};
const llano = (texto) => (texto || "").replace(/\\s+/g, " ").trim().toLowerCase();
const rotulo = (nodo) => (nodo.querySelector("select, input") ? nodo.firstChild.textContent : nodo.innerText);
const dice = (nodo) => llano(rotulo(nodo)).replace(/ ?(\\?|opcional)$/, "");
const seVe = (nodo) => nodo.checkVisibility({ visibilityProperty: true }) && nodo.getClientRects().length > 0;
const vuelta = () => new Promise((seguir) => requestAnimationFrame(() => setTimeout(seguir)));
const quieta = () =>
    hasta(
        async () => {
            for (let i = 0; i < 2; i++) {
                if (window.enCamino || document.readyState !== "complete" || $(".o_blockUI")) return false;
                await vuelta();
            }
            return true;
        },
        60,
        "the page is quiet",
    );
const encima = (nodo) => {
    const caja = nodo.getBoundingClientRect();
    const fuera = caja.top < 0 || caja.left < 0 || caja.bottom > innerHeight || caja.right > innerWidth;
    if (fuera) nodo.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const { left, top, width, height } = nodo.getClientRects()[0];
    const [x, y] = [left + width / 2, top + height / 2];
    const tocado = document.elementFromPoint(x, y);
    return tocado && (nodo.contains(tocado) || tocado.contains(nodo)) ? { x, y } : null;
};
const firme = async (buscar, diga) => {
    await quieta();
    return hasta(
        async () => {
            const nodo = buscar().find((n) => seVe(n) && !n.disabled && encima(n));
            if (!nodo) return null;
            const antes = encima(nodo);
            await vuelta();
            const ahora = nodo.isConnected && encima(nodo);
            return ahora && ahora.x === antes.x && ahora.y === antes.y && { nodo, ...ahora };
        },
        40,
        diga,
    );
};
const PULSABLE =
    "button, a, label, summary, th, [role=button], [role=tab], [role=menuitem], [role=option], .o_select_menu_item, .o_data_cell";
const nombres = (nodo) =>
    [nodo.innerText, nodo.innerText?.split("\\n")[0], nodo.ariaLabel, nodo.title, nodo.dataset.tooltip].map(llano);
const pulsables = (texto, dentro = document) =>
    [...dentro.querySelectorAll(PULSABLE)].filter((n) => nombres(n).includes(llano(texto)));
const filas = (texto) =>
    $$("tr.o_data_row, .o_kanban_record:not(.o_kanban_ghost), .o_ruta_tarjeta").filter((n) => llano(n.innerText).includes(llano(texto)));
const campos = (etiqueta) => {
    const rotulos = $$("label").filter((n) => dice(n) === llano(etiqueta) && seVe(n));
    const suyos = rotulos.map((n) => n.control || (n.htmlFor && document.getElementById(n.htmlFor)));
    const solos = $$("input, textarea, select").filter((n) => [n.ariaLabel, n.placeholder].map(llano).includes(llano(etiqueta)));
    return [...suyos.filter(Boolean), ...solos];
};
const celdas = (fila, columna) =>
    filas(fila).map((tr) => {
        const titulos = [...tr.closest("table").querySelectorAll("thead th")];
        return tr.children[titulos.findIndex((th) => dice(th) === llano(columna))];
    }).filter(Boolean);
const palabras = () => {
    const camino = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const dichas = new Set();
    while (camino.nextNode()) {
        const { textContent, parentElement } = camino.currentNode;
        if (textContent.trim() && !parentElement.closest("script, style, noscript") && seVe(parentElement)) {
            dichas.add(textContent.replace(/\\s+/g, " ").trim());
        }
    }
    for (const nodo of $$("[placeholder], [title], [aria-label]")) {
        if (seVe(nodo)) [nodo.placeholder, nodo.title, nodo.ariaLabel].forEach((dicha) => dicha && dichas.add(dicha));
    }
    return [...dichas];
};
"""
#: keys that write nothing
TECLAS = {"Enter": 13, "Tab": 9, "Escape": 27, "Backspace": 8, "ArrowDown": 40}


class Navegador:
    """A browser with the session of one person, who counts clicks and keystrokes."""

    preludio = OJOS

    def __init__(self, caso, login, tamano="1400x900"):
        self.caso, self.login = caso, login
        self.clics = self.teclas = 0
        self.palabras = set()
        caso.browser_size = tamano
        self.navegador = ChromeBrowser(caso)
        caso.session = None  # the others keep theirs
        caso.authenticate(login, login, browser=self.navegador)
        caso.cr.flush()
        caso.cr.clear()
        self.pedir("Page.addScriptToEvaluateOnNewDocument", source=VIGIA)

    def pedir(self, metodo, **parametros):
        with release_test_lock():  # the server may answer meanwhile
            return self.navegador._websocket_request(metodo, params=parametros, timeout=90)

    def ir(self, direccion="/odoo"):
        self.pedir("Page.navigate", url=self.caso.base_url() + direccion)
        self.hacer("await quieta()")

    def hacer(self, codigo, intentos=20, **datos):
        """Run the body of an async function on the page and give what it returns; waits for a page to be there."""
        expresion = (
            f"(async ({{ {', '.join(datos)} }}) => {{ {self.preludio} {codigo} }})({json.dumps(datos)})"
            ".then((valor) => JSON.stringify({ valor: valor ?? null }), (error) => JSON.stringify({ error: String(error) }))"
        )
        for _vez in range(intentos):
            try:
                dicho = self.pedir("Runtime.evaluate", expression=expresion, awaitPromise=True, returnByValue=True)
            except ChromeBrowserException as error:  # the page was left while it was asked
                dicho = {"error": str(error)}
            if "value" in dicho.get("result", {}):
                respuesta = json.loads(dicho["result"]["value"])
                self.caso.assertNotIn("error", respuesta, self.login)
                return respuesta["valor"]
            time.sleep(0.25)  # the page was just being replaced
        raise AssertionError(f"The page is not there: {dicho}")

    # The mouse

    def _clic(self, buscar, diga, **datos):
        """One click on the middle of the first element that ``buscar`` finds and nothing covers."""
        donde = self.hacer(
            f"const {{ x, y }} = await firme(() => {buscar}, {json.dumps(diga)}); return {{ x, y }};", **datos
        )
        self.palabras.update(self.hacer("await quieta(); return palabras()"))
        for tipo in ("mouseMoved", "mousePressed", "mouseReleased"):
            boton = {"button": "left", "clickCount": 1} if tipo != "mouseMoved" else {}
            self.pedir("Input.dispatchMouseEvent", type=tipo, **donde, **boton)
        self.clics += 1

    def pulsar(self, *textos):
        """Click what says each of ``textos``, one after the other."""
        for texto in textos:
            self._clic("pulsables(texto)", f"something says «{texto}»", texto=texto)

    def pulsar_en(self, fila, texto=None):
        """Click the row or card that holds the words ``fila``, or what says ``texto`` in it."""
        if texto:
            self._clic(
                "filas(fila).flatMap((n) => pulsables(texto, n))", f"«{texto}» in «{fila}»", fila=fila, texto=texto
            )
        else:
            self._clic(
                "filas(fila).map((n) => n.querySelector('td.o_data_cell') || n)", f"a row says «{fila}»", fila=fila
            )

    def pulsar_nodo(self, selector):
        """Click what has no words, only a place."""
        self._clic("$$(selector)", selector, selector=selector)

    def marcar(self, *marcas):
        """Tick the rows that hold the words of each of ``marcas``."""
        for fila in marcas:
            self._clic(
                "filas(fila).map((n) => n.querySelector('.o_list_record_selector'))", f"tick «{fila}»", fila=fila
            )

    def menu(self, aplicacion, seccion=None, opcion=None):
        """Open an application, and go down its menu."""
        self.pulsar_nodo(".o_navbar_apps_menu button")
        self.pulsar(aplicacion)
        if seccion:
            self.pulsar(seccion)
            self._clic("$$('.o-dropdown--menu').flatMap((n) => pulsables(texto, n))", opcion, texto=opcion)

    def trazar(self, selector):
        """A stroke over an element, as of a signature."""
        caja = self.hacer(
            "await quieta(); const { left, top, width, height } = await hasta(() => { const nodo = $(selector);"
            " nodo?.scrollIntoView({ block: 'center' }); return nodo && encima(nodo) && nodo.getBoundingClientRect(); });"
            " return { left, top, width, height }",
            selector=selector,
        )
        for n in range(21):
            x = caja["left"] + caja["width"] * (0.1 + 0.04 * n)
            y = caja["top"] + caja["height"] * (0.5 + (0.2 if n % 2 else -0.2))
            tipo = {0: "mousePressed", 20: "mouseReleased"}.get(n, "mouseMoved")
            self.pedir("Input.dispatchMouseEvent", type=tipo, x=x, y=y, button="left", buttons=1, clickCount=1)
        self.clics += 1

    # The keyboard

    def tecla(self, nombre, **extra):
        codigo = {"windowsVirtualKeyCode": TECLAS[nombre]} | ({"text": "\r"} if nombre == "Enter" else {})
        for tipo in ("keyDown", "keyUp"):
            self.pedir("Input.dispatchKeyEvent", type=tipo, key=nombre, code=nombre, **codigo, **extra)
            codigo.pop("text", None)
        self.teclas += 1

    def teclear(self, texto):
        for letra in str(texto):
            self.pedir("Input.dispatchKeyEvent", type="keyDown", key=letra, text=letra)
            self.pedir("Input.dispatchKeyEvent", type="keyUp", key=letra)
        self.teclas += len(str(texto))

    def leer_codigo(self, codigo):
        """What a scanner in keyboard mode does: types the code and Enter, wherever the focus is."""
        antes = self.teclas
        self.hacer("await quieta()")
        self.teclear(codigo)
        self.tecla("Enter")
        self.teclas = antes  # no fingers

    def escribir(self, etiqueta, valor):
        """Write into the field ``etiqueta``, in the place of what it says."""
        self._clic("campos(etiqueta)", f"the field «{etiqueta}»", etiqueta=etiqueta)
        self._sustituir(valor)

    def _sustituir(self, valor):
        if self.hacer("const n = document.activeElement; return n.select && n.value ? (n.select(), true) : false"):
            self.teclas += 1  # Ctrl+A
        self.teclear(valor)

    def elegir(self, etiqueta, opcion, buscar=None):
        """Choose ``opcion`` in the list of the field ``etiqueta``.

        :param buscar: letters typed to find it
        """
        self._clic("campos(etiqueta)", f"the field «{etiqueta}»", etiqueta=etiqueta)
        if self.hacer("return document.activeElement.matches('select')"):  # the browser's own list finds what is typed
            self.teclear(opcion)
            self.tecla("Enter")
            self.hacer(
                "const dicho = (n) => n.matches('select') && llano(n.selectedOptions[0]?.text);"
                "await hasta(() => campos(etiqueta).some((n) => dicho(n) === llano(opcion)), 5, opcion)",
                etiqueta=etiqueta,
                opcion=opcion,
            )
            return
        self._escoger(opcion, buscar)

    def elegir_en(self, fila, columna, opcion, buscar=None):
        """Choose ``opcion`` in a cell of an editable list."""
        self._clic("celdas(fila, columna)", f"the cell «{columna}» of «{fila}»", fila=fila, columna=columna)
        self._clic("celdas(fila, columna).map((n) => n.querySelector('input'))", "its box", fila=fila, columna=columna)
        self._escoger(opcion, buscar)

    def _escoger(self, opcion, buscar):
        if buscar:
            self._teclear_en_lugar(buscar)
        self._clic(
            "$$('.o-autocomplete--dropdown-item, .o_select_menu_item').filter((n) => llano(n.innerText).includes(llano(opcion)))",
            f"the option «{opcion}»",
            opcion=opcion,
        )

    def _teclear_en_lugar(self, texto):
        self.hacer("document.activeElement.select?.()")
        self.teclear(texto)

    # Files

    def adjuntar(self, selector, *archivos):
        """Choose ``archivos`` (name, content) in the dialog of the file input ``selector``."""
        carpeta = TemporaryDirectory()  # pages may read a file long after it was chosen
        self.caso.addCleanup(carpeta.cleanup)
        rutas = []
        for nombre, contenido in archivos:
            ruta = Path(carpeta.name, nombre)
            ruta.write_bytes(contenido)
            rutas.append(str(ruta))
        self.hacer("await quieta(); await hasta(() => $(selector))", selector=selector)
        nodo = self.pedir("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self.pedir("DOM.setFileInputFiles", files=rutas, objectId=nodo["result"]["objectId"])
        self.hacer("await quieta()")
        self.clics += 2  # the button, and the dialog

    @contextmanager
    def descargando(self):
        """What is downloaded inside: a list that gets the content of one file."""
        contenidos = []
        with TemporaryDirectory() as carpeta:
            self.pedir("Browser.setDownloadBehavior", behavior="allow", downloadPath=carpeta)
            yield contenidos
            for _vez in range(600):
                hechos = [archivo for archivo in Path(carpeta).iterdir() if archivo.suffix == ".pdf"]
                if hechos:
                    break
                with release_test_lock():
                    time.sleep(0.1)
            contenidos += [archivo.read_bytes() for archivo in hechos]
        self.caso.assertTrue(contenidos, "Nothing was downloaded.")

    # The eyes

    def ver(self, *textos):
        """Wait until the page says each of ``textos``."""
        for texto in textos:
            self.hacer(
                "await quieta(); await hasta(() => llano(document.body.innerText).includes(llano(texto)) || "
                "$$('input, textarea').some((n) => seVe(n) && llano(n.value).includes(llano(texto))), 40, texto)",
                texto=texto,
            )
        self.palabras.update(self.hacer("await quieta(); return palabras()"))

    def dice(self, texto):
        """Whether the page says ``texto`` now."""
        return self.hacer("await quieta(); return llano(document.body.innerText).includes(llano(texto))", texto=texto)
