/** Acuses: their tray, the reading station, batches, claims. */

const open = async (screen, section, model, domain) => {
    const { id } = await screen.find(model, domain, ["display_name"]);
    await screen.go(`/odoo/${section}/${id}`, ".o_form_sheet_bg");
};

async function read(screen, codes) {
    for (const code of codes) {
        await screen.page.fill("[name=codigo]", code);
        await screen.page.press("[name=codigo]", "Enter");
        await screen.page.waitForFunction(
            (code) => document.querySelector(".o_estacion_linea")?.textContent.includes(code),
            code
        );
    }
}

async function station(screen) {
    const pieza = async (domain) =>
        (await screen.find("mensajeria.acuse", domain, ["envio_id"])).envio_id[1].split(" ")[0];
    const propio = ["proveedor_tipo", "=", "local"];
    const fuera = await pieza([["state", "=", "en_mensajero"], propio]);
    const dentro = await pieza([["state", "=", "validado"], propio]);
    await screen.go("/odoo/estacion", ".o_estacion_modos");
    await screen.shoot("estacion");
    await screen.page.locator("[data-modo=recibir]").click();
    await screen.page.waitForSelector("[name=codigo]");
    await read(screen, [fuera, "ENV/990001", dentro]);
    await screen.settle();
    await screen.shoot("estacion-recibir");
    await screen.page.locator(".o_estacion_deshacer").click();
    await screen.settle();
}

export async function acuses(screen) {
    await screen.go("/odoo/acuses", ".o_list_view");
    await screen.shoot("acuses");
    await open(screen, "acuses", "mensajeria.acuse", [
        ["state", "=", "digitalizado"],
        ["proveedor_tipo", "=", "local"],
    ]);
    await screen.shoot("acuse-por-validar");
    await screen.go("/odoo/cuarentena", ".o_list_view");
    await screen.shoot("cuarentena");
    await station(screen);
}

export async function lotes(screen) {
    await open(screen, "lotes-de-acuses", "mensajeria.lote", [["hoja_ids", "!=", false]]);
    await screen.shoot("lote-de-acuses");
}

export async function reclamaciones(screen) {
    await open(screen, "reclamaciones", "mensajeria.reclamacion", [["state", "=", "emitida"]]);
    await screen.shoot("reclamacion");
}

export async function acusesTelefono(screen) {
    await screen.go("/odoo/estacion", ".o_estacion_modos");
    await screen.page.locator("[data-modo=entregar]").click();
    await screen.page.waitForSelector("[name=codigo]");
    await screen.settle();
    await screen.shoot("telefono-estacion");
}
