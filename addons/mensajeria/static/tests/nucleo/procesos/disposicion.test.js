import { describe, expect, test } from "@odoo/hoot";

import {
    asignarCapas,
    contarCruces,
    ordenarEnCapas,
    tramosDe,
} from "@mensajeria/nucleo/procesos/capas";
import {
    acomodar,
    disponerHorizontal,
    disponerVertical,
    vecino,
} from "@mensajeria/nucleo/procesos/disposicion";

describe.current.tags("headless");

const nodo = (clave, ancho = 100, alto = 40) => ({ clave, ancho, alto });
const nodos = (texto) => [...texto].map((clave) => nodo(clave));
/** "ab cd!" -> a to b, and c to d with a reason */
const flechas = (texto) =>
    texto
        .split(" ")
        .filter(Boolean)
        .map(([de, a, marca]) => ({ de, a, excepcional: marca === "!" }));

/** A process like those of the house: states in a row, ways back, cancellation from everywhere. */
const PROCESO = [
    nodos("abcdexyf"),
    flechas("ab ac bc bd! db cb! ce ce cf! ax! bx! cx! dx! ex! ef fe! ay ey"),
];

/** A small deterministic generator: random charts that are the same in every run. */
function azar(semilla) {
    return () => (semilla = (semilla * 1103515245 + 12345) % 2147483648) / 2147483648;
}

function alAzar(semilla) {
    const dado = azar(semilla);
    const claves = [..."abcdefghijklmnop"].slice(0, 3 + Math.floor(dado() * 13));
    const pares = new Set();
    for (let i = 0; i < claves.length * 2; i++) {
        const [de, a] = [0, 0].map(() => claves[Math.floor(dado() * claves.length)]);
        if (de !== a) {
            pares.add(de + a + (dado() < 0.4 ? "!" : ""));
        }
    }
    const vistos = new Set();
    const unicas = flechas([...pares].join(" ")).filter(
        ({ de, a }) => !vistos.has(de + a) && vistos.add(de + a)
    );
    return [claves.map((clave) => nodo(clave, 80 + dado() * 100, 30 + dado() * 80)), unicas];
}

const CASOS = [PROCESO, ...Array.from({ length: 40 }, (_, i) => alAzar(i + 1))];

/** Pairs of boxes that lie one over the other. */
function encimadas(cajas) {
    const lista = Object.values(cajas);
    return lista.flatMap((a, i) =>
        lista
            .slice(i + 1)
            .filter(
                (b) =>
                    a.x < b.x + b.ancho &&
                    b.x < a.x + a.ancho &&
                    a.y < b.y + b.alto &&
                    b.y < a.y + a.alto
            )
    );
}

const numeros = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);

test("layers follow the arrows; ordinary ones run onwards", () => {
    const { capaDe, retrocesos } = asignarCapas(nodos("abcd"), flechas("ab bc cd ad db! ba!"));
    expect([...capaDe]).toEqual([
        ["a", 0],
        ["b", 1],
        ["c", 2],
        ["d", 3],
    ]);
    expect([...retrocesos].map(({ de, a }) => de + a).sort()).toEqual(["ba", "db"]);
});

test("every arrow that is not turned around goes to a later layer", () => {
    for (const [ns, fs] of CASOS) {
        const { capaDe, retrocesos } = asignarCapas(ns, fs);
        for (const flecha of fs) {
            const avance = capaDe.get(flecha.a) - capaDe.get(flecha.de);
            expect(retrocesos.has(flecha) ? avance < 0 : avance > 0).toBe(true);
        }
    }
});

test("long arrows pass every layer between, and share the way to one end", () => {
    const { capas, hilos } = ordenarEnCapas(nodos("abcd"), flechas("ab bc cd ad bd"));
    expect(hilos.map(({ puntos }) => puntos.join(","))).toEqual([
        "a,b",
        "b,c",
        "c,d",
        "a,>d@1,>d@2,d",
        "b,>d@2,d",
    ]);
    expect(capas.map((capa) => capa.length)).toEqual([1, 2, 2, 1]);
});

test("the order within layers undoes crossings", () => {
    const [ns, fs] = [nodos("abcdef"), flechas("ad ae bf be cd")];
    const { capas, hilos } = ordenarEnCapas(ns, fs);
    const directo = contarCruces(
        [
            ["a", "b", "c"],
            ["d", "e", "f"],
        ],
        tramosDe(hilos, capas)
    );
    expect(directo).toBe(3);
    expect(contarCruces(capas, tramosDe(hilos, capas))).toBe(0);
});

test("places keep order and distance, and move as little as they can", () => {
    const distancia = () => 10;
    expect(acomodar(["a", "b", "c"], [0, 50, 100], distancia)).toEqual([0, 50, 100]);
    expect(acomodar(["a", "b", "c"], [20, 20, 20], distancia)).toEqual([10, 20, 30]);
    expect(acomodar(["a", "b"], [30, 0], distancia)).toEqual([10, 20]);
    expect(acomodar([], [], distancia)).toEqual([]);
});

