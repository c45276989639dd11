import { Component } from "@odoo/owl";
import { Firma } from "@mensajeria/ruta/equipo/firma";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A signature drawn by hand on the screen of the counter, as the messengers' phones take it. */
export class FirmaField extends Component {
    static template = "correspondencia_salida.FirmaField";
    static components = { Firma };
    static props = { ...standardFieldProps };

    async cambiar(blob) {
        const { record, name } = this.props;
        await record.update({ [name]: blob ? await enBase64(blob) : false });
    }
}

function enBase64(blob) {
    return new Promise((resolver, rechazar) => {
        const lector = new FileReader();
        lector.onload = () => resolver(lector.result.split(",")[1]);
        lector.onerror = () => rechazar(lector.error);
        lector.readAsDataURL(blob);
    });
}

registry.category("fields").add("firma_en_pantalla", {
    component: FirmaField,
    supportedTypes: ["binary"],
});
