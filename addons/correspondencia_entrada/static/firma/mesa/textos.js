/** The sentences of the page. The server writes them, in the language of the person; here they are only filled in. */

let catalogo = { errores: {} };
let idioma = "es";

export function cargarTextos(textos, lengua) {
    catalogo = textos;
    idioma = lengua;
}

/**
 * A sentence of the catalogue with its `%(name)s` filled in.
 *
 * @param {string} clave
 * @param {Record<string, string | number>} valores
 */
export function t(clave, valores = {}) {
    return (catalogo[clave] ?? clave).replace(
        /%\((\w+)\)s/g,
        (todo, nombre) => valores[nombre] ?? todo
    );
}

/** `clave` with "_uno" or "_varios" behind it, by the number. */
export function tn(clave, n, valores = {}) {
    return t(`${clave}_${n === 1 ? "uno" : "varios"}`, { n, ...valores });
}

/** What to tell a person of an error: what the server wrote, or the sentence of its code. */
export function explicar(error) {
    return error.mensaje || catalogo.errores[error.codigo] || catalogo.errores.UNKNOWN;
}

/** A day as people write it. */
export function dia(fecha) {
    return new Intl.DateTimeFormat(idioma, { dateStyle: "medium" }).format(fecha);
}
