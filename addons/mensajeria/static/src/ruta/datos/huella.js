/** SHA-256 of a blob, in hexadecimal. */
export async function sha256(blob) {
    const resumen = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(resumen)]
        .map((octeto) => octeto.toString(16).padStart(2, "0"))
        .join("");
}

/** The bytes of a blob in base64. */
export function base64(blob) {
    return new Promise((resolver, rechazar) => {
        const lector = new FileReader();
        lector.onload = () => resolver(lector.result.slice(lector.result.indexOf(",") + 1));
        lector.onerror = () => rechazar(lector.error);
        lector.readAsDataURL(blob);
    });
}
