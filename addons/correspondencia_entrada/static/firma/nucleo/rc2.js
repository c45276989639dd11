/**
 * RC2 in CBC mode, deciphering only (RFC 2268). PKCS#12 files of OpenSSL 1 and of old Windows cipher the certificate, which is
 * public, with its 40-bit form; the key inside them has Triple DES.
 */
import { borrar, deHex } from "./bytes.js";
import { quitarRelleno } from "./relleno.js";

const PI = deHex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2" +
        "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82" +
        "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626" +
        "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7" +
        "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec" +
        "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731" +
        "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9" +
        "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
);
const GIROS = [1, 2, 3, 5];

/** The 64 words of 16 bits that a key of `clave.length` whole octets makes. */
function expandir(clave) {
    const largo = clave.length;
    const octetos = new Uint8Array(128);
    octetos.set(clave);
    for (let i = largo; i < 128; i++) {
        octetos[i] = PI[(octetos[i - 1] + octetos[i - largo]) & 255];
    }
    octetos[128 - largo] = PI[octetos[128 - largo]];
    for (let i = 127 - largo; i >= 0; i--) {
        octetos[i] = PI[octetos[i + 1] ^ octetos[i + largo]];
    }
    const palabras = Uint16Array.from(
        { length: 64 },
        (_, i) => octetos[2 * i] | (octetos[2 * i + 1] << 8)
    );
    borrar(octetos);
    return palabras;
}

/** Undo sixteen rounds of mixing and two of mashing on four words of 16 bits, in place. */
function descifrarBloque(r, k) {
    let j = 63;
    for (const vueltas of [5, 6, 5]) {
        for (let vuelta = 0; vuelta < vueltas; vuelta++) {
            for (let i = 3; i >= 0; i--, j--) {
                const [uno, dos, tres] = [r[(i + 3) & 3], r[(i + 2) & 3], r[(i + 1) & 3]];
                r[i] = (r[i] >>> GIROS[i]) | (r[i] << (16 - GIROS[i]));
                r[i] -= k[j] + (uno & dos) + (~uno & tres);
            }
        }
        if (j > 0) {
            for (let i = 3; i >= 0; i--) {
                r[i] -= k[r[(i + 3) & 3] & 63];
            }
        }
    }
}

/**
 * Decipher and take the padding off.
 *
 * @param {Uint8Array} clave as many bytes as the key is strong: 5 for the 40-bit form
 * @param {Uint8Array} iv 8 bytes
 * @param {Uint8Array} cifrado a multiple of 8 bytes
 * @returns {Uint8Array} the plain bytes
 * @throws {FirmaError} BAD_PASSWORD when the padding is not right
 */
export function descifrarRc2(clave, iv, cifrado) {
    const k = expandir(clave);
    const claro = new Uint8Array(cifrado.length);
    let anterior = iv;
    for (let i = 0; i < cifrado.length; i += 8) {
        const bloque = cifrado.subarray(i, i + 8);
        const r = Uint16Array.from(
            { length: 4 },
            (_, n) => bloque[2 * n] | (bloque[2 * n + 1] << 8)
        );
        descifrarBloque(r, k);
        for (let n = 0; n < 8; n++) {
            claro[i + n] = (r[n >> 1] >>> (8 * (n & 1))) ^ anterior[n];
        }
        anterior = bloque;
    }
    borrar(k);
    return quitarRelleno(claro, 8);
}
