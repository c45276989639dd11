"""The phone itself: a street without network, a page that is reloaded, a tab that is closed, a call that is cut."""

from datetime import timedelta
from unittest.mock import patch

from odoo import api
from odoo.tests import tagged
from odoo.tests.common import release_test_lock

from ..models.mensajeria_evento_movil import MensajeriaEvento
from .movil_navegador import PAGINA, MovilNavegadorCase


@tagged("post_install", "-at_install")
class TestMovilNavegador(MovilNavegadorCase):
    def setUp(self):
        super().setUp()
        self.ruta = self.en_ruta(3)
        self.piezas = self.ruta.linea_ids.envio_id
        self.cr.flush()

    def test_delivery_with_network(self):
        telefono = self.telefono()
        telefono.ir()
        telefono.hacer(
            """
            await escribir("[name=codigo]", ` ${pieza.toLowerCase()} `);
            await tocar(".o_ruta_escaner_caja [type=submit]");
            await vista("parada");
            await tocar("[name=entregado]");
            await tocar("[value=familiar_tercero]");
            await tocar("[name=guardar]");
            await hasta(() => document.querySelectorAll(".o_ruta_falta").length === 5);
            await escribir("[name=receptor_nombre]", "Julia Rivas");
            await escribir("[name=identificacion_tipo]", "ine");
            await escribir("[name=identificacion_folio]", "IDMEX12345");
            await firmar();
            await fotografiar();
            await fotografiar();
            await guardar();
            await hasta(async () => !(await esperan()).length);
            """,
            pieza=self.piezas[1].name,
        )
        self.releer()
        self.assertEqual(self.piezas.mapped("state"), ["en_reparto", "entregado", "en_reparto"])
        evento = self.eventos(self.piezas[1])
        self.assertEqual(evento.detalle, "Julia Rivas · Relative or third party · Voter card IDMEX12345")
        self.assertEqual((evento.latitud, evento.precision, evento.geo_negada), (19.4326, 14, False))
        self.assertEqual(sorted(evento.evidencia_ids.mapped("tipo")), ["firma", "foto", "foto"])
        self.assertTrue(all(evento.evidencia_ids.attachment_id.mapped("evidencia")))

    def test_network_cut_in_mid_delivery(self):
        """The form is half filled when the network goes; it is saved, the page is reloaded and the tab closed before it
        comes back. The server hears everything, once, in order."""
        telefono = self.telefono()
        telefono.ir()
        telefono.guardada()
        telefono.hacer("await entregar(envio, 'Sin Red'); await fotografiar();", envio=self.piezas[0].id)
        with self.red_cortada(telefono):
            telefono.hacer("await guardar()")
            telefono.hacer("await hasta(() => $('[name=por_enviar]').innerText.includes('1 action waits'))")
            telefono.recargar()
            telefono.hacer("await hasta(() => $('.o_ruta_banda_gris')?.innerText.includes('Without network'))")
            telefono.hacer(
                """
                await abrir(envio);
                await tocar("[name=no_entregado]");
                await tocar("[value=ausente]");
                await tocar("[name=aviso_dejado]");
                await guardar();
                """,
                envio=self.piezas[1].id,
            )
            telefono.pedir("Page.navigate", url="about:blank")
            telefono.ir()
            acciones = telefono.hacer(
                "return (await esperan()).map((accion) => [accion.tipo, accion.evidencias.length])"
            )
            self.assertEqual(acciones, [["entregado", 2], ["intento_fallido", 0]])
            self.releer()
            self.assertEqual(self.piezas.mapped("state"), ["en_reparto"] * 3)
        telefono.hacer("dispatchEvent(new Event('online')); await hasta(async () => !(await esperan()).length)")
        self.releer()
        self.assertEqual(self.piezas.mapped("state"), ["entregado", "intento_fallido", "en_reparto"])
        eventos = self.eventos(self.piezas[0]) | self.eventos(self.piezas[1], "intento_fallido")
        self.assertEqual(len(eventos.sudo().evidencia_ids.attachment_id), 2)
        self.assertTrue(self.piezas[1].intento_ids.aviso_dejado)

    def test_draft_survives_a_reload(self):
        telefono = self.telefono()
        telefono.ir()
        telefono.hacer(
            """
            await entregar(envio, "A Medias");
            await fotografiar();
            await hasta(async () => {
                const { firma, fotos } = (await borrador(envio))?.campos || {};
                return firma && fotos.length === 1;
            });
            """,
            envio=self.piezas[0].id,
        )
        telefono.recargar()
        quedo = telefono.hacer(
            """
            await abrir(envio);
            await tocar("[name=entregado]");
            await vista("entrega");
            await hasta(() => $("[name=receptor_nombre]"));
            return [$("[name=receptor_nombre]").value, document.querySelectorAll(".o_ruta_foto, .o_ruta_firma button:not([name])").length];
            """,
            envio=self.piezas[0].id,
        )
        self.assertEqual(quedo, ["A Medias", 2])

    def test_caso_33_answer_lost(self):
        """The server has it, but its answer never arrived: sent again, it is the same event."""
        telefono = self.telefono()
        telefono.ir()
        registrar, veces = MensajeriaEvento.registrar_movil, []

        @api.model
        def sordo(modelo, items):
            respuesta = registrar(modelo, items)
            veces.append(items[0]["uuid"])
            self.perder_respuesta = len(veces) == 1
            return respuesta

        with patch.object(MensajeriaEvento, "registrar_movil", sordo):
            telefono.hacer(
                """
                await entregar(envio, "Dos Veces");
                await guardar();
                await hasta(async () => !(await esperan()).length, 30);
                """,
                envio=self.piezas[0].id,
            )
        self.releer()
        self.assertEqual(len(veces), 2)
        self.assertEqual(len(set(veces)), 1)
        self.assertEqual(len(self.eventos(self.piezas[0])), 1)

    def test_caso_35_two_phones(self):
        """Both deliver the same piece without network; the second is told, and its proofs are kept."""
        self.mensajero.suplente_id = self.suplente
        self.env["mensajeria.ausencia"].create(
            {"mensajero_id": self.mensajero.id, "desde": self.company._hoy(), "hasta": self.company._hoy()}
        )
        uno, otro = self.telefono(), self.telefono(self.repartidora)
        for telefono in (uno, otro):
            telefono.ir()
        with self.red_cortada():
            for telefono, nombre in ((uno, "Primero"), (otro, "Segunda")):
                telefono.hacer("await entregar(envio, nombre); await guardar()", envio=self.piezas[0].id, nombre=nombre)
            otro.sin_senal(True)  # it would try again by itself, perhaps before the first
            with release_test_lock():
                self._wait_remaining_requests()
        uno.hacer("dispatchEvent(new Event('online')); await hasta(async () => !(await esperan()).length)")
        otro.sin_senal(False)
        dicho = otro.hacer(
            """
            dispatchEvent(new Event("online"));
            await hasta(async () => !(await esperan()).length);
            await hasta(() => $("[name=por_enviar]")?.innerText.includes("needs your attention"));
            await tocar("[name=por_enviar]");
            return (await hasta(() => $(".o_ruta_conflicto"))).innerText;
            """
        )
        self.assertIn("was already told otherwise", dicho)
        self.releer()
        self.assertEqual(self.piezas[0].receptor_nombre, "Primero")
        conflicto = self.eventos(self.piezas[0]).filtered("conflicto")
        self.assertEqual((conflicto.user_id, conflicto.evidencia_ids.attachment_id.evidencia), (self.repartidora, True))

    def test_caso_36_photo_fails(self):
        """The event arrived, a photo did not: the action stays in the box until the photo is there too."""
        telefono = self.telefono()
        telefono.ir()
        recibir, cortes = MensajeriaEvento._recibir_pruebas, []

        def cortar(evento, pruebas):
            if len(cortes) < 2:
                cortes.append(len(pruebas))
                pruebas = [prueba for prueba in pruebas if prueba.tipo == "firma"]
            return recibir(evento, pruebas)

        with patch.object(MensajeriaEvento, "_recibir_pruebas", cortar):
            telefono.hacer(
                """
                await entregar(envio, "Foto Perdida");
                await fotografiar();
                await guardar();
                await hasta(async () => !(await esperan()).length, 40);
                """,
                envio=self.piezas[0].id,
            )
        self.assertEqual(len(cortes), 2)
        self.releer()
        self.assertEqual(len(self.eventos(self.piezas[0]).evidencia_ids.attachment_id), 2)

    def test_caso_37_position_denied(self):
        telefono = self.telefono()
        telefono.pedir("Browser.resetPermissions")
        telefono.pedir("Emulation.clearGeolocationOverride")
        telefono.ir()
        telefono.hacer(
            """
            navigator.geolocation.getCurrentPosition = (bien, mal) => mal({ code: 1 });
            await entregar(envio, "Sin GPS");
            await hasta(() => $(".o_ruta_ubicacion").innerText.includes("No position"));
            await guardar();
            await hasta(async () => !(await esperan()).length);
            """,
            envio=self.piezas[0].id,
        )
        self.releer()
        self.assertTrue(self.eventos(self.piezas[0]).geo_negada)

    def test_caso_34_three_days_offline(self):
        """Three days of work told at once: nothing is lost, each in its time, in the order of the street."""
        telefono = self.telefono()
        telefono.ir()
        telefono.guardada()
        with self.red_cortada(telefono):
            for dias, pieza in zip((3, 2), self.piezas, strict=False):
                telefono.hacer(
                    """
                    const Hoy = Date;
                    const corrido = (...args) => args.length ? new Hoy(...args) : new Hoy(Hoy.now() - dias * 864e5);
                    window.Date = new Proxy(Hoy, { construct: (_, args) => corrido(...args) });
                    await entregar(envio, `Hace ${dias} días`);
                    await guardar();
                    window.Date = Hoy;
                    """,
                    envio=pieza.id,
                    dias=dias,
                )
                telefono.recargar()
        telefono.hacer("dispatchEvent(new Event('online')); await hasta(async () => !(await esperan()).length)")
        self.releer()
        self.assertEqual(self.piezas.mapped("state"), ["entregado", "entregado", "en_reparto"])
        for dias, pieza in zip((3, 2), self.piezas, strict=False):
            evento = self.eventos(pieza)
            atraso = evento.fecha_servidor.replace(microsecond=0) - evento.fecha_dispositivo
            self.assertEqual(pieza.receptor_nombre, f"Hace {dias} días")
            self.assertGreater(
                evento.datos["desfase"] + atraso.total_seconds(), timedelta(days=dias).total_seconds() - 600
            )

    def test_full_box_and_refusals(self):
        """Nothing is dropped: a full box says so, a refusal stays until a person decides."""
        telefono = self.telefono()
        telefono.ir()
        with self.red_cortada():
            telefono.hacer(
                """
                const name = (await indexedDB.databases()).find((db) => db.name.startsWith("mensajeria.ruta.")).name;
                const db = await new Promise((dar) => (indexedDB.open(name).onsuccess = (ev) => dar(ev.target.result)));
                const store = db.transaction("buzon", "readwrite").objectStore("buzon");
                for (let i = 0; i < 199; i++) {
                    store.add({ uuid: `00000000-0000-0000-${i}`, envio: 1, pieza: "X", nombre: "X", tipo: "entregado", campos: {},
                        posicion: {}, fecha: new Date().toISOString(), evidencias: [], octetos: 0, estado: "espera", mensaje: "" });
                }
                await new Promise((dar) => (store.transaction.oncomplete = dar));
                db.close();
                await entregar(envios[0], "Cabe");
                await guardar();
                await entregar(envios[1], "No Cabe");
                await tocar("[name=guardar]");
                await hasta(() => $(".o_ruta_pie .o_ruta_falta")?.innerText.includes("full of actions"));
                if ((await esperan()).length !== 200) throw new Error("dropped");
                """,
                envios=self.piezas[:2].ids,
            )
        quedan = telefono.hacer(
            """
            dispatchEvent(new Event("online"));
            await hasta(async () => (await esperan()).every((accion) => accion.estado === "rechazada"), 60);
            await tocar("[name=guardar]");
            await vista("lista").catch(() => {});
            await hasta(async () => (await esperan()).length === 199);
            await tocar("[name=por_enviar]");
            await tocar("[name=descartar]");
            await hasta(() => $("[name=descartar]").innerText.includes("again"));
            await tocar("[name=descartar]");
            await hasta(async () => (await esperan()).length === 198);
            return $(".o_ruta_caja .o_ruta_falta").innerText;
            """
        )
        self.assertEqual(quedan, "This piece is not on your route.")
        self.releer()
        self.assertEqual(self.piezas[0].receptor_nombre, "Cabe")

    def test_of_others(self):
        """Who is no messenger has no such page; the client action is the same screen inside the web client."""
        self.authenticate(self.op_local.login, self.op_local.login)
        self.assertTrue(self.url_open(PAGINA, allow_redirects=False).headers["Location"].endswith("/odoo"))
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(PAGINA, allow_redirects=False).headers["Location"])
        trabajador = self.url_open(f"{PAGINA}/trabajador.js")
        self.assertEqual(trabajador.headers["Service-Worker-Allowed"], PAGINA)
        instalable = self.url_open(f"/web/manifest.scoped_app_manifest?app_id=mensajeria&path={PAGINA}").json()
        self.assertEqual((instalable["start_url"], instalable["scope"]), (PAGINA, PAGINA))
        telefono = self.telefono()
        telefono.ir("/odoo/mi-ruta")
        telefono.hacer("await entregar(envio, 'Dentro'); await guardar(); await hasta(async () => !(await esperan()).length)",
                       envio=self.piezas[2].id)  # fmt: skip
        self.releer()
        self.assertEqual(self.piezas[2].receptor_nombre, "Dentro")
