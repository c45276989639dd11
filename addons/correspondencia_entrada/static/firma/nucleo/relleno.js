import { FirmaError } from "./errores.js";

/**
 * The bytes before the padding of PKCS#7, in memory of their own; `claro` is overwritten.
 *
 * @throws {FirmaError} BAD_PASSWORD when the padding is not right, because a wrong key is what makes it so
 */
export function quitarRelleno(claro, bloque) {
    const relleno = claro[claro.length - 1];
    const fin = claro.length - relleno;
    const bien =
        relleno >= 1 &&
        relleno <= bloque &&
        claro.subarray(fin).every((octeto) => octeto === relleno);
    const contenido = bien ? claro.slice(0, fin) : null;
    claro.fill(0);
    if (!contenido) {
        throw new FirmaError("BAD_PASSWORD", "padding");
    }
    return contenido;
}
