/** The list of documents: which are chosen, which is on the screen, what became of each. */
import { buscar, crear, icono, mostrar } from "./dom.js";
import { explicar, t, tn } from "./textos.js";

const ICONOS = {
    firmado: "firmado",
    sello_pendiente: "reloj",
    rechazado: "rechazado",
    firmando: "espera",
    error: "aviso",
};

function enlace(href, nombreDeIcono, texto) {
    return (
        href && crear("a", { href, target: "_blank", rel: "noopener" }, icono(nombreDeIcono), texto)
    );
}

/** What a row says below its subject. */
function situacion(documento) {
    const { estado, error, resultado } = documento;
    if (estado === "pendiente") {
        return null;
    }
    const texto = error
        ? explicar(error)
        : t(`estado_${estado}`, { nivel: resultado?.nivel || "" });
    return crear(
        "p",
        { className: `situacion ${estado}` },
        icono(ICONOS[estado]),
        crear("span", {}, texto)
    );
}

function enlaces({ resultado }) {
    return (
        resultado &&
        crear(
            "p",
            { className: "enlaces" },
            enlace(resultado.url_descarga, "bajar", t("descargar")),
            enlace(resultado.url_verificacion, "verificar", t("verificar"))
        )
    );
}

/**
 * @param {HTMLElement} raiz
 * @param {object} estado see `crearEstado`
 * @param {{ocupado: () => boolean, alAbrir: (documento: object) => void}} opciones
 */
export function crearLista(raiz, estado, { ocupado, alAbrir }) {
    const todos = buscar("[data-todos]", raiz);
    const cuenta = buscar("[data-cuenta]", raiz);
    const filas = buscar("[data-filas]", raiz);

    function crearFila(documento) {
        const casilla = crear("input", {
            type: "checkbox",
            aria: { label: t("elegir_documento", { folio: documento.folio }) },
        });
        casilla.addEventListener("change", () =>
            estado.cambiar(documento, { elegido: casilla.checked })
        );
        const boton = crear(
            "button",
            { type: "button", className: "abrir" },
            crear("strong", { className: "folio" }, documento.folio),
            crear("small", { className: "paginas" }, tn("paginas", documento.paginas)),
            crear("span", { className: "asunto" }, documento.asunto),
            crear("small", { className: "remitente" }, documento.remitente)
        );
        boton.addEventListener("click", () => alAbrir(documento));
        const pie = crear("div", { className: "pie" });
        return { documento, casilla, boton, pie, elemento: crear("li", {}, casilla, boton, pie) };
    }

    const partes = estado.documentos.map(crearFila);
    filas.append(...partes.map(({ elemento }) => elemento));

    function pintarFila({ documento, casilla, boton, pie, elemento }) {
        const abierto = estado.estaAbierto(documento);
        elemento.className = documento.leido || !abierto ? "" : "nuevo";
        elemento.dataset.estado = documento.estado;
        if (documento === estado.actual) {
            boton.setAttribute("aria-current", "true");
        } else {
            boton.removeAttribute("aria-current");
        }
        casilla.checked = documento.elegido && abierto;
        casilla.disabled = ocupado();
        casilla.classList.toggle("sin-uso", !abierto);
        const firma = `${documento.estado} ${documento.error?.codigo}`;
        if (pie.dataset.firma !== firma) {
            pie.dataset.firma = firma;
            if (documento.estado === "firmando") {
                elemento.scrollIntoView({ block: "nearest" });
            }
            pie.replaceChildren(...[situacion(documento), enlaces(documento)].filter(Boolean));
        }
    }

    function pintar() {
        const elegidos = estado.elegidos.length;
        const abiertos = estado.abiertos.length;
        partes.forEach(pintarFila);
        todos.checked = elegidos > 0 && elegidos === abiertos;
        todos.indeterminate = elegidos > 0 && !todos.checked;
        todos.disabled = ocupado() || !abiertos;
        cuenta.textContent = tn("elegidos", elegidos, { total: abiertos });
        mostrar([todos, abiertos], [cuenta, abiertos]);
    }

    /** Up and down go through the rows, as in any list. */
    function moverFoco(evento) {
        const paso = { ArrowDown: 1, ArrowUp: -1 }[evento.key];
        const desde = partes.findIndex(({ elemento }) => elemento.contains(document.activeElement));
        const destino = partes[desde + paso];
        if (paso && destino) {
            evento.preventDefault();
            const enCasilla = document.activeElement === partes[desde].casilla;
            (enCasilla ? destino.casilla : destino.boton).focus();
        }
    }

    filas.addEventListener("keydown", moverFoco);
    todos.addEventListener("change", () => estado.elegirTodos(todos.checked));
    estado.alCambiar(pintar);
    pintar();
    return { pintar };
}
