import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { Almacen } from "./datos/almacen";
import { Buzon } from "./datos/buzon";
import { Cartero, motivoDeParo, PARO } from "./datos/cartero";
import { sha256 } from "./datos/huella";

const ESPERA_MIN = 5000;
const ESPERA_MAX = 120000;
const PACIENCIA = 90000;
/** states of a piece in which the messenger has nothing more to tell */
const RESUELTAS = ["entregado", "no_entregado", "extraviado"];

/**
 * The route on this phone: what was read last, what waits to be sent, and when to try again. It belongs to one user of
 * one database; what another one left on the same phone stays theirs.
 *
 * @param {Object} orm
 * @param {{db: string, uid: number}} sesion
 */
export class Modelo {
    constructor(orm, { db, uid }) {
        this.orm = orm.silent;
        this.almacen = new Almacen(`mensajeria.ruta.${db}.${uid}`);
        this.buzon = new Buzon(this.almacen);
        this.cartero = new Cartero({
            buzon: this.buzon,
            uid,
            llamar: (item) => this.registrar([item]).then(([respuesta]) => respuesta),
            alAvanzar: (accion, respuesta) => this.alAvanzar(accion, respuesta),
        });
        this.estado = reactive({
            lista: false,
            ruta: null,
            leida: "",
            acciones: [],
            avisos: [],
            paro: "",
            enviando: false,
        });
        this.espera = ESPERA_MIN;
        this.alVolver = () => document.visibilityState === "visible" && this.sincronizar();
        this.alConectar = () => this.sincronizar();
    }

    async iniciar() {
        const guardada = await this.almacen.leer("ruta", "ruta");
        Object.assign(this.estado, {
            ruta: guardada?.ruta || null,
            leida: guardada?.leida || "",
            avisos: (await this.almacen.leer("ruta", "avisos")) || [],
        });
        await this.contar();
        this.estado.lista = true;
        browser.addEventListener("online", this.alConectar);
        document.addEventListener("visibilitychange", this.alVolver);
        browser.navigator.storage?.persist?.().catch(() => {}); // so that the browser does not clear it to make room
    }

    async terminar() {
        this.terminado = true;
        browser.clearTimeout(this.reloj);
        browser.removeEventListener("online", this.alConectar);
        document.removeEventListener("visibilitychange", this.alVolver);
        await this.almacen.cerrar();
    }

    // Server

    llamar(modelo, metodo, argumentos) {
        const llamada = this.orm.call(modelo, metodo, argumentos);
        const reloj = browser.setTimeout(() => llamada.abort?.(), PACIENCIA);
        return llamada.finally(() => browser.clearTimeout(reloj));
    }

    registrar(items) {
        return this.llamar("mensajeria.evento", "registrar_movil", [items]);
    }

    /** Send what waits, then read the route again; try later if it did not work. */
    async sincronizar() {
        if (this.terminado || this.estado.enviando) {
            this.otraVez = true; // what is kept meanwhile goes right after
            return;
        }
        browser.clearTimeout(this.reloj);
        this.estado.enviando = true;
        this.otraVez = false;
        let paro = "";
        try {
            paro = await this.cartero.vaciar();
            if (!paro || paro === PARO.servidor) {
                await this.leer();
            }
        } catch (error) {
            paro = motivoDeParo(error);
        }
        this.estado.enviando = false;
        if (this.terminado) {
            return;
        }
        this.estado.paro = paro;
        await this.contar();
        if (paro && paro !== PARO.sesion) {
            this.reloj = browser.setTimeout(() => this.sincronizar(), this.espera);
            this.espera = Math.min(this.espera * 2, ESPERA_MAX);
        } else {
            this.espera = ESPERA_MIN;
            if (this.otraVez) {
                await this.sincronizar();
            }
        }
    }

    async leer() {
        const ruta = await this.llamar("mensajeria.relacion", "ruta_movil", []);
        const leida = new Date().toISOString();
        await this.almacen.escribir("ruta", { ruta, leida }, "ruta");
        Object.assign(this.estado, { ruta, leida });
    }

