import { Component } from "@odoo/owl";
import { enlaceDeMapa } from "../equipo/posicion";

/** One stop: whom to find where, and the two things that can come of it. */
export class Parada extends Component {
    static template = "mensajeria.RutaParada";
    static props = { modelo: Object, parada: Object, irA: Function };

    get mapa() {
        return enlaceDeMapa(this.props.parada);
    }

    get telefono() {
        return `tel:${this.props.parada.telefono.replace(/[^+\d]/g, "")}`;
    }

    get accion() {
        return this.props.modelo.accionDe(this.props.parada);
    }

    get resultado() {
        return this.props.modelo.resultadoDe(this.props.parada);
    }

    get sinSalir() {
        return this.props.modelo.rutaDe(this.props.parada)?.estado === "emitida";
    }
}
