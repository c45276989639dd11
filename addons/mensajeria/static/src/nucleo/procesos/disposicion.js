/**
 * Second half of the drawing: coordinates and paths. Pure functions.
 *
 * @typedef {import("./capas").Nodo} Nodo
 * @typedef {import("./capas").Flecha} Flecha
 * @typedef {{x: number, y: number, ancho: number, alto: number, orden: number}} Caja
 * @typedef {{ancho: number, alto: number, cajas: Object<string, Caja>, trazos: {flecha: Flecha, d: string}[]}} Disposicion
 */

import { media, ordenarEnCapas, tramosDe } from "./capas";

const MARGEN = 12;
const ENTRE_CAPAS = 52;
const ENTRE_NODOS = 22;
const ENTRE_HILOS = 14;
const PASADAS = 8;
const CARRIL = 10;
const RADIO = 7;
const ENTRE_FILAS = 34;

/**
 * Layers side by side, from left to right: for wide screens.
 *
 * @param {Nodo[]} nodos
 * @param {Flecha[]} flechas
 * @returns {Disposicion}
 */
export function disponerHorizontal(nodos, flechas) {
    const porClave = new Map(nodos.map((nodo) => [nodo.clave, nodo]));
    const { capas, hilos } = ordenarEnCapas(nodos, flechas);
    const alto = (punto) => porClave.get(punto)?.alto || 0;
    const centros = centrarEnCapas(capas, tramosDe(hilos, capas), alto);
    const columnas = [];
    let x = MARGEN;
    for (const capa of capas) {
        const ancho = Math.max(...capa.map((punto) => porClave.get(punto)?.ancho || 0));
        columnas.push({ x, ancho });
        x += ancho + ENTRE_CAPAS;
    }
    const cajas = {};
    capas.forEach((capa, i) => {
        for (const punto of capa.filter((p) => porClave.has(p))) {
            const nodo = porClave.get(punto);
            cajas[punto] = {
                x: columnas[i].x + (columnas[i].ancho - nodo.ancho) / 2,
                y: centros.get(punto) - nodo.alto / 2,
                ancho: nodo.ancho,
                alto: nodo.alto,
            };
        }
    });
    numerar(cajas);
    const columnaDe = new Map(capas.flatMap((capa, i) => capa.map((p) => [p, columnas[i]])));
    return {
        ancho: x - ENTRE_CAPAS + MARGEN,
        alto: Math.max(...[...centros].map(([p, y]) => y + alto(p) / 2)) + MARGEN,
        cajas,
        trazos: hilos.map((hilo) => ({
            flecha: hilo.flecha,
            d: trazoHorizontal(hilo, cajas, centros, columnaDe),
        })),
    };
}

/** Heights of all points: near their neighbours, in order, none over another. */
function centrarEnCapas(capas, tramos, alto) {
    const separacion = (a, b) =>
        (alto(a) + alto(b)) / 2 + (alto(a) && alto(b) ? ENTRE_NODOS : ENTRE_HILOS);
    const centros = new Map(capas.flatMap((capa) => capa.map((p, i) => [p, i * 100])));
    const vecinos = new Map([...centros.keys()].map((p) => [p, { antes: [], despues: [] }]));
    for (const [a, b] of tramos.flat()) {
        vecinos.get(a).despues.push(b);
        vecinos.get(b).antes.push(a);
    }
    for (let pasada = 0; pasada < PASADAS; pasada++) {
        const lados = pasada % 2 ? ["despues"] : ["antes"];
        const orden = pasada % 2 ? [...capas].reverse() : capas;
        for (const capa of orden) {
            const deseos = capa.map((punto) => {
                const cerca = (pasada > PASADAS - 3 ? ["antes", "despues"] : lados).flatMap(
                    (lado) => vecinos.get(punto)[lado]
                );
                return cerca.length ? media(cerca.map((p) => centros.get(p))) : centros.get(punto);
            });
            acomodar(capa, deseos, separacion).forEach((y, i) => centros.set(capa[i], y));
        }
    }
    const tope = Math.min(...[...centros].map(([p, y]) => y - alto(p) / 2)) - MARGEN;
    return new Map([...centros].map(([p, y]) => [p, y - tope]));
}

