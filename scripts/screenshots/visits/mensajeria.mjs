/** Requests, pieces and lists: who asks, who dispatches, who carries. */

const DIALOG = ".modal:not(.o_inactive_modal)";
const DIALOG_BOX = `${DIALOG} .modal-content`;

const open = async (screen, section, model, domain) => {
    const { id } = await screen.find(model, domain, ["display_name"]);
    await screen.go(`/odoo/${section}/${id}`, ".o_form_sheet_bg");
    return id;
};
/** Mark the first rows in which ``text`` stands. */
const mark = async (screen, text, count) => {
    const boxes = screen.page.locator(
        `.o_data_row:has-text('${text}') .o_list_record_selector input`
    );
    for (let n = 0; n < count; n++) {
        await boxes.nth(n).click();
    }
    await screen.settle();
};
const button = (text) =>
    `.o_control_panel button:has-text('${text}'), .o_statusbar_buttons button:has-text('${text}')`;

export async function solicitante(screen) {
    await screen.go("/odoo/solicitudes", ".o_list_view");
    await screen.shoot("solicitudes");
    await screen.go("/odoo/solicitudes/new", ".o_form_view");
    await screen.click(".o_field_x2many_list_row_add a", DIALOG_BOX);
    await screen.page.keyboard.type("Archivo");
    await screen.page.waitForSelector(".o-autocomplete--dropdown-item strong");
    await screen.settle();
    await screen.shoot("solicitud-destinatario", DIALOG_BOX);
    await screen.click(`${DIALOG} .o_form_button_cancel`);
    await screen.click(".o_form_button_cancel");
    await open(screen, "solicitudes", "mensajeria.solicitud", [
        ["state", "=", "en_proceso"],
        ["tipo_sugerido", "=", "sepomex"],
    ]);
    await screen.shoot("solicitud");
    await open(screen, "piezas", "mensajeria.envio", [
        ["state", "=", "entregado"],
        ["proveedor_tipo", "=", "sepomex"],
    ]);
    await screen.shoot("pieza");
}

export async function solicitanteTelefono(screen) {
    await screen.go("/odoo/solicitudes", ".o_kanban_view");
    await screen.shoot("telefono-solicitudes");
}

export async function operadora(screen) {
    await screen.go("/odoo/solicitudes-por-atender", ".o_list_view");
    await mark(screen, "Enviada", 2);
    await screen.shoot("solicitudes-por-atender");

    await screen.go("/odoo/despacho", ".o_list_view");
    await screen.shoot("bandeja-de-despacho");
    await mark(screen, "Entrega con acuse", 4);
    await screen.click(button("Asignar"), DIALOG_BOX);
    await screen.shoot("asignar-piezas", DIALOG_BOX);

    const suya = [["tipo", "=", "hoja_ruta"]];
    const id = await open(screen, "relaciones", "mensajeria.relacion", [
        ...suya,
        ["state", "=", "emitida"],
        ["mensajero_id.user_id.login", "=", "mensajera"],
    ]);
    await screen.shoot("hoja-de-ruta");
    const { envio_id } = await screen.find(
        "mensajeria.relacion.linea",
        [["relacion_id", "=", id]],
        ["envio_id"]
    );
    await screen.click(button("Cargar y salir"), DIALOG_BOX);
    await screen.page.locator(`${DIALOG} [name=codigos] input`).fill(envio_id[1].split(" ")[0]);
    await screen.page.keyboard.press("Enter");
    await screen.settle();
    await screen.shoot("cargar-y-salir", DIALOG_BOX);

    await open(screen, "relaciones", "mensajeria.relacion", [
        ...suya,
        ["state", "=", "en_ruta"],
        ["linea_ids", "any", [["resultado", "=", false]]],
        ["linea_ids", "any", [["resultado", "=", "entregado"]]],
    ]);
    await screen.page.locator(button("Cerrar")).first().click();
    await screen.page.waitForSelector(DIALOG_BOX);
    await screen.page.locator(`${DIALOG} .modal-footer`).click({ position: { x: 500, y: 20 } }); // no calendar
    await screen.settle();
    await screen.shoot("cerrar-relacion", DIALOG_BOX);

    await open(screen, "piezas", "mensajeria.envio", [
        ["state", "=", "en_reparto"],
        ["proveedor_tipo", "=", "local"],
    ]);
    await screen.click(button("Qué pasó"), DIALOG_BOX);
    await screen.shoot("que-paso", DIALOG_BOX);
}

/** The messenger's own page, on the phone: the route, a delivery, and no network. */
export async function mensajera(screen) {
    const { page } = screen;
    await page.context().grantPermissions(["geolocation"]);
    await page.context().setGeolocation({ latitude: 19.3894, longitude: -99.1642, accuracy: 12 });
    await screen.go("/mensajeria/ruta", ".o_ruta_tarjeta");
    await screen.shoot("telefono-ruta");
    await page.locator(".o_ruta_lista:not(.o_ruta_hechas) .o_ruta_tarjeta").first().click();
    await screen.settle();
    await screen.shoot("telefono-parada");
    await page.locator("button[name=no_entregado]").click();
    await screen.settle();
    await screen.shoot("telefono-no-entregada");
}

export async function mensajeraSinRed(screen) {
    const { page } = screen;
    await page.context().grantPermissions(["geolocation"]);
    await page.context().setGeolocation({ latitude: 19.3894, longitude: -99.1642, accuracy: 12 });
    await screen.go("/mensajeria/ruta", ".o_ruta_tarjeta");
    await page.context().setOffline(true);
    await page.locator(".o_ruta_lista:not(.o_ruta_hechas) .o_ruta_tarjeta").last().click();
    await page.locator("button[name=entregado]").click();
    await page.fill("[name=receptor_nombre]", "Laura Méndez");
    await page.locator(".o_ruta_firma").scrollIntoViewIfNeeded();
    const pad = await page.locator(".o_ruta_firma canvas").boundingBox();
    await page.mouse.move(pad.x + 60, pad.y + 90);
    await page.mouse.down();
    for (let x = 60; x < 280; x += 12) {
        await page.mouse.move(pad.x + x, pad.y + 90 + 40 * Math.sin(x / 18));
    }
    await page.mouse.up();
    await screen.settle();
    await screen.shoot("telefono-entregada");
    await page.locator("button[name=guardar]").click();
    await page.waitForSelector(".o_ruta_hechas");
    await screen.settle();
    await screen.shoot("telefono-sin-red");
}