    /** Mark as loaded the piece of a code. Gives what the server says of it. */
    cargar(parada, codigo) {
        return this.llamar("mensajeria.relacion", "registrar_carga", [[parada.ruta], codigo]);
    }

    // What is done on the phone

    /** Keep an action; it is sent as soon as there is network. */
    async guardar(parada, tipo, campos, posicion, blobs) {
        const evidencias = [];
        for (const { tipo: clase, blob } of blobs) {
            evidencias.push({ tipo: clase, sha256: await sha256(blob), blob });
        }
        await this.buzon.agregar({
            uuid: crypto.randomUUID(),
            envio: parada.envio,
            pieza: parada.pieza,
            nombre: parada.nombre,
            tipo,
            fecha: new Date().toISOString(),
            posicion,
            campos,
            evidencias,
        });
        await this.borrarBorrador(parada);
        await this.contar();
        this.espera = ESPERA_MIN;
        this.sincronizar();
    }

    async descartar(accion) {
        await this.buzon.quitar(accion);
        await this.contar();
    }

    async reintentar(accion) {
        await this.buzon.reintentar(accion);
        await this.contar();
        await this.sincronizar();
    }

    async contar() {
        this.estado.acciones = await this.buzon.todas();
    }

    async alAvanzar(accion, respuesta) {
        if (respuesta?.resultado === "conflicto") {
            const aviso = { uuid: accion.uuid, pieza: accion.pieza, mensaje: respuesta.mensaje };
            const otros = this.estado.avisos.filter(({ uuid }) => uuid !== accion.uuid);
            await this.guardarAvisos([...otros, aviso]);
        }
        await this.contar();
    }

    async guardarAvisos(avisos) {
        this.estado.avisos = avisos;
        await this.almacen.escribir(
            "ruta",
            avisos.map((aviso) => ({ ...aviso })),
            "avisos"
        );
    }

    // Half-filled forms survive a reload

    leerBorrador(parada) {
        return this.almacen.leer("ruta", `borrador.${parada.envio}`);
    }

    guardarBorrador(parada, borrador) {
        return this.almacen.escribir("ruta", borrador, `borrador.${parada.envio}`);
    }

    borrarBorrador(parada) {
        return this.almacen.borrar("ruta", `borrador.${parada.envio}`);
    }

    // Reading

    /** What waits of a stop: its newest action, or nothing. */
    accionDe(parada) {
        return this.estado.acciones.filter((accion) => accion.envio === parada.envio).at(-1);
    }

    /** `pendiente`, `entregado` or `no_entregado`; what was done here counts at once. */
    resultadoDe(parada) {
        const accion = this.accionDe(parada);
        if (accion && accion.estado === "espera") {
            return accion.tipo === "entregado" ? "entregado" : "no_entregado";
        }
        return RESUELTAS.includes(parada.resultado) ? parada.resultado : "pendiente";
    }

    paradaDe(codigo) {
        const limpio = codigo.replace(/\s/g, "").toUpperCase();
        return this.estado.ruta?.paradas.find((parada) =>
            [parada.pieza, parada.folio].some(
                (c) => c && c.replace(/\s/g, "").toUpperCase() === limpio
            )
        );
    }

    rutaDe(parada) {
        return this.estado.ruta.rutas.find((ruta) => ruta.id === parada.ruta);
    }

    servicioDe(parada) {
        return this.estado.ruta.servicios[parada.servicio];
    }

    /** What a delivery in this capacity has to prove. */
    pruebasDe(parada, caracter) {
        const usuales = { firma: "obligatorio", foto: "opcional", identificacion: "opcional" };
        return this.servicioDe(parada)?.pruebas[caracter] || usuales;
    }
}

/** One sentence on why nothing can be kept. */
export function sinLugar() {
    return _t(
        "This phone is full of actions that wait to be sent. Find network before you go on: nothing was lost."
    );
}
