import { expect, test } from "@odoo/hoot";
import { animationFrame, click, queryAttribute, queryText, waitFor } from "@odoo/hoot-dom";
import { Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    defineModels,
    fields,
    makeServerError,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Importar extends models.Model {
    _name = "mensajeria.importar.cp";

    state = fields.Selection({
        selection: [
            ["avance", "Importing"],
            ["hecho", "Done"],
        ],
    });
    total = fields.Integer();
    procesados = fields.Integer();

    _records = [{ id: 1, state: "avance", total: 1000, procesados: 0 }];
    _views = {
        form: /* xml */ `
            <form>
                <field name="state" invisible="1"/>
                <widget name="mensajeria_avance" invisible="state != 'avance'"/>
                <div class="listo" invisible="state != 'hecho'">ready</div>
            </form>`,
    };
}

defineMailModels();
defineModels([Importar]);

const FORMA = { type: "form", resModel: "mensajeria.importar.cp", resId: 1 };

test("the bar advances step by step until the server is done", async () => {
    allowTranslations();
    const pasos = [new Deferred(), new Deferred()];
    let llamada = 0;
    onRpc("action_avanzar", async ({ args }) => {
        expect(args).toEqual([[1]]);
        const paso = pasos[llamada++];
        await paso;
        const hecho = llamada === 2;
        if (hecho) {
            MockServer.env["mensajeria.importar.cp"].write([1], { state: "hecho" });
        }
        return { total: 1000, procesados: 500 * llamada, hecho };
    });
    await mountView(FORMA);
    expect(queryText(".o_mensajeria_avance_cuenta")).toBe("0 / 1,000");
    pasos[0].resolve();
    await waitFor(".progress[aria-valuenow='50']");
    expect(queryText(".o_mensajeria_avance_cuenta")).toBe("500 / 1,000");
    expect(queryAttribute(".progress-bar", "style")).toInclude("50%");
    pasos[1].resolve();
    await waitFor(".listo");
    expect(".o_mensajeria_avance").toHaveCount(0);
    expect(llamada).toBe(2);
});

test("a step that fails stops the bar, and can be tried again", async () => {
    allowTranslations();
    expect.errors(1);
    let llamada = 0;
    onRpc("action_avanzar", () => {
        llamada++;
        if (llamada === 1) {
            throw makeServerError({ message: "no" });
        }
        return { total: 1000, procesados: 1000, hecho: true };
    });
    await mountView(FORMA);
    await waitFor(".o_mensajeria_avance button");
    expect(queryText(".o_mensajeria_avance span:first")).toBe("Stopped");
    expect.verifyErrors(["no"]);
    await click(".o_mensajeria_avance button");
    await animationFrame();
    await animationFrame();
    expect(llamada).toBe(2);
});
