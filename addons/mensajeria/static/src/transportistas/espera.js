import { Component, onMounted, onWillUnmount, status, useState } from "@odoo/owl";
import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

/** Milliseconds between two looks at the server. */
export const PAUSA = 2000;

/**
 * Bar of a work that goes on in the background: looks now and then how far it is, and shows the record again when its
 * state changes. Whoever leaves the page stops nothing.
 */
export class Espera extends Component {
    static template = "mensajeria.Espera";
    static props = { record: Object, readonly: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        const { procesados, total } = this.props.record.data;
        this.state = useState({ procesados, total });
        // not before: a form may make its parts and never show them, and of those nobody is told that they are over
        onMounted(() => {
            this.reloj = setTimeout(() => this.mirar(), PAUSA);
        });
        onWillUnmount(() => clearTimeout(this.reloj));
    }

    get cuenta() {
        return `${formatInteger(this.state.procesados)} / ${formatInteger(this.state.total)}`;
    }

    get porcentaje() {
        return Math.floor((100 * this.state.procesados) / (this.state.total || 1));
    }

    async mirar() {
        const actual = await this.leer();
        if (status(this) === "destroyed") {
            return;
        }
        Object.assign(this.state, { procesados: actual.procesados, total: actual.total });
        if (actual.state === this.props.record.data.state) {
            this.reloj = setTimeout(() => this.mirar(), PAUSA);
        } else {
            await this.props.record.load();
        }
    }

    /** How far it is; without network, as far as it was. */
    async leer() {
        const { resModel, resId, data } = this.props.record;
        try {
            const campos = ["state", "procesados", "total"];
            const [actual] = await this.orm.silent.read(resModel, [resId], campos);
            return actual;
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return { ...this.state, state: data.state };
            }
            throw error;
        }
    }
}

export const espera = {
    component: Espera,
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "procesados", type: "integer" },
        { name: "total", type: "integer" },
    ],
};

registry.category("view_widgets").add("mensajeria_espera", espera);
