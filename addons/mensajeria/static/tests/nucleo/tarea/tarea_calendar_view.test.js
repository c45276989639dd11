import { expect, test } from "@odoo/hoot";
import { animationFrame, click } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    getService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { clickEvent } from "@web/../tests/views/calendar/calendar_test_helpers";

class Tarea extends models.Model {
    _name = "seguimiento.tarea";

    fecha_limite = fields.Date();

    _records = [{ id: 7, fecha_limite: "2026-05-14" }];

    has_access() {
        return true;
    }
}

defineMailModels();
defineModels([Tarea]);

test("a task of the calendar opens its document", async () => {
    mockDate("2026-05-13 12:00:00");
    onRpc("seguimiento.tarea", "action_abrir", ({ args }) => {
        expect.step(["action_abrir", ...args]);
        return { type: "ir.actions.act_window", res_model: "un.documento", res_id: 3 };
    });
    await mountView({
        type: "calendar",
        resModel: "seguimiento.tarea",
        arch: `<calendar js_class="nucleo_tarea_calendar" date_start="fecha_limite" mode="month" create="0" edit="0" delete="0"/>`,
    });
    patchWithCleanup(getService("action"), {
        doAction: ({ res_model, res_id }) => expect.step([res_model, res_id]),
    });
    await clickEvent(7);
    await animationFrame();
    await click(".o_cw_popover_edit");
    await animationFrame();
    expect.verifySteps([
        ["action_abrir", 7],
        ["un.documento", 3],
    ]);
});
