/**
 * What must hold before the key signs anything ("to be signed", TBS). The server proposes; this module builds the same from
 * what the person has on the screen and what the person chose, and refuses whatever differs. So the server cannot have
 * another document signed, nor anything that is not a document.
 */
import { aHex, iguales, sha256, unir } from "./bytes.js";
import { CONJUNTO, OCTETOS, SECUENCIA } from "./der.js";
import { escribir, escribirOid } from "./der_escribir.js";
import { FirmaError } from "./errores.js";

const TIPO_DE_CONTENIDO = "2a864886f70d010903";
const RESUMEN_DEL_MENSAJE = "2a864886f70d010904";
const CERTIFICADO_FIRMANTE_V2 = "2a864886f70d010910022f";
const DATOS = "2a864886f70d010701";
const NOMBRE_DE_DIRECTORIO = 0xa4;

const MENOR_QUE = 0x3c;
const MAYOR_QUE = 0x3e;
const CERO = 0x30;

/** Letters of the SHA-256 of nothing signed yet: at least the room of a signature, in hexadecimal digits. */
const HUECO_MINIMO = 512;

/** Space and control characters of a value, as the server writes it in the cadena original. */
export function limpiar(valor) {
    const visible = valor.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").normalize("NFC");
    return visible.replaceAll("|", " ").replace(/\s+/g, " ").trim();
}

/**
 * Check the cadena original: `||1.0|folio|moment|RFC|number of the certificate|entity|SHA-256||`.
 *
 * @param {string} cadena
 * @param {{folio: string, sha256: string, certificado: object}} mostrado `sha256` of the document on the screen, hexadecimal
 * @throws {FirmaError} TBS_CADENA
 */
export function revisarCadena(cadena, { folio, sha256: resumen, certificado }) {
    const partes = /^\|\|([^|]+(?:\|[^|]+){6})\|\|$/.exec(cadena)?.[1].split("|");
    if (!partes || limpiar(partes.join(" ")) !== partes.join(" ")) {
        throw new FirmaError("TBS_CADENA", "shape");
    }
    const [version, suFolio, momento, rfc, numero, , suResumen] = partes;
    const bien = {
        version: version === "1.0",
        folio: suFolio === limpiar(folio),
        moment: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(momento),
        RFC: [certificado.rfc, certificado.rfcFirmante].includes(rfc),
        certificate: numero === certificado.noCertificado,
        "SHA-256": suResumen === resumen,
    };
    const mal = Object.keys(bien).filter((dato) => !bien[dato]);
    if (mal.length) {
        throw new FirmaError("TBS_CADENA", mal.join(", "));
    }
}

const atributo = (tipo, valor) => escribir(SECUENCIA, escribirOid(tipo), escribir(CONJUNTO, valor));

/** The only attributes that are signed, as DER: what it is, the hash of the document, and the certificate. */
export function atributosFirmados(resumen, certificado) {
    const emisor = escribir(SECUENCIA, escribir(NOMBRE_DE_DIRECTORIO, certificado.emisorDer));
    const identificado = escribir(
        SECUENCIA,
        escribir(OCTETOS, certificado.sha256),
        escribir(SECUENCIA, emisor, certificado.serieDer)
    );
    return escribir(
        CONJUNTO,
        atributo(TIPO_DE_CONTENIDO, escribirOid(DATOS)),
        atributo(RESUMEN_DEL_MENSAJE, escribir(OCTETOS, resumen)),
        atributo(CERTIFICADO_FIRMANTE_V2, escribir(SECUENCIA, escribir(SECUENCIA, identificado)))
    );
}

/** The range leaves out one gap, after the document that was shown, and nothing else of the file. */
function revisarRango(preparada, rango, base) {
    const enteros = Array.isArray(rango) && rango.length === 4 && rango.every(Number.isSafeInteger);
    const [desde, antes, despues, resto] = enteros ? rango : [];
    if (!enteros || desde !== 0 || antes < base.length || despues <= antes || resto < 1) {
        throw new FirmaError("TBS_RANGE", "numbers");
    }
    if (despues + resto !== preparada.length) {
        throw new FirmaError("TBS_RANGE", "length of the file");
    }
    return preparada.subarray(antes, despues);
}

function revisarHueco(hueco) {
    const digitos = hueco.subarray(1, -1);
    const marcas = hueco[0] === MENOR_QUE && hueco[hueco.length - 1] === MAYOR_QUE;
    const largo = digitos.length >= HUECO_MINIMO && digitos.length % 2 === 0;
    if (!marcas || !largo || !digitos.every((digito) => digito === CERO)) {
        throw new FirmaError("TBS_GAP");
    }
}

/**
 * Check what the server prepared, and give the bytes to sign.
 *
 * @param {object} propuesta
 * @param {Uint8Array} propuesta.preparada the prepared file
 * @param {number[]} propuesta.rango its /ByteRange
 * @param {Uint8Array} propuesta.atributos DER of the signed attributes
 * @param {{base: Uint8Array, certificado: object}} mostrado `base` is the document on the screen
 * @returns {Promise<Uint8Array>} the attributes, built here
 * @throws {FirmaError} TBS_BASE, TBS_RANGE, TBS_GAP, TBS_ATTRIBUTES
 */
export async function revisarPreparada({ preparada, rango, atributos }, { base, certificado }) {
    if (!base.length || !iguales(preparada.subarray(0, base.length), base)) {
        throw new FirmaError("TBS_BASE");
    }
    revisarHueco(revisarRango(preparada, rango, base));
    const [, antes, despues] = rango;
    const resumen = await sha256(unir(preparada.subarray(0, antes), preparada.subarray(despues)));
    const propios = atributosFirmados(resumen, certificado);
    if (!iguales(propios, atributos)) {
        throw new FirmaError("TBS_ATTRIBUTES");
    }
    return propios;
}

/** SHA-256 in hexadecimal, as the cadena original and the page write it. */
export async function huella(bytes) {
    return aHex(await sha256(bytes));
}
