/**
 * A refusal that a person can be told about.
 *
 * `codigo` is stable and names a sentence of the catalogue of texts; `detalle` is for whoever debugs, in English, and never
 * holds anything secret; `mensaje` is the sentence itself when the server already wrote it.
 */
export class FirmaError extends Error {
    constructor(codigo, detalle = "", mensaje = "") {
        super(detalle ? `${codigo}: ${detalle}` : codigo);
        this.name = "FirmaError";
        this.codigo = codigo;
        this.mensaje = mensaje;
    }
}

/**
 * The result of `leer`, a synchronous parser; a structure that it cannot read becomes the error `codigo`.
 *
 * @template T
 * @param {string} codigo
 * @param {() => T} leer
 * @returns {T}
 */
export function conCodigo(codigo, leer) {
    try {
        return leer();
    } catch (error) {
        if (error instanceof FirmaError && error.codigo !== "DER") {
            throw error;
        }
        throw new FirmaError(codigo, error.message);
    }
}
