/**
 * A reader of DER, strict and without a schema.
 *
 * A node is `{etiqueta, der, valor}`: the identifier octet, the whole encoding, and its contents. Both are views on the bytes
 * that were read, so whoever reads a secret has one buffer to overwrite.
 */
import { FirmaError } from "./errores.js";

export const ENTERO = 0x02;
export const BITS = 0x03;
export const OCTETOS = 0x04;
export const OID = 0x06;
export const SECUENCIA = 0x30;
export const CONJUNTO = 0x31;

const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const BMP = 0x1e;

const fallo = (detalle) => new FirmaError("DER", detalle);

/** Length octets at `desde`: the length that they say, and where the contents begin. */
function largo(bytes, desde) {
    const primero = bytes[desde];
    if (primero === undefined) {
        throw fallo("truncated");
    }
    if (primero < 0x80) {
        return { cuanto: primero, inicio: desde + 1 };
    }
    const octetos = primero & 0x7f;
    if (octetos < 1 || octetos > 4 || desde + octetos >= bytes.length) {
        throw fallo("length");
    }
    let cuanto = 0;
    for (let i = 1; i <= octetos; i++) {
        cuanto = cuanto * 256 + bytes[desde + i];
    }
    if (cuanto < 0x80 || cuanto < 256 ** (octetos - 1)) {
        throw fallo("length is not minimal");
    }
    return { cuanto, inicio: desde + 1 + octetos };
}

function leerEn(bytes, desde) {
    const etiqueta = bytes[desde];
    if (etiqueta === undefined || (etiqueta & 0x1f) === 0x1f) {
        throw fallo("tag");
    }
    const { cuanto, inicio } = largo(bytes, desde + 1);
    const fin = inicio + cuanto;
    if (fin > bytes.length) {
        throw fallo("truncated");
    }
    return { etiqueta, der: bytes.subarray(desde, fin), valor: bytes.subarray(inicio, fin) };
}

/** The one value that `bytes` encode, with nothing after it. */
export function leer(bytes, etiqueta = SECUENCIA) {
    const nodo = leerEn(bytes, 0);
    if (nodo.der.length !== bytes.length) {
        throw fallo("trailing bytes");
    }
    return exigir(nodo, etiqueta);
}

/** `nodo`, which must exist and have the identifier octet `etiqueta`. */
export function exigir(nodo, etiqueta) {
    if (nodo?.etiqueta !== etiqueta) {
        throw fallo(`expected tag ${etiqueta}, found ${nodo?.etiqueta}`);
    }
    return nodo;
}

/** The values inside a constructed one, which must have the identifier octet `etiqueta`. */
export function hijos(nodo, etiqueta = SECUENCIA) {
    exigir(nodo, etiqueta);
    const lista = [];
    for (let desde = 0; desde < nodo.valor.length;) {
        const hijo = leerEn(nodo.valor, desde);
        lista.push(hijo);
        desde += hijo.der.length;
    }
    return lista;
}

/** An object identifier in dotted form. */
export function oid(nodo) {
    const { valor } = exigir(nodo, OID);
    if (!valor.length || valor[valor.length - 1] & 0x80) {
        throw fallo("object identifier");
    }
    const arcos = [];
    let arco = 0;
    for (const octeto of valor) {
        arco = arco * 128 + (octeto & 0x7f);
        if (!(octeto & 0x80)) {
            arcos.push(arco);
            arco = 0;
        }
    }
    const raiz = Math.min(2, Math.floor(arcos[0] / 40));
    return [raiz, arcos[0] - raiz * 40, ...arcos.slice(1)].join(".");
}

/** A small integer, not negative. */
export function entero(nodo) {
    const { valor } = exigir(nodo, ENTERO);
    if (!valor.length || valor.length > 6 || valor[0] & 0x80) {
        throw fallo("integer");
    }
    return valor.reduce((total, octeto) => total * 256 + octeto, 0);
}

/** Text of any of the string types that certificates use; of a BIT STRING, its bytes as letters. */
export function texto(nodo) {
    if (nodo.etiqueta === BMP) {
        return new TextDecoder("utf-16be").decode(nodo.valor);
    }
    if (nodo.etiqueta === BITS) {
        return new TextDecoder("latin1").decode(nodo.valor.subarray(1));
    }
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(nodo.valor);
    } catch {
        return new TextDecoder("latin1").decode(nodo.valor);
    }
}

/** A moment, of UTCTime or GeneralizedTime. */
export function momento(nodo) {
    const escrito = texto(nodo);
    let partes = null;
    if (nodo.etiqueta === UTC_TIME) {
        partes = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(escrito);
    } else if (nodo.etiqueta === GENERALIZED_TIME) {
        partes = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(escrito);
    }
    if (!partes) {
        throw fallo("time");
    }
    const [ano, mes, dia, hora, minuto, segundo] = partes.slice(1).map(Number);
    const siglo = partes[1].length === 4 ? 0 : ano < 50 ? 2000 : 1900;
    return new Date(Date.UTC(siglo + ano, mes - 1, dia, hora, minuto, segundo));
}
