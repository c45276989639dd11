/**
 * The conversation with the server, and nothing else: its addresses, its shapes and its failures.
 *
 * A call is repeated with the same arguments when its answer was lost, except the one that carries a key. What the
 * server refuses arrives as `{error: {codigo, mensaje}}`, the sentence already in the person's language.
 */
import { aBase64, deBase64 } from "./nucleo/bytes.js";
import { FirmaError } from "./nucleo/errores.js";

const RAIZ = "/firma/mesa";
const SESION_VENCIDA = 100;

/** How long to wait for an answer, and then before asking again, in milliseconds. */
const PACIENCIA = { plazo: 90_000, pausas: [1_000, 3_000] };
const UNA_VEZ = { plazo: 600_000, pausas: [] };

const esperar = (milisegundos) => new Promise((seguir) => setTimeout(seguir, milisegundos));

/** Send; again after a pause when nobody answers. */
async function pedir(ruta, opciones = {}, { plazo, pausas } = PACIENCIA) {
    for (let intento = 0; ; intento++) {
        try {
            return await fetch(RAIZ + ruta, {
                ...opciones,
                signal: AbortSignal.timeout(plazo),
                cache: "no-store",
            });
        } catch (error) {
            if (intento === pausas.length) {
                throw new FirmaError("NETWORK", error.name);
            }
            await esperar(pausas[intento]);
        }
    }
}

async function leerJson(respuesta) {
    try {
        return await respuesta.json();
    } catch {
        throw new FirmaError("SERVER", `HTTP ${respuesta.status}`);
    }
}

function exigirSinError(cuerpo) {
    if (cuerpo?.error) {
        const { codigo, mensaje } = cuerpo.error;
        throw new FirmaError(codigo || "SERVER", "", mensaje);
    }
    return cuerpo;
}

async function llamar(ruta, params, paciencia) {
    const peticion = {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
    };
    const respuesta = await pedir(ruta, peticion, paciencia);
    const { result, error } = await leerJson(respuesta);
    if (error) {
        throw new FirmaError(error.code === SESION_VENCIDA ? "LOGIN" : "SERVER", error.data?.name);
    }
    return exigirSinError(result);
}

async function bajar(ruta) {
    const respuesta = await pedir(ruta);
    if (respuesta.headers.get("Content-Type")?.startsWith("application/json")) {
        exigirSinError(await leerJson(respuesta));
    }
    if (!respuesta.ok || respuesta.redirected) {
        throw new FirmaError(respuesta.redirected ? "LOGIN" : "SERVER", `HTTP ${respuesta.status}`);
    }
    try {
        return new Uint8Array(await respuesta.arrayBuffer());
    } catch (error) {
        throw new FirmaError("NETWORK", error.name);
    }
}

/** The PDF to read and to sign. */
export function bajarBase(documento) {
    return bajar(`/base/${documento}`);
}

/**
 * Begin to sign one document.
 *
 * @param {number} documento
 * @param {Uint8Array} cer the certificate, DER
 * @returns {Promise<{sesion: string, cadena: string, sha256_base: string, folio: string}>}
 */
export function abrir(documento, cer) {
    return llamar("/abrir", { documento, cer: aBase64(cer) });
}

/**
 * Give the sello, and receive the document with a gap for the signature.
 *
 * @param {string} sesion
 * @param {Uint8Array} sello
 * @returns {Promise<{preparada: Uint8Array, rango: number[], atributos: Uint8Array}>}
 */
export async function preparar(sesion, sello) {
    const { rango, atributos } = await llamar("/preparar", { sesion, sello: aBase64(sello) });
    return {
        rango,
        atributos: deBase64(atributos),
        preparada: await bajar(`/preparada/${sesion}`),
    };
}

/**
 * Give the signature.
 *
 * @param {string} sesion
 * @param {Uint8Array} valor
 * @returns {Promise<{estado: string, nivel: string, url_verificacion: string, url_descarga: string}>}
 */
export function terminar(sesion, valor) {
    return llamar("/terminar", { sesion, valor: aBase64(valor) });
}

/** Send a document back to its author. */
export function rechazar(documento, motivo) {
    return llamar("/rechazar", { documento, motivo });
}

/**
 * Sign on the server, where the entity allows it. This is the one call that a key travels in.
 *
 * @param {number[]} documentos
 * @param {{cer?: Uint8Array, key?: Uint8Array, p12?: Uint8Array, contrasena: string}} archivos
 * @returns {Promise<{resultados: object[]}>} of each document `{id, …}` as of `terminar`, or `{id, error}`
 */
export function firmarEnServidor(documentos, { cer, key, p12, contrasena }) {
    const archivos = p12 ? { p12: aBase64(p12) } : { cer: aBase64(cer), key: aBase64(key) };
    const params = { documentos, ...archivos, password: contrasena };
    return llamar("/firmar_en_servidor", params, UNA_VEZ);
}
