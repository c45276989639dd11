import { onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { BuzonLleno } from "../datos/buzon";
import { posicion } from "../equipo/posicion";
import { sinLugar } from "../modelo";
import { _t } from "@web/core/l10n/translation";

/**
 * What the forms of both results share: a draft that survives a reload, the position, and saving.
 *
 * @param {Component} forma with props `modelo`, `parada`, `alGuardar`
 * @param {Object} inicial fields of an empty form
 */
export function useFormulario(forma, inicial) {
    const { modelo, parada } = forma.props;
    const campos = useState({ ...inicial });
    const estado = useState({ faltas: {}, guardando: false, error: "", posicion: null });
    let reloj, guardado;

    onWillStart(async () => {
        const borrador = await modelo.leerBorrador(parada);
        if (borrador?.clase === forma.constructor.name) {
            Object.assign(campos, borrador.campos);
        }
    });
    const ubicacion = posicion().then((valor) => (estado.posicion = valor));
    const escribir = () => {
        reloj = null;
        return modelo.guardarBorrador(parada, {
            clase: forma.constructor.name,
            campos: { ...campos, fotos: [...campos.fotos] },
        });
    };
    onWillUnmount(() => {
        if (reloj && !guardado) {
            browser.clearTimeout(reloj);
            escribir();
        }
    });

    return {
        campos,
        estado,
        /** Something was written: keep it soon. */
        cambiar(cambios = {}) {
            Object.assign(campos, cambios);
            for (const campo of Object.keys(cambios)) {
                delete estado.faltas[campo];
            }
            browser.clearTimeout(reloj);
            reloj = browser.setTimeout(escribir, 300);
        },
        /** Keep the action, or tell what is missing. */
        async guardar(tipo, faltas, datos) {
            estado.faltas = faltas;
            if (Object.keys(faltas).length) {
                estado.error = _t("Complete what is marked.");
                return false;
            }
            estado.guardando = true;
            estado.error = "";
            const blobs = campos.fotos.map((blob) => ({ tipo: "foto", blob }));
            if (campos.firma) {
                blobs.unshift({ tipo: "firma", blob: campos.firma });
            }
            try {
                browser.clearTimeout(reloj);
                guardado = true;
                await modelo.guardar(parada, tipo, datos, await ubicacion, blobs);
            } catch (error) {
                guardado = false;
                estado.guardando = false;
                if (error instanceof BuzonLleno || error.name === "QuotaExceededError") {
                    estado.error = sinLugar();
                    return false;
                }
                throw error;
            }
            forma.props.alGuardar();
            return true;
        },
    };
}
