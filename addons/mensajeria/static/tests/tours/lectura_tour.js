import { registry } from "@web/core/registry";

const CAJA = "input[name='codigo']";

/** Scan one of the codes that the test left in the page. */
function leer(cual, transformar = (codigo) => codigo) {
    return {
        content: `scan ${cual}`,
        trigger: CAJA,
        async run(helpers) {
            await helpers.edit(transformar(window.codigosDePrueba[cual]));
            await helpers.press("Enter");
        },
    };
}

registry.category("web_tour.tours").add("mensajeria_estacion", {
    steps: () => [
        { content: "receive acuses", trigger: "[data-modo='recibir']", run: "click" },
        leer("pieza"),
        { content: "it is received", trigger: ".o_estacion_lector.o_estacion_bien" },
        leer("guia", (folio) => folio.toLowerCase()),
        { content: "the same paper again", trigger: "[data-resultado='duplicado_en_sesion']" },
        leer("desconocido"),
        {
            content: "into quarantine",
            trigger: ".o_estacion_linea.o_estacion_alerta[data-resultado='no_existe']",
        },
        leer("otra"),
        {
            content: "the second paper",
            trigger: ".o_estacion_linea:first-child[data-resultado='ok']",
        },
        { content: "take it back", trigger: ".o_estacion_deshacer", run: "click" },
        { content: "it is undone", trigger: ".o_estacion_linea.o_estacion_anulada" },
        { content: "a list", trigger: ".o_estacion_pegar", run: "click" },
        {
            content: "paste it",
            trigger: "#o_estacion_lista",
            async run(helpers) {
                const { otra, pieza } = window.codigosDePrueba;
                await helpers.edit(`${otra}\n${pieza}`);
            },
        },
        { content: "read it", trigger: ".o_estacion_leer_lista", run: "click" },
        { content: "both answered", trigger: ".badge.text-bg-success:contains('2')" },
        { content: "finish", trigger: ".o_estacion_terminar", run: "click" },
        { content: "back to the beginning", trigger: "[data-modo='recibir']" },
    ],
});
