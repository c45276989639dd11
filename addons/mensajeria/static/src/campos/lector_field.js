import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useAutofocus } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Codes, one a line, as a scanner that types leaves them: each counts at once, and the box waits for the next. */
export class LectorField extends Component {
    static template = "mensajeria.LectorField";
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        useAutofocus({ refName: "caja" });
        // several may be read while the form still reckons with the one before
        this.leidos = (this.props.record.data[this.props.name] || "").split("\n").filter(Boolean);
    }

    leer(texto) {
        const nuevos = texto
            .split("\n")
            .map((codigo) => codigo.trim())
            .filter(Boolean);
        if (nuevos.length) {
            this.leidos.push(...nuevos);
            return this.props.record.update({ [this.props.name]: this.leidos.join("\n") });
        }
    }

    vaciar(caja) {
        const texto = caja.value;
        caja.value = "";
        return this.leer(texto);
    }

    alTeclear(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.vaciar(ev.target);
        }
    }

    alPegar(ev) {
        const texto = ev.clipboardData.getData("text");
        if (texto.includes("\n")) {
            ev.preventDefault();
            this.leer(texto);
        }
    }
}

registry.category("fields").add("mensajeria_lector", {
    component: LectorField,
    supportedTypes: ["text"],
    extractProps: ({ placeholder }) => ({ placeholder }),
});
