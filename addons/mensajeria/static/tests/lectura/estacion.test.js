import { beforeEach, expect, mockVibrate, test } from "@odoo/hoot";
import {
    animationFrame,
    click,
    edit,
    fill,
    manuallyDispatchProgrammaticEvent,
    press,
    queryAll,
    queryAllTexts,
    queryOne,
    waitFor,
} from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { WebClient } from "@web/webclient/webclient";
import { tipoDe } from "@mensajeria/lectura/estacion";

defineMailModels();

const CERO = { ok: 0, duplicado_en_sesion: 0, no_existe: 0, anuladas: 0 };
let llamadas, respuestas;

function linea(id, resultado, resto = {}) {
    return {
        id,
        numero: id,
        codigo: `ENV/${id}`,
        resultado,
        etiqueta: resultado,
        mensaje: "",
        pieza: `ENV/${id}`,
        destinatario: "Ana",
        alerta: false,
        anulada: false,
        ...resto,
    };
}

beforeEach(() => {
    allowTranslations();
    llamadas = [];
    respuestas = {};
    patchWithCleanup(window, { AudioContext: undefined }); // silence
    mockVibrate(() => true);
    onRpc("mensajeria.lectura", "*", async ({ method, args, kwargs }) => {
        llamadas.push([method, ...args.slice(1), ...(kwargs.confirmar ? ["confirmar"] : [])]);
        if (method === "abrir") {
            return estado(args[0]);
        }
        return respuestas[method]?.(...args.slice(1), kwargs);
    });
});

function estado(modo, resto = {}) {
    return {
        id: 7,
        nombre: "LEC/000007",
        modo,
        abierta: true,
        ajustes: {
            resultado: "entregado",
            motivo_id: false,
            fecha_entrega: false,
            caracter: false,
        },
        opciones: {
            resultado: [
                ["entregado", "Delivered"],
                ["no_entregado", "Not"],
            ],
            motivo_id: [[3, "Ausente"]],
            caracter: [],
        },
        lineas: [],
        contadores: { ...CERO },
        pendiente: false,
        ...resto,
    };
}

async function abrirEstacion() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction("mensajeria.estacion");
    await click("[data-modo='recibir']");
    await waitFor("input[name='codigo']");
}

async function escanear(codigo) {
    await edit(codigo);
    await press("Enter");
}

test("colour and sound of each answer", () => {
    expect(tipoDe({ resultado: "ok" })).toBe("bien");
    expect(tipoDe({ resultado: "ok", alerta: true })).toBe("alerta");
    expect(tipoDe({ resultado: "duplicado_en_sesion" })).toBe("aviso");
    expect(tipoDe({ resultado: "otra_unidad" })).toBe("mal");
});

test("the box has the focus, and each code gets its line", async () => {
    respuestas.leer = (codigo) => ({
        linea:
            codigo === "ENV/1"
                ? linea(1, "ok")
                : linea(2, "no_existe", { pieza: "", destinatario: "" }),
        contadores: { ...CERO, ok: 1, no_existe: codigo === "ENV/1" ? 0 : 1 },
        pendiente: false,
    });
    await abrirEstacion();
    expect("input[name='codigo']").toBeFocused();
    await escanear("ENV/1");
    await waitFor(".o_estacion_linea.o_estacion_bien");
    expect("input[name='codigo']").toHaveValue("");
    expect(".o_estacion_lector").toHaveClass("o_estacion_bien");
    await escanear("ENV/2");
    await waitFor(".o_estacion_linea.o_estacion_mal");
    expect(queryAllTexts(".o_estacion_numero")).toEqual(["2", "1"]);
    expect(queryAllTexts(".badge.rounded-pill")).toEqual(["1 OK", "Warnings: 0", "Errors: 1"]);
    expect("input[name='codigo']").toBeFocused();
});

test("codes of two characters and commands of scanners are codes like others here", async () => {
    respuestas.leer = (codigo) => ({
        linea: linea(false, "no_existe", {
            codigo,
            pieza: "",
            mensaje: `«${codigo}»`,
            etiqueta: undefined,
        }),
        contadores: CERO,
        pendiente: false,
    });
    await abrirEstacion();
    await escanear("A1");
    await animationFrame();
    await escanear("OCDSAVE");
    await animationFrame();
    expect(llamadas.slice(1)).toEqual([
        ["leer", "A1"],
        ["leer", "OCDSAVE"],
    ]);
    expect(".o_estacion_linea").toHaveCount(0);
    expect(".o_estacion_resultado").toHaveText("«OCDSAVE»");
    expect(".o_mensajeria_estacion input[name='codigo']").toHaveCount(1);
});

