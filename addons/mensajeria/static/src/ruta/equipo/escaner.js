import { Component, useState } from "@odoo/owl";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { useBus, useService } from "@web/core/utils/hooks";

/** Three ways to say a code: the camera, a scanner that types, and a box where it is written. */
export class Escaner extends Component {
    static template = "mensajeria.Escaner";
    static props = { onCodigo: Function };

    setup() {
        this.estado = useState({ texto: "", sinCamara: false });
        useBus(useService("barcode").bus, "barcode_scanned", (ev) => this.decir(ev.detail.barcode));
    }

    async camara() {
        this.estado.sinCamara = false;
        try {
            this.decir(await scanBarcode(this.env));
        } catch {
            this.estado.sinCamara = true; // the box is always there
        }
    }

    escrito() {
        this.decir(this.estado.texto);
    }

    decir(codigo) {
        const limpio = (codigo || "").trim();
        if (limpio) {
            this.estado.texto = "";
            this.props.onCodigo(limpio);
        }
    }
}
