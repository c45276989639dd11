import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { allowTranslations, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { Lista } from "@mensajeria/ruta/vistas/lista";

defineMailModels();

const parada = (envio, ruta, cargado = false) => ({
    envio,
    ruta,
    cargado,
    orden: envio,
    nombre: `Destinatario ${envio}`,
    direccion: "Calle",
    pieza: `ENV/${envio}`,
});

test("stops of a route in the street come before what waits to be loaded", async () => {
    allowTranslations();
    const rutas = [
        { id: 1, estado: "emitida" },
        { id: 2, estado: "en_ruta" },
    ];
    const modelo = {
        estado: {
            ruta: { rutas, paradas: [parada(1, 1, true), parada(2, 1), parada(3, 2, true)] },
        },
        resultadoDe: () => "pendiente",
        accionDe: () => undefined,
        rutaDe: ({ ruta }) => rutas.find(({ id }) => id === ruta),
    };
    await mountWithCleanup(Lista, { props: { modelo, abrir: () => {} } });
    expect(queryAllTexts(".o_ruta_tarjeta small")).toEqual([
        "ENV/3",
        "ENV/1 · Loaded",
        "ENV/2 · To load",
    ]);
});
