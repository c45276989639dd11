import { Component, useEffect, useRef } from "@odoo/owl";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { urlDeVista, vistaDe } from "./archivos";

/** Shows one PDF or image; of anything else says that it can be downloaded. */
export class VisorDocumento extends Component {
    static template = "correspondencia_entrada.VisorDocumento";
    static props = { archivo: Object, expandir: { type: Function, optional: true } };

    setup() {
        const raiz = useRef("raiz");
        useEffect(
            () => hidePDFJSButtons(raiz.el),
            () => [this.props.archivo.id]
        );
    }

    get vista() {
        return vistaDe(this.props.archivo);
    }

    get url() {
        return urlDeVista(this.props.archivo);
    }
}