/**
 * Places nearest to the wished ones (least squares) that keep order and separation.
 *
 * @param {string[]} puntos
 * @param {number[]} deseos
 * @param {(a: string, b: string) => number} separacion least distance between two consecutive points
 */
export function acomodar(puntos, deseos, separacion) {
    let acumulado = 0;
    const desvios = puntos.map((punto, i) => {
        acumulado += i ? separacion(puntos[i - 1], punto) : 0;
        return acumulado;
    });
    const bloques = [];
    deseos.forEach((deseo, i) => {
        let bloque = { suma: deseo - desvios[i], cuenta: 1 };
        while (
            bloques.length &&
            bloques.at(-1).suma / bloques.at(-1).cuenta > bloque.suma / bloque.cuenta
        ) {
            const anterior = bloques.pop();
            bloque = { suma: anterior.suma + bloque.suma, cuenta: anterior.cuenta + bloque.cuenta };
        }
        bloques.push(bloque);
    });
    const bases = bloques.flatMap(({ suma, cuenta }) => Array(cuenta).fill(suma / cuenta));
    return bases.map((base, i) => base + desvios[i]);
}

/** Forward arrows leave and enter by the middle; returning ones a little lower, so both are seen. */
function trazoHorizontal({ puntos, retroceso }, cajas, centros, columnaDe) {
    const salida = (columna) => (retroceso ? columna.x : columna.x + columna.ancho);
    const entrada = (columna) => (retroceso ? columna.x + columna.ancho : columna.x);
    const borde = (caja, saliendo) => (saliendo !== retroceso ? caja.x + caja.ancho : caja.x);
    const altura = (punto) => {
        const caja = cajas[punto];
        return caja
            ? centros.get(punto) + (retroceso ? caja.alto / 4 : -caja.alto / 8)
            : centros.get(punto);
    };
    const [origen, destino] = [puntos[0], puntos.at(-1)];
    let y = altura(origen);
    let x = salida(columnaDe.get(origen));
    let d = `M ${n(borde(cajas[origen], true))} ${n(y)} H ${n(x)}`;
    for (const punto of puntos.slice(1)) {
        const [x2, y2] = [entrada(columnaDe.get(punto)), altura(punto)];
        const medio = (x + x2) / 2;
        d +=
            Math.abs(y2 - y) < 0.5
                ? ` H ${n(x2)}`
                : ` C ${n(medio)} ${n(y)} ${n(medio)} ${n(y2)} ${n(x2)} ${n(y2)}`;
        [x, y] = [
            punto === destino ? borde(cajas[destino], false) : salida(columnaDe.get(punto)),
            y2,
        ];
        d += Math.abs(x - x2) < 0.5 ? "" : ` H ${n(x)}`; // an empty end would lose the direction of the arrow
    }
    return d;
}

/**
 * One node per row, with the arrows that skip rows beside them: for phones.
 * Arrows onwards run on the right, those that return on the left; one lane per end.
 *
 * @param {Nodo[]} nodos; those wider than the room left between the lanes are narrowed
 * @param {Flecha[]} flechas
 * @param {number} ancho of the drawing
 * @returns {Disposicion}
 */
export function disponerVertical(nodos, flechas, ancho) {
    const porClave = new Map(nodos.map((nodo) => [nodo.clave, nodo]));
    const filas = ordenarEnCapas(nodos, flechas)
        .capas.flat()
        .filter((p) => porClave.has(p));
    const fila = new Map(filas.map((clave, i) => [clave, i]));
    const seguidas = flechas.filter(({ de, a }) => fila.get(a) - fila.get(de) === 1);
    const carriles = {
        derecha: repartirCarriles(
            flechas.filter(({ de, a }) => fila.get(a) - fila.get(de) > 1),
            fila
        ),
        izquierda: repartirCarriles(
            flechas.filter(({ de, a }) => fila.get(a) < fila.get(de)),
            fila
        ),
    };
    const canal = ({ total }) => (total ? RADIO + 6 + total * CARRIL : 0) + MARGEN / 2;
    const izquierda = canal(carriles.izquierda);
    const libre = ancho - izquierda - canal(carriles.derecha);
    const cajas = {};
    let y = MARGEN / 2;
    for (const clave of filas) {
        const nodo = porClave.get(clave);
        const propio = Math.min(nodo.ancho, libre);
        cajas[clave] = { x: izquierda + (libre - propio) / 2, y, ancho: propio, alto: nodo.alto };
        y += nodo.alto + ENTRE_FILAS;
    }
    numerar(cajas);
    const trazos = flechas.map((flecha) => {
        const [de, a] = [cajas[flecha.de], cajas[flecha.a]];
        if (seguidas.includes(flecha)) {
            return { flecha, d: `M ${n(de.x + de.ancho / 2)} ${n(de.y + de.alto)} V ${n(a.y)}` };
        }
        const regresa = a.y < de.y;
        const carril = carriles[regresa ? "izquierda" : "derecha"].de.get(flecha.a);
        const hueco = RADIO + 6 + carril * CARRIL;
        const x = regresa ? izquierda - hueco : izquierda + libre + hueco;
        return { flecha, d: trazoVertical(de, a, x, regresa ? -1 : 1) };
    });
    return { ancho, alto: y - ENTRE_FILAS + MARGEN / 2, cajas, trazos };
}

