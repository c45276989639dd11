import { esperar } from "./almacen";

export const MAX_ACCIONES = 200;
export const MAX_OCTETOS = 50 * 2 ** 20;

/** No room for another action: those that wait have to be sent first. Nothing is dropped to make room. */
export class BuzonLleno extends Error {}

/**
 * Actions that wait to be sent, in the order in which they were done. Each is
 * `{orden, uuid, envio, pieza, nombre, tipo, fecha, posicion, campos, evidencias: [{tipo, sha256, blob}], octetos,
 * estado: "espera" | "rechazada", mensaje}`.
 */
export class Buzon {
    constructor(almacen) {
        this.almacen = almacen;
    }

    /** Keep a new action; when this returns it is on the disk. */
    agregar(accion) {
        const octetos = accion.evidencias.reduce((suma, { blob }) => suma + blob.size, 0);
        const nueva = { ...accion, octetos, estado: "espera", mensaje: "" };
        return this.almacen.enTransaccion("buzon", "readwrite", async (store) => {
            const guardadas = await esperar(store.getAll());
            const ocupados = guardadas.reduce((suma, otra) => suma + otra.octetos, 0);
            if (guardadas.length >= MAX_ACCIONES || ocupados + octetos > MAX_OCTETOS) {
                throw new BuzonLleno();
            }
            return esperar(store.add(nueva));
        });
    }

    todas() {
        return this.almacen.todos("buzon");
    }

    quitar(accion) {
        return this.almacen.borrar("buzon", accion.orden);
    }

    /** The server will not have it: a person has to see why. */
    rechazar(accion, mensaje) {
        return this.almacen.escribir("buzon", { ...accion, estado: "rechazada", mensaje });
    }

    reintentar(accion) {
        return this.almacen.escribir("buzon", { ...accion, estado: "espera", mensaje: "" });
    }
}
