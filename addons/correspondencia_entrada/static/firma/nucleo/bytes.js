/** Small things done with bytes. Everywhere "bytes" means a Uint8Array. */

const HEX = "0123456789abcdef";

export function aHex(bytes) {
    let texto = "";
    for (const octeto of bytes) {
        texto += HEX[octeto >> 4] + HEX[octeto & 15];
    }
    return texto;
}

export function deHex(texto) {
    return Uint8Array.from(texto.match(/../g) || [], (par) => parseInt(par, 16));
}

export function aBase64(bytes) {
    let texto = "";
    for (let i = 0; i < bytes.length; i += 0x8000) {
        texto += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    }
    return btoa(texto);
}

export function deBase64(texto) {
    return Uint8Array.from(atob(texto), (letra) => letra.charCodeAt(0));
}

export function iguales(unos, otros) {
    if (unos.length !== otros.length) {
        return false;
    }
    for (let i = 0; i < unos.length; i++) {
        if (unos[i] !== otros[i]) {
            return false;
        }
    }
    return true;
}

export function unir(...partes) {
    const todo = new Uint8Array(partes.reduce((largo, parte) => largo + parte.length, 0));
    let hasta = 0;
    for (const parte of partes) {
        todo.set(parte, hasta);
        hasta += parte.length;
    }
    return todo;
}

/** Overwrite what was secret. Takes typed arrays and arrays of numbers, and leaves out what is missing. */
export function borrar(...secretos) {
    for (const secreto of secretos) {
        secreto?.fill(0);
    }
}

export async function digerir(algoritmo, bytes) {
    return new Uint8Array(await crypto.subtle.digest(algoritmo, bytes));
}

export function sha256(bytes) {
    return digerir("SHA-256", bytes);
}
