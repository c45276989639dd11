import { session } from "@web/session";

const IMAGENES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

/**
 * How a file may be shown inside the page: only what a browser cannot execute.
 *
 * @param {{mimetype: string}} archivo
 * @returns {"pdf"|"imagen"|null} null: it is only offered as a download
 */
export function vistaDe({ mimetype }) {
    if (mimetype === "application/pdf") {
        return "pdf";
    }
    return IMAGENES.includes(mimetype) ? "imagen" : null;
}

export function urlDeVista(archivo) {
    const ruta = `/web/content/${archivo.id}`;
    return vistaDe(archivo) === "pdf"
        ? `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(ruta)}#pagemode=none&zoom=page-width`
        : ruta;
}

/** @returns {number} bytes that the server takes per file */
export function limiteDeCarga() {
    return session.max_file_upload_size || 128 * 1024 * 1024;
}

/**
 * @param {number} bytes
 * @returns {string} size as people say it: 640 KB, 2.4 MB
 */
export function tamanoLegible(bytes) {
    const unidades = ["B", "KB", "MB", "GB"];
    let unidad = 0;
    let valor = bytes || 0;
    while (valor >= 1024 && unidad < unidades.length - 1) {
        valor /= 1024;
        unidad++;
    }
    const decimales = unidad > 1 && valor < 10 && valor % 1 ? 1 : 0;
    return `${valor.toFixed(decimales)} ${unidades[unidad]}`;
}

const ICONOS = [
    [/pdf$/, "fa-file-pdf-o"],
    [/^image\//, "fa-file-image-o"],
    [/word|opendocument\.text/, "fa-file-word-o"],
    [/excel|spreadsheet|csv/, "fa-file-excel-o"],
    [/powerpoint|presentation/, "fa-file-powerpoint-o"],
    [/zip|compressed/, "fa-file-archive-o"],
    [/^audio\//, "fa-file-audio-o"],
    [/^video\//, "fa-file-video-o"],
];

export function iconoDe({ mimetype }) {
    return ICONOS.find(([patron]) => patron.test(mimetype || ""))?.[1] || "fa-file-o";
}
