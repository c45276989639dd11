/** The pages of a document, drawn when they come near the window. */
import { crear } from "./dom.js";
import { abrirPdf, dibujar } from "./pdf.js";
import { t } from "./textos.js";

const CERCA = "800px 0px";
const PASOS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const MINIMO = 1.1;
const MARGEN = 32;
const PULGADA = 96 / 72;

/**
 * @param {HTMLElement} ventana scrolls; gets one element per page
 * @param {{alMoverse: (pagina: number, paginas: number) => void, alLeer: () => void, alAmpliar: (escala: number) => void}} avisos
 */
export function crearVisor(ventana, avisos) {
    let pdf = null;
    let hojas = [];
    let ampliacion = 0; // 0 fits the width
    let turno = 0;

    const ancho = () => Math.max(...hojas.map(({ tamano }) => tamano.width), 1);
    const ajustada = () =>
        Math.min(2, (ventana.clientWidth - Math.min(MARGEN, ventana.clientWidth / 24)) / ancho());
    const escala = () => ampliacion * PULGADA || Math.max(ajustada(), 0.1);

    const cerca = new IntersectionObserver(
        (entradas) => {
            for (const { target, isIntersecting } of entradas) {
                const hoja = hojas.find(({ elemento }) => elemento === target);
                if (hoja) {
                    hoja.cerca = isIntersecting;
                    if (isIntersecting) {
                        pintar(hoja);
                    } else {
                        vaciar(hoja);
                    }
                }
            }
        },
        { root: ventana, rootMargin: CERCA }
    );

    function medir(hoja) {
        hoja.elemento.style.width = `${Math.floor(hoja.tamano.width * escala())}px`;
        hoja.elemento.style.height = `${Math.floor(hoja.tamano.height * escala())}px`;
    }

    function vaciar(hoja) {
        hoja.dibujo?.cancelar();
        hoja.dibujo = null;
        hoja.elemento.replaceChildren();
    }

    /** Draw one page. If it cannot be drawn, its place says so: nobody should sign what looks like a blank page. */
    async function pintar(hoja) {
        const mio = turno;
        const vigente = () => mio === turno && hoja.cerca;
        let dibujo = null;
        try {
            const pagina = await pdf.getPage(hoja.numero);
            if (!vigente()) {
                return;
            }
            hoja.tamano = pagina.getViewport({ scale: 1 });
            medir(hoja);
            hoja.dibujo?.cancelar();
            dibujo = hoja.dibujo = dibujar(pagina, hoja.elemento, escala());
            await dibujo.listo;
        } catch {
            if (vigente() && hoja.dibujo === dibujo) {
                const aviso = crear("p", { className: "aviso" }, t("pagina_ilegible"));
                hoja.elemento.replaceChildren(aviso);
            } // else it was scrolled away, drawn anew, or the document was closed
        }
    }

    function situar() {
        if (!hojas.length || !ventana.clientHeight) {
            return; // not on the screen
        }
        const mitad = ventana.scrollTop + ventana.clientHeight / 2;
        const visible = hojas.find(
            ({ elemento }) => elemento.offsetTop + elemento.offsetHeight > mitad
        );
        avisos.alMoverse((visible || hojas[hojas.length - 1]).numero, hojas.length);
        if (ventana.scrollTop + ventana.clientHeight >= ventana.scrollHeight - 2 * MARGEN) {
            avisos.alLeer();
        }
    }

    /** Draw all again at the present scale, keeping the middle of the window where it is. */
    function redibujar() {
        const medios = [ventana.clientHeight / 2, ventana.clientWidth / 2];
        const alto = (ventana.scrollTop + medios[0]) / (ventana.scrollHeight || 1);
        const lado = (ventana.scrollLeft + medios[1]) / (ventana.scrollWidth || 1);
        turno += 1;
        hojas.forEach((hoja) => {
            medir(hoja);
            if (hoja.cerca) {
                pintar(hoja);
            }
        });
        ventana.scrollTop = ventana.scrollTop && alto * ventana.scrollHeight - medios[0];
        ventana.scrollLeft = lado * ventana.scrollWidth - medios[1];
        avisos.alAmpliar(escala() / PULGADA);
        situar();
    }

    function cerrar() {
        turno += 1;
        cerca.disconnect();
        hojas.forEach(vaciar);
        hojas = [];
        ventana.replaceChildren();
        pdf?.loadingTask.destroy();
        pdf = null;
    }

    /** Show the document of these bytes from its first page. */
    async function abrir(bytes) {
        cerrar();
        const mio = turno;
        const abierto = await abrirPdf(bytes);
        const primera = await abierto.getPage(1);
        if (mio !== turno) {
            abierto.loadingTask.destroy();
            return;
        }
        pdf = abierto;
        const tamano = primera.getViewport({ scale: 1 });
        hojas = Array.from({ length: pdf.numPages }, (_, i) => ({
            numero: i + 1,
            tamano,
            dibujo: null,
            elemento: crear("div", {
                className: "hoja",
                role: "group",
                aria: { label: t("pagina_de", { pagina: i + 1, paginas: pdf.numPages }) },
            }),
        }));
        ventana.append(...hojas.map(({ elemento }) => elemento));
        hojas.forEach(medir);
        hojas.forEach(({ elemento }) => cerca.observe(elemento));
        ventana.scrollTop = 0;
        avisos.alAmpliar(escala() / PULGADA);
        situar();
    }

    /** Show larger (1) or smaller (-1), or fit the width (0). */
    function ampliar(sentido) {
        const ahora = escala() / PULGADA;
        if (sentido > 0) {
            ampliacion = PASOS.find((paso) => paso > ahora * MINIMO) || PASOS[PASOS.length - 1];
        } else if (sentido < 0) {
            ampliacion = PASOS.findLast((paso) => paso < ahora / MINIMO) || PASOS[0];
        } else {
            ampliacion = 0;
        }
        redibujar();
    }

    /** Two taps of a finger read closer, and two more see the whole width. */
    function alternar() {
        if (matchMedia("(pointer: coarse)").matches) {
            ampliacion = ampliacion ? 0 : 1;
            redibujar();
        }
    }

    ventana.addEventListener("dblclick", alternar);
    ventana.addEventListener("scroll", () => requestAnimationFrame(situar), { passive: true });
    new ResizeObserver(() => hojas.length && redibujar()).observe(ventana);
    return { abrir, cerrar, ampliar };
}
