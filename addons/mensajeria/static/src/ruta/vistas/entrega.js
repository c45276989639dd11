import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Firma } from "../equipo/firma";
import { Fotos } from "../equipo/fotos";
import { useFormulario } from "./formulario";
import { Ubicacion } from "./ubicacion";

/** Who received the piece, and what proves it. */
export class Entrega extends Component {
    static template = "mensajeria.RutaEntrega";
    static components = { Firma, Fotos, Ubicacion };
    static props = { modelo: Object, parada: Object, alGuardar: Function };

    setup() {
        this.forma = useFormulario(this, {
            caracter: this.caracterHabitual,
            receptor_nombre: "",
            identificacion_tipo: "",
            identificacion_folio: "",
            faltante: "",
            incompleta: false,
            nota: "",
            firma: null,
            fotos: [],
        });
        this.campos = this.forma.campos;
        this.estado = this.forma.estado;
    }

    /** Who is likely at the door: an institution receives with its stamp, or in person by who represents it. */
    get caracterHabitual() {
        const { parada, modelo } = this.props;
        if (!parada.moral) {
            return "destinatario";
        }
        return modelo.servicioDe(parada)?.personal ? "representante_legal" : "oficina_sello";
    }

    get pruebas() {
        return this.props.modelo.pruebasDe(this.props.parada, this.campos.caracter);
    }

    get conAnexos() {
        return this.props.parada.anexos || this.props.parada.copias > 1;
    }

    /** What this capacity will cost afterwards, if anything. */
    get reparo() {
        const { caracter } = this.campos;
        const { parada, modelo } = this.props;
        if (
            modelo.servicioDe(parada)?.personal &&
            !["destinatario", "representante_legal"].includes(caracter)
        ) {
            return _t("This service is delivered in person: the acuse may not be valid.");
        }
        if (caracter === "oficina_sello" && !parada.moral) {
            return _t("The addressee is a person: the stamp of an office may not be valid.");
        }
        return "";
    }

    esElDestinatario() {
        this.forma.cambiar({ receptor_nombre: this.props.parada.nombre });
    }

    faltas() {
        const { campos, pruebas } = this;
        const faltas = {};
        if (!campos.receptor_nombre.trim()) {
            faltas.receptor_nombre = _t("Write who received it.");
        }
        const identificacion = campos.identificacion_tipo && campos.identificacion_folio.trim();
        if (pruebas.identificacion === "obligatorio" && !identificacion) {
            faltas.identificacion_folio = _t("Ask for an identification and write its number.");
        }
        if (pruebas.firma === "obligatorio" && !campos.firma) {
            faltas.firma = _t("The signature is missing.");
        }
        if (pruebas.foto === "obligatorio" && !campos.fotos.length) {
            faltas.fotos = _t("A photo is missing.");
        }
        if (campos.incompleta && !campos.faltante.trim()) {
            faltas.faltante = _t("Write what is missing.");
        }
        return faltas;
    }

    guardar() {
        const {
            caracter,
            receptor_nombre,
            identificacion_tipo,
            identificacion_folio,
            faltante,
            incompleta,
            nota,
        } = this.campos;
        return this.forma.guardar("entregado", this.faltas(), {
            caracter,
            receptor_nombre: receptor_nombre.trim(),
            identificacion_tipo: identificacion_folio.trim() ? identificacion_tipo : "",
            identificacion_folio: identificacion_folio.trim(),
            faltante: incompleta ? faltante.trim() : "",
            nota: nota.trim(),
        });
    }
}
