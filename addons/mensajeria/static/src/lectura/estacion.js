import { Component, onMounted, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { downloadFile } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { isMobileOS } from "@web/core/browser/feature_detection";
import { isBarcodeScannerSupported } from "@web/core/barcode/barcode_video_scanner";
import { scanBarcode } from "@web/core/barcode/barcode_dialog";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { sonar } from "./sonido";

const MODELO = "mensajeria.lectura";
const SONIDO = "mensajeria.estacion.silencio";
/** Codes of a pasted list that are sent at once: short enough for the bar to move. */
const TANDA = 20;
/** Lines kept on the screen; the whole session is in its file. */
const EN_PANTALLA = 100;

const AVISOS = ["duplicado_en_sesion", "ya_procesado", "por_confirmar"];

/** Colour and sound of an answer. */
export function tipoDe({ resultado, alerta }) {
    if (alerta) {
        return "alerta";
    }
    return resultado === "ok" ? "bien" : AVISOS.includes(resultado) ? "aviso" : "mal";
}

/**
 * The reading station: one box that always has the focus, where a scanner that writes like a keyboard (or somebody)
 * leaves a code and Enter. Codes wait in line, so that a fast scanner loses none; each is answered with its own line,
 * colour and sound.
 */
export class Estacion extends Component {
    static template = "mensajeria.Estacion";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.caja = useRef("caja");
        this.display = { controlPanel: {} };
        this.modos = [
            {
                id: "recibir",
                nombre: _t("Receive acuses"),
                icono: "fa-inbox",
                ayuda: _t("Signed papers that come back"),
            },
            {
                id: "entregar",
                nombre: _t("Hand over acuses"),
                icono: "fa-handshake-o",
                ayuda: _t("To the unit that sent the piece"),
            },
            {
                id: "devolver",
                nombre: _t("Returns"),
                icono: "fa-undo",
                ayuda: _t("Pieces that could not be delivered"),
            },
            {
                id: "asignar",
                nombre: _t("Assign guías"),
                icono: "fa-barcode",
                ayuda: _t("The piece, then its guía"),
            },
            {
                id: "cargar",
                nombre: _t("Load a list"),
                icono: "fa-truck",
                ayuda: _t("Onto a draft, or checked at departure"),
            },
            {
                id: "depositar",
                nombre: _t("Deposit"),
                icono: "fa-university",
                ayuda: _t("Over the counter of the provider"),
            },
            {
                id: "inventario",
                nombre: _t("Inventory of folios"),
                icono: "fa-list-ol",
                ayuda: _t("What lies in the drawer"),
            },
        ];
        this.state = useState({
            sesion: null,
            lineas: [],
            contadores: {},
            pendiente: false,
            ultima: null,
            enCola: 0,
            pegando: false,
            lista: "",
            silencio: browser.localStorage.getItem(SONIDO) === "1",
        });
        this.cola = [];
        onWillStart(() => this.retomar());
        onMounted(() => this.enfocar());
        useEffect(
            () => this.enfocar(),
            () => [this.state.sesion?.id, this.state.pegando]
        );
    }

    get modo() {
        return this.modos.find(({ id }) => id === this.state.sesion?.modo);
    }

    get ajustes() {
        return this.state.sesion.ajustes;
    }

    get opciones() {
        return this.state.sesion.opciones;
    }

    get tieneAjustes() {
        return Object.keys(this.opciones).length > 0;
    }

    get textoSonido() {
        return this.state.silencio ? _t("Sound is off") : _t("Sound is on");
    }

    get textoCodigo() {
        return _t("Scan or write a code");
    }

    get textoGuia() {
        return _t("Now scan its guía");
    }

    icono(linea) {
        return {
            bien: "fa-check-circle",
            aviso: "fa-exclamation-circle",
            mal: "fa-times-circle",
            alerta: "fa-exclamation-triangle",
            anulada: "fa-undo",
        }[this.tipoDe(linea)];
    }

    get conCamara() {
        return isBarcodeScannerSupported();
    }

    get resumen() {
        const cuenta = this.state.contadores;
        const avisos = AVISOS.reduce((suma, clave) => suma + (cuenta[clave] || 0), 0);
        const total = Object.entries(cuenta).reduce(
            (suma, [clave, n]) => suma + (clave === "anuladas" ? 0 : n),
            0
        );
        return { bien: cuenta.ok || 0, avisos, mal: total - (cuenta.ok || 0) - avisos };
    }

    tipoDe(linea) {
        return linea.anulada ? "anulada" : tipoDe(linea);
    }

    enfocar() {
        if (!this.state.pegando) {
            this.caja.el?.focus();
        }
    }

    alPerderFoco(ev) {
        // whatever else was clicked and takes no text, the next scan goes to the box
        const destino = ev.relatedTarget;
        if (
            !isMobileOS() &&
            !destino?.matches("input, select, textarea, [contenteditable], .modal *")
        ) {
            browser.setTimeout(
                () => !this.ui.isBlocked && !document.querySelector(".modal") && this.enfocar()
            );
        }
    }

    // Session

    /** After a reload, the session goes on where it was. */
    async retomar() {
        const modo = this.props.action.context?.modo || browser.sessionStorage.getItem(MODELO);
        if (modo) {
            await this.abrir(modo);
        }
    }

    async abrir(modo) {
        this.mostrar(await this.orm.call(MODELO, "abrir", [modo]));
        browser.sessionStorage.setItem(MODELO, modo);
    }

    mostrar(estado) {
        const { lineas, contadores, pendiente, ...sesion } = estado;
        Object.assign(this.state, { sesion, lineas, contadores, pendiente, ultima: null });
    }

    async configurar(campo, valor) {
        const esNumero = campo.endsWith("_id");
        const valores = { [campo]: valor ? (esNumero ? parseInt(valor) : valor) : false };
        const estado = await this.orm.call(MODELO, "configurar", [[this.state.sesion.id], valores]);
        this.state.sesion.ajustes = estado.ajustes;
        this.enfocar();
    }

    async terminar() {
        await this.vaciarCola(); // in another session what waits would mean something else
        const { problemas } = await this.orm.call(MODELO, "cerrar", [[this.state.sesion.id]]);
        browser.sessionStorage.removeItem(MODELO);
        if (problemas.length) {
            this.notification.add(problemas.slice(0, 10).join("\n"), {
                title: _t("%s could not be done", problemas.length),
                type: "danger",
                sticky: true,
            });
        } else {
            this.notification.add(_t("Session %s finished", this.state.sesion.nombre), {
                type: "success",
            });
        }
        this.state.sesion = null;
    }

    async salir() {
        await this.vaciarCola();
        browser.sessionStorage.removeItem(MODELO);
        this.state.sesion = null;
    }

    // Reading

    alTeclear(ev) {
        if (ev.key !== "Enter" && ev.key !== "Tab") {
            return;
        }
        const codigo = ev.target.value.trim();
        if (!codigo) {
            return; // Tab goes on its way
        }
        ev.preventDefault();
        ev.target.value = "";
        this.encolar(codigo);
    }

    async escanear() {
        try {
            this.encolar(await scanBarcode(this.env));
        } catch (error) {
            this.notification.add(
                error?.message || _t("The camera cannot be used. Write the code."),
                { type: "warning" }
            );
        }
    }

    encolar(codigo) {
        this.cola.push(codigo);
        this.state.enCola = this.cola.length;
        return this.vaciarCola();
    }

    /**
     * One at a time, in the order in which they were read; done when none is left. What could not be sent waits for the
     * next try.
     */
    vaciarCola() {
        this.vaciando ??= this.enviarCola().finally(() => (this.vaciando = null));
        return this.vaciando;
    }

    async enviarCola() {
        try {
            while (this.cola.length) {
                const respuesta = await this.orm.silent.call(MODELO, "leer", [
                    [this.state.sesion.id],
                    this.cola[0],
                ]);
                const codigo = this.cola.shift();
                this.state.enCola = this.cola.length;
                this.anotar(respuesta);
                if (respuesta.linea.resultado === "por_confirmar") {
                    await this.preguntar(codigo, respuesta.linea);
                }
            }
        } catch (error) {
            this.oir("mal");
            if (error.name === "RPC_ERROR") {
                this.cola.shift(); // the server answered, and refused it
                this.state.enCola = this.cola.length;
            }
            throw error;
        }
    }

    anotar({ linea, contadores, pendiente }) {
        Object.assign(this.state, { contadores, pendiente, ultima: linea });
        if (linea.id) {
            this.state.lineas = [linea, ...this.state.lineas].slice(0, EN_PANTALLA);
        }
        this.oir(tipoDe(linea));
    }

    oir(tipo) {
        if (!this.state.silencio) {
            sonar(tipo);
        }
    }

    preguntar(codigo, linea) {
        return new Promise((resolve) => {
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: linea.pieza || codigo,
                    body: linea.mensaje,
                    confirmLabel: _t("Keep this"),
                    confirm: async () => {
                        const args = [[this.state.sesion.id], codigo];
                        this.anotar(await this.orm.call(MODELO, "leer", args, { confirmar: true }));
                        const estado = await this.orm.call(MODELO, "estado", [
                            [this.state.sesion.id],
                        ]);
                        Object.assign(this.state, {
                            lineas: estado.lineas,
                            contadores: estado.contadores,
                        });
                    },
                    cancel: () => {},
                    cancelLabel: _t("Leave as it was"),
                },
                {
                    onClose: () => {
                        resolve();
                        this.enfocar();
                    },
                }
            );
        });
    }

    async deshacer() {
        const { linea, contadores, pendiente } = await this.orm.call(MODELO, "deshacer", [
            [this.state.sesion.id],
        ]);
        Object.assign(this.state, { contadores, pendiente, ultima: null });
        const vieja = this.state.lineas.find(({ id }) => linea && id === linea.id);
        if (vieja) {
            Object.assign(vieja, linea);
        }
        this.enfocar();
    }

    // Lists

    async leerLista() {
        const codigos = this.state.lista.split(/\r?\n/).filter((codigo) => codigo.trim());
        this.state.pegando = false;
        this.state.enCola = codigos.length;
        while (codigos.length) {
            const tanda = codigos.slice(0, TANDA).join("\n");
            const { lineas, contadores, pendiente } = await this.orm.silent.call(
                MODELO,
                "leer_lista",
                [[this.state.sesion.id], tanda]
            );
            codigos.splice(0, TANDA);
            this.state.lista = codigos.join("\n");
            const conNumero = lineas.filter(({ id }) => id).reverse();
            Object.assign(this.state, {
                contadores,
                pendiente,
                enCola: codigos.length,
                lineas: [...conNumero, ...this.state.lineas].slice(0, EN_PANTALLA),
            });
        }
        this.oir(
            this.state.lineas.some((linea) => this.tipoDe(linea) !== "bien") ? "aviso" : "bien"
        );
        this.enfocar();
    }

    async alElegirArchivo(ev) {
        const [archivo] = ev.target.files;
        if (archivo) {
            this.state.lista = await archivo.text();
        }
        ev.target.value = "";
    }

    async descargar() {
        const texto = await this.orm.call(MODELO, "exportar", [[this.state.sesion.id]]);
        // with the mark by which spreadsheets know UTF-8
        downloadFile(
            `\ufeff${texto}`,
            `${this.state.sesion.nombre.replaceAll("/", "-")}.csv`,
            "text/csv;charset=utf-8"
        );
        this.enfocar();
    }

    alternarSonido() {
        this.state.silencio = !this.state.silencio;
        browser.localStorage.setItem(SONIDO, this.state.silencio ? "1" : "0");
        this.enfocar();
    }
}

registry.category("actions").add("mensajeria.estacion", Estacion);
