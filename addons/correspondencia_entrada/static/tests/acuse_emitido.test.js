import { beforeEach, expect, test } from "@odoo/hoot";
import { click, press } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { getService, mountWithCleanup, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const URL_ACUSE = "/report/pdf/correspondencia_entrada.report_acuse/7";

beforeEach(async () => {
    patchWithCleanup(browser, { open: (url, target) => expect.step([url, target]) });
    registry.category("actions").add("siguiente", () => expect.step("next"));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "correspondencia_entrada.acuse_emitido",
        params: {
            folio: "OP/2026/00007",
            url: URL_ACUSE,
            next: { type: "ir.actions.client", tag: "siguiente" },
        },
    });
    await animationFrame();
    expect.verifySteps(["next"]);
});

test("the folio is told, and one click opens its acknowledgement", async () => {
    expect(".o_notification_content").toHaveText(/OP\/2026\/00007/);
    await click(".o_notification_buttons button");
    await animationFrame();
    expect.verifySteps([[URL_ACUSE, "_blank"]]);
    expect(".o_notification").toHaveCount(0);
});

test("a key opens it once, and is free again afterwards", async () => {
    await press(["alt", "i"]);
    await animationFrame();
    expect.verifySteps([[URL_ACUSE, "_blank"]]);
    await press(["alt", "i"]);
    await animationFrame();
    expect.verifySteps([]);
});
