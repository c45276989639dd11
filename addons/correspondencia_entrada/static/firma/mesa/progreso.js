/** How a batch goes on, and how it went; also said aloud. */
import { buscar, crear, mostrar } from "./dom.js";
import { explicar, t, tn } from "./textos.js";

/**
 * @param {HTMLElement} raiz
 * @param {{alDetener: () => void}} opciones
 */
export function crearProgreso(raiz, { alDetener }) {
    const en = (nombre) => buscar(`[data-${nombre}]`, raiz);
    const barra = en("barra");
    const detener = en("detener");
    let total = 0;

    function decir(texto) {
        en("voz").textContent = texto;
    }

    /** @param {number} cuantos documents; with `continuo` nobody knows how far it is */
    function empezar(cuantos, { continuo = false } = {}) {
        total = cuantos;
        raiz.dataset.fase = "firmando";
        detener.disabled = false;
        mostrar(
            [raiz, true],
            [en("resumen"), false],
            [en("marcha"), true],
            [detener, cuantos > 1 && !continuo]
        );
        barra.max = cuantos;
        if (continuo) {
            barra.removeAttribute("value");
        } else {
            barra.value = 0;
        }
        en("detalle").textContent = "";
        decir(tn("firmando", cuantos));
        raiz.focus();
    }

    function avanzar(hechos, { folio }) {
        barra.value = hechos;
        decir(t("firmando_de", { n: hechos + 1, total }));
        en("detalle").textContent = folio;
    }

    function lineas({ documentos, abiertos }, motivo) {
        const cuenta = (cual) => documentos.filter(({ estado }) => estado === cual).length;
        return [
            [cuenta("sello_pendiente"), "resumen_sello"],
            [cuenta("rechazado"), "resumen_rechazados"],
            [cuenta("error"), "resumen_errores"],
            [abiertos.length - cuenta("error"), "resumen_pendientes"],
        ]
            .filter(([cuantos]) => cuantos)
            .map(([cuantos, clave]) => tn(clave, cuantos))
            .concat(motivo ? [explicar(motivo)] : []);
    }

    /** Which ones failed and why: their rows may be out of sight. */
    function pintarFallos({ documentos }) {
        const fallos = documentos.filter(({ estado }) => estado === "error");
        en("fallos").replaceChildren(
            ...fallos.map(({ folio, error }) =>
                crear(
                    "li",
                    {},
                    crear("strong", { className: "folio" }, folio),
                    " ",
                    explicar(error)
                )
            )
        );
        return fallos.length;
    }

    /** Tell the outcome of a batch. */
    function terminar(estado, { motivo }) {
        const firmados = estado.documentos.filter(({ estado: suyo }) =>
            ["firmado", "sello_pendiente"].includes(suyo)
        );
        const fallos = pintarFallos(estado);
        raiz.dataset.fase = motivo || fallos ? "con-errores" : "terminado";
        mostrar([raiz, true], [en("marcha"), false], [en("resumen"), true]);
        const titulo = tn("resumen_firmados", firmados.length);
        const demas = lineas(estado, motivo);
        en("titulo").textContent = titulo;
        en("lineas").textContent = demas.join(" ");
        mostrar([en("lineas"), demas.length], [en("continuar"), estado.abiertos.length]);
        decir([titulo, ...demas].join(" "));
        en("titulo").focus();
    }

    detener.addEventListener("click", () => {
        detener.disabled = true;
        decir(t("deteniendo"));
        alDetener();
    });
    return { empezar, avanzar, terminar, ocultar: () => mostrar([raiz, false]) };
}
