/** Correspondence that comes in: reception, the people it is turned to, the catalogues. */

import { DIALOG, DIALOG_BOX } from "../browser.mjs";

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

export async function ventanilla(screen) {
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

export async function digitalizador(screen) {
    await screen.go("/odoo");
    await screen.shoot("seguimiento-digitalizador");
    await screen.open([...inState("por_digitalizar"), ["documento_ids", "!=", false]]);
    await screen.shoot("digitalizar");
    await screen.click("button.o_rechazar", DIALOG_BOX);
    await screen.shoot("rechazar", DIALOG_BOX);
}

export async function destinatario(screen) {
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

export async function revisor(screen) {
    await screen.open(withTurno("revisor", "informacion"));
    await screen.shoot("recibir-cc");
}

export async function administrador(screen) {
    await screen.go("/odoo/action-mensajeria.hr_department_action");
    await screen.shoot("areas");
    await screen.go("/odoo/action-correspondencia_entrada.correspondencia_tema_action");
    await screen.shoot("temas");
    await screen.go("/odoo/action-mensajeria.nucleo_folio_serie_action");
    await screen.shoot("series-de-folios");
    await screen.go("/odoo/action-correspondencia_entrada.correspondencia_asunto_action_analisis");
    await screen.shoot("informes");
}

export async function telefono(screen) {
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
