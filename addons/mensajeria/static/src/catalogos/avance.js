import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";

/**
 * Bar of a long work that the server does in steps: calls `action_avanzar` of the record until it answers that
 * everything is done. Closing the dialog stops between two steps; a step that fails can be tried again.
 */
export class Avance extends Component {
    static template = "mensajeria.Avance";
    static props = { record: Object, readonly: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        const { procesados, total } = this.props.record.data;
        this.state = useState({ procesados, total, detenido: false });
        this.cerrado = false;
        onMounted(() => {
            this.avanzar(); // not awaited: its errors are the server's, not those of mounting
        });
        onWillUnmount(() => (this.cerrado = true));
    }

    get cuenta() {
        return `${formatInteger(this.state.procesados)} / ${formatInteger(this.state.total)}`;
    }

    get porcentaje() {
        return Math.floor((100 * this.state.procesados) / (this.state.total || 1));
    }

    async avanzar() {
        const { resModel, resId } = this.props.record;
        this.state.detenido = false;
        let hecho = false;
        try {
            while (!hecho && !this.cerrado) {
                const paso = await this.orm.call(resModel, "action_avanzar", [[resId]]);
                Object.assign(this.state, { procesados: paso.procesados, total: paso.total });
                hecho = paso.hecho;
            }
        } catch (error) {
            this.state.detenido = true;
            throw error;
        }
        if (!this.cerrado) {
            await this.props.record.load();
        }
    }
}

export const avance = {
    component: Avance,
    fieldDependencies: [
        { name: "procesados", type: "integer" },
        { name: "total", type: "integer" },
    ],
};

registry.category("view_widgets").add("mensajeria_avance", avance);
