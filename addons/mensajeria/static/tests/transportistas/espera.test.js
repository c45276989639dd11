import { destroy, expect, test } from "@odoo/hoot";
import { queryAttribute, queryText, waitFor } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { PAUSA } from "@mensajeria/transportistas/espera";

class Lote extends models.Model {
    _name = "mensajeria.lote";

    state = fields.Selection({
        selection: [
            ["leyendo", "Reading"],
            ["hecho", "Completely Read"],
        ],
    });
    total = fields.Integer();
    procesados = fields.Integer();

    _records = [{ id: 1, state: "leyendo", total: 200, procesados: 0 }];
    _views = {
        form: /* xml */ `
            <form>
                <field name="state" invisible="1"/>
                <widget name="mensajeria_espera" invisible="state != 'leyendo'"/>
                <div class="listo" invisible="state != 'hecho'">ready</div>
            </form>`,
    };
}

defineMailModels();
defineModels([Lote]);

const FORMA = { type: "form", resModel: "mensajeria.lote", resId: 1 };

/** What the server has done until now. */
const leidas = (procesados, vals = {}) =>
    MockServer.env["mensajeria.lote"].write([1], { procesados, ...vals });

/** The bar looks at the server, and shows what it saw. */
async function mirada() {
    await advanceTime(PAUSA);
    await animationFrame();
}

test("the bar of a batch follows the server, and the batch is shown once it is read", async () => {
    allowTranslations();
    onRpc("mensajeria.lote", "read", () => {
        expect.step("look");
    });
    await mountView(FORMA);
    expect(queryText(".o_mensajeria_espera .text-muted")).toBe("0 / 200");
    expect.verifySteps([]);

    leidas(50);
    await mirada();
    expect(queryText(".o_mensajeria_espera .text-muted")).toBe("50 / 200");
    expect(queryAttribute(".progress", "aria-valuenow")).toBe("25");
    expect(queryAttribute(".progress-bar", "style")).toInclude("25%");

    leidas(150, { total: 300 }); // another file was opened
    await mirada();
    expect(queryText(".o_mensajeria_espera .text-muted")).toBe("150 / 300");
    expect(queryAttribute(".progress", "aria-valuenow")).toBe("50");

    leidas(300, { state: "hecho" });
    await mirada();
    await waitFor(".listo");
    expect(".o_mensajeria_espera").toHaveCount(0);
    expect.verifySteps(["look", "look", "look"]);
    await advanceTime(5 * PAUSA);
    expect.verifySteps([]);
});

test("a batch of which nothing is counted yet stands at zero", async () => {
    allowTranslations();
    Lote._records[0].total = 0;
    await mountView(FORMA);
    expect(queryAttribute(".progress", "aria-valuenow")).toBe("0");
});

test("a look that does not reach the server is made again", async () => {
    allowTranslations();
    let sinRed = true;
    let fallidas = 0;
    onRpc("/web/dataset/call_kw/mensajeria.lote/read", () => {
        if (sinRed) {
            fallidas++;
            return new Response("", { status: 502 });
        }
    });
    await mountView(FORMA);
    leidas(100);
    await mirada();
    expect(fallidas).toBe(1);
    expect(queryText(".o_mensajeria_espera .text-muted")).toBe("0 / 200");
    sinRed = false;
    await mirada();
    expect(queryText(".o_mensajeria_espera .text-muted")).toBe("100 / 200");
});

test("whoever leaves the page asks no more", async () => {
    allowTranslations();
    const respuesta = new Deferred();
    onRpc("mensajeria.lote", "read", async () => {
        expect.step("look");
        await respuesta;
    });
    const vista = await mountView(FORMA);
    await mirada();
    expect.verifySteps(["look"]);
    destroy(vista);
    respuesta.resolve();
    await animationFrame();
    await advanceTime(5 * PAUSA);
    expect.verifySteps([]);
});
