/**
 * Where the open key is while a batch is signed, and the only way to use it: everything passes the checks of `tbs.js`
 * first. It is let go at the end, after ten minutes, or when the page is left.
 */
import { FirmaError } from "./errores.js";
import { RSA_SHA256 } from "./llave.js";
import { revisarCadena, revisarPreparada } from "./tbs.js";

export const MINUTOS_ABIERTO = 10;

let abierta = null;
let reloj = 0;

function exigirAbierta() {
    if (!abierta) {
        throw new FirmaError("KEY_CLOSED");
    }
    return abierta;
}

async function firmar(bytes) {
    const { llave } = exigirAbierta();
    return new Uint8Array(await crypto.subtle.sign(RSA_SHA256.name, llave, bytes));
}

/** Forget the key. */
export function soltar() {
    clearTimeout(reloj);
    abierta = null;
}

/**
 * Keep an open e.firma.
 *
 * @param {{certificado: object, llave: CryptoKey}} credencial
 */
export function guardar(credencial) {
    soltar();
    abierta = credencial;
    reloj = setTimeout(soltar, MINUTOS_ABIERTO * 60_000);
}

/** The certificate of the key that is kept, or null. */
export function certificadoAbierto() {
    return abierta && abierta.certificado;
}

/**
 * The sello: signature of the cadena original, once it says what is shown.
 *
 * @param {string} cadena
 * @param {{folio: string, sha256: string}} mostrado
 * @returns {Promise<Uint8Array>}
 * @throws {FirmaError} TBS_CADENA, KEY_CLOSED
 */
export async function firmarCadena(cadena, mostrado) {
    const { certificado } = exigirAbierta();
    revisarCadena(cadena, { ...mostrado, certificado });
    return firmar(new TextEncoder().encode(cadena));
}

/**
 * The signature of a document, once it is the one that is shown.
 *
 * @param {{preparada: Uint8Array, rango: number[], atributos: Uint8Array}} propuesta
 * @param {Uint8Array} base the document on the screen
 * @returns {Promise<Uint8Array>}
 * @throws {FirmaError} TBS_*, KEY_CLOSED
 */
export async function firmarDocumento(propuesta, base) {
    const { certificado } = exigirAbierta();
    return firmar(await revisarPreparada(propuesta, { base, certificado }));
}

addEventListener("pagehide", soltar);