test("a fast scanner loses no code, and they are sent in order", async () => {
    const puertas = [new Deferred(), new Deferred(), new Deferred()];
    let n = 0;
    respuestas.leer = async () => {
        const mia = n++;
        await puertas[mia];
        return {
            linea: linea(mia + 1, "ok"),
            contadores: { ...CERO, ok: mia + 1 },
            pendiente: false,
        };
    };
    await abrirEstacion();
    for (const codigo of ["ENV/1", "ENV/2", "ENV/3"]) {
        await escanear(codigo);
    }
    expect(llamadas.length).toBe(2); // abrir, and the first: the others wait
    puertas[0].resolve();
    await animationFrame();
    expect(llamadas.length).toBe(3);
    puertas[1].resolve();
    puertas[2].resolve();
    await waitFor(".o_estacion_linea:nth-child(3)");
    expect(llamadas.slice(1).map(([, codigo]) => codigo)).toEqual(["ENV/1", "ENV/2", "ENV/3"]);
});

test("what waits is sent before the session is left", async () => {
    const puerta = new Deferred();
    respuestas.leer = async (codigo) => {
        await puerta;
        return { linea: linea(+codigo.slice(-1), "ok"), contadores: CERO, pendiente: false };
    };
    await abrirEstacion();
    await escanear("ENV/1");
    await escanear("ENV/2");
    await click(".fa-arrow-left");
    await animationFrame();
    expect("input[name='codigo']").toHaveCount(1);
    puerta.resolve();
    await waitFor("[data-modo='recibir']");
    expect(llamadas.slice(1)).toEqual([
        ["leer", "ENV/1"],
        ["leer", "ENV/2"],
    ]);
});

test("the opposite result asks first", async () => {
    respuestas.leer = (codigo, { confirmar }) => ({
        linea: linea(confirmar ? 2 : 1, confirmar ? "ok" : "por_confirmar", { mensaje: "Confirm" }),
        contadores: CERO,
        pendiente: false,
    });
    respuestas.estado = () =>
        estado("recibir", { lineas: [linea(2, "ok"), linea(1, "por_confirmar")] });
    await abrirEstacion();
    await escanear("ENV/1");
    await waitFor(".modal");
    await click(".modal .btn-primary");
    await waitFor(".o_estacion_linea.o_estacion_bien");
    expect(llamadas.slice(1, 3)).toEqual([
        ["leer", "ENV/1"],
        ["leer", "ENV/1", "confirmar"],
    ]);
});

test("undo marks the line", async () => {
    respuestas.leer = () => ({
        linea: linea(1, "ok"),
        contadores: { ...CERO, ok: 1 },
        pendiente: false,
    });
    respuestas.deshacer = () => ({
        linea: linea(1, "ok", { anulada: true }),
        contadores: { ...CERO, anuladas: 1 },
        pendiente: false,
    });
    await abrirEstacion();
    expect(".o_estacion_deshacer").not.toBeEnabled();
    await escanear("ENV/1");
    await waitFor(".o_estacion_linea");
    await click(".o_estacion_deshacer");
    await waitFor(".o_estacion_anulada");
    expect(".o_estacion_deshacer").not.toBeEnabled();
});

test("a list is sent in parts", async () => {
    let id = 0;
    respuestas.leer_lista = (texto) => ({
        lineas: texto.split("\n").map(() => linea(++id, "ok")),
        contadores: { ...CERO, ok: id },
        pendiente: false,
    });
    await abrirEstacion();
    await click(".o_estacion_pegar");
    await animationFrame();
    await click("#o_estacion_lista");
    await fill(Array.from({ length: 45 }, (_, n) => `ENV/${n}`).join("\n"));
    await animationFrame();
    await click(".o_estacion_leer_lista");
    await waitFor(".o_estacion_linea:nth-child(45)");
    expect(llamadas.filter(([metodo]) => metodo === "leer_lista").length).toBe(3);
    expect(queryAllTexts(".badge.rounded-pill")[0]).toBe("45 OK");
});

test("settings follow the result", async () => {
    respuestas.configurar = (valores) =>
        estado("recibir", { ajustes: { ...estado("recibir").ajustes, ...valores } });
    await abrirEstacion();
    expect("select[name='motivo_id']").toHaveCount(0);
    expect("input[name='fecha_entrega']").toHaveCount(1);
    queryOne("select[name='resultado']").value = "no_entregado";
    await manuallyDispatchProgrammaticEvent(queryOne("select[name='resultado']"), "change");
    await waitFor("select[name='motivo_id']");
    expect(llamadas.at(-1)).toEqual(["configurar", { resultado: "no_entregado" }]);
    expect(queryAll("select[name='caracter']").length).toBe(0);
});

test("after a reload the session goes on", async () => {
    browser.sessionStorage.setItem("mensajeria.lectura", "recibir");
    await mountWithCleanup(WebClient);
    await getService("action").doAction("mensajeria.estacion");
    await waitFor("input[name='codigo']");
    expect(llamadas).toEqual([["abrir"]]);
    browser.sessionStorage.removeItem("mensajeria.lectura");
});
