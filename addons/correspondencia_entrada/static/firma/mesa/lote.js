/** A batch: the chosen documents one after the other, each with its own outcome. */
import { soltar } from "../nucleo/llavero.js";
import { obtenerBase, soltarBase } from "./bases.js";
import { firmarUno } from "./firmar.js";

/** What would befall every other document too. */
const DETIENEN = new Set([
    "CURP_MISMATCH",
    "EXPIRED",
    "KEY_CLOSED",
    "LOGIN",
    "NETWORK",
    "NOT_FIEL",
    "NOT_YET_VALID",
    "REVOKED",
    "RFC_MISMATCH",
    "UNTRUSTED",
]);

/** The same failure this many times in a row is no longer about one document. */
const SEGUIDOS = 3;

const ESTADOS_FINALES = new Set(["firmado", "sello_pendiente"]);

/** What changes in a document when the server has answered. */
export function desenlace({ error, ...resultado }) {
    if (error) {
        return { estado: "error", error };
    }
    const estado = ESTADOS_FINALES.has(resultado.estado) ? resultado.estado : "firmado";
    return { estado, resultado, error: null, elegido: false };
}

/**
 * Sign the chosen documents of `estado`. The key is let go whatever happens.
 *
 * @param {object} estado see `crearEstado`
 * @param {{alAvanzar: (hechos: number, documento: object) => void, senal: AbortSignal}} opciones
 * @returns {Promise<{hechos: number, total: number, motivo: Error | null}>} `motivo` is what stopped the batch
 */
export async function firmarLote(estado, { alAvanzar, senal }) {
    const cola = estado.elegidos;
    let repetidos = [];
    let motivo = null;
    let hechos = 0;
    try {
        for (const [i, documento] of cola.entries()) {
            if (senal.aborted || motivo) {
                break;
            }
            alAvanzar(hechos, documento);
            estado.cambiar(documento, { estado: "firmando", error: null });
            const firma = firmarUno(documento);
            if (cola[i + 1]) {
                obtenerBase(cola[i + 1]).catch(() => {}); // told when its turn comes
            }
            try {
                estado.cambiar(documento, desenlace(await firma));
                soltarBase(documento);
                repetidos = [];
            } catch (error) {
                estado.cambiar(documento, { estado: "error", error });
                repetidos =
                    repetidos[0] === error.codigo ? [...repetidos, error.codigo] : [error.codigo];
                motivo = DETIENEN.has(error.codigo) || repetidos.length === SEGUIDOS ? error : null;
            }
            hechos += 1;
        }
    } finally {
        soltar();
    }
    return { hechos, total: cola.length, motivo };
}
