/** The signature of one document, from its opening to its end, with the key that the key ring holds. */
import { FirmaError } from "../nucleo/errores.js";
import { certificadoAbierto, firmarCadena, firmarDocumento } from "../nucleo/llavero.js";
import * as servidor from "../servidor.js";
import { obtenerBase } from "./bases.js";

/**
 * @param {{id: number, folio: string, sha256: string}} documento as the page shows it
 * @returns {Promise<object>} what the server says of the signed document, with its `cadena`
 * @throws {FirmaError} TBS_* when the server proposes to sign anything else; whatever the server refuses
 */
export async function firmarUno(documento) {
    const certificado = certificadoAbierto();
    if (!certificado) {
        throw new FirmaError("KEY_CLOSED");
    }
    const base = await obtenerBase(documento);
    const { sesion, cadena, sha256_base } = await servidor.abrir(documento.id, certificado.der);
    if (sha256_base !== base.sha256) {
        throw new FirmaError("TBS_BASE", "the server is about to sign another version");
    }
    const sello = await firmarCadena(cadena, { folio: documento.folio, sha256: base.sha256 });
    const propuesta = await servidor.preparar(sesion, sello);
    const valor = await firmarDocumento(propuesta, base.bytes);
    return { ...(await servidor.terminar(sesion, valor)), cadena };
}
