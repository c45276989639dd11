/** From an encrypted private key to one that the browser may use but not show. */
import { borrar } from "./bytes.js";
import { probar } from "./contrasena.js";
import { OCTETOS, entero, exigir, hijos, leer, oid } from "./der.js";
import { FirmaError, conCodigo } from "./errores.js";
import { PBES2, descifrarPbes2, leerPbes2 } from "./pbes2.js";

const RSA = "1.2.840.113549.1.1.1";

/** The algorithm of every signature made and checked here. */
export const RSA_SHA256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

function leerLlaveCifrada(bytes) {
    const [algoritmo, datos] = hijos(leer(bytes));
    const [nombre, parametros] = hijos(algoritmo);
    const cifrado = exigir(datos, OCTETOS).valor;
    const pbes2 = oid(nombre) === PBES2 && leerPbes2(parametros);
    if (!pbes2 || !cifrado.length || cifrado.length % pbes2.cifra.bloque) {
        throw new FirmaError("KEY_FORMAT", "encryption scheme");
    }
    return { pbes2, cifrado };
}

/** Whether plain bytes are a PrivateKeyInfo, and of RSA. Noise that was deciphered with a wrong password is not. */
function exigirRsa(claro) {
    const [version, algoritmo] = conCodigo("BAD_PASSWORD", () => hijos(leer(claro)));
    const cual = conCodigo("BAD_PASSWORD", () => entero(version) <= 1 && oid(hijos(algoritmo)[0]));
    if (cual !== RSA) {
        throw new FirmaError(cual ? "KEY_FORMAT" : "BAD_PASSWORD", "not an RSA key");
    }
}

/**
 * A key that signs and cannot be exported. `claro`, a PrivateKeyInfo, is overwritten whatever happens.
 *
 * @param {Uint8Array} claro
 * @returns {Promise<CryptoKey>}
 * @throws {FirmaError} BAD_PASSWORD or KEY_FORMAT
 */
export async function importarLlave(claro) {
    try {
        exigirRsa(claro);
        return await crypto.subtle.importKey("pkcs8", claro, RSA_SHA256, false, ["sign"]);
    } catch (error) {
        throw error instanceof FirmaError ? error : new FirmaError("BAD_PASSWORD", error.name);
    } finally {
        borrar(claro);
    }
}

/**
 * Open a .key file: EncryptedPrivateKeyInfo in DER.
 *
 * @param {Uint8Array} bytes of the file
 * @param {string} contrasena
 * @returns {Promise<CryptoKey>}
 * @throws {FirmaError} KEY_FORMAT when the file is something else, BAD_PASSWORD
 */
export async function abrirLlave(bytes, contrasena) {
    const { pbes2, cifrado } = conCodigo("KEY_FORMAT", () => leerLlaveCifrada(bytes));
    return probar(contrasena, async ({ octetos }) =>
        importarLlave(await descifrarPbes2(pbes2, octetos, cifrado))
    );
}
