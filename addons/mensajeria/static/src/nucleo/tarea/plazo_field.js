import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDate } from "@web/core/l10n/dates";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONOS = {
    rojo: "fa-exclamation-circle",
    ambar: "fa-clock-o",
    verde: "fa-check-circle-o",
    gris: "fa-calendar-o",
    hecha: "fa-check",
    cancelada: "fa-ban",
};

/**
 * The time left, in words.
 *
 * @param {number} dias negative when overdue
 */
export function textoPlazo(dias) {
    if (dias < -1) {
        return _t("Overdue by %s days", -dias);
    }
    if (dias > 1) {
        return _t("%s days left", dias);
    }
    return { "-1": _t("Was due yesterday"), 0: _t("Due today"), 1: _t("Due tomorrow") }[dias];
}

/** Deadline of a task and its traffic light, as icon and words: it never depends on the colour. */
export class PlazoField extends Component {
    static template = "mensajeria.PlazoField";
    static props = { ...standardFieldProps, sinFecha: { type: Boolean, optional: true } };

    /** Colour of the light, or the state of a task that no longer runs. */
    get luz() {
        const { state, semaforo } = this.props.record.data;
        return state === "pendiente" ? semaforo : state;
    }

    get icono() {
        return ICONOS[this.luz];
    }

    get texto() {
        const { data, fields } = this.props.record;
        if (this.luz === data.state) {
            return Object.fromEntries(fields.state.selection)[data.state];
        }
        return data.fecha_limite
            ? textoPlazo(data.dias_restantes)
            : Object.fromEntries(fields.semaforo.selection).gris;
    }

    get fecha() {
        const fecha = this.props.record.data[this.props.name];
        return fecha && !this.props.sinFecha ? formatDate(fecha) : "";
    }
}

registry.category("fields").add("nucleo_plazo", {
    component: PlazoField,
    displayName: _t("Deadline in words"),
    supportedTypes: ["date"],
    supportedOptions: [{ label: _t("Without the date"), name: "sin_fecha", type: "boolean" }],
    extractProps: ({ options }) => ({ sinFecha: Boolean(options.sin_fecha) }),
    fieldDependencies: [
        { name: "dias_restantes", type: "integer" },
        { name: "semaforo", type: "selection" },
        { name: "state", type: "selection" },
    ],
});
