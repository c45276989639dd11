import { expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { mockTimeZone } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Asunto extends models.Model {
    _name = "correspondencia.asunto";

    name = fields.Char();

    _records = [{ id: 1, name: "OPT/2026/1" }];
}

defineMailModels();
defineModels([Asunto]);

const renglon = (cuando, fase, titulo, resto = {}) => ({
    cuando,
    fase,
    titulo,
    quien: "",
    detalle: "",
    motivo: "",
    registro: false,
    documentos: [],
    ...resto,
});
const OFICIO = { modelo: "correspondencia.oficio", id: 7, nombre: "JUT/0001/2026" };
const RENGLONES = [
    renglon("2026-03-02 18:00:00", "entrada", "Registered", {
        quien: "Ventanilla",
        detalle: "Juana Pérez",
    }),
    renglon("2026-03-03 04:00:00", "oficio", "Returned", {
        motivo: "Falta el anexo",
        registro: OFICIO,
    }),
    renglon("2026-03-03 16:00:00", "acuse", "Acknowledged", {
        registro: OFICIO,
        documentos: [{ id: 9, name: "acuse.pdf", mimetype: "application/pdf" }],
    }),
];

function abrir(renglones) {
    onRpc("correspondencia.asunto", "expediente", ({ args }) => {
        expect.step(`story of ${args[0]}`);
        return renglones;
    });
    return mountView({
        type: "form",
        resModel: "correspondencia.asunto",
        resId: 1,
        arch: `<form><widget name="expediente"/></form>`,
    });
}

test("what happened stands by the day of who reads it, in its order", async () => {
    mockTimeZone(-6); // the second line is of the evening before
    await abrir(RENGLONES);
    expect.verifySteps(["story of 1"]);
    expect(".o_expediente_dia").toHaveCount(2);
    expect(queryAllTexts(".o_expediente section:first b")).toEqual(["Registered", "Returned"]);
    expect(queryAllTexts(".o_expediente section:last b")).toEqual(["Acknowledged"]);
    expect(queryAllAttributes(".o_expediente_renglon", "data-fase")).toEqual([
        "entrada",
        "oficio",
        "acuse",
    ]);
    expect(".o_expediente_renglon:first .o_expediente_texto").toHaveText(
        "Registered\nJuana Pérez",
        { inline: false }
    );
    expect(".o_expediente_motivo").toHaveText("Falta el anexo");
    expect(".o_expediente_renglon:first .o_expediente_quien span").toHaveText("Ventanilla");
});

test("a letter is opened where it is named, and a document full screen", async () => {
    mockService("action", {
        doAction: ({ res_model, res_id }) => expect.step(`open ${res_model} ${res_id}`),
    });
    await abrir(RENGLONES);
    await contains(".o_expediente_renglon:last a").click();
    expect.verifySteps(["story of 1", "open correspondencia.oficio 7"]);
    await contains(".o_expediente_documentos button:contains(acuse.pdf)").click();
    expect(".o-FileViewer").toHaveCount(1);
    expect(".o-FileViewer").toHaveText(/acuse\.pdf/);
});

test("a matter of which nothing may be known shows nothing", async () => {
    await abrir([]);
    expect(".o_expediente").toHaveCount(1);
    expect(".o_expediente_renglon").toHaveCount(0);
    expect.verifySteps(["story of 1"]);
});
