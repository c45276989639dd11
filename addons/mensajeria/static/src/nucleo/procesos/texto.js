/** Text inside SVG boxes, which do not wrap it by themselves. */

/**
 * @param {string} texto
 * @param {number} ancho of a line, in the unit of `medir`
 * @param {number} maximo number of lines; the last one ends in "…" when there is more
 * @param {(texto: string) => number} medir
 * @returns {string[]}
 */
export function partirTexto(texto, ancho, maximo, medir) {
    const lineas = [];
    let resto = texto.trim().split(/\s+/);
    while (resto.length && lineas.length < maximo) {
        let palabras = 1;
        while (palabras < resto.length && medir(resto.slice(0, palabras + 1).join(" ")) <= ancho) {
            palabras++;
        }
        const ultima = lineas.length === maximo - 1;
        lineas.push(
            recortar(resto.slice(0, ultima ? undefined : palabras).join(" "), ancho, medir)
        );
        resto = resto.slice(palabras);
    }
    return lineas;
}

function recortar(texto, ancho, medir) {
    if (medir(texto) <= ancho) {
        return texto;
    }
    let corto = texto;
    while (corto && medir(`${corto}…`) > ancho) {
        corto = corto.slice(0, -1).trimEnd();
    }
    return `${corto}…`;
}

let lienzo;

/** Width in pixels of a text in the font of the page. */
export function medirCon(fuente) {
    lienzo ||= document.createElement("canvas").getContext("2d");
    const familia = getComputedStyle(document.body).fontFamily;
    return (texto) => {
        lienzo.font = `${fuente} ${familia}`;
        return lienzo.measureText(texto).width;
    };
}

const glifos = {};

/** Character that Font Awesome draws for the class `icono` (`fa-tasks`). */
export function glifo(icono) {
    if (!(icono in glifos)) {
        const muestra = document.createElement("i");
        muestra.className = `fa ${icono}`;
        document.body.append(muestra);
        const contenido = getComputedStyle(muestra, "::before").content;
        muestra.remove();
        glifos[icono] = /^".+"$/.test(contenido) ? contenido.slice(1, -1) : "";
    }
    return glifos[icono];
}
