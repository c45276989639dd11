/** PKCS#12 files, .p12 or .pfx (RFC 7292): a private key and its certificate behind one password. */
import { borrar, iguales } from "./bytes.js";
import { probar } from "./contrasena.js";
import { OCTETOS, entero, exigir, hijos, leer, oid } from "./der.js";
import { FirmaError, conCodigo } from "./errores.js";
import { MAXIMO_DE_VUELTAS } from "./pbes2.js";
import { PARA_EL_SELLO, derivar } from "./pkcs12_derivacion.js";
import { descifrar, exigirCifra } from "./pkcs12_cifras.js";

const DATOS = "1.2.840.113549.1.7.1";
const DATOS_CIFRADOS = "1.2.840.113549.1.7.6";
const BOLSA_DE_LLAVE = "1.2.840.113549.1.12.10.1.2";
const BOLSA_DE_CERTIFICADO = "1.2.840.113549.1.12.10.1.3";
const CERTIFICADO_X509 = "1.2.840.113549.1.9.22.1";
const RESUMENES = {
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
};
const EXPLICITO = 0xa0;
const OCTETOS_IMPLICITOS = 0x80;

const noSeLee = (detalle) => new FirmaError("DER", detalle);

/** What an explicit tag [0] wraps. */
const dentro = (nodo) => hijos(nodo, EXPLICITO)[0];

function leerSello(nodo) {
    const [resumen, sal, cuantas] = hijos(nodo);
    const [algoritmo, sello] = hijos(resumen);
    const nombre = RESUMENES[oid(hijos(algoritmo)[0])];
    const vueltas = cuantas ? entero(cuantas) : 1;
    if (!nombre || vueltas < 1 || vueltas > MAXIMO_DE_VUELTAS) {
        throw noSeLee("MAC");
    }
    const parametros = { resumen: nombre, sal: exigir(sal, OCTETOS).valor, vueltas };
    return { parametros, sello: exigir(sello, OCTETOS).valor };
}

function leerArchivo(bytes) {
    const [version, contenido, sello] = hijos(leer(bytes));
    const [tipo, envoltura] = hijos(contenido);
    if (entero(version) !== 3 || oid(tipo) !== DATOS || !sello) {
        throw noSeLee("not sealed with a password");
    }
    const sellado = exigir(dentro(envoltura), OCTETOS).valor;
    return { sellado, ...leerSello(sello) };
}

/** The seal (MAC) tells a wrong password, or a changed file, before anything is deciphered. */
async function revisarSello({ sellado, parametros, sello }, forma) {
    const clave = await derivar(parametros, forma.bmp, PARA_EL_SELLO, sello.length);
    const hmac = { name: "HMAC", hash: parametros.resumen };
    const llave = await crypto.subtle.importKey("raw", clave, hmac, false, ["sign"]);
    borrar(clave);
    const calculado = new Uint8Array(await crypto.subtle.sign("HMAC", llave, sellado));
    if (!iguales(calculado, sello)) {
        throw new FirmaError("BAD_PASSWORD", "MAC");
    }
}

/** The plain SafeContents of each part of the file. */
async function* contenidos(sellado, clave) {
    for (const parte of hijos(leer(sellado))) {
        const [tipo, envoltura] = hijos(parte);
        if (oid(tipo) === DATOS) {
            yield exigir(dentro(envoltura), OCTETOS).valor;
        } else if (oid(tipo) === DATOS_CIFRADOS) {
            const [, informacion] = hijos(dentro(envoltura));
            const [, algoritmo, datos] = hijos(informacion);
            const cifrado = exigir(datos, OCTETOS_IMPLICITOS).valor;
            yield await descifrar(exigirCifra(algoritmo, cifrado), clave, cifrado);
        } else {
            throw noSeLee("kind of contents");
        }
    }
}

/** Put what a bag holds in `hallado`: the ciphered keys, and the DER of the certificates. */
function vaciarBolsa(bolsa, hallado) {
    const [tipo, envoltura] = hijos(bolsa);
    if (oid(tipo) === BOLSA_DE_LLAVE) {
        const [algoritmo, datos] = hijos(dentro(envoltura));
        hallado.llaves.push({ algoritmo, cifrado: exigir(datos, OCTETOS).valor });
    } else if (oid(tipo) === BOLSA_DE_CERTIFICADO) {
        const [clase, valor] = hijos(dentro(envoltura));
        if (oid(clase) === CERTIFICADO_X509) {
            hallado.certificados.push(exigir(dentro(valor), OCTETOS).valor);
        }
    }
}

async function abrirSellado(sellado, clave) {
    const hallado = { llaves: [], certificados: [] };
    for await (const contenido of contenidos(sellado, clave)) {
        hijos(leer(contenido)).forEach((bolsa) => vaciarBolsa(bolsa, hallado));
    }
    const [llave] = hallado.llaves;
    if (hallado.llaves.length !== 1 || !hallado.certificados.length) {
        throw noSeLee("not one key with its certificate");
    }
    const claro = await descifrar(
        exigirCifra(llave.algoritmo, llave.cifrado),
        clave,
        llave.cifrado
    );
    return { claro, certificados: hallado.certificados };
}

/**
 * The key and the certificates of a file.
 *
 * @param {Uint8Array} bytes of the file
 * @param {string} contrasena
 * @returns {Promise<{claro: Uint8Array, certificados: Uint8Array[]}>} `claro` is a PrivateKeyInfo, which the caller overwrites
 * @throws {FirmaError} P12_FORMAT when the file is something else or is ciphered in a way not known here, BAD_PASSWORD
 */
export async function leerPkcs12(bytes, contrasena) {
    const archivo = conCodigo("P12_FORMAT", () => leerArchivo(bytes));
    return probar(contrasena, async (forma) => {
        await revisarSello(archivo, forma);
        try {
            return await abrirSellado(archivo.sellado, forma);
        } catch (error) {
            throw error.codigo === "DER" ? new FirmaError("P12_FORMAT", error.message) : error;
        }
    });
}
