import { Component } from "@odoo/owl";

/** Whether the phone tells where it is. It never stands in the way. */
export class Ubicacion extends Component {
    static template = "mensajeria.RutaUbicacion";
    static props = { posicion: { optional: true } };

    get metros() {
        return Math.round(this.props.posicion.precision);
    }
}
