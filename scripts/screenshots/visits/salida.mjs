/** Correspondence that goes out: drafters, reviewers, the office that dispatches, the addressee at the portal. */

import { fileURLToPath } from "node:url";

import { DIALOG, DIALOG_BOX } from "../browser.mjs";

const OFICIO = ".o_form_view .o_form_sheet_bg";
const LISTA = ".o_list_view";
const BOTONES = ".o_statusbar_buttons";
const DEMO = new URL("../../../addons/correspondencia_salida/demo/", import.meta.url);

/** Open the letter that ``domain`` finds, at ``page`` of its notebook. */
async function oficio(screen, domain, page) {
    const { id } = await screen.find("correspondencia.oficio", domain);
    await screen.go(`/odoo/oficios/${id}`, OFICIO);
    if (page) {
        await screen.click(`.o_notebook_headers [name='${page}']`);
    }
    await visto(screen);
    return id;
}

/** Wait for the letter beside its text, if it is shown. */
async function visto(screen) {
    await screen.page.waitForFunction(
        () => !document.querySelector(".o_vista_previa[aria-busy='true'], .o_vista_previa .fa-spin")
    );
    for (const frame of screen.page.frames().slice(1)) {
        await frame.waitForSelector(".page[data-loaded=true]");
    }
    await screen.settle();
}

const titulado = (texto) => [["descripcion", "ilike", texto]];

export async function redactora(screen) {
    await screen.go("/odoo/oficios", LISTA);
    await screen.shoot("oficios");
    await screen.click(".o_switch_view.o_kanban", ".o_kanban_view");
    await screen.shoot("oficios-tablero");
    await oficio(screen, titulado("ceremonia de inicio de obra"));
    await screen.shoot("oficio-borrador");
    const id = await oficio(screen, titulado("mesa de coordinación de obras"));
    await screen.shoot("oficio-acuses");
    await screen.report("oficio-impreso", `/report/pdf/correspondencia_salida.report_oficio/${id}`);
    await screen.go("/odoo/numeros-de-oficio", LISTA);
    await screen.shoot("numeros");
    await screen.click("button:has-text('Reservar un número')", DIALOG_BOX);
    await screen.shoot("numero-reservar", DIALOG_BOX);
}

/** The rows of a sheet, with what people get wrong in them. */
const RENGLONES = [
    ["Nombre", "Cargo", "Institución", "Correo"],
    ["Leticia Ruelas Ordaz", "Presidenta Municipal", "Puerto Sereno", "sereno@mun.example.org"],
    ["Martín Cota Beltrán", "Presidente Municipal", "Valle Alto", "vallealto@mun.example.org"],
    ["Rocío Camacho Lugo", "Presidenta Municipal", "La Cima", "lacima.example.org"],
    ["Martín Cota Beltrán", "Presidente Municipal", "Valle Alto", "vallealto@mun.example.org"],
    ["Saúl Bernal Ochoa", "Presidente Municipal", "El Faro", ""],
];

export async function series(screen) {
    await oficio(screen, titulado("ceremonia de inicio de obra"));
    await screen.click(
        `${BOTONES} button:has-text('Enviar a muchos')`,
        ".o_field_widget[name=renglon_ids]"
    );
    await screen.click(`${BOTONES} button:has-text('Agregar destinatarios')`, DIALOG_BOX);
    const lista = RENGLONES.map((renglon) => renglon.join("\t")).join("\n");
    await screen.page.locator(`${DIALOG} [name=texto] textarea`).fill(lista);
    await screen.shoot("serie-agregar", DIALOG_BOX);
    await screen.click(`${DIALOG} footer button:has-text('Agregar')`, ".o_data_row");
    await screen.click(`${BOTONES} button:has-text('Verificar')`, ".o_data_row .text-bg-warning");
    await screen.shoot("serie");
}

export async function lecturas(screen) {
    await oficio(screen, titulado("Horario de labores durante el cierre"));
    await screen.click("button:has-text('Ocultar el oficio')");
    await screen.shoot("circular");
    await screen.click(".oe_stat_button[name=action_ver_lecturas]", LISTA);
    await screen.shoot("lecturas");
}

export async function lectoraTelefono(screen) {
    await screen.go("/odoo/por-leer", ".o_kanban_view");
    await screen.shoot("telefono-por-leer");
    await screen.click(".o_kanban_record:not(.o_kanban_ghost)", OFICIO);
    await screen.shoot("telefono-leer");
}

