import { Component } from "@odoo/owl";
import { formatDate, formatDateTime, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ABIERTOS = ["propuesto", "pendiente", "turnado"];
const COLORES = {
    pendiente: "text-bg-warning",
    turnado: "text-bg-info",
    concluido: "text-bg-success",
    visto: "text-bg-success",
    devuelto: "text-bg-danger",
    retirado: "text-bg-secondary",
};

/** The tree of turnos at a glance: who has it, since when, until when, and how it ended. */
export class ArbolTurnosField extends Component {
    static template = "correspondencia_entrada.ArbolTurnosField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.formatDate = formatDate;
    }

    momento(fecha) {
        return formatDateTime(fecha, { showSeconds: false });
    }

    get lista() {
        return this.props.record.data[this.props.name];
    }

    /** Turnos in the order of the tree, each with its depth. */
    get filas() {
        const registros = this.lista.records;
        const visibles = new Set(registros.map((r) => r.resId));
        const padre = (r) => (visibles.has(r.data.parent_id?.id) ? r.data.parent_id.id : false);
        const bajar = (id, nivel) =>
            registros
                .filter((r) => padre(r) === id)
                .flatMap((r) => [{ ...r.data, id: r.resId, nivel }, ...bajar(r.resId, nivel + 1)]);
        return bajar(false, 0);
    }

    etiqueta(campo, valor) {
        return Object.fromEntries(this.lista.fields[campo].selection)[valor];
    }

    color(turno) {
        return COLORES[turno.state] || "text-bg-light border";
    }

    vencido(turno) {
        return ABIERTOS.includes(turno.state) && turno.fecha_limite && turno.fecha_limite < today();
    }

    /** Only who turned it takes it back: the counter the first ones, a holder those of theirs. */
    puedeRetirar(turno) {
        if (!ABIERTOS.includes(turno.state) || this.props.record.data.state === "borrador") {
            return false;
        }
        const padre = this.lista.records.find((r) => r.resId === turno.parent_id?.id);
        return padre
            ? padre.data.user_id.id === user.userId
            : !turno.parent_id && this.props.record.data.soy_oficialia;
    }

    retirar(turno) {
        return this.action.doAction("correspondencia_entrada.correspondencia_motivo_action", {
            additionalContext: {
                default_res_model: "correspondencia.turno",
                default_res_id: turno.id,
                default_metodo: "action_retirar",
            },
            onClose: () => this.props.record.load(),
        });
    }
}

registry.category("fields").add("arbol_turnos", {
    component: ArbolTurnosField,
    displayName: _t("Tree of turnos"),
    supportedTypes: ["one2many"],
    useSubView: true,
});
