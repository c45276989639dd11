import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useChildRef, useService } from "@web/core/utils/hooks";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { useInputField } from "@web/views/fields/input_field_hook";

/** letters from which addressees are looked for */
const MINIMO = 3;

/** The name of an addressee. Those of earlier pieces and of the directory are offered, and bring their address. */
export class DestinatarioField extends CharField {
    static template = "mensajeria.DestinatarioField";
    static components = { ...CharField.components, AutoComplete };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.caja = useChildRef();
        useInputField({
            getValue: () => this.props.record.data[this.props.name] || "",
            parse: (valor) => this.parse(valor),
            ref: this.caja,
        });
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

    async conocidos(texto) {
        if (texto.length < MINIMO) {
            return [];
        }
        const conocidos = await this.orm.silent.call(
            "mensajeria.envio",
            "destinatarios_conocidos",
            [texto]
        );
        return conocidos.map(({ nombre, detalle, datos }) => ({
            label: nombre,
            data: { detalle },
            onSelect: () => this.props.record.update(datos),
        }));
    }
}

registry.category("fields").add("mensajeria_destinatario", {
    ...charField,
    component: DestinatarioField,
});
