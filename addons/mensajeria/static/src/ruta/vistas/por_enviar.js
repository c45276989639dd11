import { Component, useState } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";

const { DateTime } = luxon;

/** The outbox: what waits, what the server refused and why, and what came second. */
export class PorEnviar extends Component {
    static template = "mensajeria.RutaPorEnviar";
    static props = { modelo: Object };

    setup() {
        this.datos = useState(this.props.modelo.estado);
        this.estado = useState({ borrar: 0 });
    }

    cuando(accion) {
        return formatDateTime(DateTime.fromISO(accion.fecha), { showSeconds: false });
    }

    /** Discarding takes two touches, and only what the server refused can be discarded. */
    async descartar(accion) {
        if (this.estado.borrar !== accion.orden) {
            this.estado.borrar = accion.orden;
            return;
        }
        await this.props.modelo.descartar(accion);
    }

    enterado(aviso) {
        return this.props.modelo.guardarAvisos(
            this.datos.avisos.filter((otro) => otro.uuid !== aviso.uuid)
        );
    }
}
