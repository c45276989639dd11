/** On a narrow window the three parts of the page are three steps. On a wide one they are side by side, and this does nothing. */
import { buscar, mostrar } from "./dom.js";
import { tn } from "./textos.js";

/**
 * @param {HTMLElement} raiz
 * @param {object} estado see `crearEstado`
 */
export function crearPasos(raiz, estado) {
    const botones = [...raiz.querySelectorAll("[data-paso]")];

    function ir(paso) {
        raiz.dataset.enPaso = paso;
        for (const boton of botones) {
            if (boton.dataset.paso === paso) {
                boton.setAttribute("aria-current", "step");
            } else {
                boton.removeAttribute("aria-current");
            }
        }
        scrollTo(0, 0);
    }

    botones.forEach((boton) => boton.addEventListener("click", () => ir(boton.dataset.paso)));
    estado.alCambiar(() => {
        buscar("[data-siguiente-paso]", raiz).textContent = tn(
            "seguir_a_firmar",
            estado.elegidos.length
        );
    });
    mostrar([buscar('[data-paso="documentos"]', raiz), estado.documentos.length > 1]);
    ir(estado.documentos.length > 1 ? "documentos" : "leer");
    return { ir };
}
