import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Diagrama } from "./diagrama";

/** Counts are read again this often while the page is in view. */
const REFRESCO = 60_000;
const PREFERENCIA = "mensajeria.procesos.lista";

/** Procesos: how each process of the user's roles flows, and what waits at each step. */
export class Procesos extends Component {
    static template = "mensajeria.Procesos";
    static components = { Layout, Diagrama };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const bus = useService("bus_service");
        this.state = useState({
            procesos: [],
            lista: browser.localStorage.getItem(PREFERENCIA) === "1",
        });
        this.display = { controlPanel: {} };
        const refrescar = () => !document.hidden && this.cargar(this.orm.silent);
        let reloj;
        onWillStart(() => this.cargar(this.orm));
        onMounted(() => {
            reloj = browser.setInterval(refrescar, REFRESCO);
            document.addEventListener("visibilitychange", refrescar);
            bus.subscribe("mail.activity/updated", refrescar);
        });
        onWillUnmount(() => {
            browser.clearInterval(reloj);
            document.removeEventListener("visibilitychange", refrescar);
            bus.unsubscribe("mail.activity/updated", refrescar);
        });
    }

    async cargar(orm) {
        this.state.procesos = await orm.call("seguimiento.proceso", "mapa", []);
    }

    ver(comoLista) {
        this.state.lista = comoLista;
        browser.localStorage.setItem(PREFERENCIA, comoLista ? "1" : "0");
    }

    /** The nodes that follow `clave`, with the text that says so. */
    siguientes(proceso, clave) {
        return proceso.flechas
            .filter(({ de }) => de === clave)
            .map(({ a, excepcional }) => {
                const nodo = proceso.nodos.find((otro) => otro.clave === a);
                const texto = excepcional ? _t("%s (with a reason)", nodo.nombre) : nodo.nombre;
                return { nodo, excepcional, texto };
            });
    }

    async abrir(nodo, cual) {
        const accion = await this.action.loadAction("mensajeria.seguimiento_tarea_action");
        const context = { search_default_pendientes: 1, search_default_paso_id: nodo.paso_id };
        if (cual === "mias") {
            context.search_default_mias = 1;
        }
        return this.action.doAction({ ...accion, context });
    }
}

registry.category("actions").add("mensajeria.procesos", Procesos);
