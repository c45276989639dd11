/**
 * Triple DES in CBC mode, deciphering only (FIPS 46-3, SP 800-67). The tax authority ciphers its .key files so, and WebCrypto
 * leaves it out. Bits are counted from the left and from 1, as in the standard.
 */
import { borrar } from "./bytes.js";
import { quitarRelleno } from "./relleno.js";

/* prettier-ignore */
const IP = [
    58, 50, 42, 34, 26, 18, 10, 2, 60, 52, 44, 36, 28, 20, 12, 4, 62, 54, 46, 38, 30, 22, 14, 6, 64, 56, 48, 40, 32, 24, 16, 8,
    57, 49, 41, 33, 25, 17, 9, 1, 59, 51, 43, 35, 27, 19, 11, 3, 61, 53, 45, 37, 29, 21, 13, 5, 63, 55, 47, 39, 31, 23, 15, 7,
];
/* prettier-ignore */
const FP = [
    40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45, 13, 53, 21, 61, 29,
    36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27, 34, 2, 42, 10, 50, 18, 58, 26, 33, 1, 41, 9, 49, 17, 57, 25,
];
/* prettier-ignore */
const P = [
    16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
/* prettier-ignore */
const PC1 = [
    57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
    63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
/* prettier-ignore */
const PC2 = [
    14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2,
    41, 52, 31, 37, 47, 55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const GIROS = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];

/** The eight S-boxes, each four rows of sixteen hexadecimal digits. */
const CAJAS = [
    "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
    "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
    "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
    "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
    "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
    "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
    "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
    "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
];

/** Bit `n` of two 32-bit halves, `n` from 1 to 64. */
const bit = (alto, bajo, n) => (n > 32 ? bajo >>> (64 - n) : alto >>> (32 - n)) & 1;

const girar = (x, n) => (x << n) | (x >>> (32 - n));

/** The 64 bits of two halves in the order of `tabla`, again as two halves. */
function permutar(alto, bajo, tabla) {
    const salida = [0, 0];
    tabla.forEach((n, i) => {
        salida[i >> 5] = (salida[i >> 5] << 1) | bit(alto, bajo, n);
    });
    return salida;
}

/** Each S-box with P already applied: 64 words of 32 bits. */
const SP = CAJAS.map((caja, cual) =>
    Int32Array.from({ length: 64 }, (_, seis) => {
        const fila = ((seis >> 4) & 2) | (seis & 1);
        const cuatro = parseInt(caja[fila * 16 + ((seis >> 1) & 15)], 16) << (28 - 4 * cual);
        return P.reduce((palabra, n) => (palabra << 1) | ((cuatro >>> (32 - n)) & 1), 0);
    })
);

/** Sixteen round keys of one DES key, each of eight groups of six bits, as 128 octets. */
function rondas(clave) {
    const vista = new DataView(clave.buffer, clave.byteOffset, 8);
    const alto = vista.getUint32(0);
    const bajo = vista.getUint32(4);
    const bits = Uint8Array.from(PC1, (n) => bit(alto, bajo, n));
    const grupos = new Uint8Array(128);
    let giro = 0;
    GIROS.forEach((cuanto, ronda) => {
        giro += cuanto;
        PC2.forEach((n, i) => {
            const mitad = n > 28 ? 28 : 0;
            const valor = bits[mitad + ((n - 1 - mitad + giro) % 28)];
            const grupo = ronda * 8 + Math.floor(i / 6);
            grupos[grupo] = (grupos[grupo] << 1) | valor;
        });
    });
    borrar(bits);
    return grupos;
}

/** One DES between its initial and final permutations. The halves come out exchanged, as the next one wants them. */
function des([izquierda, derecha], claves, descifrar) {
    for (let ronda = 0; ronda < 16; ronda++) {
        const base = (descifrar ? 15 - ronda : ronda) * 8;
        let mezcla = 0;
        for (let i = 0; i < 8; i++) {
            mezcla ^= SP[i][(girar(derecha, (4 * i + 5) % 32) & 0x3f) ^ claves[base + i]];
        }
        [izquierda, derecha] = [derecha, izquierda ^ mezcla];
    }
    return [derecha, izquierda];
}

/**
 * Decipher and take the padding off.
 *
 * @param {Uint8Array} clave 24 bytes
 * @param {Uint8Array} iv 8 bytes
 * @param {Uint8Array} cifrado a multiple of 8 bytes
 * @returns {Uint8Array} the plain bytes, which the caller overwrites after use
 * @throws {FirmaError} BAD_PASSWORD when the padding is not right
 */
export function descifrarDes3(clave, iv, cifrado) {
    const claves = [0, 8, 16].map((desde) => rondas(clave.subarray(desde, desde + 8)));
    const entrada = new DataView(cifrado.buffer, cifrado.byteOffset, cifrado.length);
    const claro = new Uint8Array(cifrado.length);
    const salida = new DataView(claro.buffer);
    const vector = new DataView(iv.buffer, iv.byteOffset, 8);
    let anterior = [vector.getInt32(0), vector.getInt32(4)];
    for (let i = 0; i < cifrado.length; i += 8) {
        const bloque = [entrada.getInt32(i), entrada.getInt32(i + 4)];
        let mitades = permutar(...bloque, IP);
        mitades = des(mitades, claves[2], true);
        mitades = des(mitades, claves[1], false);
        mitades = des(mitades, claves[0], true);
        const [alto, bajo] = permutar(...mitades, FP);
        salida.setInt32(i, alto ^ anterior[0]);
        salida.setInt32(i + 4, bajo ^ anterior[1]);
        anterior = bloque;
    }
    borrar(...claves);
    return quitarRelleno(claro, 8);
}
