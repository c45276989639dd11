/** Signing with the e.firma. */

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { PHONE } from "../browser.mjs";

export async function administradorFirma(screen) {
    await screen.go("/odoo/autoridades-de-firma");
    await screen.shoot("firma-autoridades");
}

/** The demo e.firma of ``login``: paths of its files, and its password. */
async function efirma(login) {
    const folder = path.join(process.env.DEMO_STATE, "firma", login);
    const files = (await readdir(folder)).map((name) => path.join(folder, name));
    const [word] = files.filter((file) => file.endsWith(".txt"));
    return {
        files: files.filter((file) => /\.(cer|key)$/.test(file)),
        password: (await readFile(word, "utf8")).trim(),
    };
}

export async function firmante(screen) {
    await screen.go("/odoo/carpeta-de-firma");
    await screen.shoot("carpeta-de-firma");
    await screen.go("/firma/mesa", "#lector canvas");
    const { files, password } = await efirma("juridico");
    await screen.page.setInputFiles("[data-entrada-cer]", files);
    await screen.page.fill("[data-contrasena]", password);
    await screen.settle();
    await screen.shoot("mesa-de-firma");
    for (const box of (await screen.page.locator("#lista [data-filas] input").all()).slice(1)) {
        await box.uncheck();
    }
    await screen.page.locator("[data-firmar]").click();
    const link = screen.page.locator("#lista a[href*='/v/']").first();
    await link.waitFor();
    await screen.settle();
    await screen.shoot("mesa-firmado");
    const { pathname } = new URL(await link.getAttribute("href"));
    const file = await screen.page
        .locator("#lista a[href*='/web/content/']")
        .first()
        .getAttribute("href");
    await screen.go(pathname, "main");
    await screen.shoot("verificacion");
    await screen.page.setViewportSize(PHONE.viewport);
    await screen.settle();
    await screen.shoot("telefono-verificacion");
    await screen.report("respuesta-firmada", file, -1);
}

export async function firmanteTelefono(screen) {
    await screen.go("/odoo/carpeta-de-firma");
    await screen.shoot("telefono-carpeta-de-firma");
    await screen.go("/firma/mesa", "#mesa:not([hidden])");
    await screen.page.locator("[data-paso=leer]").first().click();
    await screen.page.waitForSelector("#lector canvas");
    await screen.settle();
    await screen.shoot("telefono-mesa-de-firma");
    await screen.page.locator("[data-paso=firmar]").first().click();
    await screen.settle();
    await screen.shoot("telefono-firmar");
}
