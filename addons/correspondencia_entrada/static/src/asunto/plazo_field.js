import { Component } from "@odoo/owl";
import { textoPlazo } from "@mensajeria/nucleo/tarea/plazo_field";
import { formatDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A deadline as people say it: the date, and how many days are left in the colour of the light. */
export class PlazoAsuntoField extends Component {
    static template = "correspondencia_entrada.PlazoAsuntoField";
    static props = { ...standardFieldProps };

    get fecha() {
        return this.props.record.data[this.props.name];
    }

    get dias() {
        return Math.round(this.fecha.startOf("day").diff(today(), "days").days);
    }

    get luz() {
        return this.dias < 0 ? "rojo" : this.dias <= 2 ? "ambar" : "verde";
    }

    get texto() {
        return textoPlazo(this.dias);
    }

    get fechaLegible() {
        return formatDate(this.fecha);
    }
}

registry.category("fields").add("plazo_asunto", {
    component: PlazoAsuntoField,
    displayName: _t("Deadline in words"),
    supportedTypes: ["date"],
});
