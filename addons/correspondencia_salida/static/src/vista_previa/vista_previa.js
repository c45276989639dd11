import { Component, onWillDestroy, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { delay } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const VISOR = "/web/static/lib/pdfjs/web/viewer.html?file=";
/** pause after the last key, in milliseconds */
export const ESPERA = 900;
/** for a viewer that reads a letter, in milliseconds; one that is not on the screen may never end */
const PACIENCIA = 2000;
const CAMPOS = [
    "area_id",
    "tipo_id",
    "modo_firma",
    "descripcion",
    "cuerpo",
    "despedida",
    "referencia",
    "lugar",
    "state",
    "asunto_ids",
    "destinatario_ids",
    "firmante_ids",
];

/** The letter as it will be printed, beside its text while it is written. One request at a time, after a pause. */
export class VistaPrevia extends Component {
    static template = "correspondencia_salida.VistaPrevia";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm").silent;
        this.ui = useService("ui");
        this.marco = useRef("marco");
        this.state = useState({
            abierta: !this.ui.isSmall,
            url: "",
            faltas: [],
            error: "",
            cargando: false,
        });
        this.urls = [];
        this.ocupada = false;
        this.otraVez = false;
        this.pedir = useDebounced(() => this.actualizar(), ESPERA);
        useRecordObserver((record) => {
            for (const campo of CAMPOS) {
                // read every cell of the lists, to be told of their changes
                record.data[campo]?.records?.map((fila) => ({ ...fila.data }));
            }
            this.pedir();
        });
        // while somebody types, before the field hands its value over
        useBus(this.props.record.model.bus, "FIELD_IS_DIRTY", () => this.pedir());
        useEffect(
            () => {
                if (this.marco.el) {
                    hidePDFJSButtons(this.marco.el, {
                        hidePresentation: true,
                        hideRotation: true,
                    });
                }
            },
            () => [this.marco.el]
        );
        onWillDestroy(() => {
            this.destruida = true;
            this.urls.forEach((url) => URL.revokeObjectURL(url));
        });
    }

    alternar() {
        this.state.abierta = !this.state.abierta;
        this.state.url = "";
        this.actualizar();
    }

    async actualizar() {
        if (!this.state.abierta || this.destruida) {
            return;
        }
        if (this.ocupada) {
            this.otraVez = true;
            return;
        }
        this.ocupada = true;
        this.state.cargando = true;
        try {
            const { record } = this.props;
            const valores = record.data.state === "borrador" ? await record.getChanges() : {};
            const { pdf, faltas } = await this.orm.call(record.resModel, "previsualizar", [
                record.resId ? [record.resId] : [],
                valores,
            ]);
            if (this.otraVez) {
                return; // of a text that is not there any more
            }
            Object.assign(this.state, { faltas, error: "" });
            if (pdf !== this.pdf || !this.state.url) {
                this.pdf = pdf;
                await this.mostrar(pdf);
            }
        } catch (error) {
            this.state.error = error.data?.message || _t("The letter cannot be shown now.");
        } finally {
            this.ocupada = false;
            this.state.cargando = false;
            if (this.otraVez) {
                this.otraVez = false;
                this.pedir();
            }
        }
    }

    /** The viewer, once it has a letter. */
    get visor() {
        const visor = this.state.url && this.marco.el?.contentWindow?.PDFViewerApplication;
        return visor?.pdfDocument ? visor : null;
    }

    /** Show another file in the same viewer: it stays at the page that is being read. */
    async mostrar(pdf) {
        // a letter whose pages are still being read cannot be closed without errors of the viewer
        const leyendo = this.visor?.pdfViewer.pagesPromise;
        await Promise.race([leyendo?.catch(() => {}), delay(PACIENCIA)]);
        if (this.destruida) {
            return;
        }
        const bytes = Uint8Array.from(atob(pdf), (letra) => letra.charCodeAt(0));
        const url = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
        this.urls.push(url);
        while (this.urls.length > 2) {
            URL.revokeObjectURL(this.urls.shift());
        }
        const { visor } = this;
        if (!visor) {
            this.state.url = `${VISOR}${encodeURIComponent(url)}#zoom=page-width&pagemode=none`;
            return;
        }
        const altura = visor.pdfViewer.container.scrollTop;
        const volver = () => {
            visor.eventBus.off("pagesinit", volver);
            visor.pdfViewer.currentScaleValue = "page-width";
            visor.pdfViewer.container.scrollTop = altura;
        };
        visor.eventBus.on("pagesinit", volver);
        visor.open({ url });
    }
}

export const vistaPrevia = {
    component: VistaPrevia,
    fieldDependencies: [{ name: "state", type: "selection" }],
};

registry.category("view_widgets").add("oficio_vista_previa", vistaPrevia);
