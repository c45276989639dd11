/* global SignaturePad */
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { loadJS } from "@web/core/assets";
import { pngDe } from "./foto";

export const FIRMA_LIB = "/web/static/lib/signature_pad/signature_pad.umd.js";
const ALTO = 200;

/**
 * A signature drawn by hand with finger or pen. It has no other way in: a name written in a script font, or a picture
 * from a file, would prove nothing. It asks the server for nothing either.
 */
export class Firma extends Component {
    static template = "mensajeria.Firma";
    static props = { blob: { optional: true }, onCambio: Function };

    setup() {
        this.lienzo = useRef("lienzo");
        this.estado = useState({ vacia: !this.props.blob, falla: false });
        onWillStart(() => loadJS(FIRMA_LIB).catch(() => (this.estado.falla = true)));
        onMounted(() => !this.estado.falla && this.preparar());
        onWillUnmount(() => this.pluma?.off());
    }

    async preparar() {
        const lienzo = this.lienzo.el;
        const densidad = Math.max(window.devicePixelRatio || 1, 1);
        lienzo.width = lienzo.offsetWidth * densidad;
        lienzo.height = ALTO * densidad;
        lienzo.getContext("2d").scale(densidad, densidad);
        this.pluma = new SignaturePad(lienzo, {
            penColor: "#0b1f5c",
            minWidth: 1.5,
            maxWidth: 3.5,
        });
        this.pluma.addEventListener("endStroke", () => this.trazado());
        if (this.props.blob) {
            const imagen = await createImageBitmap(this.props.blob);
            lienzo.getContext("2d").drawImage(imagen, 0, 0, lienzo.offsetWidth, ALTO);
        }
    }

    /** At once, so that who saves right after the last stroke is not told that the signature is missing. */
    trazado() {
        this.estado.vacia = false;
        this.props.onCambio(pngDe(this.lienzo.el));
    }

    borrar() {
        this.pluma.clear();
        this.estado.vacia = true;
        this.props.onCambio(null);
    }
}
