/** Key derivation of PKCS#12, RFC 7292 appendix B. */
import { borrar, digerir, unir } from "./bytes.js";

export const PARA_CIFRAR = 1;
export const PARA_EL_VECTOR = 2;
export const PARA_EL_SELLO = 3;

/** Bytes in a block of each hash. */
const BLOQUES = { "SHA-1": 64, "SHA-256": 64, "SHA-384": 128, "SHA-512": 128 };

/** `bytes` again and again until a whole number of blocks is full. */
function repetir(bytes, bloque) {
    const largo = Math.ceil(bytes.length / bloque) * bloque;
    return Uint8Array.from({ length: largo }, (_, i) => bytes[i % bytes.length]);
}

/** Add `sumando` plus one to each block of `bloques`, big numbers modulo their length. */
function sumar(bloques, sumando) {
    for (let fin = sumando.length; fin <= bloques.length; fin += sumando.length) {
        let acarreo = 1;
        for (let i = 1; i <= sumando.length; i++) {
            acarreo += bloques[fin - i] + sumando[sumando.length - i];
            bloques[fin - i] = acarreo & 255;
            acarreo >>= 8;
        }
    }
}

/**
 * @param {{resumen: string, sal: Uint8Array, vueltas: number}} parametros
 * @param {Uint8Array} clave the password in the form `bmp`
 * @param {number} proposito one of the constants above
 * @param {number} largo bytes wanted
 * @returns {Promise<Uint8Array>} which the caller overwrites after use
 */
export async function derivar({ resumen, sal, vueltas }, clave, proposito, largo) {
    const bloque = BLOQUES[resumen];
    const prefijo = new Uint8Array(bloque).fill(proposito);
    const semilla = unir(repetir(sal, bloque), repetir(clave, bloque));
    const salida = new Uint8Array(largo);
    for (let hecho = 0; hecho < largo;) {
        const entrada = unir(prefijo, semilla);
        let trozo = await digerir(resumen, entrada);
        borrar(entrada);
        for (let vuelta = 1; vuelta < vueltas; vuelta++) {
            const anterior = trozo;
            trozo = await digerir(resumen, anterior);
            borrar(anterior);
        }
        salida.set(trozo.subarray(0, largo - hecho), hecho);
        hecho += trozo.length;
        sumar(semilla, repetir(trozo, bloque));
        borrar(trozo);
    }
    borrar(semilla);
    return salida;
}
