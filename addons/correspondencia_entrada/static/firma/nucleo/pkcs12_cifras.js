/** The ways in which parts of a PKCS#12 file are ciphered: PBES2, and the older ones that programs still write. */
import { borrar } from "./bytes.js";
import { OCTETOS, entero, exigir, hijos, oid } from "./der.js";
import { descifrarDes3 } from "./des3.js";
import { FirmaError } from "./errores.js";
import { MAXIMO_DE_VUELTAS, PBES2, descifrarPbes2, leerPbes2 } from "./pbes2.js";
import { PARA_CIFRAR, PARA_EL_VECTOR, derivar } from "./pkcs12_derivacion.js";
import { descifrarRc2 } from "./rc2.js";

/** Bytes of the key and function of each older scheme; the block is of 8 bytes in all. */
const ANTERIORES = {
    "1.2.840.113549.1.12.1.3": { largo: 24, descifrarCon: descifrarDes3 },
    "1.2.840.113549.1.12.1.6": { largo: 5, descifrarCon: descifrarRc2 },
};

function leerAnterior(nombre, nodo) {
    const esquema = ANTERIORES[nombre];
    if (!esquema) {
        throw new FirmaError("DER", `scheme ${nombre}`);
    }
    const [sal, cuantas] = hijos(nodo);
    const vueltas = entero(cuantas);
    if (vueltas < 1 || vueltas > MAXIMO_DE_VUELTAS) {
        throw new FirmaError("DER", "iterations");
    }
    return {
        ...esquema,
        parametros: { resumen: "SHA-1", sal: exigir(sal, OCTETOS).valor, vueltas },
    };
}

/**
 * How to decipher `cifrado`, of an AlgorithmIdentifier.
 *
 * @throws {FirmaError} DER when it is a way not known here, or the bytes are not whole blocks
 */
export function exigirCifra(algoritmo, cifrado) {
    const [nombre, parametros] = hijos(algoritmo);
    const cual = oid(nombre);
    const cifra =
        cual === PBES2 ? { pbes2: leerPbes2(parametros) } : leerAnterior(cual, parametros);
    if (!cifrado.length || cifrado.length % (cifra.pbes2?.cifra.bloque ?? 8)) {
        throw new FirmaError("DER", "length");
    }
    return cifra;
}

/**
 * @param {ReturnType<typeof exigirCifra>} cifra
 * @param {{octetos: Uint8Array, bmp: Uint8Array}} forma of the password
 * @param {Uint8Array} cifrado
 * @returns {Promise<Uint8Array>} the plain bytes, which the caller overwrites if they are secret
 */
export async function descifrar({ pbes2, largo, descifrarCon, parametros }, forma, cifrado) {
    if (pbes2) {
        return descifrarPbes2(pbes2, forma.octetos, cifrado);
    }
    const clave = await derivar(parametros, forma.bmp, PARA_CIFRAR, largo);
    const iv = await derivar(parametros, forma.bmp, PARA_EL_VECTOR, 8);
    try {
        return descifrarCon(clave, iv, cifrado);
    } finally {
        borrar(clave, iv);
    }
}
