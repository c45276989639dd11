import { Component, onWillUnmount, useState } from "@odoo/owl";
import { preparar } from "./foto";

export const MAX_FOTOS = 8;

/** Photos taken with the camera, each with a way to take it back. */
export class Fotos extends Component {
    static template = "mensajeria.Fotos";
    static props = { blobs: Array, lado: Number, onCambio: Function };

    setup() {
        this.estado = useState({ preparando: false, error: false });
        this.direcciones = new Map();
        this.max = MAX_FOTOS;
        onWillUnmount(() =>
            this.direcciones.forEach((direccion) => URL.revokeObjectURL(direccion))
        );
    }

    direccion(blob) {
        if (!this.direcciones.has(blob)) {
            this.direcciones.set(blob, URL.createObjectURL(blob));
        }
        return this.direcciones.get(blob);
    }

    async alElegir(ev) {
        const archivos = [...ev.target.files].slice(0, MAX_FOTOS - this.props.blobs.length);
        ev.target.value = "";
        this.estado.preparando = true;
        this.estado.error = false;
        const nuevas = [];
        for (const archivo of archivos) {
            try {
                nuevas.push(await preparar(archivo, this.props.lado));
            } catch {
                this.estado.error = true;
            }
        }
        this.estado.preparando = false;
        this.props.onCambio([...this.props.blobs, ...nuevas]);
    }

    quitar(blob) {
        this.props.onCambio(this.props.blobs.filter((otra) => otra !== blob));
    }
}
