const CALIDAD = 0.85;

/**
 * A photo as it will be kept: JPEG, no side longer than `lado` pixels (0 keeps what the camera gave). Photos of the
 * camera weigh so much that few fit in the outbox.
 */
export async function preparar(archivo, lado) {
    if (!lado && ["image/jpeg", "image/png"].includes(archivo.type)) {
        return archivo;
    }
    const imagen = await createImageBitmap(archivo, { imageOrientation: "from-image" });
    const escala = lado ? Math.min(1, lado / Math.max(imagen.width, imagen.height)) : 1;
    const lienzo = document.createElement("canvas");
    lienzo.width = Math.max(1, Math.round(imagen.width * escala));
    lienzo.height = Math.max(1, Math.round(imagen.height * escala));
    lienzo.getContext("2d").drawImage(imagen, 0, 0, lienzo.width, lienzo.height);
    imagen.close();
    const foto = await aBlob(lienzo, "image/jpeg", CALIDAD);
    return archivo.type === "image/jpeg" && archivo.size <= foto.size && escala === 1
        ? archivo
        : foto;
}

function aBlob(lienzo, tipo, calidad) {
    return new Promise((resolver, rechazar) => {
        lienzo.toBlob(
            (blob) => (blob ? resolver(blob) : rechazar(new Error("no image"))),
            tipo,
            calidad
        );
    });
}

/** What is drawn, as a PNG, without waiting. */
export function pngDe(lienzo) {
    const datos = atob(lienzo.toDataURL("image/png").split(",")[1]);
    return new Blob([Uint8Array.from(datos, (letra) => letra.charCodeAt(0))], {
        type: "image/png",
    });
}
