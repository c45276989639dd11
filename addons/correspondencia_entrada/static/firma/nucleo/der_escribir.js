/** The little of a DER writer that the signed attributes need. */
import { deHex, unir } from "./bytes.js";

function largo(cuanto) {
    if (cuanto < 0x80) {
        return [cuanto];
    }
    const octetos = [];
    for (let resto = cuanto; resto; resto = Math.floor(resto / 256)) {
        octetos.unshift(resto % 256);
    }
    return [0x80 | octetos.length, ...octetos];
}

/** A value with the identifier octet `etiqueta` and the contents `partes`, one after the other. */
export function escribir(etiqueta, ...partes) {
    const valor = unir(...partes);
    return unir(new Uint8Array([etiqueta, ...largo(valor.length)]), valor);
}

/** An object identifier, of the hexadecimal digits of its contents. */
export function escribirOid(hex) {
    return escribir(0x06, deHex(hex));
}
