/** Wrong passwords: after five, each one more costs a longer wait. Nothing is ever blocked. */
const LIBRES = 5;
const PAUSAS = [5, 10, 20, 40, 60];

export function crearIntentos() {
    let fallos = 0;
    return {
        acertar() {
            fallos = 0;
        },
        /** @returns {number} seconds to wait before the next attempt */
        fallar() {
            fallos += 1;
            const larga = Math.min(fallos - LIBRES, PAUSAS.length - 1);
            return fallos < LIBRES ? 0 : PAUSAS[larga];
        },
    };
}