export async function redactor(screen) {
    await oficio(screen, titulado("vista del informe de autoridad"), "versiones");
    await screen.shoot("oficio-versiones");
}

const POR_REVISAR = [
    ["state", "=", "en_revision"],
    ["descripcion", "ilike", "vista del informe de autoridad"],
];

export async function revisora(screen) {
    await oficio(screen, POR_REVISAR);
    await screen.shoot("revisar");
    await screen.click(".o_statusbar_buttons button:has-text('Devolver')", DIALOG_BOX);
    await screen.shoot("revisar-devolver", DIALOG_BOX);
}

export async function revisoraTelefono(screen) {
    await screen.go("/odoo");
    await screen.shoot("telefono-revisar-bandeja");
    await oficio(screen, POR_REVISAR);
    await screen.shoot("telefono-revisar");
    await screen.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)", ".o-dropdown--menu");
    await screen.shoot("telefono-revisar-decidir");
}

/** Open a window by the first button of the list that says ``texto``. */
const ventana = (screen, texto) =>
    screen.click(`.o_data_row button:has-text('${texto}')`, DIALOG_BOX);

export async function despacho(screen) {
    await screen.go("/odoo/por-despachar", LISTA);
    await screen.click("thead .o_list_record_selector input");
    await screen.shoot("por-despachar");
    await screen.go("/odoo/mostrador", LISTA);
    await ventana(screen, "Entregar");
    await screen.shoot("entregar-en-ventanilla", DIALOG_BOX);
    await screen.go("/odoo/acuses-de-oficios", LISTA);
    await screen.shoot("acuses-de-oficios");
    await ventana(screen, "Acuse recibido");
    await screen.shoot("acuse-recibido", DIALOG_BOX);
    await screen.go("/odoo/acuses-de-oficios", LISTA);
    await ventana(screen, "Decidir");
    await screen.shoot("oficio-devuelto", DIALOG_BOX);
}

/** The story of a matter that was answered, and its first page on paper. */
export async function expediente(screen) {
    const id = await screen.open([["name", "=", "OP/2026/00022"]]);
    await screen.page.setViewportSize({ width: 1400, height: 3600 }); // all of it: no header lies over it
    await screen.settle();
    await screen.shoot("expediente", ".o_expediente");
    await screen.report("expediente-impreso", `/correspondencia/expediente/${id}`);
}

/** The page of an addressee, who has no user: the administrator of the system lends the link and leaves. */
export async function destinatariaPortal(screen) {
    const { token } = await screen.find(
        "correspondencia.destinatario",
        [
            ["medio", "=", "portal"],
            ["state", "=", "despachado"],
            ["requiere_acuse", "=", true],
        ],
        ["token"]
    );
    await screen.page.context().clearCookies();
    await screen.go(`/o/${token}`, "main");
    await screen.shoot("telefono-portal", "body");
    await screen.page.fill("#nombre", "Consuelo Barrientos Meza");
    await screen.click("form button", ".hecho");
    await screen.shoot("telefono-portal-recibido", "body");
}

export async function administradorSalida(screen) {
    await screen.go("/odoo/tipos-de-oficio", LISTA);
    await screen.shoot("tipos-de-oficio");
    await screen.go("/odoo/reglas-de-visto-bueno", LISTA);
    await screen.click(".o_data_row .o_data_cell", ".o_form_view");
    await screen.shoot("reglas-de-visto-bueno");
    await screen.go("/odoo/plantillas-de-oficios", LISTA);
    await screen.shoot("plantillas");
    await screen.click(".o_data_row .o_data_cell[name=name]", ".o_form_view");
    await screen.shoot("plantilla");
    const { id } = await screen.find("hr.department", [["fuente", "!=", false]]);
    await screen.go(`/odoo/hr.department/${id}`, OFICIO);
    for (const lugar of ["cabeza", "pie"]) {
        const caja = screen.page.locator(
            `.o_field_widget[name=membrete_${lugar}] input[type=file]`
        );
        await caja.setInputFiles(fileURLToPath(new URL(`membrete_${lugar}.png`, DEMO)));
    }
    await screen.settle();
    await screen.page.locator(".o_field_widget[name=margen_derecho]").scrollIntoViewIfNeeded();
    await screen.shoot("membrete");
    await screen.click(".o_form_button_cancel");
}
