import { Component } from "@odoo/owl";
import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useChildRef, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** letters from which addressees are looked for */
const MINIMO = 3;

/** The name of an addressee. Earlier ones and those of the directory are offered, and bring their address. */
export class DestinatarioField extends Component {
    static template = "mensajeria.DestinatarioField";
    static components = { AutoComplete };
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.caja = useChildRef();
        const { bus } = this.props.record.model;
        useBus(bus, "WILL_SAVE_URGENTLY", () => this.guardar());
        useBus(bus, "NEED_LOCAL_CHANGES", (ev) => ev.detail.proms.push(this.guardar()));
    }

    get valor() {
        return this.props.record.data[this.props.name] || "";
    }

    get fuentes() {
        return [
            {
                placeholder: _t("Searching…"),
                optionSlot: "conocido",
                options: (texto) => this.conocidos(texto.trim()),
            },
        ];
    }

    /** Keep what was typed: nobody has to choose one that is known. */
    async guardar() {
        const texto = this.caja.el?.value.trim() ?? this.valor;
        if (texto !== this.valor) {
            await this.props.record.update({ [this.props.name]: texto || false });
        }
    }

    async conocidos(texto) {
        if (texto.length < MINIMO) {
            return [];
        }
        const conocidos = await this.orm.silent.call(
            this.props.record.resModel,
            "destinatarios_conocidos",
            [texto]
        );
        return conocidos.map(({ nombre, detalle, datos }) => ({
            label: nombre,
            data: { detalle },
            onSelect: () => {
                this.caja.el.value = nombre; // leaving the box at once must not bring back what was typed
                return this.props.record.update(datos);
            },
        }));
    }
}

registry.category("fields").add("mensajeria_destinatario", {
    component: DestinatarioField,
    supportedTypes: ["char"],
    extractProps: ({ placeholder }) => ({ placeholder }),
});
