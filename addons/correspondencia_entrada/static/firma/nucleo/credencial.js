/** An e.firma ready to sign: its certificate and its private key, proved to belong together. */
import { borrar } from "./bytes.js";
import { juzgarCertificado, leerCertificado } from "./certificado.js";
import { FirmaError } from "./errores.js";
import { RSA_SHA256, abrirLlave, importarLlave } from "./llave.js";
import { leerPkcs12 } from "./pkcs12.js";

const BITS_MINIMOS = 2048;

async function llavePublica({ llavePublicaDer }) {
    try {
        return await crypto.subtle.importKey("spki", llavePublicaDer, RSA_SHA256, true, ["verify"]);
    } catch (error) {
        throw new FirmaError("NOT_FIEL", `public key: ${error.name}`);
    }
}

/** Whether what `llave` signs can be checked with the certificate. The key cannot be compared: nobody can read it. */
async function sonPareja(certificado, llave) {
    const publica = await llavePublica(certificado);
    const prueba = crypto.getRandomValues(new Uint8Array(32));
    const valor = await crypto.subtle.sign(RSA_SHA256.name, llave, prueba);
    return crypto.subtle.verify(RSA_SHA256.name, publica, valor, prueba);
}

/** Judge the certificate, its public key included. */
async function juzgar(certificado, esperado) {
    juzgarCertificado(certificado, esperado);
    const { algorithm } = await llavePublica(certificado);
    if (algorithm.modulusLength < BITS_MINIMOS) {
        throw new FirmaError("NOT_FIEL", "RSA key too short");
    }
}

/**
 * Open the .cer and .key files that the tax authority gives. The certificate is judged first.
 *
 * @param {{cer: Uint8Array, key: Uint8Array, contrasena: string}} archivos `key` is overwritten
 * @param {{ahora?: Date, rfc?: string}} esperado see `juzgarCertificado`
 * @returns {Promise<{certificado: object, llave: CryptoKey}>}
 * @throws {FirmaError} CER_FORMAT, NOT_FIEL, NOT_YET_VALID, EXPIRED, RFC_MISMATCH, KEY_FORMAT, BAD_PASSWORD,
 *     KEY_CERT_MISMATCH
 */
export async function abrirEfirma({ cer, key, contrasena }, esperado) {
    try {
        const certificado = await leerCertificado(cer);
        await juzgar(certificado, esperado);
        const llave = await abrirLlave(key, contrasena);
        if (!(await sonPareja(certificado, llave))) {
            throw new FirmaError("KEY_CERT_MISMATCH");
        }
        return { certificado, llave };
    } finally {
        borrar(key);
    }
}

/**
 * Open an e.firma kept in one .p12 or .pfx file, which may also hold the certificates of the authorities.
 *
 * @param {{p12: Uint8Array, contrasena: string}} archivos `p12` is overwritten
 * @param {{ahora?: Date, rfc?: string}} esperado see `juzgarCertificado`
 * @returns {Promise<{certificado: object, llave: CryptoKey}>}
 * @throws {FirmaError} as `abrirEfirma`, with P12_FORMAT instead of KEY_FORMAT
 */
export async function abrirPkcs12({ p12, contrasena }, esperado) {
    try {
        const { claro, certificados } = await leerPkcs12(p12, contrasena);
        const llave = await importarLlave(claro);
        for (const der of certificados) {
            const certificado = await leerCertificado(der.slice());
            if (await sonPareja(certificado, llave)) {
                await juzgar(certificado, esperado);
                return { certificado, llave };
            }
        }
        throw new FirmaError("KEY_CERT_MISMATCH");
    } finally {
        borrar(p12);
    }
}
