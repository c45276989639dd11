/** Correspondence that goes out: drafters, reviewers, the office that dispatches, the addressee at the portal. */

import { DIALOG_BOX } from "../browser.mjs";

const OFICIO = ".o_form_view .o_form_sheet_bg";
const LISTA = ".o_list_view";

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
    await oficio(screen, titulado("ceremonia de inicio de obra"));
    await screen.shoot("oficio-borrador");
    const id = await oficio(screen, titulado("mesa de coordinación de obras"));
    await screen.shoot("oficio-acuses");
    await screen.report("oficio-impreso", `/report/pdf/correspondencia_salida.report_oficio/${id}`);
    await screen.go("/odoo/numeros-de-oficio", LISTA);
    await screen.shoot("numeros");
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
}
