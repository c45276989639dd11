import { expect, test } from "@odoo/hoot";
import { press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { mailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

class Turno extends models.Model {
    asunto_id = fields.Many2one({ relation: "asunto" });
    parent_id = fields.Many2one({ relation: "turno" });
    user_id = fields.Many2one({ relation: "res.users" });
    tipo = fields.Selection({
        selection: [
            ["atencion", "Attention"],
            ["informacion", "Information"],
        ],
    });
    state = fields.Selection({
        selection: [
            ["propuesto", "Proposed"],
            ["pendiente", "Pending"],
            ["turnado", "Turned On"],
            ["concluido", "Concluded"],
        ],
        default: "propuesto",
    });
    area_id = fields.Many2one({ relation: "res.partner" });
    instruccion_id = fields.Many2one({ relation: "res.partner" });
    fecha_turno = fields.Datetime();
    fecha_limite = fields.Date();
    fecha_cierre = fields.Datetime();
    motivo_cierre = fields.Text();
    nota = fields.Text();
    _records = [
        {
            id: 1,
            asunto_id: 1,
            user_id: 101,
            tipo: "atencion",
            state: "turnado",
            fecha_limite: "2019-01-01",
        },
        { id: 2, asunto_id: 1, user_id: 103, tipo: "informacion", state: "pendiente" },
        {
            id: 3,
            asunto_id: 1,
            parent_id: 1,
            user_id: 102,
            tipo: "atencion",
            state: "pendiente",
            nota: "For Friday",
        },
    ];
}

class Asunto extends models.Model {
    company_id = fields.Many2one({ relation: "res.company" });
    state = fields.Char();
    soy_oficialia = fields.Boolean();
    turno_ids = fields.One2many({ relation: "turno", relation_field: "asunto_id" });
    _records = [
        { id: 1, company_id: 1, state: "en_atencion", soy_oficialia: false, turno_ids: [1, 2, 3] },
    ];
}

class ResUsers extends mailModels.ResUsers {
    _records = [
        ...mailModels.ResUsers._records,
        { id: 101, name: "Ana Torres" },
        { id: 102, name: "Beto Salas" },
        { id: 103, name: "Carla Cruz" },
    ];
}

defineModels({ ...mailModels, ResUsers, Turno, Asunto });

const CAMPOS = [
    "parent_id",
    "tipo",
    "user_id",
    "area_id",
    "instruccion_id",
    "fecha_turno",
    "fecha_limite",
]
    .concat(["fecha_cierre", "state", "motivo_cierre", "nota"])
    .map((campo) => `<field name="${campo}"/>`)
    .join("");
const ARBOL = `<form><field name="state" invisible="1"/><field name="soy_oficialia" invisible="1"/>
    <field name="turno_ids" widget="arbol_turnos" readonly="1"><list>${CAMPOS}</list></field></form>`;
const DESTINATARIOS = `<form><field name="company_id" invisible="1"/><field name="turno_ids" widget="destinatarios">
    <list editable="bottom" create="0"><field name="tipo"/><field name="user_id"/></list></field></form>`;

async function escribir(tipo, texto) {
    await contains(`[data-tipo=${tipo}] input`).edit(texto, { confirm: false });
    await runAllTimers();
}

test("recipients are chosen by keyboard, for attention and for information", async () => {
    onRpc("asunto", "web_save", ({ args }) => {
        expect.step(args[1].turno_ids.map(([orden, , vals]) => [orden, vals.tipo, vals.user_id]));
    });
    onRpc("turno", "onchange", ({ kwargs }) => ({
        value: {
            tipo: kwargs.context.default_tipo,
            user_id: {
                id: kwargs.context.default_user_id,
                display_name: `User ${kwargs.context.default_user_id}`,
            },
        },
    }));
    await mountView({ type: "form", resModel: "asunto", arch: DESTINATARIOS });
    await escribir("atencion", "Ana");
    await press("Enter");
    await animationFrame();
    expect("[data-tipo=atencion] input").toBeFocused();
    expect("[data-tipo=atencion] input").toHaveValue("");
    await escribir("informacion", "Carla");
    await press("Tab");
    await animationFrame();
    expect(queryAllTexts(".o_data_row [name=user_id]")).toEqual(["User 101", "User 103"]);
    await clickSave();
    expect.verifySteps([
        [
            [0, "atencion", 101],
            [0, "informacion", 103],
        ],
    ]);
});

test("who already has it for the same purpose is not offered again", async () => {
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: DESTINATARIOS });
    onRpc("res.users", "web_name_search", ({ kwargs }) => {
        expect.step(kwargs.domain.at(-1));
    });
    await escribir("informacion", "C");
    expect.verifySteps([["id", "not in", [103]]]);
});

test("only people of the matter's company are offered", async () => {
    Turno._fields.user_id.domain = "[('company_id', '=', company_id)]";
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: DESTINATARIOS });
    onRpc("res.users", "web_name_search", ({ kwargs }) => {
        expect.step(kwargs.domain.find((hoja) => hoja[0] === "company_id"));
        return [];
    });
    await escribir("atencion", "A");
    expect.verifySteps([["company_id", "=", 1]]);
});

test("the tree shows children under their parent, and what is overdue", async () => {
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: ARBOL });
    expect(queryAllTexts(".o_arbol_turno b")).toEqual(["Ana Torres", "Beto Salas", "Carla Cruz"]);
    expect(".o_arbol_turno_hijo").toHaveCount(1);
    expect(".o_arbol_turno_hijo .o_arbol_turno_nota").toHaveText("For Friday");
    expect(".o_arbol_turno:first .text-danger").toHaveCount(1);
    expect(".o_arbol_turno button").toHaveCount(0);
});

test("the counter takes back what it turned, a holder what they turned", async () => {
    mockService("action", {
        doAction(accion, { additionalContext }) {
            expect.step(additionalContext.default_res_id);
        },
    });
    Asunto._records[0].soy_oficialia = true;
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: ARBOL });
    expect(".o_arbol_turno:not(.o_arbol_turno_hijo) button").toHaveCount(2);
    expect(".o_arbol_turno_hijo button").toHaveCount(0);
    await contains(".o_arbol_turno:contains(Carla) button").click();
    expect.verifySteps([2]);
});

test("a holder takes back what they turned", async () => {
    Turno._records[0].user_id = serverState.userId;
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: ARBOL });
    expect(".o_arbol_turno_hijo button").toHaveCount(1);
    expect(".o_arbol_turno:not(.o_arbol_turno_hijo) button").toHaveCount(0);
});
