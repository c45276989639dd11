/** The right side: opens the key, signs what is chosen and tells how it went. */
import { guardar, soltar } from "../nucleo/llavero.js";
import { firmarEnServidor } from "../servidor.js";
import { buscar, mostrar } from "./dom.js";
import { crearEfirma } from "./efirma.js";
import { crearIntentos } from "./intentos.js";
import { desenlace, firmarLote } from "./lote.js";
import { crearProgreso } from "./progreso.js";
import { explicar, t, tn } from "./textos.js";

/**
 * @param {HTMLElement} raiz
 * @param {object} estado see `crearEstado`
 * @param {{persona: {rfc: string}, modo_servidor: boolean}} datos of the page
 */
export function crearFirma(raiz, estado, { persona, modo_servidor }) {
    const en = (nombre) => buscar(`[data-${nombre}]`, raiz);
    const formulario = buscar("form", raiz);
    const boton = en("firmar");
    const intentos = crearIntentos();
    const progreso = crearProgreso(en("progreso"), { alDetener: () => alto?.abort() });
    const efirma = crearEfirma(formulario, { rfc: persona.rfc, alCambiar: () => decir("") });
    const avisar = [];
    let alto = null;
    let enPausa = false;
    let conResumen = false;

    const ocupado = () => Boolean(alto);
    const enServidor = () => modo_servidor && formulario.elements.modo.value === "servidor";

    function decir(texto) {
        mostrar([en("error-general"), texto]);
        en("error-general").textContent = texto;
    }

    function ocupar(control) {
        alto = control;
        formulario.inert = ocupado();
        avisar.forEach((hacer) => hacer());
        pintar();
    }

    function pintar() {
        const { elegidos } = estado;
        const sinLeer = elegidos.filter(({ leido }) => !leido).length;
        boton.disabled = !elegidos.length || enPausa || ocupado();
        if (!enPausa) {
            boton.textContent = elegidos.length
                ? tn("firmar", elegidos.length)
                : t("firmar_ninguno");
        }
        mostrar([formulario, !ocupado() && !conResumen], [en("sin-leer"), sinLeer]);
        mostrar([en("nota-navegador"), !enServidor()], [en("nota-servidor"), enServidor()]);
        en("sin-leer").textContent = tn("sin_leer", sinLeer);
    }

    /** Count the seconds that a wrong password costs. The rest of the page stays usable. */
    function pausar(segundos) {
        enPausa = segundos > 0;
        if (enPausa) {
            boton.textContent = t("espere", { segundos });
            setTimeout(() => pausar(segundos - 1), 1000);
        }
        pintar();
    }

    function fallar(error) {
        if (!efirma.mostrarError(error)) {
            decir(explicar(error));
        }
        if (error.codigo === "BAD_PASSWORD") {
            pausar(intentos.fallar());
        }
    }

    async function enEsteEquipo() {
        const credencial = await efirma.abrir();
        intentos.acertar();
        guardar(credencial);
        ocupar(new AbortController());
        efirma.olvidar();
        progreso.empezar(estado.elegidos.length);
        return firmarLote(estado, { alAvanzar: progreso.avanzar, senal: alto.signal });
    }

    async function porElServidor() {
        const { elegidos } = estado;
        const total = elegidos.length;
        return efirma.entregar(async (archivos) => {
            ocupar(new AbortController());
            progreso.empezar(total, { continuo: true });
            elegidos.forEach((documento) =>
                estado.cambiar(documento, { estado: "firmando", error: null })
            );
            try {
                const { resultados } = await firmarEnServidor(
                    elegidos.map(({ id }) => id),
                    archivos
                );
                resultados.forEach(({ id, ...uno }) =>
                    estado.cambiar(
                        elegidos.find((documento) => documento.id === id),
                        desenlace(uno)
                    )
                );
                efirma.olvidar();
                return { hechos: total, total, motivo: null };
            } finally {
                elegidos
                    .filter(({ estado: suyo }) => suyo === "firmando")
                    .forEach((documento) => estado.cambiar(documento, { estado: "pendiente" }));
            }
        });
    }

    async function firmar(evento) {
        evento.preventDefault();
        if (boton.disabled) {
            return;
        }
        efirma.ocultar();
        efirma.limpiarErrores();
        decir("");
        boton.disabled = true;
        try {
            const desenlaceDelLote = await (enServidor() ? porElServidor() : enEsteEquipo());
            conResumen = true;
            progreso.terminar(estado, desenlaceDelLote);
        } catch (error) {
            progreso.ocultar();
            ocupar(null);
            fallar(error);
        } finally {
            soltar();
            ocupar(null);
        }
    }

    /** From the outcome back to the form, for what was left. */
    function continuar() {
        conResumen = false;
        progreso.ocultar();
        pintar();
        raiz.focus();
    }

    /** Files may be let fall anywhere on this side. */
    function arrastrar(evento) {
        if (ocupado() || !evento.dataTransfer?.types.includes("Files")) {
            return;
        }
        evento.preventDefault();
        raiz.classList.toggle("recibe", evento.type === "dragover");
        if (evento.type === "drop") {
            efirma.recibir([...evento.dataTransfer.files]);
        }
    }

    ["dragover", "dragleave", "drop"].forEach((tipo) => raiz.addEventListener(tipo, arrastrar));
    en("continuar").addEventListener("click", continuar);
    formulario.addEventListener("submit", firmar);
    formulario.addEventListener("change", pintar);
    addEventListener("beforeunload", (evento) => ocupado() && evento.preventDefault());
    estado.alCambiar(pintar);
    mostrar([en("modo"), modo_servidor]);
    pintar();
    return { ocupado, alOcuparse: (hacer) => avisar.push(hacer) };
}
