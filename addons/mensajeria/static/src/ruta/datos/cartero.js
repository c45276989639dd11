import { ConnectionAbortedError, ConnectionLostError } from "@web/core/network/rpc";
import { base64 } from "./huella";

/** Bytes of proofs that travel in one call, so that a poor network gets through with something. */
export const CARGA = 4 * 2 ** 20;

/** Why sending stopped. */
export const PARO = { red: "red", sesion: "sesion", servidor: "servidor" };

/**
 * Sends what waits in the outbox, one after the other. An action leaves the box when the server has confirmed it and
 * every one of its proofs by their SHA-256, and not before; sent twice, the server knows it by its uuid.
 *
 * @param {Buzon} buzon
 * @param {(item: Object) => Promise<Object>} llamar sends one item and gives the server's answer to it
 * @param {number} uid who registered what is in this box
 */
export class Cartero {
    constructor({ buzon, llamar, uid, alAvanzar = () => {} }) {
        Object.assign(this, { buzon, llamar, uid, alAvanzar });
    }

    /** Send all that waits. Only one tab does it at a time. Gives why it stopped, or "" when nothing is left to send. */
    vaciar() {
        const turno = () =>
            (this.vaciando ??= this._vaciar().finally(() => (this.vaciando = null)));
        if (!navigator.locks) {
            return turno();
        }
        return navigator.locks.request(`mensajeria.ruta.${this.uid}`, turno);
    }

    async _vaciar() {
        let paro = "";
        for (const accion of await this.buzon.todas()) {
            if (accion.estado !== "espera") {
                continue;
            }
            try {
                await this._enviar(accion);
            } catch (error) {
                paro = motivoDeParo(error);
                if (paro !== PARO.servidor) {
                    return paro; // the others would not get through either
                }
            }
            await this.alAvanzar();
        }
        return paro;
    }

    async _enviar(accion) {
        let faltan = new Set(accion.evidencias.map((evidencia) => evidencia.sha256));
        for (;;) {
            const respuesta = await this.llamar(await this._item(accion, faltan));
            if (respuesta.resultado === "rechazado") {
                await this.buzon.rechazar(accion, respuesta.mensaje);
                return;
            }
            const confirmadas = new Set(respuesta.confirmadas);
            const quedan = accion.evidencias.filter(
                (evidencia) => !confirmadas.has(evidencia.sha256)
            );
            if (!quedan.length) {
                await this.alAvanzar(accion, respuesta); // before: what has to be told outlives a page that dies here
                await this.buzon.quitar(accion);
                return;
            }
            if (quedan.length >= faltan.size) {
                throw new Error("The server confirmed nothing of what was sent");
            }
            faltan = new Set(quedan.map((evidencia) => evidencia.sha256));
        }
    }

    /** The action as the server reads it, with as many of the proofs that it lacks as fit in one call. */
    async _item(accion, faltan) {
        let carga = 0;
        const pruebas = [];
        for (const { tipo, sha256, blob } of accion.evidencias) {
            const prueba = { tipo, sha256 };
            if (faltan.has(sha256) && (!carga || carga + blob.size <= CARGA)) {
                carga += blob.size;
                prueba.datos = await base64(blob);
            }
            pruebas.push(prueba);
        }
        const { uuid, envio, tipo, fecha, posicion, campos } = accion;
        const [firma] = pruebas.filter((prueba) => prueba.tipo === "firma");
        return {
            uuid,
            envio,
            tipo,
            fecha,
            enviado: new Date().toISOString(),
            usuario: this.uid,
            ...posicion,
            ...campos,
            firma: firma || null,
            fotos: pruebas.filter((prueba) => prueba.tipo === "foto"),
        };
    }
}

export function motivoDeParo(error) {
    if (error instanceof ConnectionLostError || error instanceof ConnectionAbortedError) {
        return PARO.red;
    }
    return error.exceptionName === "odoo.http.SessionExpiredException"
        ? PARO.sesion
        : PARO.servidor;
}
