/**
 * First half of a layered drawing (Sugiyama): which layer each node stands in, where long arrows
 * pass, and the order within each layer. Pure functions.
 *
 * @typedef {{clave: string, ancho: number, alto: number}} Nodo
 * @typedef {{de: string, a: string, excepcional: boolean}} Flecha
 * @typedef {{flecha: Flecha, retroceso: boolean, puntos: string[]}} Hilo an arrow with the places it
 *      passes, from its origin to its end; `retroceso` when it runs against the flow
 */

const SWEEPS = 12;

/**
 * @param {Nodo[]} nodos in reading order
 * @param {Flecha[]} flechas between those nodes, none from a node to itself
 * @returns {{capas: string[][], hilos: Hilo[]}} the items of `capas` are nodes and passing points
 */
export function ordenarEnCapas(nodos, flechas) {
    const { capaDe, retrocesos } = asignarCapas(nodos, flechas);
    const capas = [];
    const poner = (punto, capa) => {
        capas[capa] ||= [];
        if (!capas[capa].includes(punto)) {
            capas[capa].push(punto);
        }
    };
    for (const { clave } of nodos) {
        poner(clave, capaDe.get(clave));
    }
    const hilos = flechas.map((flecha) => {
        const retroceso = retrocesos.has(flecha);
        const sentido = retroceso ? -1 : 1;
        const puntos = [flecha.de];
        const fin = capaDe.get(flecha.a);
        for (let capa = capaDe.get(flecha.de) + sentido; capa !== fin; capa += sentido) {
            // arrows with the same end share their way: one trunk instead of a bundle
            const paso = `${retroceso ? "<" : ">"}${flecha.a}@${capa}`;
            poner(paso, capa);
            puntos.push(paso);
        }
        puntos.push(flecha.a);
        return { flecha, retroceso, puntos };
    });
    return { capas: reducirCruces(capas, tramosDe(hilos, capas)), hilos };
}

/** Longest-path layers, once the arrows that close a cycle are turned around. */
export function asignarCapas(nodos, flechas) {
    const salientes = new Map(nodos.map(({ clave }) => [clave, []]));
    // ordinary arrows first, so that the exceptional ones are those that run back
    for (const flecha of [...flechas].sort((a, b) => a.excepcional - b.excepcional)) {
        salientes.get(flecha.de).push(flecha);
    }
    const retrocesos = new Set();
    const estado = new Map();
    const cerrados = [];
    const visitar = (clave) => {
        estado.set(clave, "abierto");
        for (const flecha of salientes.get(clave)) {
            if (estado.get(flecha.a) === "abierto") {
                retrocesos.add(flecha);
            } else if (!estado.has(flecha.a)) {
                visitar(flecha.a);
            }
        }
        estado.set(clave, "cerrado");
        cerrados.push(clave);
    };
    for (const { clave } of nodos) {
        if (!estado.has(clave)) {
            visitar(clave);
        }
    }
    const capaDe = new Map(nodos.map(({ clave }) => [clave, 0]));
    for (const clave of cerrados.reverse()) {
        for (const flecha of salientes.get(clave)) {
            if (!retrocesos.has(flecha)) {
                capaDe.set(flecha.a, Math.max(capaDe.get(flecha.a), capaDe.get(clave) + 1));
            }
        }
    }
    return { capaDe, retrocesos };
}

/** Pieces of arrows between neighbouring layers: `tramos[i]` are [point of layer i, point of i + 1]. */
export function tramosDe(hilos, capas) {
    const capaDe = new Map(capas.flatMap((capa, i) => capa.map((punto) => [punto, i])));
    const tramos = capas.map(() => new Map());
    for (const { puntos } of hilos) {
        for (let i = 1; i < puntos.length; i++) {
            const par = [puntos[i - 1], puntos[i]].sort((a, b) => capaDe.get(a) - capaDe.get(b));
            tramos[capaDe.get(par[0])].set(par.join(" "), par);
        }
    }
    return tramos.map((tramo) => [...tramo.values()]);
}

export function contarCruces(capas, tramos) {
    let cruces = 0;
    for (let i = 0; i + 1 < capas.length; i++) {
        const pares = tramos[i].map(([a, b]) => [capas[i].indexOf(a), capas[i + 1].indexOf(b)]);
        for (let j = 0; j < pares.length; j++) {
            for (let k = j + 1; k < pares.length; k++) {
                if ((pares[j][0] - pares[k][0]) * (pares[j][1] - pares[k][1]) < 0) {
                    cruces++;
                }
            }
        }
    }
    return cruces;
}

/** Barycenter sweeps, there and back, with ties kept and turned around; the best order seen wins. */
function reducirCruces(capas, tramos) {
    let mejor = capas;
    let menos = contarCruces(capas, tramos);
    let actual = capas;
    for (let vuelta = 0; vuelta < SWEEPS && menos; vuelta++) {
        actual = barrer(actual, tramos, vuelta % 2 ? -1 : 1, vuelta % 4 < 2);
        const cruces = contarCruces(actual, tramos);
        if (cruces < menos) {
            [mejor, menos] = [actual, cruces];
        }
    }
    return mejor;
}

function barrer(capas, tramos, sentido, voltear) {
    const nuevas = capas.map((capa) => [...capa]);
    const indices = nuevas.map((_, i) => i);
    if (sentido < 0) {
        indices.reverse();
    }
    for (const i of indices.slice(1)) {
        const fija = nuevas[i - sentido];
        const pares = sentido > 0 ? tramos[i - 1].map(([a, b]) => [b, a]) : tramos[i];
        const peso = new Map(
            nuevas[i].map((punto, lugar) => {
                const vecinos = pares.filter(([p]) => p === punto).map(([, q]) => fija.indexOf(q));
                return [punto, vecinos.length ? media(vecinos) : lugar];
            })
        );
        if (voltear) {
            nuevas[i].reverse();
        }
        nuevas[i].sort((a, b) => peso.get(a) - peso.get(b));
    }
    return nuevas;
}

export function media(numeros) {
    return numeros.reduce((suma, n) => suma + n, 0) / numeros.length;
}
