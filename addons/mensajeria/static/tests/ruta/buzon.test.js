import { afterEach, beforeEach, expect, test } from "@odoo/hoot";
import { ConnectionLostError } from "@web/core/network/rpc";
import { Almacen } from "@mensajeria/ruta/datos/almacen";
import { Buzon, BuzonLleno, MAX_ACCIONES, MAX_OCTETOS } from "@mensajeria/ruta/datos/buzon";
import { CARGA, Cartero, PARO } from "@mensajeria/ruta/datos/cartero";
import { base64 } from "@mensajeria/ruta/datos/huella";
import { enlaceDeMapa } from "@mensajeria/ruta/equipo/posicion";

const NOMBRE = "mensajeria.ruta.prueba";
let almacen, buzon;

beforeEach(() => {
    almacen = new Almacen(NOMBRE);
    buzon = new Buzon(almacen);
});

afterEach(async () => {
    await almacen.cerrar();
    await new Promise((listo) => (indexedDB.deleteDatabase(NOMBRE).onsuccess = listo));
});

function accion(n, evidencias = []) {
    return {
        uuid: `uuid-${n}`,
        envio: n,
        tipo: "entregado",
        fecha: "2026-03-02T18:00:00Z",
        posicion: {},
        campos: {},
        evidencias,
    };
}

function evidencia(texto, tipo = "foto", largo = 0) {
    const blob = new Blob([texto, new Uint8Array(largo)]);
    return { tipo, sha256: `sha256 of ${texto}`, blob };
}

/** A server that keeps what it gets; `reglas` decide on each call. */
function servidor(reglas = () => {}) {
    const recibido = { llamadas: [], eventos: new Map() };
    recibido.llamar = async (item) => {
        recibido.llamadas.push(item);
        const impuesta = reglas(item, recibido.llamadas.length);
        if (impuesta) {
            return impuesta;
        }
        const conocido = recibido.eventos.get(item.uuid);
        const tiene = conocido || new Set();
        for (const prueba of [item.firma, ...item.fotos]) {
            if (prueba?.datos) {
                tiene.add(prueba.sha256);
            }
        }
        recibido.eventos.set(item.uuid, tiene);
        return {
            resultado: conocido ? "duplicado" : "ok",
            mensaje: "",
            confirmadas: [...tiene],
            faltan: [],
        };
    };
    return recibido;
}

const cartero = (recibido, alAvanzar) =>
    new Cartero({ buzon, llamar: recibido.llamar, uid: 7, alAvanzar });
const uuids = async () => (await buzon.todas()).map((una) => una.uuid);

test("what is kept survives the closing of the page, in its order", async () => {
    await buzon.agregar(accion(1, [await evidencia("hola", "firma")]));
    await buzon.agregar(accion(2));
    await almacen.cerrar();
    buzon = new Buzon((almacen = new Almacen(NOMBRE)));
    const [primera, segunda] = await buzon.todas();
    expect([primera.uuid, segunda.uuid]).toEqual(["uuid-1", "uuid-2"]);
    expect(await primera.evidencias[0].blob.text()).toBe("hola");
    expect(primera.octetos).toBe(4);
});

test("the same action is not kept twice", async () => {
    await buzon.agregar(accion(1));
    await expect(buzon.agregar(accion(1))).rejects.toThrow();
    expect(await uuids()).toEqual(["uuid-1"]);
});

test("a full box refuses another action and drops none", async () => {
    for (let n = 0; n < MAX_ACCIONES; n++) {
        await buzon.agregar(accion(n));
    }
    await expect(buzon.agregar(accion(999))).rejects.toBeInstanceOf(BuzonLleno);
    expect(await uuids()).toHaveLength(MAX_ACCIONES);
});

test("photos fill the box by their weight", async () => {
    const media = Math.floor(MAX_OCTETOS / 2);
    await buzon.agregar(accion(1, [await evidencia("a", "foto", media - 1)]));
    await buzon.agregar(accion(2, [await evidencia("b", "foto", media - 1)]));
    await expect(
        buzon.agregar(accion(3, [await evidencia("c", "foto", 10)]))
    ).rejects.toBeInstanceOf(BuzonLleno);
    await buzon.agregar(accion(4));
    expect(await uuids()).toEqual(["uuid-1", "uuid-2", "uuid-4"]);
});

test("actions are sent in order and leave when all is confirmed", async () => {
    const foto = await evidencia("foto");
    await buzon.agregar(accion(1, [await evidencia("firma", "firma"), foto]));
    await buzon.agregar(accion(2));
    const recibido = servidor();
    expect(await cartero(recibido).vaciar()).toBe("");
    expect(recibido.llamadas.map((item) => item.uuid)).toEqual(["uuid-1", "uuid-2"]);
    const [item] = recibido.llamadas;
    expect(item.usuario).toBe(7);
    expect(item.firma.datos).toBe(await base64(new Blob(["firma"])));
    expect(item.fotos).toEqual([{ tipo: "foto", sha256: foto.sha256, datos: btoa("foto") }]);
    expect(await uuids()).toEqual([]);
});

