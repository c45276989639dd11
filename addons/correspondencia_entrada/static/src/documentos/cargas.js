import { useBus, useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";
import { onWillDestroy, useState } from "@odoo/owl";
import { limiteDeCarga, tamanoLegible } from "./archivos";

const RUTA = "/web/binary/upload_attachment";

/**
 * Uploads files one after the other, in the order in which they came, and tells how far each one is.
 *
 * @param {Object} params
 * @param {string} params.resModel model of the record that will own the files
 * @param {(id: number) => Promise} params.alCargar called with the id of each attachment
 * @returns {{cargas: Object[], cargar: Function, cancelar: Function}}
 */
export function useCargas({ resModel, alCargar }) {
    const fileUpload = useService("file_upload");
    const notification = useService("notification");
    const cargas = useState([]);
    const esperas = new Map();
    let cola = Promise.resolve();
    let siguiente = 1;

    const resolver = (upload) => esperas.get(upload.id)?.(upload);
    useBus(fileUpload.bus, "FILE_UPLOAD_LOADED", ({ detail }) => resolver(detail.upload));
    useBus(fileUpload.bus, "FILE_UPLOAD_ERROR", ({ detail }) => resolver(detail.upload));
    onWillDestroy(() => cargas.forEach((carga) => cancelar(carga)));

    function avisar(mensaje) {
        notification.add(mensaje, { type: "danger", sticky: true });
    }

    /** The sentence for which a file is not even sent, or nothing. */
    function rechazo(archivo) {
        if (!archivo.size) {
            return _t("“%s” is empty. Attach it again.", archivo.name);
        }
        if (archivo.size > limiteDeCarga()) {
            return _t(
                "“%(name)s” has %(size)s; the limit per file is %(limit)s. Split it or reduce it.",
                {
                    name: archivo.name,
                    size: tamanoLegible(archivo.size),
                    limit: tamanoLegible(limiteDeCarga()),
                }
            );
        }
        return "";
    }

    async function subir(carga) {
        if (carga.cancelada) {
            return;
        }
        const upload = await fileUpload.upload(RUTA, [carga.archivo], {
            displayErrorNotification: false,
            buildFormData: (datos) => {
                datos.append("model", resModel);
                datos.append("id", "0");
            },
        });
        carga.upload = upload;
        await new Promise((listo) => esperas.set(upload.id, listo));
        esperas.delete(upload.id);
        if (upload.state === "abort") {
            return;
        }
        const [respuesta] = leer(upload.xhr);
        if (upload.state === "error" || !respuesta?.id) {
            avisar(respuesta?.error || _t("“%s” could not be uploaded. Try again.", carga.nombre));
            return;
        }
        await alCargar(respuesta.id);
    }

    function leer(xhr) {
        try {
            const datos = JSON.parse(xhr.responseText ?? xhr.response);
            return Array.isArray(datos) ? datos : [];
        } catch {
            return [];
        }
    }

    function cargar(archivos) {
        for (const archivo of archivos) {
            const motivo = rechazo(archivo);
            if (motivo) {
                avisar(motivo);
                continue;
            }
            cargas.push({ id: siguiente++, nombre: archivo.name, archivo, upload: null });
            const carga = cargas.at(-1);
            cola = cola.then(async () => {
                try {
                    await subir(carga);
                } finally {
                    cargas.splice(cargas.indexOf(carga), 1);
                }
            });
        }
        return cola;
    }

    function cancelar(carga) {
        carga.cancelada = true;
        carga.upload?.xhr.abort();
    }

    return { cargas, cargar, cancelar };
}
