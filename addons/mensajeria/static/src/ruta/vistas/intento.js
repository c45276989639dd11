import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Fotos } from "../equipo/fotos";
import { useFormulario } from "./formulario";
import { Ubicacion } from "./ubicacion";

/** Why the piece was not delivered, and what was agreed. */
export class Intento extends Component {
    static template = "mensajeria.RutaIntento";
    static components = { Fotos, Ubicacion };
    static props = { modelo: Object, parada: Object, alGuardar: Function };

    setup() {
        this.forma = useFormulario(this, {
            motivo: "",
            aviso_dejado: false,
            siguiente: "",
            nota: "",
            fotos: [],
        });
        this.campos = this.forma.campos;
        this.estado = this.forma.estado;
    }

    get motivo() {
        return this.props.modelo.estado.ruta.motivos.find(
            (motivo) => motivo.clave === this.campos.motivo
        );
    }

    guardar() {
        const { motivo, aviso_dejado, siguiente, nota } = this.campos;
        const momento = siguiente && this.motivo?.reintentable ? new Date(siguiente) : null;
        const faltas = {};
        if (!motivo) {
            faltas.motivo = _t("Choose why it was not delivered.");
        }
        if (momento && momento < new Date()) {
            faltas.siguiente = _t("That moment has passed: correct it.");
        }
        return this.forma.guardar("intento_fallido", faltas, {
            motivo,
            aviso_dejado,
            siguiente: momento?.toISOString() || "",
            nota: nota.trim(),
        });
    }
}
