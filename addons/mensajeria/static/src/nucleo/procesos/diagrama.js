import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { disponerHorizontal, disponerVertical, vecino } from "./disposicion";
import { glifo, medirCon, partirTexto } from "./texto";

/** From this width on the layers stand side by side. */
const ANCHO_MINIMO = 700;
const MEDIDAS = {
    horizontal: { paso: [176, 70], estado: [132, 54], fin: [132, 54], conteo: 30 },
    vertical: { paso: [320, 70], estado: [200, 52], fin: [200, 52], conteo: 40 },
};
const FLECHAS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/** The flow chart of one process, as SVG. */
export class Diagrama extends Component {
    static template = "mensajeria.Diagrama";
    static props = {
        proceso: Object,
        siguientes: Function,
        onAbrir: Function,
    };

    setup() {
        this.marco = useRef("marco");
        this.state = useState({ ancho: 0, actual: null });
        let observador;
        onMounted(() => {
            observador = new ResizeObserver(([{ contentRect }]) => {
                this.state.ancho = Math.floor(contentRect.width);
            });
            observador.observe(this.marco.el);
            this.state.ancho = this.marco.el.clientWidth;
        });
        onWillUnmount(() => observador.disconnect());
    }

    /** Everything that the template draws: size, nodes in reading order, arrows. */
    dibujar() {
        const { nodos, flechas, id } = this.props.proceso;
        const vertical = this.state.ancho < ANCHO_MINIMO;
        const medidas = MEDIDAS[vertical ? "vertical" : "horizontal"];
        const medidos = nodos.map((nodo) => ({ ...nodo, ...this.medir(nodo, medidas) }));
        const disposicion = vertical
            ? disponerVertical(medidos, flechas, this.state.ancho)
            : disponerHorizontal(medidos, flechas);
        const dibujados = medidos
            .map((nodo) => this.vestir(nodo, disposicion.cajas[nodo.clave], medidas))
            .sort((a, b) => a.orden - b.orden);
        this.cajas = disposicion.cajas;
        return {
            ...disposicion,
            vertical,
            punta: `nucleo_punta_${id}`,
            nodos: dibujados,
            actual:
                this.state.actual in disposicion.cajas ? this.state.actual : dibujados[0]?.clave,
        };
    }

    medir(nodo, medidas) {
        const [ancho, alto] = medidas[nodo.paso_id ? "paso" : nodo.tipo];
        return { ancho, alto: alto + (nodo.es_tarea ? medidas.conteo : 0) };
    }

    /** What is written in a box, once its width is known. */
    vestir(nodo, caja, medidas) {
        const esPaso = Boolean(nodo.paso_id);
        const margen = esPaso ? 46 : 16;
        const libre = caja.ancho - margen - 8;
        const mitad = (caja.ancho - 24) / 2;
        const pie = { y: caja.alto - medidas.conteo - 4, alto: medidas.conteo - 6, ancho: mitad };
        return {
            ...nodo,
            ...caja,
            papel: nodo.propio ? "nucleo_propio" : esPaso ? "nucleo_ajeno" : "",
            glifo: esPaso ? glifo(nodo.icono) : "",
            ...this.textos(nodo, libre),
            descripcionCompleta: this.descripcionCompleta(nodo),
            etiqueta: this.etiqueta(nodo),
            conteos: nodo.es_tarea
                ? [
                      { ...pie, x: 8, cual: "mias", cuenta: nodo.mias, texto: _t("Mine") },
                      {
                          ...pie,
                          x: 16 + mitad,
                          cual: "todas",
                          cuenta: nodo.todas,
                          texto: _t("All"),
                      },
                  ].map((conteo) => ({ ...conteo, etiqueta: this.etiquetaConteo(nodo, conteo) }))
                : [],
        };
    }

    /** Lines of the name and of the detail below it, with their heights. */
    textos(nodo, libre) {
        const lineas = partirTexto(nodo.nombre, libre, 2, medirCon("600 13px"));
        const detalle = nodo.tipo === "paso" ? nodo.roles.join(", ") : nodo.modelo;
        return {
            nombre_y: lineas.length > 1 ? 22 : nodo.paso_id ? 29 : 25,
            detalle_y: lineas.length > 1 ? (nodo.paso_id ? 55 : 48) : nodo.paso_id ? 46 : 40,
            lineas,
            detalle: partirTexto(detalle, libre, 1, medirCon("400 11px"))[0],
        };
    }

    descripcionCompleta(nodo) {
        return [nodo.nombre, nodo.descripcion, (nodo.roles || []).join(", ")]
            .filter(Boolean)
            .join("\n");
    }

    etiqueta(nodo) {
        const partes = [nodo.nombre, nodo.modelo];
        if (nodo.paso_id) {
            partes.push(
                nodo.propio ? _t("You take part") : _t("Others take part"),
                nodo.roles.join(", ")
            );
        }
        if (nodo.es_tarea) {
            partes.push(_t("%(mine)s mine, %(all)s in all", { mine: nodo.mias, all: nodo.todas }));
        }
        const siguientes = this.props.siguientes(nodo.clave).map(({ texto }) => texto);
        if (siguientes.length) {
            partes.push(_t("Goes on to: %s", siguientes.join(", ")));
        } else if (nodo.tipo === "fin") {
            partes.push(_t("End of the process"));
        }
        return partes.filter(Boolean).join(". ");
    }

    etiquetaConteo(nodo, { cual, cuenta }) {
        return cual === "mias"
            ? _t("%(step)s: open my %(count)s pending", { step: nodo.nombre, count: cuenta })
            : _t("%(step)s: open all %(count)s pending that I may see", {
                  step: nodo.nombre,
                  count: cuenta,
              });
    }

    abrir(nodo, cual) {
        this.state.actual = nodo.clave;
        if (nodo.es_tarea) {
            this.props.onAbrir(nodo, cual || (nodo.mias ? "mias" : "todas"));
        }
    }

    onKeydown(ev, nodo, cual) {
        if (FLECHAS.includes(ev.key)) {
            this.enfocar(vecino(this.cajas, nodo.clave, ev.key));
        } else if (ev.key === "Home" || ev.key === "End") {
            const orden = Object.entries(this.cajas).sort(([, a], [, b]) => a.orden - b.orden);
            this.enfocar(orden.at(ev.key === "Home" ? 0 : -1)[0]);
        } else if (ev.key === "Enter" || ev.key === " ") {
            this.abrir(nodo, cual);
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    enfocar(clave) {
        this.state.actual = clave;
        this.marco.el.querySelector(`[data-clave="${clave}"] .nucleo_nodo_cuerpo`).focus();
    }
}
