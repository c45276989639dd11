/** Certificates of the tax authority: whose they are, and whether they are an e.firma. The server judges them likewise. */
import { aHex, deBase64, sha256 } from "./bytes.js";
import { BITS, SECUENCIA, exigir, hijos, leer, momento, oid, texto } from "./der.js";
import { FirmaError, conCodigo } from "./errores.js";

const NOMBRE = "2.5.4.3";
const UNIDAD = "2.5.4.11";
const RFC = "2.5.4.45";
const CURP = "2.5.4.5";
const USO_DE_LLAVE = "2.5.29.15";
const USO_EXTENDIDO = "2.5.29.37";
const CORREO_PROTEGIDO = "1.3.6.1.5.5.7.3.4";
const AUTENTICAR_CLIENTE = "1.3.6.1.5.5.7.3.2";

/** digitalSignature, nonRepudiation, dataEncipherment and keyAgreement, and no other. */
const USOS_DE_FIEL = "11011";
const FORMA_DE_RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/;

const VERSION = 0xa0;
const EXTENSIONES = 0xa3;
const BOOLEANO = 0x01;
const LARGO_MAXIMO = 16_384;

/** The DER inside a certificate that was saved as text. */
function sinArmadura(bytes) {
    if (bytes[0] === SECUENCIA) {
        return bytes;
    }
    const escrito = new TextDecoder("latin1").decode(bytes);
    const cuerpo =
        /^\s*-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----\s*$/.exec(
            escrito
        );
    if (!cuerpo) {
        throw new FirmaError("CER_FORMAT", "neither DER nor PEM");
    }
    return deBase64(cuerpo[1].replace(/\s/g, ""));
}

/** Function that gives the one attribute of that type, or "". Two would let a reader choose whom to believe. */
function lectorDe(nombre) {
    const pares = hijos(nombre)
        .flatMap((conjunto) => hijos(conjunto, conjunto.etiqueta))
        .map((atributo) => hijos(atributo))
        .map(([tipo, valor]) => ({
            tipo: oid(tipo),
            escrito: texto(valor).normalize("NFC").trim(),
        }));
    return (buscado) => {
        const [uno, otro] = pares.filter(({ tipo }) => tipo === buscado);
        if (otro) {
            throw new FirmaError("CER_FORMAT", `more than one ${buscado}`);
        }
        return uno ? uno.escrito : "";
    };
}

/** Contents of each extension, by object identifier. */
function leerExtensiones(nodo) {
    const contenidos = {};
    for (const extension of nodo ? hijos(hijos(nodo, EXTENSIONES)[0]) : []) {
        const [nombre, ...demas] = hijos(extension);
        contenidos[oid(nombre)] = demas.find(({ etiqueta }) => etiqueta !== BOOLEANO).valor;
    }
    return contenidos;
}

/** The bits of a BIT STRING that are set, written as ones and zeros up to the last one. */
function bitsDe(der) {
    const [, ...octetos] = exigir(leer(der, BITS), BITS).valor;
    const escritos = octetos.map((octeto) => octeto.toString(2).padStart(8, "0")).join("");
    return escritos.replace(/0+$/, "");
}

/** The marks that tell an e.firma from a seal for invoices (CSD); all must agree. */
function esFiel(sujeto, extensiones, rfc) {
    const uso = extensiones[USO_DE_LLAVE];
    const extendido = extensiones[USO_EXTENDIDO];
    if (!uso || !extendido || sujeto(UNIDAD) || !FORMA_DE_RFC.test(rfc)) {
        return false;
    }
    const usos = hijos(leer(extendido)).map(oid);
    return (
        bitsDe(uso) === USOS_DE_FIEL &&
        usos.includes(CORREO_PROTEGIDO) &&
        usos.includes(AUTENTICAR_CLIENTE)
    );
}

/** The twenty digits that the tax authority writes in the serial number; hexadecimal for other issuers. */
function numero(serie) {
    const escrito = new TextDecoder("latin1").decode(serie);
    return /^\d{20}$/.test(escrito) ? escrito : aHex(serie).replace(/^0+/, "");
}

/** Holder and representative of "A / B". */
function partes(valor) {
    const [titular, representante = ""] = valor.toUpperCase().split("/");
    return { titular: titular.trim(), representante: representante.trim() };
}

function leerDer(der) {
    const campos = hijos(hijos(leer(der))[0]);
    if (campos[0].etiqueta === VERSION) {
        campos.shift();
    }
    const [serie, , emisor, vigencia, titular, llavePublica] = campos;
    const sujeto = lectorDe(titular);
    const rfc = partes(sujeto(RFC));
    const curp = partes(sujeto(CURP));
    const rfcFirmante = rfc.representante || rfc.titular;
    const [desde, hasta] = hijos(vigencia).map(momento);
    const extensiones = leerExtensiones(campos.find(({ etiqueta }) => etiqueta === EXTENSIONES));
    return {
        der,
        nombre: sujeto(NOMBRE),
        rfc: rfc.titular,
        rfcFirmante,
        curp: curp.representante || curp.titular,
        noCertificado: numero(serie.valor),
        emisor: lectorDe(emisor)(NOMBRE),
        desde,
        hasta,
        fiel: esFiel(sujeto, extensiones, rfcFirmante),
        serieDer: serie.der,
        emisorDer: emisor.der,
        llavePublicaDer: exigir(llavePublica, SECUENCIA).der,
    };
}

/**
 * A certificate, of a file in DER or PEM.
 *
 * @param {Uint8Array} bytes of the file
 * @returns {Promise<{
 *     der: Uint8Array, sha256: Uint8Array, nombre: string, rfc: string, rfcFirmante: string, curp: string,
 *     noCertificado: string, emisor: string, desde: Date, hasta: Date, fiel: boolean,
 *     serieDer: Uint8Array, emisorDer: Uint8Array, llavePublicaDer: Uint8Array
 * }>} `rfcFirmante` and `curp` are of the person who signs, also for a legal person
 * @throws {FirmaError} CER_FORMAT
 */
export async function leerCertificado(bytes) {
    if (!bytes.length || bytes.length > LARGO_MAXIMO) {
        throw new FirmaError("CER_FORMAT", `${bytes.length} bytes`);
    }
    const certificado = conCodigo("CER_FORMAT", () => leerDer(sinArmadura(bytes)));
    return { ...certificado, sha256: await sha256(certificado.der) };
}

/**
 * Refuse what cannot sign at an instant, or is not of the person with that RFC.
 *
 * @param {object} certificado
 * @param {{ahora?: Date, rfc?: string}} esperado without `rfc`, anybody's
 * @throws {FirmaError} NOT_FIEL, NOT_YET_VALID, EXPIRED, RFC_MISMATCH
 */
export function juzgarCertificado(certificado, { ahora = new Date(), rfc = "" } = {}) {
    if (!certificado.fiel) {
        throw new FirmaError("NOT_FIEL");
    }
    if (ahora < certificado.desde) {
        throw new FirmaError("NOT_YET_VALID");
    }
    if (ahora > certificado.hasta) {
        throw new FirmaError("EXPIRED");
    }
    if (
        rfc &&
        ![certificado.rfc, certificado.rfcFirmante].includes(
            rfc.normalize("NFC").trim().toUpperCase()
        )
    ) {
        throw new FirmaError("RFC_MISMATCH");
    }
}
