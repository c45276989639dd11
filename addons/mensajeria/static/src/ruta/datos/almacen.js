/**
 * What the phone keeps: the route (`ruta`, by key) and the actions that wait to be sent (`buzon`, in order). Unlike the
 * cache of the web client it is never thrown away by a new version, and what was written is on the disk.
 */
export class Almacen {
    constructor(nombre) {
        this.nombre = nombre;
        this.abierta = null;
    }

    abrir() {
        this.abierta ??= new Promise((resolver, rechazar) => {
            const pedido = indexedDB.open(this.nombre, 1);
            pedido.onupgradeneeded = () => {
                pedido.result.createObjectStore("ruta");
                pedido.result
                    .createObjectStore("buzon", { keyPath: "orden", autoIncrement: true })
                    .createIndex("uuid", "uuid", { unique: true });
            };
            pedido.onsuccess = () => resolver(pedido.result);
            pedido.onerror = () => rechazar(pedido.error);
        });
        return this.abierta;
    }

    async cerrar() {
        const db = await this.abierta;
        this.abierta = null;
        db?.close();
    }

    /**
     * Run `hacer(store)` in one transaction and give its result once it is on the disk. `hacer` may return a request,
     * or a promise that waits for nothing but requests of that store.
     */
    async enTransaccion(almacen, modo, hacer) {
        const db = await this.abrir();
        const transaccion = db.transaction(almacen, modo, { durability: "strict" });
        const terminada = new Promise((resolver, rechazar) => {
            transaccion.oncomplete = resolver;
            transaccion.onabort = () => rechazar(transaccion.error || new Error("aborted"));
        });
        terminada.catch(() => {}); // told below
        let resultado;
        try {
            resultado = await esperar(hacer(transaccion.objectStore(almacen)));
        } catch (error) {
            try {
                transaccion.abort();
            } catch {
                // it already was
            }
            throw error;
        }
        await terminada;
        return resultado;
    }

    leer(almacen, clave) {
        return this.enTransaccion(almacen, "readonly", (store) => store.get(clave));
    }

    todos(almacen) {
        return this.enTransaccion(almacen, "readonly", (store) => store.getAll());
    }

    escribir(almacen, valor, clave) {
        return this.enTransaccion(almacen, "readwrite", (store) => store.put(valor, clave));
    }

    borrar(almacen, clave) {
        return this.enTransaccion(almacen, "readwrite", (store) => store.delete(clave));
    }
}

/** The result of a request of IndexedDB; anything else as it is. */
export function esperar(pedido) {
    if (!(pedido instanceof IDBRequest)) {
        return pedido;
    }
    return new Promise((resolver, rechazar) => {
        pedido.onsuccess = () => resolver(pedido.result);
        pedido.onerror = () => rechazar(pedido.error);
    });
}
