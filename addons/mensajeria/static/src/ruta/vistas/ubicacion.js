import { Component, xml } from "@odoo/owl";

/** Whether the phone tells where it is. It never stands in the way. */
export class Ubicacion extends Component {
    static template = xml`
        <p class="o_ruta_ubicacion" role="status">
            <i class="fa fa-map-marker" aria-hidden="true"/>
            <t t-if="!props.posicion">Finding the position…</t>
            <t t-elif="props.posicion.geo_negada">No position: it is registered so.</t>
            <t t-else="">Position with <t t-out="metros"/> m of accuracy</t>
        </p>`;
    static props = { posicion: { optional: true } };

    get metros() {
        return Math.round(this.props.posicion.precision);
    }
}
