import { Component, onWillDestroy, onWillStart, useExternalListener, useState } from "@odoo/owl";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { loadJS } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { FIRMA_LIB } from "./equipo/firma";
import { Modelo } from "./modelo";
import { Entrega } from "./vistas/entrega";
import { Intento } from "./vistas/intento";
import { Lista } from "./vistas/lista";
import { Parada } from "./vistas/parada";
import { PorEnviar } from "./vistas/por_enviar";

const { DateTime } = luxon;
const APP = "/scoped_app?app_id=mensajeria&path=mensajeria/ruta";
/** where the arrow leads */
const ATRAS = { parada: "lista", por_enviar: "lista", entrega: "parada", intento: "parada" };

/** The messenger's route, made for one hand: a list, a stop, and one form for each result. Works without network. */
export class Ruta extends Component {
    static template = "mensajeria.Ruta";
    static components = { Entrega, Intento, Lista, Parada, PorEnviar };
    static props = ["*"];

    setup() {
        this.modelo = new Modelo(useService("orm"), { db: session.db, uid: user.userId });
        this.datos = useState(this.modelo.estado);
        this.estado = useState({ vista: "lista", envio: 0, problema: "" });
        this.app = `${APP}&app_name=${encodeURIComponent(_t("My Route"))}`;
        this.enPagina = location.pathname === "/mensajeria/ruta";
        useExternalListener(
            window,
            "popstate",
            () => this.enPagina && this.estado.vista !== "lista" && this.atras()
        );
        onWillStart(async () => {
            if (!window.isSecureContext) {
                this.estado.problema = _t("This page needs a secure connection (https).");
                return;
            }
            try {
                await this.modelo.iniciar();
            } catch {
                this.estado.problema = _t(
                    "This browser does not let the page keep anything: leave the private window."
                );
                return;
            }
            this.modelo.sincronizar();
            loadJS(FIRMA_LIB).catch(() => {}); // while there is network: the first signature may come without
        });
        onWillDestroy(() => this.modelo.terminar());
    }

    get parada() {
        return this.datos.ruta?.paradas.find((parada) => parada.envio === this.estado.envio);
    }

    /** The stop may have left the route meanwhile. */
    get vista() {
        return this.estado.vista === "por_enviar" || this.parada ? this.estado.vista : "lista";
    }

    get titulo() {
        return {
            lista: _t("My Route"),
            parada: this.parada ? _t("Stop %s", this.parada.orden) : "",
            entrega: _t("Delivered"),
            intento: _t("Not delivered"),
            por_enviar: _t("To send"),
        }[this.vista];
    }

    get hechas() {
        const paradas = this.datos.ruta?.paradas || [];
        const listas = paradas.filter((parada) => this.modelo.resultadoDe(parada) !== "pendiente");
        return `${listas.length} / ${paradas.length}`;
    }

    get esperan() {
        return this.datos.acciones.length;
    }

    get rechazadas() {
        return this.datos.acciones.filter((accion) => accion.estado === "rechazada").length;
    }

    get leida() {
        return this.datos.leida
            ? formatDateTime(DateTime.fromISO(this.datos.leida), { showSeconds: false })
            : "";
    }

    abrir(envio) {
        this.irA("parada", envio);
    }

    irA(vista, envio = this.estado.envio) {
        Object.assign(this.estado, { vista, envio });
        if (this.enPagina) {
            history.pushState(null, "");
        }
        this.arriba();
    }

    atras() {
        this.estado.vista = ATRAS[this.vista] || "lista";
        this.arriba();
    }

    alGuardar() {
        this.estado.vista = "lista";
        this.arriba();
    }

    arriba() {
        document.querySelector(".o_ruta_cuerpo")?.scrollTo(0, 0);
    }
}

registry.category("actions").add("mensajeria_ruta", Ruta);
