import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame, edit, press, queryAllTexts, queryOne, runAllTimers } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Pieza extends models.Model {
    _name = "mensajeria.envio";

    dest_nombre = fields.Char();
    dest_calle = fields.Char();
    codigos = fields.Text();

    _records = [{ id: 1, dest_nombre: "Ana", codigos: "ENV/000001" }];
}

defineMailModels();
defineModels([Pieza]);

beforeEach(() => {
    onRpc("mensajeria.envio", "destinatarios_conocidos", ({ args }) => {
        expect.step(args[0]);
        const datos = { dest_nombre: "Archivo General", dest_calle: "Eduardo Molina" };
        return [{ nombre: datos.dest_nombre, detalle: datos.dest_calle, datos }];
    });
});

const forma = (campo, widget, resId) =>
    mountView({
        type: "form",
        resModel: "mensajeria.envio",
        resId,
        arch: `<form><field name="${campo}" widget="${widget}"/><field name="dest_calle"/></form>`,
    });

test("an addressee of before brings the address", async () => {
    await forma("dest_nombre", "mensajeria_destinatario");
    await contains("[name=dest_nombre] input").edit("Archi", { confirm: false });
    await runAllTimers();
    await animationFrame();
    expect.verifySteps(["Archi"]);
    expect(queryAllTexts(".o-autocomplete--dropdown-item strong")).toEqual(["Archivo General"]);
    await contains(".o-autocomplete--dropdown-item").click();
    expect("[name=dest_nombre] input").toHaveValue("Archivo General");
    expect("[name=dest_calle] input").toHaveValue("Eduardo Molina");
});

test("a hasty Enter takes the first one", async () => {
    await forma("dest_nombre", "mensajeria_destinatario");
    await contains("[name=dest_nombre] input").edit("Archi", { confirm: false });
    await press("Enter");
    await runAllTimers();
    await animationFrame();
    expect.verifySteps(["Archi"]);
    await press("Tab");
    await animationFrame();
    expect("[name=dest_nombre] input").toHaveValue("Archivo General");
    expect("[name=dest_calle] input").toHaveValue("Eduardo Molina");
});

test("a name that nobody knows is kept as it was typed, and two letters ask for nothing", async () => {
    await forma("dest_nombre", "mensajeria_destinatario");
    await contains("[name=dest_nombre] input").edit("Li", { confirm: "tab" });
    await runAllTimers();
    expect.verifySteps([]);
    expect("[name=dest_nombre] input").toHaveValue("Li");
});

test("each code counts at once, and the box waits for the next", async () => {
    onRpc("mensajeria.envio", "web_save", ({ args }) => {
        expect.step(args[1].codigos);
    });
    await forma("codigos", "mensajeria_lector", 1);
    const caja = queryOne("[name=codigos] input");
    expect(caja).toBeFocused();
    for (const codigo of ["ENV/000002", "ENV/000003"]) {
        await edit(codigo);
        await press("Enter");
        await animationFrame();
        expect(caja).toHaveValue("");
        expect(caja).toBeFocused();
    }
    await contains(".o_form_button_save").click();
    expect.verifySteps(["ENV/000001\nENV/000002\nENV/000003"]);
});
