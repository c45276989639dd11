import { Component } from "@odoo/owl";
import { urlDeVista, vistaDe } from "./archivos";

/** Shows one PDF or image; of anything else says that it can be downloaded. */
export class VisorDocumento extends Component {
    static template = "correspondencia_entrada.VisorDocumento";
    static props = { archivo: Object, expandir: { type: Function, optional: true } };

    get vista() {
        return vistaDe(this.props.archivo);
    }

    get url() {
        return urlDeVista(this.props.archivo);
    }
}
