/** The pictures of docs/manual: who looks at which screen, and the name of each picture. */

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { Browser, PHONE } from "./browser.mjs";

const DIALOG = ".modal:not(.o_inactive_modal)";
const DIALOG_BOX = `${DIALOG} .modal-content`;

/** Matters of the demo data, found by what makes them worth a picture. */
const withTurno = (login, tipo, state = "pendiente") => [
    ["state", "=", "en_atencion"],
    ["documento_ids", "!=", false],
    [
        "turno_ids",
        "any",
        [
            ["user_id.login", "=", login],
            ["tipo", "=", tipo],
            ["state", "=", state],
            ["respuesta_ids", "not any", [["state", "=", "por_firmar"]]],
        ],
    ],
];
const inState = (state) => [["state", "=", state]];
const scanned = (state) => [
    ...inState(state),
    ["documento_ids", "!=", false],
    ["turno_ids", "!=", false],
];
const DRAFT = [...inState("borrador"), ["turno_ids", "!=", false]];
const DEEP = [
    ["state", "=", "en_atencion"],
    ["descripcion", "ilike", "Observaciones a los contratos"],
];

const REPEATED = [...inState("por_descargar"), ["remitente_id.function", "ilike", "Egresos"]];

async function ventanilla(screen) {
    await screen.go("/odoo");
    await screen.shoot("seguimiento-ventanilla");
    await screen.go("/odoo/procesos", ".nucleo_procesos svg");
    await screen.shoot("procesos");

    await screen.go("/odoo/asuntos", ".o_list_view");
    await screen.shoot("asuntos");
    await screen.menu(
        "correspondencia_entrada.menu_entrada",
        "correspondencia_entrada.menu_libro",
        DIALOG_BOX
    );
    await screen.shoot("libro", DIALOG_BOX);

    await screen.open(DRAFT);
    await screen.shoot("registrar");

    const id = await screen.open(scanned("por_descargar"));
    await screen.shoot("asunto-registrado");
    await screen.report("acuse", `/report/pdf/correspondencia_entrada.report_acuse/${id}`);
    await screen.report("volante", `/report/pdf/correspondencia_entrada.report_volante/${id}`);
    await screen.click("button.o_descargar", DIALOG_BOX);
    await screen.shoot("descargar", DIALOG_BOX);
    await screen.open(scanned("por_descargar"));
    await screen.click("button.o_rectificar", DIALOG_BOX);
    await screen.shoot("rectificar", DIALOG_BOX);

    const known = await screen.find("correspondencia.asunto", REPEATED, ["numero_oficio"]);
    await screen.open([...inState("borrador"), ["remitente_id.function", "ilike", "Egresos"]]);
    await screen.page.fill(
        "[name=numero_oficio] input",
        known.numero_oficio.replaceAll("/", " - ").toLowerCase()
    );
    await screen.click("button[name=action_registrar]", DIALOG_BOX);
    await screen.shoot("duplicado", DIALOG_BOX);

    await screen.open(inState("por_corregir"));
    await screen.shoot("por-corregir");

    await screen.open(DEEP);
    await screen.shoot("arbol-de-turnos", "[name=quien_lo_tiene]");
    await screen.open(inState("concluido"));
    await screen.click(".o_notebook .nav-link[name=bitacora]", "[name=bitacora_ids] .o_data_row");
    await screen.shoot("bitacora", ".o_notebook");
}

async function digitalizador(screen) {
    await screen.go("/odoo");
    await screen.shoot("seguimiento-digitalizador");
    await screen.open([...inState("por_digitalizar"), ["documento_ids", "!=", false]]);
    await screen.shoot("digitalizar");
    await screen.click("button.o_rechazar", DIALOG_BOX);
    await screen.shoot("rechazar", DIALOG_BOX);
}

async function destinatario(screen) {
    await screen.go("/odoo");
    await screen.shoot("seguimiento-destinatario");
    await screen.open(withTurno("juridico", "atencion"));
    await screen.shoot("atender");
    await screen.click("button[name=action_turnar]", DIALOG_BOX);
    await screen.type("[data-tipo=atencion]", "o");
    await screen.shoot("turnar-carga", DIALOG_BOX);
    await screen.pick("Fernanda");
    await screen.shoot("turnar", DIALOG_BOX);
    await screen.open(withTurno("juridico", "atencion"));
    await screen.click("button.o_pedir_prorroga", DIALOG_BOX);
    await screen.shoot("prorroga", DIALOG_BOX);
    await screen.open(withTurno("juridico", "atencion"));
    await screen.click("button[name=action_responder]", DIALOG_BOX);
    await screen.shoot("responder", DIALOG_BOX);
}

async function revisor(screen) {
    await screen.open(withTurno("revisor", "informacion"));
    await screen.shoot("recibir-cc");
}

async function administrador(screen) {
    await screen.go("/odoo/action-mensajeria.hr_department_action");
    await screen.shoot("areas");
    await screen.go("/odoo/action-correspondencia_entrada.correspondencia_tema_action");
    await screen.shoot("temas");
    await screen.go("/odoo/action-mensajeria.nucleo_folio_serie_action");
    await screen.shoot("series-de-folios");
    await screen.go("/odoo/action-correspondencia_entrada.correspondencia_asunto_action_analisis");
    await screen.shoot("informes");
}

async function administradorFirma(screen) {
    await screen.go("/odoo/autoridades-de-firma");
    await screen.shoot("firma-autoridades");
}

async function telefono(screen) {
    await screen.go("/odoo");
    await screen.shoot("telefono-seguimiento");
    await screen.open(withTurno("juridico", "atencion"));
    await screen.shoot("telefono-atender");
    await screen.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)", ".o-dropdown--menu");
    await screen.shoot("telefono-acciones");
    await screen.open(withTurno("juridico", "atencion"));
    await screen.click("button[name=action_responder]", DIALOG);
    await screen.shoot("telefono-responder");
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

async function firmante(screen) {
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

async function firmanteTelefono(screen) {
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

const VISITS = [
    ["ventanilla", "desktop", ventanilla],
    ["digitalizador", "desktop", digitalizador],
    ["juridico", "desktop", destinatario],
    ["revisor", "desktop", revisor],
    ["administrador", "desktop", administrador],
    ["administrador", "desktop", administradorFirma],
    ["juridico", "phone", telefono],
    ["juridico", "phone", firmanteTelefono],
    ["juridico", "desktop", firmante],
];

const [folder, only] = process.argv.slice(2);
const browser = await Browser.launch(folder);
try {
    for (const [login, form, visit] of VISITS) {
        if (!only || only.split(",").includes(visit.name)) {
            const screen = await browser[form](login);
            await visit(screen);
            await screen.close();
        }
    }
} finally {
    await browser.close();
}
