/** What a chosen file is, told by its contents; names lie and people rename. */
import { borrar } from "../nucleo/bytes.js";
import { leerCertificado } from "../nucleo/certificado.js";
import { SECUENCIA, ENTERO, hijos, leer } from "../nucleo/der.js";
import { FirmaError } from "../nucleo/errores.js";

const LARGO_MAXIMO = 131_072;
const POR_EXTENSION = {
    cer: "CER_FORMAT",
    crt: "CER_FORMAT",
    key: "KEY_FORMAT",
    p12: "P12_FORMAT",
    pfx: "P12_FORMAT",
};

/** The bytes of a file, which the caller overwrites if they are secret. */
export async function leerArchivo(archivo) {
    return new Uint8Array(await archivo.arrayBuffer());
}

/** First two values of the outermost sequence, by their identifier octets. */
function forma(bytes) {
    try {
        return hijos(leer(bytes))
            .slice(0, 2)
            .map(({ etiqueta, valor }) => (etiqueta === ENTERO ? valor[0] : etiqueta));
    } catch {
        return [];
    }
}

/** The code for a file that is not what its name says. */
function codigoDe({ name }) {
    return POR_EXTENSION[name.split(".").pop().toLowerCase()] || "FILE_UNKNOWN";
}

/**
 * Tell a certificate, an encrypted key and a PKCS#12 file from each other.
 *
 * @param {File} archivo
 * @returns {Promise<{tipo: "cer" | "key" | "p12", archivo: File, certificado?: object}>}
 * @throws {FirmaError} CER_FORMAT, KEY_FORMAT, P12_FORMAT or FILE_UNKNOWN
 */
export async function reconocer(archivo) {
    if (!archivo.size || archivo.size > LARGO_MAXIMO) {
        throw new FirmaError(codigoDe(archivo), `${archivo.size} bytes`);
    }
    const bytes = await leerArchivo(archivo);
    const [primero, segundo] = forma(bytes);
    try {
        if (primero === SECUENCIA && segundo === 0x04) {
            return { tipo: "key", archivo };
        }
        if (primero === 3 && segundo === SECUENCIA) {
            return { tipo: "p12", archivo };
        }
        return { tipo: "cer", archivo, certificado: await leerCertificado(bytes.slice()) };
    } catch (error) {
        throw new FirmaError(codigoDe(archivo), error.message);
    } finally {
        borrar(bytes);
    }
}
