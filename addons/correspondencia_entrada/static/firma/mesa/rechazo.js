/** The dialog that sends a document back to its author. */
import * as servidor from "../servidor.js";
import { buscar, mostrar } from "./dom.js";
import { explicar, t } from "./textos.js";

/**
 * @param {HTMLDialogElement} dialogo
 * @param {{alTerminar: (documento: object) => void}} opciones
 */
export function crearRechazo(dialogo, { alTerminar }) {
    const en = (nombre) => buscar(`[data-${nombre}]`, dialogo);
    const motivo = en("motivo");
    const confirmar = en("confirmar");
    let documento = null;

    function decir(texto) {
        en("error").textContent = texto;
        mostrar([en("error"), texto]);
    }

    function abrir(cual) {
        documento = cual;
        motivo.value = "";
        decir("");
        en("titulo").textContent = t("rechazar_titulo", { folio: documento.folio });
        dialogo.showModal();
        motivo.focus();
    }

    async function enviar(evento) {
        evento.preventDefault();
        const escrito = motivo.value.trim();
        if (!escrito) {
            decir(explicar({ codigo: "REASON_MISSING" }));
            motivo.focus();
            return;
        }
        confirmar.disabled = true;
        try {
            await servidor.rechazar(documento.id, escrito);
            dialogo.close();
            alTerminar(documento);
        } catch (error) {
            decir(explicar(error));
        } finally {
            confirmar.disabled = false;
        }
    }

    buscar("form", dialogo).addEventListener("submit", enviar);
    en("cancelar").addEventListener("click", () => dialogo.close());
    return { abrir };
}
