/** The documents as the server issued them: downloaded once, checked, and the very bytes that are shown and signed. */
import { bajarBase } from "../servidor.js";
import { FirmaError } from "../nucleo/errores.js";
import { huella } from "../nucleo/tbs.js";

/** Bytes of documents that stay in memory besides the last one. */
const CUPO = 64 * 2 ** 20;

const guardadas = new Map();

function hacerLugar() {
    let total = [...guardadas.values()].reduce((suma, { bytes }) => suma + bytes.length, 0);
    for (const [id, { bytes }] of guardadas) {
        if (total <= CUPO || guardadas.size === 1) {
            break;
        }
        guardadas.delete(id);
        total -= bytes.length;
    }
}

/**
 * The bytes of a document and their SHA-256 in hexadecimal.
 *
 * @param {{id: number, sha256: string}} documento
 * @returns {Promise<{bytes: Uint8Array, sha256: string}>}
 * @throws {FirmaError} TBS_BASE when they are not what the list announced
 */
export async function obtenerBase({ id, sha256 }) {
    if (!guardadas.has(id)) {
        const bytes = await bajarBase(id);
        if ((await huella(bytes)) !== sha256) {
            throw new FirmaError("TBS_BASE", "not the document of the list");
        }
        guardadas.set(id, { bytes, sha256 });
        hacerLugar();
    }
    return guardadas.get(id);
}

/** Forget the bytes of a document that is done. */
export function soltarBase({ id }) {
    guardadas.delete(id);
}
