/** Password-based encryption of PKCS#5 (RFC 8018): PBKDF2, then Triple DES or AES in CBC mode. */
import { borrar } from "./bytes.js";
import { descifrarDes3 } from "./des3.js";
import { SECUENCIA, OCTETOS, entero, exigir, hijos, oid } from "./der.js";
import { FirmaError } from "./errores.js";

export const PBES2 = "1.2.840.113549.1.5.13";
const PBKDF2 = "1.2.840.113549.1.5.12";
const RESUMENES = {
    "1.2.840.113549.2.7": "SHA-1",
    "1.2.840.113549.2.9": "SHA-256",
    "1.2.840.113549.2.10": "SHA-384",
    "1.2.840.113549.2.11": "SHA-512",
};
const CIFRAS = {
    "1.2.840.113549.3.7": { nombre: "3DES", bits: 192, bloque: 8 },
    "2.16.840.1.101.3.4.1.2": { nombre: "AES-CBC", bits: 128, bloque: 16 },
    "2.16.840.1.101.3.4.1.42": { nombre: "AES-CBC", bits: 256, bloque: 16 },
};

/** More rounds than this are a file made to keep the browser busy. */
export const MAXIMO_DE_VUELTAS = 2_000_000;

const noSeLee = (detalle) => new FirmaError("DER", detalle);

/** Key derivation: what stands in PBKDF2-params. */
function leerDerivacion(nodo) {
    const [algoritmo, parametros] = hijos(nodo);
    if (oid(algoritmo) !== PBKDF2) {
        throw noSeLee("key derivation");
    }
    const [sal, cuantas, ...demas] = hijos(parametros);
    const vueltas = entero(cuantas);
    const prf = demas.find((hijo) => hijo.etiqueta === SECUENCIA);
    const resumen = prf ? RESUMENES[oid(hijos(prf)[0])] : "SHA-1";
    if (!resumen || vueltas < 1 || vueltas > MAXIMO_DE_VUELTAS) {
        throw noSeLee("key derivation");
    }
    return { sal: exigir(sal, OCTETOS).valor, vueltas, resumen };
}

/**
 * The parameters of PBES2.
 *
 * @param {object} nodo DER node of PBES2-params
 * @throws {FirmaError} DER when they are not ones that this module can use
 */
export function leerPbes2(nodo) {
    const [derivacion, cifrado] = hijos(nodo);
    const [algoritmo, vector] = hijos(cifrado);
    const cifra = CIFRAS[oid(algoritmo)];
    const iv = exigir(vector, OCTETOS).valor;
    if (!cifra || iv.length !== cifra.bloque) {
        throw noSeLee("cipher");
    }
    return { ...leerDerivacion(derivacion), cifra, iv };
}

/**
 * Decipher `cifrado` with the bytes of a password.
 *
 * @param {ReturnType<typeof leerPbes2>} parametros
 * @param {Uint8Array} octetos the password, which the caller overwrites
 * @param {Uint8Array} cifrado
 * @returns {Promise<Uint8Array>} the plain bytes, which the caller overwrites after use
 * @throws {FirmaError} BAD_PASSWORD
 */
export async function descifrarPbes2({ sal, vueltas, resumen, cifra, iv }, octetos, cifrado) {
    const pbkdf2 = { name: "PBKDF2", hash: resumen, salt: sal, iterations: vueltas };
    const base = await crypto.subtle.importKey("raw", octetos, "PBKDF2", false, [
        "deriveBits",
        "deriveKey",
    ]);
    if (cifra.nombre === "3DES") {
        const clave = new Uint8Array(await crypto.subtle.deriveBits(pbkdf2, base, cifra.bits));
        try {
            return descifrarDes3(clave, iv, cifrado);
        } finally {
            borrar(clave);
        }
    }
    const aes = { name: cifra.nombre, length: cifra.bits };
    const clave = await crypto.subtle.deriveKey(pbkdf2, base, aes, false, ["decrypt"]);
    try {
        return new Uint8Array(
            await crypto.subtle.decrypt({ name: cifra.nombre, iv }, clave, cifrado)
        );
    } catch (error) {
        throw new FirmaError("BAD_PASSWORD", error.name);
    }
}
