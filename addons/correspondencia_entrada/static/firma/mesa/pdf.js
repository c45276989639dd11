/** pdf.js as Odoo brings it, set up for a page that lets nothing else run. */
import * as pdfjs from "/web/static/lib/pdfjs/build/pdf.js";
import { FirmaError } from "../nucleo/errores.js";

/** Pixels of a canvas; more are slow, and too many for a telephone. */
const PIXELES = 8 * 2 ** 20;

let recursos = null;
let obrero = null;

/** @param {{worker: string, integridad: string, cmaps: string}} datos where the parts of pdf.js are */
export function configurarPdf(datos) {
    recursos = datos;
}

/** Only the worker of pdf.js becomes one: its bytes are compared with the hash that the page brings. */
async function crearObrero() {
    const { worker, integridad } = recursos;
    const codigo = await (await fetch(worker, { integrity: integridad })).blob();
    const direccion = URL.createObjectURL(new Blob([codigo], { type: "text/javascript" }));
    const identidad = { createScriptURL: (url) => url };
    const politica = globalThis.trustedTypes?.createPolicy("firma-pdf", identidad) ?? identidad;
    const hilo = new Worker(politica.createScriptURL(direccion), { type: "module" });
    return new pdfjs.PDFWorker({ port: hilo, verbosity: pdfjs.VerbosityLevel.ERRORS });
}

/**
 * Open a document. pdf.js gets a copy, because it takes possession of what it is given.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<object>} PDFDocumentProxy; `loadingTask.destroy()` frees it
 */
export async function abrirPdf(bytes) {
    obrero ??= crearObrero();
    try {
        return await pdfjs.getDocument({
            data: bytes.slice(),
            worker: await obrero,
            cMapUrl: new URL(recursos.cmaps, location.href).href,
            cMapPacked: true,
            enableXfa: false,
            isEvalSupported: false,
            verbosity: pdfjs.VerbosityLevel.ERRORS,
        }).promise;
    } catch (error) {
        throw new FirmaError("PDF_MALFORMED", error.message);
    }
}

/**
 * Draw a page, with its text over it to select and for screen readers.
 *
 * @param {object} pagina PDFPageProxy
 * @param {HTMLElement} hoja emptied and filled
 * @param {number} escala 1 is 96 pixels per inch
 * @returns {{listo: Promise<void>, cancelar: () => void}}
 */
export function dibujar(pagina, hoja, escala) {
    const vista = pagina.getViewport({ scale: escala });
    const finura = matchMedia("(pointer: coarse)").matches ? 2 : 1; // fingers enlarge what was drawn
    const densidad = Math.min(
        (devicePixelRatio || 1) * finura,
        Math.sqrt(PIXELES / (vista.width * vista.height))
    );
    const lienzo = document.createElement("canvas");
    lienzo.width = Math.floor(vista.width * densidad);
    lienzo.height = Math.floor(vista.height * densidad);
    const capa = document.createElement("div");
    capa.className = "texto";
    const transform = densidad === 1 ? null : [densidad, 0, 0, densidad, 0, 0];
    const trazo = pagina.render({
        canvasContext: lienzo.getContext("2d"),
        viewport: vista,
        transform,
    });
    const texto = new pdfjs.TextLayer({
        textContentSource: pagina.streamTextContent(),
        container: capa,
        viewport: vista,
    });
    hoja.style.setProperty("--scale-factor", vista.scale);
    const listo = Promise.all([trazo.promise, texto.render()]).then(() =>
        hoja.replaceChildren(lienzo, capa)
    );
    const cancelar = () => {
        trazo.cancel();
        texto.cancel();
    };
    return { listo, cancelar };
}
