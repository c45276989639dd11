import { beforeEach, expect, test } from "@odoo/hoot";
import {
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import { download } from "@web/core/network/download";
import { downloadReport } from "@web/webclient/actions/reports/utils";
import { WebClient } from "@web/webclient/webclient";

const ACUSE = {
    type: "ir.actions.report",
    report_type: "qweb-pdf",
    report_name: "mensajeria.acuse",
    name: "Acuse",
    motor_pdf: "weasyprint",
    context: { active_ids: [7, 9] },
};

beforeEach(async () => {
    delete downloadReport.wkhtmltopdfStatusProm; // core remembers it from one test to the next
    patchWithCleanup(download, {
        _download: async ({ url, data }) => {
            expect.step([url, ...JSON.parse(data.data), JSON.parse(data.context).active_ids]);
        },
    });
    onRpc("/report/check_wkhtmltopdf", () => {
        expect.step("check_wkhtmltopdf");
        return "ok";
    });
    await mountWithCleanup(WebClient);
});

test("a report of WeasyPrint is downloaded without asking for wkhtmltopdf", async () => {
    await getService("action").doAction(ACUSE, { onClose: () => expect.step("closed") });
    expect.verifySteps([
        ["/report/download", "/report/pdf/mensajeria.acuse/7,9", "qweb-pdf", [7, 9]],
        "closed",
    ]);
});

test("the screen is free again after a download that failed", async () => {
    patchWithCleanup(download, {
        _download: () => Promise.reject(new Error("WeasyPrint is missing")),
    });
    await expect(getService("action").doAction(ACUSE)).rejects.toThrow("WeasyPrint is missing");
    expect(getService("ui").isBlocked).toBe(false);
});

test("reports of other engines take Odoo's way", async () => {
    await getService("action").doAction({ ...ACUSE, motor_pdf: "wkhtmltopdf" });
    expect.verifySteps([
        "check_wkhtmltopdf",
        ["/report/download", "/report/pdf/mensajeria.acuse/7,9", "qweb-pdf", [7, 9]],
    ]);
});