/** Lane of each end, the shortest trunks nearest to the nodes. */
function repartirCarriles(flechas, fila) {
    const troncos = new Map();
    for (const { de, a } of flechas) {
        const [desde, hasta] = troncos.get(a) || [fila.get(a), fila.get(a)];
        troncos.set(a, [Math.min(desde, fila.get(de)), Math.max(hasta, fila.get(de))]);
    }
    const ocupados = [];
    const de = new Map();
    for (const [clave, [desde, hasta]] of [...troncos].sort(
        (x, y) => x[1][1] - x[1][0] - (y[1][1] - y[1][0])
    )) {
        const libre = (carril) =>
            !(ocupados[carril] || []).some(([d, h]) => desde <= h && d <= hasta);
        let carril = 0;
        while (!libre(carril)) {
            carril++;
        }
        (ocupados[carril] ||= []).push([desde, hasta]);
        de.set(clave, carril);
    }
    return { de, total: ocupados.length };
}

function trazoVertical(de, a, x, lado) {
    const borde = (caja) => (lado > 0 ? caja.x + caja.ancho : caja.x);
    const [y1, y2] = [de.y + de.alto * 0.7, a.y + a.alto * 0.3];
    const baja = y2 > y1 ? 1 : -1;
    return (
        `M ${n(borde(de))} ${n(y1)} H ${n(x - lado * RADIO)} Q ${n(x)} ${n(y1)} ${n(x)} ${n(y1 + baja * RADIO)}` +
        ` V ${n(y2 - baja * RADIO)} Q ${n(x)} ${n(y2)} ${n(x - lado * RADIO)} ${n(y2)} H ${n(borde(a))}`
    );
}

/** Reading order of the boxes: by columns (or rows), then downwards. */
function numerar(cajas) {
    const columna = ({ x, ancho }) => Math.round(x + ancho / 2);
    Object.values(cajas)
        .sort((a, b) => columna(a) - columna(b) || a.y - b.y)
        .forEach((caja, i) => (caja.orden = i));
}

/**
 * The box to which an arrow key moves from `clave`: the nearest one that way.
 *
 * @param {Object<string, Caja>} cajas
 * @param {string} clave
 * @param {"ArrowUp"|"ArrowDown"|"ArrowLeft"|"ArrowRight"} tecla
 * @returns {string} `clave` itself when there is none
 */
export function vecino(cajas, clave, tecla) {
    const centro = ({ x, y, ancho, alto }) => [x + ancho / 2, y + alto / 2];
    const [cx, cy] = centro(cajas[clave]);
    const horizontal = tecla === "ArrowLeft" || tecla === "ArrowRight";
    const signo = tecla === "ArrowRight" || tecla === "ArrowDown" ? 1 : -1;
    let [mejor, menos] = [clave, Infinity];
    for (const [otra, caja] of Object.entries(cajas)) {
        const [x, y] = centro(caja);
        const avance = signo * (horizontal ? x - cx : y - cy);
        const desvio = Math.abs(horizontal ? y - cy : x - cx);
        if (avance > 1 && avance + 2 * desvio < menos) {
            [mejor, menos] = [otra, avance + 2 * desvio];
        }
    }
    return mejor;
}

function n(numero) {
    return Math.round(numero * 10) / 10;
}
