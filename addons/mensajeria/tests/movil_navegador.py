"""A messenger's phone in a real browser, whose network and clock the test holds in its hand."""

import contextlib
import json
import socket
from unittest.mock import patch

from odoo.http import Application
from odoo.tests import HttpCase
from odoo.tests.common import HOST, release_test_lock

from .movil_comun import MovilCommon
from .navegador import OJOS, Navegador

PAGINA = "/mensajeria/ruta"
#: small tools to write the cases with
MANOS = """
const tocar = async (selector) => (await hasta(() => $(selector))).click();
const escribir = async (selector, texto) => {
    const caja = await hasta(() => $(selector));
    caja.value = texto;
    for (const evento of ["input", "change"]) caja.dispatchEvent(new Event(evento, { bubbles: true }));
};
const firmar = async () => {
    const lienzo = await hasta(() => $(".o_ruta_firma canvas"));
    await hasta(() => lienzo.width !== 300);
    lienzo.scrollIntoView({ block: "center" });
    const { left, top } = lienzo.getBoundingClientRect();
    const mover = (tipo, x, y, boton) => lienzo.dispatchEvent(new PointerEvent(tipo, {
        bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, pointerType: "touch", pressure: 0.5,
        buttons: boton, clientX: left + x, clientY: top + y,
    }));
    mover("pointerdown", 20, 100, 1);
    for (let x = 25; x < 220; x += 5) mover("pointermove", x, 100 + 30 * Math.sin(x / 9), 1);
    mover("pointerup", 220, 100, 0);
    await hasta(() => $(".o_ruta_firma button"));
};
const fotografiar = async (lado = 900) => {
    const lienzo = Object.assign(document.createElement("canvas"), { width: lado, height: lado });
    const pincel = lienzo.getContext("2d");
    const ruido = pincel.createImageData(lado, lado);
    for (let i = 0; i < ruido.data.length; i += 65536) {
        crypto.getRandomValues(ruido.data.subarray(i, i + 65536));
    }
    pincel.putImageData(ruido, 0, 0);
    const blob = await new Promise((dar) => lienzo.toBlob(dar, "image/jpeg", 0.9));
    const bolsa = new DataTransfer();
    bolsa.items.add(new File([blob], "foto.jpg", { type: "image/jpeg" }));
    const caja = await hasta(() => $("input[type=file]"));
    const habia = document.querySelectorAll(".o_ruta_foto").length;
    caja.files = bolsa.files;
    caja.dispatchEvent(new Event("change", { bubbles: true }));
    await hasta(() => document.querySelectorAll(".o_ruta_foto").length > habia);
};
const vista = (nombre) => hasta(() => $(`.o_ruta[data-vista=${nombre}]`));
const abrir = async (envio) => { await tocar(`[data-envio="${envio}"]`); await vista("parada"); };
const guardado = (almacen, pedir) => new Promise((dar, fallar) => indexedDB.databases().then((todas) => {
    const { name } = todas.find((db) => db.name.startsWith("mensajeria.ruta."));
    const pedido = indexedDB.open(name);
    pedido.onerror = fallar;
    pedido.onsuccess = () => {
        const lectura = pedir(pedido.result.transaction(almacen).objectStore(almacen));
        lectura.onsuccess = () => { pedido.result.close(); dar(lectura.result); };
    };
}));
const esperan = () => guardado("buzon", (store) => store.getAll());
const borrador = (envio) => guardado("ruta", (store) => store.get(`borrador.${envio}`));
const entregar = async (envio, nombre) => {
    await abrir(envio);
    await tocar("[name=entregado]");
    await escribir("[name=receptor_nombre]", nombre);
    await firmar();
};
const guardar = async () => { await tocar("[name=guardar]"); await vista("lista"); };
"""


class Telefono(Navegador):
    """One phone: a browser of 390 by 844 points, with the session of a messenger."""

    preludio = OJOS + MANOS

    def __init__(self, caso, login):
        super().__init__(caso, login, "390x844")

    def ir(self, direccion=PAGINA, lista=".o_ruta_tarjeta"):
        self.pedir("Page.navigate", url=self.caso.base_url() + direccion)
        self.hacer(f"await hasta(() => $({json.dumps(lista)}))")

    def recargar(self):
        self.hacer("window.vieja = true")
        self.pedir("Page.reload")
        self.hacer("await hasta(() => !window.vieja && $('.o_ruta_tarjeta, .o_ruta_forma, .o_ruta_vacia'))")

    def sin_senal(self, valor):
        """Whether this phone has no signal, while others may have."""
        self.pedir(
            "Network.emulateNetworkConditions",
            offline=valor,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def guardada(self):
        """The service worker has everything."""
        self.hacer("await hasta(() => document.body.dataset.guardada === '1')")


class Navegadores(HttpCase):
    """Several people at their browsers, and a network that the test cuts."""

    def setUp(self):
        super().setUp()
        self.sin_red = self.perder_respuesta = False
        self.http_request_allow_all = True
        original = Application.__call__

        def responder(app, environ, start_response):
            if self.sin_red:
                start_response("503 Cut", [])
                respuesta = [b""]
            else:
                respuesta = original(app, environ, start_response)
            if self.sin_red or self.perder_respuesta:  # the wire is cut: nothing arrives
                self.perder_respuesta = False
                with contextlib.suppress(OSError):
                    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return respuesta

        self.startPatcher(patch.object(Application, "__call__", responder))

    def escritorio(self, user):
        """``user`` at a desk."""
        navegador = Navegador(self, user.login)
        self.addCleanup(self._apagar, navegador)
        return navegador

    def telefono(self, user=None):
        telefono = Telefono(self, (user or self.repartidor).login)
        self.addCleanup(self._apagar, telefono)
        telefono.pedir(
            "Browser.grantPermissions", permissions=["geolocation"], origin=f"http://{HOST}:{self.http_port()}"
        )
        telefono.pedir("Emulation.setGeolocationOverride", latitude=19.4326, longitude=-99.1332, accuracy=14)
        return telefono

    def _apagar(self, navegador):
        self.sin_red = False
        navegador.navegador.stop()
        with release_test_lock():
            self._wait_remaining_requests()

    @contextlib.contextmanager
    def red_cortada(self, telefono=None):
        """Nothing reaches the server, neither from the page nor from its service worker."""
        self.sin_red = True
        if telefono:
            telefono.sin_senal(True)
        try:
            yield
        finally:
            self.sin_red = False
            if telefono:
                telefono.sin_senal(False)

    def releer(self):
        self.env.invalidate_all()


class MovilNavegadorCase(MovilCommon, Navegadores):
    """Routes of a messenger, and phones that open them."""

    momento = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.mensajero | cls.suplente).write({"sat": True, "sun": True})
