/** Folios, carriers, figures and catalogues of couriers. */

import { DIALOG_BOX } from "../browser.mjs";

const MENU = "mensajeria.menu";

export async function guias(screen) {
    await screen.go("/odoo/action-mensajeria.mensajeria_rango_action", ".o_list_view");
    await screen.shoot("guias-rangos");
    await screen.click("button.o_comprar", DIALOG_BOX);
    await screen.type("[name=serie_id]", "Registrado");
    await screen.pick("Registrado nacional");
    await screen.page.fill("[name=folio_inicial] input", "RR473134826MX");
    await screen.page.press("[name=folio_inicial] input", "Tab");
    await screen.click("button[name=action_verificar]", "button[name=action_alta]");
    await screen.shoot("guias-comprar", DIALOG_BOX);

    await screen.go("/odoo/action-mensajeria.mensajeria_dotacion_action", ".o_list_view");
    await screen.click(".o_data_cell", ".o_form_view");
    await screen.shoot("guias-dotacion");
    const { id } = await screen.find("mensajeria.dotacion", []);
    await screen.report("guias-vale", `/report/pdf/mensajeria.report_vale/${id}`);

    await screen.go("/odoo");
    await screen.go("/odoo/action-mensajeria.mensajeria_guia_action", ".o_list_view");
    await screen.menu(`${MENU}_folios`, `${MENU}_arqueo`, DIALOG_BOX);
    await screen.shoot("guias-arqueo", DIALOG_BOX);
}

export async function transportistas(screen) {
    await screen.go("/odoo/action-mensajeria.mensajeria_formato_action", ".o_list_view");
    await screen.click(".o_data_cell", ".o_form_view");
    await screen.shoot("transportistas-formato");
    await screen.go("/odoo/action-mensajeria.mensajeria_archivo_action", ".o_list_view");
    await screen.click(".o_data_cell", ".o_form_view");
    await screen.shoot("transportistas-archivo");
    await screen.go("/odoo/action-mensajeria.mensajeria_conciliacion_action", ".o_list_view");
    await screen.click(".o_data_cell", ".o_form_view");
    await screen.shoot("transportistas-factura");
}

export async function informes(screen) {
    const piece = await screen.find("mensajeria.envio", [
        ["state", "=", "en_relacion"],
        ["folio_guia", "!=", false],
    ]);
    await screen.report("etiqueta", `/report/pdf/mensajeria.report_etiqueta/${piece.id}`);
    await screen.report("formato-de-acuse", `/report/pdf/mensajeria.report_acuse/${piece.id}`);
    await screen.go("/odoo/mensajeria-tablero", ".o_form_view");
    await screen.shoot("tablero");
    await screen.go("/odoo/action-mensajeria.mensajeria_informe_action", ".o_graph_view");
    await screen.shoot("analisis-de-envios");
}

export async function catalogos(screen) {
    await screen.go("/odoo/action-mensajeria.mensajeria_proveedor_action", ".o_list_view");
    await screen.click(".o_data_row:last-child [name=name]", ".o_form_view");
    await screen.shoot("proveedor");
    const { id } = await screen.find("mensajeria.servicio", [
        ["tarifa_ids", "!=", false],
        ["requiere_guia", "=", true],
    ]);
    await screen.go(`/odoo/action-mensajeria.mensajeria_servicio_action/${id}`, ".o_form_view");
    await screen.click(".o_notebook .nav-item:last-child .nav-link");
    await screen.shoot("servicio-tarifa");
    await screen.go("/odoo/action-mensajeria.mensajeria_zona_action", ".o_list_view");
    await screen.click(".o_data_row [name=name]", ".o_form_view");
    await screen.shoot("zona");
}
