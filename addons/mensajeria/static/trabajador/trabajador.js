/* eslint-disable no-restricted-globals */
// Service worker of the messenger's route: keeps the page, its bundle and its translations, so that it opens without
// network. What is told and what is read goes through the outbox and the store of the page, never through here.

const PAGINA = "/mensajeria/ruta";
const CACHE = "mensajeria-ruta-1";
const PACIENCIA = 5000; // a network that takes longer to answer is none
const FIJO = /^\/(web\/assets|web\/static|mensajeria\/static)\//; // changes its address when it changes
const FRESCO = /^\/web\/webclient\/translations/; // may change at the same address

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (ev) => {
    const borrarViejos = async () => {
        const nombres = await caches.keys();
        const viejos = nombres.filter((n) => n.startsWith("mensajeria-ruta-") && n !== CACHE);
        await Promise.all(viejos.map((n) => caches.delete(n)));
        await self.clients.claim();
    };
    ev.waitUntil(borrarViejos());
});

self.addEventListener("fetch", (ev) => {
    const url = new URL(ev.request.url);
    if (ev.request.method !== "GET" || url.origin !== self.location.origin) {
        return;
    }
    if (ev.request.mode === "navigate") {
        if (url.pathname === PAGINA) {
            ev.respondWith(primeroLaRed(ev.request, PAGINA));
        }
    } else if (FRESCO.test(url.pathname)) {
        ev.respondWith(primeroLaRed(ev.request, url.pathname));
    } else if (FIJO.test(url.pathname)) {
        ev.respondWith(primeroLoGuardado(ev.request));
    }
});

/** The page tells what it was made of: keep it, and only it. */
self.addEventListener("message", (ev) => {
    if (ev.data?.guardar) {
        ev.waitUntil(guardar(ev.data.guardar).then((hecho) => ev.ports[0]?.postMessage(hecho)));
    }
});

async function guardar(direcciones) {
    const cache = await caches.open(CACHE);
    const claves = new Set();
    for (const direccion of direcciones) {
        const url = new URL(direccion, self.location.origin);
        const fresco = url.pathname === PAGINA || FRESCO.test(url.pathname);
        if (url.origin !== self.location.origin || !(fresco || FIJO.test(url.pathname))) {
            continue;
        }
        const clave = fresco ? url.pathname : url.pathname + url.search;
        claves.add(clave);
        if (fresco || !(await cache.match(clave))) {
            const respuesta = await fetch(url).catch(() => null);
            if (!respuesta?.ok || respuesta.redirected) {
                return false;
            }
            await cache.put(clave, respuesta);
        }
    }
    for (const pedido of await cache.keys()) {
        const url = new URL(pedido.url);
        if (!claves.has(url.pathname + url.search)) {
            await cache.delete(pedido);
        }
    }
    return true;
}

async function primeroLaRed(pedido, clave) {
    const cache = await caches.open(CACHE);
    const guardado = await cache.match(clave);
    try {
        const respuesta = await (guardado ? conPaciencia(fetch(pedido)) : fetch(pedido));
        if (respuesta.ok && !respuesta.redirected) {
            await cache.put(clave, respuesta.clone());
        } else if (guardado && respuesta.status >= 500) {
            return guardado; // the server is being restarted
        }
        return respuesta;
    } catch (error) {
        if (guardado) {
            return guardado;
        }
        throw error;
    }
}

async function primeroLoGuardado(pedido) {
    const cache = await caches.open(CACHE);
    const url = new URL(pedido.url);
    return (await cache.match(url.pathname + url.search)) || fetch(pedido);
}

function conPaciencia(promesa) {
    return Promise.race([
        promesa,
        new Promise((_, rechazar) => setTimeout(() => rechazar(new TypeError("slow")), PACIENCIA)),
    ]);
}
