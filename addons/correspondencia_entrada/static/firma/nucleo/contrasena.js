/**
 * A password as bytes. Files made on other computers have its accents in UTF-8 or in Latin-1, and nothing in the file tells
 * which, so each form is tried in turn.
 */
import { borrar } from "./bytes.js";
import { FirmaError } from "./errores.js";

function latin1(texto) {
    const compuesto = texto.normalize("NFC");
    const cabe = [...compuesto].every((letra) => letra.codePointAt(0) < 256);
    return cabe ? Uint8Array.from(compuesto, (letra) => letra.charCodeAt(0)) : null;
}

/** UTF-16 with its bytes the other way round and two zeros at the end, as PKCS#12 wants it. */
function bmp(unidades) {
    const bytes = new Uint8Array(2 * unidades.length + 2);
    unidades.forEach((unidad, i) => {
        bytes[2 * i] = unidad >> 8;
        bytes[2 * i + 1] = unidad & 255;
    });
    return bytes;
}

/**
 * The forms that a password may have: `octetos` for PBES2 and `bmp` for the older schemes of PKCS#12. The second form is also
 * the one of programs that took each byte of UTF-8 for a letter.
 *
 * @param {string} texto
 * @returns {{octetos: Uint8Array, bmp: Uint8Array}[]}
 */
export function formas(texto) {
    const utf8 = new TextEncoder().encode(texto);
    const unidades = Array.from({ length: texto.length }, (_, i) => texto.charCodeAt(i));
    const lista = [{ octetos: utf8, bmp: bmp(unidades) }];
    if (utf8.length !== texto.length) {
        lista.push({ octetos: latin1(texto) || utf8.slice(), bmp: bmp(Array.from(utf8)) });
    }
    borrar(unidades);
    return lista;
}

/**
 * What `abrir` returns for the first form that it does not refuse with BAD_PASSWORD. All forms are overwritten.
 *
 * @template T
 * @param {string} texto
 * @param {(forma: {octetos: Uint8Array, bmp: Uint8Array}) => Promise<T>} abrir
 * @returns {Promise<T>}
 */
export async function probar(texto, abrir) {
    const lista = formas(texto);
    try {
        for (const forma of lista) {
            try {
                return await abrir(forma);
            } catch (error) {
                if (error.codigo !== "BAD_PASSWORD") {
                    throw error;
                }
            }
        }
        throw new FirmaError("BAD_PASSWORD");
    } finally {
        lista.forEach(({ octetos, bmp: ancha }) => borrar(octetos, ancha));
    }
}
