/** A browser with one logged-in page per person and screen, and the few gestures that the pictures need. */

import { createRequire } from "node:module";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const require = createRequire(path.join(process.env.SCREENSHOTS_MODULES, "package.json"));
const { chromium } = require("playwright-core");

const ODOO = process.env.ODOO_URL;
/** What the demo people log in with; only the administrator of the system differs. */
const password = (login) => (login === "admin" ? "admin" : "demo");
const TIMEOUT = 45000;

const DESKTOP = { viewport: { width: 1400, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** The dialog on top, and its box. */
export const DIALOG = ".modal:not(.o_inactive_modal)";
export const DIALOG_BOX = `${DIALOG} .modal-content`;

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-sync", "--hide-scrollbars"];

export class Browser {
    /** @param {string} folder where the pictures go */
    static async launch(folder) {
        const browser = new Browser();
        browser.folder = folder;
        await mkdir(folder, { recursive: true });
        const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
        browser.chromium = await chromium.launch({ executablePath, args: FLAGS });
        return browser;
    }

    close() {
        return this.chromium.close();
    }

    async _screen(login, form) {
        const context = await this.chromium.newContext({
            ...form,
            locale: "es-MX",
            timezoneId: "America/Mexico_City",
            reducedMotion: "reduce",
        });
        context.setDefaultTimeout(TIMEOUT);
        const page = await context.newPage();
        await page.goto(`${ODOO}/web/login`);
        await page.fill("input[name=login]", login);
        await page.fill("input[name=password]", password(login));
        await page.press("input[name=password]", "Enter");
        await page.waitForSelector(".o_action_manager .o_view_controller");
        return new Screen(page, this.folder);
    }

    desktop(login) {
        return this._screen(login, DESKTOP);
    }

    phone(login) {
        return this._screen(login, PHONE);
    }
}

class Screen {
    constructor(page, folder) {
        Object.assign(this, { page, folder });
    }

    close() {
        return this.page.context().close();
    }

    /** The first record that ``domain`` finds, as this person sees it. */
    async find(model, domain, fields = []) {
        const answer = await this.page.evaluate(
            async ([model, domain, fields]) => {
                const kwargs = { domain, fields, limit: 1, order: "id" };
                const params = { model, method: "search_read", args: [], kwargs };
                const response = await fetch(`/web/dataset/call_kw/${model}/search_read`, {
                    method: "POST",
                    headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({ jsonrpc: "2.0", params }),
                });
                return response.json();
            },
            [model, domain, fields]
        );
        if (!answer.result?.length) {
            throw new Error(
                `No ${model} for ${JSON.stringify(domain)}: ${JSON.stringify(answer.error || {})}`
            );
        }
        return answer.result[0];
    }

    async go(address, ready = ".o_action_manager .o_view_controller") {
        await this.page.goto(`${ODOO}${address}`);
        await this.page.waitForSelector(ready);
        await this.settle();
    }

    /** Open the matter that ``domain`` finds and wait for its documents. */
    async open(domain) {
        const { id } = await this.find("correspondencia.asunto", domain);
        await this.go(`/odoo/asuntos/${id}`, ".o_correspondencia_asunto .o_form_sheet_bg");
        const [, ...viewers] = this.page.frames();
        await Promise.all(viewers.map((frame) => frame.waitForSelector(".page[data-loaded=true]")));
        await this.settle();
        return id;
    }

    async click(selector, ready) {
        await this.page.locator(selector).first().click();
        if (ready) {
            await this.page.waitForSelector(ready);
        }
        // a calendar that opened by itself would hide the rest
        if (await this.page.locator(".o_datetime_picker").count()) {
            await this.page.locator(".modal-title").last().click();
        }
        await this.settle();
    }

    async menu(section, item, ready) {
        await this.click(`[data-menu-xmlid='${section}']`);
        await this.click(`[data-menu-xmlid='${item}']`, ready);
    }

    /** Type in a box that suggests, and leave the suggestions open. */
    async type(box, text) {
        await this.page.locator(`${box} input`).first().fill(text);
        await this.page.waitForSelector(".o-autocomplete--dropdown-item:not(:has(.o_loading))");
        await this.settle();
    }

    /** Take the first suggestion that holds ``text``. */
    async pick(text) {
        await this.page
            .locator(".o-autocomplete--dropdown-item", { hasText: text })
            .first()
            .click();
        await this.settle();
    }

    /** Nothing is loading any more, and what was loaded is drawn. */
    async settle() {
        await this.page.waitForFunction(
            () =>
                document.fonts.status === "loaded" &&
                !document.querySelector(".o_loading_indicator") &&
                [...document.images].every((image) => image.complete)
        );
        await this.page.waitForTimeout(1500);
    }

    /** The screen, or the first element of ``selector``. */
    async shoot(name, selector) {
        const file = path.join(this.folder, `${name}.png`);
        await this.page.mouse.move(0, 0);
        const target = selector ? this.page.locator(selector).first() : this.page;
        await target.screenshot({ path: file, animations: "disabled", caret: "hide" });
    }

    /** Keep the PDF of a report; its first page becomes the picture, or another: -1 is the last. */
    async report(name, address, page = 0) {
        const response = await this.page.request.get(`${ODOO}${address}`);
        const pdf = await response.body();
        if (!pdf.subarray(0, 5).equals(Buffer.from("%PDF-"))) {
            throw new Error(`${address} is not a PDF (${response.status()})`);
        }
        await writeFile(path.join(this.folder, `${name}@${page}.pdf`), pdf);
    }
}
