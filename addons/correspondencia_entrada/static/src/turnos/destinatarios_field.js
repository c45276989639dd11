import { makeContext } from "@web/core/context";
import { Domain } from "@web/core/domain";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Many2XAutocomplete } from "@web/views/fields/relational_utils";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";

/**
 * Recipients by keyboard: one box for attention, one for information. Each person chosen becomes a
 * line below, with its own instruction and deadline.
 */
export class DestinatariosField extends X2ManyField {
    static template = "correspondencia_entrada.DestinatariosField";
    static components = { ...X2ManyField.components, Many2XAutocomplete };

    setup() {
        super.setup();
        this.cajas = [
            { tipo: "atencion", etiqueta: _t("For attention"), ayuda: _t("Name or unit") },
            {
                tipo: "informacion",
                etiqueta: _t("For information (CC)"),
                ayuda: _t("Name or unit"),
            },
        ];
        this.contexto = { mostrar_carga: true };
        this.sinAcciones = { create: false, createEdit: false };
    }

    /** People come from the boxes only. */
    get canCreate() {
        return false;
    }

    /** Those who can receive, less who already has it for the same purpose. */
    dominio(tipo) {
        const base = new Domain(this.list.fields.user_id.domain || []);
        const puestos = this.list.records
            .filter((r) => r.data.tipo === tipo)
            .map((r) => r.data.user_id?.id);
        return Domain.and([base, [["id", "not in", puestos.filter(Boolean)]]]).toList({
            ...this.list.evalContext,
            company_id: this.props.record.data.company_id?.id,
        });
    }

    async agregar(tipo, elegidos) {
        for (const { id } of elegidos || []) {
            await this.list.addNewRecord({
                position: "bottom",
                mode: "readonly",
                context: makeContext([
                    this.props.context,
                    { default_tipo: tipo, default_user_id: id },
                ]),
            });
        }
    }
}

registry.category("fields").add("destinatarios", { ...x2ManyField, component: DestinatariosField });
