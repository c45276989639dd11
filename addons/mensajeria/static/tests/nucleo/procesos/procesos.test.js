import { beforeEach, expect, getFixture, test } from "@odoo/hoot";
import {
    advanceTime,
    animationFrame,
    click,
    press,
    queryAll,
    queryAllAttributes,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import {
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { WebClient } from "@web/webclient/webclient";
import { Diagrama } from "@mensajeria/nucleo/procesos/diagrama";

const paso = (id, nombre, datos) => ({
    clave: `paso:${id}`,
    tipo: "paso",
    paso_id: id,
    nombre,
    descripcion: "",
    modelo: "Asunto",
    icono: "fa-tasks",
    roles: ["Ventanilla"],
    propio: true,
    es_tarea: true,
    mias: 0,
    todas: 0,
    ...datos,
});
const CONCLUIDO = { clave: "asunto:concluido", tipo: "fin", nombre: "Concluido", modelo: "Asunto" };
const CANCELADO = { clave: "asunto:cancelado", tipo: "fin", nombre: "Cancelado", modelo: "Asunto" };

function proceso() {
    return {
        id: 1,
        nombre: "Entrada",
        descripcion: "De la recepción a la conclusión.",
        nodos: [
            paso(1, "Registrar", { es_tarea: false }),
            paso(2, "Digitalizar", { propio: false, roles: ["Digitalizador"], todas: 4 }),
            paso(3, "Descargar", { mias: 3, todas: 12 }),
            CONCLUIDO,
            CANCELADO,
        ],
        flechas: [
            { de: "paso:1", a: "paso:2", excepcional: false },
            { de: "paso:2", a: "paso:3", excepcional: false },
            { de: "paso:3", a: "paso:2", excepcional: true },
            { de: "paso:3", a: CONCLUIDO.clave, excepcional: false },
            { de: "paso:3", a: CANCELADO.clave, excepcional: true },
        ],
    };
}

defineMailModels();

let mapa;

beforeEach(() => {
    mapa = [proceso()];
    onRpc("seguimiento.proceso", "mapa", () => mapa);
});

async function abrirProcesos() {
    await mountWithCleanup(WebClient);
    const action = getService("action");
    const { doAction } = action;
    patchWithCleanup(action, {
        loadAction: async (xmlid) => ({ xmlid, context: "{'search_default_mias': 1}" }),
        doAction: (accion, ...resto) => {
            if (accion.tag) {
                return doAction.call(action, accion, ...resto);
            }
            expect.step([accion.xmlid, accion.context]);
        },
    });
    await action.doAction({ type: "ir.actions.client", tag: "mensajeria.procesos" });
    await animationFrame();
}

async function dibujar(ancho) {
    const div = document.createElement("div");
    div.style.width = `${ancho}px`;
    getFixture().append(div);
    await mountWithCleanup(Diagrama, {
        target: div,
        props: { proceso: mapa[0], siguientes: () => [], onAbrir: () => {} },
    });
    await animationFrame();
    return div;
}

const LISTA = "mensajeria.seguimiento_tarea_action";

test("draws steps, ends and arrows, and says which are exceptional", async () => {
    await abrirProcesos();
    expect(queryAllAttributes(".nucleo_nodo", "data-clave").sort()).toEqual([
        "asunto:cancelado",
        "asunto:concluido",
        "paso:1",
        "paso:2",
        "paso:3",
    ]);
    expect(queryAllAttributes(".nucleo_flecha", "data-flecha")).toEqual(
        mapa[0].flechas.map(({ de, a }) => `${de} ${a}`)
    );
    expect(queryAllAttributes(".nucleo_excepcional", "data-flecha")).toEqual([
        "paso:3 paso:2",
        "paso:3 asunto:cancelado",
    ]);
    expect(".nucleo_ajeno").toHaveCount(1);
    expect(queryAllTexts(".nucleo_conteo_numero")).toEqual(["0", "4", "3", "12"]);
});

test("each count opens its list", async () => {
    await abrirProcesos();
    await click("[data-clave='paso:3'] .nucleo_conteo_mias");
    await click("[data-clave='paso:3'] .nucleo_conteo_todas");
    expect.verifySteps([
        [
            LISTA,
            { search_default_pendientes: 1, search_default_paso_id: 3, search_default_mias: 1 },
        ],
        [LISTA, { search_default_pendientes: 1, search_default_paso_id: 3 }],
    ]);
});

test("a step opens what is mine, or else all; one without tasks opens nothing", async () => {
    await abrirProcesos();
    await click("[data-clave='paso:3'] .nucleo_nodo_cuerpo");
    await click("[data-clave='paso:2'] .nucleo_nodo_cuerpo");
    await click("[data-clave='paso:1'] .nucleo_nodo_cuerpo");
    expect.verifySteps([
        [
            LISTA,
            { search_default_pendientes: 1, search_default_paso_id: 3, search_default_mias: 1 },
        ],
        [LISTA, { search_default_pendientes: 1, search_default_paso_id: 2 }],
    ]);
});

test("the keyboard alone does it all: one tab stop, arrows between the nodes", async () => {
    await abrirProcesos();
    const tabulables = () => queryAllAttributes("svg [tabindex='0']", "aria-label");
    expect(tabulables().length).toBe(1);
    queryOne("svg [tabindex='0']").focus();
    await animationFrame();
    await press("ArrowRight");
    await press("ArrowRight");
    await animationFrame();
    expect("[data-clave='paso:3'] .nucleo_nodo_cuerpo").toBeFocused();
    expect(tabulables()).toEqual([
        "Descargar. Asunto. You take part. Ventanilla. 3 mine, 12 in all. " +
            "Goes on to: Digitalizar (with a reason), Concluido, Cancelado (with a reason)",
        "Descargar: open my 3 pending",
        "Descargar: open all 12 pending that I may see",
    ]);
    await press("Enter");
    await press("Home");
    expect("[data-clave='paso:1'] .nucleo_nodo_cuerpo").toBeFocused();
    await press("Enter");
    await press("End");
    await animationFrame();
    expect(queryAll("svg [tabindex='0']")[0].getAttribute("aria-label")).toMatch(
        /End of the process/
    );
    expect.verifySteps([
        [
            LISTA,
            { search_default_pendientes: 1, search_default_paso_id: 3, search_default_mias: 1 },
        ],
    ]);
});

test("the list says the same in words, and is remembered", async () => {
    await abrirProcesos();
    await click("button[name=lista]");
    await animationFrame();
    expect(".nucleo_diagrama").toHaveCount(0);
    expect(queryAllTexts(".nucleo_lista li .fw-bold")).toEqual([
        "Registrar",
        "Digitalizar",
        "Descargar",
    ]);
    expect("[data-clave='paso:3']").toHaveText(
        /Goes on to: Digitalizar \(with a reason\), Concluido/
    );
    expect("[data-clave='paso:1'] button").toHaveCount(0);
    await click("[data-clave='paso:3'] button[name=todas]");
    expect.verifySteps([[LISTA, { search_default_pendientes: 1, search_default_paso_id: 3 }]]);
    await getService("action").doAction({ type: "ir.actions.client", tag: "mensajeria.procesos" });
    await animationFrame();
    expect(".nucleo_lista").toHaveCount(1);
});

test("the counts stay fresh while the page is open", async () => {
    await abrirProcesos();
    mapa = [proceso()];
    mapa[0].nodos[2].mias = 5;
    await advanceTime(61_000);
    await animationFrame();
    expect("[data-clave='paso:3'] .nucleo_conteo_mias .nucleo_conteo_numero").toHaveText("5");
});

test("who takes part in nothing reads what to do", async () => {
    mapa = [];
    await abrirProcesos();
    expect(".o_nocontent_help").toHaveText(/Ask an administrator/);
    expect("svg.nucleo_vertical, .nucleo_diagrama").toHaveCount(0);
});

test("layers on a wide screen, one node per row on a phone", async () => {
    const alturas = (raiz) =>
        new Set(
            [...raiz.querySelectorAll(".nucleo_nodo")].map((n) => n.getBoundingClientRect().top)
        ).size;
    const ancho = await dibujar(1300);
    expect(ancho.querySelector("svg.nucleo_vertical")).toBe(null);
    const estrecho = await dibujar(358);
    expect(estrecho.querySelector("svg.nucleo_vertical")).not.toBe(null);
    expect(alturas(estrecho)).toBe(5);
    expect(estrecho.querySelector("svg").getBoundingClientRect().width).toBe(358);
});
