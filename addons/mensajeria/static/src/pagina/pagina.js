import { Component, onMounted, whenReady, xml } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { mountComponent } from "@web/env";
import { Ruta } from "@mensajeria/ruta/ruta";
import { FIRMA_LIB } from "@mensajeria/ruta/equipo/firma";

const DIRECCION = "/mensajeria/ruta";

/** The route as a page of its own, as the phone installs it. */
class Pagina extends Component {
    static template = xml`<Ruta/><MainComponentsContainer/>`;
    static components = { MainComponentsContainer, Ruta };
    static props = {};

    setup() {
        onMounted(() => quedarse().catch(() => {})); // without worker it still works, with network
    }
}

/** Have the service worker keep everything this page is made of. */
async function quedarse() {
    const trabajadores = browser.navigator.serviceWorker;
    if (!trabajadores) {
        return;
    }
    await trabajadores.register(`${DIRECCION}/trabajador.js`, { scope: DIRECCION });
    const { active } = await trabajadores.ready;
    const usadas = performance.getEntriesByType("resource").map((recurso) => recurso.name);
    const canal = new MessageChannel();
    canal.port1.onmessage = ({ data }) => {
        document.body.dataset.guardada = data ? "1" : "";
    };
    active.postMessage({ guardar: [DIRECCION, FIRMA_LIB, ...usadas] }, [canal.port2]);
}

whenReady(() => mountComponent(Pagina, document.body));