test("without network nothing leaves, and the rest waits behind", async () => {
    await buzon.agregar(accion(1));
    await buzon.agregar(accion(2));
    const recibido = servidor(() => {
        throw new ConnectionLostError("/web");
    });
    expect(await cartero(recibido).vaciar()).toBe(PARO.red);
    expect(recibido.llamadas).toHaveLength(1);
    expect(await uuids()).toEqual(["uuid-1", "uuid-2"]);
});

test("an answer that was lost makes no second event", async () => {
    await buzon.agregar(accion(1, [await evidencia("firma", "firma")]));
    const recibido = servidor();
    const sordo = new Cartero({
        buzon,
        uid: 7,
        llamar: async (item) => {
            await recibido.llamar(item);
            throw new ConnectionLostError("/web");
        },
    });
    expect(await sordo.vaciar()).toBe(PARO.red);
    expect(await uuids()).toEqual(["uuid-1"]);
    expect(await cartero(recibido).vaciar()).toBe("");
    expect(recibido.eventos.size).toBe(1);
    expect(await uuids()).toEqual([]);
});

test("an action stays until the last photo is confirmed; only what is missing is sent again", async () => {
    const fotos = [await evidencia("uno"), await evidencia("dos")];
    await buzon.agregar(accion(1, fotos));
    const recibido = servidor((item, vez) => {
        if (vez === 1) {
            return {
                resultado: "ok",
                mensaje: "",
                confirmadas: [fotos[0].sha256],
                faltan: [fotos[1].sha256],
            };
        }
        if (vez === 2) {
            throw new ConnectionLostError("/web");
        }
    });
    expect(await cartero(recibido).vaciar()).toBe(PARO.red);
    expect(recibido.llamadas[1].fotos.map((foto) => Boolean(foto.datos))).toEqual([false, true]);
    expect(await uuids()).toEqual(["uuid-1"]);
    expect(await cartero(recibido).vaciar()).toBe("");
    expect(await uuids()).toEqual([]);
});

test("a server that confirms nothing is not asked forever", async () => {
    await buzon.agregar(accion(1, [await evidencia("uno")]));
    await buzon.agregar(accion(2));
    const recibido = servidor(
        ({ uuid }) =>
            uuid === "uuid-1" && { resultado: "ok", mensaje: "", confirmadas: [], faltan: [] }
    );
    expect(await cartero(recibido).vaciar()).toBe(PARO.servidor);
    expect(recibido.llamadas).toHaveLength(2);
    expect(await uuids()).toEqual(["uuid-1"]);
});

test("heavy photos travel one by one", async () => {
    const fotos = [
        await evidencia("a", "foto", CARGA - 2),
        await evidencia("b", "foto", CARGA - 2),
    ];
    await buzon.agregar(accion(1, fotos));
    const recibido = servidor();
    expect(await cartero(recibido).vaciar()).toBe("");
    expect(recibido.llamadas.map((item) => item.fotos.map((foto) => Boolean(foto.datos)))).toEqual([
        [true, false],
        [false, true],
    ]);
});

test("what is refused stays with its reason, and does not hold up the others", async () => {
    await buzon.agregar(accion(1));
    await buzon.agregar(accion(2));
    const recibido = servidor(
        ({ uuid }) =>
            uuid === "uuid-1" && {
                resultado: "rechazado",
                mensaje: "Not yours",
                confirmadas: [],
                faltan: [],
            }
    );
    expect(await cartero(recibido).vaciar()).toBe("");
    const [quedo] = await buzon.todas();
    expect([quedo.uuid, quedo.estado, quedo.mensaje]).toEqual(["uuid-1", "rechazada", "Not yours"]);
    expect(await cartero(recibido).vaciar()).toBe("");
    expect(recibido.llamadas).toHaveLength(2, { message: "it is not sent again by itself" });
    await buzon.reintentar(quedo);
    await cartero(recibido).vaciar();
    expect(recibido.llamadas).toHaveLength(3);
});

test("what came second is told before it leaves the box, so that a page that dies tells it again", async () => {
    await buzon.agregar(accion(1));
    const recibido = servidor(() => ({
        resultado: "conflicto",
        mensaje: "Second",
        confirmadas: [],
        faltan: [],
    }));
    const dichos = [];
    await cartero(recibido, async (una, respuesta) => {
        if (respuesta) {
            dichos.push([una.uuid, respuesta.mensaje, await uuids()]);
        }
    }).vaciar();
    expect(dichos).toEqual([["uuid-1", "Second", ["uuid-1"]]]);
    expect(await uuids()).toEqual([]);
});

test("the map of each phone", () => {
    const parada = { latitud: 19.4, longitud: -99.1, direccion: "Tacuba 1" };
    const sinPunto = { latitud: 0, longitud: 0, direccion: "Tacuba 1, Centro" };
    expect(enlaceDeMapa(parada, "Android 15")).toBe("geo:19.4,-99.1?q=19.4%2C-99.1");
    expect(enlaceDeMapa(sinPunto, "Android 15")).toBe("geo:0,0?q=Tacuba%201%2C%20Centro");
    expect(enlaceDeMapa(sinPunto, "iPhone")).toBe(
        "https://maps.apple.com/?q=Tacuba%201%2C%20Centro"
    );
});
