import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryAll } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import { textoPlazo } from "@mensajeria/nucleo/tarea/plazo_field";

class Tarea extends models.Model {
    _name = "seguimiento.tarea";

    fecha_limite = fields.Date();
    dias_restantes = fields.Integer();
    semaforo = fields.Selection({
        selection: [
            ["rojo", "Overdue"],
            ["ambar", "About to expire"],
            ["verde", "On time"],
            ["gris", "No deadline"],
        ],
    });
    state = fields.Selection({
        selection: [
            ["pendiente", "Pending"],
            ["hecha", "Done"],
            ["cancelada", "Cancelled"],
        ],
    });

    _records = [
        { fecha_limite: "2026-03-02", dias_restantes: -3, semaforo: "rojo", state: "pendiente" },
        { fecha_limite: "2026-03-05", dias_restantes: 0, semaforo: "ambar", state: "pendiente" },
        { fecha_limite: "2026-03-25", dias_restantes: 20, semaforo: "verde", state: "pendiente" },
        { fecha_limite: false, dias_restantes: 0, semaforo: "gris", state: "pendiente" },
        { fecha_limite: "2026-03-02", dias_restantes: -3, semaforo: "rojo", state: "hecha" },
    ];
}

defineMailModels();
defineModels([Tarea]);

test("days left are told in words", () => {
    allowTranslations();
    expect([-9, -2, -1, 0, 1, 2, 30].map((dias) => String(textoPlazo(dias)))).toEqual([
        "Overdue by 9 days",
        "Overdue by 2 days",
        "Was due yesterday",
        "Due today",
        "Due tomorrow",
        "2 days left",
        "30 days left",
    ]);
});

test("light as icon and words; a closed task says so", async () => {
    await mountView({
        type: "list",
        resModel: "seguimiento.tarea",
        arch: `<list><field name="fecha_limite" widget="nucleo_plazo"/></list>`,
    });
    expect(queryAllTexts(".nucleo_plazo")).toEqual([
        "Overdue by 3 days",
        "Due today",
        "20 days left",
        "No deadline",
        "Done",
    ]);
    const iconos = queryAll(".nucleo_plazo .fa").map((i) => i.className.match(/fa-(?!fw)\S+/)[0]);
    expect(iconos).toEqual([
        "fa-exclamation-circle",
        "fa-clock-o",
        "fa-check-circle-o",
        "fa-calendar-o",
        "fa-check",
    ]);
    expect(queryAllTexts(".o_data_cell > div > .text-muted")[0]).toBe("03/02/2026");
});

test("a card may leave the date out", async () => {
    await mountView({
        type: "kanban",
        resModel: "seguimiento.tarea",
        arch: `
            <kanban><templates><t t-name="card">
                <field name="fecha_limite" widget="nucleo_plazo" options="{'sin_fecha': True}"/>
            </t></templates></kanban>`,
    });
    expect(queryAllTexts(".o_kanban_record:not(.o_kanban_ghost)")[0]).toBe("Overdue by 3 days");
});