test("wide: no box over another, all inside, every arrow from its origin to its end", () => {
    for (const [ns, fs] of CASOS) {
        const { ancho, alto, cajas, trazos } = disponerHorizontal(ns, fs);
        expect(encimadas(cajas)).toEqual([]);
        expect(Object.keys(cajas).sort()).toEqual(ns.map(({ clave }) => clave).sort());
        for (const caja of Object.values(cajas)) {
            expect(caja.x >= 0 && caja.y >= 0).toBe(true);
            expect(caja.x + caja.ancho <= ancho && caja.y + caja.alto <= alto).toBe(true);
        }
        expect(trazos.map(({ flecha }) => flecha)).toEqual(fs);
        for (const { flecha, d } of trazos) {
            const [x, y] = numeros(d);
            const de = cajas[flecha.de];
            expect(Math.min(Math.abs(x - de.x), Math.abs(x - de.x - de.ancho))).toBeLessThan(0.2);
            expect(y > de.y && y < de.y + de.alto).toBe(true);
            expect(d).not.toMatch(/NaN|undefined/);
        }
    }
});

/** Points of an arrow, some pixels apart. */
function puntosDe(d) {
    const camino = document.createElementNS("http://www.w3.org/2000/svg", "path");
    camino.setAttribute("d", d);
    const largo = camino.getTotalLength();
    return Array.from({ length: Math.ceil(largo / 16) }, (_, i) => camino.getPointAtLength(i * 16));
}

test("wide: arrows run beside the boxes, not over them", () => {
    const tapan = [];
    for (const [ns, fs] of CASOS.slice(0, 12)) {
        const { cajas, trazos } = disponerHorizontal(ns, fs);
        for (const { flecha, d } of trazos) {
            const puntos = puntosDe(d);
            for (const [clave, { x, y, ancho, alto }] of Object.entries(cajas)) {
                const propia = clave === flecha.de || clave === flecha.a;
                const dentro = (p) =>
                    p.x > x + 1 && p.x < x + ancho - 1 && p.y > y + 1 && p.y < y + alto - 1;
                if (!propia && puntos.some(dentro)) {
                    tapan.push([flecha, clave]);
                }
            }
        }
    }
    expect(tapan).toEqual([]);
});

test("narrow: one box per row, within the width, arrows too", () => {
    for (const [ns, fs] of CASOS.slice(0, 12)) {
        const { ancho, alto, cajas, trazos } = disponerVertical(ns, fs, 358);
        expect(ancho).toBe(358);
        expect(encimadas(cajas)).toEqual([]);
        const filas = Object.values(cajas).sort((a, b) => a.y - b.y);
        expect(filas.map(({ orden }) => orden)).toEqual(filas.map((_, i) => i));
        const fuera = ({ x, y }) => x < 0 || x > ancho || y < 0 || y > alto;
        expect(trazos.filter(({ d }) => puntosDe(d).some(fuera))).toEqual([]);
    }
});

test("narrow: arrows onwards on the right, those that return on the left", () => {
    const { cajas, trazos } = disponerVertical(nodos("abc"), flechas("ab bc ac ca!"), 300);
    const [ab, , ac, ca] = trazos.map(({ d }) => numeros(d));
    const centro = cajas.a.x + cajas.a.ancho / 2;
    expect(ab[0]).toBe(centro);
    expect(Math.max(...ac) > centro).toBe(true);
    expect(ac[0]).toBe(cajas.a.x + cajas.a.ancho);
    expect(ca[0]).toBe(cajas.c.x);
});

test("nothing to draw, or a single box", () => {
    expect(disponerHorizontal([nodo("a")], []).cajas.a).toEqual({
        x: 12,
        y: 12,
        ancho: 100,
        alto: 40,
        orden: 0,
    });
    expect(disponerVertical([nodo("a")], [], 300).trazos).toEqual([]);
});

test("arrow keys go to the nearest box that way, and stay at the edge", () => {
    const { cajas } = disponerHorizontal(nodos("abcd"), flechas("ab ac bd cd"));
    const [arriba, abajo] = ["b", "c"].sort((p, q) => cajas[p].y - cajas[q].y);
    expect(vecino(cajas, arriba, "ArrowDown")).toBe(abajo);
    expect(vecino(cajas, abajo, "ArrowUp")).toBe(arriba);
    expect(vecino(cajas, "b", "ArrowRight")).toBe("d");
    expect(vecino(cajas, "b", "ArrowLeft")).toBe("a");
    expect(vecino(cajas, "a", "ArrowLeft")).toBe("a");
});

test("with the arrow keys every box can be reached", () => {
    const teclas = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
    for (const [ns, fs] of [PROCESO]) {
        for (const disposicion of [disponerHorizontal(ns, fs), disponerVertical(ns, fs, 358)]) {
            const vistos = new Set(["a"]);
            for (const clave of vistos) {
                teclas.forEach((tecla) => vistos.add(vecino(disposicion.cajas, clave, tecla)));
            }
            expect(vistos.size).toBe(ns.length);
        }
    }
});
