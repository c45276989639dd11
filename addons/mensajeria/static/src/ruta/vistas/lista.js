import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Escaner } from "../equipo/escaner";

/** Today's stops, and the scanner that finds one of them. */
export class Lista extends Component {
    static template = "mensajeria.RutaLista";
    static components = { Escaner };
    static props = { modelo: Object, abrir: Function };

    setup() {
        this.estado = useState({ aviso: "", bien: false });
        this.datos = useState(this.props.modelo.estado);
    }

    get paradas() {
        const { modelo } = this.props;
        return this.datos.ruta.paradas.map((parada) => ({
            ...parada,
            resultado: modelo.resultadoDe(parada),
            espera: Boolean(modelo.accionDe(parada)),
            rechazada: modelo.accionDe(parada)?.estado === "rechazada",
            porSalir: modelo.rutaDe(parada)?.estado === "emitida",
        }));
    }

    /** What is in the street comes before what waits to be loaded. */
    get pendientes() {
        return this.paradas
            .filter((parada) => parada.resultado === "pendiente")
            .sort((una, otra) => una.porSalir - otra.porSalir);
    }

    get hechas() {
        return this.paradas.filter((parada) => parada.resultado !== "pendiente");
    }

    get porSalir() {
        return this.datos.ruta.rutas.filter((ruta) => ruta.estado === "emitida");
    }

    async alLeer(codigo) {
        const { modelo, abrir } = this.props;
        const parada = modelo.paradaDe(codigo);
        if (!parada) {
            return this.avisar(_t("%s is not on your route.", codigo), false);
        }
        if (modelo.rutaDe(parada)?.estado !== "emitida") {
            return abrir(parada.envio);
        }
        try {
            const { resultado } = await modelo.cargar(parada, codigo);
            parada.cargado = true;
            this.avisar(
                resultado === "repetido"
                    ? _t("%s was already loaded.", parada.pieza)
                    : _t("%s is loaded.", parada.pieza),
                true
            );
        } catch {
            this.avisar(_t("Loading needs network. Try again."), false);
        }
    }

    avisar(aviso, bien) {
        Object.assign(this.estado, { aviso, bien });
        navigator.vibrate?.(bien ? 80 : [80, 60, 80, 60, 80]);
    }
}
