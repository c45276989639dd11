import { browser } from "@web/core/browser/browser";
import { patch } from "@web/core/utils/patch";

/**
 * What the people of the stories do, as steps of a tour. Everything is found by name or by data,
 * never by a label, so that the stories are played in any language.
 */

export const ASUNTO = "Solicita informe sobre el puente de la avenida Juárez";
const OFICIO = "/correspondencia_entrada/static/tests/tours/oficio.pdf";
const DIALOGO = ".modal:not(.o_inactive_modal)";

export const clic = (trigger) => ({ trigger, run: "click" });
export const ver = (trigger) => ({ trigger });
export const escribir = (trigger, texto) => ({ trigger, run: `edit ${texto}` });
export const estado = (valor) => ver(`.o_arrow_button_current[data-value=${valor}]`);
const sinDialogo = () => ver("body:not(:has(.modal))");

/** From the login page, by typing. The password of a test user is the login. */
export function entrar(login) {
    return [
        escribir(".oe_login_form input[name=login]", login),
        escribir(".oe_login_form input[name=password]", login),
        { trigger: ".oe_login_form button[type=submit]", run: "click", expectUnloadPage: true },
    ];
}

export function salir() {
    return [
        clic(".o_user_menu button"),
        { trigger: ".dropdown-item[data-menu=logout]", run: "click", expectUnloadPage: true },
        ver(".oe_login_form input[name=password]"),
    ];
}

/** From Seguimiento to the step to do. */
export function abrirTarea() {
    return [
        clic(`.o_list_view .o_data_row:contains(${ASUNTO}) td[name=asunto]`),
        ver(".o_form_view .o_asunto_cabeza"),
    ];
}

/** The task waits for the whole office: who takes it has it. */
export function tomarTarea() {
    return [
        clic(`.o_data_row:contains(${ASUNTO}) button[name=action_tomar]`),
        ver(`.o_data_row:contains(${ASUNTO}) button[name=action_soltar]`),
    ];
}

/** Type in a box and take its suggestion that holds ``nombre``: that of the box before may still be open. */
export function elegir(caja, nombre) {
    return [
        escribir(`${caja} input`, nombre),
        clic(`${caja} .o-autocomplete--dropdown-item:contains(${nombre}) a`),
    ];
}

export function destinatario(tipo, nombre) {
    return [
        ...elegir(`[data-tipo=${tipo}]`, nombre),
        ver(`.o_destinatarios .o_data_row:contains(${nombre})`),
    ];
}

/** Upload the two pages of a real letter, as through the file dialog. */
export function subirOficio(lugar = "", paginas = true) {
    return [
        {
            trigger: `${lugar} .o_documentos_carga`,
            async run() {
                const respuesta = await fetch(OFICIO);
                const archivos = new DataTransfer();
                archivos.items.add(
                    new File([await respuesta.blob()], "Oficio Núm. 214.pdf", {
                        type: "application/pdf",
                    })
                );
                const entrada = this.anchor.querySelector("input[type=file][multiple]");
                entrada.files = archivos.files;
                entrada.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        ver(`${lugar} .o_documento:not(.o_documento_carga):contains(Oficio Núm. 214.pdf)`),
        ...(paginas ? [ver(`${lugar} .o_documento_paginas input:value(2)`)] : []),
    ];
}

export function turnar(nombre, tipo = "atencion") {
    return [clic("button[name=action_turnar]"), ...turnarEnDialogo([[tipo, nombre]])];
}

export function turnarEnDialogo(destinatarios) {
    return [
        ...destinatarios.flatMap(([tipo, nombre]) => destinatario(tipo, nombre)),
        clic(`${DIALOGO} button[name=action_turnar]`),
        sinDialogo(),
        ...destinatarios.map(([, nombre]) => ver(`.o_arbol_turno:contains(${nombre})`)),
    ];
}

/** Write the answer beside the letter. */
export function escribirRespuesta(texto, conArchivo = false) {
    return [
        clic("button[name=action_responder]"),
        { trigger: `${DIALOGO} [name=cuerpo] .odoo-editor-editable`, run: `editor ${texto}` },
        ...(conArchivo ? subirOficio(`${DIALOGO} [name=documento_ids]`, false) : []),
    ];
}

/** Send what was written, and confirm. */
export function enviarRespuesta() {
    return [
        clic(`${DIALOGO} button[name=action_enviar]`),
        clic(`${DIALOGO} .modal-footer button.btn-primary:not([name])`),
    ];
}

export function responder(texto, conArchivo = false) {
    return [
        ...escribirRespuesta(texto, conArchivo),
        ...enviarRespuesta(),
        sinDialogo(),
        ver(".o_form_view:not(:has(button[name=action_responder]))"),
    ];
}

/** Stay where an action leaves the web client, in which no tour goes on: the address is kept in the page. */
export function sinSalir() {
    return {
        trigger: "body",
        run() {
            patch(browser, {
                location: {
                    ...browser.location,
                    assign: (direccion) => (document.body.dataset.destino = direccion),
                },
            });
        },
    };
}

/** A decision that asks for its reason. */
export function decidir(boton, motivo) {
    return [
        clic(boton),
        escribir(`${DIALOGO} [name=motivo] textarea`, motivo),
        clic(`${DIALOGO} button[name=action_confirmar]`),
        sinDialogo(),
    ];
}
