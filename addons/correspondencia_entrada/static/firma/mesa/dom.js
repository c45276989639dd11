/** Building the page. Text only ever becomes text: nothing here reads HTML. */

const SVG = "http://www.w3.org/2000/svg";

export function buscar(selector, desde = document) {
    return desde.querySelector(selector);
}

/**
 * An element with properties and children.
 *
 * @param {string} etiqueta
 * @param {object} propiedades of the element; `datos` become data attributes, `aria` become aria attributes
 * @param {...(Node | string | null | false)} hijos
 */
export function crear(etiqueta, { datos = {}, aria = {}, ...propiedades } = {}, ...hijos) {
    const elemento = Object.assign(document.createElement(etiqueta), propiedades);
    Object.assign(elemento.dataset, datos);
    for (const [nombre, valor] of Object.entries(aria)) {
        elemento.setAttribute(`aria-${nombre}`, valor);
    }
    elemento.append(...hijos.filter((hijo) => hijo || hijo === 0));
    return elemento;
}

/** One of the drawings that the page brings. */
export function icono(nombre) {
    const dibujo = document.createElementNS(SVG, "svg");
    const uso = document.createElementNS(SVG, "use");
    dibujo.setAttribute("class", "icono");
    dibujo.setAttribute("aria-hidden", "true");
    uso.setAttribute("href", `#icono-${nombre}`);
    dibujo.append(uso);
    return dibujo;
}

/** Show what is true and hide the rest: pairs of an element and a condition. */
export function mostrar(...pares) {
    for (const [elemento, visible] of pares) {
        elemento.hidden = !visible;
    }
}
