/** The middle of the page: one document to read, with its tools. */
import { obtenerBase } from "./bases.js";
import { buscar, crear, mostrar } from "./dom.js";
import { explicar, t } from "./textos.js";
import { crearVisor } from "./visor.js";

/**
 * @param {HTMLElement} raiz
 * @param {object} estado see `crearEstado`
 * @param {{ocupado: () => boolean, alRechazar: () => void}} opciones
 */
export function crearLector(raiz, estado, { ocupado, alRechazar }) {
    const en = (nombre) => buscar(`[data-${nombre}]`, raiz);
    const ventana = en("ventana");
    const anterior = en("anterior");
    const siguiente = en("siguiente");
    const rechazar = en("rechazar");

    const visor = crearVisor(ventana, {
        alMoverse: (pagina, paginas) =>
            (en("pagina").textContent = t("pagina_de", { pagina, paginas })),
        alAmpliar: (escala) => (en("escala").textContent = `${Math.round(escala * 100)} %`),
        alLeer: () =>
            estado.actual && !estado.actual.leido && estado.cambiar(estado.actual, { leido: true }),
    });

    function decir(texto, esError = false) {
        const aviso = en("aviso");
        mostrar([aviso, texto]);
        aviso.textContent = texto;
        aviso.classList.toggle("error", esError);
    }

    /** Show a document. Whoever goes on to another one meanwhile sees that one. */
    async function abrir(documento) {
        estado.ir(documento);
        visor.cerrar();
        en("pagina").textContent = "";
        decir(t("abriendo"));
        try {
            const { bytes } = await obtenerBase(documento);
            if (estado.actual === documento) {
                await visor.abrir(bytes);
            }
            if (estado.actual === documento) {
                decir("");
            }
        } catch (error) {
            if (estado.actual === documento) {
                decir(explicar(error), true);
            }
        }
    }

    function pintar() {
        const { actual, documentos } = estado;
        if (!actual) {
            return;
        }
        en("folio").textContent = actual.folio;
        en("asunto").textContent = actual.asunto;
        en("huella").textContent = actual.sha256;
        en("posicion").textContent = t("documento_de", {
            n: documentos.indexOf(actual) + 1,
            total: documentos.length,
        });
        const ir = en("ir-asunto");
        const abierto = estado.estaAbierto(actual);
        mostrar(
            [ir, actual.asunto_url],
            [en("grupo-documentos"), documentos.length > 1],
            [en("estado"), !abierto],
            [rechazar, abierto]
        );
        en("estado").textContent = t(`estado_${actual.estado}`);
        en("estado").className = `estado ${actual.estado}`;
        if (actual.asunto_url) {
            ir.href = actual.asunto_url;
        }
        anterior.disabled = !estado.vecino(-1);
        siguiente.disabled = !estado.vecino(1);
        rechazar.disabled = ocupado();
        pintarCadena(actual);
    }

    /** What was signed besides the file: the text that is printed on it. */
    function pintarCadena({ resultado }) {
        const donde = en("cadena");
        mostrar([donde, resultado?.cadena]);
        donde.replaceChildren(
            crear("summary", {}, t("cadena_original")),
            crear("code", {}, resultado?.cadena || "")
        );
    }

    anterior.addEventListener("click", () => abrir(estado.vecino(-1)));
    siguiente.addEventListener("click", () => abrir(estado.vecino(1)));
    rechazar.addEventListener("click", alRechazar);
    en("acercar").addEventListener("click", () => visor.ampliar(1));
    en("alejar").addEventListener("click", () => visor.ampliar(-1));
    en("ajustar").addEventListener("click", () => visor.ampliar(0));
    ventana.addEventListener("keydown", (evento) => {
        const sentido = { "+": 1, "-": -1, 0: 0 }[evento.key];
        if (sentido !== undefined && !evento.ctrlKey && !evento.metaKey) {
            evento.preventDefault();
            visor.ampliar(sentido);
        }
    });
    estado.alCambiar(pintar);
    return { abrir, pintar };
}
